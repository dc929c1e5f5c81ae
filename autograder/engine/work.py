"""What a submission may cost the grader itself: its replies are decoded, held against contracts, compared.

A right answer to a whole homework costs a third of a second; a large reply costs that alone. Waiting for a student's
code is bounded by the budgets of `proxies`; this is the other half, in seconds of the grader's own processor.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.engine.faults import StudentFault

SHARE = 1 / 12  # of the seconds that a submission may take: 5 of 60


class Work:
    """A budget of the grader's own processor time for one submission."""

    def __init__(self, seconds: float = math.inf) -> None:
        self.seconds = seconds
        self._done = 0.0
        self._began: float | None = None
        self._began_by_the_wall = 0.0

    @property
    def spent(self) -> float:
        """Seconds so far."""
        return self._done + (time.thread_time() - self._began if self._began is not None else 0.0)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """What is done meanwhile counts."""
        self._began, self._began_by_the_wall = time.thread_time(), time.monotonic()
        try:
            yield
        finally:
            self._done, self._began = self.spent, None

    def check(self) -> None:
        """To be asked before each call: what has been returned already is judged to its end.

        Raises:
            StudentFault: nothing is left.
        """
        most = self._done + time.monotonic() - self._began_by_the_wall  # the processor's time is dearer to ask for
        if most > self.seconds and self.spent > self.seconds:
            text = f"what the functions return takes the grader more than {self.seconds:g} s to judge"
            raise StudentFault("timed_out", text, text)
