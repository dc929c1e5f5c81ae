"""Known mistakes in a file that students get, `hints/<question>.json`, so that `homework check` can name them offline.

It holds probes, and what each released mistake does with them: no code, no right results, no name of a hidden case. As
it lacks the right results, each mistake carries the standards by which it can be told from them and from all other
known mistakes, released or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from autograder.diagnosis.agreement import EVIDENCE, Observed, all_agree, evidence
from autograder.diagnosis.forms import Tolerance
from autograder.diagnosis.naming import STANDARDS, standards_for
from autograder.diagnosis.observations import COMPARABLE, Observation, Probe
from autograder.errors import InputError
from autograder.wire.codec import Value, WireError, decoder, encode

if TYPE_CHECKING:  # what keeps tables needs more than a student has
    from autograder.diagnosis.tables import FunctionTable

LEAST_PROBES = 4  # with fewer of them nothing is named
MARGIN = 10  # a right result has rounding errors of its own: twice a standard's tolerance would be too close


class HintsError(InputError):
    """A file of hints cannot be used; the message says why."""


class Mistake(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A released mistake.

    Attributes:
        id: its name.
        en: what students read.
        zh: the same in Chinese.
        convention: whether it is right by another convention.
        standards: those by which nothing else that is known agrees with it.
        observations: what it does with each probe, encoded.
    """

    id: str
    en: str
    zh: str
    convention: bool
    standards: tuple[int, ...]
    observations: tuple[bytes, ...] = msgspec.field(name="answers")  # what format 1 calls them


class FunctionHints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The probes of a function (encoded lists of arguments) and its released mistakes."""

    function: str
    probes: tuple[bytes, ...]
    mistakes: tuple[Mistake, ...]


class Hints(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of one question."""

    format: Literal[1]
    question: str
    functions: tuple[FunctionHints, ...]


_arguments = decoder(list[Value])
_observation = decoder(Observation)


def why_not(table: FunctionTable | None, mistake: str) -> str:
    """Why a known mistake cannot be released; empty if it can."""
    if table is None:
        return "its function takes too long for probes"
    if any(probe.operation != "call" for probe in table.probes):
        return "its function builds a torch module"
    if len(table.probes) < LEAST_PROBES:
        return f"its function has {len(table.probes)} probes, naming needs {LEAST_PROBES}"
    observed = next((theirs for known, theirs in table.mistakes if known.id == mistake), None)
    if observed is None:
        return "it does not return in time"
    if any(one.kind == "varies" for one in observed):
        return "it gives the same probe different results"
    if evidence(observed) < EVIDENCE or not _standards(table, mistake):
        return "by values alone no probe tells it from the right results and from every other mistake"
    return ""


def function_hints(table: FunctionTable, ids: Sequence[str]) -> FunctionHints:
    """The part of a function's table that students get: these mistakes, all of which can be released."""
    mistakes = tuple(
        Mistake(
            known.id,
            known.en,
            known.zh,
            known.convention,
            _standards(table, known.id),
            tuple(encode(one.observation) for one in theirs),
        )
        for known, theirs in table.mistakes
        if known.id in ids
    )
    return FunctionHints(table.name, tuple(encode(probe.args) for probe in table.probes), mistakes)


def _standards(table: FunctionTable, mistake: str) -> tuple[int, ...]:
    """The standards, widened, by which nothing else that is known agrees with the mistake.

    It must not agree without the annotation of the result either: a student may have removed that.
    """
    mine = next(theirs for known, theirs in table.mistakes if known.id == mistake)
    others = [table.reference, *(theirs for known, theirs in table.mistakes if known.id != mistake)]
    pairs: list[tuple[Sequence[Observed], Sequence[Observed]]] = [(mine, theirs) for theirs in others]
    pairs += [(_plain(mine), _plain(theirs)) for theirs in others]
    return tuple(n for n, near in enumerate(STANDARDS) if not any(all_agree(*pair, _widened(near)) for pair in pairs))


def _plain(observed: Sequence[Observed]) -> list[Observed]:
    return [Observed.of(one.observation, None) for one in observed]


def _widened(near: Tolerance) -> Tolerance:
    return replace(near, relative=MARGIN * near.relative, absolute=MARGIN * near.absolute)


def write(hints: Hints) -> bytes:
    """The file: JSON, with arguments and observations in base64."""
    return msgspec.json.format(msgspec.json.encode(hints), indent=1) + b"\n"


def read(data: bytes, question: str) -> Hints:
    """The hints of a question.

    Raises:
        HintsError: it is another kind of file, belongs to another question, or is damaged.
    """
    try:
        hints = msgspec.json.decode(data, type=Hints)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise HintsError(f"is not a file of hints, or is damaged ({str(error)[:120]})") from None
    if hints.question != question:
        raise HintsError(f"belongs to another question, {hints.question[:60]}")
    for function in hints.functions:
        _check(function)
    return hints


def _check(function: FunctionHints) -> None:
    if not all(len(mistake.observations) == len(function.probes) for mistake in function.mistakes):
        raise HintsError("is damaged (probes and answers do not match)")
    try:
        for probe in probes(function):
            probe.arguments()
        for mistake in function.mistakes:
            for observation in mistake.observations:
                _observation(observation).result()
    except WireError as error:
        raise HintsError(f"is damaged ({error})") from None


def probes(function: FunctionHints) -> list[Probe]:
    """The inputs."""
    return [Probe(_arguments(probe)) for probe in function.probes]


def name(function: FunctionHints, observations: Sequence[Observation], hint: Any) -> Mistake | None:
    """The released mistake that agrees with a student's function on every probe, if it is the only one.

    Args:
        function: the hints.
        observations: what the student's function did with the probes, in their order.
        hint: the annotation of its result, if it is known.
    """
    if len(observations) < LEAST_PROBES or len(observations) != len(function.probes):
        return None
    if any(observation.kind not in COMPARABLE for observation in observations):
        return None
    observed = [Observed.of(observation, hint) for observation in observations]
    if evidence(observed) < EVIDENCE:
        return None
    known = [(m, [Observed.of(_observation(o), hint) for o in m.observations]) for m in function.mistakes]
    for standard in standards_for(observed):
        found = [mistake for mistake, theirs in known if all_agree(observed, theirs, standard)]
        if found:
            single = len(found) == 1 and STANDARDS.index(standard) in found[0].standards
            return found[0] if single else None
    return None
