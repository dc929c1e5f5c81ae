"""Which Python and NumPy objects count as the same number, array or sequence.

The contracts of the proxies and the comparisons of the suites share these rules, so that the engine and plain otter
judge alike: a Python float, a NumPy scalar and a 0-d array are the same scalar; a list, a tuple and an array are the
same sequence.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating[Any]]
IntArray = npt.NDArray[np.integer[Any]]


MAX_SEQUENCE = 1 << 16  # items of an array that stands for a list: each becomes an object


class Unusable:
    """Stands in for a part of a result that must not be used: whatever is done with it raises the error.

    The engine puts it in place of a returned value that breaks its contract, so that a bias gradient of shape (1, m)
    costs the cases that look at it, and no others.
    """

    def __init__(self, error: Exception) -> None:
        self.error = error

    def refuse(self, *args: object, **kwargs: object) -> Any:
        """Raises the error."""
        raise self.error

    __array__ = __float__ = __int__ = __bool__ = __len__ = __iter__ = __getitem__ = __eq__ = refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = refuse
    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = __pow__ = __rpow__ = __matmul__ = __rmatmul__ = refuse
    __neg__ = __pos__ = __abs__ = __round__ = __index__ = __complex__ = __getattr__ = refuse
    __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __contains__ = refuse
    __hash__ = refuse


def refuse_unusable(value: object) -> None:
    """Raises the error of the first unusable part of nested data, if there is any."""
    if isinstance(value, Unusable):
        value.refuse()
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ():
        refuse_unusable(part)


def as_floats(value: object) -> FloatArray | None:
    """The value as an array of floats, or None if it is not one.

    An integer *scalar* and integers in a list count as floats (`0` for the entropy of a pure node). An integer *array*
    of one or more dimensions does not: it is what a `zeros_like` that truncates leaves behind.

    Example:
        >>> as_floats([1, 2.5]), as_floats(0), as_floats(np.array([1, 2]))
        (array([1. , 2.5]), array(0.), None)
    """
    if type(value) is np.ndarray and value.dtype.kind == "f":  # nearly always
        return value
    array = _numeric(value)
    if array is None:
        return None
    if array.dtype.kind == "f":
        return array
    if array.dtype.kind in "iu" and (array.ndim == 0 or not isinstance(value, np.ndarray) or array.size == 0):
        return array.astype(np.float64)
    return None


def as_integers(value: object) -> IntArray | None:
    """The value as an array of integers, or None if it is not one (`6.0` and `True` are not).

    An empty sequence of any type counts as an empty sequence of integers.

    Example:
        >>> as_integers([1, 2]), as_integers([1.0])
        (array([1, 2]), None)
    """
    array = _numeric(value)
    if array is None:
        return None
    if array.dtype.kind in "iu":
        # An index of 8 bits would overflow in the next sum: integers become 64 bits wide, whatever they were.
        return None if array.dtype == np.uint64 and (array >= 2**63).any() else array.astype(np.int64)
    return array.astype(np.int64) if array.size == 0 and array.dtype.kind == "f" else None


def as_scalar(value: object) -> float | None:
    """The value as a Python float, or None if it is not a scalar number.

    Example:
        >>> as_scalar(np.array(0.5)), as_scalar([0.5])
        (0.5, None)
    """
    if type(value) is float:
        return value
    array = as_floats(value)
    return float(array) if array is not None and array.ndim == 0 else None


def as_count(value: object) -> int | None:
    """The value as a Python int, or None if it is not a scalar integer.

    Example:
        >>> as_count(np.int64(3)), as_count(3.0), as_count(True)
        (3, None, None)
    """
    if type(value) is int and -(2**63) <= value < 2**64:
        return value
    array = _numeric(value)
    return int(array) if array is not None and array.ndim == 0 and array.dtype.kind in "iu" else None


def as_sequence(value: object) -> list[Any] | None:
    """The items of a list, a tuple or an array, or None for anything else (a string, a dict, a scalar).

    Example:
        >>> as_sequence((1, 2)), as_sequence(np.array([1.0])), as_sequence("ab")
        ([1, 2], [np.float64(1.0)], None)
    """
    if isinstance(value, Unusable):
        value.refuse()
    if isinstance(value, np.ndarray):
        return list(value) if value.ndim and len(value) <= MAX_SEQUENCE else None
    return list(value) if isinstance(value, (list, tuple)) else None


def holds_numbers(value: list[Any] | tuple[Any, ...]) -> bool:
    """Whether nested lists hold only numbers and arrays: of texts NumPy makes entries as wide as the widest."""
    stack: list[Any] = [value]
    while stack:
        part = stack.pop()
        if isinstance(part, (list, tuple)):
            stack.extend(part)
        elif isinstance(part, (str, bytes, dict)) or part is None:
            return False
    return True


def _numeric(value: object) -> npt.NDArray[Any] | None:
    if isinstance(value, Unusable):
        value.refuse()
    if isinstance(value, (bool, np.bool_, str, bytes, dict)) or value is None:
        return None
    if isinstance(value, (list, tuple)) and not holds_numbers(value):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):  # ragged lists, objects without a length
        return None
    return array if array.dtype.kind in "fiu" else None
