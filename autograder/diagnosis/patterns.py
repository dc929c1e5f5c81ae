"""What can be said of wrong numbers, given the right ones: of a list of statements, the first that holds counts.

Nothing is known of the function here: the numbers come from probes (`general`) or a public test (`homework check`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import numpy as np

from autograder.diagnosis import wording
from autograder.diagnosis.deviations import function_of, more_of, same_shift, slice_by_slice
from autograder.diagnosis.factors import Symbols, common_factor
from autograder.diagnosis.forms import LOOSE, TIGHT, Array, Leaf, Tolerance, close

Said = TypeVar("Said")


class Pair(NamedTuple):
    """One returned value in one call: what came, what is right, how close counts, the call's sizes and arguments."""

    got: Leaf
    want: Leaf
    near: Tolerance
    sizes: Symbols
    arguments: Mapping[str, object] = {}


@dataclass
class Part:
    """One returned value over all calls."""

    name: str
    number: int
    pairs: list[Pair] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether it is right in every call."""
        return all(close(got.array, want.array, near) for got, want, near, *_ in self.pairs)

    @property
    def wrong_pairs(self) -> list[tuple[Leaf, Leaf]]:
        """Where it is wrong."""
        return [(got, want) for got, want, near, *_ in self.pairs if not close(got.array, want.array, near)]


def of_shapes(parts: list[Part], say: Callable[..., Said], expected: str) -> Iterator[Said]:
    """Statements about shapes; `expected` is the contract in symbols."""
    for part in parts:
        odd = [(got.array, want.array) for got, want in part.wrong_pairs if got.array.shape != want.array.shape]
        if not odd:
            continue
        if all(g.ndim > w.ndim and _near(g.squeeze(), w.squeeze()) for g, w in odd):
            yield say("extra-axis", "shape", part=part.name)
        elif all(g.ndim == w.ndim == 2 and g.shape == w.T.shape and _near(g, w.T) for g, w in odd):
            yield say("transposed", "shape", part=part.name)
        elif all(g.ndim < w.ndim for g, w in odd):
            yield say("missing-axis", "shape", part=part.name, expected=expected)
        else:
            always = len(odd) == len(part.pairs)
            yield say("shape-always" if always else "shape", "shape", part=part.name, expected=expected)


def of_numbers(parts: list[Part], say: Callable[..., Said], total: int) -> Iterator[Said]:
    """Statements about the kind of number, NaN and precision; `total` is how many calls were made."""
    for part in parts:
        if any(want.fits and not got.fits for got, want, *_ in part.pairs):
            yield say("dtype", "shape", part=part.name)
    for part in parts:
        if part.right:
            continue
        lost = [
            not np.isfinite(got.array).all() and bool(np.isfinite(want.array).all()) for got, want in part.wrong_pairs
        ]
        if all(lost):
            everywhere = len(lost) == len(part.pairs) and total > 1
            yield say("nan-always" if everywhere else "nan", "stability", part=part.name)
        elif any(lost):
            yield say("nan-too", "stability", part=part.name)
    for part in parts:
        if not part.right and all(close(got.array, want.array, LOOSE) for got, want, *_ in part.pairs):
            yield say("precision", "stability", part=part.name)


def of_values(parts: list[Part], say: Callable[..., Said]) -> Iterator[Said]:
    """Statements about values, where shapes and kinds are right."""
    wrong = [part for part in parts if not part.right]
    for part in wrong:
        pairs = [(got.array, want.array, sizes) for got, want, _, sizes, *_ in part.pairs]
        factor = common_factor(pairs)
        if factor is not None:
            what = "opposite" if factor == "-1" else "factor" if factor else "some-factor"
            yield say(what, "value", part=part.name, factor=factor)
        elif all(_off_by(got, want) == 1 for got, want in part.wrong_pairs):
            yield say("one-more", "value", part=part.name)
        elif all(_off_by(got, want) == -1 for got, want in part.wrong_pairs):
            yield say("one-less", "value", part=part.name)
        elif all(_near(np.abs(got.array), np.abs(want.array)) for got, want in part.wrong_pairs):
            yield say("sign", "value", part=part.name)
        elif all(_is_transposed(got, want) for got, want in part.wrong_pairs):
            yield say("transposed", "value", part=part.name)
        elif all(_is_permuted(got, want) for got, want in part.wrong_pairs):
            yield say("permuted", "value", part=part.name)
        elif all(not got.array.any() for got, want, *_ in part.pairs):
            yield say("zeros", "value", part=part.name)
        else:
            yield from _of_deviation(part, say)
    if wrong and len(wrong) < len(parts):
        names = {"right": ", ".join(p.name for p in parts if p.right), "wrong": ", ".join(p.name for p in wrong)}
        yield say("part", "value", **names)


def _of_deviation(part: Part, say: Callable[..., Said]) -> Iterator[Said]:
    """How wrong numbers of the right shape come from the right ones."""
    wrong = [pair for pair in part.pairs if not _near(pair.got.array, pair.want.array)]
    arrays = [(pair.got.array, pair.want.array) for pair in wrong]
    found = function_of(arrays)
    if found is not None:
        yield say("function-of-right", "value", part=part.name, function=wording.FUNCTIONS[found])
    if same_shift(arrays):
        yield say("shifted", "value", part=part.name)
    for what, axis in slice_by_slice(arrays):
        yield say(what, "value", part=part.name, slice=wording.SLICES[axis])
    name = more_of(arrays, [pair.arguments for pair in wrong])
    if name is not None:
        yield say("more-of-argument", "value", part=part.name, name=name)


def _near(a: Array, b: Array) -> bool:
    return close(a, b, TIGHT) or close(a, b, Tolerance(1e-5, 1e-9))


def _off_by(got: Leaf, want: Leaf) -> int:
    """1 or -1 if whole numbers are expected and every entry is that much too large; otherwise 0."""
    difference = got.array - want.array
    whole = difference.size > 0 and bool((want.array == np.round(want.array)).all())
    return int(difference.flat[0]) if whole and (np.abs(difference) == 1).all() and np.ptp(difference) == 0 else 0


def _is_transposed(got: Leaf, want: Leaf) -> bool:
    a, b = got.array, want.array
    return a.ndim == 2 and a.shape == b.T.shape and _near(a, b.T)


def _is_permuted(got: Leaf, want: Leaf) -> bool:
    a, b = got.array, want.array
    return a.size > 1 and a.size == b.size and _near(np.sort(a, axis=None), np.sort(b, axis=None))
