"""The release of a homework: all its zips, each in the folder of who may see it, none of them written on a leak."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course, Homework, Text, spoken
from autograder.files import write_file
from autograder.release.archive import unpacked
from autograder.release.gradescope_zip import gradescope_zip
from autograder.release.kinds import Kind, Name
from autograder.release.leaks import leaks
from autograder.release.otter_zip import otter_zip_bytes
from autograder.release.reading import record_at
from autograder.release.record import STAMP, record_in, recorded
from autograder.release.shelves import RAISE, Placed, strays, write_readmes
from autograder.release.solutions_zip import solutions_zip
from autograder.release.sources import ReleaseError
from autograder.release.student_zip import student_zip
from autograder.release.trace_files import foreign_values

UNVERIFIED = Text(
    "This was released without the verdict of `homework verify`: nobody has proved that a right\n"
    "answer gets full marks, that wrong ones do not, or that nothing hidden is inside.\n",
    "此发布包未经 `homework verify` 检验：没有证明正确答案能得满分、错误答案会失分，也没有证明其中不含隐藏内容。\n",
)


@dataclass(frozen=True)
class Released:
    """What a release wrote, and what there is to say of what else lies there."""

    zips: list[Placed]
    warnings: list[str]


def made(course: Course, homework: Homework, name: Name, *, verified: bool) -> bytes | None:
    """The zip of that name from the present sources; None for Gradescope's, where this program's wheel cannot be built.

    Raises:
        ReleaseError: a file is missing or breaks a rule.
    """
    archive = _archive(course, homework, name)
    stamps = {} if verified else unverified(homework)
    return None if archive is None else recorded(archive, name, course.manifest.name, stamps, verified=verified)


def _archive(course: Course, homework: Homework, name: Name) -> bytes | None:
    if name.kind is Kind.STUDENT:
        return student_zip(course, homework, name.language)
    if name.kind is Kind.SOLUTIONS:
        return solutions_zip(course, homework, name.language)
    return otter_zip_bytes(course, homework) if name.kind is Kind.OTTER else gradescope_zip(course, homework)


def unverified(homework: Homework) -> dict[str, str]:
    """The stamp of a release without a verdict: the files for the top of each zip."""
    return {STAMP: "\n".join(UNVERIFIED[language] for language in spoken(homework.languages))}


def release_homework(
    course: Course, homework: Homework, out: Path, *, date: str, languages: Sequence[str] = (), verified: bool = True
) -> Released:
    """Writes the student's zip into `out/to-students`, those of the staff into `out/staff`; each is whole or not there.

    For each of `languages` come further zips, of the handout and of its solutions in that one alone. What is handed in
    is graded alike, whichever handout it was written in.

    Args:
        course: of the homework.
        homework: what is released.
        out: the folder.
        date: the day, which stands in the names.
        languages: see above.
        verified: whether the gate has passed it; if not, each zip says so.

    Raises:
        ReleaseError: a file is missing or breaks a rule, or a zip holds a line that must stay hidden from whoever is
            to have it.
        WriteError: a zip cannot be written.
    """
    contents = {}
    for name in _names(homework, date, languages):
        content = made(course, homework, name, verified=verified)
        if content is not None:
            _check_hides(course, homework, name, content)
            contents[name] = content
    written = []
    for name, content in contents.items():
        path = out / name.kind.folder / str(name)
        replaced, before = path.exists(), record_at(path)
        write_file(path, content)
        record = record_in(unpacked(content)[0])
        assert record is not None  # `made` has put it there
        written.append(Placed(path, record, replaced and not record.is_like(before)))
    return Released(written, [*write_readmes(out, homework.languages), *_replaced(written), *strays(out, written)])


def _names(homework: Homework, date: str, languages: Sequence[str]) -> Iterator[Name]:
    version = str(homework.version)
    for language in ("", *languages):
        yield Name(homework.name, version, date, Kind.STUDENT, language)
    for kind in (Kind.OTTER, Kind.GRADESCOPE):
        yield Name(homework.name, version, date, kind)
    for language in ("", *languages):
        yield Name(homework.name, version, date, Kind.SOLUTIONS, language)


def _check_hides(course: Course, homework: Homework, name: Name, archive: bytes) -> None:
    """That a zip holds no line that is hidden from who is to have it; the wheel in it is the gate's to search.

    Raises:
        ReleaseError: it does.
    """
    if name.kind not in (Kind.STUDENT, Kind.SOLUTIONS):
        return
    solved = name.kind is Kind.SOLUTIONS
    files = searched(unpacked(archive)[0])
    found = [*leaks(course, homework, files, solved=solved), *foreign_values(course, homework, files)]
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        file, _, what = found[0].partition(": ")
        raise ReleaseError(f"{name}, {file}", what + more, "take it out of what students get")


def searched(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of the files in a zip, those in which to look for leaks: all but a wheel, which is searched by its own rule."""
    return {name: content for name, content in files.items() if not name.endswith(".whl")}


def _replaced(written: Sequence[Placed]) -> Iterator[str]:
    """What stood under the same name and was something else."""
    for one in written:
        if one.replaced:
            clash = f"; whoever has both cannot tell them apart: {RAISE}" if one.record.kind is Kind.STUDENT else ""
            yield f"{one.path} took the place of a file of the same name with other contents{clash}"
