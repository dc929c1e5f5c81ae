"""The factor between wrong numbers and the right ones, and how it is written: 1/n, 2, ln 2, lr."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.diagnosis.forms import Array
from autograder.questions.contracts import Contract

Symbols = dict[str, float]  # sizes and numbers of a call, by name
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


@dataclass(frozen=True)
class Scaling:
    """One array is `factor` times another.

    Attributes:
        factor: the same for every entry.
        entries: how many entries show it: those that are not 0.
        sizes: how many of them differ in size.
    """

    factor: float
    entries: int
    sizes: int


def symbols(contract: Contract, args: Sequence[object]) -> Symbols:
    """The sizes and numbers of a call by the names that the stub gives them: n, k, lr, len(labels)."""
    found = {name: float(size) for name, size in contract.sizes(args).items() if isinstance(size, int)}
    for name, arg in zip(contract.signature.parameters, args):
        if isinstance(arg, (list, tuple)):
            found[f"len({name})"] = float(len(arg))
        elif isinstance(arg, (int, float)) and not isinstance(arg, bool) and name != "seed":
            found[name] = float(arg)
    return found


def scaling(got: Array, want: Array) -> Scaling | None:
    """The factor between two arrays; None if there is none, a `Scaling` without entries if both are 0."""
    if got.shape != want.shape or not (np.isfinite(got).all() and np.isfinite(want).all()):
        return None
    scale = float(np.abs(want).max()) if want.size else 0.0
    if scale == 0.0:
        return None if got.size and np.abs(got).max() > 1e-9 else Scaling(1.0, 0, 0)
    at = np.unravel_index(int(np.abs(want).argmax()), want.shape)
    factor = float(got[at] / want[at])
    if factor == 0.0 or not math.isfinite(factor):
        return None
    if not (np.abs(got - factor * want) <= NEAR * abs(factor) * scale + 1e-9 * abs(factor)).all():
        return None
    shown = np.abs(want[np.abs(want) > NEAR * scale])
    return Scaling(factor, shown.size, np.unique(np.round(shown / scale, 6)).size)


def common_factor(pairs: Sequence[tuple[Array, Array, Symbols]]) -> str | None:
    """An expression for the factor between got and want that holds in every call.

    Args:
        pairs: got, want and symbols of each call; a call in which all numbers are 0 does not count.

    Returns:
        The expression; "" if every call has a factor, but no expression fits, or more than one; None if some call
        has no factor.
    """
    with np.errstate(all="ignore"):
        return _common_factor(pairs)


def _common_factor(pairs: Sequence[tuple[Array, Array, Symbols]]) -> str | None:
    factors: list[tuple[float, Symbols]] = []
    entries = 0
    for got, want, names in pairs:
        found = scaling(got, want)
        if found is None:
            return None
        if found.entries:
            factors.append((found.factor, names))
            entries += found.entries
    # A single number always has a factor: then only an expression that fits in every call says something.
    if len(factors) < 2 or all(abs(f - 1) < NEAR for f, _ in factors):
        return None
    if len({round(f, 9) for f, _ in factors}) < 2 and len(factors) < 3:
        return None
    expressions = next(filter(None, (fitting(factors, level) for level in range(3))), [])
    if len(expressions) == 1:
        return expressions[0]
    return "" if entries > 2 * len(factors) else None


def fitting(factors: Sequence[tuple[float, Symbols]], level: int) -> list[str]:
    """The expressions that equal the factor in every call: several if the calls do not tell them apart.

    Args:
        factors: each call's, with the call's symbols.
        level: 0 for constants, 1 for a symbol or its inverse, 2 for anything made of them.
    """
    columns = [dict(_expressions(names, level)) for _, names in factors]
    shared = [e for e in columns[0] if all(e in column for column in columns)]
    return [e for e in shared if all(abs(c[e] - f) <= NEAR * abs(f) for c, (f, _) in zip(columns, factors))]


def _expressions(names: Symbols, level: int) -> Iterator[tuple[str, float]]:
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
