"""Runs a function in a child process with limits on CPU seconds, memory and wall time.

Only for code of ours: a mutant of the reference may loop forever or ask for all the memory, but means no harm.
"""

from __future__ import annotations

import os
import resource
import select
import signal
from collections.abc import Callable
from pathlib import Path

MEBIBYTE = 1024 * 1024
SPARE_MEMORY = 1024 * MEBIBYTE  # on top of what the process has mapped already (torch alone maps gigabytes)
PATIENCE = 20  # wall seconds for each CPU second: a mutant is not to blame for a busy machine
OVERRUN = 128  # exit status of a child that was ended


def guarded(work: Callable[[], int], cpu_seconds: float) -> int:
    """Runs `work` in a forked child.

    Args:
        work: returns the exit status, 0 to 99.
        cpu_seconds: of the child's own computing.

    Returns:
        The status; `OVERRUN` if the child ran out of time or memory, or died.
    """
    pid = os.fork()
    if pid == 0:
        status = OVERRUN
        try:
            _limit(cpu_seconds)
            status = work()
        except BaseException:
            status = OVERRUN
        finally:
            os._exit(status)
    descriptor = os.pidfd_open(pid)
    try:
        ready, _, _ = select.select([descriptor], [], [], cpu_seconds * PATIENCE)
        if not ready:
            os.kill(pid, signal.SIGKILL)
    finally:
        os.close(descriptor)
    _, code = os.waitpid(pid, 0)
    return os.WEXITSTATUS(code) if os.WIFEXITED(code) else OVERRUN


def _limit(cpu_seconds: float) -> None:
    whole_seconds = int(cpu_seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (whole_seconds, whole_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Exact to a hundredth of a second, where the limit above counts whole seconds; its signal ends the process.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + SPARE_MEMORY, mapped + SPARE_MEMORY))
