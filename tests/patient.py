"""Grading as a class does it, for tests whose subject is the result and not the clock; and a clock for the others."""

import time
from pathlib import Path

from autograder.classroom.pool import PATIENCE
from autograder.engine.grader import Grader
from autograder.engine.processor import STRETCH
from autograder.results import SubmissionResult
from autograder.submission import Submission

PRESSURE = Path("/proc/pressure/cpu")


def graded(grader: Grader, submission: Submission, seed: int) -> SubmissionResult:
    """What the grader itself doubts (a deadline, a process that ended) is graded with more patience."""
    first = grader.finish(grader.begin(submission, seed))
    return grader.grade(submission, seed, PATIENCE) if first.doubtful else first.result


class Stopwatch:
    """Seconds that count: what a machine that is busy with something else takes away does not, as for a call's clock.

    At most STRETCH times what counts may pass by the wall clock, whatever the machine says of itself.
    """

    def __init__(self) -> None:
        self._begin, self._stalled = time.monotonic(), stalled()

    @property
    def seconds(self) -> float:
        """Since it was made."""
        passed, now = time.monotonic() - self._begin, stalled()
        least = passed / STRETCH
        return least if now is None or self._stalled is None else max(passed - (now - self._stalled), least)


def stalled() -> float | None:
    """Seconds for which something of this machine was ready and had no processor; None if the kernel tells nobody."""
    try:
        return int(PRESSURE.read_text().partition("total=")[2].split()[0]) / 1e6
    except (OSError, IndexError):
        return None
