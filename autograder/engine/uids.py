"""Which users student code runs as when the grader is root.

They are of a range in which nobody else is: above the ranges of subordinate ids (to 600,100,000) and of systemd's
containers (to 1,879,048,191), below 2^31. `HOMEWORK_UIDS=first-last` names another one.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from autograder.errors import InputError

VARIABLE = "HOMEWORK_UIDS"
DEFAULT = range(1_900_000_000, 1_901_280_000)
A_GRADER = 64  # uids: two for each of 32 slots


class UidsError(InputError):
    """The range that was named cannot be used; the message says why."""


def uid_range() -> range:
    """The uids that student code may run as.

    Raises:
        UidsError: the range that is named is none.
    """
    named = os.environ.get(VARIABLE, "")
    if not named:
        return DEFAULT
    first, _, last = named.partition("-")
    if not (first.strip().isdecimal() and last.strip().isdecimal()):
        raise UidsError(f"{VARIABLE} is {named!r}; write it as first-last, such as {DEFAULT[0]}-{DEFAULT[-1]}")
    uids = range(int(first), int(last) + 1)
    if uids.start < 1 or len(uids) < A_GRADER or uids.stop > 2**32 - 1:
        raise UidsError(f"{VARIABLE} is {named!r}; it needs at least {A_GRADER} uids above 0 and below 2^32 - 1")
    return uids


def sandbox_uid(slot: int, turn: int, grader: int | None = None) -> int:
    """A uid that no other slot of this grader uses, and hardly any other grader on this machine.

    Args:
        slot: which of the servers that work side by side it is.
        turn: 0 or 1: a submission and the next one differ.
        grader: the pid of the process that has the server; by default this one.
    """
    uids = uid_range()
    pid = os.getpid() if grader is None else grader
    return uids.start + (pid % (len(uids) // A_GRADER)) * A_GRADER + (slot % (A_GRADER // 2)) * 2 + turn


def why_unusable() -> str:
    """Why a process of root's cannot become these users here: a container may have fewer; "" if it can."""
    uids = uid_range()
    for name in ("uid_map", "gid_map"):
        with contextlib.suppress(OSError, ValueError):
            lines = [list(map(int, line.split())) for line in Path("/proc/self", name).read_text().splitlines()]
            if lines and not any(inside <= uids[0] and uids[-1] < inside + count for inside, _, count in lines):
                known = ", ".join(f"{inside}-{inside + count - 1}" for inside, _, count in lines)
                return f"the users {uids[0]}-{uids[-1]} do not exist here ({name}: {known}): set {VARIABLE}=first-last"
    return ""
