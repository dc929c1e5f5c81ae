"""A student's answers to the probes of a function, and the name of the mistake, if there is exactly one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from autograder.engine.diagnosis.answers import EVIDENCE, Seen, evidence, same
from autograder.engine.diagnosis.findings import finding, unrepeatable
from autograder.engine.diagnosis.forms import EXACT, LOOSE, RIGHT, TIGHT, Tolerance, leaves
from autograder.engine.diagnosis.observations import ANSWERS, Observation, Probe, steady
from autograder.engine.diagnosis.tables import FunctionTable, Known
from autograder.results import Category, Diagnosis, Message
from autograder.wire.codec import MAX_DEPTH, Array, List, Map, Tuple, Value, WireError

Ask = Callable[[Probe], Observation]
REPEATS = 8  # further calls of a function whose answers to a seed are wrong: are they at least always the same?
LARGEST = 1 << 18  # bytes and items in one answer: a student may return anything
# From the strictest on. A list instead of an array, or float32 instead of float64, is another matter than the mistake.
STANDARDS = (
    EXACT,
    RIGHT,
    TIGHT,
    Tolerance(TIGHT.relative, TIGHT.absolute, fits=False),
    Tolerance(LOOSE.relative, LOOSE.absolute, fits=False),
)


def diagnose(table: FunctionTable, ask: Ask) -> Diagnosis | None:
    """Asks the student's function and says what is known of its answers.

    Args:
        table: the probes, and the answers of the reference and of the known mistakes.
        ask: calls the student's function; never raises for what that function does.

    Returns:
        A known mistake that agrees on every probe, if it is the only one; else what can be said in general, if
        anything; None where every answer is right, or where the function gives none (the cases say so).
    """
    largest = max([LARGEST, *(4 * count(r.observation.value) for r in table.reference)])
    answers = []
    for probe in table.probes:
        observation = ask(probe)
        if observation.kind not in ANSWERS or count(observation.value) > largest:
            return None
        try:
            answers.append(table.seen(observation))
        except WireError:
            return None
    if table.seeded and not is_right(table, answers) and not candidates(table, answers):
        repeated = [steady(a.observation, partial(ask, probe), REPEATS) for a, probe in zip(answers, table.probes)]
        answers = [table.seen(observation) for observation in repeated]
        if any(a.kind == "varies" for a in answers):
            return _named(table, candidates(table, answers), "value") or unrepeatable(table)
    return judge(table, answers)


def judge(table: FunctionTable, answers: Sequence[Seen]) -> Diagnosis | None:
    """The same for answers that are there already."""
    if is_right(table, answers):
        return None
    known = candidates(table, answers)
    general = finding(table, answers)
    return _named(table, known, general.category if general is not None else "value") or general


def is_right(table: FunctionTable, answers: Sequence[Seen]) -> bool:
    """Whether every answer is the reference's."""
    return all(same(a, r, t) for a, r, t in zip(answers, table.reference, table.tolerances))


def candidates(table: FunctionTable, answers: Sequence[Seen]) -> list[Known]:
    """The known mistakes that agree with every answer, by the strictest standard that any of them meets."""
    if evidence(answers) < EVIDENCE:
        return []
    for standard in standards_for(answers):
        if agree(answers, table.reference, standard):
            return []
        found = [known for known, theirs in table.mistakes if agree(answers, theirs, standard)]
        if found:
            return found
    return []


def standards_for(answers: Sequence[Seen]) -> tuple[Tolerance, ...]:
    """Those by which these answers are compared: the widest only where something was computed in float32."""
    single = any(leaf.single for a in answers if a.form for _, leaf in leaves(a.form))
    return STANDARDS if single else STANDARDS[:-1]


def count(value: Value, depth: int = 0) -> int:
    """How many bytes and items a value holds, without decoding it; more than any limit if it is nested too deep."""
    if isinstance(value, Array):
        return len(value.data)
    if isinstance(value, (List, Tuple, Map)) and depth > MAX_DEPTH:
        return 1 << 60
    if isinstance(value, (List, Tuple)):
        return len(value.items) + sum(count(item, depth + 1) for item in value.items)
    if isinstance(value, Map):
        return len(value.pairs) + sum(count(item, depth + 1) for _, item in value.pairs)
    return 1


def agree(answers: Sequence[Seen], others: Sequence[Seen], standard: Tolerance) -> bool:
    """Whether both are the same on every probe."""
    return all(same(a, b, standard) for a, b in zip(answers, others))


def _named(table: FunctionTable, known: Sequence[Known], category: Category) -> Diagnosis | None:
    """The diagnosis if exactly one mistake is left."""
    if len(known) != 1:
        return None
    (one,) = known
    return Diagnosis(table.name, one.id, Message(one.en, one.zh), "convention" if one.convention else category)
