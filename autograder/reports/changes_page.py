"""What a regrade changes: for a spreadsheet, and as a page. For the staff, it names cases and messages."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.course import Homework
from autograder.reports.charts import draw_histogram
from autograder.reports.escape import for_csv, for_terminal
from autograder.reports.figures import Bin, mark_of, number
from autograder.reports.templating import template
from autograder.reports.words import CAUSES
from autograder.results import CaseResult, Change, SubmissionResult

Pair = tuple[SubmissionResult, SubmissionResult, tuple[Change, ...]]  # before, after, what changed
BINS = 10
COLUMNS = ("submission", "question", "before", "after", "difference", "cause", "detail")


@dataclass(frozen=True)
class Case:
    """A case with another outcome than before."""

    question: str
    name: str
    before: CaseResult | None
    after: CaseResult | None


def changes_csv(pairs: Sequence[Pair]) -> str:
    """A line for each changed question; the total of a person has no question.

    A cell is empty where there is no mark.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for before, after, changes in sorted(pairs, key=lambda pair: pair[1].submission):
        name = for_csv(after.submission)
        was, now = mark_of(before), mark_of(after)
        writer.writerow([name, "", _cell(was), _cell(now), _difference(was, now), "", ""])
        for change in changes:
            cells = [_cell(change.before), _cell(change.after), _difference(change.before, change.after)]
            writer.writerow([name, change.question, *cells, change.cause, for_csv(change.detail)])
    return text.getvalue()


def change_lines(pairs: Sequence[Pair]) -> list[str]:
    """What changes, a line for each person, and how many gain and lose; nothing if nothing does."""
    if not pairs:
        return []
    lines = []
    for before, after, changes in sorted(pairs, key=lambda pair: pair[1].submission):
        told = "; ".join(_told(change) for change in changes)
        name = for_terminal(after.submission, 32)
        lines.append(f"{name}: {_shown(mark_of(before))} -> {_shown(mark_of(after))}: {told}")
    gain, lose, other = gains_and_losses(pairs)
    same = f", {other} have the same total or none" if other else ""
    return [*lines, f"marks changed: {gain} gain, {lose} lose{same}"]


def gains_and_losses(pairs: Sequence[Pair]) -> tuple[int, int, int]:
    """How many have more points than before, how many fewer, and how many neither."""
    differences = [_number_of(mark_of(before), mark_of(after)) for before, after, _ in pairs]
    gain = sum(d is not None and d > 0 for d in differences)
    lose = sum(d is not None and d < 0 for d in differences)
    return gain, lose, len(pairs) - gain - lose


def moved_lines(moved: Sequence[tuple[str, Change]]) -> list[str]:
    """What was changed by hand, a line for each person."""
    return [
        f"{for_terminal(name, 32)}: {_shown(change.before)} -> {_shown(change.after)}: {_told(change)}"
        for name, change in moved
    ]


def changes_page(homework: Homework, pairs: Sequence[Pair], at: str, *, preview: bool) -> str:
    """The page: how many gain and lose, how much, why, and each person's cases that changed."""
    pairs = sorted(pairs, key=lambda pair: pair[1].submission)
    differences = [d for b, a, _ in pairs if (d := _number_of(mark_of(b), mark_of(a))) is not None]
    gain, lose, same = gains_and_losses(pairs)
    causes = Counter((change.cause, change.detail) for *_, changes in pairs for change in changes)
    people = [
        (before, after, mark_of(before), mark_of(after), _number_of(mark_of(before), mark_of(after)), changes, cases)
        for before, after, changes in pairs
        for cases in [cases_between(before, after)]
    ]
    return template("changes.html", homework.languages).render(
        homework=homework,
        preview=preview,
        at=at,
        gain=gain,
        lose=lose,
        same=same,
        histogram=draw_histogram(_bins(differences), None) if differences else None,
        causes=[(CAUSES[cause], detail, count) for (cause, detail), count in causes.most_common()],
        people=people,
    )


def cases_between(before: SubmissionResult, after: SubmissionResult) -> list[Case]:
    """The cases that earn or say something else than before."""
    old = {(q.question, case.name): case for q in before.questions for case in q.cases}
    new = {(q.question, case.name): case for q in after.questions for case in q.cases}
    changed = []
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if was is None or now is None or (was.outcome, was.score, was.points) != (now.outcome, now.score, now.points):
            changed.append(Case(*key, was, now))
    return changed


def _bins(differences: Sequence[float]) -> list[Bin]:
    """The differences in bins around zero, each side as far as the largest."""
    largest = max(1.0, max(abs(d) for d in differences))
    width = 2 * largest / BINS
    counts = Counter(min(int((d + largest) / width + 1e-9), BINS - 1) for d in differences)
    return [Bin(-largest + width * i, -largest + width * (i + 1), counts[i]) for i in range(BINS)]


def _told(change: Change) -> str:
    was, now = _shown(change.before), _shown(change.after)
    where = f"{change.question} {was} -> {now}, " if change.question else ""
    return f"{where}{CAUSES[change.cause]}{f' ({change.detail})' if change.detail else ''}"


def _shown(value: float | None) -> str:
    return "no mark" if value is None else number(value)


def _cell(value: float | None) -> str:
    return "" if value is None else number(value)


def _number_of(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else round(after - before, 6)


def _difference(before: float | None, after: float | None) -> str:
    return _cell(_number_of(before, after))
