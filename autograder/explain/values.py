"""Values as a person reads them: arrays with their shape and type, large ones shortened."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

SHOWN = 60  # numbers of an array that are shown whole
LITERAL = 2000  # numbers of an array that a script may spell out
TEXT = 300


def shown(value: object) -> str:
    """A value in one or a few lines."""
    if isinstance(value, np.ndarray):
        if value.size > SHOWN:
            edges = np.array2string(value, threshold=SHOWN, edgeitems=2, precision=6, max_line_width=100)
            return f"array of shape {value.shape}, {value.dtype}:\n{edges}"
        body = np.array2string(value, separator=", ", max_line_width=100, precision=8, floatmode="maxprec")
        return f"array of shape {value.shape}, {value.dtype}:\n{body}" if value.ndim > 1 else f"{body} ({value.dtype})"
    if isinstance(value, Mapping):
        return _joined("{", [f"{key!r}: {shown(item)}" for key, item in value.items()], "}")
    if isinstance(value, list):
        return _joined("[", [shown(item) for item in value], "]")
    if isinstance(value, tuple):
        return _joined("(", [shown(item) for item in value], ",)" if len(value) == 1 else ")")
    text = repr(value)
    return text if len(text) <= TEXT else f"{text[:TEXT]}... ({len(text)} characters)"


def _joined(begin: str, parts: list[str], end: str) -> str:
    if len(parts) > SHOWN:
        parts = [*parts[:10], f"... ({len(parts)} in all)", *parts[-2:]]
    if any("\n" in part for part in parts) or sum(map(len, parts)) > 100:
        body = ",\n".join("  " + part.replace("\n", "\n  ") for part in parts)
        return f"{begin}\n{body}\n{end}"
    return begin + ", ".join(parts) + end


def size(value: object) -> int:
    """How many numbers and other values it holds."""
    if isinstance(value, np.ndarray):
        return int(value.size)
    if isinstance(value, Mapping):
        return sum(size(item) for item in value.values())
    if isinstance(value, list | tuple):
        return sum(size(item) for item in value)
    return 1


def literal(value: object) -> str:
    """Python that makes the value again, to the bit.

    Raises:
        ValueError: there is none.
    """
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "fiub":
            raise ValueError(f"an array of {value.dtype}")
        numbers = [literal(item) for item in value.ravel().tolist()]
        return f"np.array([{', '.join(numbers)}], dtype=np.{value.dtype.name}).reshape({value.shape})"
    if isinstance(value, np.generic):
        return f"np.{value.dtype.name}({literal(value.item())})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, tuple):
        return "(" + "".join(f"{literal(item)}, " for item in value) + ")"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if value is None or isinstance(value, bool | int | float | complex | str | bytes):
        return repr(value)
    raise ValueError(f"a {type(value).__name__}")
