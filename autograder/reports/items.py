"""What the cases of a homework tell of themselves: how hard they are, how well they tell students apart, which fail
together.

The figures are those of classical test theory's item analysis, a case being an item that is passed or not (Lord and
Novick, Statistical Theories of Mental Test Scores, 1968, chapter 15; Crocker and Algina, Introduction to Classical and
Modern Test Theory, 1986, chapter 14). Rows whose score stands count, each once. A score here is that of the coded
questions: written marks come later and from a person.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from autograder.course import Homework, Question
from autograder.reports.figures import graded
from autograder.results import CaseResult, SubmissionResult

ALIKE = 0.7  # the phi coefficient from which on two cases are said to fail together
OFTEN = 5  # people who fail both, below which that is taken for chance
_NOTHING = 1e-12  # a variance below it is what adding up floats leaves behind

_Key = tuple[str, str, bool]  # question, name, hidden


@dataclass(frozen=True)
class CaseFigures:
    """One case over the class.

    Attributes:
        question: where it is.
        name: its name.
        hidden: whether it counts.
        points: what it is worth.
        taken: how many rows have a result of it.
        passed: how many of them passed it.
        difficulty: see `difficulty`.
        discrimination: see `discrimination`.
    """

    question: Question
    name: str
    hidden: bool
    points: float
    taken: int
    passed: int
    difficulty: float | None
    discrimination: float | None


@dataclass(frozen=True)
class Pair:
    """Two cases that fail together.

    Attributes:
        one: the case that comes first.
        other: the other one.
        both: how many rows fail both.
        either: how many fail one of them at least.
        phi: see `phi`.
    """

    one: CaseFigures
    other: CaseFigures
    both: int
    either: int
    phi: float


@dataclass(frozen=True)
class Items:
    """The cases of a homework in its order, and the pairs that fail together, those of two questions first."""

    cases: tuple[CaseFigures, ...]
    pairs: tuple[Pair, ...]

    def of(self, question: Question) -> list[CaseFigures]:
        """The cases of one question."""
        return [case for case in self.cases if case.question.name == question.name]


def difficulty(passed: Sequence[bool]) -> float | None:
    """The item difficulty p: the share that passed, 1 for a case that everybody passes; None if nobody took it."""
    return sum(passed) / len(passed) if passed else None


def discrimination(passed: Sequence[bool], rest: Sequence[float]) -> float | None:
    """The item-rest correlation: the point-biserial correlation of passing with the rest of the score.

    r = (M1 - M0) / s * sqrt(p (1 - p)), where M1 and M0 are the mean rests of those who passed and of those who did
    not, s is the standard deviation of all rests (divided by n), and p is the share that passed. It equals Pearson's
    correlation of 0 and 1 with the rest. Around 0 the case says nothing about the student; below 0 those who can do the
    rest fail it, which is a reason to look at the case.

    Args:
        passed: of each student, whether they passed the case.
        rest: of each, the score without this case's own points, which would correlate with themselves.

    Returns:
        None where it is undefined: all passed or none did, or all rests are the same.
    """
    count = len(passed)
    of_passed = [value for value, right in zip(rest, passed) if right]
    if not 0 < len(of_passed) < count:
        return None
    mean = math.fsum(rest) / count
    variance = math.fsum((value - mean) ** 2 for value in rest) / count
    if variance < _NOTHING:
        return None
    share = len(of_passed) / count
    # M1 - mean = (1 - p) (M1 - M0)
    difference = (math.fsum(of_passed) / len(of_passed) - mean) / (1 - share)
    return max(-1.0, min(1.0, difference / math.sqrt(variance) * math.sqrt(share * (1 - share))))


def phi(both: int, first: int, second: int, count: int) -> float | None:
    """The phi coefficient of two cases: Pearson's correlation of failing the one with failing the other.

    (n n11 - n1 n2) / sqrt(n1 (n - n1) n2 (n - n2)); None where it is undefined, as a case fails nobody or everybody.

    Args:
        both: n11, how many fail both.
        first: n1, how many fail the one.
        second: n2, how many fail the other.
        count: n, how many took both.
    """
    product = first * (count - first) * second * (count - second)
    return (count * both - first * second) / math.sqrt(product) if product > 0 else None


def item_analysis(homework: Homework, results: Iterable[SubmissionResult]) -> Items:
    """The figures of every case of the homework that occurs in a result whose score stands."""
    rows = graded(results)
    totals = [math.fsum(question.score for question in row.questions) for row in rows]
    cases: list[CaseFigures] = []
    failing: list[int] = []
    for spec in homework.questions:
        taken: dict[_Key, list[tuple[int, CaseResult]]] = {}  # of one question at a time: a class has many
        for i, row in enumerate(rows):
            for question in row.questions:
                for case in question.cases if question.question == spec.name else ():
                    taken.setdefault((question.question, case.name, case.hidden), []).append((i, case))
        for (_, name, hidden), answers in taken.items():
            passed = [case.outcome == "passed" for _, case in answers]
            rest = [totals[i] - case.score for i, case in answers]
            points = max(case.points for _, case in answers)
            share, correlation = difficulty(passed), discrimination(passed, rest)
            cases.append(CaseFigures(spec, name, hidden, points, len(answers), sum(passed), share, correlation))
            failing.append(sum(1 << i for i, case in answers if case.outcome != "passed"))
    return Items(tuple(cases), tuple(_pairs(cases, failing, _partly(rows))))


def _partly(rows: Sequence[SubmissionResult]) -> dict[str, int]:
    """For each question, as the bits of a number, the rows in which some case of it passed."""
    found: dict[str, int] = {}
    for i, row in enumerate(rows):
        for question in row.questions:
            right = any(case.outcome == "passed" for case in question.cases)
            found[question.question] = found.get(question.question, 0) | right << i
    return found


def _pairs(cases: Sequence[CaseFigures], failing: Sequence[int], partly: dict[str, int]) -> list[Pair]:
    """The pairs above the thresholds.

    Whoever passes nothing of a question, for want of an answer or because of one error, fails all its cases together,
    which says nothing about the cases: these rows are left out.
    """
    found = []
    counted = [(case, fails) for case, fails in zip(cases, failing) if fails.bit_count() >= OFTEN]
    for (one, first), (other, second) in combinations(counted, 2):
        both = first & second
        if both.bit_count() < OFTEN:
            continue
        here = partly[one.question.name] & partly[other.question.name]
        first_here, second_here = first & here, second & here
        together = (both & here).bit_count()
        how = phi(together, first_here.bit_count(), second_here.bit_count(), here.bit_count())
        if together >= OFTEN and how is not None and how >= ALIKE:
            found.append(Pair(one, other, together, (first_here | second_here).bit_count(), how))
    return sorted(found, key=lambda pair: (pair.one.question.name == pair.other.question.name, -pair.phi, -pair.both))
