"""Warnings, and what a thread raises, with their place in the student's file as an error has it.

Statements are compiled apart, so Python itself would name `<cell 0, 137>:10`.
"""

from __future__ import annotations

import re
import sys
import threading
import warnings
from collections.abc import Sequence

from autograder.results import place_words
from autograder.sandbox.cells import Cell
from autograder.student.places import Places
from autograder.wire.calls import describe

NAMED = re.compile(r"<cell (\d+), (\d+)>")  # as `sandbox/statements.py` names a statement
HELPER = re.compile(r"<([\w.]+\.py)>")  # a module of the student's own


def tell_places(file: str, cells: Sequence[Cell], places: Places, lang: str) -> None:
    """From here on this process says where in the file something is warned of, or raised in a thread.

    Args:
        file: what it is called.
        cells: its code.
        places: its lines.
        lang: of a place.
    """
    shown = warnings.formatwarning

    def format_warning(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
    ) -> str:
        where = _place(file, filename, lineno, lang)
        if not where:
            return shown(message, category, filename, lineno, line)
        source = line if line is not None else _source(cells, filename, lineno)
        return f"{where}{category.__name__}: {message}\n" + (f"  {source}\n" if source else "")

    def of_thread(args: threading.ExceptHookArgs) -> None:
        spot = places.raised_at(args.exc_value) if args.exc_value is not None else None
        if spot is None or args.exc_value is None:
            threading.__excepthook__(args)
        else:
            where = _said(file, spot.words()[lang == "zh"], lang)
            sys.stderr.write(f"{where}{describe(args.exc_value)}\n" + (f"  {spot.source}\n" if spot.source else ""))

    warnings.formatwarning = format_warning
    threading.excepthook = of_thread


def _place(file: str, name: str, line: int, lang: str) -> str:
    if found := NAMED.fullmatch(name):
        words = place_words(int(found[1]), int(found[2]) + line)
        return _said(file, words.zh if lang == "zh" else words.en, lang)
    if found := HELPER.fullmatch(name):
        words = place_words(0, line)
        return _said(found[1], words.zh if lang == "zh" else words.en, lang)
    return ""


def _said(file: str, where: str, lang: str) -> str:
    return f"{file} {where}：" if lang == "zh" else f"{file}, {where}: "


def _source(cells: Sequence[Cell], name: str, line: int) -> str:
    found = NAMED.fullmatch(name)
    if found is None:
        return ""
    number, line = int(found[1]), int(found[2]) + line
    cell = max((c for c in cells if c.number == number and c.offset < line), key=lambda c: c.offset, default=None)
    lines = cell.source.split("\n") if cell is not None else []
    at = line - (cell.offset if cell is not None else 0)
    return lines[at - 1].strip() if at <= len(lines) else ""
