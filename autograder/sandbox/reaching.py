"""Which functions of a student's file another one calls, as far as its code names them: nothing is run."""

from __future__ import annotations

from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

MOST = 200  # functions that are looked into


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


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)
