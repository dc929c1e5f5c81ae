"""The column `change` of the ledger: what may be written there, and what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from autograder.marks.times import FORMS, Extension, extension, moment
from autograder.reports.escape import for_terminal
from autograder.reports.figures import number
from autograder.spreadsheets import key

Kind = Literal[
    "comment",  # nothing is changed
    "set",
    "add",
    "percent",
    "excused",
    "dropped",
    "given",
    "extension",
    "handed in",
]
WAYS = "+2, -1.5, =7, -10%, excused, dropped, given, or nothing for a comment"
_WORDS: dict[str, Kind] = {
    "excused": "excused",
    "免做": "excused",
    "免交": "excused",
    "dropped": "dropped",
    "作废": "dropped",
    "given": "given",
    "送分": "given",
}
_N = r"(\d{1,6}(?:[.,]\d{1,6})?)"
_SET = re.compile(rf"(?:=|set|设为) ?{_N}(?: ?(?:points?|分))?", re.ASCII)
_ADD = re.compile(rf"([+-]|add |take |加|减) ?{_N}( ?(?:points?|分))?", re.ASCII)
_PERCENT = re.compile(rf"([+-]) ?{_N} ?%", re.ASCII)
_NUMBER = re.compile(rf"{_N} ?(%?)", re.ASCII)
_TIMED = re.compile(r"(extension|延期|handed in|提交于) ?(?:to |until |by |at |至|到)?(.+)")


class ChangeError(Exception):
    """No change, or one that could mean two things; the message says what to write."""


@dataclass(frozen=True)
class Change:
    """What a line does.

    Attributes:
        amount: points, or per cent; below 0 where something is taken.
        time: of an extension, or when something was handed in.
        text: in the one form in which it is shown: `+2`, `=7`, `-10%`.
    """

    kind: Kind
    amount: float = 0.0
    time: Extension | None = None
    text: str = ""

    @property
    def cell(self) -> str:
        """The form that a spreadsheet leaves as it is: an apostrophe before a sign, a unit behind a fraction."""
        unit = " points" if self.kind == "add" and -1 < self.amount < 0 else ""
        return f"'{self.text}{unit}" if self.kind in ("set", "add", "percent") else self.text


COMMENT = Change("comment")


def change_of(text: str, *, typed: bool = False) -> Change:
    """What a cell says, in any form that a person, an input method or a spreadsheet gives it.

    A number without a sign is refused: a spreadsheet makes 7 of `=7`, and 2 of `+2`. So is a bare `-0.1`, which it
    makes of `-10%`: `-10%` or `-0.1 points` say which it is.

    Args:
        text: of the cell.
        typed: at a prompt, where no spreadsheet has been: `-0.1` are points.

    Raises:
        ChangeError: it cannot be understood.
    """
    plain = key(re.sub("[−–—﹣]", "-", text)).lstrip("'").strip()
    if not plain:
        return COMMENT
    if plain in _WORDS:
        return Change(_WORDS[plain], text=_WORDS[plain])
    if found := _SET.fullmatch(plain):
        return Change("set", _number(found[1]), text=f"={number(_number(found[1]))}")
    if found := _PERCENT.fullmatch(plain):
        return _percent(found[1], _number(found[2]))
    if found := _ADD.fullmatch(plain):
        sign = "-" if found[1].strip() in ("-", "take", "减") else "+"
        amount = _number(found[2])
        if sign == "-" and 0 < amount < 1 and not (found[3] or typed):
            raise ChangeError(
                f"{plain} could be points or a per cent that a spreadsheet has rewritten: write {sign}{number(amount)} "
                f"points, or {sign}{number(100 * amount)}%"
            )
        return Change("add", -amount if sign == "-" else amount, text=f"{sign}{number(amount)}")
    if found := _TIMED.fullmatch(plain):
        return _timed(found[1], found[2].strip())
    if found := _NUMBER.fullmatch(plain):
        n = number(_number(found[1]))
        ways = f"+{n}% or -{n}%" if found[2] else f"+{n} to give points, '={n} to set them"
        raise ChangeError(
            f"{plain} says neither to give nor to set (a spreadsheet may have taken its sign): write {ways}"
        )
    raise ChangeError(f"{for_terminal(text.strip())} is no change: write {WAYS}")


def _percent(sign: str, amount: float) -> Change:
    if amount > 100:
        raise ChangeError(f"{sign}{number(amount)}% is more than all: write at most 100%")
    return Change("percent", -amount if sign == "-" else amount, text=f"{sign}{number(amount)}%")


def _timed(word: str, text: str) -> Change:
    if word in ("extension", "延期"):
        until = extension(text)
        if until is None:
            raise ChangeError(f"{for_terminal(text)} is no time to extend to: {FORMS}")
        return Change("extension", time=until, text=f"extension {text}")
    when = moment(text)
    if when is None:
        raise ChangeError(f"{for_terminal(text)} is no date and time: write handed in 2026-12-02 12:00")
    return Change("handed in", time=when, text=f"handed in {text}")


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def span_or_time(time: Extension) -> str:
    """An extension as it is told."""
    return f"{time:%Y-%m-%d %H:%M}" if isinstance(time, datetime) else f"{number(time.total_seconds() / 3600)} h"
