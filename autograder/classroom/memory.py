"""What a folder of results remembers: its history, and how somebody is taken out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder import clock
from autograder.classroom import counted
from autograder.classroom.database import homework_of
from autograder.classroom.outputs import REPORT, SIMILAR_PAGE, staff_files
from autograder.classroom.people import one_called
from autograder.classroom.register import Register
from autograder.classroom.store import Past, Store
from autograder.course import Course, Homework
from autograder.errors import InputError
from autograder.files import remove_file, write_file
from autograder.marks.folder import after_grading, graded_rows, rows_in
from autograder.marks.ledger import LEDGER, LedgerError
from autograder.reports.escape import file_names, for_terminal
from autograder.reports.figures import number
from autograder.reports.overview import overview
from autograder.reports.words import CAUSES
from autograder.results import Change
from autograder.written.marking import ANY


def history_lines(folder: Path, person: str | None) -> Iterator[str]:
    """Every mark that was ever in force, a line each: when, whose, how many points, and why it changed.

    Raises:
        InputError: the folder holds no results, or nobody or more than one is meant.
    """
    with Store.existing(folder, homework_of(folder)) as store:
        past, by_hand = store.history(), list(counted.history(store))
    if person is not None:
        name = one_called({one.submission for one in past} | {row for row, *_ in by_hand}, person, folder)
        past = [one for one in past if one.submission == name]
        by_hand = [one for one in by_hand if one[0] == name]
    told = [(one.at, [_line(one), *(f"    {_change(change)}" for change in one.changes)]) for one in past]
    told += [(at, _adjusted(row, at, one)) for row, at, one in by_hand]
    for _, lines in sorted(told, key=lambda one: one[0]):
        yield from lines


def _adjusted(row: str, at: str, one: counted.Counted) -> list[str]:
    assert one.change is not None
    counts = one.status if one.mark is None else f"{number(one.mark)} of {number(one.max_score)}"
    return [f"{at:16}  {for_terminal(row)}: {counts} counts", f"    {_change(one.change)}"]


def _line(past: Past) -> str:
    result = past.result
    mark = f"{number(result.score)} of {number(result.max_score)}" if result.status == "graded" else result.status
    made = result.made
    digest = f" {made.sha256[:12]}" if made.sha256 else ""
    file = f"; {for_terminal(made.file)}{digest}, attempt {made.attempt}" if made.file else ""
    return f"{past.at or 'earlier':16}  {for_terminal(past.submission)}: {mark}{file}"


def _change(change: Change) -> str:
    was, now = ("no mark" if value is None else number(value) for value in (change.before, change.after))
    what = f"{change.question}: " if change.question else ""
    return f"{what}{was} -> {now}, {CAUSES[change.cause]}{f' ({change.detail})' if change.detail else ''}"


def remove_people(course: Course, folder: Path, people: Sequence[str]) -> Iterator[str]:
    """Takes submissions out, and writes the folder without them.

    Raises:
        InputError: nobody or more than one is meant, or the ledger has a line for them; nothing is removed then.
        WriteError: a file cannot be written.
    """
    name = homework_of(folder)
    with Store.existing(folder, name) as store:
        standing = store.standing()
        chosen = [one_called(standing, person, folder) for person in people]
        _check_ledger(course.homework(name), folder, chosen)
        for one in dict.fromkeys(chosen):
            store.remove(one)
            yield f"removed {for_terminal(one)}; its history stays: homework history"
        remove_file(folder / SIMILAR_PAGE)  # it may name them
        register = Register(store, course.homework(name), folder)
        register.rewrite(clock.now())


def _check_ledger(homework: Homework, folder: Path, removed: Sequence[str]) -> None:
    """Fails if the ledger does not fit who is left: the folder could not be written without them."""
    if not (folder / LEDGER).exists():
        return
    left = [row for row in graded_rows(folder) if (row.group or row.submission) not in removed]
    try:
        after_grading(folder, homework, left)
    except LedgerError as error:
        without = ", ".join(for_terminal(name) for name in removed)
        raise InputError(f"{error}; that is so without {without}: delete the line first; nobody was removed") from None


def confirm_codes(folder: Path, codes: Sequence[str]) -> Iterator[str]:
    """Lets scores that were given to another text of the same person count for the one that is there now.

    Raises:
        InputError: a code is unknown, or has no scores.
    """
    with Store.existing(folder, homework_of(folder)) as store:
        marked = store.marked()
        for code in codes:
            own = {key: scores for key, (_, scores) in marked.items() if key[0] == code.strip().lower()}
            if not own:
                raise InputError(f"{folder}: no answer of the code {code!r} has scores: copy the code from its page")
            store.keep_marked({key: (ANY, scores) for key, scores in own.items()})
            questions = ", ".join(sorted(question for _, question in own))
            yield f"confirmed {code} ({questions}): it counts from the next `homework grade` on"


def write_report(course: Course, folders: Sequence[Path], help_below: float) -> Path:
    """Writes the class report of the last folder anew, seen together with the homeworks before it.

    Args:
        course: as it is now.
        folders: of results, in the order of the homeworks.
        help_below: the share of the points below which somebody needs help.

    Raises:
        InputError: a folder holds no results.
        WriteError: the report cannot be written.
    """
    earlier = [(homework_of(folder), rows_in(folder)) for folder in folders[:-1]]
    last = folders[-1]
    spec, rows = course.homework(homework_of(last)), rows_in(last)
    names = file_names(row.submission for row in rows)
    there = set(staff_files(last))
    staff = {row.submission for row in rows if f"staff/{names[row.submission]}.html" in there}
    generated = clock.now()
    text = overview(spec, rows, generated, staff=staff, help_below=help_below, earlier=earlier)
    write_file(last / REPORT, text.encode("utf-8", "backslashreplace"))
    return last / REPORT
