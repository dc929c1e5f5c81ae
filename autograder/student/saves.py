"""Notices that a file was saved: by `watchfiles` where that is installed, else by looking every 50 ms."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

LOOK = 0.05  # seconds
AWAY = 1.0  # seconds after which a file that is not there, or empty, is no longer thought to be being saved
Stamp = tuple[int, int, int]


def stamp(file: Path) -> Stamp | None:
    """What changes when the file is saved; None while an editor is replacing it, or has only emptied it so far."""
    try:
        status = file.stat()
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size, status.st_ino) if status.st_size else None


def tell_saves(
    file: Path, saved: Callable[[], None], stop: threading.Event, gone: Callable[[], None] = lambda: None
) -> None:
    """Starts a thread that calls `saved` after each save, and `gone` when nothing is left, until `stop` is set."""
    threading.Thread(target=_look, args=(file, saved, stop, gone), daemon=True).start()


def _look(file: Path, saved: Callable[[], None], stop: threading.Event, gone: Callable[[], None]) -> None:
    seen, there, told = stamp(file), time.monotonic(), False
    wake = _waiting(file, stop)
    while not stop.is_set():
        wake()
        now = stamp(file)
        if now is None:
            if not told and time.monotonic() - there > AWAY:
                told = True
                gone()
            continue
        if told or now != seen:
            seen, told = now, False
            saved()
        there = time.monotonic()


def _waiting(file: Path, stop: threading.Event) -> Callable[[], object]:
    """What waits until it is worth a look: some file of the folder has changed, or a moment has passed."""
    try:
        from watchfiles import watch
    except ImportError:
        return lambda: stop.wait(LOOK)
    # Half a second at most: a file system that sends no events (a share, a mount) is looked at all the same.
    changes = watch(
        file.parent, watch_filter=None, debounce=50, step=5, rust_timeout=500, yield_on_timeout=True,
        stop_event=stop, recursive=False, raise_interrupt=False,
    )  # fmt: skip

    def wait() -> None:
        try:
            next(changes)
        except (StopIteration, OSError, RuntimeError):
            time.sleep(LOOK)

    return wait
