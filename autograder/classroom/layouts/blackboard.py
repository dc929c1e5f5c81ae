"""Blackboard: `Assignment_username_attempt_time_file`, and a receipt for each attempt, which tells the username."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.classroom.layouts.model import Claim, Entry, Layout, Nobody, Says, Who, text_entry

_NAME = re.compile(
    r"(?P<head>.+?)_attempt_(?P<when>\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d)(?:_(?P<file>.+)|(?P<receipt>\.txt))", re.DOTALL
)
_FIRST_LINE = re.compile(r"[^:：\n]*[:：]\s*(?P<name>.*?)\s*[(（](?P<username>[^()（）\s]+)[)）]\s*")
_RECEIPT_LIMIT = 1 << 20


def read(entries: Sequence[Entry]) -> list[Says]:
    """What each entry of a Blackboard download is."""
    found = [None if entry.is_folder else _NAME.fullmatch(entry.name) for entry in entries]
    heads = {one["head"] for one in found if one}
    people: dict[str, tuple[str, str]] = {}
    for entry, one in zip(entries, found):
        if one and one["receipt"]:
            told = _receipt(entry)
            if told and one["head"].endswith(f"_{told[1]}"):
                people[one["head"]] = told
    titles = {head[: -len(username)] for head, (_, username) in people.items()}
    for head in heads - people.keys():
        people[head] = ("", _username(head, titles))
    with_files = {(one["head"], one["when"]) for one in found if one and one["file"]}
    return [
        one and _says(entry, one, people, has_file=(one["head"], one["when"]) in with_files)
        for entry, one in zip(entries, found)
    ]


def _username(head: str, titles: set[str]) -> str:
    """A username may hold underscores: where receipts have told the assignment's title, it is what follows that."""
    fitting = {head[len(title) :] for title in titles if head.startswith(title)}
    return max(fitting, key=len) if len(titles) == 1 and fitting else head.rpartition("_")[2]


def _receipt(entry: Entry) -> tuple[str, str] | None:
    try:
        text = entry.read(_RECEIPT_LIMIT).decode("utf-8-sig", "replace")
    except OSError:
        return None
    found = _FIRST_LINE.fullmatch(text.split("\n", 1)[0].strip()[:1000])
    return (found["name"], found["username"]) if found else None


def _says(entry: Entry, found: re.Match[str], people: Mapping[str, tuple[str, str]], *, has_file: bool) -> Says:
    name, username = people[found["head"]]
    who = Who(found["head"], username or found["head"], username=username, name=name)
    when = f"{found['when'][:10]} {found['when'][11:].replace('-', ':')}"
    if not found["receipt"]:
        return Claim((who,), found["file"], when=when)
    typed = None if has_file else text_entry(entry, who, "text.txt")  # a receipt holds what was typed, too
    if isinstance(typed, Claim):
        return replace(typed, when=when)
    return Nobody("a receipt of Blackboard" if has_file else "a receipt of Blackboard, without a file", who)


LAYOUT = Layout(
    "blackboard", "Blackboard", "Homework 2_abc123_attempt_2026-11-01-10-00-00_losses.py", read, is_sure=True
)
