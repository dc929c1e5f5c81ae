"""Known mistakes in a file that students get: `hints/<question>.json`, so that `homework check` names them offline.

It holds probes, and what each released mistake answers to them; no code, no right answer, and no name of a hidden
case. As right answers are not in it, each mistake carries the standards by which it can be told from them and from
all other known mistakes, released or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import msgspec

from autograder.engine.diagnosis.answers import EVIDENCE, Seen, evidence, seen
from autograder.engine.diagnosis.forms import Tolerance
from autograder.engine.diagnosis.naming import STANDARDS, agree, standards_for
from autograder.engine.diagnosis.observations import ANSWERS, Observation, Probe
from autograder.engine.diagnosis.tables import FunctionTable
from autograder.wire.codec import Value, WireError, decoder, encode

LEAST_PROBES = 4  # of fewer nothing is named
MARGIN = 10  # a right answer has an error of its own: twice a standard's tolerance is not far enough


class HintsError(Exception):
    """A file of hints cannot be used; the message says why."""


class Mistake(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A released mistake: what students read, its answers (encoded observations), the standards that single it out."""

    id: str
    en: str
    zh: str
    convention: bool
    standards: tuple[int, ...]
    answers: tuple[bytes, ...]


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
    """What keeps a known mistake from being released; empty if nothing does."""
    if table is None:
        return "its function takes too long for probes"
    if any(probe.operation != "call" for probe in table.probes):
        return "its function builds a torch module"
    if len(table.probes) < LEAST_PROBES:
        return f"its function has {len(table.probes)} probes, naming needs {LEAST_PROBES}"
    answers = next((theirs for known, theirs in table.mistakes if known.id == mistake), None)
    if answers is None:
        return "it does not answer in time"
    if any(answer.kind == "varies" for answer in answers):
        return "it answers the same probe in two ways"
    if evidence(answers) < EVIDENCE or not _standards(table, mistake):
        return "by values alone no probe tells it from the right answer and from every other mistake"
    return ""


def function_hints(table: FunctionTable, ids: Sequence[str]) -> FunctionHints:
    """What students get of a function's table: these mistakes, each of which can be released."""
    mistakes = tuple(
        Mistake(
            known.id,
            known.en,
            known.zh,
            known.convention,
            _standards(table, known.id),
            tuple(encode(answer.observation) for answer in theirs),
        )
        for known, theirs in table.mistakes
        if known.id in ids
    )
    return FunctionHints(table.name, tuple(encode(probe.args) for probe in table.probes), mistakes)


def _standards(table: FunctionTable, mistake: str) -> tuple[int, ...]:
    """The standards, widened, by which nothing else that is known agrees with the mistake.

    Also without the annotation of the result, which a student may have taken out.
    """
    mine = next(theirs for known, theirs in table.mistakes if known.id == mistake)
    others = [table.reference, *(theirs for known, theirs in table.mistakes if known.id != mistake)]
    pairs: list[tuple[Sequence[Seen], Sequence[Seen]]] = [(mine, theirs) for theirs in others]
    pairs += [(_plain(mine), _plain(theirs)) for theirs in others]
    return tuple(n for n, near in enumerate(STANDARDS) if not any(agree(*pair, _widened(near)) for pair in pairs))


def _plain(answers: Sequence[Seen]) -> list[Seen]:
    return [seen(answer.observation, None) for answer in answers]


def _widened(near: Tolerance) -> Tolerance:
    return replace(near, relative=MARGIN * near.relative, absolute=MARGIN * near.absolute)


def write(hints: Hints) -> bytes:
    """The file: JSON, arrays and answers as base64."""
    return msgspec.json.format(msgspec.json.encode(hints), indent=1) + b"\n"


def read(data: bytes, question: str) -> Hints:
    """The hints of a question.

    Raises:
        HintsError: it is another file, another question's, or damaged.
    """
    try:
        hints = msgspec.json.decode(data, type=Hints)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise HintsError(f"is no file of hints, or is damaged ({str(error)[:120]})") from None
    if hints.question != question:
        raise HintsError(f"belongs to another question, {hints.question[:60]}")
    for function in hints.functions:
        _check(function)
    return hints


def _check(function: FunctionHints) -> None:
    if not all(len(mistake.answers) == len(function.probes) for mistake in function.mistakes):
        raise HintsError("is damaged (probes and answers do not go together)")
    try:
        for probe in probes(function):
            probe.arguments()
        for mistake in function.mistakes:
            for answer in mistake.answers:
                _observation(answer).result()
    except WireError as error:
        raise HintsError(f"is damaged ({error})") from None


def probes(function: FunctionHints) -> list[Probe]:
    """The inputs."""
    return [Probe(_arguments(probe)) for probe in function.probes]


def name(function: FunctionHints, answers: Sequence[Observation], hint: Any) -> Mistake | None:
    """The one released mistake that agrees on every probe.

    Args:
        function: the hints.
        answers: what the student's function answered to the probes, in order.
        hint: the annotation of its result, as far as it is known.
    """
    if len(answers) < LEAST_PROBES or len(answers) != len(function.probes):
        return None
    if any(answer.kind not in ANSWERS for answer in answers):
        return None
    given = [seen(answer, hint) for answer in answers]
    if evidence(given) < EVIDENCE:
        return None
    known = [(m, [seen(_observation(a), hint) for a in m.answers]) for m in function.mistakes]
    for standard in standards_for(given):
        found = [mistake for mistake, theirs in known if agree(given, theirs, standard)]
        if found:
            single = len(found) == 1 and STANDARDS.index(standard) in found[0].standards
            return found[0] if single else None
    return None
