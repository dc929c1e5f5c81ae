"""Ends what outlives a fork server that somebody killed, under the core layer: no pid namespace does it there."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Sequence
from pathlib import Path

PR_SET_CHILD_SUBREAPER, PR_GET_CHILD_SUBREAPER = 36, 37
SECONDS = 5.0  # for processes that go on forking while they are ended
_KILL_ALL = """
import os, sys
for uid in map(int, sys.argv[1:]):
    if os.fork() == 0:
        try:
            os.setgroups([]), os.setresgid(uid, uid, uid), os.setresuid(uid, uid, uid), os.kill(-1, 9)
        finally:
            os._exit(0)
    os.wait()
"""


def end_all_of(uids: Sequence[int]) -> None:
    """As root: kills every process of a slot's own uids."""
    subprocess.run([sys.executable, "-I", "-S", "-c", _KILL_ALL, *map(str, uids)], check=False, capture_output=True)


def adopt() -> None:
    """From here on, what loses its parent becomes a child of this process, if this process started that parent.

    For a process whose only other children are fork servers.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def end_adopted(servers: Collection[int]) -> None:
    """As an ordinary user, after `adopt`: kills and reaps every child that is none of these servers."""
    if not _adopts():
        return
    until = time.monotonic() + SECONDS
    while (strangers := _children() - {*servers}) and time.monotonic() < until:
        for pid in strangers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for pid in strangers:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _adopts() -> bool:
    if not sys.platform.startswith("linux"):
        return False
    answer = ctypes.c_int(0)
    return ctypes.CDLL(None).prctl(PR_GET_CHILD_SUBREAPER, ctypes.byref(answer), 0, 0, 0) == 0 and answer.value == 1


def _children() -> set[int]:
    """The processes whose parent this one is; `/proc/self/task/*/children` is not in every kernel."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended
                fields = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
                if int(fields[1]) == os.getpid():
                    found.add(int(entry.name))
    return found
