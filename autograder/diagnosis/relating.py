"""How a quantity that no variable holds is related to one that some variable does: by a factor or a summand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from autograder.diagnosis import relations
from autograder.diagnosis.factors import Symbols, fitting, scaling
from autograder.diagnosis.forms import Array
from autograder.diagnosis.matching import SURE, Matched
from autograder.diagnosis.quantities import Place, in_order, is_returned, resembles
from autograder.diagnosis.relations import Base, Term, different_sizes, evidence, fitted, near, same, spread, varies

ENOUGH = 6  # evidence for a factor that varies, or a summand
LEAST = 3  # different numbers, in all calls together, that show a common factor
SIZES = 4  # different sizes in one call that show a common factor without a name
INDEX = 4  # values of one variable in one line, counted from either end, that are compared with a quantity
How = Literal["without", "divided", "times", "scaled", "opposite", "some-factor", "without-term", "plus-term"]


@dataclass(frozen=True)
class Relation:
    """What a value is, beside the wanted one; `term` is the factor or summand."""

    how: How
    term: str = ""


@dataclass(frozen=True)
class Candidate:
    """A variable's value in a line, one in each call, in the shape of the wanted one.

    `sure` is that it is meant to be that: it is called so, or returned in its place.
    """

    name: str
    place: Place
    values: tuple[Array, ...]
    order: int
    sure: bool = False


def related(matched: Matched, label: str) -> tuple[Candidate, Relation] | None:
    """The one value that is related to a quantity in every call, and how; None if there is none, or more than one."""
    wants = matched.values[label]
    if not all(np.isfinite(want).all() for want in wants) or evidence(wants) < SURE:
        return None
    every = list(_candidates(matched, wants))
    returned = matched.returned_as[label]
    alike = [replace(c, sure=True) for c in every if resembles(c.name, label) or _was_returned(matched, c, returned)]
    others = []
    if not returned:  # else it is what was returned that counts
        elsewhere = [result for result in matched.results if result not in returned]
        others = [c for c in every if not resembles(c.name, label) and not _is_another(matched, c, label)]
        others = [c for c in others if not _was_returned(matched, c, elsewhere)]
    terms = _Terms(matched, label)
    relate: tuple[Callable[[Candidate], Relation | None], ...] = (
        lambda c: _scaled(matched, c, wants, (0, 1)),
        lambda c: terms.factor(c, wants),
        lambda c: terms.summand(c, wants),
        lambda c: _scaled(matched, c, wants, (2, 3)),
    )
    for find in relate:
        found = [(c, relation) for c in alike for relation in [find(c)] if relation is not None]
        if found:
            return _only(found, label)
    # Of values with other names only one may be related, in whatever way.
    found = [
        (c, relation) for c in others for relation in [next(filter(None, (f(c) for f in relate)), None)] if relation
    ]
    return _only(found, label) if found else None


def _only(found: list[tuple[Candidate, Relation]], label: str) -> tuple[Candidate, Relation] | None:
    """The last one, if all are the same value or the same variable, related in the same way."""

    def rank(one: tuple[Candidate, Relation]) -> tuple[bool, bool, int]:
        return not is_returned(one[0].name), resembles(one[0].name, label), one[0].order

    last = max(found, key=rank)
    for candidate, relation in found:
        twins = all(near(a, b) for a, b in zip(candidate.values, last[0].values))
        if relation != last[1] or not (twins or candidate.name == last[0].name):
            return None
    return last


def _candidates(matched: Matched, wants: Sequence[Array]) -> Iterator[Candidate]:
    """Values of one variable in one line that have the shape of those wanted."""
    slots: dict[tuple[str, Place], list[list[Array]]] = {}
    for i, (held, want) in enumerate(zip(matched.held, wants)):
        for one in held:
            slots.setdefault((one.name, one.place), [[] for _ in wants])[i].append(in_order(one, want))
    for order, ((name, place), values) in enumerate(slots.items()):
        fewest = min(map(len, values))
        # One that is there once in each call is the first and the last.
        for index in range(fewest) if fewest <= INDEX else (*range(INDEX), *range(-INDEX, 0)):
            matched.work.take(sum(want.size for want in wants))
            chosen = [fitted(found[index], want) for found, want in zip(values, wants)]
            fits = [value for value in chosen if value is not None and np.isfinite(value).all()]
            if len(fits) == len(wants):
                yield Candidate(name, place, tuple(fits), order)
        if max(map(len, values)) > fewest:
            chosen = [fitted(found[-1], want) for found, want in zip(values, wants)] if fewest else []
            fits = [value for value in chosen if value is not None and np.isfinite(value).all()]
            if len(fits) == len(wants):
                yield Candidate(name, place, tuple(fits), order)


def _was_returned(matched: Matched, candidate: Candidate, results: Sequence[str]) -> bool:
    """Whether it is what was returned as one of these, or a variable that held it."""
    returned = [run.returned for run in matched.runs]
    matched.work.take(sum(value.size for value in candidate.values) * len(results))
    return any(all(same(mine, r[name]) for mine, r in zip(candidate.values, returned)) for name in results)


def _is_another(matched: Matched, candidate: Candidate, label: str) -> bool:
    """Whether it has, in all calls, the value of another quantity or of an argument."""
    others = [values for other, values in matched.values.items() if other != label]
    arguments = [run.arguments for run in matched.runs]
    others += [[run[name] for run in arguments] for name in arguments[0] if all(name in run for run in arguments)]
    for other in others:
        matched.work.take(sum(value.size for value in candidate.values))
        if all(same(mine, theirs) for mine, theirs in zip(candidate.values, other)):
            return True
    return False


def _scaled(matched: Matched, candidate: Candidate, wants: Sequence[Array], levels: Sequence[int]) -> Relation | None:
    """A common factor: by the levels of `fitting`, 3 for one that has no name."""
    if different_sizes(wants) < LEAST:  # a number is always a factor times another
        return None
    factors: list[tuple[float, Symbols]] = []
    sizes = 0
    for run, got, want in zip(matched.runs, candidate.values, wants):
        matched.work.take(got.size)
        if near(want, np.zeros_like(want)) and near(got, want):  # 0, or what rounding has left of it
            continue
        found = scaling(got, want)
        if found is None:
            return None
        if found.entries:
            factors.append((found.factor, run.symbols))
            sizes = max(sizes, found.sizes)
    if not factors or all(abs(f - 1) < relations.NEAR for f, _ in factors):
        return None
    different = len({round(f, 9) for f, _ in factors})
    for level in levels:
        names = fitting(factors, level) if level < 3 else [""]
        if level in (1, 2) and different < 2 and sizes < SIZES:
            continue
        if level == 3 or len(names) > 1:
            return Relation("some-factor") if sizes >= SIZES else None
        if names:
            return Relation("opposite") if names[0] == "-1" else Relation("scaled", names[0])
    return None


class _Terms:
    """Factors and summands that a quantity may be made of: what it is computed from, and the arguments."""

    def __init__(self, matched: Matched, label: str) -> None:
        self._work = matched.work
        self._bases = [
            Base(matched.called(other), tuple(values))
            for other, values in matched.values.items()
            if matched.needs(label, other) and not matched.equal(other, label)
        ]
        arguments = [run.arguments for run in matched.runs]
        for name in arguments[0]:
            if all(name in run for run in arguments):
                self._bases.append(Base(name, tuple(run[name] for run in arguments)))

    def factor(self, candidate: Candidate, wants: Sequence[Array]) -> Relation | None:
        """A factor that varies from entry to entry is missing, or is one too many."""
        if evidence(wants) < ENOUGH:
            return None
        found: list[tuple[Relation, list[Array]]] = []
        for term in (term for base in self._bases for term in relations.terms(base)):
            over = self._over(term, wants)
            if over is None or not any(varies(part) for part in over):
                continue
            if all(near(got * part, want) for got, part, want in zip(candidate.values, over, wants)):
                either = term.plain and all(part.all() for part in over)
                found.append((Relation("divided" if either else "without", term.text), over))
            elif all(near(got, want * part) for got, part, want in zip(candidate.values, over, wants)):
                found.append((Relation("times", term.text), over))
        return _one_of(found)

    def summand(self, candidate: Candidate, wants: Sequence[Array]) -> Relation | None:
        """A summand is missing, or is one too many."""
        if evidence(wants) < ENOUGH:
            return None
        found: list[tuple[Relation, list[Array]]] = []
        for base in self._bases:
            over = self._over(Term(base.name, base.values, True), wants)
            if over is None or not any(part.any() for part in over):
                continue
            if all(near(got + part, want) for got, part, want in zip(candidate.values, over, wants)):
                found.append((Relation("without-term", base.name), over))
            if all(near(got - part, want) for got, part, want in zip(candidate.values, over, wants)):
                found.append((Relation("plus-term", base.name), over))
        return _one_of(found)

    def _over(self, term: Term, wants: Sequence[Array]) -> list[Array] | None:
        over = []
        for value, want in zip(term.values, wants):
            self._work.take(want.size)
            part = spread(value, want)
            if part is None or not np.isfinite(part).all():
                return None
            over.append(part)
        return over


def _one_of(found: Sequence[tuple[Relation, list[Array]]]) -> Relation | None:
    """The first relation, if all of them are by the same numbers."""
    if not found:
        return None
    first, over = found[0]
    if any(r.how != first.how or not all(near(a, b) for a, b in zip(over, other)) for r, other in found):
        return None
    return first
