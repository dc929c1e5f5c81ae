"""The class report and a feedback page per student: HTML that needs no network and no server, nor any script."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from autograder.course import Homework
from autograder.reports.attention import HELP_BELOW
from autograder.reports.escape import file_names
from autograder.reports.figures import coded_results, open_points, standing, standing_score, written_results
from autograder.reports.notes import done_by, note_of
from autograder.reports.overview import overview
from autograder.reports.templating import template
from autograder.reports.told import is_told, told
from autograder.reports.words import NOT_PASSED, OUTCOMES, UNTESTED, mistake_in
from autograder.results import SubmissionResult

__all__ = ["REPORT", "class_report", "overview", "student_page", "student_paths", "template"]

REPORT = "report.html"


def class_report(
    homework: Homework,
    results: Sequence[SubmissionResult],
    generated: str,
    *,
    staff: Collection[str] = (),
    help_below: float = HELP_BELOW,
    earlier: Sequence[tuple[str, Sequence[SubmissionResult]]] = (),
) -> dict[str, str]:
    """All pages of a class: the `overview`, and a `student_page` for each row.

    Args:
        homework: gives the titles and the order of the questions.
        results: in any order; no two of the same name.
        generated: when and by which version, as shown at the foot of each page.
        staff: the submissions that have a page `staff/<file name>.html`, to which the report then links.
        help_below: the share of the maximum below which somebody is said to need help.
        earlier: names and results of other homeworks, in order: whose share falls over them is said to need help.

    Returns:
        The text of each page by its relative path: `report.html` for the staff, `students/<file name>.html` for each
        student, which names nobody else and links nowhere. To be written as UTF-8.
    """
    paths = student_paths(results)
    pages = {REPORT: overview(homework, results, generated, staff=staff, help_below=help_below, earlier=earlier)}
    for result in results:
        pages[paths[result.submission]] = student_page(homework, result, generated)
    return pages


def student_paths(results: Sequence[SubmissionResult]) -> dict[str, str]:
    """Where the page of each student lies, relative to the report."""
    names = file_names(result.submission for result in results)
    return {submission: f"students/{name}.html" for submission, name in names.items()}


def student_page(homework: Homework, result: SubmissionResult, generated: str) -> str:
    """The feedback page of one student, in both languages.

    The text of a grader error is left out: it may reveal something about hidden tests.
    """
    questions = [(one, told(one) if one else None) for one in coded_results(homework, result)]
    shown = [words for _, one in questions if one for words in (*(c.words for c in one.cases), one.reason) if words]
    return template("student.html", homework.languages).render(
        homework=homework,
        result=result,
        status=standing(result),
        stands=standing_score(result),
        open_points=open_points(result),
        changes=[(change, note_of(change)) for change in result.changes],
        done_by=done_by,
        not_counted={(one.question, one.case) for one in result.adjustments if one.case and one.change == "dropped"},
        questions=[(spec, question, one) for spec, (question, one) in zip(homework.questions, questions)],
        written=[
            (written, answer, list(zip(written.rubric, answer.marks)))
            for written, answer in zip(homework.written, written_results(homework, result))
            if answer and is_told(result, answer)
        ],
        mistake_in=mistake_in,
        legend=[words for words in (*OUTCOMES.values(), UNTESTED, NOT_PASSED) if words in shown],
        generated=generated,
    )
