"""What can be said of a wrong function that makes no known mistake: of a list of statements, the first that holds."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from autograder.checks.values import as_sequence
from autograder.diagnosis import wording
from autograder.diagnosis.agreement import Observed, agrees
from autograder.diagnosis.factors import Symbols, symbols
from autograder.diagnosis.finding import Finding
from autograder.diagnosis.forms import LOOSE, Branch, Form, Leaf, Other, Tolerance, alike, close
from autograder.diagnosis.observations import Probe, known_error
from autograder.diagnosis.patterns import Pair, Part, of_numbers, of_shapes, of_values
from autograder.diagnosis.whereabouts import Answer, whereabouts
from autograder.questions.contracts import ContractError
from autograder.results import Category, Diagnosis

if TYPE_CHECKING:  # what keeps tables needs more than a student has
    from autograder.diagnosis.tables import FunctionTable

NEARLY = Tolerance(3e-3, 1e-6)  # what a small constant does to numbers of everyday size
SMALL = Tolerance(3e-3, 1e-4)  # the same, where the right number may be 0
MOST_NEARLY = 3  # answers that are nearly right: then a small constant is likely
WIDE = 1000  # more values than any part of a result holds by name
Place = tuple[Hashable, ...]  # of a value in a result: positions and keys


class _Returned(NamedTuple):
    """A call that should return and did not raise: what it showed, what is right, how close counts, the sizes."""

    one: Observed
    right: Observed
    near: Tolerance
    sizes: Symbols
    arguments: Mapping[str, object]


def finding(table: FunctionTable, observed: Sequence[Observed], places: Sequence[int]) -> Finding | None:
    """The first general statement that holds for some of the probes, or None.

    Args:
        table: of the function.
        observed: what it did with all probes.
        places: the probes that count: the ordinary ones, if any of them shows something.
    """
    return next(_statements(table, observed, places), None)


def unrepeatable(table: FunctionTable) -> Diagnosis:
    """What is said where the same arguments, the seed among them, gave two different results."""
    return Diagnosis(table.name, "generic-unrepeatable", wording.message("unrepeatable", {}), "value")


def draws_itself(table: FunctionTable) -> Diagnosis:
    """What is said where two calls with the same arguments, none of them a seed, give different results."""
    return Diagnosis(table.name, "generic-draws-itself", wording.message("draws-itself", {}), "value")


def less_precise(table: FunctionTable) -> Diagnosis:
    """What is said beside a known mistake that explains the values to a few digits only."""
    return Diagnosis(table.name, "generic-precision-too", wording.message("precision-too", {}), "stability")


def _statements(table: FunctionTable, observed: Sequence[Observed], places: Sequence[int]) -> Iterator[Finding]:
    shows: list[int] = []  # a probe that shows what is said next

    def say(what: str, category: Category, **words: object) -> Finding:
        place = shows[0] if shows else None
        return Finding(Diagnosis(table.name, f"generic-{what}", wording.message(what, words), category), place)

    raised = [i for i in places if observed[i].kind == "raised" and table.reference[i].kind != "raised"]
    if raised:
        shows[:] = raised
        kinds = ", ".join(sorted({known_error(observed[i].observation.error) for i in raised})[:3])
        always = all(one.kind == "raised" for one in observed)
        if table.hint is None:
            yield from _of_module(table, observed, say)
            yield say("exception-in-module", "exception")
        yield say("exception-always" if always else "exception", "exception", error=kinds)
    answered = [i for i in places if observed[i].kind != "raised" and table.reference[i].kind == "returned"]
    probes = table.probes
    returned = [
        _Returned(
            observed[i],
            table.reference[i],
            table.tolerances[i],
            symbols(table.contract, probes[i].arguments() if probes[i].operation == "call" else []),
            _arguments(table, probes[i]),
        )
        for i in answered
    ]
    shows[:] = [i for i in answered if not agrees(observed[i], table.reference[i], table.tolerances[i])]
    total = len(places)
    expected = table.contract.expected
    if returned and all(isinstance(one.form, Other) and one.form.value is None for one, *_ in returned):
        yield say("none", "shape")
    if any(one.form is None for one, *_ in returned):
        yield say("object", "shape", expected=expected)
    if table.hint is None:
        yield from _of_module(table, observed, say)
    if table.free:
        if any(_refused(table, observed[i], probes[i]) for i in places):
            yield say("structure", "shape", expected=expected)
        return
    parts = _parts_of(table, returned)
    if parts is None:
        if any(_refused(table, observed[i], probes[i]) for i in answered):
            yield say("structure", "shape", expected=expected)
        yield say("other-value", "value")
        return
    yield from of_shapes(parts, say, expected)
    yield from of_numbers(parts, say, total)
    off = [part for part in parts if not part.right]
    if off and all(close(got.array, want.array, NEARLY) for part in parts for got, want, *_ in part.pairs):
        yield say("precision", "stability", part="")
    if _is_nearly_right(returned):
        yield say("precision-mostly", "stability")
    if all(part.right for part in parts) and not _agree_loosely(returned):
        place = whereabouts([_answer(table, observed[i], i) for i in answered])
        if place is not None:
            yield say(place[0], "value", **place[1])
        yield say("other-value", "value")
    yield from of_values(parts, say)
    if not all(part.right for part in parts):
        place = whereabouts([_answer(table, observed[i], i) for i in answered])
        if place is not None:
            yield say(place[0], "value", **place[1])
        yield say("wrong-values", "value")


def _answer(table: FunctionTable, one: Observed, i: int) -> Answer:
    args = table.probes[i].arguments()
    sizes = {name: size for name, size in table.contract.sizes(args).items() if isinstance(size, int)}
    named = dict(zip(table.contract.signature.parameters, args))
    return Answer({**named, **sizes}, one.form or Other(None), table.reference[i].form or Other(None))


def _arguments(table: FunctionTable, probe: Probe) -> Mapping[str, object]:
    return dict(zip(table.contract.signature.parameters, probe.arguments())) if probe.operation == "call" else {}


def _of_module(table: FunctionTable, observed: Sequence[Observed], say: Callable[..., Finding]) -> Iterator[Finding]:
    """Statements about a network: its layers' parameters first, then what it makes of images."""
    for one, right, probe in zip(observed, table.reference, table.probes):
        if probe.operation == "parameter_shapes" and one.kind == right.kind == "returned":
            mine, theirs = as_sequence(one.observation.result()), as_sequence(right.observation.result())
            if mine is not None and theirs is not None and [*map(str, mine)] != [*map(str, theirs)]:
                pairs = enumerate(zip(mine, theirs), start=1)
                number = next((i for i, (a, b) in pairs if str(a) != str(b)), min(len(mine), len(theirs)) + 1)
                yield say("layers", "shape", number=number, count=len(mine), right=len(theirs))
                return
    forward = [one.kind for one, probe in zip(observed, table.probes) if probe.operation == "module_forward"]
    if "raised" in forward:
        yield say("layers-do-not-fit", "exception")
    elif forward:
        yield say("layers-right", "value")


def _refused(table: FunctionTable, one: Observed, probe: Probe) -> bool:
    """Whether the contract refuses the result as a whole."""
    if one.form is None or probe.operation != "call":
        return False
    try:
        table.contract.check(tuple(probe.arguments()), one.observation.result())
    except ContractError:
        return True
    return False


def _parts_of(table: FunctionTable, returned: list[_Returned]) -> list[Part] | None:
    """The returned values, each over all calls; None if the results are not laid out like the right ones."""
    parts: dict[int, Part] = {}
    for one, right, near, sizes, arguments in returned:
        if one.form is None or right.form is None:
            return None
        for place, got, want in _pairs(one.form, right.form):
            if got is None or want is None:
                return None
            name, number = _name(table, place, right.form)
            parts.setdefault(number, Part(name, number)).pairs.append(Pair(got, want, near, sizes, arguments))
    return [parts[number] for number in sorted(parts)]


def _pairs(got: Form, want: Form, place: Place = ()) -> Iterator[tuple[Place, Leaf | None, Leaf | None]]:
    """The leaves of both at each place; None for both where the layouts differ."""
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


def _name(table: FunctionTable, place: Place, form: Form) -> tuple[str, int]:
    """What a part is called: by the docstring, by its key, or by its number from 1."""
    if not place or not isinstance(form, Branch) or table.listed:
        return "", 0
    number = list(form.parts).index(place[0])
    inner = form.parts[place[0]]
    if isinstance(inner, Branch) and inner.keyed and len(place) > 1:
        return str(place[1]), WIDE * (number + 1) + list(inner.parts).index(place[1])
    number *= WIDE
    if form.keyed:
        return str(place[0]), number
    if len(table.parts) == len(form.parts):
        return table.parts[number // WIDE], number
    return f"#{number // WIDE + 1}", number


def _is_nearly_right(returned: list[_Returned]) -> bool:
    """Whether most of the wrong answers are wrong in late digits only."""
    wrong = [one for one in returned if not _agree(one, one.near)]
    nearly = sum(_agree(one, SMALL) for one in wrong)
    return nearly >= MOST_NEARLY and 2 * nearly > len(wrong)


def _agree(one: _Returned, near: Tolerance) -> bool:
    got, want = one.one.form, one.right.form
    return got is not None and want is not None and alike(got, want, near)


def _agree_loosely(returned: list[_Returned]) -> bool:
    forms = [(one.form, right.form) for one, right, *_ in returned]
    return all(a is not None and b is not None and alike(a, b, LOOSE) for a, b in forms)
