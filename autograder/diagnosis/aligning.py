"""The first wrong quantity: the values of a student's variables, laid beside the named intermediates of the reference.

Pure NumPy, and the same for the staff and on a student's machine. Only what holds in every call at hand is found, and
only if nothing else would explain it as well; what is found is put into words by `first_wrong`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from autograder.diagnosis import relations
from autograder.diagnosis.factors import Symbols, fitting, scaling
from autograder.diagnosis.forms import Array
from autograder.diagnosis.relations import (
    Base,
    OutOfWork,
    Term,
    Work,
    different_sizes,
    evidence,
    fitted,
    near,
    same,
    spread,
    varies,
)
from autograder.wire.parts import RETURNED

RESULT = -1  # the number of what was returned
SURE = 3  # evidence for being right: one number that is not round
ENOUGH = 6  # evidence for a relation
LEAST = 3  # different numbers, in all calls together, that show a common factor
SIZES = 4  # different sizes that show a common factor without a name
BEFORE, AFTER = 4, 2  # names of what is right
SPOILS = ("without", "divided", "times", "without-term", "plus-term")
INDEX = 4  # values of one variable in one line, counted from either end, that are compared with a quantity
Place = tuple[int, int]  # the cell, 0 in a script, and the line
How = Literal[
    "without",
    "divided",
    "times",
    "scaled",
    "opposite",
    "some-factor",
    "without-term",
    "plus-term",
    "wrong",  # it is returned, and wrong; what comes before is right
    "nothing",  # no variable has its value
    "after",  # all of them are right
]


@dataclass(frozen=True)
class Quantity:
    """A named value of the reference; `number` is that of its declaration, or RESULT."""

    number: int
    label: str
    value: Array


@dataclass(frozen=True)
class Held:
    """A value that a variable of the student's had; the name begins with RETURNED for what was returned.

    `series` is that these are numbers that a line has given one after the other.
    """

    name: str
    place: Place
    value: Array
    series: bool = False


@dataclass(frozen=True)
class Run:
    """One call: what the reference made in it, and what the student's function did; `complete` if nothing was missed."""

    quantities: tuple[Quantity, ...]
    held: tuple[Held, ...]
    arguments: Mapping[str, Array] = field(default_factory=dict)
    symbols: Symbols = field(default_factory=dict)
    complete: bool = True


@dataclass(frozen=True)
class First:
    """The first wrong quantity.

    Attributes:
        how: what is known of it.
        label: the reference's name; "" for what was returned.
        name: the student's variable; "" if there is none.
        place: its line; None if there is none, or more than one.
        term: the factor or summand.
        right: names of what is right, in order.
        first: whether everything before it has been found to be right.
        named: whether the student calls it as the reference does.
    """

    how: How
    label: str
    name: str = ""
    place: Place | None = None
    term: str = ""
    right: tuple[str, ...] = ()
    first: bool = True
    named: bool = False


def align(
    runs: Sequence[Run],
    depends: Mapping[int, frozenset[int]],
    optional: Collection[int] = (),
    work: Work | None = None,
) -> First | None:
    """The first wrong quantity; None if nothing is certain, or nothing is wrong.

    Args:
        runs: some calls, right and wrong ones.
        depends: for each declaration, those that it is computed from; in a loop, itself.
        optional: declarations that a right answer need not hold: they only name factors, or explain a value.
        work: what may be compared.
    """
    runs = [run for run in runs if any(_is_returned(held.name) for held in run.held)]
    if not any(_is_wrong(run) for run in runs):
        return None
    ordinary = [run for run in runs if _is_finite(run)]
    if any(_is_wrong(run) for run in ordinary):
        runs = ordinary  # what overflows in an extreme call is a matter of its own
    runs = _of_one_kind(runs)
    try:
        with np.errstate(all="ignore"):
            return _Alignment(runs, depends, optional, work or Work()).first()
    except OutOfWork:
        return None


def _is_returned(name: str) -> bool:
    return name == RETURNED or name.startswith(f"{RETURNED}[")


def _is_wrong(run: Run) -> bool:
    """Whether some returned value is not the right one, in its own shape."""
    returned = {held.name: held.value for held in run.held if _is_returned(held.name)}
    wrong = False
    for quantity in run.quantities:
        if quantity.number == RESULT:
            got = returned.get(quantity.label)
            if got is None:
                return False  # laid out in another way
            wrong = wrong or not near(got, quantity.value)
    return wrong


def _of_one_kind(runs: Sequence[Run]) -> list[Run]:
    """The most runs with the same quantities, some of them wrong: networks of different depth are different stories."""
    kinds: dict[tuple[str, ...], list[Run]] = {}
    for run in runs:
        kinds.setdefault(tuple(quantity.label for quantity in run.quantities), []).append(run)
    return max((kind for kind in kinds.values() if any(map(_is_wrong, kind))), key=len)


def _is_finite(run: Run) -> bool:
    """Whether the student's function has returned numbers for the right ones."""
    wanted = {q.label for q in run.quantities if q.number == RESULT and np.isfinite(q.value).all()}
    return all(np.isfinite(held.value).all() for held in run.held if held.name in wanted)


@dataclass(frozen=True)
class _Candidate:
    """A variable's value in a line, one in each of some runs."""

    name: str
    place: Place
    values: tuple[Array, ...]
    order: int


@dataclass(frozen=True)
class _Relation:
    how: How
    term: str = ""


class _Alignment:
    def __init__(
        self, runs: Sequence[Run], depends: Mapping[int, frozenset[int]], optional: Collection[int], work: Work
    ) -> None:
        self._runs = runs
        self._depends = depends
        self._optional = optional
        self._work = work
        self._labels: dict[str, int] = {}
        for run in sorted(runs, key=lambda run: -len(run.quantities)):
            self._labels |= {q.label: q.number for q in run.quantities if q.label not in self._labels}
        self._values = {label: [_value(run, label) for run in runs] for label in self._labels}
        self._order = {label: at for at, label in enumerate(self._labels)}
        self._held = [_with_series(run.held) for run in runs]
        self._found = {label: self._matches(label) for label in self._labels}

    def first(self) -> First | None:
        missing: list[str] = []
        right = [one for one in self._labels if self._is_right(one) and self._labels[one] not in self._optional]
        declared = [label for label, number in self._labels.items() if number != RESULT]
        results = [label for label, number in self._labels.items() if number == RESULT]
        all_found = bool(declared)
        for label in (*declared, *results):
            found, number = self._found[label], self._labels[label]
            if number in self._optional:
                continue
            if found is not None:
                all_found = all_found and label in right
                continue
            said = self._related(label)
            if label in declared and self._is_made_right(label):
                all_found = False
                # A factor may be a convention of the student's; anything else has spoilt what is computed from it.
                if said is None or said[1].how not in SPOILS or not self._spoils(label):
                    continue
            if said is not None:
                candidate, relation = said
                return First(
                    relation.how,
                    "" if label in results else label,
                    candidate.name,
                    candidate.place,
                    relation.term,
                    tuple(name for name in self._around(right, label) if name != candidate.name),
                    first=not missing and self._nothing_skipped(label, right),
                    named=label in results or resembles(candidate.name, label),
                )
            if label in declared:
                missing.append(label)
        shown = self._shown(right)
        if not shown:
            return None
        before = [label for label in right if missing and self._order[label] < self._order[missing[0]]]
        if before and not self._returned_as(missing[0]) and all(run.complete for run in self._runs):
            return First("nothing", missing[0], right=self._around(before, missing[0]))
        if all_found and len(results) == 1:
            return First("after", "", right=shown[-BEFORE:])
        wrong = [one for one in (*missing, *results) if self._found[one] is None and self._returned_as(one)]
        if not wrong or len(results) == 1:
            return None
        sure = missing[:1] in ([], wrong[:1]) and self._nothing_skipped(wrong[0], right)
        label, name = (wrong[0], "") if wrong[0] in declared else ("", wrong[0])
        return First("wrong", label, name, right=self._around(right, wrong[0]), first=sure)

    # -- which are right ------------------------------------------------------------------------------------------

    def _matches(self, label: str) -> tuple[str, ...] | None:
        """The variables that have this value in every call that it occurs in; None if there are none."""
        names: set[str] | None = None
        number = self._labels[label]
        order: list[str] = []
        for held_values, want in zip(self._held, self._values[label]):
            if want is None:
                continue
            found = []
            for held in held_values:
                if number == RESULT and held.name != label:
                    continue
                self._work.take(held.value.size)
                if same(_in_order(held, want), want):
                    found.append(held.name)
            order = order or found
            names = set(found) if names is None else names & set(found)
            if not names:
                return None
        return tuple(dict.fromkeys(name for name in order if name in (names or ())))

    def _proves(self, label: str) -> int:
        return evidence([value for value in self._values[label] if value is not None])

    def _is_made_right(self, label: str) -> bool:
        """Whether a later quantity, which is computed from this one, is right: then this one is done in another way."""
        if self._returned_as(label):
            return False
        number = self._labels[label]
        for other, theirs in self._labels.items():
            if self._needs(theirs, number) and self._order[label] < self._order[other] and self._is_right(other):
                return True
        return False

    def _spoils(self, label: str) -> bool:
        """Whether a later quantity, which is computed from this one, is wrong."""
        number = self._labels[label]
        return any(
            self._needs(theirs, number) and self._order[label] < self._order[other] and self._found[other] is None
            for other, theirs in self._labels.items()
            if theirs not in self._optional
        )

    def _returned_as(self, label: str) -> list[str]:
        """The results that are this quantity, and no later one."""
        results = [one for one, number in self._labels.items() if number == RESULT and self._equal(one, label)]
        later = [one for one, at in self._order.items() if at > self._order[label] and self._labels[one] != RESULT]
        return [one for one in results if not any(self._equal(one, other) for other in later)]

    def _equal(self, one: str, other: str) -> bool:
        """Whether two quantities are the same numbers, in the same shape, in every call."""
        pairs = zip(self._values[one], self._values[other])
        return all(a is b or (a is not None and b is not None and near(a, b)) for a, b in pairs)

    def _is_right(self, label: str) -> bool:
        return self._found[label] is not None and self._proves(label) >= SURE

    def _needs(self, number: int, other: int) -> bool:
        """Whether what is declared by a number is computed from the other; of a result that is not known."""
        return number != RESULT and other in self._depends.get(number, frozenset())

    def _nothing_skipped(self, label: str, right: Sequence[str]) -> bool:
        """Whether all that it is computed from was found and is right."""
        number = self._labels[label]
        for other, theirs in self._labels.items():
            if theirs == RESULT or theirs in self._optional or self._order[other] >= self._order[label]:
                continue
            if (number == RESULT or self._needs(number, theirs)) and other not in right:
                return False
        return True

    def _shown(self, labels: Sequence[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._called(label) for label in labels if self._labels[label] != RESULT))

    def _around(self, labels: Sequence[str], label: str) -> tuple[str, ...]:
        """Some of these, in order: the last ones before a quantity, and the first ones after it."""
        before = [one for one in labels if self._order[one] < self._order[label]]
        after = [one for one in labels if self._order[one] > self._order[label]]
        return self._shown([*before[-BEFORE:], *[one for one in after if self._labels[one] != RESULT][:AFTER]])

    def _called(self, label: str) -> str:
        """What the student calls it, if by one name; else what the reference does."""
        names = [name for name in self._found[label] or () if not _is_returned(name)]
        alike = [name for name in names if resembles(name, label)]
        return alike[0] if alike else names[0] if len(names) == 1 else label

    # -- how the first wrong one is wrong -------------------------------------------------------------------------

    def _related(self, label: str) -> tuple[_Candidate, _Relation] | None:
        """The one candidate that is related to a quantity in every call, and how."""
        number = self._labels[label]
        at = [i for i, value in enumerate(self._values[label]) if value is not None]
        wants = [value for value in self._values[label] if value is not None]
        if not all(np.isfinite(want).all() for want in wants) or evidence(wants) < SURE:
            return None
        every = list(self._candidates(label, at, wants))
        returned = self._returned_as(label)
        alike = [c for c in every if resembles(c.name, label) or self._is_returned(c, returned, at)]
        elsewhere = [one for one, theirs in self._labels.items() if theirs == RESULT and one not in returned]
        others = []
        if not returned:  # else it is what was returned that counts
            others = [c for c in every if c not in alike and not self._is_another(c, label, at)]
            others = [c for c in others if not self._is_returned(c, elsewhere, at)]
        for candidates in (alike, others):
            for relate in (self._scaled, self._without, self._with_term, self._by_some_factor):
                found = [(c, relation) for c in candidates for relation in [relate(label, c, at, wants)] if relation]
                if found:
                    return self._only(found, label)
        return None

    def _only(
        self, found: list[tuple[_Candidate, _Relation]], label: str
    ) -> tuple[_Candidate, _Relation] | None:
        """The last one, if all are the same value or the same variable, related in the same way."""
        last = max(
            found, key=lambda one: (resembles(one[0].name, label), not _is_returned(one[0].name), one[0].order)
        )
        for candidate, relation in found:
            twins = all(near(a, b) for a, b in zip(candidate.values, last[0].values))
            if relation != last[1] or not (twins or candidate.name == last[0].name):
                return None
        return last

    def _at(self, label: str, at: Sequence[int]) -> list[Array | None]:
        return [self._values[label][i] for i in at]

    def _candidates(self, label: str, at: Sequence[int], wants: Sequence[Array]) -> Iterator[_Candidate]:
        slots: dict[tuple[str, Place], list[list[Array]]] = {}
        for i in at:
            for held in self._held[i]:
                slots.setdefault((held.name, held.place), [[] for _ in at])
        for (name, place), values in slots.items():
            for i, found, want in zip(at, values, wants):
                found.extend(_in_order(h, want) for h in self._held[i] if (h.name, h.place) == (name, place))
        for order, ((name, place), values) in enumerate(slots.items()):
            fewest = min(map(len, values))
            places = [*range(min(fewest, INDEX)), *range(-1, -1 - min(fewest, INDEX), -1)]
            seen: list[tuple[Array, ...]] = []
            for index in places:
                picked = [fitted(found[index], want) for found, want in zip(values, wants)]
                chosen = tuple(value for value in picked if value is not None and np.isfinite(value).all())
                if len(chosen) < len(at) or any(all(a is b for a, b in zip(chosen, one)) for one in seen):
                    continue
                seen.append(chosen)
                yield _Candidate(name, place, chosen, order)

    def _is_returned(self, candidate: _Candidate, returned: Sequence[str], at: Sequence[int]) -> bool:
        """Whether it is what was returned as one of these, or a variable that held it."""
        for name in returned:
            came = [next((h.value for h in reversed(self._held[i]) if h.name == name), None) for i in at]
            if all(v is not None and same(mine, v) for mine, v in zip(candidate.values, came)):
                return True
        return False

    def _is_another(self, candidate: _Candidate, label: str, at: Sequence[int]) -> bool:
        """Whether it has, in all these calls, the value of another quantity or of an argument."""
        others = [self._at(other, at) for other in self._labels if other != label]
        names = set.intersection(*(set(self._runs[i].arguments) for i in at))
        others += [[self._runs[i].arguments[name] for i in at] for name in names]
        for other in others:
            self._work.take(sum(value.size for value in candidate.values))
            if all(theirs is not None and same(mine, theirs) for mine, theirs in zip(candidate.values, other)):
                return True
        return False

    def _scaled(
        self, label: str, candidate: _Candidate, at: Sequence[int], wants: Sequence[Array]
    ) -> _Relation | None:
        return self._by_factor(candidate, at, wants, levels=(0, 1))

    def _by_some_factor(
        self, label: str, candidate: _Candidate, at: Sequence[int], wants: Sequence[Array]
    ) -> _Relation | None:
        return self._by_factor(candidate, at, wants, levels=(2, 3))

    def _by_factor(
        self, candidate: _Candidate, at: Sequence[int], wants: Sequence[Array], levels: Sequence[int]
    ) -> _Relation | None:
        if different_sizes(wants) < LEAST:  # a number is always a factor times another
            return None
        factors: list[tuple[float, Symbols]] = []
        sizes = 0
        for i, got, want in zip(at, candidate.values, wants):
            self._work.take(got.size)
            if near(want, np.zeros_like(want)) and near(got, want):  # 0, or what rounding has left of it
                continue
            found = scaling(got, want)
            if found is None:
                return None
            if found.entries:
                factors.append((found.factor, self._runs[i].symbols))
                sizes = max(sizes, found.sizes)
        if not factors or all(abs(f - 1) < relations.NEAR for f, _ in factors):
            return None
        different = len({round(f, 9) for f, _ in factors})
        for level in levels:
            if level == 3:
                return _Relation("some-factor") if sizes >= SIZES else None
            if level and different < 2 and sizes < SIZES:
                continue
            names = fitting(factors, level)
            if len(names) == 1:
                return _Relation("opposite") if names[0] == "-1" else _Relation("scaled", names[0])
            if names:
                return _Relation("some-factor") if sizes >= SIZES else None
        return None

    def _without(
        self, label: str, candidate: _Candidate, at: Sequence[int], wants: Sequence[Array]
    ) -> _Relation | None:
        """A factor that varies from entry to entry is missing, or is one too many."""
        if evidence(wants) < ENOUGH:
            return None
        found: list[tuple[_Relation, list[Array]]] = []
        for term in (term for base in self._bases(label, at) for term in relations.terms(base)):
            over = self._spread(term, wants)
            if over is None or not any(varies(part) for part in over):
                continue
            if all(near(got * part, want) for got, part, want in zip(candidate.values, over, wants)):
                either = term.plain and all(part.all() for part in over)
                found.append((_Relation("divided" if either else "without", term.text), over))
            elif all(near(got, want * part) for got, part, want in zip(candidate.values, over, wants)):
                found.append((_Relation("times", term.text), over))
        return _one_of(found)

    def _with_term(
        self, label: str, candidate: _Candidate, at: Sequence[int], wants: Sequence[Array]
    ) -> _Relation | None:
        """A summand is missing, or is one too many."""
        if evidence(wants) < ENOUGH:
            return None
        found: list[tuple[_Relation, list[Array]]] = []
        for base in self._bases(label, at):
            over = self._spread(Term(base.name, base.values, True), wants)
            if over is None or not any(part.any() for part in over):
                continue
            for how, sign in (("without-term", 1.0), ("plus-term", -1.0)):
                if all(near(got + sign * part, want) for got, part, want in zip(candidate.values, over, wants)):
                    found.append((_Relation(how, base.name), over))  # type: ignore[arg-type]
        return _one_of(found)

    def _spread(self, term: Term, wants: Sequence[Array]) -> list[Array] | None:
        over = []
        for value, want in zip(term.values, wants):
            self._work.take(want.size)
            part = spread(value, want)
            if part is None or not np.isfinite(part).all():
                return None
            over.append(part)
        return over

    def _bases(self, label: str, at: Sequence[int]) -> Iterator[Base]:
        """What a quantity may be made of: those that it is computed from, and the arguments."""
        number = self._labels[label]
        for other, theirs in self._labels.items():
            if theirs == RESULT or not (number == RESULT or self._needs(number, theirs)):
                continue
            values = self._at(other, at)
            if not self._equal(other, label) and self._order[other] < self._order[label] and all(value is not None for value in values):
                yield Base(self._called(other), tuple(value for value in values if value is not None))
        first = self._runs[at[0]].arguments
        for name in first:
            if all(name in self._runs[i].arguments for i in at):
                yield Base(name, tuple(self._runs[i].arguments[name] for i in at))


def _one_of(found: Sequence[tuple[_Relation, list[Array]]]) -> _Relation | None:
    """The first relation, if all of them are by the same numbers."""
    if not found:
        return None
    first, over = found[0]
    if any(r.how != first.how or not all(near(a, b) for a, b in zip(over, other)) for r, other in found):
        return None
    return first


def _value(run: Run, label: str) -> Array | None:
    return next((quantity.value for quantity in run.quantities if quantity.label == label), None)


def _with_series(held: Sequence[Held]) -> list[Held]:
    """The values, and for a number that a line gives again and again, all of them as one array."""
    numbers: dict[tuple[str, Place], list[Array]] = {}
    for one in held:
        if not one.value.ndim:
            numbers.setdefault((one.name, one.place), []).append(one.value)
    return [*held, *(Held(name, place, np.stack(v), True) for (name, place), v in numbers.items() if len(v) > 1)]


def _in_order(held: Held, want: Array) -> Array:
    """A value; numbers of a loop are put into the order of those wanted, as it may have gone another way round."""
    if not held.series or held.value.shape != want.shape or not np.isfinite(held.value).all():
        return held.value
    ordered = np.empty_like(held.value)
    ordered[np.argsort(want, kind="stable")] = np.sort(held.value)
    return ordered


def resembles(name: str, label: str) -> bool:
    """Whether a student's variable is called as the quantity is: `dz1` for `dZ1`, `delta` or `deltas` for `delta_2`."""
    mine, theirs = _plain(name), _plain(label)
    stem = theirs.rstrip("0123456789")
    return bool(mine) and mine in (theirs, stem, f"{stem}s")


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.partition("[")[0].lower())
