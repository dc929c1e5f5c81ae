"""The processes in which a student's file is run: a new one each time, or one that is warm already.

Warm is a process that has NumPy and the tests imported. On Linux it stays, and forks a child for each run. Elsewhere
one is started ahead of time, waits for its run, and the next one is started behind it: Windows has no fork, and macOS
libraries may stop after one.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

FORKS = sys.platform not in ("win32", "darwin", "cygwin", "emscripten")
READY = b'{"kind": "ready"}\n'  # what the process that stays says when it was told to end its child, and has none now
PATIENCE = 2.0  # seconds for it to say so
News = queue.Queue[bytes | None]  # lines of JSON; None when the process has ended


@dataclass(frozen=True)
class Group:
    """The tests of a homework that may use the same packages: one process may run them all."""

    tests: tuple[Path, ...]
    packages: tuple[str, ...]
    stand_ins: tuple[str, ...]

    def first_line(self) -> bytes:
        """What a process is told before its task: what to import."""
        told = {"tests": [str(test) for test in self.tests], "packages": self.packages}
        return json.dumps(told).encode() + b"\n"


Printed = Callable[[bytes], None]  # takes what a student's file prints, as it comes


class Processes(Protocol):
    """Where a file is run."""

    def running(self, group: Group, task: Mapping[str, Any]) -> contextlib.AbstractContextManager[News]:
        """Starts a run and gives its news; ends it, whatever it does, when it is left."""


class _Process:
    """A runner, and a thread that reads it: pipes have no deadlines on Windows."""

    def __init__(self, group: Group, printed: Printed | None, *, stays: bool = False) -> None:
        self.news: News = queue.Queue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "autograder.student.runner", *(["--stay"] if stays else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if printed is None else subprocess.PIPE,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
            start_new_session=stays,  # Ctrl-C is for who watches
        )
        assert self._process.stdin is not None and self._process.stdout is not None
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()
        if printed is not None:
            assert self._process.stderr is not None
            threading.Thread(target=_hand_on, args=(self._process.stderr, printed), daemon=True).start()
        self.write(group.first_line())

    def _read(self, stream: IO[bytes]) -> None:
        for line in stream:
            self.news.put(line)
        self.news.put(None)

    def write(self, line: bytes) -> None:
        """Tells it something; if it has ended, its news say so."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.write(line)
            self._process.stdin.flush()

    @property
    def lives(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def end(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()


def _hand_on(stream: IO[bytes], printed: Printed) -> None:
    while more := os.read(stream.fileno(), 1 << 16):
        printed(more)


class Cold:
    """A new process for each run; `printed` takes what the file prints, which else goes to standard error."""

    def __init__(self, printed: Printed | None = None) -> None:
        self._printed = printed

    @contextlib.contextmanager
    def running(self, group: Group, task: Mapping[str, Any]) -> Iterator[News]:
        """See `Processes`."""
        tests = tuple(Path(test) for test in task["tests"])
        process = _Process(Group(tests, group.packages, group.stand_ins), self._printed)
        try:
            process.write(json.dumps(task).encode() + b"\n")
            yield process.news
        finally:
            process.end()


class Warm:
    """Processes that have imported what a run needs, for one run after the other; to be closed."""

    def __init__(self, printed: Printed | None = None, *, forks: bool = FORKS) -> None:
        self._printed = printed
        self._forks = forks
        self._waiting: dict[object, _Process] = {}

    def prepare(self, group: Group) -> None:
        """Starts what the next run of these tests will need, without waiting for it."""
        key = _key(group)
        waiting = self._waiting.get(key)
        if waiting is None or not waiting.lives:
            for old in [k for k in self._waiting if k[:2] == key[:2]]:  # type: ignore[index]
                self._waiting.pop(old).end()  # of tests that have changed
            self._waiting[key] = _Process(group, self._printed, stays=self._forks)

    @contextlib.contextmanager
    def running(self, group: Group, task: Mapping[str, Any]) -> Iterator[News]:
        """See `Processes`."""
        self.prepare(group)
        key = _key(group)
        process = self._waiting[key]
        process.write(json.dumps(task).encode() + b"\n")
        ready = False
        try:
            yield process.news
        finally:
            if self._forks:
                process.write(b"\n")
                ready = _until_ready(process.news)
            if not ready:
                self._waiting.pop(key).end()
                self.prepare(group)

    def close(self) -> None:
        """Ends them all."""
        for process in self._waiting.values():
            process.end()
        self._waiting.clear()


def _until_ready(news: News) -> bool:
    """Whether the child is gone, so that what comes next is of the next run."""
    with contextlib.suppress(queue.Empty):
        while (line := news.get(timeout=PATIENCE)) is not None:
            if line == READY:
                return True
    return False


def _key(group: Group) -> tuple[object, ...]:
    """The same as long as a process that has imported these tests will do."""
    stamps = [(str(test), test.stat().st_mtime_ns) for test in group.tests if test.is_file()]
    return (group.packages, group.stand_ins, tuple(stamps))
