"""For each function: a few probes, and what the reference and every known mistake answer to them.

Made once per state of a question's files and kept in the user's cache, since it executes every misconception.
"""

from __future__ import annotations

import hashlib
import itertools
import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.checks.misconceptions import Misconception
from autograder.course import Course
from autograder.engine.contracts import Contract
from autograder.engine.diagnosis import cache
from autograder.engine.diagnosis.answers import Seen, same, seen, tolerance_of
from autograder.engine.diagnosis.forms import EXACT, RIGHT, TIGHT, Tolerance
from autograder.engine.diagnosis.making import Stored, make_tables
from autograder.engine.diagnosis.observations import Observation, Probe
from autograder.engine.diagnosis.recognising import Recogniser, recognisers
from autograder.engine.suites import SuiteError


@dataclass(frozen=True)
class Known:
    """A known mistake without its code."""

    id: str
    en: str
    zh: str
    convention: bool


@dataclass(frozen=True)
class FunctionTable:
    """What is known of one function.

    Attributes:
        name: of the function.
        contract: its contract, from the reference.
        hint: the annotation of its result.
        parts: what its returned values are called, if its docstring says so.
        free: more than one answer is right, so that another one than the reference's says nothing.
        probes: the inputs.
        tolerances: a probe's own: float32 or integer input gets the wider one.
        reference: the right answers.
        mistakes: the known mistakes with their answers.
    """

    name: str
    contract: Contract
    hint: Any
    parts: tuple[str, ...]
    free: bool
    probes: tuple[Probe, ...]
    tolerances: tuple[Tolerance, ...]
    reference: tuple[Seen, ...]
    mistakes: tuple[tuple[Known, tuple[Seen, ...]], ...]

    @property
    def seeded(self) -> bool:
        """Whether the function draws random numbers."""
        return "seed" in self.contract.signature.parameters

    @property
    def listed(self) -> bool:
        """Whether the result is a list of values of one kind, which share what can be said of them."""
        return typing.get_origin(self.hint) is list

    def sharpened(self) -> FunctionTable:
        """With the narrowest tolerance where some mistake would else count as right."""
        if all(
            any(not same(a, r, t) for a, r, t in zip(theirs, self.reference, self.tolerances))
            for _, theirs in self.mistakes
        ):
            return self
        return replace(self, tolerances=tuple(EXACT if t is RIGHT else t for t in self.tolerances))

    def seen(self, observation: Observation) -> Seen:
        """An observation with its form; a reply that is no value has none."""
        return seen(observation, self.hint)


@dataclass
class Tables:
    """The tables of a homework, made when first asked for."""

    course: Course
    homework: str
    folder: Path | None = field(default_factory=cache.folder)
    _made: dict[str, dict[str, FunctionTable]] = field(default_factory=dict)
    _recognisers: dict[str, dict[str, Recogniser]] = field(default_factory=dict)

    def prepare(self, questions: Iterable[Any]) -> None:
        """Makes the tables of these loaded questions now, for all processes that will be forked."""
        for question in questions:
            self.of(question)

    def of(self, question: Any) -> dict[str, FunctionTable]:
        """The tables of a loaded question, by function; a function that cannot be probed has none.

        Raises:
            SuiteError: its misconceptions cannot be loaded.
        """
        name = question.spec.name
        if name not in self._made:
            self._made[name] = make(self.course, self.homework, question, self.folder)
        return self._made[name]

    def recognisers_of(self, question: Any) -> dict[str, Recogniser]:
        """Who names mistakes by their symptoms, by function.

        Raises:
            SuiteError: the question's misconceptions cannot be loaded.
        """
        name = question.spec.name
        if name not in self._recognisers:
            path = self.course.misconceptions(self.homework, name)
            namespace = load_namespace(path) if path.is_file() else {}
            self._recognisers[name] = recognisers(self.homework, question, namespace)
        return self._recognisers[name]


def make(course: Course, homework: str, question: Any, folder: Path | None) -> dict[str, FunctionTable]:
    """The tables of one question, from the cache if they are there."""
    path = course.misconceptions(homework, question.spec.name)
    namespace = load_namespace(path) if path.is_file() else {}
    mistakes = [v for v in namespace.values() if isinstance(v, Misconception)]
    key = _key(course, homework, question)
    stored = cache.read(folder, key, dict[str, Stored])
    if stored is None:
        stored = make_tables(homework, question, namespace, mistakes)
        cache.write(folder, f"{homework}-{question.spec.name}", key, stored)
    free = {str(name) for name in namespace.get("FREE_ANSWER", ())}
    tables = {}
    for name, table in stored.items():
        contract = question.contracts[name]
        reference = question.reference[name]
        hints = typing.get_type_hints(reference)
        known = {m.id: Known(m.id, m.en, m.zh, m.convention) for m in mistakes if m.function == name}
        right = tuple(tolerance_of(probe, list(hints.values())) for probe in table.probes)
        hint = None if table.probes and table.probes[0].operation != "call" else hints["return"]
        tables[name] = FunctionTable(
            name=name,
            contract=contract,
            hint=hint,
            parts=part_names(reference),
            free=name in free or "seed" in contract.signature.parameters or hint is None,
            probes=tuple(table.probes),
            tolerances=right,
            reference=tuple(seen(o, hint) for o in table.reference),
            mistakes=tuple((known[i], tuple(seen(o, hint) for o in os)) for i, os in table.mistakes.items()),
        ).sharpened()
    return tables


def load_namespace(path: Path) -> dict[str, Any]:
    """Executes a file of misconceptions (ours: trusted).

    Raises:
        SuiteError: it raises.
    """
    namespace: dict[str, Any] = {"__name__": path.stem}
    try:
        exec(compile(path.read_text(encoding="utf-8"), str(path), "exec", dont_inherit=True), namespace)  # noqa: S102
    except Exception as error:
        raise SuiteError(f"{path}: {type(error).__name__}: {error}") from error
    return namespace


def indistinguishable(table: FunctionTable) -> list[tuple[str, str]]:
    """Pairs of known mistakes that no probe tells apart, so that neither is ever named; a fault of the exercise.

    A mistake that no probe tells from the right answer stands with an empty name.
    """
    columns = [("", table.reference), *((known.id, theirs) for known, theirs in table.mistakes)]
    pairs = []
    for (a, left), (b, right) in itertools.combinations(columns, 2):
        limits = table.tolerances if not a else [TIGHT] * len(left)
        if all(same(x, y, t) for x, y, t in zip(left, right, limits)):
            pairs.append((a, b))
    return pairs


def part_names(function: Callable[..., Any]) -> tuple[str, ...]:
    """What the docstring calls the returned values: `(dX, dW, db): ...` below `Returns:`; else nothing."""
    _, _, returns = (function.__doc__ or "").partition("Returns:")
    head = returns.strip().partition(")")[0]
    if not head.startswith("("):
        return ()
    names = tuple(name.strip() for name in head[1:].split(","))
    return names if all(name.isidentifier() for name in names) else ()


def _key(course: Course, homework: str, question: Any) -> str:
    """A hash over all that the tables depend on."""
    name = question.spec.name
    package = Path(__file__).parents[2]
    files = [
        course.solution(homework, name),
        course.hidden_suite(homework, name),
        course.misconceptions(homework, name),
    ]
    files += sorted([*(package / "checks").glob("*.py"), *Path(__file__).parent.glob("*.py")])
    digest = hashlib.sha256(f"{homework}/{name} {np.__version__}".encode())
    for path in files:
        digest.update(path.name.encode() + b"\0" + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()
