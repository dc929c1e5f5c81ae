"""What a regrade changes of marks that stood before, question by question, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.digests import OF_THE_COURSE
from autograder.reports.figures import is_open, mark_of
from autograder.results import Cause, Change, QuestionResult, SubmissionResult

_EPSILON = 1e-6
Parts = Mapping[str, Mapping[str, str]]  # of digests, what each ingredient was


@dataclass(frozen=True)
class Changed:
    """A submission whose marks were changed, or would be."""

    before: SubmissionResult
    after: SubmissionResult
    changes: tuple[Change, ...]


def changes_between(before: SubmissionResult, after: SubmissionResult, at: str, parts: Parts) -> tuple[Change, ...]:
    """What differs between two marks of one submission; nothing if there was no mark before.

    Args:
        before: the mark that stood, with written marks.
        after: the one that takes its place.
        at: when.
        parts: to tell what else differs.
    """
    if mark_of(before) is None and before.status != "grader_error":
        return ()
    return tuple(_changes(before, after, at, parts))


def _changes(before: SubmissionResult, after: SubmissionResult, at: str, parts: Parts) -> Iterator[Change]:
    if "unreadable" in (before.status, after.status) or not (before.questions and after.questions):
        was, now = mark_of(before), mark_of(after)
        if before.status != after.status and not (was is None and before.status == "grader_error"):
            yield Change(at, "", was, now, *cause(before, after, "", parts))
        return
    old = {question.question: question for question in before.questions}
    for question in after.questions:
        one = old.get(question.question)
        was, now = _points(one), _points(question)
        if was is None and (one is not None or is_open(question)):
            continue  # it was open, and is now what it should have been
        if _differ(was, now) or (one is not None and _differ(one.max_score, question.max_score)):
            yield Change(at, question.question, was, now, *cause(before, after, question.question, parts))
    for gone in old.keys() - {question.question for question in after.questions}:
        yield Change(at, gone, _points(old[gone]), None, *cause(before, after, gone, parts))
    marked = {written.question: written.score for written in before.written}
    for written in after.written:
        was = marked.get(written.question)
        if was is not None and _differ(was, written.score):
            yield Change(at, written.question, was, written.score, "marked")


def cause(before: SubmissionResult, after: SubmissionResult, question: str, parts: Parts) -> tuple[Cause, str]:
    """Why a question has other points than before, as far as what made the two results tells; and in detail."""
    old, new = before.made, after.made
    if old.sha256 != new.sha256 and new.sha256:
        return "file", f"another file: {new.file or 'unnamed'}" if old.sha256 else "another file"
    if not new.sha256 or not old.sha256:
        return "file", "what was handed in"
    if before.seed != after.seed:
        return "seed", f"seed {after.seed} instead of {before.seed}"
    changed = [
        name
        for one in ([question] if question else sorted({*old.judged, *new.judged}))
        for name in _differing(old.judged.get(one, ""), new.judged.get(one, ""), parts)
    ]
    of_the_course = [name for name in dict.fromkeys(changed) if name in OF_THE_COURSE]
    if of_the_course:
        return "suite", ", ".join(of_the_course)
    if before.submission != after.submission:
        return "seed", "its name, by which inputs are drawn"
    if before.sandbox != after.sandbox:
        return "grader", f"sandbox {after.sandbox} instead of {before.sandbox}"
    if old.version != new.version:
        changed.insert(0, f"version {new.version} instead of {old.version}")
    return "grader", ", ".join(dict.fromkeys(changed)) or "graded again"


def _differing(old: str, new: str, parts: Parts) -> list[str]:
    before, after = parts.get(old, {}), parts.get(new, {})
    return [name for name in after if before.get(name) != after[name]] if old != new and before else []


def _points(question: QuestionResult | None) -> float | None:
    return None if question is None or is_open(question) else question.score


def _differ(a: float | None, b: float | None) -> bool:
    return (a is None) != (b is None) or (a is not None and b is not None and abs(a - b) > _EPSILON)


def lost_to_unreadable(changed: Sequence[Changed]) -> list[Changed]:
    """Those who had a mark, and of whom there is now nothing that can be graded."""
    return [one for one in changed if one.before.status == "graded" and one.after.status == "unreadable"]
