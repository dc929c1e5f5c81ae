"""Moodle: a folder `Full name_number_assignsubmission_file`, or the same before the name of each file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.classroom.layouts.model import Claim, Entry, Layout, Nobody, Says, Who, label_of, text_entry

# The number is the last one before the plugin, so that a name may hold underscores and digits.
_NAME = re.compile(
    r"(?P<name>.+?)_(?P<number>\d+)_assign(?:submission|feedback)_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
_BLIND = ("participant", "参与者", "参加者", "成员")


def read(entries: Sequence[Entry]) -> list[Says]:
    """What each entry of a Moodle download is."""
    return [_says(entry) for entry in entries]


def _says(entry: Entry) -> Says:
    found = _NAME.fullmatch(entry.name)
    if not found or (not entry.is_folder and not found["file"]):
        return None
    blind = found["name"].strip().lower() in _BLIND
    name = "" if blind else found["name"]
    who = Who(found["number"], label_of(found["name"], found["number"]), name=name)
    if found["plugin"] == "onlinetext":
        typed = [child for child in entry.children() if not child.is_folder] if entry.is_folder else [entry]
        says = [text_entry(one, who, "onlinetext.html") for one in typed]
        claims = [one for one in says if isinstance(one, Claim)]
        return claims[0] if claims else Nobody("a text entry without an answer", who)
    if found["plugin"] != "file":
        return Nobody(f"a folder of Moodle's own ({found['plugin']})", who)
    return Claim((who,), entry.name if entry.is_folder else found["file"])


LAYOUT = Layout("moodle", "Moodle", "Ada Lovelace_1234567_assignsubmission_file", read, is_sure=True)
