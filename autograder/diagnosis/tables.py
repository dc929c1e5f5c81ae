"""For each function: a few probes, and what the reference and every known mistake do with them.

Made once for each state of a question's files and kept in the user's cache, since every misconception has to be run.
"""

from __future__ import annotations

import itertools
import typing
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from autograder import digests
from autograder.cache import Cache, tables_folder
from autograder.course import Course, Homework
from autograder.diagnosis.agreement import Observed, agrees, all_agree, tolerance_of
from autograder.diagnosis.forms import EXACT, RIGHT, TIGHT, Tolerance
from autograder.diagnosis.known import Known
from autograder.diagnosis.make_tables import Stored, make_tables
from autograder.diagnosis.observations import Observation, Probe
from autograder.diagnosis.recognising import Recogniser, recognisers
from autograder.diagnosis.situations import Situation, situation
from autograder.diagnosis.values import LEAST
from autograder.questions.contracts import Contract
from autograder.questions.loading import LoadedHomework, LoadedQuestion


@dataclass(frozen=True)
class FunctionTable:
    """What is known of one function.

    Attributes:
        name: of the function.
        contract: its contract, from the reference.
        hint: the annotation of its result; None if the function is only asked about a torch module.
        parts: what its returned values are called, if its docstring says so.
        free: more than one result is right, so that one that differs from the reference's says nothing.
        probes: the inputs.
        tolerances: of each probe: wider for float32 and integer input.
        reference: what the reference does with each probe.
        mistakes: the known mistakes, and what they do with each probe.
        situations: whether each probe is ordinary, or at which edge it lies.
        combinations: known mistakes that were written down as made together, and what comes of it.
    """

    name: str
    contract: Contract
    hint: Any
    parts: tuple[str, ...]
    free: bool
    probes: tuple[Probe, ...]
    tolerances: tuple[Tolerance, ...]
    reference: tuple[Observed, ...]
    mistakes: tuple[tuple[Known, tuple[Observed, ...]], ...]
    situations: tuple[Situation, ...] = ()
    combinations: tuple[tuple[tuple[Known, ...], tuple[Observed, ...]], ...] = ()

    @property
    def seeded(self) -> bool:
        """Whether the function draws random numbers."""
        return "seed" in self.contract.signature.parameters

    @property
    def listed(self) -> bool:
        """Whether the result is a list of values of one kind: what can be said holds for all of them."""
        return typing.get_origin(self.hint) is list

    @cached_property
    def ordinary(self) -> tuple[int, ...]:
        """The positions of ordinary probes; of all that return, where a question has too few of them."""
        found = self.at("ordinary")
        return found if len(found) >= LEAST else tuple(i for i, r in enumerate(self.reference) if r.kind == "returned")

    def remembered(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made of the known mistakes before, for these probes."""
        if key not in self._memory:
            self._memory[key] = make()
        return self._memory[key]

    @cached_property
    def _memory(self) -> dict[Hashable, Any]:
        return {}

    def at(self, situation: Situation) -> tuple[int, ...]:
        """The positions of the probes in a situation."""
        return tuple(i for i, one in enumerate(self.situations) if one == situation)

    def is_right(self, observed: Sequence[Observed]) -> bool:
        """Whether a function showed what the reference shows, on every probe."""
        return all(agrees(one, right, near) for one, right, near in zip(observed, self.reference, self.tolerances))

    def sharpened(self) -> FunctionTable:
        """With the narrowest tolerance where some mistake would otherwise count as right."""
        if not any(self.is_right(theirs) for _, theirs in self.mistakes):
            return self
        return replace(self, tolerances=tuple(EXACT if t is RIGHT else t for t in self.tolerances))

    def observed(self, observation: Observation) -> Observed:
        """An observation of this function, with its form."""
        return Observed.of(observation, self.hint)


@dataclass
class Tables:
    """The tables of a homework, made when first asked for."""

    homework: LoadedHomework
    cache: Cache = field(default_factory=lambda: user_cache())
    _made: dict[str, dict[str, FunctionTable]] = field(default_factory=dict)
    _recognisers: dict[str, dict[str, Recogniser]] = field(default_factory=dict)

    def prepare(self) -> list[str]:
        """Makes the tables of all questions now, so that forked processes have them.

        A question whose known mistakes cannot be used has none: no mark depends on them.

        Returns:
            A line for each such question.
        """
        problems = []
        for question in self.homework.questions:
            try:
                self.by_function(question)
                self.recognisers_of(question)
            except Exception as error:
                self._made[question.spec.name] = {}
                self._recognisers[question.spec.name] = {}
                what = " ".join(f"{type(error).__name__}: {error}".split())
                problems.append(f"{question.spec.name}: no mistake is named: {what[:300]}")
        return problems

    def by_function(self, question: LoadedQuestion) -> dict[str, FunctionTable]:
        """The tables of a question, by function; a function that cannot be probed has none.

        Raises:
            QuestionError: its known mistakes cannot be loaded.
        """
        name = question.spec.name
        if name not in self._made:
            self._made[name] = make(self.homework.course, self.homework.spec, question, self.cache)
        return self._made[name]

    def recognisers_of(self, question: LoadedQuestion) -> dict[str, Recogniser]:
        """The recognisers of a question, by function.

        Raises:
            QuestionError: its known mistakes cannot be loaded.
        """
        name = question.spec.name
        if name not in self._recognisers:
            self._recognisers[name] = recognisers(self.homework.spec.name, question)
        return self._recognisers[name]


def user_cache() -> Cache:
    """Where tables are kept: running every misconception of all homeworks takes a minute."""
    return Cache(tables_folder(), states=3)


def make(course: Course, homework: Homework, question: LoadedQuestion, cache: Cache) -> dict[str, FunctionTable]:
    """The tables of one question, by function; from the cache if they are in it.

    Raises:
        QuestionError: its known mistakes cannot be loaded.
    """
    key = digests.question_digest(digests.Kept.TABLES, course, homework, question.spec)
    place = f"{homework.name}-{question.spec.name}"
    mistakes = question.mistakes
    stored = cache.get(place, key, dict[str, Stored])
    if stored is None:
        stored = make_tables(homework.name, question)
        if digests.question_digest(digests.Kept.TABLES, course, homework, question.spec) == key:
            cache.put(place, key, stored)  # else a file was changed meanwhile: whose tables these are is not known
    tables = {}
    for name, table in stored.items():
        contract = question.contracts[name]
        reference = question.reference[name]
        hints = typing.get_type_hints(reference)
        known = {m.id: Known.without_code(m) for m in mistakes.of(name)}
        right = tuple(tolerance_of(probe, list(hints.values())) for probe in table.probes)
        hint = None if table.probes and table.probes[0].operation != "call" else hints["return"]
        reference_showed = tuple(Observed.of(o, hint) for o in table.reference)
        tables[name] = FunctionTable(
            name=name,
            contract=contract,
            hint=hint,
            parts=part_names(reference),
            free=not mistakes.free.get(name, (name,)) or "seed" in contract.signature.parameters or hint is None,
            probes=tuple(table.probes),
            tolerances=right,
            reference=reference_showed,
            mistakes=tuple(
                (known[i], tuple(Observed.of(o, hint) for o in theirs)) for i, theirs in table.mistakes.items()
            ),
            situations=tuple(
                situation(probe, list(hints.values()), r) for probe, r in zip(table.probes, reference_showed)
            ),
            combinations=tuple(
                (tuple(known[i] for i in names.split(" + ")), tuple(Observed.of(o, hint) for o in theirs))
                for names, theirs in table.combinations.items()
            ),
        ).sharpened()
    return tables


def indistinguishable(table: FunctionTable) -> list[tuple[str, str]]:
    """Pairs of known mistakes that no probe tells apart, so that neither is ever named: a fault of the question.

    A mistake that no probe tells from the right results is paired with an empty name.
    """
    as_the_reference = [("", known.id) for known, theirs in table.mistakes if table.is_right(theirs)]
    pairs = itertools.combinations(table.mistakes, 2)
    return as_the_reference + [(one.id, other.id) for (one, a), (other, b) in pairs if all_agree(a, b, TIGHT)]


def part_names(function: Callable[..., Any]) -> tuple[str, ...]:
    """What the docstring calls the returned values, if it says `(dX, dW, db): ...` below `Returns:`."""
    _, _, returns = (function.__doc__ or "").partition("Returns:")
    head = returns.strip().partition(")")[0]
    if not head.startswith("("):
        return ()
    names = tuple(name.strip() for name in head[1:].split(","))
    return names if all(name.isidentifier() for name in names) else ()
