"""The figures of a class: who is graded, mean and median, the spread of scores, what goes wrong where."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograder.course import Homework, Question, Written
from autograder.results import (
    SEVERITY,
    Adjustment,
    Outcome,
    QuestionResult,
    Standing,
    SubmissionResult,
    WrittenResult,
    round_score,
)

ADJUSTED = "±"
_EPSILON = 1e-6


@dataclass(frozen=True)
class Summary:
    """A class in one line; mean and median are over graded submissions only, None if there are none."""

    graded: int
    mean: float | None
    median: float | None
    full_marks: int
    unreadable: int
    grader_errors: int
    absent: int = 0
    excused: int = 0

    def __str__(self) -> str:
        figures = [f"{self.graded} graded"]
        if self.mean is not None and self.median is not None:
            figures += [f"mean {self.mean:.1f}", f"median {number(self.median)}", f"{self.full_marks} with full marks"]
        errors = "grader error" if self.grader_errors == 1 else "grader errors"
        figures += [f"{self.unreadable} unreadable", f"{self.grader_errors} {errors}"]
        figures += [f"{count} {what}" for count, what in ((self.absent, "absent"), (self.excused, "excused")) if count]
        return ", ".join(figures)


@dataclass(frozen=True)
class Bin:
    """Scores from `low` to below `high`; the last bin includes its end."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class QuestionFigures:
    """One question over the submissions in which it is graded, also where another question is open.

    Attributes:
        question: the question.
        mean: the mean score, None if there is no result.
        outcomes: how many submissions have which worst outcome, from the mildest to the worst, without zeros.
        mistakes: each mistake with the number of submissions that make it: named ones first, then by frequency.
    """

    question: Question
    mean: float | None
    outcomes: tuple[tuple[Outcome, int], ...]
    mistakes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class WrittenFigures:
    """One written question over the class: how many answered it, how many answers are marked, their mean."""

    question: Written
    answered: int
    marked: int
    mean: float | None


def number(value: float) -> str:
    """A score without trailing zeros: `12`, `7.5`, `33.333333`."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def by_name(results: Iterable[SubmissionResult]) -> list[SubmissionResult]:
    """The results in the order of every report."""
    return sorted(results, key=lambda result: result.submission)


def standing(result: SubmissionResult) -> Standing:
    """The status that counts: a single case at which the grader failed leaves the whole score open."""
    return "grader_error" if result.status == "graded" and open_questions(result) else result.status


def reason(result: SubmissionResult) -> str:
    """Why a score is missing or open, for the staff: its message, and the first fault of the grader."""
    faults = [f"{f.question}, {f.case}: {f.error} ({f.place})" if f.question else f.error for f in result.faults]
    faults += [
        f"{question.question}, {case.name}: {case.message or 'the grader failed'}"
        for question in result.questions
        for case in question.cases
        if case.outcome == "grader_error"
    ]
    if result.status == "excused":
        said = [one.reason for one in result.adjustments if one.change == "excused" and not one.question]
        return " ".join(said) or result.message
    if not faults:
        return result.message or "no reason given"
    return " ".join(dict.fromkeys([result.message, faults[0]])).strip()


def mark_of(result: SubmissionResult) -> float | None:
    """The total that stands; None if there is none."""
    return result.score if result.status in ("graded", "unreadable") else None


def is_open(question: QuestionResult) -> bool:
    """Whether the grader failed at one of its cases, so that its points are not known yet."""
    return question.status == "grader_error" or any(case.outcome == "grader_error" for case in question.cases)


class Settled(Protocol):
    """What has questions, of which some may have been settled by hand: a result, or what was read of one."""

    @property
    def questions(self) -> Sequence[QuestionResult]:
        """As graded."""

    @property
    def adjustments(self) -> Sequence[Adjustment]:
        """What was done after grading."""

    @property
    def adjusted(self) -> Mapping[str, float]:
        """The points of changed questions."""

    @property
    def excused(self) -> Sequence[str]:
        """Questions that do not count."""


def open_questions(result: Settled) -> list[QuestionResult]:
    """Those that faults of the grader have left open, and nobody has settled by hand."""
    if any(not one.question and one.change.startswith("=") for one in result.adjustments):
        return []  # the total is set
    settled = {*result.adjusted, *result.excused}
    return [question for question in result.questions if is_open(question) and question.question not in settled]


def open_points(result: SubmissionResult) -> float:
    """The points of the questions that faults of the grader have left open."""
    return sum(question.max_score for question in open_questions(result))


def standing_score(result: SubmissionResult) -> float:
    """The points of the settled questions, and of the written ones that are marked."""
    return result.score - sum(question.score for question in open_questions(result))


def score_text(result: SubmissionResult) -> str:
    """The score; if a question is open, the settled points and how many are open; a dash if nothing is settled.

    A `±` says that it is not what the grader gave.
    """
    status = standing(result)
    sign = ADJUSTED if any(one.effect for one in result.adjustments) else ""
    if status == "grader_error" and result.questions and open_points(result) < result.max_score:
        return f"{number(standing_score(result))}{sign} ({number(open_points(result))} open)"
    return f"{number(result.score)}{sign}" if status in ("graded", "unreadable") else "-"


def adjusted_by(result: SubmissionResult) -> float | None:
    """By how many points the score was changed after grading; None if no line changed it."""
    effects = [one.effect for one in result.adjustments if one.effect is not None]
    return round_score(sum(effects)) if effects else None


def coded_results(homework: Homework, result: SubmissionResult) -> list[QuestionResult | None]:
    """The result of every question of the manifest, in its order; None where there is none."""
    found = {question.question: question for question in result.questions}
    return [found.get(question.name) for question in homework.questions]


def written_results(homework: Homework, result: SubmissionResult) -> list[WrittenResult | None]:
    """The result of every written question, in the order of the manifest; None where there is none."""
    found = {written.question: written for written in result.written}
    return [found.get(written.name) for written in homework.written]


def graded(results: Iterable[SubmissionResult]) -> list[SubmissionResult]:
    """The results whose score counts."""
    return [result for result in results if standing(result) == "graded"]


def summarise(results: Sequence[SubmissionResult]) -> Summary:
    """The figures of a class in one line."""
    counted = graded(results)
    scores = [result.score for result in counted]
    states = Counter(standing(result) for result in results)
    return Summary(
        graded=len(counted),
        mean=statistics.fmean(scores) if scores else None,
        median=statistics.median(scores) if scores else None,
        full_marks=sum(result.score >= result.max_score - _EPSILON for result in counted),
        unreadable=states["unreadable"],
        grader_errors=states["grader_error"],
        absent=states["absent"],
        excused=states["excused"],
    )


def histogram(scores: Iterable[float], max_score: float, bins: int = 10) -> list[Bin]:
    """Counts scores in bins of equal width from 0 to `max_score`; scores outside go into the outer bins."""
    width = max_score / bins
    # 0.7 * 10 / 1 is 6.999...: the tolerance keeps a score on a bin's edge in the upper bin.
    counts = Counter(min(max(int(score / width + _EPSILON), 0), bins - 1) for score in scores)
    return [Bin(width * i, width * (i + 1), counts[i]) for i in range(bins)]


def question_figures(homework: Homework, results: Iterable[SubmissionResult]) -> list[QuestionFigures]:
    """The figures of every question, in manifest order: over all results of it that are settled."""
    columns = zip(*(coded_results(homework, result) for result in results if result.questions))
    found = [[question for question in column if question is not None and not is_open(question)] for column in columns]
    found = found or [[] for _ in homework.questions]
    return [_figures_of(question, column) for question, column in zip(homework.questions, found)]


def _figures_of(question: Question, found: list[QuestionResult]) -> QuestionFigures:
    outcomes = Counter(result.status for result in found)
    mistakes = Counter(name for result in found for name in {d.misconception for d in result.diagnoses})
    return QuestionFigures(
        question=question,
        mean=statistics.fmean(result.score for result in found) if found else None,
        outcomes=tuple((outcome, outcomes[outcome]) for outcome in SEVERITY if outcomes[outcome]),
        mistakes=tuple(sorted(mistakes.items(), key=lambda item: (item[0].startswith("generic-"), -item[1], item[0]))),
    )


def written_figures(homework: Homework, results: Iterable[SubmissionResult]) -> list[WrittenFigures]:
    """The figures of every written question that occurs in the results, in manifest order."""
    figures = []
    for written, column in zip(homework.written, zip(*(written_results(homework, result) for result in results))):
        found = [answer for answer in column if answer is not None]
        scores = [answer.score for answer in found if answer.score is not None]
        if found:
            mean = statistics.fmean(scores) if scores else None
            figures.append(WrittenFigures(written, sum(a.answered for a in found), len(scores), mean))
    return figures
