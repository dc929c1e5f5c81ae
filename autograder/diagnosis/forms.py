"""Results in a form in which they can be compared: a tree whose leaves are float64 arrays.

Lists, tuples and arrays are all sequences here, and float32 and float64 are all floats. What a contract refuses (an
integer array where floats are expected) is kept as a flag.
"""

from __future__ import annotations

import typing
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from autograder.checks.values import as_floats, as_integers, as_sequence, holds_numbers
from autograder.questions.contracts import is_array, is_integer

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Leaf:
    """Numbers. `fits`: they are of the kind that the contract wants; `single`: they are less precise than float64."""

    array: Array
    fits: bool
    single: bool


@dataclass(frozen=True)
class Branch:
    """Several values, by position or key."""

    parts: Mapping[Hashable, Form]
    keyed: bool


@dataclass(frozen=True)
class Other:
    """Anything else: a string, None, a nested dict."""

    value: object


Form = Leaf | Branch | Other


@dataclass(frozen=True)
class Tolerance:
    """Differences that do not count: relative to an array's largest entry, and absolute."""

    relative: float
    absolute: float
    fits: bool = True  # whether the kind of number has to agree as well
    exact: bool = False  # a single number has no absolute floor: 0.25**30 is not 0


EXACT = Tolerance(1e-11, 1e-14, exact=True)  # where a known mistake is nearer than the suites usually compare
RIGHT = Tolerance(1e-7, 1e-9)  # as the suites compare
TIGHT = Tolerance(1e-6, 1e-9)  # for agreeing with a known mistake
LOOSE = Tolerance(1e-4, 1e-5)


def form_of(value: object, hint: Any = None) -> Form:
    """A value's form: laid out as its annotation says as far as that fits, and otherwise as it comes."""
    parts = _parts(value, hint)
    if parts is not None:
        return parts
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
        return _leaf(value, value, hint)
    if isinstance(value, (list, tuple)):
        array = None if any(_is_composite(v) for v in value) else _numbers(value)
        if array is not None:
            return _leaf(value, array, hint)
        return Branch({i: form_of(v) for i, v in enumerate(value)}, keyed=False)
    if isinstance(value, dict):
        return Branch({k: form_of(v) for k, v in value.items()}, keyed=True)
    if isinstance(value, (bool, int, float)):
        return _leaf(value, np.asarray(value), hint)
    return Other(value)


def _parts(value: object, hint: Any) -> Branch | None:
    """The parts that an annotation promises, if the value has them."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if typing.is_typeddict(hint) and isinstance(value, dict):
        hints = typing.get_type_hints(hint)
        return Branch({k: form_of(v, hints.get(k)) for k, v in value.items()}, keyed=True)
    items = as_sequence(value)
    if items is None:
        return None
    if origin is tuple and len(items) == len(args):
        return Branch({i: form_of(v, h) for i, (v, h) in enumerate(zip(items, args))}, keyed=False)
    if origin is list and not isinstance(args[0], type):
        return Branch({i: form_of(v, args[0]) for i, v in enumerate(items)}, keyed=False)
    if origin is list and is_array(args[0]):
        return Branch({i: form_of(v, args[0]) for i, v in enumerate(items)}, keyed=False)
    return None


def _leaf(value: object, array: npt.NDArray[Any], hint: Any) -> Leaf:
    integer = hint is int or (is_array(hint) and is_integer(hint)) or typing.get_args(hint) == (int,)
    floating = hint is float or (is_array(hint) and not is_integer(hint))
    fits = True
    if integer:
        fits = as_integers(value) is not None
    elif floating:
        fits = as_floats(value) is not None
    single = array.dtype.kind == "f" and array.dtype.itemsize < 8
    with np.errstate(all="ignore"):
        return Leaf(np.asarray(array, dtype=np.float64), fits, single)


def _is_composite(value: object) -> bool:
    return isinstance(value, (str, dict)) or value is None


def _numbers(value: object) -> npt.NDArray[Any] | None:
    if isinstance(value, (list, tuple)) and not holds_numbers(value):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return array if array.dtype.kind in "fiub" else None


def alike(a: Form, b: Form, tolerance: Tolerance) -> bool:
    """Whether two forms are the same up to a tolerance: layout, shapes, NaN and infinities, values.

    Args:
        a: one form.
        b: the other; they may change places.
        tolerance: the differences that do not count.
    """
    if isinstance(a, Leaf) and isinstance(b, Leaf):
        return (a.fits == b.fits or not tolerance.fits) and close(a.array, b.array, tolerance)
    if isinstance(a, Branch) and isinstance(b, Branch):
        if set(a.parts) != set(b.parts):
            return False
        return all(alike(part, b.parts[key], tolerance) for key, part in a.parts.items())
    if isinstance(a, Other) and isinstance(b, Other):
        return type(a.value) is type(b.value) and bool(a.value == b.value)
    return False


def close(a: Array, b: Array, tolerance: Tolerance) -> bool:
    """Whether two arrays have the same shape, NaN and infinities in the same places, and are close elsewhere."""
    if a.shape != b.shape:
        return False
    finite = np.isfinite(b)
    if not np.array_equal(finite, np.isfinite(a)) or not np.array_equal(a[~finite], b[~finite], equal_nan=True):
        return False
    x, y = a[finite], b[finite]
    if not x.size:
        return True
    with np.errstate(all="ignore"):
        scale = max(float(np.abs(x).max()), float(np.abs(y).max()))
        floor = 0.0 if tolerance.exact and not a.ndim else tolerance.absolute
        return bool((np.abs(x - y) <= max(tolerance.relative * scale, floor)).all())


def leaves(form: Form, path: tuple[Hashable, ...] = ()) -> Iterator[tuple[tuple[Hashable, ...], Leaf]]:
    """Every array of a form, with the positions and keys that lead to it."""
    if isinstance(form, Leaf):
        yield path, form
    elif isinstance(form, Branch):
        for key, part in form.parts.items():
            yield from leaves(part, (*path, key))
