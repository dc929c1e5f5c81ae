"""Which quantities of the reference a student's variables hold: equal ones, up to kept axes and transposition."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from autograder.diagnosis.forms import Array
from autograder.diagnosis.quantities import RESULT, Run, in_order, is_returned, resembles, with_series
from autograder.diagnosis.relations import Work, evidence, near, same

SURE = 3  # evidence for being right: one number that is not round
BEFORE, AFTER = 4, 2  # names of what is right, on both sides of what is wrong


class Matched:
    """Some calls with the same quantities, and which of these are right in all of them."""

    def __init__(
        self, runs: Sequence[Run], depends: Mapping[int, frozenset[int]], optional: Collection[int], work: Work
    ) -> None:
        """Compares every quantity with every value.

        Args:
            runs: with the same quantities.
            depends: for each declaration, those that it is computed from; in a loop, itself.
            optional: declarations that a right answer need not hold.
            work: what may be compared.

        Raises:
            OutOfWork: that is not enough.
        """
        self.runs = runs
        self.optional = optional
        self.work = work
        self._depends = depends
        self.numbers = {quantity.label: quantity.number for quantity in runs[0].quantities}
        self.order = {label: at for at, label in enumerate(self.numbers)}
        by_label = [{quantity.label: quantity.value for quantity in run.quantities} for run in runs]
        self.values: dict[str, list[Array]] = {label: [run[label] for run in by_label] for label in self.numbers}
        self.held = [with_series(run.held) for run in runs]
        self._names = {label: self._holders(label) for label in self.numbers}

    @cached_property
    def declared(self) -> list[str]:
        """The quantities that an answer should hold, in order."""
        return [label for label, n in self.numbers.items() if n != RESULT and n not in self.optional]

    @cached_property
    def results(self) -> list[str]:
        """What is returned."""
        return [label for label, number in self.numbers.items() if number == RESULT]

    @cached_property
    def right(self) -> list[str]:
        """The quantities that some variable holds in every call, as far as that proves anything; in order."""
        return [label for label in self.numbers if self.numbers[label] not in self.optional and self.is_right(label)]

    def is_right(self, label: str) -> bool:
        """Whether a variable holds it in every call, and that is no accident."""
        return self.is_held(label) and evidence(self.values[label]) >= SURE

    def is_held(self, label: str) -> bool:
        """Whether a variable holds it in every call."""
        return bool(self._names[label])

    def is_nowhere(self, label: str) -> bool:
        """Whether no variable at all holds it in any call that went wrong, and all variables were seen."""
        return all(
            not run.may_lack(want) and not any(same(in_order(one, want), want) for one in held)
            for run, held, want in zip(self.runs, self.held, self.values[label])
            if run.wrong
        )

    def _holders(self, label: str) -> list[str]:
        """The variables that hold it in every call."""
        names: dict[str, None] | None = None
        for held, want in zip(self.held, self.values[label]):
            found: dict[str, None] = {}
            for one in held:
                if (self.numbers[label] != RESULT or one.name == label) and (names is None or one.name in names):
                    self.work.take(one.value.size)
                    if same(in_order(one, want), want):
                        found[one.name] = None
            names = found
            if not names:
                break
        return list(names or ())

    def needs(self, label: str, other: str) -> bool:
        """Whether a quantity is computed from another one, which comes before it; a result from all of them."""
        number, theirs = self.numbers[label], self.numbers[other]
        if theirs == RESULT or self.order[other] >= self.order[label]:
            return False
        return number == RESULT or theirs in self._depends.get(number, frozenset())

    def built_on(self, label: str) -> list[str]:
        """The declared quantities that are computed from one."""
        return [other for other in self.numbers if self.numbers[other] != RESULT and self.needs(other, label)]

    def nothing_skipped(self, label: str) -> bool:
        """Whether all that a quantity is computed from is right."""
        return all(other in self.right for other in self.declared if self.needs(label, other))

    def equal(self, one: str, other: str) -> bool:
        """Whether two quantities are the same numbers, in the same shape, in every call."""
        return all(near(a, b) for a, b in zip(self.values[one], self.values[other]))

    @cached_property
    def returned_as(self) -> dict[str, list[str]]:
        """The results that are a quantity, and are no later one."""
        found: dict[str, list[str]] = {label: [] for label in self.numbers}
        for result in self.results:
            found[result].append(result)
            alike = [label for label, n in self.numbers.items() if n != RESULT and self.equal(label, result)]
            for label in alike[-1:]:
                found[label].append(result)
        return found

    def called(self, label: str) -> str:
        """What the student calls a quantity, if by one name that is right to the end; else what the reference does."""
        names = [name for name in self._names[label] if not is_returned(name) and self._ends_right(name)]
        alike = [name for name in names if resembles(name, label)]
        return alike[0] if alike else names[0] if len(names) == 1 else label

    def _ends_right(self, name: str) -> bool:
        """Whether the last value of a variable is that of some quantity in every call: it may be changed after one."""
        for i, held in enumerate(self.held):
            last = next(one.value for one in reversed(held) if one.name == name and not one.series)
            known = [self.values[label][i] for label in self.numbers if name in self._names[label]]
            self.work.take(last.size * len(known))
            series = [one for one in held if one.name == name and one.series]
            if not any(same(last, want) or any(same(in_order(s, want), want) for s in series) for want in known):
                return False
        return True

    def shown(self, labels: Sequence[str], around: str = "") -> tuple[str, ...]:
        """Names of declared quantities, in order: the last ones before one of them, and the first ones after it."""
        at = self.order[around] if around else len(self.order)
        chosen = [label for label in labels if self.numbers[label] != RESULT and label != around]
        before = [label for label in chosen if self.order[label] < at][-BEFORE:]
        after = [label for label in chosen if self.order[label] > at][:AFTER]
        return tuple(dict.fromkeys(self.called(label) for label in (*before, *after)))
