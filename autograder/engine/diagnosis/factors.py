"""A factor between a wrong answer and the right one, and how it is written: 1/n, 2, ln 2, lr."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from autograder.engine.contracts import Contract
from autograder.engine.diagnosis.observations import Probe

NEAR = 1e-5
CONSTANTS = {
    "-1": -1.0,
    "2": 2.0,
    "1/2": 0.5,
    "-2": -2.0,
    "-1/2": -0.5,
    "4": 4.0,
    "1/4": 0.25,
    "ln 2": math.log(2),
    "1/ln 2": 1 / math.log(2),
    "sqrt(2)": math.sqrt(2),
    "1/sqrt(2)": 1 / math.sqrt(2),
    "pi": math.pi,
    "2 pi": 2 * math.pi,
    "10": 10.0,
    "100": 100.0,
    "1/100": 0.01,
}


def symbols(contract: Contract, probe: Probe) -> dict[str, float]:
    """The sizes and numbers of a call by the names that the stub gives them: n, k, lr, len(labels)."""
    found: dict[str, float] = {}
    args = probe.arguments() if probe.operation == "call" else []
    found |= {name: float(size) for name, size in contract.sizes(args).items() if isinstance(size, int)}
    for name, arg in zip(contract.signature.parameters, args):
        if isinstance(arg, (list, tuple)):
            found[f"len({name})"] = float(len(arg))
        elif isinstance(arg, (int, float)) and not isinstance(arg, bool) and name != "seed":
            found[name] = float(arg)
    return found


def common_factor(pairs: Sequence[tuple[Any, Any, dict[str, float]]]) -> str | None:
    """How one factor between got and want is written that holds in every call.

    Args:
        pairs: for each call got, want and the symbols of that call; calls without numbers but 0 say nothing.

    Returns:
        The expression; "" if each call has a factor but no expression (or more than one) fits; None if none has.
    """
    with np.errstate(all="ignore"):
        return _common_factor(pairs)


def _common_factor(pairs: Sequence[tuple[Any, Any, dict[str, float]]]) -> str | None:
    factors: list[tuple[float, dict[str, float]]] = []
    entries = 0
    for got, want, names in pairs:
        if got.shape != want.shape or not (np.isfinite(got).all() and np.isfinite(want).all()):
            return None
        scale = float(np.abs(want).max()) if want.size else 0.0
        if scale == 0.0:
            if got.size and np.abs(got).max() > 1e-9:
                return None
            continue
        at = np.unravel_index(int(np.abs(want).argmax()), want.shape)
        factor = float(got[at] / want[at])
        if factor == 0.0 or not math.isfinite(factor):
            return None
        if not (np.abs(got - factor * want) <= NEAR * abs(factor) * scale + 1e-9 * abs(factor)).all():
            return None
        factors.append((factor, names))
        entries += int((np.abs(want) > NEAR * scale).sum())
    # One number per call always has a factor: then only an expression that fits everywhere says something.
    if len(factors) < 2 or all(abs(f - 1) < NEAR for f, _ in factors):
        return None
    if len({round(f, 9) for f, _ in factors}) < 2 and len(factors) < 3:
        return None
    fitting = _fitting(factors)
    if len(fitting) == 1:
        return fitting[0]
    return "" if entries > 2 * len(factors) else None


def _fitting(factors: list[tuple[float, dict[str, float]]]) -> list[str]:
    """The simplest expressions that equal the factor in every call: more than one if the calls cannot tell."""
    for level in range(3):
        columns = [dict(_expressions(names, level)) for _, names in factors]
        shared = [e for e in columns[0] if all(e in column for column in columns)]
        found = [e for e in shared if all(abs(c[e] - f) <= NEAR * abs(f) for c, (f, _) in zip(columns, factors))]
        if found:
            return found
    return []


def _expressions(names: dict[str, float], level: int) -> Iterator[tuple[str, float]]:
    if level == 0:
        yield from CONSTANTS.items()
        return
    usable = {name: value for name, value in names.items() if value not in (0.0,) and math.isfinite(value)}
    for name, value in usable.items():
        if level == 1:
            yield name, value
            yield f"1/{name}", 1 / value
            yield f"-{name}", -value
            yield f"-1/{name}", -1 / value
            continue
        yield f"2 {name}", 2 * value
        yield f"{name}/2", value / 2
        yield f"2/{name}", 2 / value
        yield f"1/(2 {name})", 1 / (2 * value)
        if value > 0:
            yield f"sqrt({name})", math.sqrt(value)
            yield f"1/sqrt({name})", 1 / math.sqrt(value)
        if value != 1:
            yield f"1 - {name}", 1 - value
            yield f"1/(1 - {name})", 1 / (1 - value)
            yield f"{name}/({name} - 1)", value / (value - 1)
            yield f"({name} - 1)/{name}", (value - 1) / value
        for other, size in usable.items():
            if other > name:
                yield f"{name} {other}", value * size
                yield f"1/({name} {other})", 1 / (value * size)
            if other != name:
                yield f"{name}/{other}", value / size
