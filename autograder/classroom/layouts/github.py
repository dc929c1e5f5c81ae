"""GitHub Classroom: a repository for each student, `assignment-username`; rows keep the repository's name."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from autograder.classroom.layouts.model import Claim, Entry, Layout, Says, Who


def read(entries: Sequence[Entry]) -> list[Says]:
    """What each entry of a folder of repositories is."""
    repositories = [entry.is_folder and _is_repository(entry) for entry in entries]
    names = [entry.name for entry, yes in zip(entries, repositories) if yes]
    title = _beginning(names) if len(names) > 1 else ""
    title = title[: title.rfind("-") + 1]
    return [
        Claim((Who(entry.name, entry.name, username=entry.name[len(title) :] if title else ""),), entry.name)
        if yes
        else None
        for entry, yes in zip(entries, repositories)
    ]


def _beginning(names: Sequence[str]) -> str:
    """What all names begin with."""
    return "".join(letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, zip(*names)))


def _is_repository(entry: Entry) -> bool:
    try:
        return any(child.name in (".git", ".github") and child.is_folder for child in entry.children())
    except OSError:
        return False


LAYOUT = Layout("github", "GitHub Classroom", "losses-ada/.git", read)
