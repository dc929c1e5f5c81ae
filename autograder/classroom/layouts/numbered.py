"""学号_姓名_作业: a student's number and name in either order, joined by `_`, `-` or blanks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from autograder.classroom.layouts.model import (
    Claim,
    Entry,
    Layout,
    Says,
    Who,
    folded,
    label_of,
    split_ending,
    without_copy,
)

_ID = r"(?P<id>[A-Za-z]{0,3}\d{6,14}[A-Za-z]?)"
_JOIN = r"(?P<join>[_\-－—–+＋\s]++)"
_TITLE = re.compile(r"hw|homework|assignment|lab|project|final|(?:作业|实验|大作业|第.+[次章周]).*", re.IGNORECASE)
_ID_FIRST = re.compile(rf"{_ID}(?:{_JOIN}(?P<rest>.+))?", re.DOTALL)
_NAME_FIRST = re.compile(rf"(?P<name>[^\d_\-－—–+＋]+?){_JOIN}{_ID}(?:[_\-－—–+＋\s]+(?P<rest>.+))?", re.DOTALL)
_JOINED = re.compile(
    rf"{_ID}(?P<name>[\u4e00-\u9fff·]{{2,}}?)(?P<rest>(?:第|作业|实验|大作业|hw|homework).*|)", re.DOTALL
)


def read(entries: Sequence[Entry]) -> list[Says]:
    """What each entry of a folder of such names is."""
    found = [_parts(entry) for entry in entries]
    # What stands in the place of the name is none if many have it: `s2026001_losses`, `s2026001_utils`.
    ids_of: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        if one:
            ids_of[folded(one[1])].add(one[0].casefold())
    people = {one[0].casefold() for one in found if one}
    if len(people) == 1 and "" in ids_of and sum(one is not None for one in found) > 1:
        return [None] * len(found)  # a number that everybody has is a course's, or a day's
    found = [
        (one[0], "", label_of(one[1], one[2]), one[3]) if one and _is_shared(one[1], ids_of, len(people)) else one
        for one in found
    ]
    of_id: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        if one and one[1]:
            of_id[one[0].casefold()].add(one[1])
    return [one and _claim(entry, one, of_id[one[0].casefold()]) for entry, one in zip(entries, found)]


def _is_shared(name: str, ids_of: Mapping[str, set[str]], people: int) -> bool:
    """Whether what stands in the place of a name belongs to too many to be one."""
    count = len(ids_of[folded(name)])
    return bool(name) and count > 1 and (count == people or (count > 2 and name.isascii()))


def _claim(entry: Entry, parts: tuple[str, str, str, int], names: set[str]) -> Claim:
    number, name, rest, copy = parts
    forms = {folded(one) for one in names}
    # One number with two names is a slip of one of two people: they stay apart.
    key = f"{number} {folded(name)}".casefold() if len(forms) > 1 else number.casefold()
    shown = name if len(forms) > 1 else min(names, default="")
    who = Who(key, label_of(number, shown), id=number, name=shown)
    ending = "" if entry.is_folder else split_ending(entry.name)[1]
    return Claim((who,), (rest or label_of(number, name)) + ending, number=copy)


def _parts(entry: Entry) -> tuple[str, str, str, int] | None:
    """Number, name, the rest and which copy."""
    stem = entry.name if entry.is_folder else split_ending(entry.name)[0]
    stem, copy = without_copy(stem)
    found = _ID_FIRST.fullmatch(stem)
    if found:
        rest = found["rest"] or ""
        join = (found["join"] or "").strip()[:1] or (found["join"] or "_")[0]
        joins = r"[-－—–]" if join in "-－—–" else r"\s" if join.isspace() else "[_+＋]"
        parts = re.split(joins, rest, maxsplit=1)
        name = parts[0].strip()
        if _is_name(name):
            return found["id"], name, parts[1].strip() if len(parts) > 1 else "", copy
        return found["id"], "", rest, copy
    found = _NAME_FIRST.fullmatch(stem) or _JOINED.fullmatch(stem)
    if found and _is_name(found["name"].strip()):
        return found["id"], found["name"].strip(), found["rest"] or "", copy
    return None


def _is_name(text: str) -> bool:
    has_letters_only = not any(char.isdigit() for char in text) and any(char.isalpha() for char in text)
    return has_letters_only and not _TITLE.fullmatch(text)


def is_only_a_number(entry: Entry) -> bool:
    """Whether a name is a number and nothing else, which any folder may hold."""
    parts = _parts(entry)
    return parts is not None and not parts[1] and not parts[2]


LAYOUT = Layout("numbered", "学号_姓名", "20231001_陈思远_作业2.py", read)
