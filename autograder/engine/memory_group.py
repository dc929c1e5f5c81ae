"""A bound on the memory of a fork server and all its children together: a control group, where one is available.

Limits of address space hold for each process on its own, and a submission may fork. On most hosts root can make control
groups, of one version or the other; in most containers nobody can. So this helps where it works, and `homework doctor`
says whether it does.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PREFIX = "homework-"
_numbers = itertools.count()


@dataclass(frozen=True)
class MemoryGroup:
    """A control group, by its folder."""

    folder: Path

    @classmethod
    def make(cls, limit: int) -> MemoryGroup | None:
        """A new group with this many bytes, or None if this system offers none."""
        for parent, names in _parents():
            _remove_old(parent)
            group = cls(parent / f"{PREFIX}{os.getpid()}-{next(_numbers)}")
            try:
                group.folder.mkdir()
                (group.folder / names[0]).write_text(str(limit))
            except OSError:
                group.remove()
                continue
            for name in names[1:]:  # swap is memory too, where the kernel counts it
                with contextlib.suppress(OSError):
                    (group.folder / name).write_text(str(limit if "memsw" in name else 0))
            return group
        return None

    def add(self, pid: int) -> bool:
        """Takes a process in, and with it whatever it forks later; returns whether that worked."""
        try:
            (self.folder / "cgroup.procs").write_text(str(pid))
        except OSError:
            return False
        return True

    def remove(self) -> None:
        """Removes it, once its processes are gone."""
        until = time.monotonic() + 2
        while self.folder.is_dir():
            try:
                self.folder.rmdir()
            except OSError:  # a process has not quite ended
                if time.monotonic() > until:
                    return
                time.sleep(0.005)


def _parents() -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Where a group can be made, the best place first, and which files hold its limits there."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text().splitlines()]
        own = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    except OSError:
        return
    for _, point, kind, options, *_ in mounts:
        mount = Path(point)
        if kind == "cgroup2":
            path = next((path for number, _, path in own if number == "0"), "/")
            # A group that holds processes cannot give memory to groups below it: so beside our own, not below it.
            for parent in ((mount / path.lstrip("/")).parent, mount):
                if parent.is_relative_to(mount) and "memory" in _text(parent / "cgroup.subtree_control").split():
                    yield parent, ("memory.max", "memory.swap.max")
        elif kind == "cgroup" and "memory" in options.split(","):
            path = next((path for _, names, path in own if "memory" in names.split(",")), "/")
            yield mount / path.lstrip("/"), ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes")
            yield mount, ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes")


def _text(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""


def _remove_old(parent: Path) -> None:
    """Removes the groups of graders that were killed."""
    with contextlib.suppress(OSError):
        for folder in parent.glob(f"{PREFIX}*"):
            pid = folder.name.removeprefix(PREFIX).partition("-")[0]
            if pid.isdigit() and not Path("/proc", pid).exists():
                with contextlib.suppress(OSError):
                    folder.rmdir()
