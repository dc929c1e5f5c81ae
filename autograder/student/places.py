"""Where in a student's file an exception was raised: the cell, the line, and what stands there."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from types import CodeType
from typing import NamedTuple

from autograder.sandbox.cells import Cell, Step


class Spot(NamedTuple):
    """A line of a student's file; `cell` is 0 in a script."""

    cell: int
    line: int
    source: str


class Places:
    """The lines of a file by the code that was compiled from them."""

    def __init__(self, found: Sequence[Cell], steps: Sequence[Step]) -> None:
        self._cells: dict[int, Cell] = {}
        self._alive = [step.code for step in steps]  # an id is only good as long as its object lives
        for step in steps:
            cells = [c for c in found if c.number == step.cell and c.offset < step.line]
            if cells:
                self._cells |= dict.fromkeys(map(id, _codes(step.code)), max(cells, key=lambda c: c.offset))

    def of(self, error: BaseException) -> Spot | None:
        """The last line of the file that the exception passed through."""
        spot = None
        for frame, line in traceback.walk_tb(error.__traceback__):
            cell = self._cells.get(id(frame.f_code))
            if cell is not None:
                lines = cell.source.split("\n")
                source = lines[line - 1].strip() if line <= len(lines) else ""
                spot = Spot(cell.number, cell.offset + line, source)
        return spot


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
