"""How a call of a student's function can fail, as exceptions that pass through a suite."""

from __future__ import annotations

import traceback
from pathlib import Path

from autograder.errors import MachineError
from autograder.results import GraderFault, Outcome, one_line

TRACEBACK_LIMIT = 8000  # characters, the last ones


class StudentFault(Exception):
    """The student's function did not return a usable value."""

    outcome: Outcome = "errored"

    def __init__(self, outcome: Outcome, public: str, hidden: str = "") -> None:
        """Notes what happened.

        Args:
            outcome: the outcome of the case.
            public: the message in a public case.
            hidden: the message in a hidden case, in which the student's code has no say.
        """
        super().__init__(public)
        self.outcome = outcome
        self.public = public
        self.hidden = hidden


class StudentCallsStub(StudentFault):
    """The student's function is written, and called one that is not."""


class StudentRaised(StudentFault):
    """The student's function raised."""


class StudentValueError(StudentRaised, ValueError):
    """The student's function raised ValueError, as some prompts ask for."""


class SandboxGone(MachineError):
    """The fork server died: it is our fault, or a submission managed to kill it."""


class SandboxUnavailable(MachineError):
    """This machine does not offer the containment that was asked for; the message says why."""


def fault_of(error: BaseException, question: str = "", case: str = "") -> GraderFault:
    """A fault of ours, as the staff is told about it: the error, and the file and line that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
    for frame in frames:  # the suite's own line says more than that of a helper that it called
        if "suites" in Path(frame.filename).parts:
            place = f"{'/'.join(Path(frame.filename).parts[-2:])}, line {frame.lineno}"
    text = "".join(traceback.format_exception(error))
    return GraderFault(question, case, f"{type(error).__name__}: {one_line(error)}", place, text[-TRACEBACK_LIMIT:])
