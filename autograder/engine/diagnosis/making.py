"""Makes a question's tables: records inputs, runs the reference and every known mistake on them, chooses a few."""

from __future__ import annotations

import itertools
import time
import typing
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

import msgspec

from autograder.checks.misconceptions import Misconception
from autograder.engine.contracts import Contract
from autograder.engine.diagnosis.answers import EVIDENCE, evidence, same, seen
from autograder.engine.diagnosis.forms import EXACT, LOOSE, TIGHT
from autograder.engine.diagnosis.observations import ANSWERS, Observation, Operations, Probe, observe, steady
from autograder.engine.diagnosis.recording import record, written_probes
from autograder.engine.suites import load_suite
from autograder.wire.codec import Array, List, Tuple, Value, encode

LEAST, MOST = 5, 12  # probes of one function
ROUNDS = 3  # students that do not exist; more inputs let more mistakes be told from each other
REPEATS = 32  # further calls of a mistake that may draw: of the four bootstrap samples of two, several may be alike
SLOW = 0.5  # seconds: a function that needs longer than this for one probe is not probed


class Stored(msgspec.Struct, frozen=True):
    """A function's table as it is cached: everything that cost time."""

    probes: list[Probe]
    reference: list[Observation]
    mistakes: dict[str, list[Observation]]


def make_tables(
    homework: str, question: Any, namespace: dict[str, Any], mistakes: list[Misconception]
) -> dict[str, Stored]:
    """Runs everything once.

    Args:
        homework: its name.
        question: a loaded question.
        namespace: of its misconceptions file, which may define `probes(rng)`.
        mistakes: the misconceptions in it.

    Returns:
        A table for each function that can be probed.
    """
    name = question.spec.name
    operations = module_operations() if "torch" in question.spec.packages else {}
    reference = {f: call for f, call in question.reference.items() if not _slow_by_name(question.contracts[f])}
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
        seeded = "seed" in question.contracts[function].signature.parameters
        table = _observe(call, wrong, probes, operations, seconds, seeded)
        if table is not None:
            tables[function] = _choose(table, hints)
    return tables


def _slow_by_name(contract: Contract) -> bool:
    """A function that trains for seconds: its arguments are a data set."""
    return {"X_train", "X_val"} <= set(contract.signature.parameters)


def _fitting(probes: list[Probe], hint: Any) -> list[Probe]:
    """A module cannot be returned: a function that builds one is only asked about it."""
    builds = getattr(hint, "__module__", "").startswith("torch.nn")
    return [p for p in probes if (p.operation != "call") == builds]


def module_operations() -> Operations:
    """What may be asked of a function that builds a torch module."""
    from autograder.checks import modules

    return {
        "parameter_shapes": modules.parameter_shapes,
        "module_forward": modules.module_forward,
        "kind": modules.kind,
    }


def _observe(
    call: Callable[..., Any],
    wrong: dict[str, Callable[..., Any]],
    probes: list[Probe],
    operations: Operations,
    seconds: float,
    seeded: bool,
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
    for name, found in answers.items():
        again = partial(observe, wrong[name], seconds=seconds, operations=operations)
        if seeded:
            answers[name] = [steady(first, partial(again, probe=probe), REPEATS) for first, probe in zip(found, kept)]
        elif steady(found[0], partial(again, probe=kept[0]), 1).kind == "varies":
            answers[name] = [Observation("varies")] * len(found)  # the first probe speaks for all: it has no seed
    return Stored(kept, right, answers)


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
    situations = [(probe.case, *map(_situation, probe.args)) for probe in table.probes]
    for i in sorted(range(len(table.probes)), key=lambda i: sizes[i]):  # and something of every hidden case
        if len(chosen) < MOST and situations[i] not in {situations[j] for j in chosen}:
            chosen.append(i)
    chosen.sort()
    return Stored(
        [table.probes[i] for i in chosen],
        [table.reference[i] for i in chosen],
        {name: [found[i] for i in chosen] for name, found in table.mistakes.items()},
    )


def _situation(arg: Value) -> Hashable:
    """What makes an argument special: its type of number, and where it has no entry, or only one."""
    if isinstance(arg, Array):
        return (arg.dtype, *(min(n, 2) for n in arg.shape))
    return min(len(arg.items), 2) if isinstance(arg, (List, Tuple)) else None
