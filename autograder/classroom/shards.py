"""A part of a class, for one machine of several: whose submissions are in it depends on who they are, on nothing else.

A person's part follows from a digest of the id, or of the name where no id is known: neither the order in which files
are named nor who else hands in moves anybody from one part to another.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from autograder.classroom.people import Person, Whose
from autograder.classroom.store import Store
from autograder.errors import InputError

MOST = 10_000
SHARD = "shard"  # a setting of a folder
_WRITTEN = re.compile(r"\s*([0-9]{1,9})\s*/\s*([0-9]{1,9})\s*")


@dataclass(frozen=True)
class Shard:
    """One of `count` parts of a class; they are numbered from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def holds(self, who: Whose) -> bool:
        """Whether a submission is in it: all attempts of a person are, and a group's are by the group."""
        return self._is_of(who.id or who.person)

    def holds_person(self, person: Person) -> bool:
        """Whether somebody who handed in nothing is in it."""
        return self._is_of(person.id or person.label)

    def _is_of(self, whom: str) -> bool:
        digest = hashlib.sha256(whom.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.count == self.number - 1


def shard_of(text: str) -> Shard:
    """The shard that is written so: `1/8` to `8/8`.

    Raises:
        InputError: it is written otherwise.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise InputError(f"--shard {text!r}: write it as number/count, such as 1/8")
    number, count = int(found[1]), int(found[2])
    if not 1 <= count <= MOST:
        raise InputError(f"--shard {text}: 1 to {MOST} shards are possible")
    if not 1 <= number <= count:
        raise InputError(f"--shard {text}: shards are numbered from 1 to {count} (in SLURM: --array=1-{count})")
    return Shard(number, count)


def claim(store: Store, shard: Shard | None, *, whole: bool) -> None:
    """Lets a folder be that shard's; a folder is one shard's or a whole class's.

    Args:
        store: of the folder.
        shard: that is graded into it; None for a whole class.
        whole: without a shard, whether a class came in: what is there may be graded again as it is.

    Raises:
        InputError: the folder is another one's.
    """
    holds, own = store.setting(SHARD), str(shard or "")
    if holds and holds != own and (own or whole):
        what = f"shard {own}" if own else "a whole class"
        raise InputError(f"{store.folder}: holds shard {holds} of a class: give {what} an --out of its own")
    if own and not holds:
        if next(store.submissions(), None) is not None:
            raise InputError(f"{store.folder}: holds a whole class: give shard {own} an --out of its own")
        store.set(SHARD, own)
