"""A downloaded table in which single cells are replaced: every other byte of the file stays as it was."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import InputError
from autograder.files import read_bytes
from autograder.results import one_line

LIMIT = 64 << 20  # bytes
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT = re.compile(r'="(.*)"', re.DOTALL)


class TableError(InputError):
    """A table that cannot be filled in; the message names the file and what to do."""


@dataclass(frozen=True)
class Span:
    """Where a cell stands in the text, its quotes included."""

    begin: int
    end: int


class Table:
    """The cells of a file, and what is to be put into some of them."""

    def __init__(self, data: bytes, name: str = "the table") -> None:
        """Takes a file apart.

        Raises:
            TableError: it is no text, or no table.
        """
        self.name = name
        self._mark, self._encoding, self._text = _decoded(data, name)
        self.delimiter = _delimiter(self._text)
        self._spans = _parsed(self._text, self.delimiter, name)
        self.rows = [[self._value(span) for span in spans] for spans in self._spans]
        self._changes: dict[tuple[int, int], str] = {}

    def value(self, row: int, column: int) -> str:
        """A cell as it was; what is said to be a text (`="0012"`) is that text; empty where the line is too short."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def stripped(self, row: int, column: int) -> str:
        """The same without the blanks around it."""
        return self.value(row, column).strip()

    def put(self, row: int, column: int, value: str) -> None:
        """Gives a cell another content."""
        self._changes[row, column] = value

    def content(self) -> bytes:
        """The file with the new cells, each quoted as it was before, or if it has to be."""
        parts: list[str] = []
        position = 0
        for (row, column), value in sorted(self._changes.items()):
            spans = self._spans[row]
            if column < len(spans):
                begin, end = spans[column].begin, spans[column].end
                quoted = self._text[begin:end].startswith('"')
                lead = ""
            else:  # a spreadsheet has cut off the empty cells at the line's end
                begin = end = spans[-1].end
                already = [c for r, c in self._changes if r == row and len(spans) <= c < column]
                lead = self.delimiter * (column - max([len(spans) - 1, *already]))
                quoted = False
            parts += [self._text[position:begin], lead, self._written(value, quoted=quoted)]
            position = end
        return self._mark + "".join([*parts, self._text[position:]]).encode(self._encoding)

    def uses_decimal_commas(self) -> bool:
        """Whether the numbers in it are written `1,5`: only where a comma separates nothing."""
        cells = [cell.strip() for row in self.rows for cell in row] if self.delimiter != "," else []
        commas, points = (sum(bool(re.fullmatch(rf"-?\d+{mark}\d+", cell)) for cell in cells) for mark in (",", r"\."))
        return commas > points

    def _value(self, span: Span) -> str:
        raw = self._text[span.begin : span.end]
        if raw.startswith('"'):
            close = _closing(raw, 1)
            raw = raw[1:close].replace('""', '"') + raw[close + 1 :]
        text = _TEXT.fullmatch(raw)
        return text[1].replace('""', '"') if text else raw

    def _written(self, value: str, *, quoted: bool) -> str:
        needs = any(char in value for char in (self.delimiter, '"', "\r", "\n")) or value != value.strip()
        doubled = value.replace('"', '""')
        return f'"{doubled}"' if quoted or needs else value


def read_table(path: Path) -> Table:
    """The table in a file.

    Raises:
        TableError: it cannot be read, or is no table.
    """
    try:
        data = read_bytes(path.resolve(), LIMIT)
    except (OSError, ValueError) as error:
        reason = (error.strerror or error) if isinstance(error, OSError) else "no valid path"
        raise TableError(f"{path}: cannot be read: {reason}") from None
    return Table(data, str(path))


def _decoded(data: bytes, name: str) -> tuple[bytes, str, str]:
    """Byte order mark, encoding and text: only if the text gives the same bytes again."""
    mark, encodings = next(
        ((mark, [encoding]) for mark, encoding in _MARKS if data.startswith(mark)), (b"", ["utf-8", "gb18030"])
    )
    if data.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
        raise TableError(f"{name}: a spreadsheet, no text: download the gradebook as CSV, or save it as CSV in UTF-8")
    body = data[len(mark) :]
    for encoding in encodings:
        try:
            text = body.decode(encoding)
            if text.encode(encoding) == body and "\0" not in text:
                return mark, encoding, text
        except UnicodeError:
            continue
    raise TableError(f"{name}: no text that can be decoded; download it again, or save it as CSV in UTF-8")


def _delimiter(text: str) -> str:
    """What separates the cells: seen in the first line that has several."""
    outside = re.sub(r'"[^"]*"?', "", text)
    first = next((line for line in outside.splitlines() if any(mark in line for mark in ",;\t")), "")
    return max(",\t;", key=first.count)


def _closing(text: str, position: int) -> int:
    """Where the quote ends that has begun before a position; -1 if it never does."""
    while (position := text.find('"', position)) >= 0:
        if text[position + 1 : position + 2] != '"':
            return position
        position += 2
    return -1


def _parsed(text: str, delimiter: str, name: str) -> list[list[Span]]:
    ends = re.compile(f"[{delimiter}\r\n]")
    rows: list[list[Span]] = [[]]
    position = 0
    while True:
        begin = position
        if text[position : position + 1] == '"':
            close = _closing(text, position + 1)
            if close < 0:
                line = 1 + text.count("\n", 0, begin)
                raise TableError(f"{name}, line {line}: a quotation mark is never closed; download the file again")
            position = close + 1
        found = ends.search(text, position)
        position = found.start() if found else len(text)
        rows[-1].append(Span(begin, position))
        if not found:
            break
        position += 1
        if found[0] != delimiter:
            position += found[0] == "\r" and text[position : position + 1] == "\n"
            if position == len(text):
                break
            rows.append([])
    return rows


def shown(text: str, limit: int = 60) -> str:
    """Something of a table, for people, on one line."""
    line = one_line(text)
    return line if len(line) <= limit else f"{line[: limit - 1]}…"
