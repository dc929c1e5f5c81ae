"""How our comments in a student's file are known: copies are written so, and no reading takes them for theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

TAG = "homework-feedback"  # of a notebook's Markdown cell
BEGIN, END = "# >>> homework feedback", "# <<< homework feedback"  # of a block of comments in a script


def is_feedback(kind: str, tags: Iterable[object]) -> bool:
    """Whether a notebook's cell is one of ours."""
    return kind == "markdown" and TAG in tags


def closing(lines: Sequence[str]) -> list[int]:
    """For each line of a script the next one that ends a block, if nothing but comments stands between; else -1."""
    found = [-1] * len(lines)
    here = -1
    for i in range(len(lines) - 1, -1, -1):
        here = i if lines[i].startswith(END) else here if lines[i].startswith("#") else -1
        found[i] = here
    return found


def blanked(text: str) -> str:
    """A script with empty lines in the place of our blocks: every other line has the number that it had."""
    if BEGIN not in text:
        return text
    lines = text.split("\n")
    ends = closing(lines)
    i = 0
    while i < len(lines):
        if lines[i].startswith(BEGIN) and ends[i] >= 0:
            lines[i : ends[i] + 1] = [""] * (ends[i] + 1 - i)
            i = ends[i]
        i += 1
    return "\n".join(lines)
