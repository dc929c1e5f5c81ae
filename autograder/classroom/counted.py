"""What counted for each row once the ledger and lateness were applied: no total moves without a word.

What a regrade changes is told by `register.py`. Here it is what people change by hand: a line that is added, edited or
taken out of the ledger, an extension, a rule of lateness.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from autograder.classroom.store import Store
from autograder.reports.figures import mark_of
from autograder.results import Adjustment, Change, SubmissionResult

_EPSILON = 1e-6


class Counted(msgspec.Struct, frozen=True):
    """What a row came to.

    Attributes:
        mark: its total; None if there was none.
        status: of the row.
        max_score: of the row.
        lines: what was done to it after grading, as it is written.
        change: what of it another hand than the grader's has moved.
    """

    mark: float | None
    status: str
    max_score: float
    lines: tuple[str, ...] = ()
    change: Change | None = None


@dataclass(frozen=True)
class Moved:
    """What another hand than the grader's has moved now: of whose row, from what to what."""

    name: str
    change: Change


def noted(
    store: Store, rows: Sequence[SubmissionResult], at: str, *, keep: bool = True
) -> tuple[list[SubmissionResult], list[Moved]]:
    """Remembers what counts from now on; the rows with what ever changed of it by hand, and what does now.

    Args:
        store: of the folder.
        rows: as they count.
        at: now.
        keep: whether it counts from now on, or is only looked at.

    Raises:
        WriteError: the disk is full or gone.
    """
    before: dict[str, Counted] = {}
    told: dict[str, list[Change]] = {}
    for name, _, data in store.counted():
        before[name] = one = msgspec.msgpack.decode(data, type=Counted)
        if one.change is not None and one.change.before != one.change.after:
            told.setdefault(name, []).append(one.change)
    new: list[tuple[str, str, bytes]] = []
    moved: list[Moved] = []
    done = []
    for row in rows:
        now = _counted(row, before.get(row.submission), at)
        if now != before.get(row.submission):
            new.append((row.submission, at, msgspec.msgpack.encode(now)))
            if now.change is not None:
                moved.append(Moved(row.submission, now.change))
                if now.change.before != now.change.after:
                    told.setdefault(row.submission, []).append(now.change)
        graded = [change for change in row.changes if change.cause != "adjusted"]
        by_hand = by_day(told.get(row.submission, []))
        changes = sorted([*graded, *by_hand], key=lambda change: change.at, reverse=True)
        done.append(row if changes == list(row.changes) else replace(row, changes=tuple(changes)))
    if keep:
        store.keep_counted(new)
    return done, moved


def by_day(changes: Sequence[Change]) -> list[Change]:
    """For the student, what the tries of a day came to; nothing, if to nothing. For the staff, `history` has each."""
    days: dict[str, list[Change]] = {}
    for change in changes:
        days.setdefault(change.at[:10], []).append(change)
    whole = [replace(tries[-1], before=tries[0].before) for tries in days.values()]
    return [change for change in whole if change.before != change.after]


def _counted(row: SubmissionResult, before: Counted | None, at: str) -> Counted:
    lines = tuple(map(_line, row.adjustments))
    now = Counted(_mark(row), row.status, row.max_score, lines)
    if before is None:
        return now
    if lines == before.lines:
        same = (now.mark, now.status, now.max_score) == (before.mark, before.status, before.max_score)
        return before if same else now
    was = before.mark
    mark = was if was is not None and now.mark is not None and abs(was - now.mark) < _EPSILON else now.mark
    said = [f"added {line}" for line in lines if line not in before.lines]
    said += [f"taken away {line}" for line in before.lines if line not in lines]
    return replace(now, change=Change(at, "", was, mark, "adjusted", "; ".join(said) or "in another order"))


def _mark(row: SubmissionResult) -> float | None:
    return None if row.status == "excused" else mark_of(row)


def _line(one: Adjustment) -> str:
    what = f"{one.question}: {one.case}" if one.case else one.question or "total"
    return f"{what}: {one.change or 'comment'} ({one.reason})" if one.reason else f"{what}: {one.change}"


def history(store: Store, names: frozenset[str] | None = None) -> Iterator[tuple[str, str, Counted]]:
    """Whatever was changed by hand, the oldest first: whose row, when, and what it came to.

    Args:
        store: of the folder.
        names: of rows; None for all.
    """
    for name, at, data in store.counted():
        one = msgspec.msgpack.decode(data, type=Counted)
        if one.change is not None and (names is None or name in names):
            yield name, at, one
