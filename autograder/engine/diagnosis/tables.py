"""For each function: a few probes, and what the reference and every known mistake answer to them.

Made once per state of a question's files and kept in the user's cache, since it executes every misconception.
"""

from __future__ import annotations

import hashlib
import itertools
import time
import typing
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from autograder.checks.misconceptions import Misconception
from autograder.course import Course
from autograder.engine.contracts import Contract
from autograder.engine.diagnosis import cache
from autograder.engine.diagnosis.forms import (
    EXACT,
    LOOSE,
    RIGHT,
    TIGHT,
    Form,
    Tolerance,
    alike,
    form_of,
    is_array,
    is_integer,
    leaves,
)
from autograder.engine.diagnosis.observations import ANSWERS, Observation, Operations, Probe, observe
from autograder.engine.diagnosis.recording import record, written_probes
from autograder.engine.suites import SuiteError, load_suite
from autograder.wire.codec import encode

LEAST, MOST = 5, 10  # probes of one function
EVIDENCE = 3  # a lone number from one probe (counted as a value and as a number) proves nothing
ROUNDS = 3  # students that do not exist; more inputs let more mistakes be told from each other
SLOW = 0.5  # seconds: a function that needs longer than this for one probe is not probed


@dataclass(frozen=True)
class Known:
    """A known mistake without its code."""

    id: str
    en: str
    zh: str
    convention: bool


@dataclass(frozen=True)
class Seen:
    """An observation and its form."""

    observation: Observation
    form: Form | None

    @property
    def kind(self) -> str:
        """Of the observation."""
        return self.observation.kind


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
        unstable: those of them that answer the same probe in two ways.
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
    unstable: tuple[Known, ...] = ()

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


class Stored(msgspec.Struct, frozen=True):
    """A function's table as it is cached: everything that cost time."""

    probes: list[Probe]
    reference: list[Observation]
    mistakes: dict[str, list[Observation]]
    unstable: list[str] = []


@dataclass
class Tables:
    """The tables of a homework, made when first asked for."""

    course: Course
    homework: str
    folder: Path | None = field(default_factory=cache.folder)
    _made: dict[str, dict[str, FunctionTable]] = field(default_factory=dict)

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


def make(course: Course, homework: str, question: Any, folder: Path | None) -> dict[str, FunctionTable]:
    """The tables of one question, from the cache if they are there."""
    path = course.misconceptions(homework, question.spec.name)
    namespace = load_namespace(path) if path.is_file() else {}
    mistakes = [v for v in namespace.values() if isinstance(v, Misconception)]
    key = _key(course, homework, question)
    stored = cache.read(folder, key, dict[str, Stored])
    if stored is None:
        stored = _run(homework, question, namespace, mistakes)
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
            unstable=tuple(known[i] for i in table.unstable),
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


def seen(observation: Observation, hint: Any) -> Seen:
    """An observation with its form."""
    return Seen(observation, form_of(observation.result(), hint) if observation.kind == "returned" else None)


def same(a: Seen, b: Seen, tolerance: Tolerance) -> bool:
    """Whether two calls showed the same: outcome, kind of exception, changed arguments, values."""
    left, right = a.observation, b.observation
    if (left.kind, left.error, left.changed) != (right.kind, right.error, right.changed):
        return False
    return a.form is None or b.form is None or alike(a.form, b.form, tolerance)


def evidence(answers: Sequence[Seen]) -> int:
    """How much there is to agree on: numbers and other values that were returned. An exception alone has any cause."""
    forms = [a.form for a in answers if a.form is not None]
    return sum(1 + max(1, sum(leaf.array.size for _, leaf in leaves(form))) for form in forms)


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


def tolerance_of(probe: Probe, hints: list[Any]) -> Tolerance:
    """The tolerance of a probe: float32 input, or integers where floats are usual, gets the wider one."""
    for arg, hint in zip(probe.arguments(), hints):
        arrays = arg if isinstance(arg, list) else [arg]
        for array in arrays:
            if isinstance(array, np.ndarray):
                if array.dtype.kind == "f" and array.dtype.itemsize < 8:
                    return LOOSE
                if array.dtype.kind in "iu" and is_array(hint) and not is_integer(hint):
                    return LOOSE
    return RIGHT


def part_names(function: Callable[..., Any]) -> tuple[str, ...]:
    """What the docstring calls the returned values: `(dX, dW, db): ...` below `Returns:`; else nothing."""
    _, _, returns = (function.__doc__ or "").partition("Returns:")
    head = returns.strip().partition(")")[0]
    if not head.startswith("("):
        return ()
    names = tuple(name.strip() for name in head[1:].split(","))
    return names if all(name.isidentifier() for name in names) else ()


# -- making ---------------------------------------------------------------------------------------------------------


def _run(homework: str, question: Any, namespace: dict[str, Any], mistakes: list[Misconception]) -> dict[str, Stored]:
    name = question.spec.name
    operations = module_operations() if "torch" in question.spec.packages else {}
    reference = {
        f: call for f, call in question.reference.items() if not _slow_by_name(question.contracts[f], operations)
    }
    if not reference:
        return {}
    recorded: dict[str, list[Probe]] = {}
    if len(reference) == len(question.reference):
        hidden = load_suite(question.suites[1].path)
        recorded = record(homework, name, hidden, reference, question.contracts, operations, ROUNDS)
    written = written_probes(namespace, homework, name)
    seconds = question.spec.limits.call if question.spec.limits else 5.0
    tables = {}
    for function, call in reference.items():
        wrong = {m.id: m.wrong for m in mistakes if m.function == function}
        hints = typing.get_type_hints(call)
        probes = _fitting([*written.get(function, []), *recorded.get(function, [])], hints["return"])
        table = _observe(call, wrong, probes, operations, seconds)
        if table is not None:
            tables[function] = _choose(table, hints)
    return tables


def _slow_by_name(contract: Contract, operations: Operations) -> bool:
    """A function that trains for seconds: its arguments are a data set."""
    return {"X_train", "X_val"} <= set(contract.signature.parameters)


def _fitting(probes: list[Probe], hint: Any) -> list[Probe]:
    """A module cannot be returned: a function that builds one is only asked about it."""
    builds = getattr(hint, "__module__", "").startswith("torch.nn")
    return [p for p in probes if (p.operation != "call") == builds]


def module_operations() -> Operations:
    """What may be asked of a function that builds a torch module."""
    from autograder.checks import modules

    return {"parameter_shapes": modules.parameter_shapes, "module_forward": modules.module_forward}


def _observe(
    call: Callable[..., Any],
    wrong: dict[str, Callable[..., Any]],
    probes: list[Probe],
    operations: Operations,
    seconds: float,
) -> Stored | None:
    kept: list[Probe] = []
    right: list[Observation] = []
    for probe in probes:
        begin = time.perf_counter()
        observation = observe(call, probe, seconds, operations)
        if time.perf_counter() - begin > SLOW or observation.kind not in ("returned", "raised"):
            return None
        kept.append(probe)
        right.append(observation)
    answers = {name: [observe(w, probe, seconds, operations) for probe in kept] for name, w in wrong.items()}
    answers = {name: found for name, found in answers.items() if all(o.kind in ANSWERS for o in found)}
    if not kept:
        return None
    again = {name: observe(wrong[name], kept[0], seconds, operations) for name in answers}
    unstable = [name for name, found in answers.items() if encode(again[name]) != encode(found[0])]
    stable = {name: found for name, found in answers.items() if name not in unstable}
    return Stored(kept, right, stable, unstable)


def _choose(table: Stored, hints: dict[str, Any]) -> Stored:
    """The smallest set of probes found greedily that tells every mistake from the right answer and from the others.

    A probe that tells two answers apart by more than a float32 answer's error counts for more, and so does one to
    which both return a value: an exception can have any cause.
    """
    hint = hints["return"] if all(p.operation == "call" for p in table.probes) else None
    columns = [table.reference, *table.mistakes.values()]
    forms = [[seen(o, hint) for o in column] for column in columns]
    pairs = list(itertools.combinations(range(len(forms)), 2))
    sizes = [len(encode((table.probes[i], [column[i] for column in columns]))) for i in range(len(table.probes))]
    apart: list[tuple[set[Any], int]] = []
    for i in range(len(table.probes)):
        found = set[Any]()
        for a, b in pairs:
            if not same(forms[a][i], forms[b][i], TIGHT if a else EXACT):
                found.add((a, b))
                if not same(forms[a][i], forms[b][i], LOOSE):
                    found.add((a, b, "wide"))
                if forms[a][i].kind == forms[b][i].kind == "returned":
                    found.add((a, b, "values"))
        apart.append((found, i))
    wanted = set[Any]().union(*(found for found, _ in apart))
    chosen: list[int] = []
    while len(chosen) < min(MOST, len(table.probes)) and (wanted or len(chosen) < LEAST):
        left = [(len(found & wanted), len(found), -sizes[i], i) for found, i in apart if i not in chosen]
        best = max(left)[-1]
        chosen.append(best)
        wanted -= apart[best][0]
    for column in forms[1:]:
        returned = [i for i, answer in enumerate(column) if answer.kind == "returned" and i not in chosen]
        while evidence([column[i] for i in chosen]) < EVIDENCE and returned and len(chosen) < MOST:
            chosen.append(returned.pop(0))
    for i in sorted(range(len(table.probes)), key=lambda i: sizes[i]):  # and something of every hidden case
        if len(chosen) < MOST and table.probes[i].case not in {table.probes[j].case for j in chosen}:
            chosen.append(i)
    chosen.sort()
    return Stored(
        [table.probes[i] for i in chosen],
        [table.reference[i] for i in chosen],
        {name: [found[i] for i in chosen] for name, found in table.mistakes.items()},
        table.unstable,
    )


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
