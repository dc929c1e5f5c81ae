"""One submission, as Gradescope lays it out: graded as `homework grade` grades a download from there.

The folder holds `submission/`, `submission_metadata.json`, `source/` (the zip that was uploaded) and `results/`. The
submission becomes an export with one submission in it, so that names, the choice of the file, late and grouped
submissions are what they are for a whole class; and so are the inputs, which are drawn by the student's name.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from autograder.classroom.grade import grade_folder
from autograder.classroom.places import Taking
from autograder.course import open_course
from autograder.errors import HomeworkError, InputError
from autograder.files import read_bytes, write_file
from autograder.gradescope.results import Handed, fault, results_of
from autograder.results import SubmissionResult, one_line

METADATA_LIMIT = 1 << 20


class User(msgspec.Struct, frozen=True):
    """A submitter, as Gradescope names one."""

    name: str | None = ""
    email: str | None = ""
    sid: str | None = ""


class Assignment(msgspec.Struct, frozen=True):
    """What is told of the assignment."""

    due_date: str | None = ""


class Metadata(msgspec.Struct, frozen=True):
    """`submission_metadata.json`, as far as it is used."""

    id: int = 1
    created_at: str | None = ""
    users: list[User] = []
    assignment: Assignment = Assignment()
    previous_submissions: list[Any] = []


def main(root: Path) -> None:
    """Grades what lies in `root`, and writes `results/results.json`; whatever fails is told there."""
    try:
        results = graded(root)
    except Exception as error:  # ours or the machine's: no mark, and never a 0
        traceback.print_exc()
        results = fault(one_line(error) if isinstance(error, HomeworkError) else f"{type(error).__name__}")
    try:
        write_file(root / "results" / "results.json", msgspec.json.format(msgspec.json.encode(results), indent=1))
    except HomeworkError as error:  # what `run_autograder` put there stays
        sys.exit(f"error: {error}")


def graded(root: Path) -> dict[str, Any]:
    """What Gradescope shows of the submission in `root`.

    Raises:
        HomeworkError: a file or the machine cannot be used.
    """
    course = open_course(root / "source" / "course")
    (homework,) = course.manifest.homework
    metadata = read_metadata(root / "submission_metadata.json")
    with tempfile.TemporaryDirectory(prefix="homework-") as name:
        folder = Path(name)
        export, out = folder / "export", folder / "marks"
        # Only the grader goes in here, but for the copy that a sandbox is given.
        shutil.copytree(root / "submission", export / f"submission_{metadata.id}", symlinks=True)
        (export / "submission_metadata.yml").write_bytes(as_exported(metadata))
        done = grade_folder(course, homework.name, [export], out, jobs=1, taking=Taking(layout="gradescope"))
        rows: Sequence[SubmissionResult] = done.results
        if not rows:
            raise InputError("the submission holds nothing that is anybody's")
        due = metadata.assignment.due_date or ""
        handed = Handed(len(metadata.previous_submissions) + 1, metadata.created_at or "", due)
        return results_of(done.homework, rows, handed)


def read_metadata(path: Path) -> Metadata:
    """Gradescope's word on the submission.

    Raises:
        InputError: it is missing or damaged.
    """
    try:
        return msgspec.json.decode(read_bytes(path, METADATA_LIMIT), type=Metadata)
    except OSError as error:
        raise InputError(f"{path.name}: cannot be read: {error.strerror or os.strerror(error.errno or 0)}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name}: is not what Gradescope writes: {error}") from None


def as_exported(metadata: Metadata) -> bytes:
    """The same as the metadata of an export, which is YAML: JSON is."""
    people = [{"name": user.name, "sid": user.sid, "email": user.email} for user in metadata.users]
    submitters = [{f":{key}": text or "" for key, text in person.items()} for person in people]
    entry = {":submitters": submitters, ":created_at": metadata.created_at or ""}
    return msgspec.json.encode({f"submission_{metadata.id}": entry})
