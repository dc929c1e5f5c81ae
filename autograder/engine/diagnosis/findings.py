"""What can be said of wrong answers that are no known mistake: a fixed order of questions, the first yes is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from autograder.engine.contracts import ContractError
from autograder.engine.diagnosis import wording
from autograder.engine.diagnosis.answers import Seen
from autograder.engine.diagnosis.factors import symbols
from autograder.engine.diagnosis.forms import LOOSE, Branch, Form, Leaf, Other, Tolerance, alike
from autograder.engine.diagnosis.observations import Probe, known_error
from autograder.engine.diagnosis.statements import Part, of_numbers, of_shapes, of_values
from autograder.engine.diagnosis.tables import FunctionTable
from autograder.results import Category, Diagnosis


def finding(table: FunctionTable, answers: Sequence[Seen]) -> Diagnosis | None:
    """The first general statement that holds, or None."""
    return next(_statements(table, answers), None)


def unrepeatable(table: FunctionTable) -> Diagnosis:
    """The same arguments, seed included, gave two answers."""
    return Diagnosis(table.name, "generic-unrepeatable", wording.message("unrepeatable", {}), "value")


def _statements(table: FunctionTable, answers: Sequence[Seen]) -> Iterator[Diagnosis]:
    def say(what: str, category: Category, **words: Any) -> Diagnosis:
        return Diagnosis(table.name, f"generic-{what}", wording.message(what, words), category)

    total = len(answers)
    raised = [
        known_error(a.observation.error)
        for a, r in zip(answers, table.reference)
        if a.kind == "raised" and (r.kind != "raised" or a.observation.error != r.observation.error)
    ]
    if raised:
        kinds = ", ".join(sorted(set(raised))[:3])
        yield say("exception-always" if len(raised) == total else "exception", "exception", error=kinds)
    silent = [
        r.observation.error for a, r in zip(answers, table.reference) if r.kind == "raised" and a.kind != "raised"
    ]
    if silent:
        yield say("no-exception", "exception", error=silent[0])
    both = [
        (a, r, t, symbols(table.contract, p.arguments() if p.operation == "call" else []))
        for a, r, t, p in zip(answers, table.reference, table.tolerances, table.probes)
        if a.kind != "raised" and r.kind == "returned"
    ]
    expected = table.contract.expected
    if both and all(isinstance(a.form, Other) and a.form.value is None for a, *_ in both):
        yield say("none", "shape")
    if any(a.form is None for a, *_ in both):
        yield say("object", "shape", expected=expected)
    if table.free:
        if any(_refused(table, a, p) for a, p in zip(answers, table.probes)):
            yield say("structure", "shape", expected=expected)
        return
    parts = _parts_of(table, both)
    if parts is None:
        yield say("structure", "shape", expected=expected)
        return
    yield from of_shapes(parts, say, expected)
    yield from of_numbers(parts, say, total)
    if all(part.right for part in parts) and not _same_others(both):
        yield say("other-value", "value")
    changed = sorted({i for a, *_ in both for i in a.observation.changed})
    if changed and all(part.right for part in parts):
        names = list(table.contract.signature.parameters)
        yield say("changed", "changed", argument=names[changed[0]] if changed[0] < len(names) else changed[0] + 1)
    yield from of_values(parts, say)


def _refused(table: FunctionTable, answer: Seen, probe: Probe) -> bool:
    """Whether the contract refuses the answer as a whole."""
    if answer.form is None or probe.operation != "call":
        return False
    try:
        table.contract.check(tuple(probe.arguments()), answer.observation.result())
    except ContractError:
        return True
    return False


def _parts_of(table: FunctionTable, both: list[tuple[Seen, Seen, Tolerance, dict[str, float]]]) -> list[Part] | None:
    """The returned values by place, or None if the answers are laid out in another way."""
    parts: dict[Any, Part] = {}
    for answer, right, near, sizes in both:
        if answer.form is None or right.form is None:
            return None
        for place, got, want in _pairs(answer.form, right.form):
            if got is None or want is None:
                return None
            name, number = _name(table, place, right.form)
            parts.setdefault(number, Part(name, number)).pairs.append((got, want, near, sizes))
    return [parts[number] for number in sorted(parts)]


def _pairs(got: Form, want: Form, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any, Any]]:
    """Leaves of both at the same place; None where the layouts part."""
    if isinstance(want, Leaf) and isinstance(got, Leaf):
        yield place, got, want
    elif isinstance(want, Branch) and isinstance(got, Branch):
        if set(want.parts) != set(got.parts):
            yield place, None, None
            return
        for key, part in want.parts.items():
            yield from _pairs(got.parts[key], part, (*place, key))
    elif not (isinstance(want, Other) and isinstance(got, Other)):
        yield place, None, None


def _name(table: FunctionTable, place: tuple[Any, ...], form: Form) -> tuple[str, int]:
    """What a part is called: by the docstring, by its key, or by its number from 1."""
    if not place or not isinstance(form, Branch) or table.listed:
        return "", 0
    number = list(form.parts).index(place[0])
    if form.keyed:
        return str(place[0]), number
    if len(table.parts) == len(form.parts):
        return table.parts[number], number
    return f"#{number + 1}", number


def _same_others(both: list[tuple[Seen, Seen, Tolerance, dict[str, float]]]) -> bool:
    return all(a.form is not None and r.form is not None and alike(a.form, r.form, LOOSE) for a, r, *_ in both)
