"""Tables as spreadsheets save them: encodings, delimiters, line ends, and cells that come back as they were written."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

BYTE_ORDER = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DELIMITERS = (",", ";", "\t")

# Of a text without letters, or with an exponent's alone, a spreadsheet makes a number or a date; of one that begins
# like a formula, a formula. Whole numbers of up to 15 digits come back as they are.
_WHOLE = re.compile(r"0|[1-9][0-9]{0,14}")
_NUMBER = re.compile(r"(?=[^eE]*[0-9])[-+]?[0-9\s.,:/\-()%年月日时分]*([eE][-+]?[0-9]+)?", re.ASCII)
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")
_MONTHS = (
    "jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|[a-z]+uary|march|april|june|july|august|[a-z]+ember|october"
)
_DATE = re.compile(rf"({_MONTHS})[\s./-]*[0-9]+.*|[0-9]+[\s./-]*({_MONTHS})([\s./-]*[0-9]*)", re.IGNORECASE)
_WORDS = {"true", "false", "na", "n/a", "nan", "null", "none", "<na>", "#n/a", "inf", "infinity"}


class SpreadsheetError(Exception):
    """A file is no table; its reader says which file, and what to do.

    Attributes:
        line: on which line; 0 for the whole file.
    """

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Layout:
    """How a spreadsheet saved a file.

    Attributes:
        encoding: in which more of it is appended.
    """

    encoding: str
    delimiter: str
    line_end: str


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding in which more of it is appended: UTF-8 or UTF-16 with their marks, or GB18030.

    Raises:
        SpreadsheetError: it is none of these.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = {"utf-16": "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"}
    else:
        encodings = {"utf-8-sig": "utf-8", "gb18030": "gb18030"}  # the second is what a Chinese Excel saves as CSV
    for encoding, appended in encodings.items():
        try:
            return data.decode(encoding), appended
        except UnicodeDecodeError:
            continue
    raise SpreadsheetError("no text that can be decoded")


def line_end(text: str) -> str:
    """What ends its lines; of an empty text, what a spreadsheet would write."""
    return "\r\n" if "\r\n" in text or not text else "\n" if "\n" in text else "\r"


def table(text: str, delimiter: str, *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, with the line each begins on.

    Raises:
        SpreadsheetError: a quote that is not closed, a cell that is too long.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    line = 1
    try:
        for row in reader:
            if any(key(cell) for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise SpreadsheetError(str(error), line) from None


def encoded(rows: Iterable[Sequence[str]], layout: Layout) -> bytes:
    """Rows in the form of a file that is there; what its encoding lacks is written as an escape."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=layout.delimiter, lineterminator=layout.line_end).writerows(rows)
    return text.getvalue().encode(layout.encoding, "backslashreplace")


def appended(data: bytes, text: str, rows: Iterable[Sequence[str]], layout: Layout) -> bytes:
    """The file with more rows behind its last; all its bytes stay."""
    gap = "" if text.endswith(("\n", "\r")) or not text else layout.line_end
    return data + gap.encode(layout.encoding) + encoded(rows, layout)


def key(cell: str) -> str:
    """A cell as it is compared: input methods write full-width letters and digits, spreadsheets add apostrophes."""
    return " ".join(unicodedata.normalize("NFKC", cell).casefold().lstrip("'").split())


def content(cell: str) -> str:
    """What a cell says: without what `kept_text` puts before it, and on one line."""
    return " ".join(cell.split()).removeprefix("'").strip()


def kept_text(text: str) -> str:
    """The text as a cell that stays what it is in a spreadsheet and in pandas.

    An apostrophe stands before what would become a formula, another number (`0012`, `1e5`), a date or nothing.
    """
    stripped = text.strip()
    changes = (
        _FORMULA.match(stripped)
        or (_NUMBER.fullmatch(stripped) and not _WHOLE.fullmatch(stripped))
        or _DATE.fullmatch(stripped)
        or stripped.casefold() in _WORDS
        or stripped.startswith("'")
    )
    return f"'{text}" if changes else text
