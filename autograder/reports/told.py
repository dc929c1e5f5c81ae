"""What a student is told of a question's cases: of a hidden one that it passed or not, of them all one reason.

How a hidden case fails is chosen by the student's code while it holds the case's input. A different outcome or message
for each would carry a few bits of that input home with every grading; the staff's record keeps them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from autograder.reports.words import NOT_PASSED, OUTCOMES, UNTESTED, Words
from autograder.results import AsGraded, CaseResult, QuestionResult, WrittenResult, calls_stub, worst


@dataclass(frozen=True)
class ToldCase:
    """One case on a student's page; `is_open` if the grader failed at it."""

    case: CaseResult
    words: Words
    message: str
    is_open: bool


@dataclass(frozen=True)
class Told:
    """One question on a student's page.

    Attributes:
        cases: in the order of the suites.
        reason: the gravest outcome of the hidden cases; None if they passed, or if only the grader failed.
        message: of the first case with that outcome.
    """

    cases: tuple[ToldCase, ...]
    reason: Words | None
    message: str


def told(question: QuestionResult) -> Told:
    """What the student reads of a question."""
    cases = tuple(_told_case(case) for case in question.cases)
    lost = [case for case in question.cases if case.hidden and case.outcome not in ("passed", "grader_error")]
    if not lost:
        return Told(cases, None, "")
    gravest = worst([case.outcome for case in lost])
    first = next(case for case in lost if case.outcome == gravest)
    return Told(cases, words_of(first), first.message)


def words_of(case: CaseResult) -> Words:
    """What a case's outcome is called, if it is told."""
    return UNTESTED if calls_stub(case) else OUTCOMES[case.outcome]


class Row(Protocol):
    """A row, or what was read of one."""

    @property
    def status(self) -> str:
        """As it counts."""

    @property
    def as_graded(self) -> AsGraded | None:
        """What it was before something was adjusted."""


def is_told(row: Row, answer: WrittenResult) -> bool:
    """Whether there is anything to say of a written answer: in a file that could not be opened nobody has looked."""
    status = row.status if row.as_graded is None else row.as_graded.status
    return answer.score is not None or status not in ("unreadable", "absent")


def _told_case(case: CaseResult) -> ToldCase:
    if case.outcome == "grader_error":
        return ToldCase(case, OUTCOMES["grader_error"], "", True)
    if case.hidden and case.outcome != "passed":
        return ToldCase(case, NOT_PASSED, "", False)
    return ToldCase(case, words_of(case), case.message, False)
