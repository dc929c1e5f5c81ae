"""The roster: who is in the class, and whose a file is by what its name tells."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.classroom.layouts.model import Who, folded, label_of
from autograder.classroom.names import are_alike
from autograder.errors import InputError
from autograder.files import read_bytes
from autograder.marks.times import FORMS, extension
from autograder.results import one_line
from autograder.spreadsheets import SpreadsheetError, decoded, table

ROSTER_LIMIT = 16 << 20
# What a column may be called, folded: `folded("SIS User ID")` is `sisuserid`.
COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("id", "学号", "studentid", "studentnumber", "idnumber", "学生学号", "学生编号", "id号码", "学号id号码",
           "orgdefinedid", "sid", "编号", "学籍号"),
    "other id": ("sisuserid", "sisid", "integrationid"),
    "name": ("name", "姓名", "fullname", "student", "studentname", "学生姓名", "学生", "全名"),
    "first name": ("firstname", "givenname", "名", "名字"),
    "last name": ("lastname", "surname", "familyname", "姓", "姓氏"),
    "email": ("email", "emailaddress", "mail", "邮箱", "电子邮箱", "电子邮件", "电子邮件地址", "email地址"),
    "username": ("username", "user", "login", "loginid", "sisloginid", "用户名", "账号", "登录名", "github",
                 "githubusername"),
    "section": ("section", "sections", "class", "班级", "班", "行政班", "教学班", "课堂"),
    "group": ("group", "groups", "groupname", "组", "小组", "分组", "组别"),
    "participant": ("identifier", "标识符"),  # of a Moodle grading worksheet: `Participant 1234567`
    "extension": ("extension", "extensions", "extendedto", "延期", "延期至", "延期到"),
}  # fmt: skip
_FIELD = {name: field for field, names in COLUMNS.items() for name in names}


_PARTICIPANT = re.compile(r"\D+?\s*(\d+)")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?e\+\d+")


class RosterError(InputError):
    """A roster that cannot be used; the message names file, line and what to do."""


@dataclass(frozen=True)
class Student:
    """A line of the roster; `school_id` where `id` is the platform's own number, as in a Canvas gradebook."""

    label: str
    line: int
    ids: frozenset[str] = frozenset()
    id: str = ""
    name: str = ""
    email: str = ""
    username: str = ""
    section: str = ""
    group: str = ""
    extension: str = ""
    participant: str = ""
    school_id: str = ""


@dataclass(frozen=True)
class Question:
    """Why nobody on the roster was taken for somebody, and who it could be."""

    text: str
    students: tuple[Student, ...] = ()


Index = Mapping[str, Sequence[Student]]


@dataclass(frozen=True)
class Roster:
    """Everybody in the class, and how to find them."""

    students: tuple[Student, ...]
    of_id: Index = field(default_factory=dict)
    of_email: Index = field(default_factory=dict)
    of_username: Index = field(default_factory=dict)
    of_name: Index = field(default_factory=dict)  # as it is written
    of_participant: Index = field(default_factory=dict)  # by Moodle's number
    of_form: Index = field(default_factory=dict)  # in either order, without case and accents

    def knows_ids_of(self, people: Iterable[Who]) -> bool:
        """Whether the numbers of a download are those of the roster: at least one of them is."""
        return any(person.id and person.id.casefold() in self.of_id for person in people)

    def find(self, who: Who, *, ids_are_ours: bool) -> Student | Question:
        """The student, by number, then e-mail, username and name.

        Args:
            who: what a name tells.
            ids_are_ours: whether a number that is not on the roster is a reason to ask.
        """
        named = self._named(who.name)
        if who.id:
            found = self.of_id.get(who.id.casefold(), ())
            if found:
                return _agreed(found[0], named, who.name)
            if ids_are_ours:
                return Question(f"no {who.id} on the roster", tuple(named))
        # A list may have usernames in its column of numbers.
        known_by = ((self.of_email, who.email), (self.of_username, who.username), (self.of_id, who.username))
        for index, text in known_by:
            found = index.get(text.strip().casefold(), ()) if text else ()
            if found:
                return found[0] if len(found) == 1 else _several(text, found)
        if len(named) == 1:
            return named[0]
        return _several(who.name, named) if named else Question("nobody on the roster has this name")

    def find_participant(self, number: str, name: str) -> Student | Question | None:
        """Whom Moodle calls by that number; None if the list tells no such numbers."""
        found = self.of_participant.get(number, ())
        return _agreed(found[0], self._named(name), name) if len(found) == 1 else None

    def find_text(self, text: str) -> Student | Question:
        """The student whom a file is called after, by whatever: number, e-mail, username or name."""
        key = text.strip().casefold()
        for index in (self.of_id, self.of_email, self.of_username):
            found = index.get(key, ())
            if found:
                return found[0] if len(found) == 1 else _several(text, found)
        named = self._named(text)
        if len(named) == 1:
            return named[0]
        return _several(text, named) if named else Question("nobody on the roster has this name")

    def members(self, group: str) -> tuple[Student, ...]:
        """Everybody of a group of this name."""
        key = folded(group)
        return tuple(s for s in self.students if key and s.group and folded(s.group) == key)

    def _named(self, name: str) -> Sequence[Student]:
        if not name:
            return ()
        return self.of_name.get(" ".join(name.split()), ()) or self.of_form.get(folded(name), ())


def _agreed(numbered: Student, named: Sequence[Student], name: str) -> Student | Question:
    """Who has the number, unless the name is only other people's, or nobody's and clearly another one."""
    if not named and name and numbered.name and not are_alike(name, numbered.name):
        text = f"its number is that of {numbered.label}, its name {one_line(name)} is nobody's on the roster"
        return Question(text, (numbered,))
    if not named or numbered in named:
        return numbered
    others = ", ".join(student.label for student in named)
    return Question(f"its number is that of {numbered.label}, its name that of {others}", (numbered, *named))


def _several(text: str, students: Sequence[Student]) -> Question:
    listed = ", ".join(f"{student.label} (line {student.line})" for student in students[:4])
    return Question(f"{one_line(text)} could be {listed}", tuple(students))


def read_roster(path: Path) -> Roster:
    """Reads a CSV or TSV file: a list of one's own, a Canvas gradebook, a Moodle list of participants.

    Raises:
        RosterError: it cannot be read, has no column that names people, or a number twice.
    """
    try:
        data = read_bytes(path.resolve(), ROSTER_LIMIT)
    except (OSError, ValueError) as error:
        reason = (error.strerror or error) if isinstance(error, OSError) else "no valid path"
        raise RosterError(f"{path}: cannot be read: {reason}") from None
    rows = _rows(path, _text(path, data))
    header, columns = _header(path, rows)
    students = _students(path, rows[header:], columns)
    if not students:
        raise RosterError(f"{path}: names nobody below its header; check that it is the right file")
    return Roster(
        students,
        of_id=_index(students, lambda s: s.ids),
        of_email=_index(students, lambda s: {s.email.casefold()}),
        of_username=_index(students, lambda s: {s.username.casefold()}),
        of_name=_index(students, lambda s: {" ".join(s.name.split()), _turned(s.name)}),
        of_participant=_index(students, lambda s: {s.participant}),
        of_form=_index(students, lambda s: _forms(s.name)),
    )


def _text(path: Path, data: bytes) -> str:
    try:
        return decoded(data)[0]
    except SpreadsheetError as error:
        raise RosterError(f"{path}: {error}; save it as CSV in UTF-8") from None


def _rows(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """The lines with their numbers; what separates their cells is seen in the first that has several."""
    if "\0" in text:
        raise RosterError(f"{path}: no CSV file; save the table as CSV in UTF-8")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",\t;", key=first.count)
    try:
        return [(line, [cell.strip() for cell in row]) for line, row in table(text, separator, strict=False)]
    except SpreadsheetError as error:
        raise RosterError(f"{path}, line {error.line}: {error}; save it as CSV again") from None


def _header(path: Path, rows: Sequence[tuple[int, list[str]]]) -> tuple[int, dict[str, int]]:
    """The first line whose cells are known columns: how many lines there are up to it, and which cell is what."""
    for number, (_line, row) in enumerate(rows[:10]):
        columns: dict[str, int] = {}
        for i, cell in enumerate(row):
            known = _FIELD.get(folded(cell))
            if known:
                columns.setdefault(known, i)  # of `Student` and `Name` the first one counts
        tells = columns.keys() & {"id", "name", "email", "username", "last name", "first name"}
        if tells and (len(columns) > 1 or len(row) == 1):
            return number + 1, columns
    raise RosterError(
        f"{path}: no header with a column of people; name the columns in the first line, "
        "such as id,name,email,section (学号,姓名,邮箱,班级)"
    )


def _students(path: Path, rows: Sequence[tuple[int, list[str]]], columns: Mapping[str, int]) -> tuple[Student, ...]:
    found: list[Student] = []
    lines: dict[str, int] = {}
    for line, row in rows:
        cells = {name: row[i] if i < len(row) else "" for name, i in columns.items()}
        first = folded(row[0])
        if first in ("pointspossible", "studenttest", "teststudent", "manualposting", "muted"):
            continue  # lines of a Canvas gradebook that are no students
        if not cells.get("name"):
            cells["name"] = _full_name(cells.get("first name", ""), cells.get("last name", ""))
        number = cells.get("id", "") or cells.get("other id", "")
        if not (number or cells["name"] or cells.get("email") or cells.get("username")):
            continue
        ids = {one.casefold() for one in (cells.get("id"), cells.get("other id")) if one}
        for one in sorted(ids):
            if _ROUNDED.fullmatch(one):
                raise RosterError(
                    f"{path}, line {line}: a spreadsheet has rounded the id {one_line(one)}; format the column as "
                    "text, and save the original list again"
                )
            if one in lines:
                raise RosterError(
                    f"{path}, line {line}: the id {one_line(one)} stands in line {lines[one]} already; "
                    "give each person a line and an id of their own"
                )
        lines |= dict.fromkeys(ids, line)
        label = label_of(number, cells["name"]) or cells.get("username") or cells.get("email") or number
        found.append(
            Student(
                label,
                line,
                frozenset(ids),
                number,
                cells["name"],
                cells.get("email", ""),
                cells.get("username", ""),
                cells.get("section", ""),
                cells.get("group", ""),
                _extension(path, line, cells.get("extension", "")),
                found_number[1] if (found_number := _PARTICIPANT.fullmatch(cells.get("participant", ""))) else "",
                cells.get("other id", "") if cells.get("id") else "",
            )
        )
    return tuple(_apart(found))


def _extension(path: Path, line: int, text: str) -> str:
    if text and extension(text) is None:
        raise RosterError(f"{path}, line {line}: {one_line(text)} is no time to extend to: {FORMS}")
    return text


def _full_name(first: str, last: str) -> str:
    is_chinese = bool(first and last) and all("\u4e00" <= char <= "\u9fff" for char in first + last)
    return last + first if is_chinese else " ".join(part for part in (first, last) if part)


def _apart(students: Sequence[Student]) -> list[Student]:
    """The same with no label twice: people of one name without a number are told by e-mail, username or line."""
    counts = Counter(student.label for student in students)
    return [
        student
        if counts[student.label] == 1
        else replace(student, label=f"{student.label} ({student.email or student.username or f'line {student.line}'})")
        for student in students
    ]


def _index(students: Sequence[Student], keys: Callable[[Student], Iterable[str]]) -> Index:
    found: defaultdict[str, list[Student]] = defaultdict(list)
    for student in students:
        for key in set(keys(student)):
            if key:
                found[key].append(student)
    return found


def _turned(name: str) -> str:
    """`Smith, John` as `John Smith`."""
    last, comma, first = name.partition(",")
    return " ".join(f"{first} {last}".split()) if comma else ""


def _forms(name: str) -> set[str]:
    """A name in either order, folded: `Smith, John` and `John Smith` have `johnsmith` and `smithjohn` in common."""
    parts = [part for part in re.split(r"[\s,，]+", name) if part][:8]
    return {folded("".join(parts[i:] + parts[:i])) for i in range(len(parts))}
