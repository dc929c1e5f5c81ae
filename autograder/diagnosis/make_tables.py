"""Makes a question's tables: records inputs, runs the reference and every known mistake on them, chooses a few."""

from __future__ import annotations

import itertools
import time
import typing
from collections import Counter
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

import msgspec

from autograder.diagnosis.agreement import EVIDENCE, Observed, agrees, all_agree, evidence
from autograder.diagnosis.forms import EXACT, LOOSE, TIGHT
from autograder.diagnosis.observations import COMPARABLE, Observation, Operations, Probe, observe, steady
from autograder.diagnosis.probes import operations_of, record, written_probes
from autograder.diagnosis.situations import situation
from autograder.questions.contracts import Contract, is_module
from autograder.questions.loading import LoadedQuestion
from autograder.questions.suites import load_suite
from autograder.wire.codec import Array, List, Tuple, Value, encode

LEAST, MOST = 5, 12  # how many probes a function gets
ORDINARY = 5  # of them at least that lie at no edge, if there are so many
SHOWN = 3  # ordinary probes that should show each mistake
REPEATED = 3  # probes at most that are added for that
WRITTEN = 3  # of them at least that a file of mistakes draws itself
ROUNDS = 3  # times that the hidden suite is run for inputs: with more of them, more mistakes can be told apart
REPEATS = 32  # further calls of a mistake that may draw at random: a sample of two of two is one of four
SLOW = 0.5  # seconds of the processor: a function that takes longer than this for one probe is not probed


class Stored(msgspec.Struct, frozen=True):
    """A function's table as it is cached: everything that cost time."""

    probes: list[Probe]
    reference: list[Observation]
    mistakes: dict[str, list[Observation]]
    combinations: dict[str, list[Observation]] = {}  # by the names of the mistakes, with " + " between them


def make_tables(homework: str, question: LoadedQuestion) -> dict[str, Stored]:
    """Runs the reference and every known mistake of a question on its probes.

    Args:
        homework: its name.
        question: with its known mistakes.

    Returns:
        A table for each function that can be probed.
    """
    name = question.spec.name
    operations = operations_of(question)
    reference = {f: call for f, call in question.reference.items() if not _slow_by_name(question.contracts[f])}
    if not reference:
        return {}
    recorded: dict[str, list[Probe]] = {}
    if len(reference) == len(question.reference):
        hidden = load_suite(question.suites[1].path)  # from the file, since the cache goes by the file
        recorded = record(homework, name, hidden, reference, question.contracts, operations, ROUNDS)
    written = written_probes(question.mistakes, homework, name)
    seconds = question.spec.limits.call if question.spec.limits else 5.0
    tables = {}
    for function, call in reference.items():
        wrong = {m.id: m.wrong for m in question.mistakes.of(function)}
        hints = typing.get_type_hints(call)
        probes = _fitting([*written.get(function, []), *recorded.get(function, [])], hints["return"])
        for right in question.mistakes.free.get(function, ()):
            probes = [p for p in probes if _same_result(call, right, p, operations, seconds)]
        seeded = "seed" in question.contracts[function].signature.parameters
        table = _observe(call, wrong, probes, operations, seconds, seeded)
        if table is not None:
            chosen = _choose(table, hints, len(_fitting(written.get(function, []), hints["return"])))
            together = {
                " + ".join(both.ids): [observe(both.wrong, probe, seconds, operations) for probe in chosen.probes]
                for both in question.mistakes.together
                if both.function == function
            }
            # Two mistakes may make up for each other: then they explain nothing that is wrong.
            seen = _seen(chosen.reference)
            together = {ids: theirs for ids, theirs in together.items() if not all_agree(_seen(theirs), seen, TIGHT)}
            tables[function] = msgspec.structs.replace(chosen, combinations=together)
    return tables


def _slow_by_name(contract: Contract) -> bool:
    """Whether a function trains for seconds: its arguments are a data set then."""
    return {"X_train", "X_val"} <= set(contract.signature.parameters)


def _fitting(probes: list[Probe], hint: Any) -> list[Probe]:
    """The probes that a function can be asked: one that builds a torch module is only asked about the module."""
    return [p for p in probes if (p.operation != "call") == is_module(hint)]


def _same_result(
    one: Callable[..., Any], other: Callable[..., Any], probe: Probe, operations: Operations, seconds: float
) -> bool:
    """Whether two right answers of a function with several are the same for this input, so that it has but one."""
    first, second = (Observed.of(observe(f, probe, seconds, operations), None) for f in (one, other))
    return agrees(first, second, TIGHT)


def _seen(observations: list[Observation]) -> list[Observed]:
    return [Observed.of(one, None) for one in observations]


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
        begin = time.thread_time()  # what else the machine is doing must not decide what is kept in the cache
        observation = observe(call, probe, seconds, operations)
        if time.thread_time() - begin > SLOW or observation.kind not in ("returned", "raised"):
            return None
        kept.append(probe)
        right.append(observation)
    shown = {name: [observe(w, probe, seconds, operations) for probe in kept] for name, w in wrong.items()}
    shown = {name: found for name, found in shown.items() if all(o.kind in COMPARABLE for o in found)}
    if not kept:
        return None
    for name, found in shown.items():
        again = partial(observe, wrong[name], seconds=seconds, operations=operations)
        if seeded:
            shown[name] = [steady(first, partial(again, probe=probe), REPEATS) for first, probe in zip(found, kept)]
        elif steady(found[0], partial(again, probe=kept[0]), 1).kind == "varies":
            shown[name] = [Observation("varies")] * len(found)  # without a seed, one probe speaks for all
    return Stored(kept, right, shown)


def _choose(table: Stored, hints: dict[str, Any], written: int) -> Stored:
    """A small set of probes, found greedily, that tells every mistake from the right results and from the others.

    Of those that the file of mistakes draws itself, which come first, some are always among them: they are there to
    tell listed mistakes from others, which the greedy choice knows nothing of. A probe counts for more if it tells two
    functions apart by more than the rounding errors of float32, and if both return a value: an exception can have any
    cause.
    """
    hint = hints["return"] if all(p.operation == "call" for p in table.probes) else None
    columns = [table.reference, *table.mistakes.values()]
    forms = [[Observed.of(o, hint) for o in column] for column in columns]
    pairs = list(itertools.combinations(range(len(forms)), 2))
    sizes = [len(encode((table.probes[i], [column[i] for column in columns]))) for i in range(len(table.probes))]
    apart: list[tuple[set[tuple[int, int, str]], int]] = []
    for i in range(len(table.probes)):
        found = set[tuple[int, int, str]]()
        for a, b in pairs:
            if not agrees(forms[a][i], forms[b][i], TIGHT if a else EXACT):
                found.add((a, b, "at all"))
                if not agrees(forms[a][i], forms[b][i], LOOSE):
                    found.add((a, b, "widely"))
                if forms[a][i].kind == forms[b][i].kind == "returned":
                    found.add((a, b, "by values"))
        apart.append((found, i))
    wanted = set[tuple[int, int, str]]().union(*(found for found, _ in apart))
    chosen = [*range(min(written, WRITTEN))]
    wanted -= set[tuple[int, int, str]]().union(*(apart[i][0] for i in chosen))
    ordinary = _ordinary(table, hints, forms[0])
    while len(chosen) < min(MOST, len(table.probes)) and (wanted or len(chosen) < LEAST):
        left = [(len(found & wanted), len(found), -sizes[i], i) for found, i in apart if i not in chosen]
        if len(ordinary.intersection(chosen)) < ORDINARY:
            left = [one for one in left if one[-1] in ordinary] or left
        best = max(left)[-1]
        chosen.append(best)
        wanted -= apart[best][0]
    for column in forms[1:]:
        returned = [i for i, one in enumerate(column) if one.kind == "returned" and i not in chosen]
        while evidence([column[i] for i in chosen]) < EVIDENCE and returned and len(chosen) < MOST:
            chosen.append(returned.pop(0))
    situations = [(probe.case, *map(_situation, probe.args)) for probe in table.probes]
    for i in sorted(range(len(table.probes)), key=lambda i: sizes[i]):  # and something from every hidden case
        if len(chosen) < MOST and situations[i] not in {situations[j] for j in chosen}:
            chosen.append(i)
    shown = [{b for a, b, how in found if not a and how == "by values"} for found, _ in apart]
    chosen += _repeated(shown, ordinary, chosen)
    chosen.sort()
    return Stored(
        [table.probes[i] for i in chosen],
        [table.reference[i] for i in chosen],
        {name: [found[i] for i in chosen] for name, found in table.mistakes.items()},
    )


def _repeated(shown: list[set[int]], ordinary: set[int], chosen: list[int]) -> list[int]:
    """A few more ordinary probes, for mistakes that too few of the chosen ones show: beside an edge none has a name.

    Args:
        shown: of each probe, the mistakes that it shows.
        ordinary: the probes at no edge.
        chosen: those chosen so far.
    """
    more: list[int] = []
    while len(more) < REPEATED:
        count = Counter(b for i in ordinary.intersection([*chosen, *more]) for b in shown[i])
        left = ordinary.difference(chosen, more)
        helped = [(sum(count[b] < SHOWN for b in shown[i]), -i) for i in left]
        if not helped or not max(helped)[0]:
            return more
        more.append(-max(helped)[1])
    return more


def _ordinary(table: Stored, hints: dict[str, Any], right: list[Observed]) -> set[int]:
    """The probes at no edge: without some of them a mistake of the values is not seen beside one at an edge."""
    of_arguments = list(hints.values())
    pairs = enumerate(zip(table.probes, right))
    return {i for i, (probe, one) in pairs if situation(probe, of_arguments, one) == "ordinary"}


def _situation(arg: Value) -> Hashable:
    """What makes an argument special: its type of number, and along which axes it has no entry, or only one."""
    if isinstance(arg, Array):
        return (arg.dtype, *(min(n, 2) for n in arg.shape))
    return min(len(arg.items), 2) if isinstance(arg, (List, Tuple)) else None
