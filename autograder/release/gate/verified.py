"""Is a homework verified as it is now? What `homework release` asks."""

from __future__ import annotations

from autograder.course import MANIFEST, Course, Homework
from autograder.digests import homework_digest
from autograder.errors import InputError
from autograder.questions.loading import NO_QUESTION
from autograder.release.gate.verdict import Verdict, VerdictError, read_verdict, verdict_path


class DraftError(InputError):
    """A draft cannot be released."""


def check_ready(homework: Homework) -> None:
    """Whether a homework may be released at all.

    Raises:
        DraftError: it is a draft, or holds nothing else.
    """
    if homework.draft:
        raise DraftError(
            f"{homework.name} is a draft: to release it, take draft = true out of its section in {MANIFEST}"
        )
    if not homework.questions:
        raise DraftError(NO_QUESTION.format(homework=homework.name))


def released_verdict(course: Course, homework: Homework) -> Verdict:
    """The passing verdict on the homework as it is now.

    Raises:
        VerdictError: there is none.
    """
    verdict = read_verdict(verdict_path(course, homework.name))
    again = f"run homework verify {homework.name}, or release with --unverified"
    if verdict is None:
        raise VerdictError(f"{homework.name} is not verified: {again}")
    if not verdict.complete or not verdict.passed:
        raise VerdictError(f"{homework.name} does not pass the gate ({len(verdict.problems)} to mend): {again}")
    if verdict.digest != homework_digest(course, homework, verdict.asked_sandbox):
        raise VerdictError(f"{homework.name} has changed since it was verified: {again}")
    return verdict
