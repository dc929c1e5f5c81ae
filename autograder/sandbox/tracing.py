"""Where a call of a student's function went wrong, or came back, as its own process tells it."""

from __future__ import annotations

import contextlib
import re
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from autograder.sandbox.following import follow
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


def where(function: Callable[..., Any], *args: Any) -> list[int]:
    """The cell (0 in a script) and the line of the file in which a call raised, or from which it returned; or nothing.

    Args:
        function: a student's.
        args: its arguments.
    """
    returned: list[int] = []

    def follow(frame: FrameType, event: str, _: Any) -> Any:
        if returned or CELL.fullmatch(frame.f_code.co_filename) is None:
            return None

        def look(frame: FrameType, event: str, _: Any) -> Any:
            if event == "return":
                returned[:] = _place(frame.f_code.co_filename, frame.f_lineno)  # the outermost returns last
            return look

        frame.f_trace_lines = False
        return look if event == "call" and frame.f_back is here else None

    here = sys._getframe()
    before = sys.gettrace()
    try:
        sys.settrace(follow)
        function(*args)
    except BaseException as error:
        places = [_place(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
        return next((place for place in reversed(places) if place), [])
    finally:
        sys.settrace(before)
    return returned


def local_values(function: Callable[..., Any], *args: Any) -> list[Any]:
    """Whether all was seen, and the sizes of what was not kept; then of each value its name, cell and line, and itself.

    Args:
        function: a student's.
        args: its arguments.
    """
    seen = follow(function, args)
    values: list[Any] = [seen.complete, seen.missed]
    for kept in seen.kept:
        place = _place(kept.code.co_filename, kept.line)
        if place:
            values.append([kept.name, *place, kept.value])
    return values


def _place(file: str, line: int) -> list[int]:
    match = CELL.fullmatch(file)
    return [int(match[1]), line + int(match[2])] if match else []


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
