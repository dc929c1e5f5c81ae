"""Written answers: out of a submission's bytes, found by the markers of the handout.

A file is only decoded and searched with plain string search. Whatever is odd about it yields no answers, never
an exception: the sandbox is where a broken file is told to its student.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from autograder.classroom.intake import Kind
from autograder.markers import ANSWER_BEGIN, ANSWER_END, ANSWER_PLACEHOLDER

LIMIT = 40_000  # characters of one answer; what is shown is bounded again
PARTS_LIMIT = 20  # pairs of markers of one question: a copied cell is usual, a thousand are not
SCRIPT_LIMIT = 4 << 20  # bytes; it holds text alone, a notebook holds pictures as well
LENIENT_LIMIT = 4 << 20  # bytes of a notebook that is read again with json
# Twenty MiB of nothing but small objects would take thirty times their size in memory.
OBJECTS_LIMIT, STRINGS_LIMIT = 500_000, 1_000_000
_ANY_BEGIN = ANSWER_BEGIN.partition("{name}")[0]
_ANY_END = ANSWER_END.partition("{name}")[0]
_DOCSTRINGS = ('"""', "'''")


class _NotebookCell(msgspec.Struct):
    cell_type: str = ""
    source: str | list[str] = ""


class _Notebook(msgspec.Struct):
    cells: list[_NotebookCell] = []


@dataclass(frozen=True)
class _Cell:
    prose: bool
    text: str


def find_answers(kind: Kind, source: bytes, questions: Sequence[str]) -> dict[str, str]:
    """The answers in a submission, by question; a question left as it was handed out is not among them.

    Args:
        kind: "py" (percent script) or "ipynb": the same answer reads the same in both.
        source: the file's bytes.
        questions: names of the written questions.
    """
    if (kind == "py" and len(source) > SCRIPT_LIMIT) or _is_crowded(source):
        return {}
    text = _decoded(source)
    cells = _notebook_cells(text) if kind == "ipynb" else _script_cells(text)
    # A student may split the answer's cell: markers are searched in the whole document.
    document, ends = _document(cells)
    found = {name: _answer(document, ends, name) for name in questions}
    return {name: answer for name, answer in found.items() if answer}


def _answer(document: str, ends: Sequence[int], name: str) -> str:
    begin, end = ANSWER_BEGIN.format(name=name), ANSWER_END.format(name=name)
    if begin not in document and end in document:  # the first marker was deleted: the answer begins with its cell
        close = document.index(end)
        cell = max((e for e in ends if e < close), default=0)
        document = document[:cell] + begin + document[cell:]
        ends = [e + len(begin) if e > cell else e for e in ends]
    parts: list[str] = []
    position = document.find(begin)
    for _ in range(PARTS_LIMIT):
        if position < 0:
            break
        start = position + len(begin)
        stop = _stop(document, ends, start, end)
        part = document[start : min(stop, start + LIMIT)]
        part = part.replace(end, "").replace(begin, "").replace(ANSWER_PLACEHOLDER, "").strip()
        if any(char.isprintable() and not char.isspace() for char in part):
            parts.append(part)
        position = document.find(begin, stop)
    return "\n\n".join(parts)[:LIMIT]


def _stop(document: str, ends: Sequence[int], start: int, end: str) -> int:
    """Where the answer that starts here is over."""
    cell_end = next(e for e in ends if e >= start)
    following = document.find(_ANY_BEGIN, start)
    limit = following if following >= 0 else len(document)
    close = document.find(end, start, limit)
    if close < 0:  # the end marker was deleted: no further than this cell
        return min(cell_end, limit)
    # An end marker that the student wrote into the text is no end while its cell has a later one.
    last = document.rfind(end, close, min(next(e for e in ends if e >= close), limit))
    return max(close, last)


def _document(cells: Sequence[_Cell]) -> tuple[str, list[int]]:
    """All cells as one Markdown text, and where each cell ends in it; code between answers is a code block."""
    texts = [cell.text if cell.prose or _has_mark(cell.text) else f"```python\n{cell.text}\n```" for cell in cells]
    ends, position = [], 0
    for text in texts:
        position += len(text)
        ends.append(position)
        position += 2
    document = "\n\n".join(texts)
    return document, [*ends, len(document)]


def _has_mark(text: str) -> bool:
    """Whether this is an answer's cell; as a code cell it is one whose kind was changed."""
    return _ANY_BEGIN in text or _ANY_END in text


def _notebook_cells(text: str) -> list[_Cell]:
    cells = []
    for cell in _notebook(text).cells:
        source = cell.source if isinstance(cell.source, str) else "".join(cell.source)
        source = source.replace("\r\n", "\n").strip("\n")
        if source.strip():
            cells.append(_Cell(cell.cell_type != "code", source))
    return cells


def _notebook(text: str) -> _Notebook:
    data = text.encode("utf-8", "replace")
    try:
        return msgspec.json.decode(data, type=_Notebook)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        pass
    if len(data) > LENIENT_LIMIT:
        return _Notebook()
    # Jupyter itself writes NaN and lone surrogates into outputs: no reason to lose an answer.
    try:
        content = json.loads(text, parse_int=_nothing, parse_float=_nothing, parse_constant=_nothing)
        return msgspec.convert(content, _Notebook)
    except (msgspec.MsgspecError, ValueError, RecursionError, MemoryError):
        return _Notebook()


def _nothing(literal: str) -> None:
    """Numbers are not looked at: one of 6000 digits would raise."""


def _script_cells(text: str) -> list[_Cell]:
    cells = []
    for prose, lines in _sections(text.split("\n")):
        source = "\n".join(_prose(lines) if prose else lines).strip("\n")
        if source.strip():
            cells.append(_Cell(prose, source))
    return cells


def _sections(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    prose, section = False, list[str]()
    for line in lines:
        head = line.lstrip()
        if head.startswith("#") and head[1:].lstrip().startswith("%%"):
            yield prose, section
            prose, section = "[markdown]" in line or "[md]" in line or "[raw]" in line, []
        else:
            section.append(line)
    yield prose, section


def _prose(lines: list[str]) -> list[str]:
    """Without the comment signs, or without the quotes that some editors put instead."""
    text = "\n".join(lines).strip()
    for quotes in _DOCSTRINGS:
        if text.startswith(quotes) and text.endswith(quotes) and len(text) >= 2 * len(quotes):
            return text[len(quotes) : -len(quotes)].split("\n")
    return [line[2:] if line.startswith("# ") else line[1:] if line.startswith("#") else line for line in lines]


def _is_crowded(data: bytes) -> bool:
    return data.count(b"{") + data.count(b"[") > OBJECTS_LIMIT or data.count(b'",') > STRINGS_LIMIT


def _decoded(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return ""
