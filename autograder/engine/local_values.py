"""What a student's process says of the variables of a function: read with nothing believed but its form."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from autograder.checks.values import as_count, as_sequence
from autograder.wire.parts import LARGEST

MOST_VALUES = 1000
MOST_NUMBERS = 1 << 18  # in all values together
LONGEST_NAME = 120  # characters
LONGEST_TEXT = 200
MOST_LINES = 1_000_000  # of a file: what a student's process says beyond that is no line


class Locals(NamedTuple):
    """The word of a student's process; see `sandbox.following`.

    Attributes:
        complete: whether every value was seen.
        missed: of values that were not kept, how many numbers each has.
        values: name, cell and line, and value.
    """

    complete: bool
    missed: tuple[int, ...]
    values: tuple[tuple[str, tuple[int, int], Any], ...]


def read(said: Any) -> Locals:
    """The reply to "locals", without what cannot be in one."""
    items = as_sequence(said) or []
    complete, missed = items[:2] if len(items) > 1 else (False, [])
    rest = items[2 : MOST_VALUES + 3]  # one more than may come shows that there are too many
    sizes = [as_count(size) for size in as_sequence(missed) or ()]
    values, room = [], MOST_NUMBERS
    for one in map(_value, rest[:MOST_VALUES]):
        room -= getattr(one[2], "size", 1) if one is not None else 0
        if one is not None and room >= 0:
            values.append(one)
    whole = complete is True and len(values) == len(rest) and None not in sizes
    return Locals(whole, tuple(size for size in sizes if size is not None), tuple(values))


def _value(one: Any) -> tuple[str, tuple[int, int], Any] | None:
    if not isinstance(one, list) or len(one) != 4:
        return None
    name, cell, line, value = one
    numbers = as_count(cell), as_count(line)
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        return None
    if numbers[0] is None or numbers[1] is None or not all(0 <= n < MOST_LINES for n in numbers if n is not None):
        return None
    if isinstance(value, np.ndarray):
        usable = value.nbytes <= LARGEST and value.dtype.kind in "fiub"
    else:
        usable = isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= LONGEST_TEXT)
    return (name, (numbers[0], numbers[1]), value) if usable else None
