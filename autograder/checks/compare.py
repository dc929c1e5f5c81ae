"""Comparisons for hidden suites: of the shape first, then of the type, of finiteness, and of values.

Each raises `Mismatch` with one line: what, where, got, expected. Nothing broadcasts here:
`np.testing.assert_allclose(np.zeros(0), 3.0)` passes, `assert_close(np.zeros(0), 3.0)` does not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.checks.values import Unusable, as_count, as_floats, as_integers, as_sequence

RTOL = 1e-7  # relative to the array's largest entry, for float64 input
RTOL32 = 1e-4  # the same for float32 (and integer) input
FLOOR = 1e-9  # absolute: where the right value is exactly 0, every computation differs from it by rounding errors
FLOOR32 = 1e-5
HUGE = 1e300  # the difference of two smaller ones is finite


class Mismatch(AssertionError):
    """A result is wrong; the message says where."""


def assert_close(
    got: object, expected: object, name: str = "result", *, rtol: float = RTOL, floor: float = FLOOR
) -> None:
    """Checks that floats agree within max(rtol * max|expected|, floor), entry by entry, in arrays of the same shape.

    Args:
        got: the student's result, a scalar, an array or a (nested) list of floats.
        expected: the oracle's result.
        name: what the message calls it.
        rtol: tolerance relative to the largest entry of `expected`.
        floor: absolute tolerance below which no difference counts.

    Raises:
        Mismatch: the shape or a value is wrong, or it holds no floats, or is not finite where `expected` is.

    Example:
        >>> assert_close([0.5, 0.25], np.array([0.5, 0.25]), "loss")
        >>> assert_close(0.5, [0.5], "loss")
        Traceback (most recent call last):
            ...
        autograder.checks.compare.Mismatch: loss: expected shape (1,), got ()
        >>> assert_close([0.5, 0.3], [0.5, 0.25], "loss")
        Traceback (most recent call last):
            ...
        autograder.checks.compare.Mismatch: loss: wrong at [1]: got 0.3, expected 0.25
    """
    if type(got) is float and isinstance(expected, float) and _numbers_close(got, float(expected), rtol, floor):
        return
    want = np.asarray(expected, dtype=np.float64)
    array = as_floats(got)
    if array is None:
        raise Mismatch(f"{name}: expected {_describe(want)}, got {type(got).__name__}")
    if array.shape != want.shape:
        raise Mismatch(f"{name}: expected shape {want.shape}, got {array.shape}")
    array = array.astype(np.float64)
    if _clearly_close(array, want, rtol, floor):
        return
    bad = np.isfinite(want) & ~np.isfinite(array)
    if bad.any():
        raise Mismatch(_at(name, "not finite", bad, array, want))
    finite = np.isfinite(want)
    scale = float(np.abs(want[finite]).max()) if finite.any() else 0.0
    with np.errstate(invalid="ignore", over="ignore"):
        wrong = ~((np.abs(array - want) <= max(rtol * scale, floor)) | (array == want))
    if wrong.any():
        raise Mismatch(_at(name, "wrong", wrong, array, want))


def _numbers_close(got: float, want: float, rtol: float, floor: float) -> bool:
    """What `assert_close` asks of two floats."""
    return math.isfinite(got) and math.isfinite(want) and abs(got - want) <= max(rtol * abs(want), floor)


def _clearly_close(got: np.ndarray[Any, Any], want: np.ndarray[Any, Any], rtol: float, floor: float) -> bool:
    """The same of arrays of one shape, if they are finite and not huge: nearly all are. It takes half the time."""
    scale = _largest(want)
    return scale < HUGE and _largest(got) < HUGE and _largest(got - want) <= max(rtol * scale, floor)


def _largest(array: np.ndarray[Any, Any]) -> float:
    """The largest absolute value; nan if there is one."""
    flat = np.abs(array).ravel()
    return float(flat[flat.argmax()]) if flat.size else 0.0


def assert_close32(got: object, expected: object, name: str = "result") -> None:
    """`assert_close` with the tolerances for float32 or integer input.

    Example:
        >>> assert_close32(np.float32(0.100001), 0.1)
        >>> assert_close(np.float32(0.100001), 0.1)
        Traceback (most recent call last):
            ...
        autograder.checks.compare.Mismatch: result: wrong: got 0.100001, expected 0.1
    """
    assert_close(got, expected, name, rtol=RTOL32, floor=FLOOR32)


def assert_count(got: object, expected: int, name: str = "result") -> None:
    """Checks an integer, exactly.

    Raises:
        Mismatch: it is not an integer scalar, or another one.

    Example:
        >>> assert_count(np.int64(3), 3, "depth")
        >>> assert_count(3.0, 3, "depth")
        Traceback (most recent call last):
            ...
        autograder.checks.compare.Mismatch: depth: expected an integer, got float
    """
    count = as_count(got)
    if count is None:
        raise Mismatch(f"{name}: expected an integer, got {type(got).__name__}")
    if count != expected:
        raise Mismatch(f"{name}: got {count}, expected {expected}")


def assert_indices(got: object, expected: Sequence[int] | np.ndarray[Any, Any], name: str = "result") -> None:
    """Checks a one-dimensional sequence of integers, exactly and in order.

    Raises:
        Mismatch: it is not a sequence of integers, or has another length, or other items.

    Example:
        >>> assert_indices([2, 0], np.array([2, 0]))
        >>> assert_indices([0, 2], [2, 0], "order")
        Traceback (most recent call last):
            ...
        autograder.checks.compare.Mismatch: order: wrong at [0]: got 0, expected 2
    """
    array, want = as_integers(got), np.asarray(expected, dtype=np.int64)
    if array is None or array.ndim != 1:
        raise Mismatch(f"{name}: expected a sequence of integers, got {type(got).__name__}")
    if array.shape != want.shape:
        raise Mismatch(f"{name}: expected {len(want)} indices, got {len(array)}")
    wrong = array != want
    if wrong.any():
        raise Mismatch(_at(name, "wrong", wrong, array, want))


def assert_keys(got: object, expected: Sequence[str], name: str = "result") -> Mapping[str, Any]:
    """Checks for a dict with exactly these keys, and returns it, so that its entries can be compared next.

    Raises:
        Mismatch: it is not a dict, or has other keys.

    Example:
        >>> grads = assert_keys({"W": 1.0, "b": 2.0}, ["W", "b"], "grads")
        >>> assert_close(grads["b"], 2.0, "b")
        >>> assert_keys({"W": 1.0}, ["W", "b"], "grads")
        Traceback (most recent call last):
            ...
        autograder.checks.compare.Mismatch: grads: expected the keys ['W', 'b'], got other ones
    """
    if isinstance(got, Unusable):
        got.refuse()
    if not isinstance(got, Mapping):
        raise Mismatch(f"{name}: expected a dict, got {type(got).__name__}")
    if set(got) != set(expected):
        raise Mismatch(f"{name}: expected the keys {sorted(expected)}, got other ones")
    return got


def assert_parts(got: object, names: Sequence[str]) -> list[Any]:
    """Checks for a tuple or list with one part per name, and returns the parts.

    Raises:
        Mismatch: it is not a sequence, or has another number of parts.

    Example:
        >>> loss, grad = assert_parts((0.5, np.zeros(3)), ["loss", "grad"])
        >>> assert_parts(0.5, ["loss", "grad"])
        Traceback (most recent call last):
            ...
        autograder.checks.compare.Mismatch: expected 2 values (loss, grad), got no sequence
    """
    parts = as_sequence(got)
    if parts is None or len(parts) != len(names):
        count = "no sequence" if parts is None else f"{len(parts)} values"
        raise Mismatch(f"expected {len(names)} values ({', '.join(names)}), got {count}")
    return parts


def assert_true(condition: object, message: str) -> None:
    """Checks that a property holds.

    Raises:
        Mismatch: it does not; with this message.

    Example:
        >>> assert_true(0.9 > 0.5, "the accuracy is below one half")
    """
    if not condition:
        raise Mismatch(message)


def _describe(want: np.ndarray[Any, Any]) -> str:
    return "a float" if want.ndim == 0 else f"a float array of shape {want.shape}"


def _at(name: str, what: str, wrong: Any, got: np.ndarray[Any, Any], want: np.ndarray[Any, Any]) -> str:
    index = tuple(int(i) for i in np.argwhere(wrong)[0])
    where = f" at {list(index)}" if index else ""
    return f"{name}: {what}{where}: got {got[index]:.6g}, expected {want[index]:.6g}"
