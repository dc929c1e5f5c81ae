"""Runs a student's function on the probes, and names its mistake if exactly one is possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from autograder.diagnosis import wording
from autograder.diagnosis.agreement import EVIDENCE, Observed, all_agree, evidence
from autograder.diagnosis.edges import Edges, unstable_forms
from autograder.diagnosis.finding import Finding
from autograder.diagnosis.forms import EXACT, LOOSE, RIGHT, TIGHT, Tolerance, leaves
from autograder.diagnosis.general import draws_itself, finding, less_precise, unrepeatable
from autograder.diagnosis.known import Known
from autograder.diagnosis.observations import COMPARABLE, Observation, Probe, steady
from autograder.diagnosis.values import LEAST, Names, Values, is_near, names_of, same
from autograder.results import Category, Diagnosis
from autograder.wire.codec import MAX_DEPTH, Array, List, Map, Tuple, Value, WireError

if TYPE_CHECKING:  # what keeps tables needs more than a student has
    from autograder.diagnosis.tables import FunctionTable

# What leaves nothing to say about edges.
ALONE = {
    f"generic-{what}"
    for what in (
        "exception-always",
        "exception-in-module",
        "none",
        "object",
        "structure",
        "layers",
        "layers-do-not-fit",
    )
}
Ask = Callable[[Probe], Observation]
Where = Callable[[Probe], "tuple[int, int] | None"]  # the cell and the line that answers a probe
REPEATS = 8  # further calls of a function with a seed whose results are wrong: are they at least always the same?
MORE = 24  # then of one that does vary: two samples are in the same order every other time
LARGEST = 1 << 18  # bytes and items in one result: a student may return anything
# The strictest first. A list instead of an array, or float32 instead of float64, has nothing to do with the mistake.
STANDARDS = (
    EXACT,
    RIGHT,
    TIGHT,
    Tolerance(TIGHT.relative, TIGHT.absolute, fits=False),
    Tolerance(LOOSE.relative, LOOSE.absolute, fits=False),
)


def diagnose(table: FunctionTable, ask: Ask, where: Where | None = None) -> tuple[Diagnosis, ...]:
    """Runs the student's function on the probes and says what is known of it.

    Args:
        table: the probes, and what the reference and the known mistakes do with them.
        ask: runs the student's function on a probe; never raises, whatever that function does.
        where: tells which line of the student's raised or returned.

    Returns:
        The known mistake, or the two, that explain what it does, if no others would; otherwise what can be said of its
        values in general; after that, what it does at edges. Nothing if everything is right, or if the function hangs
        or dies, which the cases say already.
    """
    largest = max([LARGEST, *(4 * count(r.observation.value) for r in table.reference)])
    observed = []
    for probe in table.probes:
        observation = ask(probe)
        if observation.kind not in COMPARABLE or count(observation.value) > largest:
            return ()
        try:
            observed.append(table.observed(observation))
        except WireError:
            return ()
    if table.seeded and not table.is_right(observed) and not candidates(table, observed):
        observed = _repeated(table, observed, ask, REPEATS)
        if any(one.kind == "varies" for one in observed):
            observed = _repeated(table, observed, ask, MORE)
            known = candidates(table, observed)
            return (known[0].diagnosis(table.name),) if len(known) == 1 else (unrepeatable(table),)
    if not table.seeded and not table.is_right(observed) and not candidates(table, observed):
        first = next((i for i in table.ordinary if observed[i].kind == "returned"), None)
        if first is not None and _varies(observed[first].observation, partial(ask, table.probes[first])):
            known = candidates(table, [table.observed(Observation("varies"))] * len(observed))
            return (known[0].diagnosis(table.name),) if len(known) == 1 else (draws_itself(table),)
    return located(table, observed, findings(table, observed), where)


def _repeated(table: FunctionTable, observed: Sequence[Observed], ask: Ask, times: int) -> list[Observed]:
    """The same, with what varies if it is asked so many times more."""
    again = (steady(one.observation, partial(ask, probe), times) for one, probe in zip(observed, table.probes))
    return [table.observed(observation) for observation in again]


def _varies(first: Observation, again: Callable[[], Observation]) -> bool:
    """Whether another call with the same arguments returns something else."""
    return steady(first, again, 1).kind == "varies"


def judge(table: FunctionTable, observed: Sequence[Observed]) -> tuple[Diagnosis, ...]:
    """The same for a function that has been run."""
    return tuple(found.diagnosis for found in findings(table, observed))


def located(
    table: FunctionTable, observed: Sequence[Observed], found: Sequence[Finding], where: Where | None
) -> tuple[Diagnosis, ...]:
    """What was found; the first statement that some probe shows also says in which line that was."""
    said = [finding.diagnosis for finding in found]
    first = next((n for n, finding in enumerate(found) if finding.place is not None), None)
    if first is not None and where is not None:
        probe = found[first].place or 0
        line = where(table.probes[probe])
        if line is not None:
            message = wording.at_line(said[first].message, *line, raised=observed[probe].kind == "raised")
            said[first] = Diagnosis(table.name, said[first].misconception, message, said[first].category)
    return tuple(said)


def findings(table: FunctionTable, observed: Sequence[Observed]) -> list[Finding]:
    """What there is to say, each with a probe that shows it: values first, then edges."""
    if table.is_right(observed):
        return []
    values = Values.of(table, observed)
    raised = [i for i in table.ordinary if observed[i].kind != "returned"]
    named, steady_form = _names(table, observed, values)
    said = [Finding(known.diagnosis(table.name, _category(table, observed, known))) for known in named]
    ordinary = bool(values.wrong or raised or _not_numbers(table, observed))
    if table.free or (ordinary and (not named or raised)):
        general = finding(table, observed, raised if named else table.ordinary)
        if general is not None:
            said.append(general)
            if general.diagnosis.misconception in ALONE:
                return said
    if is_near(values, named):
        said.append(Finding(less_precise(table), values.wrong[0]))
    columns = {known.id: theirs for known, theirs in table.mistakes}
    edges = Edges(
        table,
        observed,
        named,
        [columns[known.id] for known in named if known.id in columns],
        ordinary_right=not ordinary and not table.free,
        steady=steady_form,
    )
    return [*said, *edges.findings()]


def _names(table: FunctionTable, observed: Sequence[Observed], values: Values) -> tuple[Names, bool]:
    """The mistakes that explain what a function does, if no others would; and whether they are an unstable form."""
    known = candidates(table, observed)
    if known:
        return (known[0],) if len(known) == 1 else (), False
    standards = standards_for(observed)
    if evidence(observed) >= EVIDENCE:
        together = [both for both, theirs in table.combinations if all_agree(observed, theirs, standards[-1])]
        if together:
            return together[0] if len(together) == 1 else (), False
    if table.free:
        return (), False
    found = names_of(values)
    if found or values.wrong:
        return found[0] if len(found) == 1 else (), False
    forms = unstable_forms(table, observed) if len(values.places) >= LEAST else []
    return (forms[0], True) if len(forms) == 1 else ((), False)


def _category(table: FunctionTable, observed: Sequence[Observed], known: Known) -> Category:
    """What kind of mistake a known one is: what would be said of it in general, if it were not known."""
    theirs = next((theirs for one, theirs in table.mistakes if one.id == known.id), None)
    if theirs is None:
        return "value"
    general = finding(table, theirs, table.ordinary) if not known.edge else None
    if general is not None:
        return general.diagnosis.category
    edge = Edges(table, theirs, (), (), ordinary_right=True).findings()
    return edge[0].diagnosis.category if edge else "value"


def _not_numbers(table: FunctionTable, observed: Sequence[Observed]) -> bool:
    """Whether some ordinary answer is no number, or not laid out as it should be."""
    return any(
        observed[i].kind != "raised" and not same(observed[i], table.reference[i], table.tolerances[i])
        for i in table.ordinary
    )


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
