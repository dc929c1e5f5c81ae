"""Google Classroom: `Name - file`; a copy ends in ` (1)`."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.classroom.layouts.model import Claim, Entry, Layout, Says, Who, folded, split_ending, without_copy


def read(entries: Sequence[Entry]) -> list[Says]:
    """What each entry of a Google Classroom download is; one name of another form, and it is none."""
    says = [_says(entry) for entry in entries]
    claims = [said for said in says if isinstance(said, Claim)]
    # `Homework 2 - Ada.py` and `Homework 2 - Bob.py` are two people's: what they have in common is no name.
    if len({claim.who for claim in claims}) == 1 and len({claim.file for claim in claims}) > 1:
        return [None] * len(says)
    return says


def _says(entry: Entry) -> Says:
    name, dash, file = entry.name.partition(" - ")
    if entry.is_folder or not dash or not folded(name) or not split_ending(file)[1]:
        return None
    stem, ending = split_ending(file)
    stem, number = without_copy(stem)
    who = Who(" ".join(name.split()).casefold(), name.strip(), name=name.strip())
    return Claim((who,), stem + ending, number=number)


LAYOUT = Layout("google", "Google Classroom", "Ada Lovelace - losses.py", read)
