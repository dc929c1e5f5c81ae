"""A notebook's kernel as the student's file: its cells as they have been run, and where something was raised."""

from __future__ import annotations

import json
import linecache
import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from autograder.sandbox.cells import Cell, UnreadableError, read
from autograder.student.places import Spot

LARGEST = 20 << 20  # bytes of a saved notebook that is looked into


def cells_run(namespace: Mapping[str, Any]) -> list[Cell]:
    """What has been run, each under the number that Jupyter shows beside it."""
    ran = namespace.get("In")
    sources = ran if isinstance(ran, list) else []
    return [Cell(source, i) for i, source in enumerate(sources) if isinstance(source, str) and source.strip()]


class KernelPlaces:
    """Lines of cells by what the interpreter knows of them.

    A cell that is in the notebook as it was last saved is told by its place there, as `homework check` tells it; any
    other by the number that Jupyter shows beside it.
    """

    def __init__(self, namespace: Mapping[str, Any], notebook: Path) -> None:
        self._script = None if "In" in namespace else namespace.get("__file__")
        self._run = {cell.source.strip(): cell.number for cell in cells_run(namespace)}
        self._saved: dict[str, int] = {}
        for cell in [] if self._script else _saved(notebook_file(namespace, notebook)):
            self._saved.setdefault(cell.source.strip(), cell.number)

    def raised_at(self, error: BaseException) -> Spot | None:
        """The innermost line of the student's that the exception passed through."""
        spot = None
        for frame, line in traceback.walk_tb(error.__traceback__):
            spot = self._spot(frame.f_code.co_filename, line) or spot
        return spot

    def asked_from(self, frame: FrameType | None) -> Spot | None:
        """The innermost line of the student's on the stack."""
        while frame is not None:
            spot = self._spot(frame.f_code.co_filename, frame.f_lineno)
            if spot is not None:
                return spot
            frame = frame.f_back
        return None

    def spot(self, code: CodeType, line: int) -> Spot | None:
        """A line of a code object, if that is the student's."""
        return self._spot(code.co_filename, line)

    def _spot(self, file: str, line: int) -> Spot | None:
        source = linecache.getline(file, line).strip()
        if self._script is not None:
            return Spot(0, line, source) if os.path.abspath(file) == os.path.abspath(self._script) else None  # noqa: PTH100
        return self.in_cell("".join(linecache.getlines(file)), line, source)

    def in_cell(self, cell: str, line: int, source: str = "") -> Spot | None:
        """A line of a cell's text, or of the script's; None if it was not run here."""
        if self._script is not None:
            return Spot(0, line, source)
        cell = cell.strip()
        if cell not in self._run:
            return None
        # A cell's number is its first line's; blank lines before it are part of what was compiled.
        number = self._saved.get(cell, 0)
        return Spot(number, line, source, 0 if number else self._run[cell])


def notebook_file(namespace: Mapping[str, Any], notebook: Path) -> Path:
    """The notebook's file: VS Code and JupyterLab tell it, else it is the handout's."""
    told = namespace.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME") or ""
    return Path(told) if str(told).endswith(".ipynb") and Path(told).is_file() else notebook


def _saved(notebook: Path) -> list[Cell]:
    try:
        if notebook.stat().st_size > LARGEST:
            return []
        return read("ipynb", notebook.read_bytes()).code
    except (OSError, UnreadableError, json.JSONDecodeError):
        return []
