"""`homework new`: a homework or a question in the form that the gate wants, with TODO where a person has to write.

Both begin as drafts, so that nothing else of the course waits for them. What they hold is in `templates/`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from autograder.course import MANIFEST, TOTAL, Course, Homework
from autograder.errors import InputError
from autograder.files import WriteError, write_file
from autograder.release.manifest import with_question
from autograder.release.sections import with_homework, with_section
from autograder.release.sources import shown
from autograder.release.text_templates import fill, fill_in
from autograder.texts import SPOKEN

# Points of a function for its arguments that stay as they are: at most, and as a share, which is what the gate allows.
PURE, BELIEVED = 0.2, 0.02
HINT = {
    "en": "TODO: a hint that points at the concept and does not hand over the answer.",
    "zh": "TODO：指出概念、但不给出答案的提示。",
}


class ScaffoldError(InputError):
    """Something cannot be scaffolded; the message says why and what to do."""


@dataclass(frozen=True)
class Scaffold:
    """What was made: the files, and the section for the manifest."""

    files: list[Path]
    section: str


def scaffold(
    course: Course, homework: str, question: str, functions: Sequence[str], points: float, *, append: bool = False
) -> Scaffold:
    """Writes the files of a new coded question; none if one of them is there already or cannot be written.

    Of a question that the manifest has, those that are missing.

    Args:
        course: where to.
        homework: the homework's name.
        question: the new question's name.
        functions: its functions; without any, one of the question's name.
        points: what it is worth.
        append: whether its section is put behind the last coded question of the homework in the manifest.

    Raises:
        CourseError: no such homework.
        ScaffoldError: a name cannot be used, or a file exists.
        ManifestEditError: the manifest is not laid out as expected.
        WriteError: a file cannot be written.
    """
    spec = course.homework(homework)
    known = spec.draft_or_question(question)
    if known is not None:
        return _missing(course, spec, _files(course, homework, question, known.functions, known.points), question)
    functions = tuple(functions) or (question,)
    _check_names(spec, question, functions)
    files = _files(course, homework, question, functions, points)
    values = {"question": question, "functions": functions, "points": f"{points:g}", "languages": course.languages}
    section = fill("question/manifest.toml", **values).strip() + "\n"
    changed = ""
    if append:
        text = _manifest(course)
        has_one = spec.questions or spec.drafts
        changed = (
            with_question(text, homework, section) if has_one else with_section(text, homework, "question", section)
        )
    _write(course, files, changed)
    return Scaffold([*files], section)


def scaffold_written(course: Course, homework: str, question: str, points: float, *, append: bool = False) -> Scaffold:
    """The same for a question that people mark: its prompts, and a section with a rubric.

    Raises:
        CourseError, ScaffoldError, ManifestEditError, WriteError: see `scaffold`.
    """
    spec = course.homework(homework)
    files = _prompts(course, homework, question, "written/prompt")
    if question in [written.name for written in (*spec.written, *spec.written_drafts)]:
        return _missing(course, spec, files, question)
    _check_names(spec, question, ())
    section = fill("written/manifest.toml", question=question, points=f"{points:g}", languages=course.languages).strip()
    _write(course, files, with_section(_manifest(course), homework, "written", section) if append else "")
    return Scaffold([*files], f"{section}\n")


def _missing(course: Course, homework: Homework, files: Mapping[Path, str], question: str) -> Scaffold:
    """Writes those files of a question that are missing."""
    missing = {path: text for path, text in files.items() if not path.exists()}
    if not missing:
        check_free(homework, question)
    _write(course, missing, "")
    return Scaffold([*missing], "")


def scaffold_homework(course: Course, homework: str) -> Scaffold:
    """A new homework without a question, the last one of the manifest.

    Raises:
        ScaffoldError, ManifestEditError, WriteError: see `scaffold`.
    """
    _check_identifier(homework)
    if homework in course.names:
        raise ScaffoldError(f"the course has a homework {homework!r} already: choose another name")
    files = _prompts(course, homework, "index", "homework/index")
    section = fill("homework/manifest.toml", homework=homework, languages=course.languages).strip()
    _write(course, files, with_homework(_manifest(course), section))
    return Scaffold([*files], f"{section}\n")


def _manifest(course: Course) -> str:
    return (course.root / MANIFEST).read_bytes().decode()


def _write(course: Course, files: Mapping[Path, str], manifest: str) -> None:
    """Writes files of which none is there yet, and then the manifest, if it changes; all of it or nothing."""
    for path in files:
        if path.exists():
            raise ScaffoldError(f"{shown(course, path)} exists already: choose another name, or delete it")
    written: list[Path] = []
    try:
        for path, text in files.items():
            written.append(path)
            write_file(path, text.encode())
        if manifest:
            write_file(course.root / MANIFEST, manifest.encode())
    except WriteError:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        raise


def _check_identifier(name: str) -> None:
    if not (name.isidentifier() and name.isascii()):
        raise ScaffoldError(f"{name!r} is no Python name: use letters, digits and underscores")


def _check_names(homework: Homework, question: str, functions: Sequence[str]) -> None:
    for name in (question, *functions):
        _check_identifier(name)
    check_free(homework, question)
    known = {function: q.name for q in (*homework.questions, *homework.drafts) for function in q.functions}
    for function in functions:
        if function in known:
            raise ScaffoldError(f"the function {function!r} belongs to {known[function]!r}: choose another name")


def check_free(homework: Homework, question: str) -> None:
    """Whether a question may have this name.

    Raises:
        ScaffoldError: it is no name, or something has it.
    """
    _check_identifier(question)
    if question == TOTAL:
        raise ScaffoldError(f"a question cannot be named {TOTAL!r}, which is the sum of all: choose another name")
    if question in {q.name for q in homework.all_questions + homework.draft_items} | homework.broken.keys():
        raise ScaffoldError(f"{homework.name} has a question {question!r} already: choose another name")


def _prompts(course: Course, homework: str, name: str, template: str, /, **values: object) -> dict[Path, str]:
    return {
        course.prompt(homework, name, language): fill_in(language, f"{template}.{{}}.md", **values)
        for language in course.languages
    }


def hint_arguments(texts: Mapping[str, str], languages: Iterable[str]) -> str:
    """A hint as arguments of `@misconception`, in the languages of a course; in English where we have no other."""
    hints = {language: texts[language if language in SPOKEN else "en"] for language in languages}
    named = [f'{language}="{hint}"' for language, hint in hints.items() if language.isidentifier()]
    others = [f'"{language}": "{hint}"' for language, hint in hints.items() if not language.isidentifier()]
    return ",\n    ".join([*named, *([f"**{{{', '.join(others)}}}"] if others else [])])


def shares(points: float, functions: int) -> list[tuple[str, str]]:
    """What each function's values are worth, and that its arguments stay as they are; all together `points`.

    A changed argument is told by the student's own process: little may hang on it.
    """
    ends = [round(points * i / functions, 2) for i in range(functions + 1)]
    whole = [round(end - begin, 2) for begin, end in pairwise(ends)]
    kept = [max(0.01, round(min(PURE, share * BELIEVED), 2)) for share in whole]
    return [(f"{share - pure:.2f}".rstrip("0").rstrip("."), f"{pure:g}") for share, pure in zip(whole, kept)]


def _files(course: Course, homework: str, question: str, functions: Sequence[str], points: float) -> dict[Path, str]:
    values = {
        "homework": homework,
        "question": question,
        "functions": functions,
        "shares": shares(points, len(functions)),
        "hint": hint_arguments(HINT, course.languages),
    }
    templates = {
        course.solution(homework, question): "solution.py",
        course.public_suite(homework, question): "public_suite.py",
        course.hidden_suite(homework, question): "hidden_suite.py",
        course.misconceptions(homework, question): "misconceptions.py",
    }
    prompts = _prompts(course, homework, question, "question/prompt", **values)
    return prompts | {path: fill(f"question/{name}", **values) for path, name in templates.items()}
