"""Whether a result hands an argument's own memory back; asked on both sides of the boundary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

DEPTH = 64


def shared_arguments(args: Sequence[Any], result: Any) -> list[int]:
    """Positions of the arguments in whose arrays an array of the result lies: the same one, or a view of it."""
    returned = list(_arrays(result))
    return [i for i, arg in enumerate(args) if any(np.may_share_memory(a, b) for a in _arrays(arg) for b in returned)]


def _arrays(value: Any, depth: int = 0) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(value, np.ndarray):
        yield np.asarray(value)  # a subclass may answer for itself in any way
    elif isinstance(value, (list, tuple, Mapping)) and depth < DEPTH:
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _arrays(part, depth + 1)
