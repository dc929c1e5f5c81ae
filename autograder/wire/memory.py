"""Whether a result shares memory with an argument; both sides of the boundary ask this."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

DEPTH = 64


def shared_arguments(args: Sequence[Any], result: Any) -> list[int]:
    """Positions of the arguments with which the result shares an array: the same array, or a view of it."""
    returned = list(_arrays(result))
    return [i for i, arg in enumerate(args) if any(np.may_share_memory(a, b) for a in _arrays(arg) for b in returned)]


def _arrays(value: Any, depth: int = 0) -> Iterator[np.ndarray[Any, Any]]:
    if isinstance(value, np.ndarray):
        yield np.asarray(value)  # a subclass could claim anything about itself
    elif isinstance(value, (list, tuple, Mapping)) and depth < DEPTH:
        for part in value.values() if isinstance(value, Mapping) else value:
            yield from _arrays(part, depth + 1)
