"""What is laid side by side: named values of a reference, and those that a student's variables held, call by call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from autograder.diagnosis.factors import Symbols
from autograder.diagnosis.forms import Array
from autograder.diagnosis.relations import near
from autograder.wire.parts import RETURNED

RESULT = -1  # the number of what was returned
STEM = 3  # letters of a label that may begin a longer name
Place = tuple[int, int]  # the cell, 0 in a script, and the line


@dataclass(frozen=True)
class Quantity:
    """A named value of the reference; `number` is that of its declaration, or RESULT."""

    number: int
    label: str
    value: Array


@dataclass(frozen=True)
class Held:
    """A value that a variable of the student's had; the name begins with RETURNED for what was returned.

    `series` is that these are numbers that a line has given one after the other.
    """

    name: str
    place: Place
    value: Array
    series: bool = False


@dataclass(frozen=True)
class Run:
    """One call: what the reference made in it, and what the student's variables held.

    `complete` is whether all of that was seen; `missed` are the sizes of what was seen, but not kept.
    """

    quantities: tuple[Quantity, ...]
    held: tuple[Held, ...]
    arguments: Mapping[str, Array] = field(default_factory=dict)
    symbols: Symbols = field(default_factory=dict)
    complete: bool = True
    missed: frozenset[int] = frozenset()

    @cached_property
    def returned(self) -> dict[str, Array]:
        """What the student's function returned, by its names."""
        return {held.name: held.value for held in self.held if is_returned(held.name)}

    def may_lack(self, want: Array) -> bool:
        """Whether a variable may have held this value unseen."""
        return not self.complete or any(size and size % max(want.size, 1) == 0 for size in self.missed)

    @property
    def wrong(self) -> bool:
        """Whether some returned value is not the right one; not if they are laid out in another way."""
        got = self.returned
        results = [quantity for quantity in self.quantities if quantity.number == RESULT]
        return all(q.label in got for q in results) and any(not near(got[q.label], q.value) for q in results)

    @property
    def finite(self) -> bool:
        """Whether the student's function returned numbers where these are right."""
        got = self.returned
        finite = [q for q in self.quantities if q.number == RESULT and np.isfinite(q.value).all()]
        return all(np.isfinite(got[q.label]).all() for q in finite if q.label in got)


def is_returned(name: str) -> bool:
    """Whether a name stands for what was returned, or for a part of it."""
    return name == RETURNED or name.startswith(f"{RETURNED}[")


def of_one_kind(runs: Sequence[Run]) -> list[Run]:
    """The runs to go by: the most that have the same quantities, some of them wrong; none if none is.

    Networks of different depth are different stories, and what overflows in an extreme call is a matter of its own.
    """
    runs = [run for run in runs if run.returned]
    ordinary = [run for run in runs if run.finite]
    kinds: dict[tuple[str, ...], list[Run]] = {}
    for run in ordinary if any(run.wrong for run in ordinary) else runs:
        kinds.setdefault(tuple(quantity.label for quantity in run.quantities), []).append(run)
    return max((kind for kind in kinds.values() if any(run.wrong for run in kind)), key=len, default=[])


def with_series(held: Sequence[Held]) -> list[Held]:
    """The values, and for a number that a line gives again and again, all of them as one array."""
    numbers: dict[tuple[str, Place], list[Array]] = {}
    for one in held:
        if not one.value.ndim:
            numbers.setdefault((one.name, one.place), []).append(one.value)
    return [*held, *(Held(name, place, np.stack(v), True) for (name, place), v in numbers.items() if len(v) > 1)]


def in_order(held: Held, want: Array) -> Array:
    """A value; numbers of a loop are put into the order of those wanted, as it may have gone another way round."""
    if not held.series or held.value.shape != want.shape or not np.isfinite(held.value).all():
        return held.value
    ordered = np.empty_like(held.value)
    ordered[np.argsort(want, kind="stable")] = np.sort(held.value)
    return ordered


def resembles(name: str, label: str) -> bool:
    """Whether a student's variable is called as the quantity is: `dz1` for `dZ1`, `deltas` or `delta` for `delta_2`."""
    mine, theirs = _plain(name), _plain(label)
    stem = theirs.rstrip("0123456789")
    longer = len(stem) >= STEM and mine.startswith(stem) and not mine[len(stem) :].isdecimal()
    return bool(mine) and not is_returned(label) and (longer or mine in (theirs, stem, f"{stem}s"))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.partition("[")[0].lower())
