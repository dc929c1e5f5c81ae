"""What a server's children have had of the processor, and how long they waited for one: read from /proc, not asked.

The kernel counts for each thread how long it was ready to run while something else ran (`schedstat`). So a call that
was starved can be told from one that sleeps, and the clock of a call stops while nothing lets it run.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path

PROC = Path("/proc")
LOOK = 0.1  # a call that has ended by then, or within a tenth of its limit, is not looked at
PARTS = 0.02  # of a limit: what may be missing when it counts as used up
STRETCH = 3.0  # times its limit, after which a starved call is given up: in doubt, and tried again
SHARE = 0.9  # of a limit in processor time, without which a deadline proves nothing where waiting cannot be read


class Watch:
    """What the processes below one have had of the processor since the watch was made."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._made = time.monotonic()
        self._ticks, self._delays = self._read()

    @property
    def seconds(self) -> float:
        """How long it has watched."""
        return time.monotonic() - self._made

    def _read(self) -> tuple[dict[int, int], dict[int, dict[int, int]] | None]:
        """Clock ticks by process, and nanoseconds of waiting by process and thread; None if the kernel tells nobody."""
        ticks: dict[int, int] = {}
        delays: dict[int, dict[int, int]] = {}
        for process, used in _below(self._pid).items():
            ticks[process] = used
            with contextlib.suppress(ProcessLookupError):
                try:
                    threads = (PROC / str(process) / "task").iterdir()
                    delays[process] = {int(t.name): _delay(t) for t in threads}
                except FileNotFoundError:
                    if (PROC / str(process)).exists() and not (PROC / "self" / "schedstat").exists():
                        return ticks, None
                except (OSError, ValueError, IndexError):
                    return ticks, None
        return ticks, delays if ticks else None

    def lacked(self, waited: float | None = None) -> float | None:
        """For how many seconds they were ready and nothing let them run; None if that cannot be read.

        Args:
            waited: seconds for which they were waited for; all since the watch was made if None.
        """
        if waited is None:
            waited = self.seconds
        ticks, delays = self._read()
        if delays is None or self._delays is None:
            return None
        # Of the threads of a process the one that waited longest: others may have waited for each other.
        delay = sum(
            max((d - self._delays.get(p, {}).get(t, 0) for t, d in threads.items()), default=0)
            for p, threads in delays.items()
        )
        cpu = sum(used - self._ticks.get(p, 0) for p, used in ticks.items()) / os.sysconf("SC_CLK_TCK")
        return max(0.0, min(delay / 1e9, waited - cpu))


def _delay(task: Path) -> int:
    return int((task / "schedstat").read_bytes().split()[1])


def _below(pid: int) -> dict[int, int]:
    """The descendants of a process, and the clock ticks that each has used."""
    children: dict[int, list[int]] = {}
    used: dict[int, int] = {}
    with contextlib.suppress(OSError):
        for name in (entry.name for entry in os.scandir(PROC) if entry.name.isdigit()):
            with contextlib.suppress(OSError, ValueError, IndexError):  # it has ended
                fields = (PROC / name / "stat").read_bytes().rpartition(b")")[2].split()
                children.setdefault(int(fields[1]), []).append(int(name))
                used[int(name)] = sum(map(int, fields[11:15]))  # and those of children that it has waited for
    below = list(children.get(pid, []))
    for process in below:
        below += children.get(process, [])
    return {process: used[process] for process in below}


class Clock:
    """The clock of one wait: it stops while the other side is ready and something else has the processor."""

    def __init__(self, seconds: float, watch: Callable[[], Watch]) -> None:
        """Starts it.

        Args:
            seconds: how long the other side may take.
            watch: begins to watch it.
        """
        self.seconds = seconds
        self.lacked = 0.0  # seconds that do not count
        self.proved = False  # what was lacked has been read
        self.starved = False  # given up without having had its time
        self._watch = watch
        self._watching: Watch | None = None
        self._own = time.process_time()
        self._begin = time.monotonic()

    @property
    def first_look(self) -> float:
        """After how many seconds the other side is watched, if it has not answered."""
        return min(LOOK, self.seconds / 10)

    @property
    def elapsed(self) -> float:
        """Seconds by the wall clock."""
        return time.monotonic() - self._begin

    @property
    def spent(self) -> float:
        """Seconds that count."""
        return max(0.0, self.elapsed - self.lacked)

    def measure(self) -> float | None:
        """For how many seconds the other side has lacked a processor so far; None if that cannot be read."""
        if self._watching is None:
            return None
        lacked = self._watching.lacked()
        self.proved = lacked is not None
        if lacked is not None:  # before it was watched it will have fared no better
            lacked *= self.elapsed / max(self._watching.seconds, 1e-3)
            # What a flood of bytes costs this process, on the same processor, is the sender's own doing.
            lacked = max(0.0, lacked - (time.process_time() - self._own))
        self.lacked = max(self.lacked, lacked or 0.0)
        return lacked

    def left(self) -> float:
        """Seconds to wait before asking again; 0 when the time is over."""
        if self._watching is None:
            first = self.first_look - self.elapsed
            if first > 0:
                return first
            self._watching = self._watch()
        left = self.seconds - self.spent
        if left > 0:
            return left
        self.measure()
        left = self.seconds - self.spent
        if left <= PARTS * self.seconds:
            return 0.0
        if self.elapsed > STRETCH * self.seconds:
            self.starved = True
            return 0.0
        return left


class Budget:
    """Seconds that a student's code may take in many calls; those in which it lacked a processor are given back."""

    def __init__(self, seconds: float, patience: float = 1.0, watch: Callable[[], Watch] | None = None) -> None:
        """Fills it.

        Args:
            seconds: how many.
            patience: a factor for them.
            watch: begins to watch what it is spent on.
        """
        self.seconds = seconds
        self.remaining = seconds * patience
        self.proved = False  # when it was used up, what was lacked could be read
        self.starved = False  # so much was given back that there was an end to it
        self._half = self.remaining / 2
        self._most = (STRETCH - 1) * self.remaining  # that is given back
        self._watch = watch
        self._watching: Watch | None = None
        self._waited = 0.0  # since it is watched
        self._given = 0.0

    def spend(self, seconds: float, lacked: float = 0.0) -> None:
        """Takes seconds away.

        Args:
            seconds: by the wall clock.
            lacked: those of them that do not count.
        """
        self.remaining -= seconds - lacked
        if self._watching is not None:
            self._waited += seconds
            self._given += lacked
        elif self._watch is not None and self.remaining < self._half:
            self._watching = self._watch()

    def used_up(self, spent: float = 0.0) -> bool:
        """Whether nothing is left once these seconds are spent too; short waits for a processor are given back."""
        if self.remaining > spent:
            return False
        lacked = self._watching.lacked(self._waited + spent) if self._watching is not None else None
        self.proved = lacked is not None
        more = max(0.0, (lacked or 0.0) - self._given)
        if more > PARTS * self.seconds:
            if more + self._given > self._most:
                self.starved = True
                return True
            self._given += more
            self.remaining += more
        return self.remaining <= spent
