"""The class report: figures of the class, who and what deserves a look, and every row."""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from markupsafe import Markup

from autograder.course import Homework
from autograder.reports import charts
from autograder.reports.attention import FALL, HELP_BELOW, changed_last, makers, needs_help
from autograder.reports.escape import file_names
from autograder.reports.figures import (
    QuestionFigures,
    by_name,
    coded_results,
    graded,
    histogram,
    is_open,
    question_figures,
    reason,
    standing,
    summarise,
    written_figures,
    written_results,
)
from autograder.reports.items import ALIKE, OFTEN, item_analysis
from autograder.reports.people import is_late
from autograder.reports.templating import template
from autograder.reports.words import CAUSES, OUTCOMES
from autograder.results import QuestionResult, Standing, SubmissionResult, WrittenResult


def overview(
    homework: Homework,
    results: Sequence[SubmissionResult],
    generated: str,
    *,
    staff: Collection[str] = (),
    help_below: float = HELP_BELOW,
    earlier: Sequence[tuple[str, Sequence[SubmissionResult]]] = (),
) -> str:
    """The class report alone: figures, who deserves a look, and every row. The arguments are `class_report`'s.

    One script finds, sorts and filters rows; the page's policy lets that one run, by its digest, and nothing else.
    Without it the page holds and shows the same.
    """
    names = file_names(result.submission for result in results)
    summary, scores = summarise(results), [result.score for result in graded(results)]
    # Written marks raise it for the whole class at once.
    max_score = max((result.max_score for result in results), default=homework.max_score)
    figures, items = question_figures(homework, results), item_analysis(homework, results)
    mistakes = _mistakes(figures, results)
    rows = _rows(homework, results, mistakes)
    changed_at, changes = changed_last(results)
    script = _script()
    return template("report.html", homework.languages).render(
        homework=homework,
        summary=summary,
        max_score=max_score,
        histogram=charts.draw_histogram(histogram(scores, max_score), summary.median),
        written=written_figures(homework, results),
        figures=[
            (f, charts.draw_outcomes(f.outcomes), of_question, items.of(f.question))
            for f, of_question in zip(figures, mistakes)
        ],
        pairs=items.pairs,
        alike=ALIKE,
        often=OFTEN,
        rows=rows,
        links={submission: quote(f"students/{name}.html") for submission, name in names.items()},
        staff_links={name: quote(f"staff/{names[name]}.html") for name in names if name in staff},
        open_rows=[(r.result, r.status, reason(r.result)) for r in rows if r.status not in ("graded", "absent")],
        changed_at=changed_at,
        changes=changes,
        causes=CAUSES,
        help=needs_help(results, help_below, earlier),
        help_below_percent=100 * help_below,
        fall_percent=100 * FALL,
        earlier_names=[name for name, _ in earlier],
        absent=[row.result for row in rows if row.status == "absent"],
        late=[row.result for row in rows if is_late(row.result)],
        again=any(row.result.made.attempt > 1 for row in rows),
        sections=sorted({result.section for result in results} - {""}),
        seen_statuses={row.status for row in rows},
        outcomes=[o for o in OUTCOMES if any(o == outcome for f in figures for outcome, _ in f.outcomes)]
        + ["grader_error"] * any(is_open(question) for result in results for question in result.questions),
        mistakes_by_question=[(f.question, found) for f, found in zip(figures, mistakes) if found],
        sandboxes=sorted({result.sandbox for result in results}),
        seeds=sorted({result.seed for result in results}),
        families={o: "" if o == "passed" else f" is-{words.family}" for o, words in OUTCOMES.items()},
        script=Markup(script),  # noqa: S704  # a file of ours
        script_digest=base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii"),
        generated=generated,
    )


@dataclass(frozen=True)
class _Mistake:
    """A mistake at a question; the number tells it from all others of the homework."""

    number: int
    name: str
    makers: Sequence[SubmissionResult]


@dataclass(frozen=True)
class _Row:
    """A row of the class table.

    Attributes:
        result: whose it is.
        status: the one that counts.
        states: what the filter of statuses finds it by.
        mistakes: the numbers of its mistakes.
        about: id and name where the submission's name does not hold them.
        questions: its result of each coded question.
        marked: its result of each written question.
    """

    result: SubmissionResult
    status: Standing
    states: str
    mistakes: str
    about: str
    questions: Sequence[QuestionResult | None]
    marked: Sequence[WrittenResult | None]


def _rows(
    homework: Homework, results: Sequence[SubmissionResult], mistakes: Sequence[Sequence[_Mistake]]
) -> list[_Row]:
    made: dict[str, list[int]] = {}
    for one in (one for of_question in mistakes for one in of_question):
        for result in one.makers:
            made.setdefault(result.submission, []).append(one.number)
    rows = []
    for result in by_name(results):
        status = standing(result)
        states = [status, *(["late"] if is_late(result) else []), *(["again"] if result.made.attempt > 1 else [])]
        about = [text for text in (result.id, result.name) if text and text not in result.submission]
        rows.append(
            _Row(
                result,
                status,
                " ".join(states),
                " ".join(map(str, made.get(result.submission, []))),
                " ".join(about),
                coded_results(homework, result),
                written_results(homework, result),
            )
        )
    return rows


def _mistakes(figures: Sequence[QuestionFigures], results: Sequence[SubmissionResult]) -> list[list[_Mistake]]:
    """The mistakes of each question, in the order of its figures."""
    known, numbers = makers(results), itertools.count()
    return [[_Mistake(next(numbers), name, known[f.question.name, name]) for name, _ in f.mistakes] for f in figures]


@cache
def _script() -> str:
    """The report's script, as browsers digest it: with LF line ends, however it was checked out."""
    environment = template("report.html").environment
    loader = environment.loader
    assert loader is not None
    return loader.get_source(environment, "report.js")[0].replace("\r\n", "\n")
