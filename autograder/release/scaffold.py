"""`homework new`: the files of a question in the form that the gate wants, with TODO where a person has to write.

What they hold is in `templates/question/`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course import MANIFEST, Course, Homework
from autograder.errors import InputError
from autograder.files import WriteError, write_file
from autograder.release.manifest import with_question
from autograder.release.sources import shown
from autograder.release.text_templates import fill


class ScaffoldError(InputError):
    """A question cannot be scaffolded; the message says why and what to do."""


@dataclass(frozen=True)
class Scaffold:
    """What was made: the files, and the section for the manifest."""

    files: list[Path]
    section: str


def scaffold(course: Course, homework: str, question: str, functions: Sequence[str], points: float) -> Scaffold:
    """Writes the files of a new question; none if one of them is there already or cannot be written.

    Args:
        course: where to.
        homework: the homework's name.
        question: the new question's name.
        functions: its functions; without any, one of the question's name.
        points: what it is worth.

    Raises:
        CourseError: no such homework.
        ScaffoldError: a name cannot be used, or a file exists.
        WriteError: a file cannot be written.
    """
    files, section = _form(course, homework, question, functions, points)
    _write_all(files)
    return Scaffold([*files], section)


def scaffold_and_append(
    course: Course, homework: str, question: str, functions: Sequence[str], points: float
) -> Scaffold:
    """The same, with the section put behind the last coded question of the homework in the manifest.

    Raises:
        CourseError, ScaffoldError, WriteError: see `scaffold`.
        ManifestEditError: the manifest is not laid out as expected.
    """
    files, section = _form(course, homework, question, functions, points)
    path = course.root / MANIFEST
    changed = with_question(path.read_bytes().decode(), homework, section)
    _write_all(files)
    try:
        write_file(path, changed.encode())
    except WriteError:
        _remove(files)
        raise
    return Scaffold([*files], section)


def _form(
    course: Course, homework: str, question: str, functions: Sequence[str], points: float
) -> tuple[dict[Path, str], str]:
    """The files by path, of which none is there yet, and the section."""
    functions = tuple(functions) or (question,)
    _check_names(course.homework(homework), question, functions)
    files = _files(course, homework, question, functions, points)
    for path in files:
        if path.exists():
            raise ScaffoldError(f"{shown(course, path)} exists already: choose another name, or delete it")
    section = fill("question/manifest.toml", question=question, functions=functions, points=f"{points:g}")
    return files, section


def _write_all(files: Mapping[Path, str]) -> None:
    try:
        for path, text in files.items():
            write_file(path, text.encode())
    except WriteError:
        _remove(files)
        raise


def _remove(files: Mapping[Path, str]) -> None:
    for path in files:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


def _check_names(homework: Homework, question: str, functions: Sequence[str]) -> None:
    for name in (question, *functions):
        if not (name.isidentifier() and name.isascii()):
            raise ScaffoldError(f"{name!r} is no Python name: use letters, digits and underscores")
    taken = {q.name for q in homework.questions} | {w.name for w in homework.written}
    if question in taken:
        raise ScaffoldError(f"{homework.name} has a question {question!r} already: choose another name")
    known = {function: q.name for q in homework.questions for function in q.functions}
    for function in functions:
        if function in known:
            raise ScaffoldError(f"the function {function!r} belongs to {known[function]!r}: choose another name")


def _files(course: Course, homework: str, question: str, functions: Sequence[str], points: float) -> dict[Path, str]:
    values = {
        "homework": homework,
        "question": question,
        "functions": functions,
        "points_each": f"{points / len(functions):g}",
    }
    templates = {
        course.prompt(homework, question, "en"): "prompt.en.md",
        course.prompt(homework, question, "zh"): "prompt.zh.md",
        course.solution(homework, question): "solution.py",
        course.public_suite(homework, question): "public_suite.py",
        course.hidden_suite(homework, question): "hidden_suite.py",
        course.misconceptions(homework, question): "misconceptions.py",
    }
    return {path: fill(f"question/{name}", **values) for path, name in templates.items()}
