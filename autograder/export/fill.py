"""Marks put into a downloaded gradebook, and what there is to say of everybody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from autograder.export.forms import Form, participant
from autograder.export.match import match
from autograder.export.rows import Person
from autograder.export.table import Table, TableError, shown
from autograder.reports.figures import number
from autograder.results import QuestionResult, WrittenResult

OURS = "autograder: "  # how a comment of ours begins: one of an earlier time is replaced, nobody else's
# What stands for a mark that is not there yet, in small letters.
WAITING = {"-", "--", "–", "—", "needs grading", "in progress", "需要评分", "进行中", "待评", "待批改", "未评分"}
SHOWN = 20  # people named in a line of the summary


@dataclass
class Summary:
    """What became of everybody: names of rows, with a reason where there is one."""

    filled: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)  # of those filled, where another mark stood
    excused: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """What is printed."""
        counts = [f"{len(self.filled)} filled", f"{len(self.left_out) + len(self.open)} left out"]
        counts += [f"{len(self.excused)} excused", f"{len(self.same) + len(self.absent)} not changed"]
        yield ", ".join(counts)
        if self.replaced:
            yield f"replaced a mark that stood there: {listed(self.replaced)}"
        for name, why in sorted(self.left_out):
            yield f"left out: {shown(name)}: {why}"
        if self.open:
            yield f"left out, the grader failed and no mark is known yet: {listed(self.open)}"
        if self.excused:
            yield f"excused: {listed(self.excused)}"
        if self.absent:
            yield f"not changed, handed in nothing: {listed(self.absent)}"
        if self.same:
            yield f"not changed, the mark stands there already: {listed(self.same)}"
        if self.others:
            yield f"not changed, nobody of these results: {listed(self.others)}"
        yield from (f"note: {note}" for note in self.notes)


def listed(names: Sequence[str]) -> str:
    """Some names, and how many more."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return "; ".join(shown(name) for name in names[:SHOWN]) + more


def mark(score: float, decimals: int = 0, *, comma: bool = False) -> str:
    """A number as every platform reads it: no exponent, no thousands; with a decimal comma only if it is asked for."""
    text = number(score)
    if decimals:
        whole, _, rest = text.partition(".")
        text = f"{whole}.{rest.ljust(decimals, '0')}"
    return text.replace(".", ",") if comma else text


def comment(person: Person) -> str:
    """A line on a row for a column of comments: what each question has."""
    row = person.row
    if row.status == "unreadable":
        return f"{OURS}unreadable / 无法读取"
    parts = []
    every: list[QuestionResult | WrittenResult] = [*row.questions, *row.written]
    for one in every:
        points = row.points(one)
        parts.append(f"{one.question} {points}/{row.most(one)}" if points else f"{one.question} does not count")
    return OURS + "; ".join(parts)


def fill(table: Table, form: Form, people: Sequence[Person], *, platform: str, scale: bool = False) -> Summary:
    """Puts everybody's mark into their line.

    Raises:
        TableError: marks are to be scaled, and the gradebook does not say to what.
    """
    summary = Summary(notes=list(form.notes))
    if scale and not form.points:
        raise TableError(f"{table.name}: does not tell the points of {shown(form.title)!r}: leave out --scale")
    if platform == "moodle":
        people = [_with_participant(person) for person in people]
    matched = match(people, form.lines)
    comma = table.uses_decimal_commas()
    kept_comments = []
    for person in people:
        row = person.row
        name = row.submission
        if row.status == "absent":
            summary.absent.append(name)
            continue
        if name in matched.left_out:
            summary.left_out.append((name, matched.left_out[name]))
            continue
        line = matched.lines[name].row
        if row.status == "excused":
            summary.excused.append(name)
            if form.excused and table.stripped(line, form.column) != form.excused:
                table.put(line, form.column, form.excused)
            continue
        if row.is_open or row.score is None:
            summary.open.append(name)
            continue
        before = table.stripped(line, form.column)
        if form.excused and before.upper() in (form.excused, "N/A"):
            summary.left_out.append((name, f"the gradebook says {before}, and here is a mark: clear that cell there"))
            continue
        score = row.score * form.points / row.max_score if scale and form.points and row.max_score else row.score
        value = mark(score, form.decimals, comma=comma)
        if before and _same(before, value):
            summary.same.append(name)
        else:
            table.put(line, form.column, value)
            summary.filled.append(name)
            if before and before.casefold() not in WAITING:
                summary.replaced.append(name)
        if form.comments is not None:
            said = table.stripped(line, form.comments)
            if not said or said.startswith(OURS):
                if said != comment(person):
                    table.put(line, form.comments, comment(person))
            else:
                kept_comments.append(name)
    summary.others += [str(line) for line in matched.others]
    summary.notes += _notes(people, form, scale=scale)
    if kept_comments:
        summary.notes.append(f"a comment of somebody else's stands there, and stays: {listed(kept_comments)}")
    if summary.excused and not form.excused:
        summary.notes.append("the file has no word for excused: their cells are as they were, excuse them there")
    return summary


def _with_participant(person: Person) -> Person:
    """With the number that Moodle's folders are called after: a row without a roster ends in it."""
    for label in (person.row.made.person, person.row.source):
        digits = label.rpartition("_")[2]
        if not person.id and digits.isascii() and digits.isdigit():
            return Person(
                person.row, person.keys | {participant(digits)}, person.names, person.id, person.name, person.email,
                person.username,
            )  # fmt: skip
    return person


def _same(before: str, value: str) -> bool:
    try:
        return float(before.replace(",", ".")) == float(value.replace(",", "."))
    except ValueError:
        return False


def _notes(people: Sequence[Person], form: Form, *, scale: bool) -> list[str]:
    ours = sorted({person.row.max_score for person in people if person.row.status not in ("absent", "excused")})
    notes = []
    if form.points is not None and ours and any(abs(one - form.points) > 1e-6 for one in ours):
        most = " or ".join(number(one) for one in ours[:4])
        there = number(form.points)
        did = "marks are scaled to it" if scale else f"marks are points of {most}, unless --scale is given"
        notes.append(f"the gradebook has {there} points for {shown(form.title)!r}, the homework {most}: {did}")
    waiting = sum(any(w.answered and w.score is None for w in person.row.written) for person in people)
    if waiting:
        notes.append(f"written answers of {waiting} are not marked yet: their marks are without them")
    return notes
