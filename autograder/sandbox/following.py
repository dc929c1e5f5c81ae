"""Follows one call of a student's function: which values its own variables took, line by line.

Used in the sandbox, and by a student's own check. What comes out is the word of the student's process: it can only be
the text of an explanation. All of it is bounded, and values are looked at by their exact type alone, so that no method
of a student's class is called. A function that undoes the tracing, or that does too much, loses its own trace.
"""

from __future__ import annotations

import dis
import sys
import time
from collections.abc import Callable
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

import numpy as np

from autograder.wire.parts import RETURNED, parts

EVENTS = 20_000  # lines that are looked at
SECONDS = 1.0  # after which no further line is looked at; the call itself goes on
VALUES = 600  # that are kept of a call
TOTAL = 1 << 20  # bytes of all arrays that are kept
FIRST, LAST = 16, 8  # values of one variable in one line that are kept: the first ones, and the last ones
MISSED = 50  # sizes of what was not kept
VARIABLES = 100
DEPTH = 20  # wrappers around a function
_settrace, _gettrace = sys.settrace, sys.gettrace


class Kept(NamedTuple):
    """A value that a variable had after a line: `grads["W1"]` for a part of one, `return` for what was returned."""

    name: str
    code: CodeType
    line: int
    value: Any


_Numbered = tuple[int, Kept]  # in the order in which they came


class Followed(NamedTuple):
    """What was seen.

    Attributes:
        kept: in order.
        complete: whether every value was seen.
        missed: of values that were seen and not kept, how many numbers each has.
    """

    kept: list[Kept]
    complete: bool
    missed: list[int] = []  # noqa: RUF012 - never changed


def follow(function: Callable[..., Any], args: tuple[Any, ...]) -> Followed:
    """Calls a function and keeps the values of its variables; nothing if it is no plain function, or raises.

    Args:
        function: a student's.
        args: its arguments.
    """
    code = _code_of(function)
    if code is None:
        return Followed([], False)
    watcher = _Watcher(code)
    before = _gettrace()
    _settrace(watcher.call)
    try:
        function(*args)
        undone = _gettrace() != watcher.call
    except (Exception, SystemExit):  # anything else may be a deadline of ours
        return Followed([], False)
    finally:
        _settrace(before)
    if undone or not watcher.returned:
        return Followed([], False)
    return Followed(
        watcher.all_kept(), watcher.complete and len(watcher.missed) <= MISSED, sorted(watcher.missed)[:MISSED]
    )


def _code_of(function: object) -> CodeType | None:
    """The code of a plain function, below what `functools.wraps` puts around it."""
    for _ in range(DEPTH):
        if type(function) is not FunctionType:
            return None
        inner = function.__dict__.get("__wrapped__")
        if inner is None:
            return function.__code__
        function = inner
    return None


class _Watcher:
    """Looks at the variables of the first call of one code object."""

    def __init__(self, code: CodeType) -> None:
        self._code = code
        self._stores = _stores(code)
        self._kept: dict[tuple[str, int], tuple[list[_Numbered], list[_Numbered]]] = {}
        self._seen: dict[str, bytes] = {}
        self._line = 0
        self._events = 0
        self._bytes = 0
        self._count = 0
        self._number = 0
        self._until = time.monotonic() + SECONDS
        self._begun = False
        self.returned = False
        self.complete = True
        self.missed: set[int] = set()

    def call(self, frame: FrameType, event: str, _: Any) -> Any:
        """The trace function: every other frame is left alone."""
        if event != "call" or frame.f_code is not self._code or self._begun:
            return None
        self._begun = True
        self._line = frame.f_lineno
        for name, value in frame.f_locals.items():
            self._seen.update((part, _sign(found)) for part, found in parts(name, value))
        return self._look

    def _look(self, frame: FrameType, event: str, result: Any) -> Any:
        if event == "exception":
            return self._look
        if self._tired():
            self.complete = False
            frame.f_trace_lines = False
            if event == "line":
                return self._look
        elif event in ("line", "return"):
            for name, value in list(frame.f_locals.items())[:VARIABLES]:
                self._changed(name, value)
        if event == "return":
            self.returned = True
            self._line = frame.f_lineno
            for part, found in parts(RETURNED, result):
                self._keep(part, found)
        self._line = frame.f_lineno
        return self._look

    def _tired(self) -> bool:
        self._events += 1
        return self._events > EVENTS or (self._events % 64 == 0 and time.monotonic() > self._until)

    def _changed(self, name: str, value: Any) -> None:
        stored = name in self._stores.get(self._line, ())
        for part, found in parts(name, value):
            sign = _sign(found)
            again = stored and part == name and not isinstance(found, np.ndarray)  # a number, maybe the same as before
            if again or self._seen.get(part) != sign:
                self._seen[part] = sign
                self._keep(part, found)

    def _keep(self, name: str, value: Any) -> None:
        if value is None:
            self.complete = False
            return
        first, last = self._kept.setdefault((name, self._line), ([], []))
        kept = Kept(name, self._code, self._line, value)
        size = getattr(value, "nbytes", 8)
        if self._count >= VALUES or self._bytes + size > TOTAL:
            self.complete = False
            return
        self._bytes += size
        self._count += 1
        self._number += 1
        if len(first) < FIRST:
            first.append((self._number, kept))
            return
        last.append((self._number, kept))
        if len(last) > LAST:
            _, gone = last.pop(0)
            self._bytes -= getattr(gone.value, "nbytes", 8)
            self._count -= 1
            self.missed.add(getattr(gone.value, "size", 1))

    def all_kept(self) -> list[Kept]:
        """In the order in which they came."""
        every = [numbered for first, last in self._kept.values() for numbered in (*first, *last)]
        return [kept for _, kept in sorted(every, key=lambda numbered: numbered[0])]


def _stores(code: CodeType) -> dict[int, set[str]]:
    """The variables that each line assigns to."""
    found: dict[int, set[str]] = {}
    lines = [(begin, end, line) for begin, end, line in code.co_lines() if line is not None]
    at = 0
    for instruction in dis.get_instructions(code):
        if not instruction.opname.startswith("STORE_"):
            continue
        while at + 1 < len(lines) and instruction.offset >= lines[at][1]:
            at += 1
        names = instruction.argval if isinstance(instruction.argval, tuple) else (instruction.argval,)
        if instruction.opname == "STORE_FAST_LOAD_FAST":
            names = names[:1]
        found.setdefault(lines[at][2], set()).update(name for name in names if isinstance(name, str))
    return found


def _sign(found: Any) -> bytes:
    """By which a changed value is known."""
    if isinstance(found, np.ndarray):
        return repr((found.shape, found.dtype.str)).encode() + found.tobytes()
    return repr(found).encode()
