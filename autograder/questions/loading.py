"""A homework that is ready for grading: its suites are loaded, its contracts read, its references at hand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.checks.inputs import GENERATORS
from autograder.course import Course, Homework, Question
from autograder.questions.contracts import Contract
from autograder.questions.handout import elsewhere
from autograder.questions.intermediates import Chain, chains
from autograder.questions.mistakes import KnownMistakes, load_mistakes
from autograder.questions.suites import Case, Suite, load_suite
from autograder.questions.trusted import QuestionError, execute

NO_QUESTION = (
    "{homework} has no question that is no draft: make one with homework new {homework}/QUESTION, and take its "
    "draft = true out of the manifest when homework verify {homework} -q QUESTION is content"
)


@dataclass(frozen=True)
class LoadedQuestion:
    """A question that is ready to be run against a student's functions."""

    spec: Question
    suites: tuple[Suite, ...]  # public, hidden
    contracts: dict[str, Contract]
    reference: dict[str, Callable[..., Any]]
    mistakes_file: Path
    solution_file: Path

    @property
    def cases(self) -> list[Case]:
        """All cases, the public ones first."""
        return [case for suite in self.suites for case in suite.cases]

    @cached_property
    def chains(self) -> dict[str, Chain]:
        """The named intermediate values of the reference, by function; nothing for those that declare none.

        Raises:
            IntermediatesError: a declaration cannot be used.
        """
        return chains(self.solution_file)

    @cached_property
    def mistakes(self) -> KnownMistakes:
        """The known mistakes. Their file is executed once, when somebody first asks for them.

        Raises:
            QuestionError: the file cannot be used.
        """
        return load_mistakes(self.mistakes_file)


@dataclass(frozen=True)
class LoadedHomework:
    """One homework."""

    course: Course
    spec: Homework
    questions: tuple[LoadedQuestion, ...]

    @property
    def functions(self) -> list[str]:
        """Every function that students write."""
        return [f for q in self.questions for f in q.spec.functions]

    @cached_property
    def elsewhere(self) -> dict[str, list[str]]:
        """The functions of the course's other homeworks: who hands in another one is told so."""
        return elsewhere(self.course, self.spec)

    @property
    def main_packages(self) -> tuple[str, ...]:
        """The packages of most questions: the first one's."""
        return self.questions[0].spec.packages

    @property
    def secrets(self) -> list[Path]:
        """Paths that no student's code may read."""
        return self.course.secrets(self.spec.name)


def load_homework(course: Course, name: str) -> LoadedHomework:
    """Loads and checks a homework.

    Raises:
        CourseError: no such homework.
        QuestionError: a suite, a reference or a contract is missing or wrong; the message names the file.
    """
    spec = course.homework(name)
    if not spec.questions:
        raise QuestionError(NO_QUESTION.format(homework=name))
    questions = tuple(load_question(course, name, question) for question in spec.questions)
    _one_thread()
    return LoadedHomework(course, spec, questions)


def _one_thread() -> None:
    """Oracles work on a few dozen numbers: a pool of threads would only take the processor from the sandbox."""
    torch = sys.modules.get("torch")
    if torch is not None:
        torch.set_num_threads(1)


def load_question(course: Course, homework: str, spec: Question) -> LoadedQuestion:
    """Loads and checks one question.

    Raises:
        QuestionError: a suite, the reference or a contract is missing or wrong; the message names the file.
    """
    public = load_suite(course.public_suite(homework, spec.name))
    hidden = load_suite(course.hidden_suite(homework, spec.name))
    _check_suites(spec, public, hidden, weights=course.homework(homework).points is not None)
    hidden = _weighed(hidden, spec.points)
    solution = course.solution(homework, spec.name)
    reference = load_functions(solution, spec.functions)
    try:
        contracts = {name: Contract(function) for name, function in reference.items()}
    except TypeError as error:
        raise QuestionError(f"{solution}: {error}") from None
    mistakes = course.misconceptions(homework, spec.name)
    return LoadedQuestion(spec, (public, hidden), contracts, reference, mistakes, solution)


def _check_suites(spec: Question, public: Suite, hidden: Suite, *, weights: bool) -> None:
    names = [case.name for suite in (public, hidden) for case in suite.cases]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise QuestionError(f"{hidden.path}: case names must differ from each other, {twice[0]!r} occurs twice")
    for suite, is_hidden in ((public, False), (hidden, True)):
        wrong = [case.name for case in suite.cases if case.hidden is not is_hidden]
        if wrong:
            raise QuestionError(f"{suite.path}: case {wrong[0]!r}: cases of this folder state hidden={is_hidden}")
    if public.points:
        raise QuestionError(f"{public.path}: public cases are worth 0 points: a fixed example can be hard-coded")
    if hidden.points <= 0:
        raise QuestionError(f"{hidden.path}: no case has points; give points=1 or more to those that count")
    if not weights and abs(hidden.points - spec.points) > 1e-9:
        sums = f"the cases sum to {hidden.points:g} points, course.toml says {spec.points:g}"
        raise QuestionError(f"{hidden.path}: {sums}")
    known = {*spec.functions, *GENERATORS, "env"}
    for suite in (public, hidden):
        for case in suite.cases:
            unknown = [p for p in case.parameters if p not in known]
            if unknown:
                raise QuestionError(
                    f"{suite.path}: case {case.name!r} asks for {unknown[0]!r}, no function of the question"
                )


def _weighed(suite: Suite, points: float) -> Suite:
    """A hidden suite whose cases are worth a question's points together, each its share of them."""
    if abs(suite.points - points) <= 1e-9:
        return suite
    share = points / suite.points
    return replace(suite, cases=tuple(replace(case, points=case.points * share) for case in suite.cases))


def load_functions(path: Path, names: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
    """The functions of a reference.

    Raises:
        QuestionError: the file is missing, raises, or lacks a function.
    """
    namespace = execute(path)
    missing = [name for name in names if not callable(namespace.get(name))]
    if missing:
        raise QuestionError(f"{path}: defines no function {missing[0]!r}")
    return {name: namespace[name] for name in names}
