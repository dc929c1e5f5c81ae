"""Canvas: `name[_LATE]_userid_attachmentid_file`, `anon_code_attachmentid_file`, text entries and links."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from autograder.classroom.layouts.model import (
    Claim,
    Entry,
    Layout,
    Nobody,
    Says,
    Who,
    label_of,
    split_ending,
    text_entry,
)

_LATE = r"(?:_(?P<late>LATE))?"
_ANONYMOUS = re.compile(rf"anon{_LATE}_(?P<code>[A-Za-z0-9]+)_(?P<serial>\d+)_(?P<file>.+)", re.DOTALL)
_NAMED = re.compile(rf"(?P<name>.+?){_LATE}_(?P<code>\d+)_(?P<serial>\d+)_(?P<file>.+)", re.DOTALL)
_TYPED = re.compile(rf"(?P<name>.+?){_LATE}_(?P<code>[A-Za-z0-9]+)_(?P<kind>text|link)\.html", re.DOTALL)
_AGAIN = re.compile(r"-(\d{1,3})$")


def read(entries: Sequence[Entry]) -> list[Says]:
    """What each entry of a Canvas download is."""
    says = [None if entry.is_folder else _says(entry) for entry in entries]
    # A user's number goes with one name, an attachment's with one file: `ann_2026_11_hw.py` is none of Canvas.
    names: defaultdict[str, set[str]] = defaultdict(set)
    serials: Counter[int] = Counter()
    for said in says:
        for who in said.who if isinstance(said, Claim) else ():
            names[who.key].add(who.label)
        if isinstance(said, Claim) and said.serial:
            serials[said.serial] += 1
    return [None if isinstance(said, Claim) and _is_chance(said, names, serials) else said for said in says]


def _is_chance(claim: Claim, names: Mapping[str, set[str]], serials: Mapping[int, int]) -> bool:
    return len(names[claim.who[0].key]) > 1 or serials.get(claim.serial, 0) > 1


def _says(entry: Entry) -> Says:
    found = _TYPED.fullmatch(entry.name)
    if found:
        who = _who(found["name"], found["code"])
        if found["kind"] == "link":
            return Nobody("a link to a page, no file", who)
        return text_entry(entry, who, "text.html")
    found = _ANONYMOUS.fullmatch(entry.name)
    name = "anon"
    if not found:
        found = _NAMED.fullmatch(entry.name)
        if not found:
            return None
        name = found["name"]
    stem, ending = split_ending(found["file"])
    again = _AGAIN.search(stem)
    number = int(again[1]) if again and again.start() else 0
    file = f"{stem[: again.start()]}{ending}" if again and number else found["file"]
    who = _who(name, found["code"])
    return Claim((who,), file, number=number, serial=_number(found["serial"]), late=bool(found["late"]))


def _who(name: str, code: str) -> Who:
    if name == "anon":  # the code is of the assignment, and of no list of people
        return Who(f"anon {code}", label_of(name, code))
    return Who(code, label_of(name, code), id=code, name="" if name == "anonymous" else name)


def _number(digits: str) -> int:
    return int(digits[:18])


LAYOUT = Layout("canvas", "Canvas", "smithjohn_LATE_12345_67890_losses.py", read)
