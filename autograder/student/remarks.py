"""What can be said about a failed public case beyond its message: of a list of statements, the first certain one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.checks.values import as_sequence
from autograder.diagnosis import wording
from autograder.diagnosis.factors import NEAR, scaling, symbols
from autograder.diagnosis.forms import Leaf, Tolerance, close
from autograder.diagnosis.patterns import Pair, Part, of_numbers, of_shapes, of_values
from autograder.questions.contracts import ContractError, describe
from autograder.results import Message
from autograder.student.axes import wrong_axis
from autograder.student.factor_words import EVERY, EVERY_CASE, Scaled, Words, factor_words
from autograder.student.places import Spot
from autograder.student.recording import Call, Comparison, Recording

WRONG = ("failed", "errored")
SMALL = 1e-3  # what is that much smaller than in other cases shows a constant that these do not show
SEVERAL = 2  # numbers of different size: with fewer, nothing is said that might be a coincidence
Said = tuple[str, dict[str, Words]]
Find = Callable[[BaseException], Spot | None]


def remarks(cases: Sequence[Recording], find: Find) -> dict[str, Message]:
    """The remarks on the wrong cases of a question, as far as there are any.

    Args:
        cases: those of the question that have run so far.
        find: tells where in the student's file an exception was raised.
    """
    found = {}
    for case in cases:
        if case.outcome in WRONG:
            said = next(_statements(case, cases, find), None)
            if said is not None:
                found[case.case] = wording.remark(*said)
    return found


def _statements(case: Recording, cases: Sequence[Recording], find: Find) -> Iterator[Said]:
    call = next((call for call in reversed(case.calls) if call.error is None), None)
    if case.error is not None and any(call.error is case.error for call in case.calls):
        yield from _of_exception(case, case.error, cases, find)
        return
    comparison = next((c for c in reversed(case.comparisons) if not c.right), None)
    if comparison is not None and comparison.call is not None:
        call = comparison.call
    if call is not None:
        yield from _of_result(call, comparison)
    if comparison is not None:
        with np.errstate(all="ignore"):
            yield from _of_comparison(comparison, cases)
    for call in case.calls:
        if call.changed:
            yield "changed", {"function": _same(call.function), "argument": _same(_parameter(call, call.changed[0]))}


def _of_exception(case: Recording, error: BaseException, cases: Sequence[Recording], find: Find) -> Iterator[Said]:
    spot, call = find(error), case.calls[-1]
    if call.takes:
        words = {"function": _same(call.function), "takes": _same(call.takes), "given": _same(str(call.given))}
        yield "signature", words
        return
    if spot is not None and case.wants:
        what = "assert" if isinstance(error, AssertionError) else "another-exception"
        yield what, {"place": _spot(spot), "error": _same(type(error).__name__), "right": _same(case.wants)}
    if spot is None or call.sent is None:
        return
    fine = any(c.function == call.function and c.error is None for case in cases for c in case.calls)
    given = [f"{_parameter(call, i)} {_kind(arg)}" for i, arg in enumerate(call.arguments())]
    arguments = ", ".join(given), "、".join(given)
    yield "exception" if fine else "exception-always", {"place": _spot(spot), "arguments": arguments}


def _of_result(call: Call, comparison: Comparison | None) -> Iterator[Said]:
    """Statements about what the call returned as a whole."""
    contract = call.contract
    if call.result is None:
        if (comparison is not None and comparison.got is None) or (contract is not None and _refuses(call)):
            yield "none", {"function": _same(call.function)}
        return
    if contract is None:
        return
    hint = contract.hint
    args = getattr(hint, "__args__", ())
    is_tuple = getattr(hint, "__origin__", None) is tuple
    items = as_sequence(call.result)
    if is_tuple and Ellipsis not in args and (items is None or len(items) != len(args)):
        yield "structure", {"expected": _same(contract.expected)}
    keys = getattr(hint, "__annotations__", None) if isinstance(hint, type) and issubclass(hint, dict) else None
    if keys and not (isinstance(call.result, dict) and set(call.result) == set(keys)):
        yield "structure", {"expected": _same(contract.expected)}


def _refuses(call: Call) -> bool:
    assert call.contract is not None
    try:
        call.contract.check(tuple(call.arguments()), call.result)
    except ContractError:
        return True
    return False


def _of_comparison(comparison: Comparison, cases: Sequence[Recording]) -> Iterator[Said]:
    pairs = _pairs_of(comparison)
    if not pairs:
        return
    ((got, want, *_),) = pairs
    expected = _expected(comparison)

    def say(what: str, category: str, **words: Any) -> Said:
        return what, {"expected": expected}

    if got.array.shape != want.array.shape:
        if got.array.ndim and not want.array.ndim and got.array.size > 1:
            yield say("scalar", "shape")
        yield from _of_axes(comparison, got, want)
        for what, words in of_shapes([Part("", 0, pairs)], say, ""):
            larger = what == "shape-always" and got.array.size > want.array.size
            if expected[0] or what in ("extra-axis", "transposed"):
                yield "shape" if larger else what, words
        return
    others = [c for case in cases for c in case.comparisons if c is not comparison and _belongs(c, comparison)]
    yield from _of_constant(comparison, others)
    yield from _of_kinds(Part("", 0, pairs), others, say)
    yield from _of_axes(comparison, got, want)
    yield from _of_factor(comparison, others)
    yield from _of_values(pairs, [pair for c in others if not c.right for pair in _pairs_of(c)], say)


def _of_kinds(part: Part, others: Sequence[Comparison], say: Callable[..., Said]) -> Iterator[Said]:
    """Statements about dtype, NaN and precision; whether NaN is only here depends on the other entries and cases."""
    ((got, want, *_),) = part.pairs
    for what, words in of_numbers([part], say, 1):
        if what == "nan":
            finite = np.isfinite(got.array)
            rest = close(got.array[finite], want.array[finite], Tolerance(1e-6, 1e-6))
            elsewhere = (rest and bool(finite.any())) or any(c.right for c in others)
            what = "nan-too" if not rest else "nan" if elsewhere else "nan-always"
        if what != "precision" or _sizes(want) >= SEVERAL:
            yield what, words


def _of_axes(comparison: Comparison, got: Leaf, want: Leaf) -> Iterator[Said]:
    call = comparison.call
    known = call is not None and call.contract is not None and call.sent is not None
    contract, arguments = (call.contract, call.arguments()) if call is not None and known else (None, [])
    return wrong_axis(got.array, want.array, contract, arguments)


def _of_constant(comparison: Comparison, others: Sequence[Comparison]) -> Iterator[Said]:
    """A result that is too small, and only where the arguments are: what `norm + 1e-8` does."""
    wrong = [comparison, *(other for other in others if not other.right)]
    right = [other for other in others if other.right and (found := _scaled(other)) is not None and found.factor]
    factors = [_scaled(one) for one in wrong]
    if not right or any(found is None or not 0 < found.factor < 1 - NEAR for found in factors):
        return
    if max(map(_largest, wrong)) <= SMALL * min(map(_largest, right)):
        yield "constant", {}


def _largest(comparison: Comparison) -> float:
    """The largest number in the arrays that a call was given."""
    call = comparison.call
    given: list[Any] = call.arguments() if call is not None else []
    arrays = [
        a for one in given for a in (one if isinstance(one, (list, tuple)) else [one]) if isinstance(a, np.ndarray)
    ]
    return max((float(np.abs(a).max()) for a in arrays if a.size and a.dtype.kind in "fiu"), default=0.0)


def _of_factor(comparison: Comparison, others: Sequence[Comparison]) -> Iterator[Said]:
    mine = _scaled(comparison)
    if mine is None:
        return
    scaled = [(other, _scaled(other)) for other in others]
    pool = [mine, *(found for _, found in scaled if found is not None)]
    if any(found is None and not other.right for other, found in scaled):
        # Some wrong value has no factor: there is another cause, or a second one.
        pool = [replace(mine, names={})]
    words = factor_words(mine, pool, comparison.call.contract if comparison.call else None)
    if words is not None:
        yield "opposite" if abs(mine.factor + 1) < NEAR else "factor", words


def _scaled(comparison: Comparison) -> Scaled | None:
    """The factor of a comparison, if it has any number that is not 0."""
    for got, want, _, names, *_ in _pairs_of(comparison):
        found = scaling(got.array, want.array)
        if found is not None and found.entries:
            return Scaled(found, names, comparison.right)
    return None


def _of_values(pairs: list[Pair], others: list[Pair], say: Callable[..., Said]) -> Iterator[Said]:
    """Statements that hold for this comparison and for every other wrong one of the same returned value."""
    pairs = [*pairs, *others]
    if any(got.array.shape != want.array.shape for got, want, *_ in pairs):
        return
    wants = [want for _, want, *_ in pairs]
    every = EVERY if _sizes(wants[0]) >= SEVERAL else EVERY_CASE
    for what, words in of_values([Part("", 0, pairs)], say):
        if _is_shown(what, wants):
            yield what, words | {"every": every}


def _is_shown(what: str, wants: Sequence[Leaf]) -> bool:
    """Whether there are enough numbers to rule out a coincidence: worked examples have few numbers, and round ones."""
    several = len(wants) > 1
    values = max(np.unique(np.round(want.array, 9)).size for want in wants)
    needed = {"one-more": 2, "one-less": 2, "permuted": 5, "transposed": 4}
    if what in needed:
        return bool(values >= needed[what]) or (several and (what not in ("permuted", "transposed") or values >= 3))
    return sum(_sizes(want) for want in wants) >= {"sign": 3, "zeros": 2}.get(what, 1 << 30)


def _belongs(one: Comparison, other: Comparison) -> bool:
    """Whether both compare the same returned value, of different calls."""
    if one.call is None or other.call is None or one.place is None or one.call is other.call:
        return False
    return (one.call.function, one.place) == (other.call.function, other.place)


def _pairs_of(comparison: Comparison) -> list[Pair]:
    """Both values as one pair of numbers; an empty list if one of them has no numbers."""
    got, want = _leaf(comparison.got), _leaf(comparison.want)
    if got is None or want is None:
        return []
    call, near = comparison.call, Tolerance(comparison.tolerance, comparison.tolerance)
    names = {}
    if call is not None and call.contract is not None and call.sent is not None:
        names = symbols(call.contract, call.arguments())
    return [Pair(got, Leaf(want.array, True, False), near, names)]


def _leaf(value: Any) -> Leaf | None:
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if array.dtype.kind not in "fiu":
        return None
    fits = array.dtype.kind == "f" or not array.ndim or not isinstance(value, np.ndarray)
    return Leaf(array.astype(np.float64), fits, False)


def _sizes(want: Leaf) -> int:
    """How many different sizes the numbers have, not counting 0."""
    sizes = np.abs(want.array[np.isfinite(want.array) & (want.array != 0)])
    return int(np.unique(np.round(sizes / sizes.max(), 6)).size) if sizes.size else 0


def _expected(comparison: Comparison) -> Words:
    """The contract of the compared value in symbols, with the call's sizes; empty if there is none."""
    call = comparison.call
    if call is None or call.contract is None or comparison.place is None or len(comparison.place) > 1:
        return "", ""
    hint = call.contract.hint
    if comparison.place:
        hints = getattr(hint, "__annotations__", None) or dict(enumerate(getattr(hint, "__args__", ())))
        if comparison.place[0] not in hints:
            return "", ""
        hint = hints[comparison.place[0]]
    form = describe(hint)
    bound = call.contract.sizes(call.arguments())
    sizes = [f"{name} = {bound[name]}" for name in re.findall(r"\w+", form) if isinstance(bound.get(name), int)]
    return form + (f" with {', '.join(sizes)}" if sizes else ""), form + (f"，这里 {'、'.join(sizes)}" if sizes else "")


def _same(text: str) -> Words:
    return text, text


def _parameter(call: Call, number: int) -> str:
    names = list(call.contract.signature.parameters) if call.contract is not None else []
    return names[number] if number < len(names) else f"#{number + 1}"


def _kind(value: Any) -> str:
    """An argument as a student would describe it: a shape and a dtype, or the value."""
    if isinstance(value, np.ndarray):
        return f"{value.shape} {value.dtype}"
    if isinstance(value, (list, tuple, dict)):
        return f"({type(value).__name__} of {len(value)})"
    return f"= {str(value)[:40]}"


def _spot(spot: Spot) -> Words:
    source = f"`{spot.source[:60]}`" if spot.source else ""
    en, zh = spot.words()
    return (f"{en} ({source})", f"{zh}（{source}）") if source else (en, zh)
