"""A limit on time for what runs in the student's own kernel, where no other process can be ended instead.

Where there are timers with signals (Linux, macOS) the case ends with an exception at its deadline. Elsewhere (Windows)
a thread watches: it interrupts as the stop button does, and if that does not help (a library is computing, and looks
at no interrupt), it says which case is running and what the student can do.

Python 3.10 hears no signal at all in a loop that is one `try` and calls nothing; there the kernel has to be restarted.
"""

from __future__ import annotations

import _thread
import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

AGAIN = 0.5  # seconds after which it rings again: a bare `except` in a loop takes the first for its own


class TimeUp(BaseException):
    """The deadline has passed; no `Exception`, so that `except Exception` does not take it."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no end after {seconds:g} s")
        self.seconds = seconds


class InterruptedCheck(BaseException):
    """The student has interrupted the kernel: nothing more is run."""


class Limit:
    """A deadline that may be moved while it is watched."""

    def __init__(self, seconds: float, arm: Callable[[], None] = lambda: None) -> None:
        """Begins now; `arm` sets a timer anew."""
        self._seconds, self._arm = seconds, arm
        self._ends = time.monotonic() + seconds
        self.over = False

    @property
    def left(self) -> float:
        """Seconds until it has passed."""
        return max(0.0, self._ends - time.monotonic())

    def again(self) -> None:
        """From now on, unless it has passed."""
        if not self.over:
            self._ends = time.monotonic() + self._seconds
            self._arm()


@contextlib.contextmanager
def limited(seconds: float, still_running: Callable[[], None]) -> Iterator[Limit]:
    """Raises `TimeUp` in the block once the seconds have passed, and `InterruptedCheck` for a student's interrupt.

    Args:
        seconds: of wall time.
        still_running: called in another thread, where only a thread can watch and its interrupt did not help.
    """
    main = threading.current_thread() is threading.main_thread()
    if main and hasattr(signal, "setitimer"):
        with _by_signal(seconds) as limit:
            yield limit
    elif main:
        with _by_thread(seconds, still_running) as limit:
            yield limit
    else:  # a thread of the student's own checks: nobody can interrupt it
        with _watched(seconds, still_running) as limit:
            yield limit


@contextlib.contextmanager
def _by_signal(seconds: float) -> Iterator[Limit]:
    rings, tracing = 0, sys.gettrace()

    def ring(number: int, frame: FrameType | None) -> None:
        nonlocal rings
        rings += 1
        limit.over = True
        if rings == 1 or frame is None:
            raise TimeUp(seconds)
        # It was caught. An interpreter may look at signals only where the loop's `try` holds (3.10 does): so it is
        # raised a line later, then two lines, until one of them stands outside.
        sys.settrace(lines)
        frame.f_trace, left[0] = lines, rings - 1

    left = [0]

    def lines(frame: FrameType, event: str, arg: object) -> Any:
        left[0] -= event == "line"
        if left[0] <= 0:
            raise TimeUp(seconds)
        return lines

    limit = Limit(seconds, lambda: _arm(seconds))
    before = signal.signal(signal.SIGALRM, ring)
    try:
        _arm(seconds)
        try:
            yield limit
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            sys.settrace(tracing)
    except KeyboardInterrupt:
        raise InterruptedCheck from None
    finally:
        signal.signal(signal.SIGALRM, before)


def _arm(seconds: float) -> None:
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)


@contextlib.contextmanager
def _by_thread(seconds: float, still_running: Callable[[], None]) -> Iterator[Limit]:
    rung, over, limit = threading.Event(), threading.Event(), Limit(seconds)

    def watch() -> None:
        while limit.left:
            if over.wait(limit.left):
                return
        limit.over = True
        rung.set()
        _thread.interrupt_main()
        if not over.wait(AGAIN):
            still_running()
        while not over.wait(AGAIN):
            _thread.interrupt_main()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        try:
            yield limit
        finally:
            over.set()
    except KeyboardInterrupt:
        raise (TimeUp(seconds) if rung.is_set() else InterruptedCheck()) from None


@contextlib.contextmanager
def _watched(seconds: float, still_running: Callable[[], None]) -> Iterator[Limit]:
    over, limit = threading.Event(), Limit(seconds)

    def watch() -> None:
        while limit.left:
            if over.wait(limit.left):
                return
        still_running()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield limit
    finally:
        over.set()
