"""Names a mistake that the instructor has released, if a student's function makes it on the released probes."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.diagnosis import hints_file
from autograder.diagnosis.hints_file import FunctionHints, Hints, Mistake
from autograder.diagnosis.observations import COMPARABLE, Observation, observe_without_limit
from autograder.student.beside_tests import read_beside
from autograder.student.recording import contract_of

FOLDER = "hints"  # beside the tests
LARGEST = 1 << 26  # bytes of a file of hints


def load(test: Path) -> Hints | None:
    """The hints that come with a public test, if there are any.

    Raises:
        HintsError: the file cannot be used.
    """
    return read_beside(test, FOLDER, LARGEST, hints_file.read, hints_file.HintsError)


def named(hints: FunctionHints, function: Callable[..., Any], step: Callable[[], None]) -> Mistake | None:
    """The released mistake that a student's function makes.

    Args:
        hints: of that function.
        function: the student's; what it prints is not shown.
        step: called before each probe, so that whoever is watching knows which one hangs.
    """
    observations: list[Observation] = []
    for probe in hints_file.probes(hints):
        step()
        try:
            with silence():
                observation = observe_without_limit(function, probe, {})
        except BaseException:  # it tried to exit
            return None
        if observation.kind not in COMPARABLE or observation.error == "NotImplementedError":
            return None
        observations.append(observation)
    contract = contract_of(function)
    return hints_file.name(hints, observations, contract.hint if contract is not None else None)


@contextlib.contextmanager
def silence() -> Any:
    """Hides what the student's function prints, in calls that the student did not ask for."""
    sink = io.StringIO()
    with contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
