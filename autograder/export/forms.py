"""The gradebooks of platforms, taken apart: whose each line is, and which column takes the mark.

What is not documented of a form is not guessed: a column that cannot be told is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.classroom.layouts.model import folded
from autograder.classroom.roster import COLUMNS
from autograder.course import Homework
from autograder.export.match import Line
from autograder.export.table import Table, TableError, shown

_KNOWN = {name: field for field, names in COLUMNS.items() for name in names}
_KEYS = ("id", "other id", "email", "username")
_GRADE = {"grade", "成绩", "成績", "评分", "分数", "得分", "score", "mark", "marks", "points", "note", "bewertung",
          "calificación", "nota", "voto", "cijfer", "valutazione", "оценка", "評点"}  # fmt: skip
_COMMENTS = {"feedback comments", "反馈评语", "反馈意见", "反馈评论", "反饋意見", "feedback als kommentar",
             "commentaires de feedback", "comentarios de retroalimentación", "评语", "評語", "备注", "comment",
             "comments", "feedback"}  # fmt: skip
_ABOUT = {"status", "状态", "狀態", "maximumgrade", "maximum", "maxpoints", "满分", "最高分", "最高成绩", "date",
          "日期", "time", "时间", "提交时间", "submissiontime", "lastmodifiedgrade",
          "lastmodifiedsubmission"}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One that could take the mark."""

    index: int
    title: str
    id: str = ""
    header: str = ""  # all of it


@dataclass(frozen=True)
class Form:
    """What a gradebook is.

    Attributes:
        lines: of people.
        column: which takes the mark.
        title: of that column, as it stands in the file.
        points: the platform's maximum, if the file tells it.
        comments: the column of comments, if there is one.
        excused: what says that somebody is excused; empty if no word does.
        decimals: at least so many of each mark.
        notes: lines that are left alone.
    """

    lines: tuple[Line, ...]
    column: int
    title: str
    points: float | None = None
    comments: int | None = None
    excused: str = ""
    decimals: int = 0
    notes: tuple[str, ...] = ()


Reader = Callable[[Table, Homework, str], Form]


# -- Canvas -------------------------------------------------------------------------------------------------------

_CANVAS_TITLE = re.compile(r"(?P<title>.*) \((?P<id>\d+)\)", re.DOTALL)
_TEST_STUDENT = {"studenttest", "teststudent"}


def canvas(table: Table, homework: Homework, asked: str) -> Form:
    """A gradebook as Canvas exports it: the column has to be there, and who is who the ID says."""
    header = [cell.strip() for cell in table.rows[0]]
    if len(header) > 2 and (folded(header[0]), folded(header[1]), header[2]) == ("lastname", "firstname", "ID"):
        names, identity = [1, 0], 2
    elif len(header) > 1 and "Student" in header[0] and "ID" in header[1]:
        names, identity = [0], 1
    else:
        raise _no_form(table, "Canvas gradebook", "whose first columns are Student and ID")
    sections = [i for i, cell in enumerate(header) if "Section" in cell and not _CANVAS_TITLE.fullmatch(cell)]
    if not sections:
        raise _no_form(table, "Canvas gradebook", "with a column Section")
    possible = next(
        (row for row in range(1, len(table.rows)) if table.stripped(row, 0).lower() == "points possible"), None
    )
    of_canvas = set() if possible is None else {
        i for i in range(len(header)) if "read only" in table.value(possible, i).lower()
    }  # fmt: skip
    candidates = [
        Column(i, found["title"], found["id"], cell)
        for i, cell in enumerate(header)
        if i > sections[0] and i not in of_canvas and (found := _CANVAS_TITLE.fullmatch(cell))
    ]
    if not candidates:
        what = "make the assignment there first, and export the gradebook again"
        raise TableError(f"{table.name}: has no column of an assignment, and none is created from here: {what}")
    column = _chosen(table, candidates, homework, asked)
    keys = [identity, *_columns(header, "sisloginid", "sisuserid", "integrationid", "email")]
    lines: list[Line] = []
    aside: list[str] = []
    for row in range(1 if possible is None else possible + 1, len(table.rows)):
        name = " ".join(filter(None, (table.stripped(row, i) for i in names)))
        if folded(name) in _TEST_STUDENT:
            aside.append(f"line {row + 1}: {shown(name)} is Canvas's own test student: left as it is")
        elif table.stripped(row, identity):
            lines.append(Line(row, _keys(table, row, keys), name))
        elif any(table.stripped(row, i) for i in range(len(table.rows[row]))):
            aside.append(f"line {row + 1}: has no ID: left as it is")
    points = None if possible is None else _amount(table.value(possible, column))
    return Form(tuple(lines), column, header[column], points, excused="EX", notes=tuple(aside))


# -- Moodle -------------------------------------------------------------------------------------------------------

_PARTICIPANT = re.compile(r"(?P<word>\D+?)\s*(?P<number>\d+)")


def participant(number: str) -> str:
    """The key of somebody whom Moodle tells by a number, whatever it calls a participant."""
    return f"participant {number}"


def moodle(table: Table, homework: Homework, asked: str) -> Form:
    """A grading worksheet: its headers are in the teacher's language, so that what is in the columns counts as well."""
    header = [cell.strip() for cell in table.rows[0]]
    rows = _filled(table, 1)
    identity = next((i for i in range(len(header)) if _are_participants(table, rows, i)), None)
    if identity is None:
        raise _no_form(table, "Moodle grading worksheet", 'with a column of identifiers such as "Participant 123"')
    constant = next((i for i in range(identity + 2, len(header)) if _is_maximum(table, rows, i)), None)
    titles = [cell.casefold() for cell in header]
    grades = _graded(header) or ([constant - 1] if constant is not None else [])
    candidates = [Column(i, header[i]) for i in _marks_of_moodle(header, identity, constant)]
    if asked:
        column = _chosen(table, candidates, homework, asked)
    elif len(grades) == 1:
        (column,) = grades
    else:
        raise _which(table, candidates, "which one holds the grade cannot be told")
    comments = next((i for i, title in enumerate(titles) if title in _COMMENTS and i != column), None)
    known = _known(header)
    numbers = [re.sub(r"\D", "", table.stripped(row, identity)) for row in rows]
    lines = tuple(
        Line(row, _keys(table, row, known.keys_in) | {participant(one)}, known.name(table, row))
        for row, one in zip(rows, numbers)
    )
    points = _amount(table.value(rows[0], constant)) if constant is not None and constant == column + 1 else None
    return Form(lines, column, header[column], points, comments)


def _graded(header: Sequence[str]) -> list[int]:
    return [i for i, title in enumerate(header) if title.casefold() in _GRADE]


def _marks_of_moodle(header: Sequence[str], identity: int, constant: int | None) -> list[int]:
    """What can hold the grade: Moodle reads no column but its own, and behind the maximum none is one."""
    grades = _graded(header)
    if len(grades) == 1:
        return grades
    columns = range(len(header) if constant is None else constant)
    return [i for i in columns if i != identity and header[i] and _may_be_marks(header[i])]


def _are_participants(table: Table, rows: Sequence[int], column: int) -> bool:
    found = [_PARTICIPANT.fullmatch(table.stripped(row, column)) for row in rows]
    return bool(found) and all(found) and len({one["word"].strip() for one in found if one}) == 1


def _is_maximum(table: Table, rows: Sequence[int], column: int) -> bool:
    cells = {table.stripped(row, column) for row in rows}
    return len(cells) == 1 and (_amount(min(cells)) or 0) > 0


# -- Blackboard, Brightspace, Gradescope, lists -------------------------------------------------------------------

_BLACKBOARD_TITLE = re.compile(r"(?P<title>.*?)\s*(?P<points>\[[^|]*\])?\s*\|\s*(?P<id>\d+)", re.DOTALL)


def blackboard(table: Table, homework: Homework, asked: str) -> Form:
    """A gradebook whose columns carry ids: `Homework 2 [Total Pts: 100 Score] |123456`."""
    header = [cell.strip() for cell in table.rows[0]]
    found = {i: one for i, cell in enumerate(header) if (one := _BLACKBOARD_TITLE.fullmatch(cell))}
    if not found:
        raise _no_form(table, "Blackboard gradebook", "with columns such as 'Homework 2 [Total Pts: 100] |123456'")
    column = _chosen(
        table, [Column(i, one["title"], one["id"], header[i]) for i, one in found.items()], homework, asked
    )
    told = re.search(r"\d+(?:[.,]\d+)?", found[column]["points"] or "")
    points = _amount(told[0]) if told else None
    return Form(_lines(table, header, 1), column, header[column], points)


def brightspace(table: Table, homework: Homework, asked: str) -> Form:
    """`OrgDefinedId,Username,<Item> Points Grade,End-of-Line Indicator`, where ids begin with `#`."""
    header = [cell.strip() for cell in table.rows[0]]
    marker = " Points Grade"
    candidates = [Column(i, cell.partition(marker)[0], header=cell) for i, cell in enumerate(header) if marker in cell]
    if not candidates or folded(header[-1]) != "endoflineindicator":
        raise _no_form(table, "Brightspace export", "with columns '<Item> Points Grade' and 'End-of-Line Indicator'")
    column = _chosen(table, candidates, homework, asked)
    told = re.search(r"MaxPoints:\s*(\d+(?:[.,]\d+)?)", header[column])
    lines = _lines(table, header, 1)
    return Form(lines, column, header[column], _amount(told[1]) if told else None, decimals=2)


def gradescope(table: Table, homework: Homework, asked: str) -> Form:
    """An export of marks: people by e-mail and SID, a column for each assignment and some about it behind it."""
    header = [cell.strip() for cell in table.rows[0]]
    known = _known(header)
    if not known.keys_in:
        raise _no_form(table, "Gradescope export", "with a column Email or SID")
    about = {folded(f"{cell} - {what}") for cell in header for what in ("Max Points", "Submission Time",
             "Lateness (H:M:S)")}  # fmt: skip
    own = {"maxpoints", "status", "submissionid", "submissiontime", "latenesshms", "totallatenesshms", "viewcount",
           "submissioncount"}  # fmt: skip
    candidates = [
        Column(i, cell) for i, cell in enumerate(header) if cell and folded(cell) not in {*_KNOWN, *about, *own}
    ]
    total = [one for one in candidates if folded(one.title) == "totalscore"]
    column = total[0].index if len(total) == 1 and not asked else _chosen(table, candidates, homework, asked)
    rows = _filled(table, 1)
    title = "maxpoints" if column in {one.index for one in total} else folded(f"{header[column]} - Max Points")
    maximum = next((i for i, cell in enumerate(header) if folded(cell) == title), None)
    told = maximum is not None and _is_maximum(table, rows, maximum)
    points = _amount(table.value(rows[0], maximum)) if maximum is not None and told else None
    return Form(_lines(table, header, 1), column, header[column], points)


def plain(table: Table, homework: Homework, asked: str) -> Form:
    """A list of the class of any kind, with a column for the mark: `学号,姓名,成绩,评语`."""
    headers = ((i, [cell.strip() for cell in cells]) for i, cells in enumerate(table.rows[:10]))
    top, header = next(((i, one) for i, one in headers if len(one) > 1 and _known(one).is_somebody), (-1, []))
    if top < 0:
        raise _no_form(table, "list", "whose header names people and the mark, such as 学号,姓名,成绩")
    rest = [Column(i, cell) for i, cell in enumerate(header) if cell and _may_be_marks(cell)]
    grades = _graded(header)
    column = grades[0] if len(grades) == 1 and not asked else _chosen(table, rest, homework, asked)
    comments = next((i for i, cell in enumerate(header) if cell.casefold() in _COMMENTS and i != column), None)
    return Form(_lines(table, header, top + 1), column, header[column], None, comments)


FORMS: Mapping[str, Reader] = {
    "canvas": canvas,
    "moodle": moodle,
    "gradescope": gradescope,
    "blackboard": blackboard,
    "brightspace": brightspace,
    "plain": plain,
}


# -- what they share ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Known:
    """Which columns tell who somebody is."""

    keys_in: tuple[int, ...]
    names_in: tuple[int | None, ...]  # name, first name, last name

    @property
    def is_somebody(self) -> bool:
        return bool(self.keys_in) or any(i is not None for i in self.names_in)

    def name(self, table: Table, row: int) -> str:
        """Somebody's name."""
        whole, first, last = (table.stripped(row, i) if i is not None else "" for i in self.names_in)
        return whole or (f"{last}, {first}" if first and last else first or last)


def _known(header: Sequence[str]) -> _Known:
    fields: dict[str, int] = {}
    for i, cell in enumerate(header):
        field = _KNOWN.get(folded(cell))
        if field:
            fields.setdefault(field, i)
    keys = tuple(fields[field] for field in _KEYS if field in fields)
    return _Known(keys, tuple(fields.get(field) for field in ("name", "first name", "last name")))


def _lines(table: Table, header: Sequence[str], top: int) -> tuple[Line, ...]:
    known = _known(header)
    return tuple(Line(row, _keys(table, row, known.keys_in), known.name(table, row)) for row in _filled(table, top))


def _may_be_marks(title: str) -> bool:
    """Whether a column can hold marks by its title: it tells nothing of people, and nothing about a mark."""
    return folded(title) not in {*_KNOWN, *_ABOUT} and title.casefold() not in _COMMENTS


def _filled(table: Table, top: int) -> list[int]:
    return [row for row in range(top, len(table.rows)) if any(cell.strip() for cell in table.rows[row])]


def _keys(table: Table, row: int, columns: Iterable[int]) -> frozenset[str]:
    cells = (table.stripped(row, i).removeprefix("#").strip().casefold() for i in columns)
    return frozenset(cells) - {""}


def _columns(header: Sequence[str], *names: str) -> list[int]:
    return [i for i, cell in enumerate(header) if folded(cell) in names]


def _amount(text: str) -> float | None:
    text = text.strip().replace(",", ".")
    return float(text) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text) else None


def _chosen(table: Table, candidates: Sequence[Column], homework: Homework, asked: str) -> int:
    """The column that is asked for by title or id, or the only one that is called after the homework."""
    if asked:
        found = [c for c in candidates if asked.strip() in (c.title.strip(), c.id, c.header)]
        if len(found) == 1:
            return found[0].index
        of_marks = "" if found else " that takes marks"
        raise _which(table, candidates, f"{_count(found)} called {shown(asked.strip())!r}{of_marks}")
    names = _names(homework)
    equal = [c for c in candidates if folded(c.title) in {folded(name) for name in names}]
    close = equal or [c for c in candidates if any(_holds(c.title, name) for name in names)]
    if len(close) == 1:
        return close[0].index
    raise _which(table, candidates, f"{_count(close)} called {homework.name!r}")


def _names(homework: Homework) -> tuple[str, ...]:
    return homework.name, *homework.title


def called_after(title: str, homework: Homework, others: Iterable[Homework]) -> Homework | None:
    """Another homework that a column is called after, if it is not called after this one."""
    if any(_holds(title, name) for name in _names(homework)):
        return None
    return next((other for other in others if any(_holds(title, name) for name in _names(other))), None)


def _count(columns: Sequence[Column]) -> str:
    return f"{len(columns)} columns are" if len(columns) > 1 else "no column is"


def _holds(title: str, name: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(name.casefold())}(?![^\W_])", title.casefold()) is not None


def _which(table: Table, candidates: Sequence[Column], why: str) -> TableError:
    listed = ", ".join(f"{shown(c.title)!r}{f' ({c.id})' if c.id else ''}" for c in candidates[:30])
    return TableError(f"{table.name}: {why}; choose one with --column: {listed or 'there is none'}")


def _no_form(table: Table, what: str, how: str) -> TableError:
    begin = shown(",".join(table.rows[0]), 80)
    return TableError(f"{table.name}: no {what}, {how}; its first line begins with {begin!r}")
