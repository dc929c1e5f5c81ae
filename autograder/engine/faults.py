"""How a call into a student's code can fail, as exceptions that pass through a suite."""

from __future__ import annotations

from autograder.results import Outcome


class StudentFault(Exception):
    """The student's function did not return a usable value."""

    outcome: Outcome = "errored"

    def __init__(self, outcome: Outcome, public: str, hidden: str = "") -> None:
        """Notes what happened.

        Args:
            outcome: what the case becomes.
            public: the message in a public case.
            hidden: the message in a hidden case: nothing the student's code chose.
        """
        super().__init__(public)
        self.outcome = outcome
        self.public = public
        self.hidden = hidden


class StudentRaised(StudentFault):
    """The student's function raised."""


class StudentValueError(StudentRaised, ValueError):
    """The student's function raised ValueError, which some prompts ask for."""


class SandboxGone(Exception):
    """The fork server died: a fault of ours, or of a submission that managed to kill it."""


class SandboxUnavailable(Exception):
    """The asked containment is not to be had on this machine; the message says why."""
