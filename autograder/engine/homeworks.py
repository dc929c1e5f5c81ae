"""A homework as the grader needs it: suites loaded, contracts read, everything hidden hashed."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from autograder.course import Course, Homework, Question
from autograder.engine.contracts import Contract
from autograder.engine.diagnosis.tables import Tables
from autograder.engine.suites import Suite, SuiteError, load_suite


@dataclass(frozen=True)
class LoadedQuestion:
    """One question, ready to be run against a student's functions."""

    spec: Question
    suites: tuple[Suite, ...]  # public, hidden
    contracts: dict[str, Contract]
    reference: dict[str, Callable[..., Any]]


@dataclass(frozen=True)
class LoadedHomework:
    """One homework. `digest` changes when anything that could change a mark does."""

    course: Course
    spec: Homework
    questions: tuple[LoadedQuestion, ...]
    digest: str
    tables: Tables  # for the diagnosis: made when first asked for

    @property
    def functions(self) -> list[str]:
        """Every function that students write."""
        return [f for q in self.questions for f in q.spec.functions]

    @property
    def secrets(self) -> list[Path]:
        """Paths that no student code may read."""
        name = self.spec.name
        paths = [self.course.root / "solutions" / name]
        paths += [self.course.hidden_suite(name, q.spec.name) for q in self.questions]
        paths += [self.course.misconceptions(name, q.spec.name) for q in self.questions]
        return [p for p in paths if p.exists()]


def load_homework(course: Course, name: str) -> LoadedHomework:
    """Loads and checks a homework.

    Raises:
        CourseError: no such homework.
        SuiteError: a suite, a reference or a contract is missing or wrong; the message names the file.
    """
    spec = course.homework(name)
    questions = tuple(load_question(course, name, question) for question in spec.questions)
    _one_thread()
    return LoadedHomework(course, spec, questions, _digest(course, spec), Tables(course, name))


def _one_thread() -> None:
    """Oracles work on arrays of a few dozen numbers: a pool of threads only takes the core from the sandbox."""
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)


def load_question(course: Course, homework: str, spec: Question) -> LoadedQuestion:
    """Loads and checks one question.

    Raises:
        SuiteError: a suite, the reference or a contract is missing or wrong; the message names the file.
    """
    public = load_suite(course.public_suite(homework, spec.name))
    hidden = load_suite(course.hidden_suite(homework, spec.name))
    _check_suites(spec, public, hidden)
    reference = load_functions(course.solution(homework, spec.name), spec.functions)
    try:
        contracts = {name: Contract(function) for name, function in reference.items()}
    except TypeError as error:
        raise SuiteError(f"{course.solution(homework, spec.name)}: {error}") from None
    return LoadedQuestion(spec, (public, hidden), contracts, reference)


def _check_suites(spec: Question, public: Suite, hidden: Suite) -> None:
    names = [case.name for suite in (public, hidden) for case in suite.cases]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise SuiteError(f"{hidden.path}: case names must differ from each other, {twice[0]!r} occurs twice")
    for suite, is_hidden in ((public, False), (hidden, True)):
        wrong = [case.name for case in suite.cases if case.hidden is not is_hidden]
        if wrong:
            raise SuiteError(f"{suite.path}: case {wrong[0]!r}: cases of this folder state hidden={is_hidden}")
    if public.points:
        raise SuiteError(f"{public.path}: public cases are worth 0 points: a fixed example can be hard-coded")
    if abs(hidden.points - spec.points) > 1e-9:
        raise SuiteError(f"{hidden.path}: the cases sum to {hidden.points:g} points, course.toml says {spec.points:g}")
    known = {*spec.functions, "rng", "env"}
    for suite in (public, hidden):
        for case in suite.cases:
            unknown = [p for p in case.parameters if p not in known]
            if unknown:
                raise SuiteError(
                    f"{suite.path}: case {case.name!r} asks for {unknown[0]!r}, no function of the question"
                )


def load_functions(path: Path, names: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
    """Executes a reference (ours: trusted) and takes its functions.

    Raises:
        SuiteError: the file is missing, raises, or lacks a function.
    """
    namespace: dict[str, Any] = {"__name__": path.stem}
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), namespace)  # noqa: S102
    except OSError as error:
        raise SuiteError(f"{path}: cannot be read: {error.strerror}") from None
    except Exception as error:
        raise SuiteError(f"{path}: {type(error).__name__}: {error}") from error
    missing = [name for name in names if not callable(namespace.get(name))]
    if missing:
        raise SuiteError(f"{path}: defines no function {missing[0]!r}")
    return {name: namespace[name] for name in names}


def _digest(course: Course, spec: Homework) -> str:
    """A hash over what decides marks: suites, references, data, the homework's manifest, and the grader itself."""
    files = [
        f
        for q in spec.questions
        for f in (
            course.public_suite(spec.name, q.name),
            course.hidden_suite(spec.name, q.name),
            course.solution(spec.name, q.name),
            course.misconceptions(spec.name, q.name),
        )
    ]
    files += sorted(p for p in course.data(spec.name).glob("*") if p.is_file())
    package = Path(__file__).parents[1]
    files += sorted(p for part in ("checks", "engine", "sandbox", "wire") for p in (package / part).rglob("*.py"))
    # A person marks written questions: another word in a rubric grades nothing again, nor does a hint for students.
    questions = tuple(msgspec.structs.replace(q, released=()) for q in spec.questions)
    coded = msgspec.structs.replace(spec, written=(), question=questions)
    digest = hashlib.sha256(repr(coded).encode())
    for path in files:
        content = path.read_bytes() if path.is_file() else b""  # a question may have no misconceptions yet
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()
