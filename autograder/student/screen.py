"""What a terminal can show: whether colours and a cleared screen are wanted, and how wide a line is."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping

from rich.cells import cell_len

NARROW = 20  # columns; with fewer, lines are left to the terminal
# What may begin a new line: a word, or one Chinese character with the punctuation that belongs to it.
OPENING, CLOSING = "（“‘《【「", "，。；：！？、）”’》】」…"
PIECE = re.compile(rf"\s+|[{OPENING}]*[\u2e80-\u9fff\uf900-\ufaff][{CLOSING}]*|(?:(?![\u2e80-\u9fff\uf900-\ufaff])\S)+")


def is_dumb(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal knows nothing but lines: no colours, no cleared screen, no line that is written anew."""
    return environment.get("TERM") == "dumb"


def wants_colours(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether colours are not forbidden (https://no-color.org); only a terminal gets any."""
    return not environment.get("NO_COLOR") and not is_dumb(environment)


def fitted(text: str, indent: int = 0) -> str:
    """The text as it is in a pipe; on a terminal broken between words, later lines indented as it is asked for."""
    if not sys.stdout.isatty():
        return text
    return "\n".join(broken(text, shutil.get_terminal_size().columns, indent))


def broken(text: str, width: int, indent: int = 0) -> Iterator[str]:
    """Its lines, none wider than `width` cells, unless a single word is."""
    if width < NARROW + indent or cell_len(text) <= width:
        yield text
        return
    line, used, begun = "", 0, False  # what the first line begins with belongs to it
    for piece in PIECE.findall(text):
        size = cell_len(piece)
        if begun and used + cell_len(piece.rstrip()) > width:
            yield line.rstrip()
            line, used, begun = " " * indent, indent, False
        if piece.isspace() and not begun and line:
            continue
        line, used = line + piece, used + size
        begun = begun or not piece.isspace()
    yield line.rstrip()
