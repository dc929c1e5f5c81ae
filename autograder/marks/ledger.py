"""The ledger: `adjustments.csv` in a folder of results, what the staff changed by hand after grading.

It belongs to whoever edits it: it is read in any form that a spreadsheet saves, and only ever appended to. Each line
says who, what, by how much, why, by whom and when; what the lines come to is in `applying.py`. Lines that begin with
`#` are remarks.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import TOTAL
from autograder.errors import InputError
from autograder.files import read_bytes
from autograder.marks.changes import Change, ChangeError, change_of
from autograder.reports.escape import for_terminal
from autograder.spreadsheets import (
    DELIMITERS,
    Layout,
    SpreadsheetError,
    appended,
    content,
    decoded,
    encoded,
    kept_text,
    key,
    line_end,
    table,
)

LEDGER = "adjustments.csv"
LEDGER_LIMIT = 16 << 20
COLUMNS = ("who", "what", "change", "reason", "by", "when")
EVERYBODY = "*"
SECTION = "section:"
_NAMES: Mapping[str, str] = {
    **{name: name for name in COLUMNS},
    **dict.fromkeys(("谁", "学生", "对象"), "who"),
    **dict.fromkeys(("什么", "题目", "项目"), "what"),
    **dict.fromkeys(("改动", "调整", "更改"), "change"),
    **dict.fromkeys(("理由", "原因", "说明"), "reason"),
    **dict.fromkeys(("经手", "经手人", "助教", "教师"), "by"),
    **dict.fromkeys(("时间", "日期", "何时"), "when"),
}
REMARKS = (
    "# Changes of marks after grading. Lines that begin with # are remarks. The order of the lines hardly matters.",
    "# who: a row's name or an id; section:NAME; * for everybody",
    "# what: a question; question: case name; total",
    "# change: add 2 or take 1.5 (points); set 7; -10 % (of what there is); empty: a comment",
    "#         excused (from a question, or from all); dropped (with *: counts for nobody); given (all its points)",
    "#         for the total also: extension 2026-12-02 12:00 (or 24h); handed in 2026-12-02 12:00",
    "#         +2, -1.5 and '=7 are read as well, but a spreadsheet may rewrite them",
    "# reason: the student reads it. Columns of your own are kept and shown to nobody.",
    "# 评分之后的改动。以 # 开头的行是说明。",
    "# who（谁）：成绩表中的行名或学号；section:班级；* 表示所有人",
    "# what（什么）：题目；题目: 测试名；total 表示总分",
    "# change（改动）：加 2、减 1.5（分）；设为 7；-10 %（按现有得分）；留空则只是评语",
    "#         免做（某题或整次作业）；作废（配 *，对所有人都不计）；送分（得满分）",
    "#         对总分还可以写：延期 2026-12-02 12:00（或 24h）；提交于 2026-12-02 12:00",
    "#         也可以写 +2、-1.5、'=7，但电子表格软件可能会改写它们",
    "# reason（理由）：学生会看到。自己加的列会保留，不给任何人看。",
)


class LedgerError(InputError):
    """A line of the ledger cannot be; one line that says which, why and what to do."""


@dataclass(frozen=True)
class Line:
    """One line of the ledger.

    Attributes:
        line: its number in the file.
        who: as it is written: a row's name or an id, `section:NAME`, `*`.
        question: empty for the total.
        case: of the question, or a rubric item of a written one; empty for the whole.
    """

    line: int
    who: str
    question: str
    case: str
    change: Change
    reason: str
    by: str = ""
    when: str = ""

    @property
    def section(self) -> str | None:
        """The section it is for, as it is compared."""
        who = key(self.who)
        return who.removeprefix(SECTION).strip() if who.startswith(SECTION) else None

    @property
    def is_for_one(self) -> bool:
        """Whether it names a person."""
        return self.section is None and key(self.who) != EVERYBODY

    @property
    def what(self) -> str:
        """What it is about, as it is written."""
        return f"{self.question}: {self.case}" if self.case else self.question or TOTAL


@dataclass(frozen=True)
class Ledger:
    """What the file says.

    Attributes:
        file: its name for messages.
        columns: where each of ours stands.
        width: how many columns there are.
        layout: how the file is written; None if there is none yet.
    """

    file: str = LEDGER
    lines: tuple[Line, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    width: int = 0
    layout: Layout | None = None

    def error(self, line: Line, text: str) -> LedgerError:
        """What is wrong with one line."""
        return LedgerError(f"{self.file}: line {line.line}: {text}")


def load_ledger(folder: Path) -> Ledger:
    """The ledger of a folder of results; an empty one if there is none.

    Raises:
        LedgerError: it cannot be read, or a line cannot be understood.
    """
    return read_ledger(ledger_bytes(folder), str(folder / LEDGER))


def ledger_bytes(folder: Path) -> bytes:
    """The file as it is; nothing if there is none.

    Raises:
        LedgerError: it cannot be read.
    """
    path = folder / LEDGER
    try:
        return read_bytes(path, LEDGER_LIMIT)
    except FileNotFoundError:
        return b""
    except OSError as error:
        reason = error.strerror or error
        raise LedgerError(f"{path}: cannot be read: {reason}: close it elsewhere, or move it away") from None


def read_ledger(data: bytes, file: str = LEDGER) -> Ledger:
    """Reads a ledger as a spreadsheet may have saved it.

    UTF-8 with or without its byte order mark, UTF-16 and GB18030; commas, semicolons or tabs; columns in any order,
    others beside them, under English or Chinese names; empty rows.

    Raises:
        LedgerError: no header, or a line that cannot be understood.
    """
    try:
        text, encoding = decoded(data)
    except SpreadsheetError:
        raise LedgerError(f"{file}: is no text: save it as CSV in UTF-8") from None
    if not text.strip():
        return Ledger(file)
    tried = [(delimiter, found) for delimiter in DELIMITERS if (found := _header(text, delimiter))]
    if not tried:
        raise LedgerError(f"{file}: no line with the columns {','.join(COLUMNS[:4])}: put the header back")
    delimiter, (header, columns, width) = tried[0]
    lines = []
    for number, row in _rows(text, delimiter, file):
        if number > header:
            cells = {name: content(row[at]) if at < len(row) else "" for name, at in columns.items()}
            if any(cells.values()):
                lines.append(_line(number, cells, file))
    return Ledger(file, tuple(lines), columns, width, Layout(encoding, delimiter, line_end(text)))


def _header(text: str, delimiter: str) -> tuple[int, dict[str, int], int] | None:
    """The line of the header, where each column stands, and how many there are."""
    try:
        for number, row in _rows(text, delimiter, ""):
            columns: dict[str, int] = {}
            for at, cell in enumerate(row):
                if key(cell) in _NAMES:
                    columns.setdefault(_NAMES[key(cell)], at)
            if columns.keys() >= {*COLUMNS[:4]}:
                return number, columns, len(row)
    except LedgerError:  # quoted for another delimiter
        pass
    return None


def _rows(text: str, delimiter: str, file: str) -> Iterator[tuple[int, list[str]]]:
    try:
        for number, row in table(text, delimiter):
            if not next(cell for cell in row if key(cell)).lstrip().startswith("#"):
                yield number, row
    except SpreadsheetError as error:
        raise LedgerError(
            f"{file}: line {error.line}: {error}: close the quotes, or save the file as CSV again"
        ) from None


def _line(number: int, cells: Mapping[str, str], file: str) -> Line:
    where = f"{file}: line {number}"
    section = key(cells["who"]).removeprefix(SECTION).strip() if key(cells["who"]).startswith(SECTION) else None
    if not cells["who"] or section == "":
        raise LedgerError(f"{where}: names nobody: write a row's name or an id, {SECTION}NAME, or {EVERYBODY}")
    try:
        change = change_of(cells["change"])
    except ChangeError as error:
        raise LedgerError(f"{where}: {error}") from None
    if not cells["reason"]:
        raise LedgerError(f"{where}: says no reason: write one, {for_terminal(cells['who'])} will read it")
    question, case = target_of(cells["what"])
    return Line(
        number, cells["who"], question, case, change, cells["reason"], cells.get("by", ""), cells.get("when", "")
    )


def target_of(what: str) -> tuple[str, str]:
    """Question and case of the column `what`; two empty texts for the total."""
    if key(what) in ("", TOTAL, "总分"):
        return "", ""
    question, _, case = what.replace("：", ":", 1).partition(":")
    return question.strip(), case.strip()


def new_ledger() -> bytes:
    """A ledger without lines: the remarks that explain it, and its header."""
    layout = Layout("utf-8", ",", "\r\n")
    return codecs.BOM_UTF8 + encoded([*([remark] for remark in REMARKS), COLUMNS], layout)


def with_line(data: bytes, line: Line, file: str = LEDGER) -> bytes:
    """The file with one line more, in the form that it has.

    Raises:
        LedgerError: the file cannot be read.
    """
    data = data if data.strip(b"\xef\xbb\xbf \t\r\n") else new_ledger()
    ledger = read_ledger(data, file)
    assert ledger.layout is not None
    said = {
        "who": f"'{line.who}" if line.who.startswith("#") else kept_text(line.who),
        "what": kept_text(line.what),
        "change": line.change.cell,
        "reason": kept_text(line.reason),
        "by": kept_text(line.by),
        "when": line.when,
    }
    cells = [""] * ledger.width
    for name, at in ledger.columns.items():
        cells[at] = said[name]
    return appended(data, decoded(data)[0], [cells], ledger.layout)
