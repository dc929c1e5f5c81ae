"""`grades.csv`: a row per submission, a column per question; written questions come last."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from autograder.course import Homework
from autograder.reports.escape import for_csv
from autograder.reports.figures import answers, by_name, number, standing, written_answers
from autograder.results import SubmissionResult

COLUMNS = ("submission", "status", "score", "max_score")


def grades_csv(homework: Homework, results: Iterable[SubmissionResult]) -> str:
    """The grades as CSV, sorted by name.

    What a status means for the numbers:

    - `graded`: the score, and the score of every question (empty for a question without a result).
    - `unreadable`: a file was handed in and there is nothing in it to give points for, so the score is 0, which
      a gradebook can take as it is; no question was looked at, so their columns are empty.
    - `grader_error`: a fault of the grader is nobody's zero, so the score is empty: spreadsheets leave it out of
      means, and gradebooks keep what they have. A result with only some cases in error counts as one too.

    A written question is empty until it is marked; marks count whatever the status of the coded part.

    Args:
        homework: names the question columns and gives their order.
        results: in any order.

    Returns:
        RFC 4180 with LF line ends; to be written as UTF-8 without newline translation. A name that a spreadsheet
        would read as a formula starts with an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    questions = [question.name for question in homework.questions]
    writer.writerow([*COLUMNS, *questions, *(written.name for written in homework.written)])
    writer.writerows(_row(homework, result) for result in by_name(results))
    return text.getvalue()


def _row(homework: Homework, result: SubmissionResult) -> list[str]:
    status = standing(result)
    score = "" if status == "grader_error" else number(result.score)
    questions = [number(a.score) if a and status == "graded" else "" for a in answers(homework, result)]
    written = ["" if a is None or a.score is None else number(a.score) for a in written_answers(homework, result)]
    return [for_csv(result.submission), status, score, number(result.max_score), *questions, *written]
