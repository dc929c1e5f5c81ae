"""The course's total: the homeworks of each person, joined and weighed.

A homework counts by its per cent: 100 times score over maximum, as the row says them after adjustments, so that extra
credit may pass 100. The total is the weighted mean of the homeworks that count for the person:

- whoever is absent, or handed in what cannot be read, has 0 per cent there; the table tells the two from a 0;
- a homework that somebody is excused from is left out of this person's weights;
- of those that are left the N with the lowest per cents are dropped, if that is asked for, of equal ones first the one
  with the greatest weight; one always stays, and what weighs nothing is not among them;
- where the grader failed, or a person has no row at all, the total is open: nobody knows it.

It is rounded once, to 2 decimals. Rows are joined by id; where there is none by name, or by the row's name, exactly as
it is written. A row without an id is never joined with one that has an id: the two are listed.
"""

from __future__ import annotations

import csv
import io
import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import InputError
from autograder.marks.applying import turned
from autograder.marks.folder import rows_in
from autograder.reports.escape import for_csv, for_terminal
from autograder.reports.figures import number, standing
from autograder.results import SubmissionResult
from autograder.spreadsheets import SpreadsheetError, decoded, kept_text, key, table

OPEN = "open"
NO_ROW = "no row"
EXCUSED = "excused"


class TotalError(InputError):
    """The homeworks cannot be summed up; the message says why and what to do."""


@dataclass(frozen=True)
class Part:
    """A homework of a person.

    Attributes:
        status: the row's standing; `no row` if the homework has none for this person.
        percent: what it counts; None if that is open, or if it does not count.
        is_dropped: whether it is one of the lowest that are left out.
    """

    status: str
    percent: float | None
    is_dropped: bool = False

    @property
    def cell(self) -> str:
        """How it stands in the table."""
        if self.status == "graded" and self.percent is not None:
            return number(round(self.percent, 2))
        return OPEN if self.status == "grader_error" else self.status


@dataclass(frozen=True)
class Student:
    """A person's line; the total is None while it is open, or if no homework counts."""

    label: str
    id: str
    name: str
    section: str
    parts: Mapping[str, Part]
    total: float | None

    @property
    def dropped(self) -> list[str]:
        """The homeworks left out as the lowest."""
        return [name for name, part in self.parts.items() if part.is_dropped]


@dataclass(frozen=True)
class Totals:
    """The table of a course.

    Attributes:
        weights: of each homework, in the order of the columns.
        students: by name.
        notes: what did not join, and whose total is open, for the staff.
    """

    weights: Mapping[str, float]
    students: Sequence[Student]
    notes: Sequence[str]

    def header(self) -> list[str]:
        """The names of the columns; whoever has no id, name or section anywhere has no column for it."""
        known = [field for field in ("id", "name", "section") if any(getattr(s, field) for s in self.students)]
        dropped = ["dropped"] if any(student.dropped for student in self.students) else []
        return ["student", *known, *self.weights, "total", *dropped]

    def cells(self, student: Student) -> list[str]:
        """One line."""
        told = {"student": student.label, "id": student.id, "name": student.name, "section": student.section}
        told |= {name: part.cell for name, part in student.parts.items()}
        total = OPEN if student.total is None and _is_open(student) else ""
        told["total"] = total if student.total is None else number(student.total)
        told["dropped"] = " ".join(student.dropped)
        return [told[column] for column in self.header()]

    def shares(self) -> str:
        """What part of the total each homework is, in one line."""
        whole = sum(self.weights.values())
        return ", ".join(f"{name} {number(round(100 * weight / whole, 2))}%" for name, weight in self.weights.items())


def totals(folders: Sequence[Path], weights: Mapping[str, float] | None = None, drop_lowest: int = 0) -> Totals:
    """Joins the homeworks in some folders of results.

    Args:
        folders: several of one homework are parts of one class.
        weights: of every homework; equal ones if there are none.
        drop_lowest: how many are left out, the lowest.

    Raises:
        FolderError: a folder holds no results.
        TotalError: a person twice in a homework; a weight is missing, or of no homework here.
    """
    rows: dict[str, list[tuple[Path, SubmissionResult]]] = {}
    for folder in dict.fromkeys(folder.resolve() for folder in folders):
        found = rows_in(folder)
        names = {row.homework for row in found}
        if len(names) > 1:
            raise TotalError(
                f"{folder}: holds results of {', '.join(sorted(names))}: grade them into folders of their own"
            )
        rows.setdefault(found[0].homework, []).extend((folder, row) for row in found)
    weighed = _weights(list(rows), weights)
    if drop_lowest >= len(rows):
        raise TotalError(f"--drop-lowest {drop_lowest}: there are {len(rows)} homeworks, and one has to stay")
    people = {homework: _by_person(homework, of_homework) for homework, of_homework in rows.items()}
    everybody = {who for of_homework in people.values() for who in of_homework}
    students = [
        _student({name: of_homework.get(who) for name, of_homework in people.items()}, weighed, drop_lowest)
        for who in everybody
    ]
    students.sort(key=lambda student: (student.label, student.id))
    return Totals(weighed, students, _notes(students))


def _weights(homeworks: Sequence[str], weights: Mapping[str, float] | None) -> dict[str, float]:
    if weights is None:
        return dict.fromkeys(homeworks, 1.0)
    unknown = [name for name in weights if name not in homeworks]
    if unknown:
        raise TotalError(
            f"weights: no results of {for_terminal(unknown[0])} are given: choose of {', '.join(homeworks)}"
        )
    missing = [name for name in homeworks if name not in weights]
    if missing:
        raise TotalError(f"weights: none for {missing[0]}: add {missing[0]}=NUMBER, 0 if it does not count")
    if not any(weights.values()):
        raise TotalError("weights: all are 0: give one homework a weight above 0")
    return {name: weights[name] for name in homeworks}


Who = tuple[str, str]


def _by_person(homework: str, rows: Sequence[tuple[Path, SubmissionResult]]) -> dict[Who, SubmissionResult]:
    found: dict[Who, tuple[Path, SubmissionResult]] = {}
    for folder, row in rows:
        who = _who(row)
        if who in found:
            before, other = found[who]
            both = f"{for_terminal(other.submission)} ({before}) and {for_terminal(row.submission)} ({folder})"
            advice = "let one attempt count, or give each an id"
            if before != folder:
                advice = "name one of the two folders, or take the row out of one with `homework remove`"
            raise TotalError(f"{homework}: {both} are one person, {for_terminal(who[1])}: {advice}")
        found[who] = folder, row
    return {who: row for who, (_, row) in found.items()}


def _who(row: SubmissionResult) -> Who:
    number = row.school_id or row.id
    return ("id", number.casefold()) if number else ("name", row.name or row.submission)


def _student(rows: Mapping[str, SubmissionResult | None], weights: Mapping[str, float], drop_lowest: int) -> Student:
    known = [row for row in rows.values() if row is not None]
    parts = {name: _part(row) for name, row in rows.items()}
    counting = [name for name, part in parts.items() if part.status != EXCUSED]
    percents = {name: percent for name in counting if (percent := parts[name].percent) is not None}
    total = None
    if counting and len(percents) == len(counting):
        weighing = [name for name in counting if weights[name]]
        lowest = sorted(weighing, key=lambda name: (percents[name], -weights[name]))
        dropped = lowest[: min(drop_lowest, max(len(lowest) - 1, 0))]
        for name in dropped:
            parts[name] = Part(parts[name].status, percents[name], is_dropped=True)
            counting.remove(name)
        weight = sum(weights[name] for name in counting)
        if weight:
            total = round(sum(weights[name] * percents[name] for name in counting) / weight, 2)
    first = known[0]
    return Student(
        first.submission,
        first.school_id or first.id,
        next((row.name for row in known if row.name), ""),
        next((row.section for row in known if row.section), ""),
        parts,
        total,
    )


def _part(row: SubmissionResult | None) -> Part:
    if row is None:
        return Part(NO_ROW, None)
    status = standing(row)
    if status == EXCUSED or status == "grader_error":
        return Part(status, None)
    if status == "absent":
        return Part(status, 0.0)
    return Part(status, 100 * row.score / row.max_score if row.max_score else 0.0)


def _is_open(student: Student) -> bool:
    return any(part.status in (NO_ROW, "grader_error") for part in student.parts.values())


def _notes(students: Sequence[Student]) -> list[str]:
    notes = []
    names: defaultdict[str, list[Student]] = defaultdict(list)
    for student in students:
        for name in {turned(student.name), key(student.label)} - {""}:
            names[name].append(student)
        missing = [name for name, part in student.parts.items() if part.status == NO_ROW]
        if missing:
            notes.append(
                f"{for_terminal(student.label)}: no row in {', '.join(missing)}, so that the total is open: grade it "
                "with a roster, which tells who is absent"
            )
        faults = [name for name, part in student.parts.items() if part.status == "grader_error"]
        if faults:
            notes.append(f"{for_terminal(student.label)}: the grader failed in {', '.join(faults)}: the total is open")
    said = set()
    for same in names.values():
        people = tuple(sorted({(student.label, student.id) for student in same}))
        if len(people) > 1 and people not in said:
            said.add(people)
            listed = ", ".join(f"{for_terminal(label)} (id {for_terminal(one) or 'unknown'})" for label, one in people)
            notes.append(f"perhaps one person, and not joined: {listed}")
    return notes


# -- the table as text -------------------------------------------------------------------------------------------


def totals_csv(found: Totals) -> str:
    """The table as CSV; to be written with a byte order mark.

    A cell that a spreadsheet would make a formula, another number or a date of begins with an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(found.header())
    own = {"student", "id", "name", "section"}
    for student in found.students:
        cells = zip(found.header(), found.cells(student))
        writer.writerow([_own(cell) if column in own else cell for column, cell in cells])
    return text.getvalue()


def _own(text: str) -> str:
    safe = for_csv(text)
    return safe if safe != text else kept_text(text)


def tsv_lines(found: Totals) -> list[str]:
    """The table for another program: tabs between the cells, and what cannot be seen as its escape."""
    rows = [found.header(), *(found.cells(student) for student in found.students)]
    return ["\t".join(for_terminal(cell, 200) for cell in row) for row in rows]


# -- weights -----------------------------------------------------------------------------------------------------


def read_weights(text: str) -> dict[str, float]:
    """Weights as they are given: `trees=1,losses=2`, or the path of a TOML or CSV file.

    A TOML file has a line for each homework, `trees = 1`, at its top or below `[weights]`; a CSV file a homework and
    its weight on each line, below a header or not.

    Raises:
        TotalError: it is none of these, or a weight is no number from 0 on.
    """
    if "=" in text:
        pairs = [part.partition("=") for part in text.replace("，", ",").split(",") if part.strip()]
        return _numbers([(name.strip(), value.strip()) for name, _, value in pairs], "--weights")
    path = Path(text)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TotalError(
            f"--weights {text}: cannot be read: {error.strerror}; write trees=1,losses=2, or a TOML or CSV file"
        ) from None
    if path.suffix.lower() == ".toml":
        try:
            content = tomllib.loads(data.decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise TotalError(f"{path}: no TOML: {error}") from None
        content = content.get("weights", content)
        if not isinstance(content, dict):
            raise TotalError(f"{path}: weights is no table: write a line for each homework, trees = 1")
        return _numbers([(name, str(value)) for name, value in content.items()], str(path))
    try:
        plain = decoded(data)[0]
        first = plain.split("\n", 1)[0]
        rows = [row for _, row in table(plain, max(",\t;", key=first.count))]
    except SpreadsheetError as error:
        raise TotalError(f"{path}: {error}: save it as CSV in UTF-8") from None
    if rows and key(rows[0][-1]) in ("weight", "权重"):
        rows = rows[1:]
    if not all(len(row) == 2 for row in rows):
        raise TotalError(f"{path}: every line is a homework and its weight, as in trees,1")
    return _numbers([(row[0].strip(), row[1].strip()) for row in rows], str(path))


def _numbers(pairs: Sequence[tuple[str, str]], where: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, text in pairs:
        try:
            weight = float(text)
        except ValueError:
            weight = math.nan
        if not (name and 0 <= weight < math.inf):
            raise TotalError(
                f"{where}: {for_terminal(name)}={for_terminal(text)} is no weight: write a number from 0 on"
            )
        found[name] = weight
    twice = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
    if twice:
        raise TotalError(f"{where}: {for_terminal(twice[0])} stands there twice: keep one weight")
    if not found:
        raise TotalError(f"{where}: names no homework: write trees=1,losses=2")
    return found
