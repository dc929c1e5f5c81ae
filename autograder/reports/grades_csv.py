"""`grades.csv`: a row per submission, a column per question; written questions come last."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.course import Homework
from autograder.reports.escape import for_csv
from autograder.reports.figures import adjusted_by, by_name, coded_results, is_open, number, standing, written_results
from autograder.reports.people import known_of, person
from autograder.results import SubmissionResult

COLUMNS = ("submission", "status", "score", "max_score")
ADJUSTED = "adjusted"


def grades_csv(homework: Homework, results: Iterable[SubmissionResult]) -> str:
    """The grades as CSV, sorted by name.

    What each status means for the numbers:

    - `graded`: the score, and the score of every question (empty for a question without a result).
    - `unreadable`: a file was handed in, but there is nothing in it to give points for, so the score is 0, which a
      gradebook can import as it is; no question was looked at, so the questions' columns are empty.
    - `absent`: somebody on the roster has handed in nothing; the score is empty, not 0.
    - `excused`: somebody whom the ledger excuses from the homework; the score is empty, not 0.
    - `grader_error`: a fault of the grader is not a student's zero, so the score is empty: spreadsheets leave it out
      of means, and gradebooks keep what they have. Settled questions have their points; the one at which the grader
      failed is empty.

    What the ledger and lateness changed is in the scores already; a column `adjusted`, there if it is not empty for
    anybody, says by how much in all. A question that does not count for somebody is empty.

    A written question is empty until it is marked; its marks count whatever the status of the coded part.

    Behind the submission stands what is known of people, each column only if it is known of anybody: id, name, section,
    `attempt` (the number) if somebody handed in more than once, and `late` (that word, or empty) if somebody was:
    by the platform's mark, or by when it was due.

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
    rows = by_name(results)
    known = known_of(rows)
    adjusted = [ADJUSTED] if any(adjusted_by(result) is not None for result in rows) else []
    questions += [written.name for written in homework.written]
    writer.writerow([COLUMNS[0], *known, *COLUMNS[1:], *adjusted, *questions])
    for result in rows:
        about, score, points = _row(homework, result, known)
        by = adjusted_by(result)
        writer.writerow([*about, *score, *("" if by is None else number(by) for _ in adjusted), *points])
    return text.getvalue()


def _row(homework: Homework, result: SubmissionResult, known: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Who, the score, and the points of the questions."""
    status = standing(result)
    score = "" if status in ("grader_error", "absent", "excused") else number(result.score)
    about = [for_csv(cell) for cell in person(result, known)]
    points = {q.question: q.score for q in coded_results(homework, result) if q and not is_open(q)}
    points |= {a.question: a.score for a in written_results(homework, result) if a and a.score is not None}
    points |= result.adjusted
    names = [*(question.name for question in homework.questions), *(written.name for written in homework.written)]
    shown = [number(points[name]) if name in points and name not in result.excused else "" for name in names]
    return [for_csv(result.submission), *about], [status, score, number(result.max_score)], shown
