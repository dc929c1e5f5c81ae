"""What can be said of wrong answers that are no known mistake: a fixed order of questions, the first yes is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.engine.contracts import ContractError
from autograder.engine.diagnosis import wording
from autograder.engine.diagnosis.answers import Seen
from autograder.engine.diagnosis.factors import common_factor, symbols
from autograder.engine.diagnosis.forms import LOOSE, TIGHT, Branch, Form, Leaf, Other, Tolerance, alike, close
from autograder.engine.diagnosis.observations import Probe, known_error
from autograder.engine.diagnosis.tables import FunctionTable
from autograder.results import Category, Diagnosis


@dataclass
class Part:
    """One returned value over all probes: what came, what is right, how near is near, and the call's sizes."""

    name: str
    number: int
    pairs: list[tuple[Leaf, Leaf, Tolerance, dict[str, float]]] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether it is right on every probe."""
        return all(close(got.array, want.array, near) for got, want, near, _ in self.pairs)

    @property
    def wrong_pairs(self) -> list[tuple[Leaf, Leaf]]:
        """Where it is wrong."""
        return [(got, want) for got, want, near, _ in self.pairs if not close(got.array, want.array, near)]


def finding(table: FunctionTable, answers: Sequence[Seen]) -> Diagnosis | None:
    """The first general statement that holds, or None."""
    return next(_statements(table, answers), None)


def unrepeatable(table: FunctionTable) -> Diagnosis:
    """The same arguments, seed included, gave two answers."""
    return Diagnosis(table.name, "generic-unrepeatable", wording.message("unrepeatable", {}), "value")


def _statements(table: FunctionTable, answers: Sequence[Seen]) -> Iterator[Diagnosis]:
    def say(what: str, category: Category, **words: Any) -> Diagnosis:
        return Diagnosis(table.name, f"generic-{what}", wording.message(what, words), category)

    total = len(answers)
    raised = [
        known_error(a.observation.error)
        for a, r in zip(answers, table.reference)
        if a.kind == "raised" and (r.kind != "raised" or a.observation.error != r.observation.error)
    ]
    if raised:
        kinds = ", ".join(sorted(set(raised))[:3])
        yield say("exception-always" if len(raised) == total else "exception", "exception", error=kinds)
    silent = [
        r.observation.error for a, r in zip(answers, table.reference) if r.kind == "raised" and a.kind != "raised"
    ]
    if silent:
        yield say("no-exception", "exception", error=silent[0])
    both = [
        (a, r, t, symbols(table.contract, p))
        for a, r, t, p in zip(answers, table.reference, table.tolerances, table.probes)
        if a.kind != "raised" and r.kind == "returned"
    ]
    expected = table.contract.expected
    if both and all(isinstance(a.form, Other) and a.form.value is None for a, *_ in both):
        yield say("none", "shape")
    if any(a.form is None for a, *_ in both):
        yield say("object", "shape", expected=expected)
    if table.free:
        if any(_refused(table, a, p) for a, p in zip(answers, table.probes)):
            yield say("structure", "shape", expected=expected)
        return
    parts = _parts_of(table, both)
    if parts is None:
        yield say("structure", "shape", expected=expected)
        return
    yield from _of_shapes(parts, say, expected)
    yield from _of_numbers(parts, say, total)
    if all(part.right for part in parts) and not _same_others(both):
        yield say("other-value", "value")
    changed = sorted({i for a, *_ in both for i in a.observation.changed})
    if changed and all(part.right for part in parts):
        names = list(table.contract.signature.parameters)
        yield say("changed", "changed", argument=names[changed[0]] if changed[0] < len(names) else changed[0] + 1)
    yield from _of_values(parts, say)


def _refused(table: FunctionTable, answer: Seen, probe: Probe) -> bool:
    """Whether the contract refuses the answer as a whole."""
    if answer.form is None or probe.operation != "call":
        return False
    try:
        table.contract.check(tuple(probe.arguments()), answer.observation.result())
    except ContractError:
        return True
    return False


def _of_shapes(parts: list[Part], say: Any, expected: str) -> Iterator[Diagnosis]:
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


def _of_numbers(parts: list[Part], say: Any, total: int) -> Iterator[Diagnosis]:
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


def _of_values(parts: list[Part], say: Any) -> Iterator[Diagnosis]:
    wrong = [part for part in parts if not part.right]
    for part in wrong:
        pairs = [(got.array, want.array, sizes) for got, want, _, sizes in part.pairs]
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
    if wrong and len(wrong) < len(parts):
        names = {"right": ", ".join(p.name for p in parts if p.right), "wrong": ", ".join(p.name for p in wrong)}
        yield say("part", "value", **names)


def _parts_of(table: FunctionTable, both: list[tuple[Seen, Seen, Tolerance, dict[str, float]]]) -> list[Part] | None:
    """The returned values by place, or None if the answers are laid out in another way."""
    parts: dict[Any, Part] = {}
    for answer, right, near, sizes in both:
        if answer.form is None or right.form is None:
            return None
        for place, got, want in _pairs(answer.form, right.form):
            if got is None or want is None:
                return None
            name, number = _name(table, place, right.form)
            parts.setdefault(number, Part(name, number)).pairs.append((got, want, near, sizes))
    return [parts[number] for number in sorted(parts)]


def _pairs(got: Form, want: Form, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any, Any]]:
    """Leaves of both at the same place; None where the layouts part."""
    if isinstance(want, Leaf) and isinstance(got, Leaf):
        yield place, got, want
    elif isinstance(want, Branch) and isinstance(got, Branch):
        if set(want.parts) != set(got.parts):
            yield place, None, None
            return
        for key, part in want.parts.items():
            yield from _pairs(got.parts[key], part, (*place, key))
    elif not (isinstance(want, Other) and isinstance(got, Other)):
        yield place, None, None


def _name(table: FunctionTable, place: tuple[Any, ...], form: Form) -> tuple[str, int]:
    """What a part is called: by the docstring, by its key, or by its number from 1."""
    if not place or not isinstance(form, Branch) or table.listed:
        return "", 0
    number = list(form.parts).index(place[0])
    if form.keyed:
        return str(place[0]), number
    if len(table.parts) == len(form.parts):
        return table.parts[number], number
    return f"#{number + 1}", number


def _same_others(both: list[tuple[Seen, Seen, Tolerance, dict[str, float]]]) -> bool:
    return all(a.form is not None and r.form is not None and alike(a.form, r.form, LOOSE) for a, r, *_ in both)


def _is_finite(leaf: Leaf) -> bool:
    return bool(np.isfinite(leaf.array).all())


def _near(a: Any, b: Any) -> bool:
    return close(a, b, TIGHT) or close(a, b, Tolerance(1e-5, 1e-9))


def _off_by(got: Leaf, want: Leaf) -> int:
    """1 or -1 if every entry is that much too large and whole numbers are counted; else 0."""
    difference = got.array - want.array
    whole = difference.size > 0 and bool((want.array == np.round(want.array)).all())
    return int(difference.flat[0]) if whole and (np.abs(difference) == 1).all() and np.ptp(difference) == 0 else 0


def _is_transposed(got: Leaf, want: Leaf) -> bool:
    a, b = got.array, want.array
    return a.ndim == 2 and a.shape == b.T.shape and _near(a, b.T)


def _is_permuted(got: Leaf, want: Leaf) -> bool:
    a, b = got.array, want.array
    return a.size > 1 and a.size == b.size and _near(np.sort(a, axis=None), np.sort(b, axis=None))
