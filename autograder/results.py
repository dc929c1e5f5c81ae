"""What grading a submission says: the records of `results/<submission>.json`.

Everything that reports, exports or stores results knows these records and nothing of the engine.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Outcome = Literal[
    "passed",  # the only one that earns points
    "failed",  # a wrong value
    "errored",  # the student's function raised
    "contract",  # wrong type, shape or dtype, or not finite
    "timed_out",
    "memory",
    "crashed",  # the process that ran the function died
    "not_implemented",  # the stub as it was
    "not_run",
    "grader_error",  # a fault of ours: never the student's zero, retried alone, visible
]

# From the mildest to the gravest: a question shows its gravest case.
SEVERITY: tuple[Outcome, ...] = (
    "passed",
    "not_run",
    "not_implemented",
    "failed",
    "contract",
    "errored",
    "memory",
    "timed_out",
    "crashed",
    "grader_error",
)

Status = Literal["graded", "unreadable", "grader_error"]


class CaseResult(msgspec.Struct, frozen=True):
    """One test case. `message` is what the student may read: for a hidden case never a value or an input."""

    name: str
    hidden: bool
    points: float
    outcome: Outcome
    message: str = ""

    @property
    def score(self) -> float:
        """Its points if it ran and passed, else nothing."""
        return self.points if self.outcome == "passed" else 0.0


class Message(msgspec.Struct, frozen=True):
    """A text for students, in both languages."""

    en: str
    zh: str


# What kind of mistake a diagnosis speaks of: all that a course with `hints = "category"` shows.
Category = Literal["value", "convention", "stability", "shape", "changed", "exception"]


class Diagnosis(msgspec.Struct, frozen=True):
    """A named mistake: a misconception's id, or `generic-...` for what can be said of any function."""

    function: str
    misconception: str
    message: Message
    category: Category = "value"


class QuestionResult(msgspec.Struct, frozen=True):
    """One question."""

    question: str
    score: float
    max_score: float
    status: Outcome
    cases: tuple[CaseResult, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()


class WrittenMark(msgspec.Struct, frozen=True):
    """One rubric item; no score until a person has marked it."""

    item: str
    score: float | None
    max_score: float


class WrittenResult(msgspec.Struct, frozen=True):
    """One written question; no score until an item of it is marked."""

    question: str
    answered: bool
    score: float | None
    max_score: float
    marks: tuple[WrittenMark, ...] = ()


class SubmissionResult(msgspec.Struct, frozen=True):
    """One submission, as written to `results/<submission>.json`."""

    submission: str
    homework: str
    status: Status
    sandbox: str
    seed: int
    score: float
    max_score: float
    questions: tuple[QuestionResult, ...] = ()
    # Why it is unreadable or what went wrong; and what happened while the file was loaded (a broken cell).
    message: str = ""
    notes: tuple[str, ...] = ()
    # Only in outputs: what is stored is the coded part alone.
    written: tuple[WrittenResult, ...] = ()


def round_score(score: float) -> float:
    """Without what adding up floats leaves behind."""
    return round(score, 6)


def worst(outcomes: list[Outcome]) -> Outcome:
    """The gravest of some outcomes; `not_run` of none, so that no result is never a pass."""
    return max(outcomes, key=SEVERITY.index) if outcomes else "not_run"


def question_result(
    question: str, max_score: float, cases: list[CaseResult], diagnoses: tuple[Diagnosis, ...] = ()
) -> QuestionResult:
    """Adds up the cases of a question."""
    score = round_score(sum(case.score for case in cases))
    return QuestionResult(question, score, max_score, worst([c.outcome for c in cases]), tuple(cases), diagnoses)


def to_json(result: SubmissionResult) -> bytes:
    """The result as indented JSON, UTF-8, with a final newline; `written` only if there is a written question."""
    content = msgspec.to_builtins(result)
    if not result.written:
        del content["written"]
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def from_json(data: bytes) -> SubmissionResult:
    """Reads what `to_json` wrote.

    Raises:
        msgspec.DecodeError: it is something else.
    """
    return msgspec.json.decode(data, type=SubmissionResult)


def place(cell: int, line: int) -> str:
    """Where in a student's file: a notebook is told by its code cells, a script (cell 0) by its own lines."""
    return f"code cell {cell}, line {line}" if cell else f"line {line}"
