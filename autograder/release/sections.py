"""Where each homework and each question stands in the text of a manifest, and changes of whole sections.

A change is made in the lines, so that comments and layout stay, and is then held against what it should have changed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.course import MANIFEST
from autograder.errors import InputError

HEADER = re.compile(r"\s*\[\[\s*homework\s*(?:\.\s*(question|written)\s*)?\]\]\s*(?:#.*)?$")
KINDS = ("question", "written")


class ManifestEditError(InputError):
    """The manifest cannot be changed by a program; the message says what to do by hand."""


@dataclass(frozen=True)
class Section:
    """Lines of a homework, with all its questions, or of one question: from `begin` to before `end`."""

    kind: str  # "homework", "question" or "written"
    homework: str
    name: str
    begin: int
    end: int


def sections(text: str) -> list[Section]:
    """All sections, in their order; those that are written inline have none."""
    lines = text.splitlines()
    heads = [(at, match[1] or "homework") for at, line in enumerate(lines) if (match := HEADER.match(line))]
    document = tomllib.loads(text)
    found: list[Section] = []
    homework: dict[str, Any] = {}
    count = dict.fromkeys(("homework", *KINDS), 0)
    for number, (at, kind) in enumerate(heads):
        after = [a for a, other in heads[number + 1 :] if kind != "homework" or other == "homework"]
        if kind == "homework":
            homework = _nth(document, "homework", count["homework"])
            count |= dict.fromkeys(KINDS, 0)
            name = str(homework.get("name", ""))
        else:
            name = str(_nth(homework, kind, count[kind]).get("name", ""))
        count[kind] += 1
        end = _own_end(lines, at, min(after, default=len(lines)))
        found.append(Section(kind, str(homework.get("name", "")), name, at, end))
    return found


def _nth(table: dict[str, Any], key: str, number: int) -> dict[str, Any]:
    every = table.get(key)
    return every[number] if isinstance(every, list) and number < len(every) else {}


def _own_end(lines: list[str], begin: int, end: int) -> int:
    """Where a section's own lines end: a comment behind a blank line, or above the next header, is not its own."""
    last = max(at for at in range(begin, end) if lines[at].strip() and not lines[at].lstrip().startswith("#"))
    own = last + 1
    while own < end and lines[own].strip():
        own += 1
    return own if own < end or end == len(lines) else last + 1


def with_homework(text: str, section: str) -> str:
    """The manifest with one more homework, the last one.

    Raises:
        ManifestEditError: the layout could not be kept.
    """

    def change(document: dict[str, Any]) -> None:
        document.setdefault("homework", []).extend(tomllib.loads(section)["homework"])

    return _checked(text, [*text.rstrip().splitlines(), "", *section.strip().splitlines()], change)


def with_section(text: str, homework: str, kind: str, section: str) -> str:
    """The manifest with one more question, coded or written, behind all that its homework has.

    Raises:
        ManifestEditError: the homework has no section of its own, or the layout could not be kept.
    """
    found = _found(text, "homework", homework, homework)
    lines = text.splitlines()

    def change(document: dict[str, Any]) -> None:
        _of(document["homework"], homework).setdefault(kind, []).extend(tomllib.loads(section)["homework"][kind])

    lines[found.end : found.end] = ["", *section.strip().splitlines()]
    return _checked(text, lines, change)


def without(text: str, homework: str, name: str = "") -> str:
    """The manifest without a question, or without a homework.

    Raises:
        ManifestEditError: it has no section of its own, or the layout could not be kept.
    """
    found = _found(text, "" if name else "homework", homework, name or homework)
    lines = text.splitlines()
    begin = found.begin
    while begin and lines[begin - 1].lstrip().startswith("#"):
        begin -= 1
    end = found.end
    while end < len(lines) and not lines[end].strip():
        end += 1

    def change(document: dict[str, Any]) -> None:
        table = _of(document["homework"], homework) if name else document
        table[found.kind].remove(_of(table[found.kind], name or homework))
        if not table[found.kind]:
            del table[found.kind]

    return _checked(text, lines[:begin] + lines[end:], change)


def renamed(text: str, homework: str, name: str, new: str) -> str:
    """The manifest with another name for a question, or for a homework (where `name` is empty).

    Raises:
        ManifestEditError: it has no section of its own, or the layout could not be kept.
    """
    found = _found(text, "" if name else "homework", homework, name or homework)
    lines = text.splitlines()
    written = re.compile(rf"(\s*name\s*=\s*)([\"']){re.escape(found.name)}\2")
    for at in range(found.begin, found.end):
        if written.match(lines[at]):
            lines[at] = written.sub(rf"\g<1>\g<2>{new}\g<2>", lines[at], count=1)
            break

    def change(document: dict[str, Any]) -> None:
        table = _of(document["homework"], homework)
        (_of(table[found.kind], name) if name else table)["name"] = new

    return _checked(text, lines, change)


def _found(text: str, kind: str, homework: str, name: str) -> Section:
    for section in sections(text):
        if (section.homework, section.name) == (homework, name) and (section.kind == kind or not kind):
            if not kind and section.kind == "homework":
                continue
            return section
    raise ManifestEditError(f"{MANIFEST}: {name!r} has no section of its own there: change it by hand")


def _of(tables: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(table for table in tables if table.get("name") == name)


def _checked(before: str, lines: list[str], change: Callable[[dict[str, Any]], None]) -> str:
    """The lines as a text, if nothing but the one thing has changed."""
    newline = "\r\n" if "\r\n" in before else "\n"
    after = newline.join(lines).rstrip() + newline
    expected = tomllib.loads(before)
    change(expected)
    try:
        right = tomllib.loads(after) == expected
    except tomllib.TOMLDecodeError:
        right = False
    if not right:
        raise ManifestEditError(f"{MANIFEST}: its layout could not be kept: change it by hand")
    return after
