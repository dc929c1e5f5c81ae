"""What the ledger and lateness make of the rows of a class.

The order, for each person:

1. cases: `dropped` and `given`;
2. questions: `given`, then `=`, then `+` and `-`, then `%` of what a question has after these; never below 0, above its
   maximum only by something with a `+`;
3. questions that do not count, `excused` for this person or `dropped` for everybody. They leave the score and the
   maximum, as dropped cases do, and the rest is scaled to the homework's maximum: a class has one maximum;
4. the total: `=`, then `+` and `-`, then `%` of what it has after these; never below 0, above the maximum only by
   something with a `+`;
5. lateness.

Within one kind the lines go by their order in the file, and each `%` is of the same: two `-10%` take 20%. Points are
rounded once, at the end, to 6 decimals. The effect of a line is by how much it moved the total when its turn came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from msgspec.structs import replace

from autograder.course import Homework
from autograder.marks.changes import Change, Kind
from autograder.marks.lateness import is_late_for_unknown_time, lateness, percent_lost, reason_unknown
from autograder.marks.lateness import reason as reason_of
from autograder.marks.ledger import EVERYBODY, Ledger, Line
from autograder.marks.times import Extension, extension
from autograder.reports.escape import for_terminal
from autograder.reports.figures import is_open, number, open_questions
from autograder.results import Adjustment, AsGraded, Standing, SubmissionResult, round_score
from autograder.spreadsheets import key

_EPSILON = 1e-9
_STAGES: tuple[tuple[str, tuple[Kind, ...]], ...] = (  # what of, and which kinds
    ("case", ("dropped", "given")),
    ("question", ("given",)),
    ("question", ("set",)),
    ("question", ("add",)),
    ("question", ("percent",)),
    ("question", ("excused", "dropped")),
    ("total", ("set",)),
    ("total", ("add",)),
    ("total", ("percent",)),
)


@dataclass(frozen=True)
class Applied:
    """The rows, and by how much each line changed whose score: None for a line that changed none."""

    rows: list[SubmissionResult]
    effects: Mapping[int, Sequence[tuple[str, float | None]]]


def apply(homework: Homework, rows: Sequence[SubmissionResult], ledger: Ledger) -> list[SubmissionResult]:
    """The rows as they count; see above.

    Args:
        homework: with its rules of lateness.
        rows: of all people, as graded.
        ledger: of the folder.

    Raises:
        LedgerError: a line that fits nobody, asks the impossible or contradicts another.
        ValueError: a row is adjusted already.
    """
    return applied(homework, rows, ledger).rows


def applied(homework: Homework, rows: Sequence[SubmissionResult], ledger: Ledger) -> Applied:
    """The same, and what each line did. Raises as `apply`."""
    again = [row.submission for row in rows if row.as_graded is not None]
    if again:
        raise ValueError(f"{again[0]}: is adjusted already: take `unadjusted` rows")
    known = _known_cases(homework, rows)
    people = _People(ledger, rows)
    of_row: dict[str, list[Line]] = {row.submission: [] for row in rows}
    for line in ledger.lines:
        line = _settled(homework, ledger, line, known)
        for row in people.of(line):
            of_row[row.submission].append(line)
    effects: dict[int, list[tuple[str, float | None]]] = {line.line: [] for line in ledger.lines}
    done = []
    for row in rows:
        _check_contradictions(ledger, row, of_row[row.submission])
        person = _Person(homework, row, ledger, known)
        done.append(person.adjusted(of_row[row.submission]))
        for number_of_line, effect in person.effects.items():
            effects[number_of_line].append((row.submission, effect))
    return Applied(done, effects)


def unadjusted(row: SubmissionResult) -> SubmissionResult:
    """A row as it was graded."""
    if row.as_graded is None:
        return row
    before = row.as_graded
    return replace(
        row,
        status=before.status,
        score=before.score,
        max_score=before.max_score,
        adjustments=(),
        adjusted={},
        maxima={},
        excused=(),
        as_graded=None,
    )


# -- what a line is about ----------------------------------------------------------------------------------------


def _known_cases(homework: Homework, rows: Iterable[SubmissionResult]) -> dict[str, dict[str, float]]:
    """The points of every case that occurs, and of every rubric item, by question."""
    known: dict[str, dict[str, float]] = {question.name: {} for question in homework.questions}
    different = {id(question): question for row in rows for question in row.questions}  # rows may share theirs
    for question in different.values():
        for case in question.cases:
            known.setdefault(question.question, {}).setdefault(case.name, case.points)
    known |= {written.name: {item.name: item.points for item in written.rubric} for written in homework.written}
    return known


def _settled(homework: Homework, ledger: Ledger, line: Line, known: Mapping[str, Mapping[str, float]]) -> Line:
    """The line with the names of its question and case as they are; an error if there are none such."""
    kind = line.change.kind
    if kind in ("extension", "handed in") and line.question:
        raise ledger.error(line, f"{line.change.text} is for the total: write total in the column what")
    if kind == "handed in" and homework.due is None:
        raise ledger.error(line, f"{homework.name} is due at no time: write due into the manifest, or delete the line")
    if kind == "extension" and homework.due is None:
        raise ledger.error(line, f"{homework.name} is due at no time: write due into the manifest, or delete the line")
    if kind == "dropped" and key(line.who) != EVERYBODY:
        raise ledger.error(
            line, f"what is dropped counts for nobody: write {EVERYBODY} for who, or excused for this person"
        )
    if kind == "excused" and key(line.who) == EVERYBODY:
        raise ledger.error(line, "nobody is left: write dropped for a question that counts for nobody")
    if not line.question:
        if kind in ("dropped", "given"):
            raise ledger.error(line, f"the total cannot be {kind}: name a question, or set the total with =")
        return line
    question = _one_of(line.question, known)
    if question is None:
        raise ledger.error(line, f"no question {for_terminal(line.question)}: choose of {', '.join(known)}, or total")
    if not line.case:
        return _named(line, question, "")
    if kind not in ("dropped", "given", "comment"):
        raise ledger.error(
            line, f"{line.change.text} is for a question: name no case, or write dropped or given for this one"
        )
    case = _one_of(line.case, known[question])
    if case is None:
        listed = _quoted(known[question]) or "none: nobody's was run"
        raise ledger.error(line, f"no case {for_terminal(line.case)} in {question}: choose of {listed}")
    return _named(line, question, case)


def _named(line: Line, question: str, case: str) -> Line:
    return Line(line.line, line.who, question, case, line.change, line.reason, line.by, line.when)


def _one_of(text: str, names: Iterable[str]) -> str | None:
    return next((name for name in names if name == text or key(name) == key(text)), None)


class _People:
    """Who a line is for."""

    def __init__(self, ledger: Ledger, rows: Sequence[SubmissionResult]) -> None:
        self._ledger = ledger
        self._rows = rows

    def of(self, line: Line) -> list[SubmissionResult]:
        """The rows; of a line for several people, those that it can change."""
        if line.is_for_one:
            return [self._one(line)]
        rows = list(self._rows)
        if line.section is not None:
            rows = [row for row in rows if key(row.section) == line.section]
            if not rows:
                sections = sorted({row.section for row in self._rows if row.section})
                choose = f"choose of {_quoted(sections)}" if sections else "no section is known of anybody"
                raise self._ledger.error(line, f"nobody is in {for_terminal(line.who)}: {choose}")
        reached = [row for row in rows if _can_change(row, line)]
        if not reached:
            raise self._ledger.error(line, "fits nobody: nobody there has a result; delete the line")
        return reached

    def _one(self, line: Line) -> SubmissionResult:
        who = line.who
        for name in ("submission", "id", "school_id", "name"):
            found = [row for row in self._rows if getattr(row, name) and key(getattr(row, name)) == key(who)]
            exact = [row for row in found if getattr(row, name) == who]
            if name == "name" and not found:
                found = [row for row in self._rows if row.name and turned(row.name) == turned(who)]
            found = exact or found
            if len(found) == 1:
                return found[0]
            if found:
                listed = _quoted(row.submission for row in found[:5])
                raise self._ledger.error(line, f"{for_terminal(who)} could be {listed}: write the name of one row")
        close = [row for row in self._rows if _looks_like(who, row)][:5]
        listed = _quoted(row.submission for row in close)
        hint = f"perhaps {listed}" if close else "write a row's name as in grades.csv, or an id"
        raise self._ledger.error(line, f"nobody is called {for_terminal(who)}: {hint}")


def _quoted(names: Iterable[str]) -> str:
    """Names that may hold commas."""
    return ", ".join(f"'{for_terminal(name)}'" for name in names)


def _looks_like(text: str, row: SubmissionResult) -> bool:
    """Whether it is part of a name, or a number whose zeros a spreadsheet has taken."""
    part = key(text)
    ids = [one for one in (row.id, row.school_id) if one]
    zeros = part.isdigit() and any(key(one).lstrip("0") == part.lstrip("0") for one in ids)
    return zeros or any(part in key(name) for name in (row.submission, *ids, row.name) if name)


def turned(name: str) -> str:
    """A name as it is compared: `Smith, John` is `John Smith`."""
    last, _, first = key(name).replace("，", ",").partition(",")
    return " ".join(f"{first} {last}".split())


def _can_change(row: SubmissionResult, line: Line) -> bool:
    if line.change.kind in ("comment", "extension", "excused", "handed in"):
        return True
    return bool(row.questions) or row.status == "grader_error" or line.change.kind == "dropped"


def _check_contradictions(ledger: Ledger, row: SubmissionResult, lines: Sequence[Line]) -> None:
    """Of one thing there is one truth."""
    seen: dict[tuple[str, str, str], Line] = {}
    for line in lines:
        kind = line.change.kind
        groups = {
            "set": ("value",),
            "dropped": ("dropped",),
            "given": ("dropped",),
            "excused": ("value",),
            "extension": ("extension",),
            "handed in": ("handed in",),
        }.get(kind, ())
        for group in groups:
            before = seen.setdefault((group, line.question, line.case), line)
            if before.change != line.change:
                what = f"{line.change.text} for {for_terminal(row.submission)}, {line.what}"
                other = f"line {before.line} ({before.change.text})"
                raise ledger.error(line, f"{what} contradicts {other}: keep one of the two")


# -- one person --------------------------------------------------------------------------------------------------


@dataclass
class _Question:
    """A question of a person, as it stands while lines are applied.

    Attributes:
        points: what it has; while it is open, of what is settled.
        known: whether that is all: no case is open, and a person has marked a written one.
        most: its maximum without dropped cases.
        full: its maximum as it was graded.
        cases: points and score of each case or rubric item.
        open_cases: those that the grader failed at.
        counts: it is not excused or dropped.
    """

    points: float
    known: bool
    most: float
    full: float
    cases: dict[str, tuple[float, float]] = field(default_factory=dict)
    open_cases: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    counts: bool = True

    def __post_init__(self) -> None:
        self.graded = (self.points, self.known)
        self.base = self.points  # what a per cent is of

    def drop(self, case: str, points: float) -> None:
        """Takes a case out of it; once, however often it is said."""
        if case in self.dropped:
            return
        self.dropped.add(case)
        worth, score = self.cases.pop(case, (points, 0.0))
        self.most -= worth
        self.points -= score
        self._settle(case)

    def give(self, case: str, points: float) -> None:
        """A case has all its points."""
        worth, score = self.cases.get(case, (points, 0.0))
        self.points += worth - score
        self.cases[case] = (worth, worth)
        self._settle(case)

    def _settle(self, case: str) -> None:
        if case in self.open_cases:
            self.open_cases.discard(case)
            self.known = not self.open_cases

    @property
    def is_changed(self) -> bool:
        """Whether its points are others than those graded, or known only now."""
        return self.known and (abs(self.points - self.graded[0]) > _EPSILON or not self.graded[1])


class _Person:
    """One row, and what the lines make of it."""

    def __init__(
        self, homework: Homework, row: SubmissionResult, ledger: Ledger, known: Mapping[str, Mapping[str, float]]
    ) -> None:
        self.homework = homework
        self.row = row
        self.ledger = ledger
        self.known = known
        self.effects: dict[int, float | None] = {}
        # The 0 of an unreadable file is nothing that anybody has earned.
        self.has_total = bool(row.questions) or row.score > 0
        self.total: float | None = None  # once its questions are summed up
        self.base = 0.0
        self.offset = 0.0  # what the score has beside its questions, once these are looked at

    @cached_property
    def questions(self) -> dict[str, _Question]:
        """Its questions; most rows have no line, and nobody asks."""
        row, found = self.row, dict[str, _Question]()
        results = {question.question: question for question in row.questions}
        for spec in self.homework.questions if row.questions else ():
            result = results.get(spec.name)
            if result is None:
                found[spec.name] = _Question(0.0, known=True, most=spec.points, full=spec.points)
                continue
            cases = {case.name: (case.points, case.score) for case in result.cases}
            unsettled = {case.name for case in result.cases if case.outcome == "grader_error"}
            most = result.max_score
            found[spec.name] = _Question(result.score, not is_open(result), most, most, cases, unsettled)
        if row.max_score > self.homework.max_score + _EPSILON:  # marks of written answers count already
            for answer in row.written:
                cases = {mark.item: (mark.max_score, mark.score or 0.0) for mark in answer.marks}
                most, marked = answer.max_score, answer.score is not None
                found[answer.question] = _Question(answer.score or 0.0, marked, most, most, cases)
        self.offset = row.score - sum(question.points for question in found.values())
        return found

    def sum(self) -> float:
        """The total as it stands."""
        if self.total is not None:
            return self.total
        questions = self.questions.values()
        score = self.offset + sum(q.points for q in questions if q.counts)
        gone = sum(q.full - (q.most if q.counts else 0.0) for q in questions)
        left = self.row.max_score - gone
        return score * self.row.max_score / left if gone and left > _EPSILON else score

    def adjusted(self, lines: Sequence[Line]) -> SubmissionResult:
        """The row as it counts."""
        row = self.row
        if any(line.change.kind == "excused" and not line.question for line in lines):
            self.effects = {line.line: None for line in lines}
            noted = tuple(_noted(line, None) for line in lines)
            return self._replaced("excused", 0.0, noted)
        for target, kinds in _STAGES:
            self._begin(target, kinds[0])
            for line in lines:
                if line.change.kind in kinds and _target(line) == target:
                    self.effects[line.line] = self._do(line)
        for line in lines:
            self.effects.setdefault(line.line, None)
        is_set = any(line.change.kind == "set" and not line.question for line in lines)
        noted = tuple(_noted(line, self.effects[line.line]) for line in lines)
        late = self._late(lines) if self.has_total else None
        if late is not None:
            noted = (*noted, late)
        if not noted:
            return row
        status: Standing = "graded" if is_set else row.status
        done = self._replaced(status, round_score(self.sum()), noted)
        if done.status == "grader_error" and row.questions and not open_questions(done):
            done = replace(done, status="graded")
        return done

    def _replaced(self, status: Standing, score: float, noted: tuple[Adjustment, ...]) -> SubmissionResult:
        row = self.row
        return replace(
            row,
            status=status,
            score=score,
            adjustments=noted,
            adjusted={name: round_score(q.points) for name, q in self.questions.items() if q.counts and q.is_changed},
            maxima={
                n: round_score(q.most) for n, q in self.questions.items() if q.counts and q.full - q.most > _EPSILON
            },
            excused=tuple(name for name, q in self.questions.items() if not q.counts),
            as_graded=AsGraded(row.status, row.score, row.max_score),
        )

    def _begin(self, target: str, kind: Kind) -> None:
        """What per cents are of, and where the total is no sum any more."""
        if (target, kind) == ("question", "percent"):
            for question in self.questions.values():
                question.base = question.points
        elif (target, kind) == ("total", "set"):
            self.total = self.sum()
        elif (target, kind) == ("total", "percent"):
            self.base = self.sum()

    def _do(self, line: Line) -> float | None:
        """Applies a line whose turn it is; by how much it moved the total."""
        before = self.sum()
        done = self._question(line) if line.question else self._total(line)
        return round_score(self.sum() - before) if done else None

    def _question(self, line: Line) -> bool:
        row, change, question = self.row, line.change, self.questions.get(line.question)
        if question is None:
            if line.is_for_one and row.status in ("absent", "unreadable"):
                raise self._cannot(line, f"is {row.status} and has no {line.question}: set the total with =")
            return False  # marks of written answers do not count yet, or all of it is open
        points = self.known[line.question].get(line.case, 0.0)
        if change.kind == "dropped" and line.case:
            question.drop(line.case, points)
        elif change.kind == "given" and line.case:
            if not question.known and not question.open_cases:
                return False
            question.give(line.case, points)
        elif change.kind == "given":
            question.points, question.known = question.most, True
        elif change.kind == "set":
            self._check_set(line, question.full)
            question.points, question.known = min(change.amount, question.most), True
        elif change.kind in ("excused", "dropped"):
            question.counts = False
        elif not question.known:
            return False  # nobody knows yet what this would be added to
        elif change.kind == "add":
            question.points = max(0.0, question.points + change.amount)
        elif change.kind == "percent":
            question.points = max(0.0, question.points + question.base * change.amount / 100)
        if row.questions and all(not q.counts or q.most <= _EPSILON for q in self.questions.values()):
            raise self._cannot(line, "would have no question left: excuse them from the total")
        return True

    def _total(self, line: Line) -> bool:
        change, row = line.change, self.row
        assert self.total is not None
        if change.kind == "set":
            self._check_set(line, row.max_score)
            self.total, self.has_total = change.amount, True
            return True
        if not self.has_total:
            if row.status == "grader_error":
                return False
            raise self._cannot(
                line, f"is {row.status}: there is nothing to change; set the total with =, or excuse them"
            )
        if change.kind == "add":
            self.total = max(0.0, self.total + change.amount)
        else:
            self.total = max(0.0, self.total + self.base * change.amount / 100)
        return True

    def _check_set(self, line: Line, most: float) -> None:
        if line.change.amount > most + _EPSILON:
            raise self.ledger.error(
                line, f"{line.change.text} is more than {line.what} has ({number(most)}): give more than all with a +"
            )

    def _cannot(self, line: Line, text: str) -> Exception:
        return self.ledger.error(line, f"{for_terminal(self.row.submission)} {text}")

    def _late(self, lines: Sequence[Line]) -> Adjustment | None:
        """What lateness takes, last of all."""
        row, homework = self.row, self.homework
        changes = {line.change.kind: line.change for line in lines if line.change.time is not None}
        handed_in = _handed_in(row, changes.get("handed in"))
        late = lateness(homework, handed_in, _extension(row, changes.get("extension")))
        if late is None:
            if is_late_for_unknown_time(row) and "handed in" not in changes:
                unknown = reason_unknown(homework)
                return Adjustment("", "", "late", None, unknown.en, zh=unknown.zh)
            return None
        why = reason_of(homework, late)
        percent = percent_lost(homework, late)
        effect = None
        if percent:
            before = self.sum()
            self.total = before * (1 - percent / 100)
            effect = round_score(self.total - before)
        return Adjustment("", "", "late" if late.days else "grace", effect, why.en, zh=why.zh)


def _target(line: Line) -> str:
    return "case" if line.case else "question" if line.question else "total"


def _handed_in(row: SubmissionResult, change: Change | None) -> str | datetime:
    return change.time if change is not None and isinstance(change.time, datetime) else row.made.handed_in


def _extension(row: SubmissionResult, change: Change | None) -> Extension | None:
    return change.time if change is not None else extension(row.extension) if row.extension else None


def _noted(line: Line, effect: float | None) -> Adjustment:
    return Adjustment(line.question, line.case, line.change.text, effect, line.reason, line.by, line.when)
