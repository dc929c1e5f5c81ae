"""Changes of `assignment/course.toml` that leave its comments and its layout alone."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

from autograder.course import MANIFEST
from autograder.release.sections import ManifestEditError

if TYPE_CHECKING:
    from tomlkit.items import Item, Table


def with_question(text: str, homework: str, section: str) -> str:
    """The manifest with one more question, behind the last coded one of its homework.

    Args:
        text: the manifest.
        homework: the homework's name.
        section: the question, as the one `[[homework.question]]` of a TOML text.

    Raises:
        ManifestEditError: the homework has no `[[homework.question]]`, or the layout could not be kept.
    """
    import tomlkit
    from tomlkit.items import AoT

    newline = "\r\n" if "\r\n" in text else "\n"
    text = text.rstrip() + newline
    document = tomlkit.parse(text)
    if tomlkit.dumps(document) != text:  # tomlkit joins tables that stand apart and unifies odd headers
        raise ManifestEditError(f"{MANIFEST}: its layout could not be kept: paste the section by hand")
    found = [table for table in document.get("homework", ()) if table.get("name") == homework]
    questions = found[0].get("question") if found else None
    if not isinstance(questions, AoT):
        raise ManifestEditError(f"{MANIFEST}: no [[homework.question]] of {homework!r}: paste the section by hand")
    added = tomlkit.parse(section.strip().replace("\n", newline) + newline)
    question: Table = added["homework"]["question"][0]
    _make_room(_last_table(questions[-1]), question, newline)
    questions.append(question)
    changed = tomlkit.dumps(document).rstrip() + newline
    _check(text, homework, section, changed)
    return changed


def _make_room(last: Table, added: Table, newline: str) -> None:
    """A blank line between the two; what stands before the next header stays before it."""
    import tomlkit

    lead = _lead_of_next(last)
    last.add(tomlkit.ws(newline))
    if lead and not lead[0].as_string().isspace():
        added.add(tomlkit.ws(newline))
    for item in lead:
        added.add(item)  # type: ignore[call-overload]


def _lead_of_next(table: Table) -> list[Item]:
    """Takes the blank lines and comments off the end of a table that belong to the header behind it.

    A comment that touches the table's last line is the table's own, unless it touches the next header as well.
    """
    from tomlkit.items import Comment, Whitespace

    body = table.value.body
    first = len(body)
    while first and isinstance(body[first - 1][1], Comment | Whitespace):
        first -= 1
    blank = next((at for at in range(first, len(body)) if isinstance(body[at][1], Whitespace)), first)
    lead = [item for _, item in body[blank:]]
    del body[blank:]
    return lead


def _last_table(table: Table) -> Table:
    """The innermost table at the end of one: behind `[homework.question.limits]` comes the next header."""
    from tomlkit.items import Table

    last = table.value.body[-1][1] if table.value.body else None
    return _last_table(last) if isinstance(last, Table) else table


def _check(before: str, homework: str, section: str, after: str) -> None:
    """Says so if anything but the one question has changed."""
    expected = tomllib.loads(before)
    (table,) = (table for table in expected["homework"] if table["name"] == homework)
    table["question"] += tomllib.loads(section)["homework"]["question"]
    if tomllib.loads(after) != expected:
        raise ManifestEditError(f"{MANIFEST}: {homework!r} cannot be added to: paste the section by hand")
