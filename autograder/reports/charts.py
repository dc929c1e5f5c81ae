"""The geometry of the two charts of the class report; the templates draw it as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course import Text
from autograder.reports.figures import Bin, number
from autograder.reports.words import OUTCOMES
from autograder.results import Outcome

WIDTH, HEIGHT = 640, 220  # user units of the histogram
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 12, 40, 26
_GAP = 4

BAR_WIDTH, BAR_HEIGHT = 420, 22  # user units of an outcome bar
_ROOM = 26  # a segment at least this wide has room for its sign and its count


@dataclass(frozen=True)
class Column:
    """One column of the histogram, with what stands above it."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True)
class Tick:
    """A label under the axis, or the line of the median."""

    x: float
    label: str


@dataclass(frozen=True)
class Histogram:
    """The drawn spread of scores.

    Attributes:
        columns: one for each bin, empty ones of height 0.
        ticks: the edges of the bins.
        median: None if no submission is graded.
        base: the y of the axis.
        description: the same in words, for readers who cannot see it.
    """

    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    median: Tick | None
    base: float
    description: str


@dataclass(frozen=True)
class Segment:
    """One outcome in the bar of a question; the label is empty where it does not fit."""

    x: float
    width: float
    family: str
    label: str
    title: Text
    count: int


def draw_histogram(bins: Sequence[Bin], median: float | None) -> Histogram:
    """Columns over the bins, and a line at the median."""
    low, high = bins[0].low, bins[-1].high
    tallest = max((b.count for b in bins), default=0) or 1
    base = HEIGHT - _BOTTOM

    def x_of(score: float) -> float:
        share = min(max((score - low) / (high - low), 0.0), 1.0)
        return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 2)

    columns = []
    for b in bins:
        height = round((base - _TOP) * b.count / tallest, 2)
        x = x_of(b.low) + _GAP / 2
        columns.append(Column(x, base - height, x_of(b.high) - x - _GAP / 2, height, str(b.count) if b.count else ""))
    edges = [low, *(b.high for b in bins)]
    return Histogram(
        columns=tuple(columns),
        ticks=tuple(Tick(x_of(edge), number(edge)) for edge in edges),
        median=None if median is None else Tick(x_of(median), number(median)),
        base=base,
        description="; ".join(f"{number(b.low)} to {number(b.high)}: {b.count}" for b in bins if b.count),
    )


def draw_outcomes(outcomes: Sequence[tuple[Outcome, int]]) -> list[Segment]:
    """The outcomes of a question side by side, each as wide as it is frequent."""
    total = sum(count for _, count in outcomes)
    segments, before = [], 0
    for outcome, count in outcomes:
        words = OUTCOMES[outcome]
        x, width = BAR_WIDTH * before / total, BAR_WIDTH * count / total
        label = f"{words.sign} {count}" if width >= _ROOM else words.sign if width >= _ROOM / 2 else ""
        segments.append(Segment(round(x, 2), round(width, 2), words.family, label, words.label, count))
        before += count
    return segments
