"""What is known of people, as columns of a table: each only if it is known of anybody."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.results import SubmissionResult

PERSON = ("id", "school_id", "name", "section", "attempt", "late")


def known_of(results: Sequence[SubmissionResult]) -> list[str]:
    """The columns of `PERSON` that say something: attempts if somebody had a second one, `late` if somebody was."""
    return [column for column in PERSON if any(_says(result, column) for result in results)]


def person(result: SubmissionResult, columns: Sequence[str]) -> list[str]:
    """The cells of a row in these columns; what is not known is empty."""
    return [_cell(result, column) for column in columns]


def was_absent(result: SubmissionResult) -> bool:
    """Whether somebody handed in nothing, whatever the row says by now."""
    before = result.as_graded
    return (before.status if before is not None else result.status) == "absent"


def is_late(result: SubmissionResult) -> bool:
    """Whether somebody was late: the platform marks it so, or it came after it was due, and after the grace."""
    return result.made.late or any(one.change == "late" for one in result.adjustments)


def _says(result: SubmissionResult, column: str) -> bool:
    return result.made.attempt > 1 if column == "attempt" else bool(_cell(result, column))


def _cell(result: SubmissionResult, column: str) -> str:
    if column == "attempt":
        return "" if was_absent(result) else str(result.made.attempt)
    if column == "late":
        return "late" if is_late(result) else ""
    text: str = getattr(result, column)
    return text
