"""Where in a student's file an exception was raised: the cell, the line, and its source."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from types import CodeType
from typing import NamedTuple

from autograder.results import place_words
from autograder.sandbox.cells import Cell
from autograder.sandbox.statements import Step


class Spot(NamedTuple):
    """A line of a student's file.

    Attributes:
        cell: its number among the notebook's code cells; 0 in a script.
        line: of the cell, or of the script.
        source: what it says.
        run: the number that Jupyter shows beside a cell that is not in the notebook as it was saved.
    """

    cell: int
    line: int
    source: str
    run: int = 0

    def words(self) -> tuple[str, str]:
        """Where it is, in English and in Chinese."""
        if self.run:
            return f"cell In [{self.run}], line {self.line}", f"单元格 In [{self.run}] 第 {self.line} 行"
        said = place_words(self.cell, self.line)
        return said.en, said.zh


class Places:
    """The lines of a file, by the code objects that were compiled from them."""

    def __init__(self, found: Sequence[Cell], steps: Sequence[Step]) -> None:
        self._cells: dict[int, Cell] = {}
        self._alive = [step.code for step in steps]  # an id is only valid as long as its object lives
        for step in steps:
            cells = [c for c in found if c.number == step.cell and c.offset < step.line]
            if cells:
                self._cells |= dict.fromkeys(map(id, _codes(step.code)), max(cells, key=lambda c: c.offset))

    def raised_at(self, error: BaseException) -> Spot | None:
        """The innermost line of the file that the exception passed through."""
        spot = None
        for frame, line in traceback.walk_tb(error.__traceback__):
            spot = self.spot(frame.f_code, line) or spot
        return spot

    def spot(self, code: CodeType, line: int) -> Spot | None:
        """A line of a code object, if that is the file's."""
        cell = self._cells.get(id(code))
        if cell is None:
            return None
        lines = cell.source.split("\n")
        source = lines[line - 1].strip() if line <= len(lines) else ""
        return Spot(cell.number, cell.offset + line, source)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
