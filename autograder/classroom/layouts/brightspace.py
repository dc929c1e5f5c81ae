"""Brightspace: a folder `number-number - Name - Nov 1, 2026 1000 AM` for each attempt, and an index."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from autograder.classroom.layouts.model import Claim, Entry, Layout, Nobody, Says, Who

_NAME = re.compile(
    r"(?P<first>\d+)-(?P<second>\d+) ?- ?(?P<name>.+?) ?- ?(?P<date>[^-]*?\d{4}[^-]*?\d{1,2}[.:]?\d\d(?: ?[AaPp][Mm])?)"
    r"(?: ?- ?(?P<file>.+))?",
    re.DOTALL,
)
_DATE = re.compile(
    r"(?:(?P<month>[A-Za-z]{3})[a-z]*\.? (?P<day>\d{1,2})|(?P<day2>\d{1,2}) (?P<month2>[A-Za-z]{3})[a-z]*\.?),? "
    r"(?P<year>\d{4}),? (?P<hour>\d{1,2}?)[.:]?(?P<minute>\d\d)(?: ?(?P<half>[AP]M))?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read(entries: Sequence[Entry]) -> list[Says]:
    """What each entry of a Brightspace download is."""
    found = [_NAME.fullmatch(entry.name) for entry in entries]
    found = [one if one and (entry.is_folder or one["file"]) else None for entry, one in zip(entries, found)]
    # The first number is a person's where the second is the assignment's; else people are told by their names.
    is_persons = len({one["second"] for one in found if one}) == 1
    numbers: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        if one and is_persons:
            numbers[_key(one["name"])].add(one["first"])
    has_any = any(found)
    says: list[Says] = []
    for entry, one in zip(entries, found):
        if one:
            key, name = _key(one["name"]), one["name"]
            several = len(numbers[key]) > 1
            who = Who(
                f"{key} {one['first']}" if several else key, f"{name}_{one['first']}" if several else name, name=name
            )
            says.append(Claim((who,), one["file"] or entry.name, when=_when(one["date"])))
        elif has_any and entry.name.lower() == "index.html" and not entry.is_folder:
            says.append(Nobody("the index that Brightspace adds"))
        else:
            says.append(None)
    return says


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _when(date: str) -> str:
    found = _DATE.fullmatch(date.strip())
    month = (found["month"] or found["month2"]).lower() if found else ""
    if not found or month not in _MONTHS:
        return ""
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    day = int(found["day"] or found["day2"])
    return f"{found['year']}-{_MONTHS.index(month) + 1:02}-{day:02} {hour:02}:{found['minute']}"


LAYOUT = Layout("brightspace", "Brightspace", "123-456 - Ada Lovelace - Nov 1, 2026 1000 AM", read, is_sure=True)
