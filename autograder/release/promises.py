"""Figures of the manifest in prompts: students read the question's limit in the place of `{{ call }}`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.course import MANIFEST, Course, Homework, Limits, Question
from autograder.release.sources import ReleaseError, read_text, shown

FIGURE = re.compile(r"\{\{ (\w+) \}\}")
PROMISED = ("call", "question", "memory")


def prompt_text(course: Course, homework: Homework, name: str, language: str) -> str:
    """A prompt as students read it: of a question, a written question, or `index`.

    Raises:
        ReleaseError: it cannot be read, or asks for a figure that there is not.
    """
    path = course.prompt(homework.name, name, language)
    text = read_text(course, path).strip("\n")
    question = homework.draft_or_question(name)
    limits = homework.limits_of(question) if question is not None else None

    def figure(match: re.Match[str]) -> str:
        if limits is None or match[1] not in PROMISED:
            mend = f"in the prompt of a coded question, write one of {', '.join(PROMISED)}"
            raise ReleaseError(shown(course, path), f"asks for the figure {match[0]}", mend)
        return f"{getattr(limits, match[1]):g}"

    return FIGURE.sub(figure, text)


def promises(course: Course, homework: Homework, question: Question) -> dict[str, float]:
    """The limits that a question's prompt names, in any language."""
    texts = [read_text(course, path) for path in course.prompts(homework.name, question.name)]
    names = {match[1] for text in texts for match in FIGURE.finditer(text)} & {*PROMISED}
    limits: Limits = homework.limits_of(question)
    return {name: float(getattr(limits, name)) for name in PROMISED if name in names}


def all_promises(course: Course, homework: Homework) -> Sequence[str]:
    """What the prompts of a homework promise, for the key of a proof."""
    found = []
    for question in homework.questions:
        try:
            found += [f"{question.name} {k} {v:g}" for k, v in promises(course, homework, question).items()]
        except ReleaseError:  # which other checks report
            found.append(f"{question.name} {MANIFEST}")
    return found
