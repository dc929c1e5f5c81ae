"""Ends what outlives a fork server that was killed. Under the layer `core` no pid namespace does that."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path

PR_SET_CHILD_SUBREAPER, PR_GET_CHILD_SUBREAPER = 36, 37
SECONDS = 5.0  # for processes that keep forking while they are being ended


def adopt() -> None:
    """From now on, descendants of this process that lose their parent become its children."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_adopted(servers: Collection[int]) -> None:
    """As an ordinary user, after `adopt`: kills and reaps every child except these servers.

    Only for a process that has no other children than fork servers.
    """
    _end(lambda child: child.name not in map(str, servers))


def end_adopted_of(uids: Collection[int]) -> None:
    """As root, after `adopt`: kills and reaps the children that run as one of these users.

    Whatever else has such a uid is somebody else's, and left alone.
    """
    _end(lambda child: _real_uid(child) in uids)


def _end(ours: Callable[[Path], bool]) -> None:
    if not _adopts():
        return
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        found = []
        for child in _children():
            with contextlib.suppress(OSError, ValueError):  # it has ended
                if ours(child):
                    found.append(int(child.name))
        if not found:
            return
        for pid in found:  # nobody else waits for them, so their numbers are not given to others meanwhile
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in found:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _real_uid(process: Path) -> int:
    """A process that may not be looked into belongs to root in /proc, whoever it is."""
    lines = (process / "status").read_text(encoding="utf-8", errors="replace").splitlines()
    return int(next(line for line in lines if line.startswith("Uid:")).split()[1])


def _adopts() -> bool:
    if not sys.platform.startswith("linux"):
        return False
    adopts = ctypes.c_int(0)
    return ctypes.CDLL(None).prctl(PR_GET_CHILD_SUBREAPER, ctypes.byref(adopts), 0, 0, 0) == 0 and adopts.value == 1


def _children() -> list[Path]:
    """The children of this process; not every kernel has `/proc/self/task/*/children`."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended
                fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                if int(fields[1]) == os.getpid():
                    found.append(entry)
    return found
