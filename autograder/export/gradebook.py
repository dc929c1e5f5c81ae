"""`homework export DIR PLATFORM`: marks into a platform's file, as a call."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.classroom.roster import read_roster
from autograder.course import Homework
from autograder.errors import InputError
from autograder.export.anew import ANEW
from autograder.export.fill import Summary, fill
from autograder.export.forms import FORMS, called_after
from autograder.export.rows import Person, people_of, read_rows
from autograder.export.table import read_table, shown

PLATFORMS = tuple(FORMS)


@dataclass(frozen=True)
class Wanted:
    """How marks are to be written.

    Attributes:
        platform: whose form.
        into: the file that the platform gave; None to make one.
        column: which takes the mark, by title or id; empty to look.
        scale: to the platform's points.
        roster: a list of the class, for keys that no name of a download tells.
        others: all homeworks of the course: a column that is called after another one of them gets a note.
    """

    platform: str
    into: Path | None = None
    column: str = ""
    scale: bool = False
    roster: Path | None = None
    others: tuple[Homework, ...] = ()


def people_in(folder: Path, homework: Homework, roster: Path | None) -> list[Person]:
    """Everybody in a folder of results.

    Raises:
        InputError: it holds none, or those of another homework; the roster cannot be used.
    """
    rows = read_rows(folder)
    for row in rows:
        if row.homework != homework.name:
            raise InputError(f"{folder}: {row.file}.json is a result of {row.homework!r}, not of {homework.name!r}")
    return people_of(rows, read_roster(roster) if roster is not None else None)


def gradebook(folder: Path, homework: Homework, wanted: Wanted) -> tuple[bytes, Summary]:
    """The file for the platform, and what became of everybody.

    Raises:
        InputError: a file cannot be used, or it cannot be told which column takes the mark.
    """
    people = people_in(folder, homework, wanted.roster)
    if wanted.into is None:
        make = ANEW.get(wanted.platform)
        if make is None:
            raise InputError(f"{wanted.platform}: download the gradebook there, and name it with --into")
        if wanted.scale:
            raise InputError("--scale: without --into there are no other points to scale to")
        content, summary = make(people, wanted.column or homework.title.en, homework.languages)
        summary.notes += _another(wanted.column, homework, wanted)
        return content, summary
    table = read_table(wanted.into)
    form = FORMS[wanted.platform](table, homework, wanted.column)
    summary = fill(table, form, people, platform=wanted.platform, scale=wanted.scale)
    summary.notes += _another(form.title, homework, wanted)
    return table.content(), summary


def _another(title: str, homework: Homework, wanted: Wanted) -> list[str]:
    """What there is to say of a column that is called after another homework."""
    other = called_after(title, homework, wanted.others)
    if other is None:
        return []
    return [f"{shown(title)!r} is called after {other.name}: these are marks of {homework.name}"]
