"""Would doing it again give the same? One list of what counts, for everything that is kept.

Results in the store, tables of known mistakes and proofs of the gate are kept under a hash over the ingredients that
could change them, and over nothing else: `INGREDIENTS` says which counts for which. What is not listed (a prompt, for
a mark) makes nothing anew.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

import autograder
from autograder.course import Course, Homework, Limits, Question
from autograder.submission import Submission

PROGRAM = Path(__file__).parent
LIBRARIES = ("numpy", "torch", "scipy", "scikit-learn", "pandas", "otter-grader", "jaxtyping", "msgspec")
MANIFEST = ("course.py", "manifest.py", "homework.py", "fitting.py", "texts.py")
READING = ("markdown-it-py", "mdit-py-plugins", "latex2mathml", "ipython")


class Kept(StrEnum):
    """What is kept, and for what."""

    RESULTS = "results"  # of a homework's submissions, in the store
    TABLES = "tables"  # of one question's known mistakes
    QUESTION = "question's proof"  # of the gate
    ENGINE = "engine's proof"  # of the gate: the homework through the whole engine
    PACKAGES = "packages' proof"  # of the gate: what leaves the house


@dataclass(frozen=True)
class Subject:
    """What is kept about: a homework with all its questions, or with one of them."""

    course: Course
    homework: Homework
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Ingredient:
    """One thing that could change what is kept."""

    name: str
    counts_for: frozenset[Kept]
    read: Callable[[Subject], str]


@dataclass(frozen=True)
class Judging:
    """What questions are judged by now: of each a digest over all that could change its result, and its suites'."""

    judged: Mapping[str, str]
    suites: Mapping[str, str]
    parts: Mapping[str, Mapping[str, str]]  # by digest, what each ingredient was

    @property
    def digest(self) -> str:
        """Over all that could change a result, but for the submission and what a run is asked for."""
        return results_digest(self.judged)


def judging(course: Course, homework: Homework) -> Judging:
    """What the questions of a homework are judged by now."""
    judged, suites, parts = {}, {}, {}
    for question in homework.questions:
        subject = Subject(course, homework, (question,))
        counting = [ingredient for ingredient in INGREDIENTS if Kept.RESULTS in ingredient.counts_for]
        made_of = {ingredient.name: ingredient.read(subject) for ingredient in counting}
        judged[question.name] = digest = _hash(f"{name}={value}" for name, value in made_of.items())
        suites[question.name] = _hash(made_of[name] for name in SUITES)[:SHORT]
        parts[digest] = {
            name: value if len(value) <= SHORT else _hash([value])[:SHORT] for name, value in made_of.items()
        }
    return Judging(judged, suites, parts)


def results_digest(judged: Mapping[str, str]) -> str:
    """Over what the questions are judged by, in their order."""
    return _hash(f"{question}={digest}" for question, digest in judged.items())


def result_key(results_digest: str, seed: int, layer: str, submission: Submission, *, naming: bool = True) -> str:
    """A key that is equal exactly if grading this submission again would give the same result."""
    asked = [seed, layer, submission.kind, submission.sha256, *([] if naming else ["mistakes not named"])]
    return key_of(results_digest, *asked)


def key_of(digest: str, *asked: object) -> str:
    """Under which something is kept: what it depends on, and what was asked for."""
    return _hash([digest, *map(str, asked)])


def reading_digest() -> str:
    """Over all that could change what is read out of a document."""
    parts = ("written", "sandbox", "wire", "reports/escape.py")
    return _hash([_libraries((*LIBRARIES, *READING)), _program_digest(PROGRAM, parts)])


@cache
def page_digest() -> str:
    """Over all that could change a page, but for what it shows."""
    return _hash([_program_digest(PROGRAM, ("reports", "results.py", *MANIFEST)), _version("jinja2")])


def question_digest(kept: Kept, course: Course, homework: Homework, question: Question) -> str:
    """Over all that could change a question's tables or its proof."""
    return digest(kept, Subject(course, homework, (question,)))


def homework_digest(course: Course, homework: Homework, sandbox: str) -> str:
    """Over all that could change the gate's verdict."""
    whole = Subject(course, homework, homework.questions)
    proofs = [question_digest(Kept.QUESTION, course, homework, question) for question in homework.questions]
    return key_of("verdict", *proofs, digest(Kept.ENGINE, whole), digest(Kept.PACKAGES, whole), sandbox)


def digest(kept: Kept, subject: Subject) -> str:
    """Over the ingredients that count for what is kept."""
    counting = [ingredient for ingredient in INGREDIENTS if kept in ingredient.counts_for]
    return _hash(f"{ingredient.name}={ingredient.read(subject)}" for ingredient in counting)


# -- what the ingredients are -----------------------------------------------------------------------------------


@cache
def _libraries(names: tuple[str, ...] = LIBRARIES) -> str:
    return _hash([sys.version, *(f"{name} {_version(name)}" for name in names)])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def program_version() -> str:
    """Of this program, for people to read: no ingredient, as what counts of the program are its files."""
    return autograder.__version__


def _program(*parts: str) -> Callable[[Subject], str]:
    return lambda subject: _program_digest(PROGRAM, parts)


@cache
def _program_digest(program: Path, parts: tuple[str, ...]) -> str:
    """Over files and folders of this package; `""` for all of it."""
    paths = [program / part for part in parts]
    return _files(program, (file for path in paths for file in ([path] if path.is_file() else _below(path))))


def _rules(subject: Subject) -> str:
    """How the manifest says that questions are judged: not what they are called, nor who hears which hints."""
    rules = [(q.name, q.functions, q.points, q.packages, subject.homework.limits_of(q)) for q in subject.questions]
    whole: tuple[str, Limits] = (subject.homework.name, subject.homework.limits)
    return repr((whole, rules))


def _rest_of_manifest(subject: Subject) -> str:
    return repr((subject.homework.title, subject.homework.data, subject.questions))


def _said_in_readme(subject: Subject) -> str:
    manifest, homework = subject.course.manifest, subject.homework
    return repr((manifest.title, manifest.contact, manifest.honesty, homework.version, homework.due))


def _written(subject: Subject) -> str:
    return repr(
        (subject.homework.written, subject.homework.hints, subject.homework.hint_layers, subject.homework.trace)
    )


def _of_each_question(*paths: Callable[[Course, str, str], Path]) -> Callable[[Subject], str]:
    def read(subject: Subject) -> str:
        course, homework = subject.course, subject.homework.name
        return _files(course.root, (path(course, homework, q.name) for q in subject.questions for path in paths))

    return read


def _prompts(subject: Subject) -> str:
    course, homework = subject.course, subject.homework.name
    names = ["index", *(question.name for question in subject.questions)]
    prompts = [path for name in names for path in course.prompts(homework, name)]
    return _files(course.root, [*prompts, *(course.explore(homework, q.name) for q in subject.questions)])


def _data(subject: Subject) -> str:
    return _files(subject.course.root, _below(subject.course.data(subject.homework.name)))


def _handout(subject: Subject) -> str:
    """The code cells of the handout: a file is run by what of it is its student's own."""
    course, name = subject.course, subject.homework.name
    try:
        notebook = msgspec.json.decode((course.template(name) / f"{name}.ipynb").read_bytes(), type=_Notebook)
    except (OSError, msgspec.MsgspecError):
        return ""
    return repr([(cell.source, cell.metadata.get("tags")) for cell in notebook.cells if cell.cell_type == "code"])


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str]
    metadata: dict[str, Any] = {}


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


def _equivalents(subject: Subject) -> str:
    """What the list of equivalent mutants says of these questions; of a list that is none, all of it."""
    path = subject.course.equivalents(subject.homework.name)
    names = {question.name for question in subject.questions}
    try:
        content = path.read_bytes()
    except OSError:
        return ""
    try:
        tables = tomllib.loads(content.decode())
        return repr({k: [e for e in v if e.get("question") in names] for k, v in sorted(tables.items())})
    except (ValueError, AttributeError, TypeError):
        return hashlib.sha256(content).hexdigest()


def _released(subject: Subject) -> str:
    """All that a release or the wheel is made of."""
    course, name = subject.course, subject.homework.name
    folders = [course.root / "assignment" / name, course.root / "solutions" / name]
    folders += [course.template(name), course.root / "autograder"]
    return _files(course.root, [*(p for folder in folders for p in _below(folder)), course.root / "pyproject.toml"])


SHORT = 16  # characters of a digest that is only to be told from others
SUITES = ("hidden suites", "public suites")
# What an instructor has changed if a mark changes; all else is the program and the machine.
OF_THE_COURSE = frozenset({*SUITES, "references", "known mistakes", "data", "functions, points, packages, limits"})
RESULTS, TABLES, QUESTION, ENGINE, PACKAGES = Kept
ALL = frozenset(Kept)
INGREDIENTS = (
    Ingredient("versions of Python and the libraries", ALL, lambda subject: _libraries()),
    Ingredient("the version of what makes mutants", frozenset({QUESTION}), lambda subject: _libraries(("cosmic-ray",))),
    Ingredient("what is equal, and how points add up", ALL, _program("checks", "questions", "results.py", "wire")),
    Ingredient("how the manifest is read", ALL, _program(*MANIFEST, "submission.py")),
    Ingredient("the engine", frozenset({RESULTS, QUESTION, ENGINE}), _program("engine")),
    Ingredient("the sandbox", frozenset({RESULTS, ENGINE}), _program("sandbox", "classroom/pool.py")),
    Ingredient("how mistakes are named", frozenset({RESULTS, TABLES, QUESTION}), _program("diagnosis")),
    Ingredient("the gate", frozenset({QUESTION, ENGINE, PACKAGES}), _program("release")),
    Ingredient("functions, points, packages, limits", ALL, _rules),
    Ingredient("titles, and whose hints are released", frozenset({QUESTION, PACKAGES}), _rest_of_manifest),
    Ingredient("what its README says of a homework", frozenset({PACKAGES}), _said_in_readme),
    Ingredient("written questions", frozenset({PACKAGES}), _written),
    Ingredient("the course's seed", frozenset({QUESTION, ENGINE}), lambda subject: str(subject.course.manifest.seed)),
    Ingredient("references", ALL, _of_each_question(Course.solution)),
    Ingredient("hidden suites", ALL, _of_each_question(Course.hidden_suite)),
    Ingredient("public suites", ALL - {TABLES}, _of_each_question(Course.public_suite)),
    Ingredient("known mistakes", ALL - {ENGINE}, _of_each_question(Course.misconceptions)),
    Ingredient("data", ALL, _data),
    Ingredient("code of the handout", frozenset({RESULTS, ENGINE}), _handout),
    Ingredient("equivalent mutants", frozenset({QUESTION}), _equivalents),
    Ingredient("prompts", frozenset({QUESTION, PACKAGES}), _prompts),
    Ingredient("hints in layers", frozenset({QUESTION, PACKAGES}), _of_each_question(Course.hint_layers)),
    Ingredient("all that is released", frozenset({PACKAGES}), _released),
)


def _below(folder: Path) -> Iterator[Path]:
    found = sorted(p for p in folder.rglob("*") if p.is_file())
    return (p for p in found if "__pycache__" not in p.parts and p.suffix != ".pyc")


def _files(root: Path, paths: Iterable[Path]) -> str:
    lines = []
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"
        lines.append(f"{path.relative_to(root).as_posix()} {content}")
    return _hash(lines)


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "backslashreplace")).hexdigest()
