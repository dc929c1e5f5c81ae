"""Processor time of a command and of everything it starts.

Wall time of two workers and of one process cannot be compared, and says little on a busy machine. Processor time is
that of the whole tree: of a group of the kernel's that the command is put into (cgroup v1, `cpuacct`; as root). Where
there is none, it is what is told of processes that were waited for, which leaves out those that end with a namespace of
their own: a line says so.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
GROUPS = Path("/sys/fs/cgroup/cpuacct")
LINGERING = 10  # seconds in which what a command has left behind must have ended


@dataclass(frozen=True)
class Used:
    """What a command took: seconds of processor time of the whole tree, wall seconds, MiB of its own process at most.

    Attributes:
        processor: seconds, of the command and all that it started.
        wall: seconds.
        memory: MiB, the most that the command itself held; what it started is not in it.
        first: wall seconds until what was waited for was seen; None if nothing was.
    """

    processor: float
    wall: float
    memory: float
    first: float | None = None


def measured(*command: str, until: Callable[[], bool] | None = None) -> Used:
    """Runs a command to its end.

    Args:
        command: with its arguments.
        until: looked at every 10 ms while the command runs; when it first says yes is `first` of the answer.

    Raises:
        RuntimeError: the command failed: a benchmark of a failure says nothing.
    """
    ctypes.CDLL(None, use_errno=True).prctl(SUBREAPER, 1, 0, 0, 0)
    group = _group()
    before = _spent(group)
    begin = time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **ONE_THREAD},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=None if group is None else lambda: (group / "tasks").write_text(str(os.getpid())) and None,
    )
    first = None
    memory = 0.0
    while until is not None and process.poll() is None:
        memory = max(memory, memory_of("VmHWM", process.pid))
        if first is None and until():
            first = time.perf_counter() - begin
        time.sleep(0.01)
    _, said = process.communicate()
    wall = time.perf_counter() - begin
    _wait_for_the_rest()
    spent = _spent(group) - before
    if group is not None:
        with contextlib.suppress(OSError):  # what still runs is told
            group.rmdir()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}: exit status {process.returncode}\n{said}")
    return Used(spent, wall, memory, first)


def _group() -> Path | None:
    """A group of the kernel's for one command, if there may be one."""
    group = GROUPS / f"homework-bench-{os.getpid()}-{time.monotonic_ns()}"
    try:
        group.mkdir()
    except OSError:
        return None
    return group


def _spent(group: Path | None) -> float:
    """Seconds of the processor, so far: of the group, or of all children that were waited for."""
    if group is not None:
        return int((group / "cpuacct.usage").read_text()) / 1e9
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


def memory_of(what: str, pid: int | str = "self") -> float:
    """MiB of a process: `VmRSS` now, `VmHWM` at most; 0 if it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(what)), 0.0)


def _wait_for_the_rest() -> None:
    end = time.monotonic() + LINGERING
    while time.monotonic() < end:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)
        except ChildProcessError:
            return
    print("warning: something that a command has started still runs, and is not counted", file=sys.stderr)


def machine() -> str:
    """What this was measured on, in a line."""
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = " ".join(line.partition(":")[2].split())
            break
    version = ".".join(map(str, sys.version_info[:3]))
    counted = "" if os.access(GROUPS, os.W_OK) else "; processes that end with a namespace of their own are NOT counted"
    system = f"Linux {os.uname().release.split('-')[0]}, Python {version}"
    return f"{model}, {len(os.sched_getaffinity(0))} processors, {system}{counted}"
