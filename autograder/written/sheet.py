"""The scores of written questions: a CSV file that a person fills in with a spreadsheet.

One row per code, one column per rubric item: grading goes down the page and across the row. The file belongs
to whoever grades: once it holds a score it is never written anew, rows of new students are put after its last.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.course import Homework, RubricItem
from autograder.errors import InputError
from autograder.reports.escape import for_csv, for_terminal
from autograder.reports.figures import number
from autograder.spreadsheets import BYTE_ORDER, DELIMITERS, Layout, SpreadsheetError, appended, decoded, encoded, table
from autograder.spreadsheets import key as _key
from autograder.spreadsheets import line_end as line_end_of

CODE = "code"
NOT_ANSWERED = "n/a"
_NO_SCORE = {"", NOT_ANSWERED, "-", "–", "—"}
_OWN = "#"  # a column whose heading begins with it belongs to whoever grades
_SCORE = re.compile(r"[0-9]{1,6}([.,][0-9]{0,6})?|[.,][0-9]{1,6}")
_MAXIMUM = re.compile(r"\s*\(max [^()]*\)$")

Column = tuple[str, str]  # question and rubric item


class WrittenError(InputError):
    """The file of scores holds something that is no score; one line that says where and what to do."""


@dataclass(frozen=True)
class Row:
    """A submission to be graded."""

    code: str
    answered: Collection[str]


@dataclass(frozen=True)
class Sheet:
    """What a file of scores says.

    Attributes:
        scores: by code and column, only what is entered; a row without scores is there, empty.
        headings: of the columns as they stand in the file: None for one that is no rubric item.
        has_own: somebody added a column.
        layout: how the file is written.
    """

    scores: Mapping[str, Mapping[Column, float]]
    headings: Sequence[Column | None]
    has_own: bool
    layout: Layout

    @property
    def is_graded(self) -> bool:
        """Whether it holds at least one score."""
        return any(self.scores.values())


def headings(homework: Homework) -> dict[Column, str]:
    """The heading of every rubric item, in the order of the manifest."""
    return {
        (written.name, item.name): for_csv(f"{written.name}: {item.name} (max {number(item.points)})")
        for written in homework.written
        for item in written.rubric
    }


def read_sheet(data: bytes, file: str, homework: Homework, known: Collection[str]) -> Sheet:
    """Reads a file of scores as a spreadsheet may have saved it.

    UTF-8 with or without its byte order mark, UTF-16 and GBK; commas, semicolons or tabs; a comma as decimal sign;
    columns and rows in any order; empty rows and columns. A file that is not filled in, or half, is fine.

    Args:
        data: the file's bytes.
        file: its name for messages.
        homework: gives the rubric items and their points.
        known: the codes there are.

    Raises:
        WrittenError: an unknown code or item, a score that is no number or out of its range, a row twice.
    """
    text, encoding = _decoded(data, file)
    line_end = line_end_of(text)
    delimiter = next((d for d in DELIMITERS if CODE in map(_key, _first_row(text, d))), None)
    if delimiter is None:
        raise WrittenError(f"{file}: line 1: no column named '{CODE}': put the first line back as it was written")
    return _sheet(_rows(text, delimiter, file), Layout(encoding, delimiter, line_end), file, homework, known)


def _sheet(
    rows: Iterator[tuple[int, list[str]]], layout: Layout, file: str, homework: Homework, known: Collection[str]
) -> Sheet:
    _, first = next(rows)
    columns = _columns(first, file, homework)
    items = {(w.name, item.name): item for w in homework.written for item in w.rubric}
    codes = {_key(code): code for code in known}
    code_at = _code_at(first)
    scores: dict[str, dict[Column, float]] = {}
    lines: dict[str, int] = {}
    for line, row in rows:
        where = f"{file}: line {line}"
        written = row[code_at].strip() if code_at < len(row) else ""
        code = codes.get(_key(written))
        if not written:
            raise WrittenError(f"{where}: a row without a code: fill in the code, or clear the row")
        if code is None:
            raise WrittenError(f"{where}: no answer has the code {_shown(written)}: correct it, or delete the row")
        if code in scores:
            raise WrittenError(f"{where}: {code} stands on line {lines[code]} too: keep one of the two rows")
        scores[code], lines[code] = {}, line
        for position, cell in enumerate(row):
            if position >= len(first) or not _key(first[position]):
                if _key(cell):
                    raise WrittenError(
                        f"{where}: {_shown(cell)} stands under no heading: move it (a decimal comma belongs in quotes "
                        "where commas separate columns)"
                    )
                continue
            column = columns[position]
            if column is not None and _key(cell) not in _NO_SCORE:
                scores[code][column] = _score(cell, f"{where}, {column[0]}: {column[1]}", items[column])
    own = any(_key(cell).startswith(_OWN) for cell in first)
    return Sheet(scores, columns, own, layout)


def _columns(first: list[str], file: str, homework: Homework) -> list[Column | None]:
    """What each column holds; None for the codes, for one without a heading and for those of whoever grades."""
    wanted = {_key(heading): column for column, heading in headings(homework).items()}
    wanted |= {_key(_MAXIMUM.sub("", heading)): column for column, heading in headings(homework).items()}
    columns: list[Column | None] = []
    for cell in first:
        key = _key(cell)
        column = wanted.get(key) or wanted.get(_MAXIMUM.sub("", key))
        if column is None and key not in ("", CODE) and not key.startswith(_OWN):
            raise WrittenError(
                f"{file}: line 1: no rubric item is named {_shown(cell)}: correct it to '<question>: <item>' as in "
                f"the manifest, or begin it with {_OWN} if the column is for yourself"
            )
        if (column is not None and column in columns) or (key == CODE and CODE in map(_key, first[: len(columns)])):
            raise WrittenError(f"{file}: line 1: two columns are named {_shown(cell)}: delete one of them")
        columns.append(column)
    return columns


def _score(cell: str, where: str, item: RubricItem) -> float:
    text = _key(cell)
    if not _SCORE.fullmatch(text):
        raise WrittenError(f"{where}: {_shown(cell)} is no number: enter 0 to {number(item.points)}, or nothing")
    score = float(text.replace(",", "."))
    if score > item.points + 1e-9:
        raise WrittenError(f"{where}: {_shown(cell)} is too much: enter 0 to {number(item.points)}, or nothing")
    return score


def updated(data: bytes | None, sheet: Sheet | None, homework: Homework, rows: Sequence[Row]) -> bytes:
    """The file with a row for every submission to be graded.

    While it holds no score and no column of somebody's own it is written anew, in the order of the pages;
    afterwards all its bytes stay as they are and new rows follow. It keeps the form a spreadsheet gave it.

    Args:
        data: the file as it is, if there is one.
        sheet: what `read_sheet` makes of it.
        homework: gives the columns.
        rows: the submissions, in the order of the pages.
    """
    if data is None or sheet is None:
        return whole_sheet(_whole_rows(homework, rows))
    layout = sheet.layout
    if not (sheet.is_graded or sheet.has_own):
        return next((sign for sign in BYTE_ORDER if data.startswith(sign)), b"") + encoded(
            _whole_rows(homework, rows), layout
        )
    new = [row for row in rows if row.code not in sheet.scores]
    if not new:
        return data
    text, _ = _decoded(data, "")
    code_at = _code_at(_first_row(text, layout.delimiter))
    added: list[list[str]] = []
    for row in new:
        cells = _cells(row, sheet.headings)
        cells[code_at] = row.code
        added.append(cells)
    return appended(data, text, added, layout)


def cells_of(data: bytes, sheet: Sheet) -> tuple[list[str], dict[str, list[str]]]:
    """A file of scores as it stands: its first line, and the cells of each row by its code.

    Args:
        data: the file's bytes.
        sheet: what `read_sheet` makes of it.
    """
    rows = _rows(_decoded(data, "")[0], sheet.layout.delimiter, "")
    first = next(rows)[1]
    codes, at = {_key(code): code for code in sheet.scores}, _code_at(first)
    wide = len(first)
    return first, {codes[_key(row[at])]: (row + [""] * wide)[:wide] for _, row in rows}


def whole_sheet(rows: Iterable[Sequence[str]]) -> bytes:
    """A new file of scores, of these lines."""
    return codecs.BOM_UTF8 + encoded(rows, Layout("utf-8", ",", "\r\n"))


def added_rows(data: bytes, sheet: Sheet, rows: Iterable[Sequence[str]]) -> bytes:
    """The file with more rows behind its last, in the form that it has."""
    return appended(data, _decoded(data, "")[0], rows, sheet.layout)


def is_own(heading: str) -> bool:
    """Whether a column of that heading belongs to whoever grades."""
    return _key(heading).startswith(_OWN)


def _whole_rows(homework: Homework, rows: Sequence[Row]) -> list[list[str]]:
    wanted = headings(homework)
    return [[CODE, *wanted.values()], *([row.code, *_cells(row, wanted)] for row in rows)]


def _cells(row: Row, columns: Iterable[Column | None]) -> list[str]:
    return ["" if c is None or c[0] in row.answered else NOT_ANSWERED for c in columns]


def _code_at(first: list[str]) -> int:
    return [_key(cell) for cell in first].index(CODE)


def _first_row(text: str, delimiter: str) -> list[str]:
    try:
        return next(_rows(text, delimiter, ""))[1]
    except (StopIteration, WrittenError):  # empty, or quoted for another delimiter
        return []


def _rows(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, with the line each begins on."""
    try:
        yield from table(text, delimiter)
    except SpreadsheetError as error:
        advice = "close the quotes, or save the file as CSV again"
        raise WrittenError(f"{file}: line {error.line}: {error}: {advice}") from None


def _decoded(data: bytes, file: str) -> tuple[str, str]:
    try:
        return decoded(data)
    except SpreadsheetError:
        raise WrittenError(f"{file}: is no text: save it as CSV in UTF-8") from None


def _shown(cell: str) -> str:
    return f"'{for_terminal(cell.strip(), 60)}'"
