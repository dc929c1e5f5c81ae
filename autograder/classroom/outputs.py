"""What a folder of results holds, written whole or not at all: grades, records, pages, and what is for the staff.

A file is written if it is to say something else than before: each is remembered with what it was made from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec.structs import replace

from autograder.classroom.changes import Changed
from autograder.classroom.counted import Moved, noted
from autograder.classroom.current import note_applied
from autograder.classroom.people import Person, Whose
from autograder.classroom.store import Store
from autograder.course import Homework
from autograder.digests import page_digest
from autograder.files import remove_file, write_file
from autograder.marks.folder import after_grading
from autograder.reports.changes_page import changes_csv, changes_page
from autograder.reports.escape import file_names
from autograder.reports.grader_errors import grader_errors
from autograder.reports.grades_csv import grades_csv
from autograder.reports.html import overview, student_page
from autograder.reports.readmes import READMES
from autograder.reports.student_json import student_json
from autograder.results import SubmissionResult, to_json
from autograder.written.marking import SCORES, Marking, add_scores, scores_file

ERRORS = "staff/grader-errors.txt"
OF_A_PERSON = ("id", "school_id", "name", "section", "extension")
REPORT = "report.html"
CHANGES_CSV, CHANGES_PAGE = "staff/changes.csv", "staff/changes.html"
SIMILAR_PAGE = "staff/similar.html"
# What a run writes anew, and takes away if it is not written any more.
OURS = ("results/*.json", "students/*.html", "students/*.json", "written/*.html", ERRORS)


@dataclass(frozen=True)
class People:
    """Whose submissions are, by name, and the rows of those who handed in nothing."""

    members: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)
    absent: tuple[SubmissionResult, ...] = ()

    @classmethod
    def of(cls, whose: Mapping[str, Whose], absent: Iterable[SubmissionResult] = ()) -> People:
        """Of what stands."""
        return cls({name: who.members for name, who in whose.items() if who.members}, tuple(absent))


NOBODY_KNOWN = People()


def rows_of(results: Sequence[SubmissionResult], people: People) -> list[SubmissionResult]:
    """A row for each person: a group's result stands in the row of each of its members."""
    rows: list[SubmissionResult] = []
    names = row_names([result.submission for result in results], people)
    for result in results:
        members = people.members.get(result.submission, ())
        if not members:
            rows.append(result)
        group = result.submission if len(members) > 1 else ""
        for person, name in zip(members, names[result.submission]):
            told = {field: getattr(person, field) for field in OF_A_PERSON}
            rows.append(replace(result, submission=name, group=group, **told))
    max_score = max((result.max_score for result in results), default=0.0)
    for result in people.absent:
        (name,) = names[_ABSENT + result.submission]
        rows.append(replace(result, submission=name, max_score=max(result.max_score, max_score)))
    return sorted(rows, key=lambda row: row.submission)


_ABSENT = "\0absent "  # no submission's name begins so


def row_names(submissions: Iterable[str], people: People) -> dict[str, tuple[str, ...]]:
    """What rows are called: of each submission those of its members in their order, and of whoever is absent.

    It depends on who there is, and not on the order in which they are given.
    """
    submissions = sorted(submissions)
    taken = {name for name in submissions if len(people.members.get(name, ())) < 2}
    names: dict[str, tuple[str, ...]] = {}
    for submission in submissions:
        members = people.members.get(submission, ())
        if len(members) < 2:
            names[submission] = (submission,)
        else:  # somebody may have handed in alone as well, or in two groups
            names[submission] = tuple(_free(person.label, taken) for person in members)
    for result in sorted(people.absent, key=lambda row: row.submission):
        names[_ABSENT + result.submission] = (_free(result.submission, taken),)
    return names


def named_rows(submissions: Iterable[str], people: People) -> dict[tuple[str, int], str]:
    """What each row is called, by its submission and the place of its member; by the absent's own names."""
    names = row_names(submissions, people)
    return {(name, place): row for name, rows in names.items() for place, row in enumerate(rows)}


def _free(label: str, taken: set[str]) -> str:
    """The label, numbered if there is such a row already."""
    name, number = label, 2
    while name in taken:
        name, number = f"{label} ({number})", number + 1
    taken.add(name)
    return name


class Folder:
    """A folder of results, and what each of its files was made from."""

    def __init__(self, folder: Path, store: Store | None = None) -> None:
        self.folder = folder
        self.store = store
        self._known = store.files() if store is not None else {}
        self._new: dict[str, tuple[str, int, int]] = {}
        self.named: set[str] = set()
        self.moved: list[Moved] = []  # what counts otherwise than before, by another hand than the grader's

    def put(self, name: str, made_from: str, text: Callable[[], bytes]) -> None:
        """Lets the folder have that file, unless it has it.

        Raises:
            WriteError: it cannot be written.
        """
        self.named.add(name)
        path = self.folder / name
        if self.is_there(name, made_from):
            return
        data = text()
        if not (path.is_file() and path.read_bytes() == data):
            write_file(path, data)
        found = path.stat()
        self._new[name] = (made_from, found.st_size, found.st_mtime_ns)

    def is_there(self, name: str, made_from: str) -> bool:
        """Whether the folder has that file, made from the same, and nobody has changed it."""
        made = self._new.get(name) or self._known.get(name)
        if not made_from or made is None or made[0] != made_from:
            return False
        try:
            found = (self.folder / name).stat()
        except OSError:
            return False
        return made[1:] == (found.st_size, found.st_mtime_ns)

    def keep(self) -> None:
        """Remembers what was written."""
        if self.store is not None and self._new:
            self.store.keep_files(self._new)

    def spare(self, pattern: str) -> None:
        """Keeps what is there of a pattern, though it is not written this time."""
        self.named |= {path.relative_to(self.folder).as_posix() for path in self.folder.glob(pattern)}

    def clear(self) -> None:
        """Removes what is ours and was not named."""
        for pattern in OURS:
            for path in self.folder.glob(pattern):
                if path.is_file() and path.relative_to(self.folder).as_posix() not in self.named:
                    remove_file(path)


def write_rows(folder: Folder, homework: Homework, rows: Iterable[SubmissionResult], names: Mapping[str, str]) -> None:
    """Writes each row's record, and its student's page and record.

    Args:
        folder: for the results.
        homework: what was graded.
        rows: a person's each.
        names: of the files, by the row's name.
    """
    made = made_from(homework)
    for row in rows:
        name, digest = names[row.submission], made(row)
        folder.put(f"results/{name}.json", digest, lambda row=row: to_json(row))  # type: ignore[misc]
        folder.put(f"students/{name}.html", digest, lambda row=row: _encoded(student_page(homework, row, at(row))))  # type: ignore[misc]
        folder.put(f"students/{name}.json", digest, lambda row=row: student_json(homework, row))  # type: ignore[misc]


def made_from(homework: Homework) -> Callable[[SubmissionResult], str]:
    """A digest of all that a row's files depend on."""
    start = hashlib.sha256(f"{page_digest()}{homework!r}".encode())

    def digest(row: SubmissionResult) -> str:
        one = start.copy()
        one.update(msgspec.msgpack.encode(row))
        return one.hexdigest()

    return digest


def at(row: SubmissionResult) -> str:
    """When, as a page shows it: when it was graded, not when the page was written."""
    return row.made.graded


def write_class(
    folder: Folder,
    homework: Homework,
    rows: Sequence[SubmissionResult],
    generated: str,
    staff: Iterable[str] = (),
) -> None:
    """Writes all that is of the whole class: rows' files, grades, report, and what the folders say of themselves."""
    names = file_names(row.submission for row in rows)
    write_rows(folder, homework, rows, names)
    of_row = {row.submission: f"staff/{names[row.submission]}.html" for row in rows}
    there = set(staff)
    staff_pages = {name for name, page in of_row.items() if page in there}
    for page in there - set(of_row.values()):  # of somebody who is not here any more
        remove_file(folder.folder / page)
    digest = made_from(homework)
    of_rows = "".join(map(digest, rows))
    folder.put("grades.csv", hashlib.sha256(of_rows.encode()).hexdigest(), lambda: _encoded(grades_csv(homework, rows)))
    whole = hashlib.sha256("".join([generated, *sorted(staff_pages), of_rows]).encode()).hexdigest()
    folder.put(REPORT, whole, lambda: _encoded(overview(homework, rows, generated, staff=staff_pages)))
    errors = grader_errors(homework, rows)
    if errors and ERRORS not in folder.named:
        folder.put(ERRORS, "", lambda: _encoded(errors))
    for name, text in READMES.items():
        folder.put(name, "", lambda text=text: _encoded(text))  # type: ignore[misc]


def with_marks(
    folder: Path, marking: Marking, results: Sequence[SubmissionResult], *, write: bool = True
) -> list[SubmissionResult]:
    """The results with what was marked by hand; rows for new answers are put into the file of scores.

    Raises:
        WriteError: the file of scores cannot be written.
        WrittenError: a line in the file of scores is wrong; nothing is written.
    """
    data, sheet = marking.sheet()
    scores = scores_file(marking, data, sheet)
    if scores != data and write:
        write_file(folder / SCORES, scores)
    return add_scores(marking, sheet, results)


def write_changes(
    folder: Path, homework: Homework, changed: Sequence[Changed], at: str, *, preview: bool = False
) -> None:
    """Writes what a run changes of marks that stood, or would change, for the staff.

    Raises:
        WriteError: a file cannot be written.
    """
    if not changed and not preview:
        return
    pairs = [(one.before, one.after, one.changes) for one in changed]
    write_file(folder / CHANGES_CSV, _encoded(changes_csv(pairs)))
    write_file(folder / CHANGES_PAGE, _encoded(changes_page(homework, pairs, at, preview=preview)))


def write_outputs(
    folder: Path,
    homework: Homework,
    results: list[SubmissionResult],
    now: str,
    marking: Marking | None = None,
    people: People = NOBODY_KNOWN,
) -> list[SubmissionResult]:
    """Writes a folder of results as a whole, with what was marked by hand; see `write_all`."""
    if marking is not None:
        marking = marking.readable(results)
        results = with_marks(folder, marking, results)
    return write_all(Folder(folder), homework, results, now, marking, people)


def write_all(
    files: Folder,
    homework: Homework,
    results: list[SubmissionResult],
    now: str,
    marking: Marking | None = None,
    people: People = NOBODY_KNOWN,
) -> list[SubmissionResult]:
    """Writes `grades.csv`, `results/*.json`, the report and its pages; removes what is stale.

    Args:
        files: the folder for the results.
        homework: what was graded.
        results: of submissions, with written marks.
        now: the time of this run, at which what was changed by hand comes to count.
        marking: of the written answers.
        people: whose the submissions are, and who is missing.

    Returns:
        The results as written: a row for each member of a group, and a row for each absent person, with what was
        adjusted by hand and what being late costs.

    Raises:
        WriteError: a file cannot be written.
        LedgerError: a line of the ledger is wrong; nothing is written.
    """
    rows = after_grading(files.folder, homework, rows_of(results, people))
    if files.store is not None:
        rows, files.moved = noted(files.store, rows, now)
    generated = newest(rows, now)
    for name, text in (marking.pages(generated) if marking is not None else {}).items():
        files.put(name, "", lambda text=text: _encoded(text))  # type: ignore[misc]
    write_class(files, homework, rows, generated, staff_files(files.folder))
    files.clear()
    files.keep()
    if files.store is not None:
        note_applied(files.store, files.folder)
    return rows


def write_again(
    folder: Path,
    store: Store,
    homework: Homework,
    results: list[SubmissionResult],
    now: str,
    people: People = NOBODY_KNOWN,
) -> tuple[list[SubmissionResult], list[Moved]]:
    """Writes a folder anew from what is known of it: written answers and tracebacks stay as they lie there.

    Arguments and errors are those of `write_all`; says as well what counts otherwise than before.
    """
    files = Folder(folder, store)
    files.spare("written/*.html")
    files.spare(ERRORS)
    return write_all(files, homework, results, now, None, people), files.moved


def newest(rows: Iterable[SubmissionResult], now: str) -> str:
    """When the newest mark was given or changed: what says nothing new does not change; now, if nobody has a mark."""
    times = [time for row in rows for time in (row.made.graded, *(change.at for change in row.changes)) if time]
    return max(times, default=now)


def staff_files(folder: Path) -> list[str]:
    """The staff's pages of single students that there are."""
    pages = [path.relative_to(folder).as_posix() for path in sorted(folder.glob("staff/*.html"))]
    return [page for page in pages if page not in (CHANGES_PAGE, SIMILAR_PAGE)]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
