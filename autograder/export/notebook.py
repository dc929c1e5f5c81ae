"""A commented copy of a notebook: cells of ours among the student's, each of which stays byte for byte.

The notebook is data: its JSON is taken apart, nothing of it is run. What is no strict JSON, or no notebook of the
format's fourth version, gets no copy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from autograder.export.said import Say, markdown
from autograder.wire.feedback import TAG, is_feedback

NAMES_LIMIT = 300_000  # in the whole file: twenty MiB of nothing but small objects would be hundreds in memory
_BOM = b"\xef\xbb\xbf"


class _Metadata(msgspec.Struct):
    tags: list[str] = []


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str] = ""
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


class _Head(msgspec.Struct):
    cells: list[msgspec.Raw]
    nbformat: int = 4
    nbformat_minor: int = 4


def commented(
    data: bytes, top: Sequence[Say], questions: Mapping[str, Sequence[Say]], functions: Mapping[str, Sequence[str]]
) -> bytes | None:
    """The notebook with feedback in it, in the place of that of an earlier time; None if it is none that can be read.

    Args:
        data: the notebook.
        top: what is said of all of it: in the first cell.
        questions: what is said of each: below the last cell that defines one of its functions, else in the first.
        functions: of each question.
    """
    mark = _BOM if data.startswith(_BOM) else b""
    if data.count(b":") > NAMES_LIMIT:
        return None
    try:
        typed = msgspec.json.decode(data[len(mark) :], type=_Notebook).cells  # first: it ends at the first that is none
        parts = msgspec.json.decode(data[len(mark) :], type=dict[str, msgspec.Raw])
        head = msgspec.json.decode(data[len(mark) :], type=_Head)
        cells = list(zip(map(bytes, head.cells), typed))
    except (msgspec.MsgspecError, UnicodeError, ValueError, RecursionError):
        return None
    if head.nbformat != 4:
        return None
    with_ids = head.nbformat_minor >= 5
    kept = [(raw, cell) for raw, cell in cells if not is_feedback(cell.cell_type, cell.metadata.tags)]
    below: dict[int, list[str]] = {}
    first = list(top)
    for question, lines in questions.items():
        defines = definition(functions[question])
        places = [i for i, (_, cell) in enumerate(kept) if cell.cell_type == "code" and defines.search(_text(cell))]
        if places:
            below.setdefault(places[-1], []).append(question)
        else:
            first += lines
    made = [_made("overall", first, with_ids=with_ids)]
    for i, (raw, _) in enumerate(kept):
        made.append(raw)
        made += [_made(question, questions[question], with_ids=with_ids) for question in below.get(i, ())]
    parts["cells"] = msgspec.Raw(b"[\n  " + b",\n  ".join(made) + b"\n ]")
    body = b",\n ".join(msgspec.json.encode(name) + b": " + bytes(raw) for name, raw in parts.items())
    return mark + b"{\n " + body + b"\n}\n"


def alone(lines: Sequence[Say]) -> bytes:
    """A notebook of nothing but feedback, for who has handed in one that cannot be read."""
    cell = _made("overall", lines, with_ids=True)
    return b'{\n "cells": [\n  ' + cell + b'\n ],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n'


def definition(functions: Sequence[str]) -> re.Pattern[str]:
    """How a line looks that defines one of some functions."""
    names = "|".join(re.escape(name) for name in functions)
    return re.compile(rf"^[ \t]*+(?:async[ \t]++)?(?:def[ \t]++(?:{names})\b|(?:{names})[ \t]*+=[^=])", re.MULTILINE)


def _text(cell: _Cell) -> str:
    return cell.source if isinstance(cell.source, str) else "".join(cell.source)


def _made(name: str, lines: Sequence[Say], *, with_ids: bool) -> bytes:
    cell: dict[str, object] = {"cell_type": "markdown"}
    if with_ids:
        cell["id"] = f"feedback-{name}"[:64]
    return msgspec.json.encode(cell | {"metadata": {"tags": [TAG]}, "source": markdown(lines)})
