"""A page per written question: its rubric, and every answer under a code, for a person to grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.course import Homework, Written
from autograder.reports.html import template
from autograder.written.fragment import without_pictures

PAGE_LIMIT = 120 << 20  # characters of all answers on one page: browsers show more than that badly


@dataclass(frozen=True)
class Answer:
    """One answer: HTML that `fragment.checked` passed, with its pictures, and the code that stands for its author.

    `former` are scores by rubric item that were given to another text of the same person, and do not count.
    """

    code: str
    html: Markup
    former: tuple[tuple[str, float], ...] = ()


def written_page(
    homework: Homework,
    written: Written,
    answers: Sequence[Answer],
    unanswered: Sequence[str],
    unread: Sequence[str],
    unreadable: Sequence[str],
    prompt: Mapping[str, Markup],
    generated: str,
) -> str:
    """The page of a question, in both languages: without script, without network, without names.

    Args:
        homework: which the question is of.
        written: the question.
        answers: in the order in which they are shown.
        unanswered: codes of those that handed in nothing to grade.
        unread: codes of those whose file could not be read, for a person to look into.
        unreadable: codes of those whose submission could not be graded at all.
        prompt: the question's text as HTML, by language; may be empty.
        generated: when and by what, as shown at the foot.
    """
    shown, without, size = list[tuple[str, Markup, tuple[tuple[str, float], ...]]](), list[str](), 0
    for answer in answers:
        html = answer.html
        if size + len(html) > PAGE_LIMIT:
            html = without_pictures(html)
            without += [answer.code] if len(html) < len(answer.html) else []
        size += len(html)
        shown.append((answer.code, html, answer.former))
    return template("written.html", homework.languages).render(
        homework=homework,
        written=written,
        answers=shown,
        has_pictures=any("<img " in html for _, html, _ in shown),
        without_pictures=without,
        unanswered=unanswered,
        unread=unread,
        unreadable=unreadable,
        prompt=prompt,
        generated=generated,
    )
