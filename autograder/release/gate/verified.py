"""Is a homework verified as it is now? What `homework release` asks, and the stamp of a release that does not ask."""

from __future__ import annotations

from autograder.course import MANIFEST, Course, Homework, Text, spoken
from autograder.digests import homework_digest
from autograder.errors import InputError
from autograder.questions.loading import NO_QUESTION
from autograder.release.gate.verdict import Verdict, VerdictError, read_verdict, verdict_path

UNVERIFIED = Text(
    "This was released without the verdict of `homework verify`: nobody has proved that a right\n"
    "answer gets full marks, that wrong ones do not, or that nothing hidden is inside.\n",
    "此发布包未经 `homework verify` 检验：没有证明正确答案能得满分、错误答案会失分，也没有证明其中不含隐藏内容。\n",
)


def unverified(homework: Homework) -> dict[str, str]:
    """The stamp of a release without a verdict: the files for the top of each zip."""
    return {"UNVERIFIED.txt": "\n".join(UNVERIFIED[language] for language in spoken(homework.languages))}


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
