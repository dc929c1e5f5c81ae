"""What a README says of its homework by the manifest: the course, the version, when it is due, whom to ask, honesty.

What the manifest does not say, no README mentions.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime

from autograder.course import Course, Homework, Text, spoken
from autograder.texts import SPOKEN

COURSE = Text("Course", "课程")
VERSION = Text("Version", "版本")
DUE = Text("Due", "截止时间")
CONTACT = Text("Questions to", "联系方式")
HONESTY = Text("Academic honesty.", "学术诚信。")
CHINESE = re.compile("[\u2e80-\uffef]")
COLON = Text(":", "：")


def about(course: Course, homework: Homework, languages: Sequence[str]) -> dict[str, list[str]]:
    """The lines of a list, by the language that the program speaks in that part of a README.

    Args:
        course: whose manifest it is.
        homework: of it.
        languages: those of the README, which need not be any that the program speaks.
    """
    return {one: [*_lines(course, homework, languages, one)] for one in spoken(languages)}


def _lines(course: Course, homework: Homework, languages: Sequence[str], said: str) -> Iterator[str]:
    told = {
        COURSE: " / ".join(course.manifest.title[one] for one in told_in(languages, said)),
        VERSION: str(homework.version),
        DUE: due(homework.due, course.manifest.timezone, said) if homework.due is not None else "",
        CONTACT: course.manifest.contact,
    }
    for label, text in told.items():
        if text:
            yield f"**{label[said]}{COLON[said]}** {text}"


def honesty(course: Course, languages: Sequence[str]) -> dict[str, list[str]]:
    """The course's note, as paragraphs for the end of each part; none if it has none."""
    note = course.manifest.honesty
    if note is None:
        return {one: [] for one in spoken(languages)}
    return {said: [*_notes(note, languages, said)] for said in spoken(languages)}


def _notes(note: Text, languages: Sequence[str], said: str) -> Iterator[str]:
    for number, language in enumerate(told_in(languages, said)):
        text = note[language].strip()
        if not number:  # what is in another language than the program's follows under the same words
            text = f"**{HONESTY[said]}** {text}"
        for paragraph in text.split("\n\n"):
            # A line's end inside Chinese would be shown as a gap: there they stay where their author put them.
            is_chinese = CHINESE.search(paragraph)
            yield (
                paragraph
                if is_chinese
                else textwrap.fill(paragraph, 118, break_long_words=False, break_on_hyphens=False)
            )


def told_in(languages: Sequence[str], said: str) -> list[str]:
    """Of a README's languages, those whose texts stand in the part where the program speaks this one.

    Its own; and in the first part those that the program does not speak.
    """
    first = said == spoken(languages)[0]
    return [one for one in languages if one == said or (first and one not in SPOKEN)]


def due(when: datetime, zone: str, said: str) -> str:
    """A time with its zone: the course's by name, if it has one, and the offset that holds then.

    Args:
        when: in the course's zone.
        zone: what the manifest calls it: a name, an offset or nothing.
        said: the language.
    """
    sign, hours, minutes = re.fullmatch(r"([+-])(\d\d)(\d\d).*", when.strftime("%z")).groups()  # type: ignore[union-attr]
    offset = "UTC" if hours == minutes == "00" else f"UTC{sign}{hours}:{minutes}"
    named = [zone] if zone and not re.match(r"[+-]\d|Z$|UTC$", zone) else []
    inside = Text(", ", "，")[said].join([*named, offset])
    return f"{when:%Y-%m-%d %H:%M}" + Text(f" ({inside})", f"（{inside}）")[said]
