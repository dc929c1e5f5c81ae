"""The class in the form that other tools want: JPlag's folder of submissions, Dolos' list of files."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Literal

from autograder.classroom.store import Stands
from autograder.course import Course
from autograder.errors import InputError
from autograder.files import write_file
from autograder.questions.handout import handout_document
from autograder.reports.escape import file_names, for_csv
from autograder.similar.code import by_question
from autograder.similar.command import Looked, functions_of
from autograder.similar.find import Work

Tool = Literal["jplag", "dolos"]
TOOLS: tuple[Tool, ...] = ("jplag", "dolos")
BASE = "base-code"
HOW = {
    "jplag": "java -jar jplag.jar --language python3 --base-code {folder}/base-code {folder}/submissions",
    "dolos": "dolos run --language python --ignore {folder}/base-code.py {folder}/info.csv",
}


def export(course: Course, looked: Looked, tool: Tool, folder: Path) -> str:
    """Writes a class for a tool that compares files, with the handout as what everybody was given.

    A file holds what its student wrote beside the handout, as a script: no outputs, prose or unchanged cells.

    Args:
        course: as it is now.
        looked: a class that was looked through; if only one question was, its code alone is written.
        tool: which one.
        folder: for the files; it must be empty, or not be there.

    Returns:
        The command that makes the tool compare them.

    Raises:
        InputError: the folder holds something, or the question has no code.
        WriteError: a file cannot be written.
    """
    if not {*looked.asked} & {one.name for one in looked.homework.questions}:
        raise InputError(f"{looked.asked[0]} is a written question: {tool} compares code")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: holds something: choose a new folder, {tool} compares all that is there")
    homework = looked.homework.name
    base = "\n\n".join(cell.source for cell in handout_document(course, homework) if cell.kind == "code") + "\n"
    names = file_names(work.name for work in looked.works)
    texts = {work.name: _script(looked, work) for work in looked.works}
    if tool == "jplag":
        write_file(folder / BASE / f"{homework}.py", _encoded(base))
        for name, text in texts.items():
            write_file(folder / "submissions" / names[name] / f"{homework}.py", _encoded(text))
    else:
        write_file(folder / f"{BASE}.py", _encoded(base))
        for name, text in texts.items():
            write_file(folder / "files" / f"{names[name]}.py", _encoded(text))
        rows = [_row(f"files/{names[name]}.py", name, looked.standing[name]) for name in texts]
        write_file(folder / "info.csv", _encoded(_csv([("filename", "full_name", "created_at", "label"), *rows])))
    return HOW[tool].format(folder=folder)


def _script(looked: Looked, work: Work) -> str:
    questions = functions_of(looked.homework)
    code = work.own
    if len(looked.asked) == 1:
        code = by_question(work.own, questions).get(looked.asked[0], [])
    return "\n\n".join(one.source for one in code) + "\n"


def _row(path: str, name: str, stands: Stands) -> tuple[str, ...]:
    made, members = stands.result.made, stands.whose.members
    section = members[0].section if len(members) == 1 else ""
    return path, for_csv(name), made.handed_in, for_csv(section)


def _csv(rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
