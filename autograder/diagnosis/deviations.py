"""How wrong arrays come from the right ones of the same shape: a function of them, a shift, a factor for each row.

Every relation has to hold in all calls with a wrong answer, and in enough numbers that it is no chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from autograder.diagnosis.forms import Array

Pairs = Sequence[tuple[Array, Array]]  # what came and what is right, call by call
NEAR = 1e-6  # of the largest entry
LEAST = 3  # numbers that a relation without a free factor has to explain
SURPLUS = 4  # numbers beyond those that fix a relation's own factors


def function_of(pairs: Pairs) -> str | None:
    """The function of the right values that was returned, by its key in `wording.FUNCTIONS`."""
    if not pairs or _numbers(pairs) < LEAST or not _comparable(pairs):
        return None
    with np.errstate(all="ignore"):
        return next((name for name, f in FUNCTIONS.items() if all(_close(got, f(want)) for got, want in pairs)), None)


def same_shift(pairs: Pairs) -> bool:
    """Whether all numbers of a call are off by the same; calls with one number have to be off by one and the same."""
    if not pairs or not _comparable(pairs):
        return False
    shifts = [got - want for got, want in pairs]
    if all(shift.size == 1 for shift in shifts):
        first = float(shifts[0].flat[0])
        wanted = {round(float(want.flat[0]), 6) for _, want in pairs}
        return len(wanted) >= LEAST and all(_close(shift, np.full(shift.shape, first)) for shift in shifts)
    many = [shift for shift in shifts if shift.size > 1]
    return sum(shift.size - 1 for shift in many) >= SURPLUS and all(
        _flat(shift, got, want) for shift, (got, want) in zip(shifts, pairs) if shift.size > 1
    )


def slice_by_slice(pairs: Pairs) -> Iterator[tuple[str, str]]:
    """Whether every row, or every column, has a factor or a summand of its own: the remark and which of the two."""
    if not pairs or not _comparable(pairs) or any(got.ndim != 2 for got, _ in pairs):
        return
    for name, rows in (("row", list(pairs)), ("column", [(got.T, want.T) for got, want in pairs])):
        slices = [(g, w) for got, want in rows for g, w in zip(got, want)]
        if sum(w.size - 1 for _, w in slices) < SURPLUS or any(w.size < 2 for _, w in slices):
            continue
        if any(np.ptp(w) <= NEAR * np.abs(w).max(initial=0.0) for _, w in slices):
            continue  # a factor of equal numbers is a summand too
        if all(_has_factor(g, w) for g, w in slices):
            yield "row-factor", name
        elif all(_flat(g - w, g, w) for g, w in slices):
            yield "row-shift", name


def more_of(pairs: Pairs, arguments: Sequence[Mapping[str, object]]) -> str | None:
    """The one argument of which a multiple, one for each call, is added to the right values."""
    if not pairs or not _comparable(pairs) or _numbers(pairs) - len(pairs) < SURPLUS:
        return None
    found = [name for name in arguments[0] if all(name in one for one in arguments) and _adds(name, pairs, arguments)]
    return found[0] if len(found) == 1 else None


def _adds(name: str, pairs: Pairs, arguments: Sequence[Mapping[str, object]]) -> bool:
    for (got, want), one in zip(pairs, arguments):
        value = one[name]
        if not isinstance(value, np.ndarray) or value.dtype.kind not in "fiu" or value.shape != got.shape:
            return False
        base, difference = np.asarray(value, dtype=np.float64), got - want
        length = float((base * base).sum())
        if not np.isfinite(length) or length == 0.0:
            return False
        factor = float((base * difference).sum()) / length
        size = max(float(np.abs(got).max()), float(np.abs(want).max()))
        if factor == 0.0 or (np.abs(difference - factor * base) > NEAR * size).any():
            return False
    return True


def _softmax(z: Array) -> Array:
    if not z.ndim:
        return z
    e = np.exp(z - z.max(axis=-1, keepdims=True, initial=-np.inf))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


FUNCTIONS: Mapping[str, Callable[[Array], Array]] = {
    "square": lambda a: a * a,
    "root": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "reciprocal": lambda a: 1 / a,
    "complement": lambda a: 1 - a,
    "size": np.abs,
    "softmax": _softmax,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "tanh": np.tanh,
    "relu": lambda a: np.maximum(a, 0.0),
}


def _numbers(pairs: Pairs) -> int:
    return sum(got.size for got, _ in pairs)


def _comparable(pairs: Pairs) -> bool:
    return all(g.shape == w.shape and g.size and np.isfinite(g).all() and np.isfinite(w).all() for g, w in pairs)


def _close(got: Array, other: Array) -> bool:
    size = float(np.abs(other).max(initial=0.0))
    return bool(np.isfinite(other).all()) and bool((np.abs(got - other) <= NEAR * size + 1e-12).all())


def _flat(difference: Array, got: Array, want: Array) -> bool:
    """Whether a difference is the same everywhere, up to rounding."""
    size = max(float(np.abs(got).max()), float(np.abs(want).max()))
    return bool(np.ptp(difference) <= NEAR * size)


def _has_factor(got: Array, want: Array) -> bool:
    at = int(np.abs(want).argmax())
    factor = float(got[at] / want[at]) if want[at] else 0.0
    return factor != 0.0 and bool((np.abs(got - factor * want) <= NEAR * abs(factor) * float(np.abs(want).max())).all())
