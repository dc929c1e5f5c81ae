"""A sum over the wrong axis, where the numbers of a public test leave no doubt: rows for columns, or all at once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.diagnosis.factors import scaling
from autograder.diagnosis.forms import Array, Tolerance, close
from autograder.questions.contracts import Contract

Words = tuple[str, str]  # English, Chinese
Said = tuple[str, dict[str, Words]]
NEAR = Tolerance(1e-6, 1e-9)
MOST_AXES = 4  # of an argument that is looked at
EACH: tuple[Words, Words] = (("each row", "每一行"), ("each column", "每一列"))
ALL: Words = ("all numbers together", "所有数")
OPERATIONS: tuple[tuple[Callable[..., Any], Words], ...] = ((np.sum, ("sum", "和")), (np.mean, ("mean", "平均值")))


def wrong_axis(got: Array, want: Array, contract: Contract | None, arguments: Sequence[object]) -> Iterator[Said]:
    """The statement, if there is one; of several that fit nothing is said.

    Args:
        got: what came, finite.
        want: what is right.
        contract: of the function that was called, if it is known.
        arguments: those of the call.
    """
    if got.ndim != want.ndim or not want.ndim or not np.isfinite(got).all():
        return
    named = _named(contract, arguments)
    yield from _of_reduced(got, want, named)
    if got.shape != want.shape:
        yield from _of_lengths(got, want, contract, arguments, named)
    elif want.ndim == 2 and min(want.shape) > 1:
        yield from _of_sums(got, want)


def _named(contract: Contract | None, arguments: Sequence[object]) -> list[tuple[str, Array]]:
    """The arguments that are arrays of numbers with several axes, by name."""
    if contract is None:
        return []
    return [
        (name, argument.astype(np.float64))
        for name, argument in zip(contract.signature.parameters, arguments)
        if isinstance(argument, np.ndarray) and 2 <= argument.ndim <= MOST_AXES and argument.dtype.kind in "fiu"
    ]


def _of_reduced(got: Array, want: Array, named: Sequence[tuple[str, Array]]) -> Iterator[Said]:
    """An argument summed or averaged over other axes than those that give what is expected."""
    found: dict[tuple[str, tuple[int, ...]], tuple[Words, Array]] = {}
    for name, argument in named:
        for operation, words in OPERATIONS:
            results = [(axes, operation(argument, axis=axes)) for axes in _some_axes(argument.ndim)]
            if not any(_same(result, want) for _, result in results):
                continue
            for axes, result in results:
                if _same(result, got) and not _same(result, want):
                    found.setdefault((name, axes), (words, argument))
    if len(found) != 1:
        return
    (((name, axes), (words, argument)),) = found.items()
    if argument.ndim == 2:
        here, there = EACH[1 - axes[0]], EACH[axes[0]]
        yield "axis-of", {"name": (name, name), "operation": words, "here": here, "there": there}
    else:
        listed = ", ".join(map(str, axes)), "、".join(map(str, axes))
        yield "axes-of", {"name": (name, name), "operation": words, "axes": listed}


def _some_axes(count: int) -> Iterator[tuple[int, ...]]:
    """Every choice of some axes, but not of all."""
    for size in range(1, count):
        yield from itertools.combinations(range(count), size)


def _of_lengths(
    got: Array,
    want: Array,
    contract: Contract | None,
    arguments: Sequence[object],
    named: Sequence[tuple[str, Array]],
) -> Iterator[Said]:
    """A vector with a number for each row of an argument in the place of one for each column, or vice versa."""
    if contract is None or got.ndim != 1:
        return
    if sum(size == got.size for size in contract.sizes(arguments).values()) != 1:
        return
    fitting = [
        (name, a.shape.index(got.size)) for name, a in named if sorted(a.shape) == sorted((*got.shape, *want.shape))
    ]
    if fitting and len({axis for _, axis in fitting}) == 1:
        name, axis = fitting[0]
        yield "length", {"name": (name, name), "here": EACH[axis], "there": EACH[1 - axis]}


def _of_sums(got: Array, want: Array) -> Iterator[Said]:
    """Columns that sum to 1 or 0 in the place of rows, or the other way round, or all numbers together."""
    if _same(got, want.T):
        return
    for logarithms in (False, True):
        if logarithms and not ((want <= 0).all() and (got <= 0).all()):
            return
        mine, right = (np.exp(got), np.exp(want)) if logarithms else (got, want)
        for total, axis in itertools.product((1.0, 0.0), (0, 1)):
            if not _all_sum_to(right, axis, total) or _all_sum_to(right, 1 - axis, total):
                continue
            if _all_sum_to(mine, axis, total):
                continue
            words = {"there": EACH[1 - axis], "total": (f"{total:g}", f"{total:g}")}
            if _all_sum_to(mine, 1 - axis, total):
                yield "sums", words | {"here": _summing(EACH[axis], logarithms)}
            elif total and _same(mine.sum(), np.asarray(total)) and scaling(mine, right) is None:
                yield "sums", words | {"here": _summing(ALL, logarithms)}


def _summing(what: Words, logarithms: bool) -> Words:
    """What sums up to something, with the verb."""
    en, zh = what
    if logarithms:
        return f"the exponentials of {en} sum", f"取指数后，{zh}之和"
    return f"{en} {'sums' if what in EACH else 'sum'}", f"{zh}之和"


def _all_sum_to(array: Array, axis: int, total: float) -> bool:
    return bool(np.allclose(array.sum(axis=axis), total, rtol=0.0, atol=1e-6 * max(1.0, float(np.abs(array).max()))))


def _same(a: Any, b: Any) -> bool:
    return bool(np.shape(a) == np.shape(b)) and close(np.asarray(a), np.asarray(b), NEAR)
