"""Which functions of a student's file another one calls: by what its code names, or by where an error came from."""

from __future__ import annotations

import dis
import traceback
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

MOST = 200  # functions that are looked into
JUMPS = frozenset((*dis.hasjrel, *dis.hasjabs))


def reached(function: Any) -> list[str]:
    """The names of the functions beside this one that it calls, or that one of these calls, in the order found."""
    found: dict[str, None] = {}
    waiting, seen = [function], {id(function)}
    while waiting and len(seen) < MOST:
        one = waiting.pop(0)
        if not isinstance(one, FunctionType):
            continue
        for name in _names(one.__code__):
            other = one.__globals__.get(name)
            if isinstance(other, FunctionType) and other is not function:
                found[name] = None
                if id(other) not in seen:
                    seen.add(id(other))
                    waiting.append(other)
    return list(found)


def stub_called(function: Any, error: BaseException) -> str:
    """The stub beside this function that raised the error, since this one called it; empty if it is another case."""
    if not isinstance(function, FunctionType):
        return ""
    frame = None
    for frame, _ in traceback.walk_tb(error.__traceback__):  # noqa: B007 - the innermost
        pass
    if frame is None or frame.f_globals is not function.__globals__:
        return ""
    code = frame.f_code
    other = function.__globals__.get(code.co_name)
    found = isinstance(other, FunctionType) and other is not function and other.__code__ is code
    return code.co_name if found and _is_stub(code) else ""


def _is_stub(code: CodeType) -> bool:
    """Whether it does nothing but raise NotImplementedError, whatever its arguments are."""
    jumps = any(step.opcode in JUMPS for step in dis.get_instructions(code))
    return set(code.co_names) == {"NotImplementedError"} and not jumps


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
