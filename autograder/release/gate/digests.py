"""What could change a verdict, as one hash: nothing else decides whether a proof is made anew."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.course import LANGUAGES, Course, Homework, Question
from autograder.release.gate.killing import EquivalentsError, equivalents_path, load_equivalents

PACKAGE = Path(__file__).parents[2]
# What marks a submission, and the gate itself.
JUDGES = ("checks", "engine", "wire", "release", "course.py", "results.py")
LIBRARIES = ("numpy", "torch", "scipy", "scikit-learn", "otter-grader", "cosmic-ray", "jaxtyping", "msgspec")
PRIVATE = ("suites", "misconceptions")  # of the course, not of the program


def question_digest(course: Course, homework: Homework, question: Question) -> str:
    """Over one question: its files, its part of the manifest, its data, and what judges it."""
    hw, name = homework.name, question.name
    files = [course.prompt(hw, name, language) for language in LANGUAGES]
    files += [course.solution(hw, name), course.public_suite(hw, name), course.hidden_suite(hw, name)]
    files += [course.misconceptions(hw, name), *_below(course.data(hw))]
    try:
        listed = load_equivalents(equivalents_path(course, hw))
        equivalent: object = (sorted(listed.of(name).items()), listed.why_not(name))
    except EquivalentsError as error:
        equivalent = str(error)
    manifest = (hw, homework.limits, question, course.manifest.seed, equivalent)
    return _hash([judges_digest(), repr(manifest), _files(course.root, files)])


def engine_digest(course: Course, homework: Homework, sandbox: str) -> str:
    """Over the homework as the engine grades it."""
    files = []
    for question in homework.questions:
        room = (homework.name, question.name)
        files += [course.solution(*room), course.public_suite(*room), course.hidden_suite(*room)]
    files += _below(course.data(homework.name))
    walls = _files(PACKAGE, _below(PACKAGE / "sandbox"))  # no part of what runs bare
    return _hash(
        [judges_digest(), walls, repr(homework), str(course.manifest.seed), sandbox, _files(course.root, files)]
    )


def packaging_digest(course: Course, homework: Homework) -> str:
    """Over all that a release or the wheel is made of."""
    folders = [course.root / "assignment" / homework.name, course.root / "solutions" / homework.name]
    folders += [course.template(homework.name), course.root / "autograder"]
    files = [path for folder in folders for path in _below(folder)]
    return _hash([judges_digest(), repr(homework), _files(course.root, [*files, course.root / "pyproject.toml"])])


def homework_digest(course: Course, homework: Homework, sandbox: str) -> str:
    """Over everything together: the verdict's."""
    parts = [question_digest(course, homework, question) for question in homework.questions]
    parts += [engine_digest(course, homework, sandbox), packaging_digest(course, homework)]
    return _hash(parts)


@cache
def judges_digest() -> str:
    """Over the program that judges and the libraries it judges with."""
    files = [path for name in JUDGES for path in ([PACKAGE / name] if "." in name else _below(PACKAGE / name))]
    return _hash([sys.version, *(f"{name} {_version(name)}" for name in LIBRARIES), _files(PACKAGE, files)])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _below(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts and p.suffix != ".pyc")


def _files(root: Path, paths: Iterable[Path]) -> str:
    lines = []
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        lines.append(f"{path.relative_to(root).as_posix()} {content}")
    return _hash(lines)


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
