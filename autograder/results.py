"""What grading a submission says: the records of `results/<submission>.json`.

Everything that reports, exports or stores results knows these records and nothing of the engine. What a field means is
said once, in the `Attributes` of its record: `docs/reference.py` makes the reference of the file from these.
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
# Of a person's row: on the roster, but handed in nothing; excused from the whole homework.
Standing = Literal[Status, "absent", "excused"]


class CaseResult(msgspec.Struct, frozen=True):
    """One test case.

    Attributes:
        name: of the case, in English.
        hidden: whether it is one of the hidden cases.
        points: those that it is worth.
        outcome: how it ended; `passed` alone earns its points.
        message: names no value and no input of a hidden case; a student reads one of them a question.
    """

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
    """A text for students, in both languages.

    Attributes:
        en: in English.
        zh: in Chinese.
    """

    en: str
    zh: str


# What kind of mistake a diagnosis speaks of: all that a course with `hints = "category"` shows.
Category = Literal["value", "convention", "stability", "shape", "changed", "exception"]


class Diagnosis(msgspec.Struct, frozen=True):
    """A named mistake.

    Attributes:
        function: that makes it.
        misconception: its id, or `generic-...` for what can be said of any function.
        message: the hint.
        category: what kind of mistake it is.
    """

    function: str
    misconception: str
    message: Message
    category: Category = "value"


class GraderFault(msgspec.Struct, frozen=True):
    """A fault of ours while a submission was graded: for the staff alone, it may speak of hidden inputs.

    Attributes:
        question: where; empty if it was in no question.
        case: in which case; empty if in none.
        error: the exception's name and message, in one line.
        place: the file of ours, and the line in it.
        traceback: only while the class is graded; no part of what is stored.
    """

    question: str
    case: str
    error: str
    place: str = ""
    traceback: str = ""


class QuestionResult(msgspec.Struct, frozen=True):
    """One question.

    Attributes:
        question: its name.
        score: the points that its cases earned.
        max_score: the points that it is worth.
        status: the gravest outcome of its cases.
        cases: its public and hidden cases, in their order.
        diagnoses: the mistakes that are named.
    """

    question: str
    score: float
    max_score: float
    status: Outcome
    cases: tuple[CaseResult, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()


class WrittenMark(msgspec.Struct, frozen=True):
    """One rubric item.

    Attributes:
        item: its name.
        score: null until a person has marked it.
        max_score: the points that it is worth.
    """

    item: str
    score: float | None
    max_score: float


class WrittenResult(msgspec.Struct, frozen=True):
    """One written question.

    Attributes:
        question: its name.
        answered: whether an answer was found.
        score: null until an item of it is marked.
        max_score: the points that its rubric is worth.
        marks: the items of its rubric.
    """

    question: str
    answered: bool
    score: float | None
    max_score: float
    marks: tuple[WrittenMark, ...] = ()


class Made(msgspec.Struct, frozen=True):
    """What a result was made from, and by what.

    Attributes:
        file: what was handed in, as it was called.
        sha256: of its bytes and its helpers'.
        person: who handed it in.
        attempt: which one of theirs, from 1.
        late: whether the platform marks it so.
        handed_in: when, as far as the platform's names tell it (`2023-11-01 08:30:00`); empty if unknown.
        graded: when it was graded (`2023-11-02 09:00`).
        version: of this program.
        suites: a digest of each question's two suites.
        judged: a digest of all that could change a question's result, for each.
    """

    file: str = ""
    sha256: str = ""
    person: str = ""
    attempt: int = 1
    late: bool = False
    handed_in: str = ""
    graded: str = ""
    version: str = ""
    suites: dict[str, str] = {}
    judged: dict[str, str] = {}


Cause = Literal[
    "file",  # another file was handed in
    "suite",  # another suite, reference, data or number of points
    "grader",  # another version of this program, of Python or of a library, or another sandbox
    "seed",  # other inputs
    "marked",  # written answers were marked by hand
    "adjusted",  # something was changed after grading: the ledger, an extension, a rule of lateness
]


class Change(msgspec.Struct, frozen=True):
    """A mark that stood and was changed.

    Attributes:
        at: when (`2023-11-02 09:00`).
        question: whose points; empty for a submission that had no score, or has none any more.
        before: the points that stood; None if there were none.
        after: those that stand now; None if there are none.
        cause: what else is different.
        detail: the same more exactly, for the staff.
    """

    at: str
    question: str
    before: float | None
    after: float | None
    cause: Cause
    detail: str = ""


class Adjustment(msgspec.Struct, frozen=True):
    """What a line of the ledger, or the rules of lateness, did to a person's row.

    Attributes:
        question: of which question; empty for the total.
        case: of which case or rubric item; empty for the whole.
        change: `+2`, `-1.5`, `=7`, `-10%`, `excused`, `dropped`, `given`, `extension ...`, `handed in ...`, `late`,
            `grace` (later than due, and not late yet); empty for a comment alone.
        effect: by how many points it changed the score; None if it changes none, or none that are known yet.
        reason: for the student, in the words of whoever wrote it.
        by: who wrote it.
        when: it was written, as it stands there.
        zh: the reason in Chinese, where both are ours.
    """

    question: str
    case: str
    change: str
    effect: float | None
    reason: str = ""
    by: str = ""
    when: str = ""
    zh: str = ""


class AsGraded(msgspec.Struct, frozen=True):
    """What a row said before it was adjusted.

    Attributes:
        status: as below.
        score: without what was done by hand or for lateness.
        max_score: with every question that counts for all.
    """

    status: Standing
    score: float
    max_score: float


class SubmissionResult(msgspec.Struct, frozen=True):
    """One submission, as written to `results/<submission>.json`.

    Attributes:
        submission: what its row is called.
        homework: its name.
        status: what became of it; absent is who is on the roster and handed in nothing, excused who need not.
        sandbox: which layer contained it.
        seed: from which the hidden inputs are drawn.
        score: what counts; where nothing was done by hand or for lateness, as graded.
        max_score: of the questions that count.
        questions: the coded questions, as graded.
        message: why it is unreadable, or what went wrong.
        notes: what happened while the file was loaded, as a broken cell.
        faults: where the grader itself failed.
        written: the written questions, as marked. Only in outputs: what is stored is the coded part alone.
        id: whose it is, as far as is known.
        school_id: the school's number, where `id` is the platform's own.
        name: of the person.
        section: of the class.
        group: the group's submission, of which each member has a row.
        made: what it was made from, and by what.
        provisional: whether written marks stand beside the score, and are not in it yet.
        changes: only in outputs, the newest first: what was changed after the mark was first given.
        extension: until when this person may hand in, as the roster says it.
        adjustments: only in outputs: what the ledger and lateness did to it, line by line. `questions` and `written`
            stay as graded, `score` and `max_score` are what counts.
        adjusted: the points of the questions that have others now.
        maxima: of the questions of which a case was dropped, what they can have now.
        excused: the questions that do not count for this person.
        as_graded: what the row said before; only where something was done to it.
    """

    submission: str
    homework: str
    status: Standing
    sandbox: str
    seed: int
    score: float
    max_score: float
    questions: tuple[QuestionResult, ...] = ()
    message: str = ""
    notes: tuple[str, ...] = ()
    faults: tuple[GraderFault, ...] = ()
    written: tuple[WrittenResult, ...] = ()
    id: str = ""
    school_id: str = ""
    name: str = ""
    section: str = ""
    group: str = ""
    made: Made = Made()
    provisional: bool = False
    changes: tuple[Change, ...] = ()
    extension: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    adjusted: dict[str, float] = {}
    maxima: dict[str, float] = {}
    excused: tuple[str, ...] = ()
    as_graded: AsGraded | None = None


def round_score(score: float) -> float:
    """Without what adding up floats leaves behind."""
    return round(score, 6)


CALLS_STUB = "{function} calls {name}, which is still a stub"


def calls_stub(case: CaseResult) -> bool:
    """Whether the function that a case asks for is written, and calls one that is not."""
    return case.outcome == "not_implemented" and case.message.endswith(CALLS_STUB.partition("{name}")[2])


def worst(outcomes: list[Outcome]) -> Outcome:
    """The gravest of some outcomes; `not_run` of none, so that no result is never a pass."""
    return max(outcomes, key=SEVERITY.index) if outcomes else "not_run"


def question_result(
    question: str, max_score: float, cases: list[CaseResult], diagnoses: tuple[Diagnosis, ...] = ()
) -> QuestionResult:
    """Adds up the cases of a question."""
    score = round_score(sum(case.score for case in cases))
    return QuestionResult(question, score, max_score, worst([c.outcome for c in cases]), tuple(cases), diagnoses)


ONLY_FOR_SOME = (
    *("written", "faults", "id", "school_id", "name", "section", "group", "changes", "provisional"),
    *("extension", "adjustments", "adjusted", "maxima", "excused", "as_graded"),
)


def to_json(result: SubmissionResult) -> bytes:
    """The result as indented JSON, UTF-8, with a final newline; without what is only there for some."""
    content = msgspec.to_builtins(result)
    for name in ONLY_FOR_SOME:
        if not content[name]:
            del content[name]
    if result.made == Made():
        del content["made"]
    for fault in content.get("faults", ()):
        del fault["traceback"]
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def from_json(data: bytes) -> SubmissionResult:
    """Reads what `to_json` wrote.

    Raises:
        msgspec.DecodeError: it is something else.
    """
    return msgspec.json.decode(data, type=SubmissionResult)


MESSAGE_LIMIT = 400


def one_line(error: object) -> str:
    """A message as one bounded line; what cannot be seen or would move a cursor is shown as its escape."""
    try:
        text = str(error)
    except Exception:  # its __str__ raises
        text = "its text cannot be shown"
    line = " ".join(text[: 4 * MESSAGE_LIMIT].split())
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)[:MESSAGE_LIMIT]


def place(cell: int, line: int) -> str:
    """Where in a student's file: a notebook is told by its code cells, a script (cell 0) by its own lines."""
    return f"code cell {cell}, line {line}" if cell else f"line {line}"


def place_words(cell: int, line: int) -> Message:
    """The same in both languages."""
    return Message(place(cell, line), (f"第 {cell} 个代码单元格" if cell else "") + f"第 {line} 行")
