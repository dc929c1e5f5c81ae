"""The first wrong value of a student's function, from public examples whose intermediate values came with the homework.

Each example is called once more, after the cases, with the function's own variables followed. No result hangs on it; a
function that cannot be followed, or does too much, loses its own explanation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import CodeType
from typing import Any, Protocol

from autograder.diagnosis import trace_file
from autograder.diagnosis.aligning import align
from autograder.diagnosis.first_wrong import run_of, sentence
from autograder.diagnosis.quantities import Run
from autograder.diagnosis.trace_file import FunctionTrace, Traces, TracesError
from autograder.results import Message
from autograder.sandbox.following import follow
from autograder.student.beside_tests import read_beside
from autograder.student.places import Spot
from autograder.student.released_mistakes import silence

FOLDER = "traces"  # beside the tests
LARGEST = 1 << 24  # bytes of a file
MOST = 12  # calls of a function


class Knows(Protocol):
    """Knows the lines of the student's code."""

    def spot(self, code: CodeType, line: int) -> Spot | None:
        """A line of a code object; None if that is not the student's."""


def load(test: Path) -> Traces | None:
    """The values that come with a public test, if there are any.

    Raises:
        TracesError: the file cannot be used.
    """
    return read_beside(test, FOLDER, LARGEST, trace_file.read, TracesError)


def first(
    trace: FunctionTrace, function: Callable[..., Any], places: Knows, step: Callable[[], None]
) -> Message | None:
    """What is said of the first wrong value; None if nothing is certain, or nothing is wrong.

    Args:
        trace: of that function.
        function: the student's; what it prints is not shown again.
        places: knows its lines.
        step: called before each call, so that whoever is watching knows which one hangs.
    """
    runs: list[Run] = []
    codes: list[CodeType] = []
    for call in trace.calls[:MOST]:
        step()
        with silence():
            seen = follow(function, tuple(call.arguments()))
        codes += [kept.code for kept in seen.kept[:1]]
        held = [(kept.name, (0, kept.line), kept.value) for kept in seen.kept]
        args, made = call.arguments(), call.quantities()
        runs.append(run_of(trace.parameters, call.sizes, args, made, held, complete=seen.complete, missed=seen.missed))
    found = align(runs, {n: frozenset(depends) for n, depends in enumerate(trace.depends)}, trace.optional)
    if found is None:
        return None
    spot = places.spot(codes[0], found.place[1]) if found.place is not None and codes else None
    return sentence(replace(found, place=None), spot.words() if spot is not None else None)
