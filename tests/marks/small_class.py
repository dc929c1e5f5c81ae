"""A homework of three questions and one written, and rows of people in every standing."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from autograder.course import Homework, Question, RubricItem, Text, Written
from autograder.results import (
    CaseResult,
    Made,
    QuestionResult,
    SubmissionResult,
    WrittenMark,
    WrittenResult,
    question_result,
)

POINTS = {"square": 40.0, "mean": 35.0, "split": 25.0}
DUE = datetime.fromisoformat("2026-11-30T23:59:00+08:00")


def made_homework(**others: object) -> Homework:
    essay = Written("essay", Text("Why", "为什么"), (RubricItem("idea", 6, Text("the idea", "思路")),
                                                     RubricItem("style", 4, Text("the style", "文字"))))  # fmt: skip
    questions = tuple(Question(name, (name,), points, Text(name, name)) for name, points in POINTS.items())
    fields: dict = {"name": "mini", "title": Text("Small", "小作业"), "question": questions, "written": (essay,)}
    return Homework(**{**fields, **others})


def question(name: str, share: float = 1.0, *, is_open: bool = False) -> QuestionResult:
    """Of two hidden cases: `edge`, which has a fifth of the points, and `values`; passed as far as the share goes."""
    points = POINTS[name]
    values = "grader_error" if is_open else "passed" if share >= 0.8 else "failed"
    edge = "passed" if share in (0.2, 1.0) else "failed"
    cases = [CaseResult("values", True, points * 0.8, values), CaseResult("edge", True, points * 0.2, edge)]
    return question_result(name, points, cases)


def row(submission: str, shares: tuple[float, ...] = (1.0, 1.0, 1.0), **fields: object) -> SubmissionResult:
    """A person's row; `open_question` names one that the grader failed at."""
    failed = fields.pop("open_question", "")
    essay = fields.pop("essay", None)
    questions = tuple(question(q, share, is_open=q == failed) for q, share in zip(POINTS, shares))
    score = sum(q.score for q in questions)
    status = "grader_error" if failed else "graded"
    made = SubmissionResult(submission, "mini", status, "none", 7, round(score, 6), 100.0, questions)
    if essay is not None:
        made = with_essay(made, essay)
    return replace(made, **fields)


def with_essay(made: SubmissionResult, marks: tuple[float | None, float | None]) -> SubmissionResult:
    """The row once written answers are marked."""
    scores = [mark for mark in marks if mark is not None]
    items = (WrittenMark("idea", marks[0], 6.0), WrittenMark("style", marks[1], 4.0))
    answer = WrittenResult("essay", True, sum(scores) if scores else None, 10.0, items)
    return replace(made, written=(answer,), score=made.score + sum(scores), max_score=110.0)


def without_result(submission: str, status: str, **fields: object) -> SubmissionResult:
    return SubmissionResult(submission, "mini", status, "none", 7, 0.0, 100.0, message="no file", **fields)


def handed_in(made: SubmissionResult, when: str, *, late: bool = False) -> SubmissionResult:
    return replace(made, made=Made(file="mini.py", handed_in=when, late=late))
