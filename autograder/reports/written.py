"""A page per written question: its rubric, and every answer under a code, for a person to mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.course import Homework, Written
from autograder.reports.html import template
from autograder.reports.markdown import markdown


@dataclass(frozen=True)
class Answer:
    """One answer: Markdown as a student wrote it, and the code that stands for its author."""

    code: str
    text: str


def written_page(
    homework: Homework,
    written: Written,
    answers: Sequence[Answer],
    unanswered: Sequence[str],
    prompt: Mapping[str, str],
    generated: str,
) -> str:
    """The page of a question, in both languages: without script, without network, without names.

    Args:
        homework: which the question is of.
        written: the question.
        answers: in the order in which they are shown.
        unanswered: codes of those that handed in nothing to mark.
        prompt: the question's text in Markdown, by language; may be empty.
        generated: when and by what, as shown at the foot.
    """
    return template("written.html").render(
        homework=homework,
        written=written,
        answers=[(answer.code, markdown(answer.text)) for answer in answers],
        unanswered=unanswered,
        prompt={language: markdown(text) for language, text in prompt.items()},
        generated=generated,
    )
