"""A student's result as data: what their page says, and nothing more."""

from __future__ import annotations

from typing import Any

import msgspec

from autograder.course import Homework
from autograder.reports.figures import coded_results, is_open, open_points, standing, standing_score, written_results
from autograder.reports.notes import note_of
from autograder.reports.people import is_late
from autograder.reports.told import is_told, told
from autograder.reports.words import CATEGORIES, WORD_OF
from autograder.results import Diagnosis, SubmissionResult

FORMAT = 1  # of these records


def student_json(homework: Homework, result: SubmissionResult) -> bytes:
    """The record of one student: no seed, no hidden input, no message of a hidden case but the one that is told."""
    status = standing(result)
    content: dict[str, Any] = {
        "format": FORMAT,
        "submission": result.submission,
        "homework": homework.name,
        "status": status,
        "score": None if status in ("grader_error", "absent", "excused") else result.score,
        "max_score": result.max_score,
        "file": result.made.file,
        "attempt": result.made.attempt,
        "late": is_late(result),
        "graded": result.made.graded,
        "message": result.message if status == "unreadable" else "",
        "notes": list(result.notes),
        "changes": [msgspec.to_builtins(note_of(change)) for change in result.changes],
        "adjustments": [msgspec.to_builtins(one) for one in result.adjustments],
        "excused": list(result.excused),
        "adjusted": result.adjusted,
        "maxima": result.maxima,
        "questions": [],
        "written": [],
    }
    if status == "grader_error":
        content |= {"stands": standing_score(result), "open": open_points(result)}
    for question in coded_results(homework, result):
        if question is None:
            continue
        one = told(question)
        content["questions"].append(
            {
                "question": question.question,
                "score": None if is_open(question) else question.score,
                "max_score": question.max_score,
                "reason": WORD_OF.get(one.reason) if one.reason else None,
                "message": one.message,
                "cases": [
                    {
                        "name": case.case.name,
                        "hidden": case.case.hidden,
                        "outcome": WORD_OF[case.words],
                        "score": None if case.is_open else case.case.score,
                        "max_score": case.case.points,
                        "message": case.message,
                    }
                    for case in one.cases
                ],
                "hints": [_hint(homework, diagnosis) for diagnosis in question.diagnoses if homework.hints != "off"],
            }
        )
    for answer in written_results(homework, result):
        if answer is not None and is_told(result, answer):
            content["written"].append(msgspec.to_builtins(answer))
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def _hint(homework: Homework, diagnosis: Diagnosis) -> dict[str, Any]:
    words = diagnosis.message if homework.hints == "full" else CATEGORIES[diagnosis.category]
    return {"function": diagnosis.function, "en": words.en, "zh": words.zh}
