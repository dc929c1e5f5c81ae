"""What came in, as aligned lines: each file with whose it is, which attempt, and whether it counts or why not."""

from __future__ import annotations

from collections import Counter

from rich.cells import cell_len

from autograder.classroom.intake import Intake, Line
from autograder.reports.escape import for_terminal

HEADER = ("file", "person", "attempt", "late", "what")
WIDTHS = (100, 60, 10, 5, 300)  # cells of a terminal at most


def table(intake: Intake) -> list[str]:
    """A line for each file and each absent person, the sums last."""
    rows = [HEADER, *(_row(line) for line in intake.lines)]
    shown = [[for_terminal(cell, width) for cell, width in zip(row, WIDTHS)] for row in rows]
    widths = [max(cell_len(cell) for cell in column) for column in zip(*shown)]
    lines = ["  ".join(c + " " * (w - cell_len(c)) for c, w in zip(row, widths)).rstrip() for row in shown]
    return [*lines, "", summary(intake)]


def _row(line: Line) -> tuple[str, ...]:
    what = f"PLEASE TELL: {line.verdict}" if line.kind == "question" else line.verdict
    if line.kind == "nobody":
        what = f"nobody's submission: {what}"
    return line.file or "-", line.person or "-", str(line.attempt or "-"), "late" if line.late else "", what


def summary(intake: Intake) -> str:
    """How many there are of everything, in one line."""
    kinds = Counter(line.kind for line in intake.lines)
    count = len(intake.found)
    parts = [f"{count} submission{'s' * (count != 1)}"]
    files = (
        (kinds["older"], "of other attempts"),
        (kinds["nobody"], "nobody's"),
        (kinds["question"], "to be told by you"),
    )
    parts += [f"{number} file{'s' * (number != 1)} {what}" for number, what in files if number]
    if kinds["absent"]:
        parts.append(f"{kinds['absent']} absent")
    return ", ".join(parts)
