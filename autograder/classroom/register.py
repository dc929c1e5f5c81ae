"""The marks in force: what stands, what a run puts in its place, and what is remembered of it.

A first mark is in force as soon as it is made. Marks that take the place of others wait for the end of the run, where
it is seen what all of it would change: then all of them are put in force, or none.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from autograder.classroom.changes import Changed, changes_between, lost_to_unreadable
from autograder.classroom.counted import Moved, noted
from autograder.classroom.outputs import (
    OF_A_PERSON,
    Folder,
    People,
    rows_of,
    with_marks,
    write_again,
    write_all,
    write_changes,
    write_rows,
)
from autograder.classroom.people import Person, Whose
from autograder.classroom.store import Stands, Store
from autograder.course import Homework
from autograder.errors import InputError
from autograder.files import remove_file
from autograder.marks.folder import after_grading
from autograder.marks.ledger import LEDGER
from autograder.reports.escape import file_names, for_terminal
from autograder.results import Change, SubmissionResult
from autograder.submission import Found
from autograder.written.marking import Marking, Scores

PUBLISHED = "written marks are published"
SHOWN = 5  # names in a message
OF_A_ROW = ("submission", "group", *OF_A_PERSON)
Made = Mapping[str, tuple[str, SubmissionResult]]  # by name: the key, the coded result


@dataclass(frozen=True)
class Settled:
    """What a run came to.

    Attributes:
        rows: as written.
        changed: marks that stood and were changed, or would be.
        new: submissions that were not known before.
        others: how many have a mark here and were not in this run.
        moved: what counts otherwise by another hand than the grader's, or would.
        maximum: of everybody, before and now, if it is another: written marks count from now on, or no longer.
    """

    rows: list[SubmissionResult]
    changed: tuple[Changed, ...]
    new: frozenset[str]
    others: int
    moved: tuple[Moved, ...] = ()
    maximum: tuple[float, float] | None = None


class Register:
    """The marks of one homework in one folder."""

    def __init__(self, store: Store, homework: Homework, folder: Path, *, preview: bool = False) -> None:
        self._store = store
        self._homework = homework
        self._folder = folder
        self._preview = preview
        self._standing = store.standing()
        self._known = frozenset(self._standing)
        self._files = Folder(folder, store)
        self._former: dict[str, str] = {}  # names under which the same person was known, by the name now
        self._rows: dict[str, list[SubmissionResult]] = {}
        self._names: dict[str, str] = {}
        self._marking: Marking | None = None
        self._scores: Scores | None = None

    @property
    def former(self) -> Mapping[str, str]:
        """Of submissions that were called otherwise: what they were called."""
        return self._former

    @property
    def results(self) -> Iterable[SubmissionResult]:
        """What stood here before this run."""
        return (stands.result for stands in self._standing.values())

    # -- before grading ----------------------------------------------------------------------------------------

    def completed(self, whose: Mapping[str, Whose]) -> dict[str, Whose]:
        """The same with what a roster has told here before: names alone tell no group, section and extension."""
        members = {name: _members(stands) for name, stands in self._standing.items()}
        known = {_key(person): person for people in members.values() for person in people}
        return {
            name: dataclasses.replace(who, members=_with(who.members, known) or members.get(name, ()))
            for name, who in whose.items()
        }

    def expect(
        self,
        found: Sequence[Found],
        whose: Mapping[str, Whose],
        absent: Sequence[SubmissionResult],
        *,
        anyway: bool,
        note: Callable[[str], None],
    ) -> None:
        """Compares who came in with who is known here.

        Raises:
            InputError: nobody of them is known here: that may be the wrong folder.
        """
        names = {item.name for item in found}
        for name in sorted(names - self._standing.keys()):
            former = self._former_name(name, whose, names)
            if former is not None:
                self._former[name] = former
                stands = self._standing.pop(former)
                self._standing[name] = Stands("", replace(stands.result, submission=name), stands.whose)
                note(f"{for_terminal(former)} is called {for_terminal(name)} now, by its id: the marks go with it")
        known = [name for name, stands in self._standing.items() if stands.result.status != "absent"]
        here = names | {result.submission for result in absent}
        if not anyway and len(known) > 1 and len(names) > 1 and not here & self._standing.keys():
            raise InputError(
                f"{self._folder}: holds marks of {len(known)} others ({_listed(known)}), and nobody of those that "
                f"came in ({_listed(names)}): choose another --out, or say --yes to add them"
            )
        self._lay_out(found, whose, absent)

    def older(self, found: Sequence[Found], whose: Mapping[str, Whose]) -> list[str]:
        """Of those who came in, whose file was handed in before the one that stands for them."""
        names = []
        for item in found:
            stands, new = self._standing.get(item.name), whose.get(item.name)
            if stands is not None and new is not None and stands.result.status == "graded":
                was = stands.whose.handed_in
                if was and new.handed_in and new.handed_in < was:
                    names.append(item.name)
        return names

    def _former_name(self, name: str, whose: Mapping[str, Whose], names: Iterable[str]) -> str | None:
        own = whose[name].id if name in whose else ""
        same = [
            other
            for other, stands in self._standing.items()
            if own and other not in names and stands.whose.id == own and stands.result.status != "absent"
        ]
        return same[0] if len(same) == 1 else None

    def _lay_out(self, found: Sequence[Found], whose: Mapping[str, Whose], absent: Sequence[SubmissionResult]) -> None:
        """Gives every row that there will be its name, and its files theirs."""
        results = {name: stands.result for name, stands in self._standing.items() if stands.result.status != "absent"}
        results |= {item.name: self._placeholder(item.name) for item in found}
        rows = rows_of(list(results.values()), self._people(whose, absent, results.keys()))
        self._names = file_names(row.submission for row in rows)
        for row in rows:
            self._rows.setdefault(row.group or row.submission, []).append(row)

    def _placeholder(self, name: str) -> SubmissionResult:
        return SubmissionResult(name, self._homework.name, "graded", "", 0, 0.0, self._homework.max_score)

    def _people(self, whose: Mapping[str, Whose], absent: Sequence[SubmissionResult], present: Iterable[str]) -> People:
        """Whose everything is, and who is still missing."""
        everybody = {name: stands.whose for name, stands in self._standing.items()} | dict(whose)
        present = set(present)
        members = [member for name in present for member in (everybody[name].members if name in everybody else ())]
        ids = {member.id for member in members if member.id}
        labels = present | {member.label for member in members}
        missing = {n: s.result for n, s in self._standing.items() if s.result.status == "absent" and n not in present}
        missing |= {result.submission: result for result in absent}
        left = [r for r in missing.values() if not (r.id and r.id in ids) and r.submission not in labels]
        return People.of({name: everybody[name] for name in present if name in everybody}, left)

    # -- while the class is graded -----------------------------------------------------------------------------

    def mark_with(self, marking: Marking | None) -> None:
        """Takes the written answers and what was marked of them."""
        self._marking = marking
        self._scores = Scores(marking, marking.sheet()[1]) if marking is not None else None

    def first(self, key: str, result: SubmissionResult, whose: Whose | None) -> None:
        """Puts a mark in force where there was none, and writes its files; others wait for `settle`."""
        stands = self._standing.get(result.submission)
        if self._preview or (stands is not None and stands.result.status != "absent"):
            return
        self._store.put_in_force(key, result, whose or Whose(person=result.submission))
        if (self._folder / LEDGER).exists():  # only at the end it is known what counts
            return
        marked = self._scores.added_to(result) if self._scores is not None else result
        rows = [
            replace(marked, **{field: getattr(row, field) for field in OF_A_ROW})
            for row in self._rows.get(result.submission, [])
        ]
        write_rows(self._files, self._homework, rows, self._names)

    # -- at the end --------------------------------------------------------------------------------------------

    def settle(
        self,
        made: Made,
        whose: Mapping[str, Whose],
        absent: Sequence[SubmissionResult],
        *,
        at: str,
        paths: Sequence[Path] = (),
        anyway: bool = False,
    ) -> Settled:
        """Compares what was made with what stood, puts it in force unless this is a preview, and writes the folder.

        Args:
            made: the coded results of this run.
            whose: whose they are.
            absent: rows of those who handed in nothing.
            at: when.
            paths: where the submissions came from, for a message.
            anyway: go on where marks would be lost.

        Raises:
            InputError: half of those who have a mark would lose it, and nothing was put in force.
            WriteError: a file cannot be written.
            WrittenError: a line of the file of scores is wrong.
        """
        results = {name: stands.result for name, stands in self._standing.items() if stands.result.status != "absent"}
        results |= {name: result for name, (_, result) in made.items()}
        people = self._people(whose, absent, results.keys())
        marking = self._marking.readable(list(results.values())) if self._marking is not None else None
        finals = self._with_marks(marking, list(results.values()))
        counting = self._counting(finals, people)  # a wrong line of the ledger is told before all else
        before = self._store.latest()
        changed, remembered = self._compared(finals, before, at)
        changed = self._as_they_count(changed, finals, counting, people)
        self._guard(changed, made, paths, anyway=anyway)
        if not self._preview:
            self._put_in_force(made, whose, people)
            for final, changes in remembered:
                self._store.remember(at, final, changes)
        told = self._store.changes()
        if self._preview:
            told |= {one.after.submission: one.changes + told.get(one.after.submission, ()) for one in changed}
        finals = [replace(final, changes=told.get(final.submission, ())) for final in finals]
        new = frozenset(made) - self._known - frozenset(self._former)
        others = len(results) - len(made)
        write_changes(self._folder, self._homework, changed, at, preview=self._preview)
        maximum = _maximum(before.values(), finals)
        if self._preview:
            rows = rows_of(finals, people)
            _, moved = noted(self._store, after_grading(self._folder, self._homework, rows), at, keep=False)
            return Settled(rows, tuple(changed), new, others, tuple(moved), maximum)
        if marking is not None:
            marking.keep()
        rows = write_all(self._files, self._homework, finals, at, marking, people)
        return Settled(rows, tuple(changed), new, others, tuple(self._files.moved), maximum)

    def rewrite(self, at: str) -> list[SubmissionResult]:
        """Writes the folder from what stands, as after somebody was taken out of it.

        Raises:
            WriteError: a file cannot be written.
        """
        marks, told = self._store.latest(), self._store.changes()
        standing = {name: s for name, s in self._standing.items() if s.result.status != "absent"}
        finals = [
            replace(marks.get(name, stands.result), submission=name, changes=told.get(name, ()))
            for name, stands in standing.items()
        ]
        people = self._people({}, (), standing.keys())
        return write_again(self._folder, self._store, self._homework, finals, at, people)[0]

    def _with_marks(self, marking: Marking | None, results: list[SubmissionResult]) -> list[SubmissionResult]:
        if marking is None:
            return results
        return with_marks(self._folder, marking, results, write=not self._preview)

    def _compared(
        self, finals: Sequence[SubmissionResult], before: Mapping[str, SubmissionResult], at: str
    ) -> tuple[list[Changed], list[tuple[SubmissionResult, tuple[Change, ...]]]]:
        """What changed, and what is to be remembered."""
        parts = self._store.parts()
        changed: list[Changed] = []
        remembered: list[tuple[SubmissionResult, tuple[Change, ...]]] = []
        for final in finals:
            old = before.get(final.submission) or before.get(self._former.get(final.submission, ""))
            if old is None:
                remembered.append((final, ()))
                continue
            changes = changes_between(old, final, at, parts)
            if changes:
                changed.append(Changed(old, final, changes))
            if changes or _marks(old) != _marks(final):
                remembered.append((final, changes))
        return changed, remembered

    def _counting(self, finals: Sequence[SubmissionResult], people: People) -> dict[str, SubmissionResult]:
        """By submission, a row with all that was adjusted by hand; of a group, that of its first member."""
        rows = after_grading(self._folder, self._homework, rows_of(finals, people))
        return {row.group or row.submission: row for row in reversed(rows) if row.status != "absent"}

    def _as_they_count(
        self,
        changed: Sequence[Changed],
        finals: Sequence[SubmissionResult],
        counting: Mapping[str, SubmissionResult],
        people: People,
    ) -> list[Changed]:
        """The same with the totals that people see: with what the ledger says, before as after."""
        if not changed or not (self._folder / LEDGER).exists():
            return list(changed)
        old = {one.after.submission: replace(one.before, submission=one.after.submission) for one in changed}
        try:
            before = self._counting([old.get(final.submission, final) for final in finals], people)
        except InputError:  # a line that does not fit what stood
            return list(changed)

        def seen(result: SubmissionResult, rows: Mapping[str, SubmissionResult], name: str) -> SubmissionResult:
            row = rows.get(name, result)
            return replace(result, score=row.score, max_score=row.max_score)

        return [
            Changed(
                seen(one.before, before, one.after.submission),
                seen(one.after, counting, one.after.submission),
                one.changes,
            )
            for one in changed
        ]

    def _guard(self, changed: Sequence[Changed], made: Made, paths: Sequence[Path], *, anyway: bool) -> None:
        lost = lost_to_unreadable(changed)
        had = [name for name in made if (one := self._standing.get(name)) and one.result.status == "graded"]
        if lost and not anyway and not self._preview and 2 * len(lost) >= len(had):
            first = lost[0].after
            where = f" in {paths[0]}" if paths else ""
            raise InputError(
                f"{len(lost)} of {len(had)} who have a mark would lose it, since what came in{where} cannot be graded "
                f"({for_terminal(first.submission)}: {first.message}); nothing was changed: look with --preview, or "
                "say --yes if it is meant"
            )

    def _put_in_force(self, made: Made, whose: Mapping[str, Whose], people: People) -> None:
        for name, former in self._former.items():
            self._store.rename(former, name)
        for name, (key, result) in made.items():
            who = whose.get(name) or Whose(person=name)
            stands = self._standing.get(name)
            if stands is None or name in self._former or stands != Stands(key, result, who):
                self._store.put_in_force(key, result, who)
                for row in self._rows.get(name, ()):  # it explains what stood
                    remove_file(self._folder / "staff" / f"{self._names[row.submission]}.html")
        missing = {result.submission for result in people.absent}
        for name, stands in self._standing.items():
            if stands.result.status == "absent" and name not in missing and name not in made:
                self._store.remove(name)
        for result in people.absent:
            if self._standing.get(result.submission) is None:
                self._store.put_in_force("", result, Whose(person=result.submission))


def _maximum(before: Iterable[SubmissionResult], now: Iterable[SubmissionResult]) -> tuple[float, float] | None:
    """What a class could reach before and can reach now, if these differ."""
    old, new = (max((row.max_score for row in rows), default=0.0) for rows in (before, now))
    return (old, new) if old and abs(old - new) > 1e-9 else None


def _members(stands: Stands) -> tuple[Person, ...]:
    row = stands.result
    if row.status != "absent":
        return stands.whose.members
    return (Person(row.submission, **{field: getattr(row, field) for field in OF_A_PERSON}),)


def _key(person: Person) -> str:
    return f"id {person.id}" if person.id else f"row {person.label}"


def _with(members: Iterable[Person], known: Mapping[str, Person]) -> tuple[Person, ...]:
    """People with what is known of them and was not told this time."""
    completed = []
    for one in members:
        if before := known.get(_key(one)):
            section, until = one.section or before.section, one.extension or before.extension
            name, number = one.name or before.name, one.school_id or before.school_id
            one = dataclasses.replace(one, name=name, section=section, extension=until, school_id=number)
        completed.append(one)
    return tuple(completed)


def _marks(result: SubmissionResult) -> tuple[object, ...]:
    """What of a result is worth remembering."""
    written = [(one.question, one.answered, one.score) for one in result.written]
    questions = [(one.question, one.score, one.max_score, one.status) for one in result.questions]
    return result.status, result.score, result.max_score, questions, written, result.made.sha256


def _listed(names: Iterable[str]) -> str:
    names = sorted(names)
    shown = ", ".join(for_terminal(name) for name in names[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown
