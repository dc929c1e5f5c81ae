"""`homework adjust` as a call: a line more in the ledger, and every output written anew from what is graded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder import clock
from autograder.classroom.counted import Moved
from autograder.classroom.database import homework_of
from autograder.classroom.outputs import write_again
from autograder.classroom.store import Store
from autograder.course import Course, Homework
from autograder.errors import InputError
from autograder.files import write_file
from autograder.marks.applying import applied
from autograder.marks.changes import ChangeError, change_of
from autograder.marks.folder import graded_rows
from autograder.marks.lateness import is_late_for_unknown_time
from autograder.marks.ledger import (
    LEDGER,
    Ledger,
    Line,
    ledger_bytes,
    new_ledger,
    read_ledger,
    target_of,
    with_line,
)
from autograder.reports.escape import for_terminal
from autograder.reports.figures import number
from autograder.results import SubmissionResult

SHOWN = 8


@dataclass(frozen=True)
class Adjusted:
    """A folder and its ledger.

    Attributes:
        made: whether the ledger was made now.
        effects: by the line's number: whose score it changed, and by how much; None where it changed none.
        rows: as written.
        moved: what counts otherwise than before this call.
    """

    homework: Homework
    ledger: Ledger
    effects: Mapping[int, Sequence[tuple[str, float | None]]]
    rows: Sequence[SubmissionResult]
    made: bool = False
    moved: Sequence[Moved] = ()

    def lines(self) -> Iterator[str]:
        """What is in it and who is affected by how much."""
        for line in self.ledger.lines:
            said = f"{for_terminal(line.who)}, {line.what}: {line.change.text or 'comment'}"
            whom = _excused if line.change.kind == "excused" and not line.question else _whom
            yield f"line {line.line}: {said} ({for_terminal(line.reason, 120)}): {whom(self.effects[line.line])}"
        late = [row for row in self.rows if any(one.change in ("late", "grace") for one in row.adjustments)]
        for row in late:
            (why,) = (one for one in row.adjustments if one.change in ("late", "grace"))
            yield f"{why.change}: {for_terminal(row.submission)}: {_points(why.effect)}: {why.reason}"
        told = {row.submission for row in late if any(one.change.startswith("handed in") for one in row.adjustments)}
        unknown = [row.submission for row in late if is_late_for_unknown_time(row) and row.submission not in told]
        if unknown and self.homework.late is not None:
            yield (
                f"when {_listed(unknown)} handed in is not known, so that being late takes nothing: say it with "
                "PERSON total 'handed in 2026-12-02 12:00'"
            )


def _whom(effects: Sequence[tuple[str, float | None]]) -> str:
    if len(effects) == 1:
        return f"{for_terminal(effects[0][0])} {_points(effects[0][1])}"
    moved = [(name, effect) for name, effect in effects if effect]
    shown = ", ".join(f"{for_terminal(name)} {_points(effect)}" for name, effect in moved[:SHOWN])
    more = f" and {len(moved) - SHOWN} more" if len(moved) > SHOWN else ""
    return f"{len(effects)} people" + (f", {shown}{more}" if moved else ", no score is changed")


def _excused(effects: Sequence[tuple[str, float | None]]) -> str:
    return f"no score of {_listed([name for name, _ in effects])} counts any more"


def _points(effect: float | None) -> str:
    if effect is None:
        return "no points changed"
    return f"{'+' if effect >= 0 else ''}{number(effect)} points"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(for_terminal(name) for name in names[:SHOWN]) + more


def line_of(person: str, what: str, change: str, *, case: str, reason: str, by: str) -> Line:
    """A line as it was asked for at a prompt.

    Raises:
        InputError: it cannot be understood.
    """
    try:
        meant = change_of(change, typed=True)
    except ChangeError as error:
        raise InputError(str(error)) from None
    question, named = target_of(what)
    if not reason.strip():
        raise InputError("a change needs a reason, which the student reads: add --reason")
    if case and not question:
        raise InputError("--case goes with a question")
    said = (" ".join(text.split()) for text in (person, question, case or named, reason, by))
    who, question, case, reason, by = said
    return Line(0, who, question, case, meant, reason, by, f"{datetime.now():%Y-%m-%d}")


def adjust(course: Course, folder: Path, line: Line | None = None) -> Adjusted:
    """Puts a line into the folder's ledger, and writes all outputs anew; nothing is graded.

    Without a line the ledger is made if there is none, and what was edited by hand comes to count.

    Raises:
        InputError: the folder holds no results, or a line of the ledger cannot be; nothing is written then.
        WriteError: a file cannot be written.
    """
    homework = course.homework(homework_of(folder))
    with Store(folder, homework.name) as store:  # nobody grades into it meanwhile
        rows = graded_rows(folder)
        before = ledger_bytes(folder)
        ledger = read_ledger(before, str(folder / LEDGER))
        data = before if ledger.layout is not None else new_ledger()
        if line is not None:
            data = with_line(data, line, str(folder / LEDGER))
            ledger = read_ledger(data, str(folder / LEDGER))
        done = applied(homework, rows, ledger)
        if data != before:
            write_file(folder / LEDGER, data)
        written, moved = write_again(folder, store, homework, rows, clock.now())
    return Adjusted(homework, ledger, done.effects, written, made=not before, moved=moved)
