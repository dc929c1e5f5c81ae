"""The mistakes that the instructor released: a student's function answers the probes, and the one it makes is named."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.engine.diagnosis import released
from autograder.engine.diagnosis.observations import ANSWERS, Observation, answer
from autograder.engine.diagnosis.released import FunctionHints, Hints, Mistake
from autograder.student.recording import contract_of

FOLDER = "hints"  # beside the tests
LARGEST = 1 << 26  # bytes of a file of hints


def load(test: Path) -> Hints | None:
    """The hints beside a public test, if there are any.

    Raises:
        HintsError: the file cannot be used.
    """
    path = test.parent.with_name(FOLDER) / f"{test.stem}.json"
    try:
        if path.stat().st_size > LARGEST:
            raise released.HintsError("is too large")
        return released.read(path.read_bytes(), test.stem)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise released.HintsError(f"cannot be read: {error.strerror}") from None


def named(hints: FunctionHints, function: Callable[..., Any], step: Callable[[], None]) -> Mistake | None:
    """The released mistake that a student's function makes.

    Args:
        hints: of that function.
        function: the student's; what it prints is not shown.
        step: called before each call, so that whoever watches knows where a hang began.
    """
    answers: list[Observation] = []
    for probe in released.probes(hints):
        step()
        try:
            with _silence():
                observed = answer(function, probe, {})
        except BaseException:  # an exit: no answer
            return None
        if observed.kind not in ANSWERS or observed.error == "NotImplementedError":
            return None
        answers.append(observed)
    contract = contract_of(function)
    return released.name(hints, answers, contract.hint if contract is not None else None)


@contextlib.contextmanager
def _silence() -> Any:
    """What is printed by hand was meant for other inputs."""
    sink = io.StringIO()
    with contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
