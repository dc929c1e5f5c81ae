"""The course on disk, and where each question's files lie.

Its manifest, `assignment/course.toml`, is the only place for order, titles, points and limits. What is wrong with one
homework, or with a draft, disables that one and nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from autograder.fitting import meant
from autograder.homework import (
    CaseName,
    Hints,
    Homework,
    Late,
    Limits,
    Manifest,
    Question,
    RubricItem,
    ShowHidden,
    Written,
)
from autograder.manifest import ALL, TOTAL, CourseError, load_manifest, read_manifest, with_case_names
from autograder.texts import Text, spoken

__all__ = [
    "ALL",
    "CASE_NAMES",
    "MANIFEST",
    "PUBLIC",
    "TOTAL",
    "CaseName",
    "Course",
    "CourseError",
    "Hints",
    "Homework",
    "Late",
    "Limits",
    "Manifest",
    "Question",
    "RubricItem",
    "ShowHidden",
    "Text",
    "Written",
    "find_course",
    "load_manifest",
    "open_course",
    "spoken",
]

MANIFEST = "assignment/course.toml"
CASE_NAMES = "autograder/suites/zh"
PUBLIC = "public: "  # how the name of a public case begins


class Course:
    """A course on disk: the manifest and the paths that follow from it."""

    def __init__(
        self, root: Path, manifest: Manifest, broken: Mapping[str, CourseError] = MappingProxyType({})
    ) -> None:
        self.root = root
        self.manifest = manifest
        self.broken = broken  # the homeworks whose sections are wrong, by name

    @cached_property
    def homeworks(self) -> dict[str, Homework]:
        """The homeworks by name, in order, but for those whose sections are wrong."""
        return {h.name: h for h in self.manifest.homework}

    @property
    def languages(self) -> tuple[str, ...]:
        """Of its texts and its prompts."""
        return self.manifest.title.languages

    @property
    def names(self) -> tuple[str, ...]:
        """Of all homeworks, also those whose sections are wrong."""
        return (*self.homeworks, *self.broken)

    def homework(self, name: str) -> Homework:
        """The homework of that name.

        Raises:
            CourseError: there is none, and the message lists those there are; or its section is wrong.
        """
        if name in self.broken:
            raise self.broken[name]
        try:
            return self.homeworks[name]
        except KeyError:
            names = ", ".join(self.names)
            choose = f"choose one of {names}{meant(name, self.names)}"
            raise CourseError(f"no homework named {name!r} in {MANIFEST}: {choose}") from None

    def prompts(self, homework: str, question: str) -> list[Path]:
        """The question's prompts, in each language of the course."""
        return [self.prompt(homework, question, language) for language in self.languages]

    def prompt(self, homework: str, question: str, language: str) -> Path:
        """The question's prompt in one language."""
        return self.root / "assignment" / homework / f"{question}.{language}.md"

    def explore(self, homework: str, question: str) -> Path:
        """The cell that draws a picture with the question's answer; a question need not have one."""
        return self.root / "assignment" / homework / f"{question}.explore.py"

    def hint_layers(self, homework: str, question: str) -> Path:
        """The question's hints in layers; a question need not have any."""
        return self.root / "assignment" / homework / f"{question}.hints.toml"

    def data(self, homework: str) -> Path:
        """The folder of data files that students get."""
        return self.root / "assignment" / homework / "data"

    def solution(self, homework: str, question: str) -> Path:
        """The hidden reference."""
        return self.root / "solutions" / homework / f"{question}.py"

    def public_suite(self, homework: str, question: str) -> Path:
        """The otter suite that students receive."""
        return self.root / "autograder" / "suites" / "public" / homework / f"{question}.py"

    def hidden_suite(self, homework: str, question: str) -> Path:
        """The otter suite that never leaves the grader."""
        return self.root / "autograder" / "suites" / "hidden" / homework / f"{question}.py"

    def case_names(self, homework: str) -> Path:
        """The Chinese names of the cases of a homework's suites, by question and English name."""
        return self.root / CASE_NAMES / f"{homework}.toml"

    def misconceptions(self, homework: str, question: str) -> Path:
        """The named wrong answers."""
        return self.root / "autograder" / "misconceptions" / homework / f"{question}.py"

    def equivalents(self, homework: str) -> Path:
        """The mutants of a homework's references that are right."""
        return self.root / "autograder" / "misconceptions" / homework / "equivalent.toml"

    def secrets(self, homework: str) -> list[Path]:
        """Paths that no student's code may read."""
        paths = [self.root / "solutions" / homework]
        spec = self.homework(homework)
        for question in (*spec.questions, *spec.drafts):
            paths.append(self.hidden_suite(homework, question.name))
            paths.append(self.misconceptions(homework, question.name))
        return [path for path in paths if path.exists()]

    def template(self, homework: str) -> Path:
        """The generated student folder of a homework."""
        return self.root / "student_template" / homework


def find_course(start: Path | None = None) -> Course:
    """The course around `start` (default: the working folder), else the one this package was installed from.

    `HOMEWORK_COURSE`, if set, names the folder instead.

    Raises:
        CourseError: no course is found, or its manifest is wrong.
    """
    named = os.environ.get("HOMEWORK_COURSE")
    if start is None and named:
        return open_course(Path(named))
    here = (start or Path.cwd()).absolute()
    for folder in (here, *here.parents, Path(__file__).parents[1]):
        if (folder / MANIFEST).is_file():
            return open_course(folder)
    raise CourseError(f"no {MANIFEST} here or above {here}: run this inside the course, or set HOMEWORK_COURSE")


def open_course(root: Path) -> Course:
    """The course whose manifest is `root/assignment/course.toml`.

    Raises:
        CourseError: see `read_manifest`.
    """
    manifest, broken = read_manifest(root / MANIFEST)
    right = []
    for homework in manifest.homework:
        try:
            right.append(with_case_names(root / CASE_NAMES / f"{homework.name}.toml", homework))
        except CourseError as error:
            broken[homework.name] = error
    return Course(root.absolute(), replace(manifest, homework=tuple(right)), broken)
