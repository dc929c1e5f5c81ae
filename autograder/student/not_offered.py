"""Packages that are not offered when a file is graded, and work in the kernel of a student who has installed them.

Looked for in what the question's functions are now: their own code, the functions that they call, and the cells that
define these. So a cell that was corrected and run again has nothing to be told any more.
"""

from __future__ import annotations

import ast
import dis
import linecache
from collections.abc import Iterable, Iterator, Mapping
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from autograder.sandbox.cells import Cell
from autograder.sandbox.imports import Gate

MOST = 200  # functions that are looked into


class Import(NamedTuple):
    """An import in a student's code: the file that was compiled, or the cell it is, its line, and the module."""

    source: str
    line: int
    module: str


def not_offered(
    functions: Iterable[Any], namespace: Mapping[str, Any], cells: Iterable[Cell], gate: Gate
) -> Iterator[tuple[Import, str]]:
    """Imports that fail when the file is graded, each with what is said of it.

    Args:
        functions: what the question asks for, as it is now.
        namespace: of the kernel.
        cells: as they have been run.
        gate: knows what is offered.
    """
    bound = {name: found for cell in cells for names, found in _imports(cell.source) for name in names}
    told: set[str] = set()
    for found in _used(functions, namespace, bound):
        said = gate.refusal(found.module)
        if said and said not in told:
            told.add(said)
            yield found, said


def _used(functions: Iterable[Any], namespace: Mapping[str, Any], bound: Mapping[str, Import]) -> Iterator[Import]:
    waiting = [f for f in functions if isinstance(f, FunctionType)]
    seen: set[CodeType] = set()
    files: set[str] = set()
    while waiting and len(seen) < MOST:
        function = waiting.pop(0)
        if function.__code__ in seen or function.__globals__ is not namespace:
            continue  # a library's
        file = function.__code__.co_filename
        if file not in files:
            files.add(file)
            source = "".join(linecache.getlines(file))
            yield from (found._replace(source=source) for _, found in _imports(source))
        for code in _codes(function.__code__):
            seen.add(code)
            yield from _inside(code)
            yield from (bound[name] for name in code.co_names if name in bound)
            waiting += [f for f in map(namespace.get, code.co_names) if isinstance(f, FunctionType)]


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _inside(code: CodeType) -> Iterator[Import]:
    """Imports in a function's own lines."""
    lines = dict(dis.findlinestarts(code))
    line, source = code.co_firstlineno, "".join(linecache.getlines(code.co_filename))
    for step in dis.get_instructions(code):
        line = lines.get(step.offset) or line
        if step.opname == "IMPORT_NAME" and step.argval:
            yield Import(source, line, step.argval)


def _imports(source: str) -> Iterator[tuple[list[str], Import]]:
    """Imports at the top of a cell, each with the names that it binds; one that may fail (`try`) is none."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError):  # magics, or not Python at all
        return
    for node in body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                yield [name], Import(source, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield [alias.asname or alias.name for alias in node.names], Import(source, node.lineno, node.module)
