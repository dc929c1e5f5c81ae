"""Where a call of a student's function went wrong, as its own process tells it: for `homework explain` alone."""

from __future__ import annotations

import contextlib
import re
import signal
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from autograder.wire.calls import describe

DEPTH = 20  # lines of a traceback, the innermost ones
CELL = re.compile(r"<cell (\d+), (\d+)>")


class _StillRunningError(BaseException):
    """The time is used up; the traceback says where it was."""


def trace(function: Callable[..., Any], seconds: float, *args: Any) -> list[str]:
    """Calls a function and says what it raised and where, line by line; nothing if it returned.

    Args:
        function: a student's.
        seconds: after which it is interrupted, to see where it is.
        args: its arguments.
    """
    try:
        with _interrupted(seconds):
            function(*args)
    except BaseException as error:
        text = "still running" if isinstance(error, _StillRunningError) else describe(error)
        return [text, *_lines(error)[-DEPTH:]]
    return []


def _lines(error: BaseException) -> list[str]:
    found = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        match = CELL.fullmatch(frame.f_code.co_filename)
        if match:
            cell, offset = map(int, match.groups())
            place = f"code cell {cell}, line {line + offset}" if cell else f"line {line + offset}"
            found.append(f"{place}, in {frame.f_code.co_name}"[:200])
    return found


@contextlib.contextmanager
def _interrupted(seconds: float) -> Iterator[None]:
    def ring(*_: object) -> None:
        raise _StillRunningError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
