"""The numbers in a value, part by part: what a traced variable held, in the sandbox, in a reference, on any machine.

Values are told by their exact type, so that no method of a student's class is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

LARGEST = 1 << 16  # bytes of one array
ITEMS = 64  # of a list, tuple or dict
DEPTH = 2  # of these, inside each other
KEY = 40  # characters of a dict's key
TEXT = 200  # characters of a text, which counts only where it is returned
RETURNED = "return"  # stands for a name where a value was returned
_Array = np.ndarray
_SCALARS = (
    *(np.float64, np.float32, np.float16, np.bool_, np.int64, np.int32, np.int16, np.int8),
    *(np.uint64, np.uint32, np.uint16, np.uint8),
)


def parts(name: str, value: Any, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """The name of each part (`m`, `grads['W1']`, `return[0]`) and a copy of its numbers; None if these are too many.

    A list or dict of numbers is one array; of what is returned, each value of a tuple is a part.
    """
    kind = type(value)
    number = _number(value)
    if number is not None:
        yield name, number
    elif kind is str and name.startswith(RETURNED) and len(value) <= TEXT:
        yield name, value
    elif kind is _Array:
        if value.dtype.kind in "fiub" and value.dtype.itemsize <= 8:
            yield name, None if value.nbytes > LARGEST or value.ndim > 8 else value.copy()
    elif (kind is list or kind is tuple or kind is dict) and value and depth < DEPTH:
        if len(value) > ITEMS:
            yield name, None
            return
        apart = kind is tuple and name == RETURNED
        whole = None if apart else _matrix(list(value.values()) if kind is dict else value)
        if whole is not None:
            yield name, whole
            return
        for key, part in list(value.items()) if kind is dict else enumerate(value):
            if type(key) is int or (type(key) is str and len(key) <= KEY):
                yield from parts(f"{name}[{key!r}]", part, depth + 1)


def _number(value: Any) -> float | int | None:
    kind = type(value)
    if kind is float or kind is bool:
        return float(value)
    if kind is int:
        return value if -(2**63) <= value < 2**63 else None
    return float(value) if any(kind is scalar for scalar in _SCALARS) else None


def _matrix(items: Any) -> np.ndarray[Any, Any] | None:
    """Numbers, or equally long rows of numbers, as an array; None if they are something else."""
    if all(type(row) is list or type(row) is tuple for row in items):
        if len({len(row) for row in items}) != 1 or not 0 < len(items[0]) <= ITEMS:
            return None
        rows = [[_number(x) for x in row] for row in items]
        if any(x is None for row in rows for x in row):
            return None
        return np.array(rows, dtype=np.float64)
    numbers = [_number(x) for x in items]
    return None if any(x is None for x in numbers) else np.array(numbers, dtype=np.float64)
