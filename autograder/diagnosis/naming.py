"""Runs a student's function on the probes, and names its mistake if exactly one is possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from autograder.diagnosis.agreement import EVIDENCE, Observed, all_agree, evidence
from autograder.diagnosis.forms import EXACT, LOOSE, RIGHT, TIGHT, Tolerance, leaves
from autograder.diagnosis.general import finding, unrepeatable
from autograder.diagnosis.known import Known
from autograder.diagnosis.observations import COMPARABLE, Observation, Probe, steady
from autograder.results import Category, Diagnosis
from autograder.wire.codec import MAX_DEPTH, Array, List, Map, Tuple, Value, WireError

if TYPE_CHECKING:  # what keeps tables needs more than a student has
    from autograder.diagnosis.tables import FunctionTable

Ask = Callable[[Probe], Observation]
REPEATS = 8  # further calls of a function with a seed whose results are wrong: are they at least always the same?
LARGEST = 1 << 18  # bytes and items in one result: a student may return anything
# The strictest first. A list instead of an array, or float32 instead of float64, has nothing to do with the mistake.
STANDARDS = (
    EXACT,
    RIGHT,
    TIGHT,
    Tolerance(TIGHT.relative, TIGHT.absolute, fits=False),
    Tolerance(LOOSE.relative, LOOSE.absolute, fits=False),
)


def diagnose(table: FunctionTable, ask: Ask) -> Diagnosis | None:
    """Runs the student's function on the probes and says what is known of it.

    Args:
        table: the probes, and what the reference and the known mistakes do with them.
        ask: runs the student's function on a probe; never raises, whatever that function does.

    Returns:
        The known mistake that agrees on every probe, if it is the only one; otherwise what can be said in general, if
        anything. None if everything is right, or if the function hangs or dies, which the cases say already.
    """
    largest = max([LARGEST, *(4 * count(r.observation.value) for r in table.reference)])
    observed = []
    for probe in table.probes:
        observation = ask(probe)
        if observation.kind not in COMPARABLE or count(observation.value) > largest:
            return None
        try:
            observed.append(table.observed(observation))
        except WireError:
            return None
    if table.seeded and not table.is_right(observed) and not candidates(table, observed):
        repeated = [steady(one.observation, partial(ask, probe), REPEATS) for one, probe in zip(observed, table.probes)]
        observed = [table.observed(observation) for observation in repeated]
        if any(one.kind == "varies" for one in observed):
            return _named(table, candidates(table, observed), "value") or unrepeatable(table)
    return judge(table, observed)


def judge(table: FunctionTable, observed: Sequence[Observed]) -> Diagnosis | None:
    """The same for a function that has been run."""
    if table.is_right(observed):
        return None
    known = candidates(table, observed)
    general = finding(table, observed)
    return _named(table, known, general.category if general is not None else "value") or general


def candidates(table: FunctionTable, observed: Sequence[Observed]) -> list[Known]:
    """The known mistakes that agree on every probe, by the strictest standard that any of them meets."""
    if evidence(observed) < EVIDENCE:
        return []
    for standard in standards_for(observed):
        if all_agree(observed, table.reference, standard):
            return []
        found = [known for known, theirs in table.mistakes if all_agree(observed, theirs, standard)]
        if found:
            return found
    return []


def standards_for(observed: Sequence[Observed]) -> tuple[Tolerance, ...]:
    """The standards to compare by: the widest only where something was computed in float32."""
    single = any(leaf.single for one in observed if one.form for _, leaf in leaves(one.form))
    return STANDARDS if single else STANDARDS[:-1]


def count(value: Value, depth: int = 0) -> int:
    """How many bytes and items a value holds, without decoding it; beyond any limit if it is nested too deeply."""
    if isinstance(value, Array):
        return len(value.data)
    if isinstance(value, (List, Tuple, Map)) and depth > MAX_DEPTH:
        return 1 << 60
    if isinstance(value, (List, Tuple)):
        return len(value.items) + sum(count(item, depth + 1) for item in value.items)
    if isinstance(value, Map):
        return len(value.pairs) + sum(count(item, depth + 1) for _, item in value.pairs)
    return 1


def _named(table: FunctionTable, known: Sequence[Known], category: Category) -> Diagnosis | None:
    """The diagnosis, if exactly one mistake is possible."""
    if len(known) != 1:
        return None
    (one,) = known
    return one.diagnosis(table.name, category)
