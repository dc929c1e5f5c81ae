"""`homework release --check`: what a zip is, whether it is whole and the latest, and whether it lies where it may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from autograder.course import Course, CourseError
from autograder.errors import Exit, HomeworkError, MachineError
from autograder.release.archive import unpacked
from autograder.release.gate.verified import check_ready
from autograder.release.kinds import TO_STUDENTS, Kind
from autograder.release.leaks import leaks
from autograder.release.reading import UnreadableZip, files_of, record_at
from autograder.release.record import FILE, SHOWN, Record, digest, hashes, record_in
from autograder.release.releasing import made, searched
from autograder.release.shelves import loud
from autograder.results import one_line
from autograder.tools import TOOLS

LISTED = 5  # files that are named
NOT_OURS = f"is not of homework release: it holds no {FILE} where one belongs (or was released before there was one)"


class Line(NamedTuple):
    """Something to say: what of, what; and what the command ends with if nothing graver is found."""

    label: str
    text: str
    status: Exit = Exit.DONE


def check_zip(path: Path, course: Course | CourseError) -> Iterator[Line]:
    """All there is to say of a zip, line by line.

    Args:
        path: of the zip.
        course: of which it may be; or why there is none here.
    """
    try:
        files = files_of(path)
    except UnreadableZip as error:
        yield Line("", f"{path}: {error}", Exit.USAGE)
        return
    record = record_in(files)
    if record is None:
        yield Line("", f"{path}: {NOT_OURS}", Exit.USAGE)
        return
    yield from _is(record)
    found = hashes({name: content for name, content in files.items() if name != record.place})
    yield from _whole(record, found)
    yield from _now(path, record, files, found, course)
    yield from _lies(path, record)


def _is(record: Record) -> Iterator[Line]:
    language = f", in {record.language} alone" if record.language else ""
    yield Line("what", f"{record.kind.value}: {record.kind.what}{language}")
    yield Line("for", record.kind.whom.removeprefix("for "))
    yield Line("homework", f"{record.homework} of {one_line(record.course)}")
    yield Line("version", record.version or "none")
    yield Line("released", f"{record.date}, {'verified' if record.verified else 'NOT verified'}")


def _whole(record: Record, found: Mapping[str, str]) -> Iterator[Line]:
    """Whether its files are those that its record names."""
    now = digest(found)
    yield Line("digest", now[:SHOWN])
    changed = differences(record.files, found, ("is gone", "was added", "was changed"))
    if changed:
        yield Line("whole", f"ALTERED since it was released: {_listed(changed)}", Exit.NOT_RIGHT)
    elif now != record.digest:
        yield Line("whole", f"ALTERED since it was released: {FILE} itself was changed", Exit.NOT_RIGHT)
    else:
        yield Line("whole", "yes: each file is as it was released")


def _now(
    path: Path, record: Record, files: Mapping[str, bytes], found: Mapping[str, str], course: Course | CourseError
) -> Iterator[Line]:
    """Whether the sources give the same now."""
    try:
        if isinstance(course, CourseError):
            raise course
        if record.course != course.manifest.name:
            here = f"this is the course {course.manifest.name}, not {one_line(record.course)}"
            raise CourseError(f"{here}: run it there, or set HOMEWORK_COURSE")
        if record.homework not in course.names:
            yield Line("latest", f"NO: the course has no homework {record.homework} any more", Exit.NOT_RIGHT)
            return
        homework = course.homework(record.homework)
        check_ready(homework)
        if record.language and record.language not in homework.languages:
            yield Line("latest", f"NO: {record.homework} is not in {record.language} any more", Exit.NOT_RIGHT)
            return
        again = made(course, homework, record.name, verified=record.verified)
        if again is None:
            raise MachineError(f"{TOOLS['hatchling'].missing}: {TOOLS['hatchling'].install}")
    except HomeworkError as error:
        yield Line("latest", f"not compared: {error}", error.exit)
        return
    now = record_in(unpacked(again)[0])
    assert now is not None  # `made` has put it there
    changed = differences(found, now.files, ("would not be there now", "is missing", "differs"))
    if changed:
        yield Line("latest", f"NO: {len(changed)} of {len(now.files)} files: {_listed(changed)}", Exit.NOT_RIGHT)
        if record.kind is Kind.STUDENT:
            for line in leaks(course, homework, searched(files)):
                yield Line("", f"{loud(path)}: {one_line(line)}", Exit.NOT_RIGHT)
    elif record.version != str(homework.version):
        yield Line("latest", f"NO: the homework's version is {homework.version or 'none'} now", Exit.NOT_RIGHT)
    else:
        packed = "" if again == path.read_bytes() else "; but it was packed anew by another program"
        yield Line("latest", f"yes: the sources give the same files now{packed}")


def _lies(path: Path, record: Record) -> Iterator[Line]:
    """Whether it is where, and is called as, only those may find it who may see it."""
    if record.kind is not Kind.STUDENT:
        absolute = path.absolute()
        above = [parent.name.casefold() for parent in (*absolute.parents, *absolute.resolve().parents)]
        beside = [p.name for p in sorted(absolute.parent.glob("*.zip")) if p != absolute and _is_students(p)]
        stem = path.stem.casefold()
        if TO_STUDENTS in above or "student_template" in above:
            yield Line("", f"{loud(path)}: it lies in a folder for students", Exit.NOT_RIGHT)
        elif beside:
            yield Line("", f"{loud(path)}: it lies beside {beside[0]}, which is for students", Exit.NOT_RIGHT)
        if record.kind.value not in stem or Kind.STUDENT.value in stem:
            called = f"its name does not say {record.kind.value}: call it {record.name}"
            yield Line("", f"{loud(path)}: {called}", Exit.NOT_RIGHT)
    elif path.name != str(record.name):
        yield Line("name", f"was released as {record.name}")


def _is_students(path: Path) -> bool:
    record = record_at(path)
    return record is not None and record.kind is Kind.STUDENT


def differences(before: Mapping[str, str], after: Mapping[str, str], said: tuple[str, str, str]) -> list[str]:
    """What tells two lists of hashes apart, one line a file.

    Args:
        before: hashes by name.
        after: the same.
        said: of a file that only `before` has, that only `after` has, that is another one.
    """
    only_before, only_after, other = said
    lines = []
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            lines.append(f"{name} {only_before}")
        elif name not in before:
            lines.append(f"{name} {only_after}")
        elif before[name] != after[name]:
            lines.append(f"{name} {other}")
    return lines


def _listed(lines: list[str]) -> str:
    more = f" and {len(lines) - LISTED} more" if len(lines) > LISTED else ""
    return ", ".join(map(one_line, lines[:LISTED])) + more
