"""What a folder of results holds, as far as marks and feedback go back from it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from autograder.classroom.layouts.model import Who
from autograder.classroom.roster import Question, Roster, Student
from autograder.errors import InputError
from autograder.files import read_bytes
from autograder.reports.figures import is_open, number, open_questions
from autograder.results import Adjustment, AsGraded, Change, Made, QuestionResult, WrittenResult

LIMIT = 64 << 20  # bytes of one result


class ResultsError(InputError):
    """A folder that holds no results, or one that cannot be read."""


class Row(msgspec.Struct, frozen=True):
    """A person's row of `results/*.json`.

    Attributes:
        file: the record's name without ending, which the person's page has as well.
    """

    submission: str
    homework: str
    status: str  # any: a row may be `excused`, whatever this version knows
    score: float | None
    max_score: float
    questions: tuple[QuestionResult, ...] = ()
    message: str = ""
    notes: tuple[str, ...] = ()
    written: tuple[WrittenResult, ...] = ()
    id: str = ""
    school_id: str = ""
    name: str = ""
    section: str = ""
    group: str = ""
    made: Made = Made()
    changes: tuple[Change, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    adjusted: dict[str, float] = {}
    maxima: dict[str, float] = {}
    excused: tuple[str, ...] = ()
    as_graded: AsGraded | None = None
    file: str = ""

    @property
    def source(self) -> str:
        """The submission that was graded for it."""
        return self.group or self.submission

    @property
    def is_open(self) -> bool:
        """Whether a fault of the grader left something of it open that nobody has settled: there is no mark yet."""
        return self.status == "grader_error" or self.score is None or bool(open_questions(self))

    def most(self, one: QuestionResult | WrittenResult) -> str:
        """What a question can have as it counts: less if a case was dropped."""
        return number(self.maxima.get(one.question, one.max_score))

    def points(self, one: QuestionResult | WrittenResult) -> str:
        """What a question has as it counts, as in `grades.csv`; a dash if that is not known, empty if it does not."""
        if one.question in self.excused:
            return ""
        if one.question in self.adjusted:
            return number(self.adjusted[one.question])
        unknown = is_open(one) if isinstance(one, QuestionResult) else one.score is None
        return "–" if unknown or one.score is None else number(one.score)


class Person(msgspec.Struct, frozen=True):
    """A row, and by what its person may be known elsewhere.

    Attributes:
        keys: numbers, e-mails, usernames, and what the row is called; in small letters.
        names: as they are written.
    """

    row: Row
    keys: frozenset[str]
    names: frozenset[str]
    id: str = ""
    name: str = ""
    email: str = ""
    username: str = ""


def read_rows(folder: Path) -> list[Row]:
    """Everybody's row, by name.

    Raises:
        ResultsError: there is none, or one is damaged.
    """
    paths = sorted((folder / "results").glob("*.json"))
    if not paths:
        raise ResultsError(f"{folder}: holds no results: name the --out of `homework grade`")
    rows = []
    for path in paths:
        try:
            row = msgspec.json.decode(read_bytes(path, LIMIT), type=Row)
        except (OSError, msgspec.MsgspecError, ValueError) as error:
            raise ResultsError(f"{path}: cannot be read: {error}; run `homework grade` again") from None
        rows.append(msgspec.structs.replace(row, file=path.stem))
    return sorted(rows, key=lambda row: row.submission)


def people_of(rows: list[Row], roster: Roster | None) -> list[Person]:
    """The same with what a list of the class knows of each."""
    return [_person(row, roster) for row in rows]


def _person(row: Row, roster: Roster | None) -> Person:
    student = _on_roster(row, roster) if roster is not None else None
    if student is None:
        keys = {row.id, row.school_id, row.submission, row.made.person}
        return Person(row, _keys(keys), frozenset({row.name} - {""}), row.school_id or row.id, row.name)
    keys = {row.id, row.school_id, row.submission, *student.ids, student.email, student.username}
    number = student.school_id or row.school_id or student.id or row.id
    name = student.name or row.name
    return Person(
        row, _keys(keys), frozenset({row.name, student.name} - {""}), number, name, student.email, student.username
    )


def _keys(texts: set[str]) -> frozenset[str]:
    return frozenset({text.strip().casefold() for text in texts} - {""})


def _on_roster(row: Row, roster: Roster) -> Student | None:
    """Whose row it is: it is called as the roster calls its person, or by number, name or whatever names it."""
    for student in roster.students:
        if student.label == row.submission:
            return student
    who = Who("", row.submission, id=row.id, name=row.name)
    found = roster.find(who, ids_are_ours=False) if row.id or row.name else roster.find_text(row.submission)
    return None if isinstance(found, Question) else found
