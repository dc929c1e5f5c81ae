"""What a homework's handout itself brings, so that it is known again in a student's file.

Read off the generated notebook in `student_template/`: its first cell, and the statements of its checks and pictures.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from autograder.course import PUBLIC, Course, Homework
from autograder.wire.messages import HandoutCell, HandoutPart
from autograder.wire.statements import UNFILLED, key_of
from autograder.wire.text import BESIDE

LOOKING = ("check", "explore")  # tags of cells that show something and define nothing
NOTHING = HandoutPart([], [], "")
FILE = "handout.json"  # beside the public tests, in a student's folder


class HandoutFile(msgspec.Struct, frozen=True):
    """What `homework check` has to know of a handout: it judges a file as the grader does.

    Attributes:
        homework: its name.
        packages: by coded question, what it may use.
        functions: by coded question, what it asks for.
        written: the written questions.
        part: what the handout itself brings.
        document: the handout's cells, to tell written answers from it; none if no question is written.
        elsewhere: functions of the course's other homeworks, by homework: a file of one of them is told so.
        points: by question, coded or written.
        calls: by coded question, seconds that a call of its functions may take.
        cases: by coded question, the Chinese names of its public cases.
        titles: by question, coded or written, what it is called in each language of the course.
    """

    homework: str
    packages: dict[str, list[str]]
    functions: dict[str, list[str]]
    written: list[str]
    part: HandoutPart
    document: list[HandoutCell] = []
    elsewhere: dict[str, list[str]] = {}
    points: dict[str, float] = {}
    calls: dict[str, float] = {}
    cases: dict[str, dict[str, str]] = {}
    titles: dict[str, dict[str, str]] = {}


def elsewhere(course: Course, homework: Homework) -> dict[str, list[str]]:
    """The functions of the course's other homeworks that are none of this one's."""
    own = {name for question in homework.questions for name in question.functions}
    return {
        name: [f for question in other.questions for f in question.functions if f not in own]
        for name, other in course.homeworks.items()
        if name != homework.name and other.questions and not other.draft
    }


def handout_file(course: Course, homework: Homework, notebook: bytes) -> bytes:
    """The content of `handout.json`, in ASCII."""
    content = HandoutFile(
        homework.name,
        {question.name: list(question.packages) for question in homework.questions},
        {question.name: list(question.functions) for question in homework.questions},
        [written.name for written in homework.written],
        part_of(notebook),
        document_of(notebook) if homework.written else [],
        elsewhere(course, homework),
        {q.name: q.points for q in homework.questions} | {w.name: w.points for w in homework.written},
        {question.name: homework.limits_of(question).call for question in homework.questions},
        {q.name: {c.name: c.zh for c in q.cases if c.name.startswith(PUBLIC)} for q in homework.questions},
        {q.name: {language: q.title[language] for language in q.title.languages} for q in homework.all_questions},
    )
    return (json.dumps(msgspec.to_builtins(content), indent=1) + "\n").encode("ascii")


def read_handout_file(tests: Path) -> HandoutFile | None:
    """The file beside a student's public tests; None if there is none that can be read."""
    try:
        return msgspec.json.decode((tests / FILE).read_bytes(), type=HandoutFile)
    except (OSError, msgspec.MsgspecError):
        return None


@dataclass(frozen=True)
class HandoutKeys:
    """A handout to compare files with: the keys of all its statements, and those of its stubs by function."""

    keys: frozenset[str] = frozenset()
    stubs: Mapping[str, str] = field(default_factory=dict)

    def filled(self, defined: Mapping[str, str]) -> int:
        """How many of the functions that are asked for are more than stubs, among those that a file defines."""
        return sum(key not in (self.stubs[name], UNFILLED) for name, key in defined.items() if name in self.stubs)


def handout_keys(course: Course, homework: Homework) -> HandoutKeys:
    """Of a homework; where its student folder is not generated yet, its functions alone are known."""
    functions = {name for question in homework.questions for name in question.functions}
    stubs = dict.fromkeys(sorted(functions), "")
    keys: set[str] = set()
    for cell in _code_cells(course.template(homework.name) / f"{homework.name}.ipynb"):
        source = _source(cell)
        lines = source.split("\n")
        for node in ast.parse(source).body:
            keys.add(key_of(lines, node))
            if isinstance(node, ast.FunctionDef) and node.name in functions:
                stubs[node.name] = key_of(lines, node)
    return HandoutKeys(frozenset(keys), stubs)


def _code_cells(notebook: Path) -> list[dict[str, Any]]:
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [cell for cell in cells if cell.get("cell_type") == "code"]


def handout_document(course: Course, homework: str) -> list[HandoutCell]:
    """All cells of a homework's handout; nothing where its student folder is not generated yet."""
    try:
        return document_of((course.template(homework) / f"{homework}.ipynb").read_bytes())
    except OSError:
        return []


def document_of(notebook: bytes) -> list[HandoutCell]:
    """The same of the notebook's bytes (ours: trusted)."""
    try:
        cells = json.loads(notebook)["cells"]
    except (ValueError, KeyError, TypeError):
        return []
    return [HandoutCell(cell.get("cell_type", ""), _source(cell)) for cell in cells]


def handout_part(course: Course, homework: str) -> HandoutPart:
    """Of a homework of the course; nothing where its student folder is not generated yet."""
    return read_handout(course.template(homework) / f"{homework}.ipynb")


def read_handout(notebook: Path) -> HandoutPart:
    """Of a handout's notebook (ours: trusted); nothing if it is missing or no notebook."""
    try:
        return part_of(notebook.read_bytes())
    except OSError:
        return NOTHING


def part_of(notebook: bytes) -> HandoutPart:
    """The same of the notebook's bytes."""
    try:
        cells = json.loads(notebook)["cells"]
    except (ValueError, KeyError, TypeError):
        return NOTHING
    code = [cell for cell in cells if cell.get("cell_type") == "code"]
    if not code:
        return NOTHING
    own = [key for cell in code if _is_for_looking(cell) for key in _keys(_source(cell))]
    stubs = [key for cell in code[1:] if not _is_for_looking(cell) for key in _keys(_source(cell), ast.FunctionDef)]
    return HandoutPart(own, list(_keys(_source(code[0]))), _source(code[0]), stubs)


def imports_of(prelude: str) -> str:
    """The imports of a handout's first cell without that of the file beside the notebook, a line each."""
    found = [node for node in ast.parse(prelude).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(ast.unparse(node) for node in found if getattr(node, "module", "") != BESIDE)


def _is_for_looking(cell: dict[str, Any]) -> bool:
    return bool({*LOOKING} & {*cell.get("metadata", {}).get("tags", ())})


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _keys(source: str, kind: type[ast.stmt] = ast.stmt) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # of a handout that its own gate refuses
        return
    lines = source.split("\n")
    yield from (key_of(lines, node) for node in tree.body if isinstance(node, kind))
