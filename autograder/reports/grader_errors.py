"""Faults of the grader, for the staff: which case, which error, which line, and whose points it leaves open."""

from __future__ import annotations

from collections.abc import Iterable

from autograder.course import Homework
from autograder.reports.escape import for_terminal
from autograder.reports.figures import by_name
from autograder.results import GraderFault, SubmissionResult

NAMES = 20  # submissions listed under one fault


def grader_errors(homework: Homework, results: Iterable[SubmissionResult]) -> str:
    """The text of `staff/grader-errors.txt`; empty if nothing failed.

    A fault that affected many submissions is listed once, with the traceback of the first.
    """
    parts = []
    for (question, case, place, _), affected in _alike(results).items():
        fault, names = affected[0][1], [for_terminal(result.submission) for result, _ in affected]
        where = f"{homework.name}/{question}, case {case!r}" if question else homework.name
        more = f" and {len(names) - NAMES} more" if len(names) > NAMES else ""
        what = f"{fault.error}{f' ({place})' if place else ''}"
        who = f"met by {len(names)}: {', '.join(names[:NAMES])}{more}"
        parts.append(f"{where}\n{what}\n{who}\n\n{_escaped(fault.traceback or fault.error)}".rstrip())
    rule = "\n\n" + 100 * "-" + "\n\n"
    return rule.join(parts) + "\n" if parts else ""


def _escaped(text: str) -> str:
    """Lines that no terminal and no reader takes for anything else: a suite may put a student's values into them."""
    lines = text.rstrip().split("\n")
    return "\n".join("    " + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line) for line in lines)


def loudest(homework: Homework, results: Iterable[SubmissionResult]) -> str:
    """The fault that affected most submissions, in one line; empty if there was none."""
    affected = max(_alike(results).values(), key=len, default=[])
    if not affected:
        return ""
    fault = affected[0][1]
    where = f"{homework.name}/{fault.question}, case {fault.case!r}: " if fault.question else ""
    return f"{where}{fault.error}" + (f" ({fault.place})" if fault.place else "")


def _alike(
    results: Iterable[SubmissionResult],
) -> dict[tuple[str, str, str, str], list[tuple[SubmissionResult, GraderFault]]]:
    """The faults by question, case, place and kind of error."""
    found: dict[tuple[str, str, str, str], list[tuple[SubmissionResult, GraderFault]]] = {}
    for result in by_name(results):
        for fault in result.faults:
            kind = fault.error.partition(":")[0]
            found.setdefault((fault.question, fault.case, fault.place, kind), []).append((result, fault))
    return found
