"""The zip that students download, and the release of a homework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from autograder.course import Course, Homework
from autograder.files import write_file
from autograder.release.archive import with_files, zip_bytes
from autograder.release.gradescope_zip import gradescope_zip
from autograder.release.hint_files import hint_files
from autograder.release.layer_files import layer_files
from autograder.release.leaks import leaks
from autograder.release.otter_zip import otter_zip_bytes
from autograder.release.sources import ReleaseError
from autograder.release.template import template_files
from autograder.release.tool_wheel import tool_wheel
from autograder.release.trace_files import foreign_values, trace_files


def student_files(course: Course, homework: Homework, language: str = "") -> dict[str, bytes]:
    """What students get, by path: the template's files, and hints and values where the manifest releases some."""
    released = hint_files(course, homework) | layer_files(course, homework) | trace_files(course, homework)
    return template_files(course, homework, language) | released


def student_zip(course: Course, homework: Homework, language: str = "") -> bytes:
    """The student's folder as a zip with the homework's name as its one top folder, in one language or in both.

    With it comes the wheel that installs the tool, unless the manifest says where else it is, or it cannot be built.
    """
    files = student_files(course, homework, language)
    wheel = None if course.manifest.install else tool_wheel()
    if wheel is not None:
        files[wheel.name] = wheel.content
    return zip_bytes({f"{homework.name}/{name}": content for name, content in files.items()})


def release_homework(
    course: Course,
    homework: Homework,
    out: Path,
    *,
    languages: Sequence[str] = (),
    stamps: Mapping[str, str] = MappingProxyType({}),
) -> list[Path]:
    """Writes the student's zip, plain otter's and Gradescope's into `out`; each is whole or not there.

    For each of `languages` comes `<homework>-student-<language>.zip`, the handout in that one alone. What is handed in
    is graded alike, whichever handout it was written in.

    `stamps` are further text files for the top of each zip.

    Raises:
        ReleaseError: a file is missing or breaks a rule, or students would get a line that must stay hidden.
        WriteError: a zip cannot be written.
    """
    found = []
    for language in ("", *languages):
        files = student_files(course, homework, language)
        found += [*leaks(course, homework, files), *foreign_values(course, homework, files)]
    if found:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        file, _, what = found[0].partition(": ")
        raise ReleaseError(f"student_template/{homework.name}/{file}", what + more, "take it out of what students get")
    contents = {"student": student_zip(course, homework)}
    contents |= {f"student-{language}": student_zip(course, homework, language) for language in languages}
    contents["otter"] = otter_zip_bytes(course, homework)
    if (for_gradescope := gradescope_zip(course, homework)) is not None:
        contents["gradescope"] = for_gradescope
    paths = []
    for kind, content in contents.items():
        path = out / f"{homework.name}-{kind}.zip"
        write_file(path, with_files(content, stamps))
        paths.append(path)
    return paths
