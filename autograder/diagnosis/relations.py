"""How one array is related to another: equal, a factor or a summand short, or one too many. Nothing is said here.

Everything is relative to the size of the numbers, so that values of 1e-16 are no zeros.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.diagnosis.forms import Array

NEAR = 1e-6  # of the largest entry
TINY = 1e-12  # what counts as 0 where 0 is expected
ROUND, ODD = 1, 3  # what a value proves: 0.5 occurs by chance, 0.6887 does not


class OutOfWork(Exception):
    """More would have to be compared than an explanation is worth."""


@dataclass
class Work:
    """What may still be compared, in entries."""

    left: int = 10_000_000

    def take(self, entries: int) -> None:
        """Takes so many entries.

        Raises:
            OutOfWork: too little is left.
        """
        self.left -= entries + 50
        if self.left < 0:
            raise OutOfWork


def near(a: Array, b: Array) -> bool:
    """Whether two arrays of the same shape are equal up to rounding, NaN and infinities in the same places."""
    if a.shape != b.shape:
        return False
    finite = np.isfinite(b)
    if not finite.all():
        if not np.array_equal(finite, np.isfinite(a)) or not np.array_equal(a[~finite], b[~finite], equal_nan=True):
            return False
        a, b = a[finite], b[finite]
    elif not np.isfinite(a).all():
        return False
    scale = max(float(np.abs(a).max(initial=0.0)), float(np.abs(b).max(initial=0.0)))
    return bool((np.abs(a - b) <= (NEAR * scale if scale > TINY else TINY)).all())


def fitted(value: Array, want: Array) -> Array | None:
    """A value in the shape of another: as it is, without kept axes, or transposed; None if its shape is different."""
    if value.shape == want.shape:
        return value
    if value.size != want.size:
        return None
    if [n for n in value.shape if n != 1] == [n for n in want.shape if n != 1]:
        return value.reshape(want.shape)
    return value.T if value.ndim == 2 and value.T.shape == want.shape else None


def same(value: Array, want: Array) -> bool:
    """Whether a value is the wanted one, up to kept axes, a transposition, or having been broadcast."""
    fit = fitted(value, want)
    if fit is not None:
        return near(fit, want) or (value.ndim == 2 and value.T.shape == want.shape and near(value.T, want))
    if value.size > want.size > 1 and value.ndim <= 8:
        try:
            return near(value, np.broadcast_to(want, value.shape))
        except ValueError:
            return False
    return False


def evidence(values: Sequence[Array]) -> int:
    """How much it proves that these values occur somewhere else: different sizes count, round ones less, 0 nothing."""
    different = _sizes(values)
    is_round = (different <= 100) & (np.abs(different * 8 - np.round(different * 8)) < 1e-9)
    return int(np.where(is_round, ROUND, ODD).sum())


def different_sizes(values: Sequence[Array]) -> int:
    """How many numbers, not counting 0, differ in size."""
    return int(_sizes(values).size)


def _sizes(values: Sequence[Array]) -> Array:
    numbers = np.abs(np.concatenate([value.ravel() for value in values])) if values else np.zeros(0)
    numbers = numbers[np.isfinite(numbers) & (numbers != 0)]
    with np.errstate(all="ignore"):
        digits = 10.0 ** (6 - np.floor(np.log10(numbers)))
        rounded = np.round(numbers * digits) / digits
    return np.unique(rounded[np.isfinite(rounded)])


@dataclass(frozen=True)
class Base:
    """A value that a formula may hold: what it is called, and its value in each call."""

    name: str
    values: tuple[Array, ...]


@dataclass(frozen=True)
class Term:
    """A factor or a summand made of a base."""

    text: str
    values: tuple[Array, ...]
    plain: bool  # whether it is the base itself


def terms(base: Base) -> Iterator[Term]:
    """What a base may stand in a formula as: itself, or the slope of a known function by its output."""
    name, values = base.name, base.values
    yield Term(name, values, True)
    with np.errstate(all="ignore"):
        yield Term(f"{name} * (1 - {name})", tuple(v * (1 - v) for v in values), False)
        yield Term(f"1 - {name}", tuple(1 - v for v in values), False)
        yield Term(f"1 - {name}^2", tuple(1 - v * v for v in values), False)
        yield Term(f"({name} > 0)", tuple((v > 0).astype(np.float64) for v in values), False)
        if all((v > 0).all() for v in values):
            yield Term(f"sqrt({name})", tuple(np.sqrt(v) for v in values), False)


def spread(term: Array, want: Array) -> Array | None:
    """A term over the shape of what it is to be combined with; None if it does not fit.

    One that does not broadcast by itself, as a bias of a map's channels, goes along the one axis that has its size.
    """
    try:
        return np.broadcast_to(term, want.shape)
    except ValueError:
        axes = [axis for axis, size in enumerate(want.shape) if term.ndim == 1 and size == term.size]
    if len(axes) != 1:
        return None
    return np.broadcast_to(term.reshape([-1 if axis == axes[0] else 1 for axis in range(want.ndim)]), want.shape)


def varies(term: Array) -> bool:
    """Whether it has different entries: a constant one is a common factor, which has other names."""
    return term.size > 1 and bool(np.ptp(term) > NEAR * np.abs(term).max())
