"""Names of people, compared: in either order, with one form for capitals, accents and blanks."""

from __future__ import annotations

import re

from autograder.classroom.layouts.model import folded


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\s,，;；]+", name) if part][:8]


def forms(name: str) -> set[str]:
    """A name in either order, folded, so that `Smith, John`, `John Smith` and `smithjohn` have one in common."""
    parts = _parts(name)
    return {folded("".join(parts[i:] + parts[:i])) for i in range(len(parts))} - {""}


def are_alike(first: str, second: str) -> bool:
    """Whether two names can be one person's; a Chinese name and its transcription cannot be compared."""
    if _is_chinese(first) != _is_chinese(second):
        return True
    one, other = forms(first), forms(second)
    shared = {folded(part) for part in _parts(first)} & {folded(part) for part in _parts(second)}
    return bool(one & other or shared - {""} or any(a in b or b in a for a in one for b in other))


def _is_chinese(name: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in name)
