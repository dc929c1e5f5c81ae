"""The mistake of the values: what a function answers to ordinary inputs, whatever it does at the edges.

Real code that makes a known mistake nearly always differs from the listed one at some edge as well: it raises for
integers, changes an argument, lacks a ValueError. So a mistake is also sought on ordinary probes alone, where only
values count; and where no single one fits, two at once.
"""

from __future__ import annotations

import itertools
import typing
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from autograder.diagnosis.agreement import Observed
from autograder.diagnosis.factors import scaling
from autograder.diagnosis.forms import (
    EXACT,
    LOOSE,
    RIGHT,
    TIGHT,
    Array,
    Branch,
    Form,
    Leaf,
    Tolerance,
    alike,
    close,
    leaves,
)
from autograder.diagnosis.known import Known

if TYPE_CHECKING:  # what keeps tables needs more than a student has
    from autograder.diagnosis.tables import FunctionTable

Names = tuple[Known, ...]
LEAST = 3  # ordinary probes with an answer
LEAST_WRONG = 2  # of them with a wrong one: these tell the mistake from a right function
FEW_NUMBERS = 3  # with fewer numbers than this in all wrong answers, two wrong probes are too little
MOST_HALVES = 24  # mistakes of which pairs are made
NEAR = tuple(replace(near, fits=False) for near in (EXACT, RIGHT, TIGHT, LOOSE))  # the kind of number is an edge
COMBINED = 4  # numbers at least, before a combination of two mistakes is computed


@dataclass(frozen=True)
class Values:
    """What there is to compare: the ordinary probes to which a function answered with numbers.

    Attributes:
        places: the positions of these probes.
        wrong: those with a wrong answer.
    """

    table: FunctionTable
    observed: Sequence[Observed]
    places: tuple[int, ...]
    wrong: tuple[int, ...]

    @classmethod
    def of(cls, table: FunctionTable, observed: Sequence[Observed]) -> Values:
        """Those of a function that has been run."""
        observed = [settled(one, right) for one, right in zip(observed, table.reference)]
        places = tuple(i for i in table.ordinary if observed[i].kind == "returned" and finite(observed[i]))
        wrong = tuple(i for i in places if not same(observed[i], table.reference[i], table.tolerances[i]))
        return cls(table, observed, places, wrong)

    @property
    def enough(self) -> bool:
        """Whether they can prove anything."""
        forms = [form for i in self.wrong if (form := self.observed[i].form) is not None]
        numbers = sum(leaf.array.size for form in forms for _, leaf in leaves(form))
        least = LEAST_WRONG if numbers > FEW_NUMBERS else LEAST_WRONG + 1
        return len(self.places) >= LEAST and len(self.wrong) >= least

    def fits(self, theirs: Sequence[Observed], near: Tolerance) -> bool:
        """Whether another function answers the same to all of them, and is right wherever this one is right."""
        return all(
            theirs[i].kind == "returned" and same(self.observed[i], theirs[i], near) for i in self.places
        ) and not any(self._is_wrong(theirs, i) for i in self.right_at_edges)

    @cached_property
    def right_at_edges(self) -> tuple[int, ...]:
        """The other probes to which it gives the right numbers."""
        table = self.table
        return tuple(
            i
            for i, right in enumerate(table.reference)
            if i not in table.ordinary
            and right.kind == self.observed[i].kind == "returned"
            and same(self.observed[i], right, table.tolerances[i])
        )

    def _is_wrong(self, theirs: Sequence[Observed], i: int) -> bool:
        """Whether a function gives wrong numbers to a probe."""
        right = self.table.reference[i]
        return theirs[i].kind == "returned" and finite(theirs[i]) and not same(theirs[i], right, LOOSE)


def names_of(values: Values) -> list[Names]:
    """All explanations of the values by one listed mistake, or else by two; named if there is exactly one."""
    table = values.table
    if not values.enough:
        return []
    for near in NEAR:
        if values.fits(table.reference, near):
            return []
        found: list[Names] = [(known,) for known, theirs in table.mistakes if values.fits(theirs, near)]
        found = found or [both for both, theirs in table.combinations if values.fits(theirs, near)]
        if found:
            return found
    if not all(isinstance(values.observed[i].form, (Leaf, Branch)) for i in values.places):
        return []
    return _by_parts(values, TIGHT) or _combined(values, TIGHT)


def is_near(values: Values, named: Names) -> bool:
    """Whether a named mistake explains the values to a few digits only: something small is wrong beside it."""
    theirs = next((theirs for known, theirs in values.table.mistakes if (known,) == named), None)
    return theirs is not None and not values.fits(theirs, TIGHT) and values.fits(theirs, LOOSE)


def settled(one: Observed, right: Observed) -> Observed:
    """A result without axes of length 1 that do not belong there: these are a matter of form."""
    if one.form is None or right.form is None:
        return one
    form = _settled(one.form, right.form)
    return one if form is one.form else replace(one, form=form)


def _settled(form: Form, right: Form) -> Form:
    if isinstance(form, Leaf) and isinstance(right, Leaf):
        mine, theirs = form.array, right.array
        if mine.ndim != theirs.ndim and mine.squeeze().shape == theirs.squeeze().shape:
            return replace(form, array=mine.reshape(theirs.shape))
    if isinstance(form, Branch) and isinstance(right, Branch) and set(form.parts) == set(right.parts):
        parts = {key: _settled(part, right.parts[key]) for key, part in form.parts.items()}
        if any(parts[key] is not part for key, part in form.parts.items()):
            return Branch(parts, form.keyed)
    return form


def same(one: Observed, other: Observed, near: Tolerance) -> bool:
    """Whether two calls returned the same values."""
    if one.form is None or other.form is None:
        return one.form is other.form
    return alike(one.form, other.form, replace(near, fits=False))


def finite(one: Observed) -> bool:
    """Whether a result holds no NaN and no infinity."""
    return one.form is not None and all(bool(np.isfinite(leaf.array).all()) for _, leaf in leaves(one.form))


# -- different parts: each of two mistakes is wholly there, in other returned values -----------------------------------


def parts_of(form: Form | None, listed: bool) -> dict[Hashable, Form]:
    """The returned values by position or key, also inside a dict; one of them under "" if there is only one."""
    if not isinstance(form, Branch) or listed:
        return {"": form} if form is not None else {}
    found: dict[Hashable, Form] = {}
    for key, part in form.parts.items():
        inner = part.parts if isinstance(part, Branch) and part.keyed else None
        found.update({(key, name): value for name, value in inner.items()} if inner is not None else {key: part})
    return found


def _by_parts(values: Values, near: Tolerance) -> list[Names]:
    """Two or three mistakes that are wrong in different returned values, or at least those that are certain."""
    table = values.table
    if typing.get_origin(table.hint) is not tuple and not typing.is_typeddict(table.hint):
        return []
    wrong = _wrong_parts(values, values.observed, near)
    if wrong is None or len(wrong) < 2:
        return []
    halves: list[tuple[Known, frozenset[Hashable]]] = []
    for known, theirs in table.mistakes:
        parts = _wrong_parts(values, theirs, near)
        if parts and parts <= wrong and _agree_on(values, theirs, parts, near):
            halves.append((known, parts))
    halves = halves[:MOST_HALVES]
    for count in (2, 3):
        found = [
            tuple(known for known, _ in chosen)
            for chosen in itertools.combinations(halves, count)
            if frozenset[Hashable]().union(*(parts for _, parts in chosen)) == wrong
            and sum(len(parts) for _, parts in chosen) == len(wrong)
        ]
        if found:
            return found
    return []


def _wrong_parts(values: Values, theirs: Sequence[Observed], near: Tolerance) -> frozenset[Hashable] | None:
    """The parts that are wrong somewhere; None if a result is laid out in another way, or is none."""
    table, wrong = values.table, set[Hashable]()
    for i in values.places:
        right = parts_of(table.reference[i].form, table.listed)
        got = parts_of(theirs[i].form, table.listed)
        if set(right) != set(got):
            return None
        wrong |= {key for key, part in right.items() if not alike(got[key], part, near)}
    return frozenset(wrong)


def _agree_on(values: Values, theirs: Sequence[Observed], parts: frozenset[Hashable], near: Tolerance) -> bool:
    for i in values.places:
        got = parts_of(values.observed[i].form, values.table.listed)
        other = parts_of(theirs[i].form, values.table.listed)
        if not all(alike(got[key], other[key], near) for key in parts):
            return False
    return True


# -- the same part: what two mistakes do together is computed ----------------------------------------------------------


def _combined(values: Values, near: Tolerance) -> list[Names]:
    """Pairs of which one scales the result, or which both add something to it.

    A formula in a few numbers is left alone: there most mistakes are factors, and some two of them make any third.
    """
    first = values.table.probes[values.places[0]].arguments()
    if all(isinstance(arg, (int, float, str)) for arg in first):
        return []
    got = _numbers(values, values.observed)
    right = _numbers(values, values.table.reference)
    if got is None or right is None or len(got) != len(right) or sum(a.size for a in got) < COMBINED or _whole(got):
        return []
    found: dict[frozenset[str], Names] = {}
    usable, factors = values.table.remembered(values.places, lambda: _to_combine(values, right, near))
    with np.errstate(all="ignore"):
        for (one, theirs), (scale, factor) in itertools.product(usable, factors):
            if one.id == scale.id or not _equal((f * a for f, a in zip(factor, theirs)), got, near):
                continue
            if not _cancel(theirs, [f * r for f, r in zip(factor, right)], right, got, near):
                found.setdefault(frozenset((one.id, scale.id)), (one, scale))
        scales = {known.id for known, _ in factors}  # a factor multiplies what another mistake does
        for (one, a), (other, b) in _pairs([(known, theirs) for known, theirs in usable if known.id not in scales]):
            if _adds_up(a, b, right, got, near) and not _cancel(a, b, right, got, near):
                found.setdefault(frozenset((one.id, other.id)), (one, other))
    return list(found.values())


Column = tuple[Known, list[Array]]


def _to_combine(
    values: Values, right: list[Array], near: Tolerance
) -> tuple[list[Column], list[tuple[Known, list[float]]]]:
    """The mistakes that can be combined, with their numbers; and those that scale the result, with the factors."""
    columns = [(known, _numbers(values, theirs)) for known, theirs in values.table.mistakes]
    laid_out = [(known, theirs) for known, theirs in columns if theirs is not None and len(theirs) == len(right)]
    usable = [(known, theirs) for known, theirs in laid_out if not _equal(theirs, right, near)]
    factors = [(known, factor) for known, theirs in usable if (factor := _factors(theirs, right)) is not None]
    return usable, factors


def _pairs(usable: list[tuple[Known, list[Array]]]) -> Iterator[tuple[tuple[Known, list[Array]], ...]]:
    return itertools.combinations(usable[: 2 * MOST_HALVES], 2)


def _adds_up(a: list[Array], b: list[Array], right: list[Array], got: list[Array], near: Tolerance) -> bool:
    for x, y, r, g in zip(a, b, right, got):
        if not x.shape == y.shape == r.shape == g.shape or not close(x + y - r, g, near):
            return False
    return True


def _cancel(a: list[Array], b: list[Array], right: list[Array], got: list[Array], near: Tolerance) -> bool:
    """Whether both mistakes would be there in a value that is right: then they are no explanation."""
    return any(
        close(g, r, near) and not close(x, r, near) and not close(y, r, near)
        for x, y, r, g in zip(a, b, right, got)
        if x.shape == y.shape == r.shape
    )


def _numbers(values: Values, theirs: Sequence[Observed]) -> list[Array] | None:
    """All returned arrays of all ordinary probes; None if something else is among them."""
    found: list[Array] = []
    for i in values.places:
        form = theirs[i].form
        if form is None or any(not isinstance(part, (Leaf, Branch)) for part in parts_of(form, False).values()):
            return None
        found += [leaf.array for _, leaf in leaves(form)]
    return found if all(np.isfinite(a).all() for a in found) else None


def _factors(theirs: list[Array], right: list[Array]) -> list[float] | None:
    """By what each array is too large; None if one is not simply too large."""
    if len(theirs) != len(right):
        return None
    found = []
    for a, r in zip(theirs, right):
        one = scaling(a, r)
        if one is None:
            return None
        found.append(one.factor)
    return found


def _equal(a: Iterable[Array], b: Sequence[Array], near: Tolerance) -> bool:
    return all(close(x, y, near) for x, y in zip(a, b))


def _whole(got: list[Array]) -> bool:
    """Whether all numbers are whole: then sums of deviations coincide too easily."""
    return all(bool((a == np.round(a)).all()) for a in got)
