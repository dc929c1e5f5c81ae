"""What a function does at the edges: beside a mistake of the values, or alone where ordinary values are right.

What a named mistake does at an edge as well is no news: its hint has been read.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autograder.diagnosis import wording
from autograder.diagnosis.agreement import Observed
from autograder.diagnosis.finding import Finding
from autograder.diagnosis.forms import LOOSE, Form, leaves
from autograder.diagnosis.known import Known
from autograder.diagnosis.observations import known_error
from autograder.diagnosis.situations import Situation
from autograder.diagnosis.values import Names, finite, same
from autograder.results import Category, Diagnosis

if TYPE_CHECKING:  # what keeps tables needs more than a student has
    from autograder.diagnosis.tables import FunctionTable

MOST = 2  # remarks about edges beside one about values
EDGES: tuple[Situation, ...] = (
    "one sample",
    "boundary",
    "integers",
    "unsigned integers",
    "single precision",
    "extreme",
    "empty",
    "not finite",
)


@dataclass(frozen=True)
class Edges:
    """A function at its edges.

    Attributes:
        named: the mistakes that have been named.
        explained: what these do, one after the other.
        ordinary_right: whether ordinary values are right.
        steady: whether what is unstable has been named.
    """

    table: FunctionTable
    observed: Sequence[Observed]
    named: Sequence[Known]
    explained: Sequence[Sequence[Observed]]
    ordinary_right: bool
    steady: bool = False

    def findings(self) -> list[Finding]:
        """What there is to say, the weightiest first."""
        return list(itertools.islice(self._findings(), MOST))

    def _findings(self) -> Iterator[Finding]:
        yield from self._missing()
        yield from self._raised()
        if not self.steady:
            yield from self._unstable()
        yield from self._kinds_of_numbers()
        yield from self._changed()
        if self.ordinary_right:
            yield from self._wrong()

    def _say(self, what: str, category: Category, place: int | None = None, **words: object) -> Finding:
        return Finding(Diagnosis(self.table.name, f"generic-{what}", wording.message(what, words), category), place)

    def _expected(self, i: int) -> bool:
        """Whether a mistake that has been named does the same there, so that its hint speaks of it."""
        one = self.observed[i]
        return any(
            one.kind == theirs[i].kind and one.observation.error == theirs[i].observation.error
            for theirs in self.explained
        )

    def _missing(self) -> Iterator[Finding]:
        """Where an error is asked for. A mistake of the values has this one too, and its hint is silent about it."""
        if any(known.edge for known in self.named):
            return
        for one, right in zip(self.observed, self.table.reference):
            if right.kind == "raised" and one.kind != "raised":
                yield self._say("no-exception", "exception", error=right.observation.error)
                return

    def _raised(self) -> Iterator[Finding]:
        """The first kind of edge at which it raises, or raises another error than it should."""
        for edge in EDGES:
            for i in self.table.at(edge):
                if self.observed[i].kind == "raised" and not self._expected(i):
                    error = known_error(self.observed[i].observation.error)
                    what = "raises-integers" if edge == "integers" and error == "TypeError" else "raises-at-edge"
                    what = "raises-at-extremes" if edge == "extreme" else what
                    yield self._say(what, "exception", i, error=error, edge=wording.EDGES[edge])
                    return
        for i in self.table.at("impossible"):
            error, right = self.observed[i].observation.error, self.table.reference[i].observation.error
            if self.observed[i].kind == "raised" and error != right and not self._expected(i):
                yield self._say("another-exception", "exception", i, error=known_error(error), right=right)
                return

    def _unstable(self) -> Iterator[Finding]:
        """NaN and infinity where the right answer is a number."""
        for edge in ("extreme", *EDGES):
            lost = [i for i in self.table.at(edge) if self._is_lost(i)]
            if not lost:
                continue
            infinite = all(_infinite_only(self.observed[i].form) for i in lost)
            numbers = wording.INFINITE if infinite else wording.NAN
            what = "nan-at-edge" if edge != "extreme" else "extremes" if self.ordinary_right else "extremes-too"
            yield self._say(what, "stability", lost[0], numbers=numbers, edge=wording.EDGES[edge])
            return

    def _is_lost(self, i: int) -> bool:
        """Whether numbers are lost that no named mistake loses."""
        one = self.observed[i]
        if one.kind != "returned" or finite(one) or not finite(self.table.reference[i]):
            return False
        return all(finite(theirs[i]) and not same(one, theirs[i], LOOSE) for theirs in self.explained)

    def _kinds_of_numbers(self) -> Iterator[Finding]:
        for i, one in enumerate(self.observed):
            forms = [one.form, self.table.reference[i].form, *(theirs[i].form for theirs in self.explained)]
            if all(form is not None for form in forms) and [_fits(f) for f in forms if f] == [False] + [True] * (
                len(forms) - 1
            ):
                edge = self.table.situations[i]
                what = "dtype-integers" if edge == "integers" else "dtype"
                yield self._say(what, "shape", i, part="")
                return

    def _changed(self) -> Iterator[Finding]:
        changed = {i for one in self.observed for i in one.observation.changed}
        changed -= {i for theirs in self.explained for one in theirs for i in one.observation.changed}
        if changed:
            names = list(self.table.contract.signature.parameters)
            first = min(changed)
            argument = names[first] if first < len(names) else first + 1
            yield self._say("changed" if self.ordinary_right else "changed-too", "changed", argument=argument)

    def _wrong(self) -> Iterator[Finding]:
        """Numbers that are wrong at an edge alone."""
        for edge in EDGES:
            for i in self.table.at(edge):
                one, right = self.observed[i], self.table.reference[i]
                if one.kind != "returned" or not finite(one) or not finite(right):
                    continue
                if same(one, right, self.table.tolerances[i]) or any(same(one, t[i], LOOSE) for t in self.explained):
                    continue
                if same(one, right, LOOSE):
                    yield self._say("precision", "stability", i, part="")
                elif edge == "extreme":
                    yield self._say("wrong-at-extremes", "stability", i)
                else:
                    yield self._say("wrong-at-edge", "value", i, edge=wording.EDGES[edge])
                return


def unstable_forms(table: FunctionTable, observed: Sequence[Observed]) -> list[Names]:
    """The known unstable forms that fail where this function fails, entry by entry.

    Which of NaN, infinity and a wrong number comes of it often depends on a detail: 0 log 0 is NaN, log 0 is infinite.
    It counts where that tells two forms apart.
    """
    places = [i for i in table.at("extreme") if observed[i].kind == "returned"]
    if not any(not same(observed[i], table.reference[i], table.tolerances[i]) for i in places):
        return []
    shown = [_failures(table, i, observed[i]) for i in places]
    if not any(one is not None and (one >= INFINITE).any() for one in shown):
        return []  # finite numbers that are wrong can have any cause
    forms: list[tuple[Known, list[Failure | None]]] = []
    for known, theirs in table.mistakes:
        if not known.edge or not all(same(theirs[i], table.reference[i], LOOSE) for i in table.ordinary):
            continue
        theirs_failures = [_failures(table, i, theirs[i]) if theirs[i].kind == "returned" else None for i in places]
        if any(f is not None and f.any() for f in theirs_failures):
            forms.append((known, theirs_failures))
    for fit in (_exactly, _nan_for_infinite):
        found: list[Names] = [(known,) for known, failures in forms if _all(fit, shown, failures)]
        if found:
            return found
    return []


Failure = np.ndarray[tuple[int], np.dtype[np.int8]]  # for each number: right, wrong, infinite, or NaN
WRONG, INFINITE, NAN = 1, 2, 3


def _failures(table: FunctionTable, i: int, one: Observed) -> Failure | None:
    """How each number fails; None if the result is not laid out like the right one."""
    if one.form is None or table.reference[i].form is None:
        return None
    mine, right = list(leaves(one.form)), list(leaves(table.reference[i].form or one.form))
    if [(path, leaf.array.shape) for path, leaf in mine] != [(path, leaf.array.shape) for path, leaf in right]:
        return None
    found = []
    for (_, got), (_, want) in zip(mine, right):
        near = table.tolerances[i]
        scale = float(np.abs(want.array).max()) if want.array.size else 0.0
        with np.errstate(all="ignore"):
            off = np.abs(got.array - want.array) > max(1e-4 * scale, near.absolute)
        kinds = np.where(np.isnan(got.array), NAN, np.where(np.isinf(got.array), INFINITE, np.where(off, WRONG, 0)))
        found.append(np.atleast_1d(kinds).ravel())
    return np.concatenate(found).astype(np.int8) if found else None


def _exactly(a: Failure, b: Failure) -> bool:
    return a.shape == b.shape and bool((a == b).all())


def _nan_for_infinite(a: Failure, b: Failure) -> bool:
    """Whether the same entries are wrong, and NaN stands here where infinity stands there."""
    return a.shape == b.shape and bool((a == np.where(b == INFINITE, NAN, b)).all())


def _all(
    fit: Callable[[Failure, Failure], bool], shown: Sequence[Failure | None], theirs: Sequence[Failure | None]
) -> bool:
    return all(a is not None and b is not None and fit(a, b) for a, b in zip(shown, theirs))


def _fits(form: Form) -> bool:
    return all(leaf.fits for _, leaf in leaves(form))


def _infinite_only(form: Form | None) -> bool:
    return form is not None and not any(bool(np.isnan(leaf.array).any()) for _, leaf in leaves(form))
