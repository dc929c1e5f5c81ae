"""A folder of results: its rows as graded, and as they count."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from autograder.course import Homework
from autograder.errors import InputError
from autograder.marks.applying import apply, unadjusted
from autograder.marks.ledger import load_ledger
from autograder.results import SubmissionResult, from_json


class FolderError(InputError):
    """A folder does not hold what `homework grade` writes; the message says what to do."""


def after_grading(folder: Path, homework: Homework, rows: Sequence[SubmissionResult]) -> list[SubmissionResult]:
    """The rows of a class as they count: with what the folder's ledger says, and lateness.

    Raises:
        LedgerError: a line of the ledger cannot be.
    """
    return apply(homework, rows, load_ledger(folder))


def rows_in(folder: Path) -> list[SubmissionResult]:
    """The rows of a folder as they stand, by name.

    Raises:
        FolderError: there are none, or one cannot be read.
    """
    rows = []
    for path in sorted((folder / "results").glob("*.json")):
        try:
            rows.append(from_json(path.read_bytes()))
        except OSError as error:
            raise FolderError(f"{path}: cannot be read: {error.strerror}") from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise FolderError(f"{path}: no result of this program: grade the class again") from None
    if not rows:
        raise FolderError(f"{folder}: holds no results: name the --out of `homework grade`")
    return sorted(rows, key=lambda row: row.submission)


def graded_rows(folder: Path) -> list[SubmissionResult]:
    """The same as they were graded, before anything was adjusted. Raises as `rows_in`."""
    return [unadjusted(row) for row in rows_in(folder)]
