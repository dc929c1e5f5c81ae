"""The class report and a feedback page per student: HTML that needs no network, no script and no server.

Nothing a student wrote can become markup: jinja escapes every expression, and before that `_shown` makes every
string visible and bounded, so that a template cannot forget it. Only what is `Markup` already passes as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from autograder.course import Homework
from autograder.reports import charts
from autograder.reports.escape import file_names, for_html, html_lines
from autograder.reports.figures import (
    answers,
    by_name,
    graded,
    histogram,
    number,
    question_figures,
    reason,
    standing,
    summarise,
    written_answers,
    written_figures,
)
from autograder.reports.words import CATEGORIES, OUTCOMES, STATUSES
from autograder.results import SEVERITY, SubmissionResult

REPORT = "report.html"


def class_report(homework: Homework, results: Sequence[SubmissionResult], generated: str) -> dict[str, str]:
    """All pages of a class.

    Args:
        homework: gives the titles and the order of the questions.
        results: in any order; no two of the same name.
        generated: when and by what, as shown at the foot of each page.

    Returns:
        Relative path to text: `report.html` for who teaches, `students/<file name>.html` for one student each,
        which names nobody else and links nowhere. To be written as UTF-8.
    """
    paths = student_paths(results)
    pages = {REPORT: _overview(homework, results, generated, paths)}
    for result in results:
        pages[paths[result.submission]] = student_page(homework, result, generated)
    return pages


def student_paths(results: Sequence[SubmissionResult]) -> dict[str, str]:
    """Where the page of each student lies, relative to the report."""
    names = file_names(result.submission for result in results)
    return {submission: f"students/{name}.html" for submission, name in names.items()}


def student_page(homework: Homework, result: SubmissionResult, generated: str) -> str:
    """The feedback page of one student, in both languages.

    The text of a grader error is left out: it may speak of hidden tests.
    """
    outcomes = {case.outcome for question in result.questions for case in question.cases}
    return template("student.html").render(
        homework=homework,
        result=result,
        status=standing(result),
        questions=list(zip(homework.questions, answers(homework, result))),
        written=[
            (written, answer, list(zip(written.rubric, answer.marks)))
            for written, answer in zip(homework.written, written_answers(homework, result))
            if answer
        ],
        outcomes=[outcome for outcome in SEVERITY if outcome in outcomes],
        generated=generated,
    )


def _overview(homework: Homework, results: Sequence[SubmissionResult], generated: str, paths: dict[str, str]) -> str:
    summary = summarise(results)
    scores = [result.score for result in graded(results)]
    rows = [
        (result, standing(result), answers(homework, result), written_answers(homework, result))
        for result in by_name(results)
    ]
    # Written marks raise it for the whole class at once.
    max_score = max((result.max_score for result in results), default=homework.max_score)
    return template("report.html").render(
        homework=homework,
        summary=summary,
        max_score=max_score,
        histogram=charts.draw_histogram(histogram(scores, max_score), summary.median),
        written=written_figures(homework, results),
        figures=[(f, charts.draw_outcomes(f.outcomes)) for f in question_figures(homework, results)],
        rows=rows,
        links={submission: quote(path) for submission, path in paths.items()},
        open_rows=[(result, status, reason(result)) for result, status, *_ in rows if status != "graded"],
        sandboxes=sorted({result.sandbox for result in results}),
        seeds=sorted({result.seed for result in results}),
        generated=generated,
    )


def _shown(value: Any) -> Any:
    return for_html(value, 500) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def template(name: str) -> jinja2.Template:
    """A template that shows every text as data."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.reports"),
        autoescape=True,
        finalize=_shown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(words=OUTCOMES, categories=CATEGORIES, statuses=STATUSES, charts=charts)
    environment.filters.update(number=number, short=for_html, lines=html_lines)
    return environment.get_template(name)
