"""Tables and words of the pages that are made from the code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

CODE = re.compile(r"(`+[^`]*`+)")


def text(words: str) -> str:
    """Plain words: what Markdown would take for a sign is a letter, but for code in backticks."""
    pieces = CODE.split(" ".join(words.split()))
    return "".join(piece if piece.startswith("`") else re.sub(r"([*_<>\[\]\\])", r"\\\1", piece) for piece in pieces)


def paragraphs(words: str) -> str:
    """The same of several paragraphs; what is indented is a block of code."""
    made = []
    for part in re.split(r"\n\n+", words):
        made.append(f"```text\n{part}\n```" if part.startswith("    ") else text(part))
    return "\n\n".join(made)


def code(words: object) -> str:
    """Words as code."""
    return f"`{words}`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a bar within a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
