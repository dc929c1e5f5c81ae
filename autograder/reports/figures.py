"""The figures of a class: who is graded, mean and median, the spread of scores, what goes wrong where."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.course import Homework, Question, Written
from autograder.results import SEVERITY, Outcome, QuestionResult, Status, SubmissionResult, WrittenResult

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

    def __str__(self) -> str:
        figures = [f"{self.graded} graded"]
        if self.mean is not None and self.median is not None:
            figures += [f"mean {self.mean:.1f}", f"median {number(self.median)}", f"{self.full_marks} with full marks"]
        errors = "grader error" if self.grader_errors == 1 else "grader errors"
        return ", ".join([*figures, f"{self.unreadable} unreadable", f"{self.grader_errors} {errors}"])


@dataclass(frozen=True)
class Bin:
    """Scores from `low` to below `high`; the last bin includes its end."""

    low: float
    high: float
    count: int


@dataclass(frozen=True)
class QuestionFigures:
    """One question over the graded submissions.

    Attributes:
        question: the question.
        mean: the mean score, None if there is no result.
        outcomes: how many submissions have which worst outcome, from the mildest to the gravest, without zeros.
        mistakes: mistakes and how many submissions make them: the named ones first, the most frequent first.
    """

    question: Question
    mean: float | None
    outcomes: tuple[tuple[Outcome, int], ...]
    mistakes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class WrittenFigures:
    """One written question over the class: how many answered, how many are marked, the mean of those."""

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


def standing(result: SubmissionResult) -> Status:
    """The status that counts: one case that the grader failed at leaves the whole score open."""
    outcomes = {question.status for question in result.questions}
    outcomes |= {case.outcome for question in result.questions for case in question.cases}
    return "grader_error" if result.status == "graded" and "grader_error" in outcomes else result.status


def reason(result: SubmissionResult) -> str:
    """Why a submission has no score, for who teaches: its message, else the first case that the grader failed at."""
    faults = (
        f"{question.question}, {case.name}: {case.message}"
        for question in result.questions
        for case in question.cases
        if case.outcome == "grader_error"
    )
    return result.message or next(faults, "no reason given")


def answers(homework: Homework, result: SubmissionResult) -> list[QuestionResult | None]:
    """The result of every question of the manifest, in its order; None where there is none."""
    found = {question.question: question for question in result.questions}
    return [found.get(question.name) for question in homework.questions]


def written_answers(homework: Homework, result: SubmissionResult) -> list[WrittenResult | None]:
    """The result of every written question, in the order of the manifest; None where there is none."""
    found = {written.question: written for written in result.written}
    return [found.get(written.name) for written in homework.written]


def graded(results: Iterable[SubmissionResult]) -> list[SubmissionResult]:
    """Those whose score counts."""
    return [result for result in results if standing(result) == "graded"]


def summarise(results: Sequence[SubmissionResult]) -> Summary:
    """Counts a class."""
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
    )


def histogram(scores: Iterable[float], max_score: float, bins: int = 10) -> list[Bin]:
    """Counts scores in bins of equal width over 0 to `max_score`; what lies outside goes into the outer bins."""
    width = max_score / bins
    # 0.7 * 10 / 1 is 6.999...: the tolerance keeps a score on a bin's edge in the upper bin.
    counts = Counter(min(max(int(score / width + _EPSILON), 0), bins - 1) for score in scores)
    return [Bin(width * i, width * (i + 1), counts[i]) for i in range(bins)]


def question_figures(homework: Homework, results: Iterable[SubmissionResult]) -> list[QuestionFigures]:
    """The figures of every question, in manifest order."""
    columns = zip(*(answers(homework, result) for result in graded(results)))
    found = [[answer for answer in column if answer is not None] for column in columns]
    found = found or [[] for _ in homework.questions]
    return [_figures_of(question, column) for question, column in zip(homework.questions, found)]


def _figures_of(question: Question, found: list[QuestionResult]) -> QuestionFigures:
    outcomes = Counter(answer.status for answer in found)
    mistakes = Counter(name for answer in found for name in {d.misconception for d in answer.diagnoses})
    return QuestionFigures(
        question=question,
        mean=statistics.fmean(answer.score for answer in found) if found else None,
        outcomes=tuple((outcome, outcomes[outcome]) for outcome in SEVERITY if outcomes[outcome]),
        mistakes=tuple(sorted(mistakes.items(), key=lambda item: (item[0].startswith("generic-"), -item[1], item[0]))),
    )


def written_figures(homework: Homework, results: Iterable[SubmissionResult]) -> list[WrittenFigures]:
    """The figures of every written question that the results know of, in manifest order."""
    figures = []
    for written, column in zip(homework.written, zip(*(written_answers(homework, result) for result in results))):
        found = [answer for answer in column if answer is not None]
        scores = [answer.score for answer in found if answer.score is not None]
        if found:
            mean = statistics.fmean(scores) if scores else None
            figures.append(WrittenFigures(written, sum(a.answered for a in found), len(scores), mean))
    return figures
