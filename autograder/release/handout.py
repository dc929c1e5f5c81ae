"""A homework as a document: the cells that the notebook and the script both show, in the order of the manifest."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from autograder.course import Course, Homework, Question, Text, Written
from autograder.release.heads import duration, needs, packages
from autograder.release.promises import prompt_text
from autograder.release.setup_cell import merge_imports, setup_source, top_module
from autograder.release.sources import ReleaseError, read_text
from autograder.release.stubs import Sources, question_sources, top_level_names
from autograder.texts import said, spoken
from autograder.written.markers import ANSWER_BEGIN, ANSWER_END, placeholder

HAN = re.compile(r"[\u4e00-\u9fff]")
POINTS = Text("N points", "N 分")
WRITTEN = Text("written", "简答")


@dataclass(frozen=True)
class Cell:
    """One cell. `name` is unique in its document; `locked` asks the notebook's editor to keep it as it is."""

    name: str
    kind: Literal["markdown", "code"]
    source: str
    tags: tuple[str, ...] = ()
    locked: bool = False


@dataclass(frozen=True)
class Document:
    """A handout (or, with the solutions filled in, the reference submission)."""

    homework: str
    cells: tuple[Cell, ...]


def handout(course: Course, homework: Homework, *, reference: bool = False, language: str = "") -> Document:
    """The document of a homework.

    Args:
        course: where its files lie.
        homework: which one.
        reference: whether to fill in the solutions; the cells are otherwise the same.
        language: of its prose and comments, where that is one only. Statements stay as they are in all, so that a file
            is known again; a stub is known by doing nothing.

    Raises:
        ReleaseError: a file that the manifest asks for is missing or breaks a rule.
    """
    languages = (language,) if language else homework.languages
    sources = {q.name: question_sources(course, homework, q, languages) for q in homework.questions}
    _check_distinct_names(homework, sources)
    shared = [line for q in homework.questions for line in sources[q.name].imports if not _is_extra(q, line)]
    heads = {one: _index(course, homework, one) for one in languages}
    cells = [
        *_prose("intro", f"# {_in(homework.title, languages)}", heads),
        Cell("setup", "code", setup_source(homework, shared, language)),
    ]
    for number, question in enumerate(homework.questions, 1):
        cells += _question_cells(course, homework, question, number, sources[question.name], reference, languages)
    for number, written in enumerate(homework.written, len(homework.questions) + 1):
        cells += _written_cells(course, homework, written, number, languages)
    return Document(homework.name, tuple(cells))


def _check_distinct_names(homework: Homework, sources: Mapping[str, Sources]) -> None:
    """All cells share one namespace: a later definition would replace an earlier one of the same name."""
    owners: dict[str, str] = {}
    for question, source in sources.items():
        for name in sorted(top_level_names(source.solution)):
            if owners.setdefault(name, question) != question:
                file = f"solutions/{homework.name}/{question}.py"
                raise ReleaseError(file, f"defines {name}, as {owners[name]}.py does", "give it another name")


def _index(course: Course, homework: Homework, language: str) -> str:
    """The head of the handout: what its author says, and what the manifest does."""
    parts = [prompt_text(course, homework, "index", language), packages(homework, language)]
    return "\n\n".join(part for part in (*parts, duration(homework, language)) if part)


def _prose(name: str, heading: str, texts: Mapping[str, str], *, locked: bool = False) -> list[Cell]:
    """A cell for each language; the heading is above the first."""
    first = next(iter(texts))
    return [
        Cell(f"{name}.{one}", "markdown", f"{heading}\n\n{text}" if one == first else text, locked=locked)
        for one, text in texts.items()
    ]


def _in(text: Text, languages: Sequence[str]) -> str:
    return " / ".join(text[language] for language in languages)


def _prompts(course: Course, homework: Homework, item: Question | Written, languages: Sequence[str]) -> dict[str, str]:
    return {language: _prompt(course, homework, item, language) for language in languages}


def _prompt(course: Course, homework: Homework, item: Question | Written, language: str) -> str:
    parts = [needs(course, homework, item, language), prompt_text(course, homework, item.name, language)]
    return "\n\n".join(part for part in parts if part)


def _is_extra(question: Question, statement: str) -> bool:
    """Whether a statement imports a package that only some questions ask for; it then stays with its question.

    A setup cell that imported torch would fail as a whole where torch is not installed.
    """
    node = ast.parse(statement).body[0]
    modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return any(top_module(m) in question.packages and top_module(m) != "numpy" for m in modules)


def _question_cells(
    course: Course,
    homework: Homework,
    question: Question,
    number: int,
    sources: Sources,
    reference: bool,
    languages: Sequence[str],
) -> list[Cell]:
    points = said(POINTS, languages).replace("N", f"{question.points:g}")
    heading = f"## {number}. {_in(question.title, languages)} ({points})"
    extra = merge_imports(line for line in sources.imports if _is_extra(question, line))
    code = sources.solution if reference else sources.stub
    name = question.name
    cells = [
        *_prose(name, heading, _prompts(course, homework, question, languages), locked=True),
        Cell(name, "code", f"{extra}\n\n\n{code}" if extra else code),
        Cell(f"{name}.check", "code", f'grader.check("{name}")', ("check",), locked=True),
    ]
    explore = course.explore(homework.name, name)
    if explore.is_file():
        # `otter_ignore`: plain otter does not run the cell while it grades a notebook
        cells.append(
            Cell(
                f"{name}.explore",
                "code",
                _explore_cell(name, read_text(course, explore), languages),
                ("explore", "otter_ignore"),
            )
        )
    return cells


def _explore_cell(name: str, source: str, languages: Sequence[str]) -> str:
    """The cell's lines as a function under `@explore`: a wrong answer gives a sentence, not a traceback.

    Plain otter runs a script as one cell: an exception would take the rest of the file with it.
    """
    lines = source.strip("\n").split("\n")
    title = list(itertools.takewhile(lambda line: line.startswith("#"), lines))
    body = [f"    {line}" if line else "" for line in lines[len(title) :]]
    if "zh" not in spoken(languages) or "en" not in spoken(languages):
        # A title has a line in each language, if it is in both.
        title = [line for line in title if bool(HAN.search(line)) == ("zh" in spoken(languages))] or title
    return "\n".join([*title, "@explore", f"def picture_of_{name}():", *body])


def _written_cells(
    course: Course, homework: Homework, written: Written, number: int, languages: Sequence[str]
) -> list[Cell]:
    points = said(POINTS, languages).replace("N", f"{written.points:g}")
    name = written.name
    heading = f"## {number}. {_in(written.title, languages)} ({said(WRITTEN, languages)}, {points})"
    answer = [ANSWER_BEGIN.format(name=name), placeholder(spoken(languages)), ANSWER_END.format(name=name)]
    return [
        *_prose(name, heading, _prompts(course, homework, written, languages), locked=True),
        Cell(f"{name}.answer", "markdown", "\n\n".join(answer)),
    ]
