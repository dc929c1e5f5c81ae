"""Single keys from a terminal, on Windows and elsewhere; none where standard input is something else."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator

LOOK = 0.05  # seconds
ARROWS = {"\x1b[C": "n", "\x1b[D": "p", "\x1bOC": "n", "\x1bOD": "p"}  # right and left


@contextlib.contextmanager
def tell_keys(pressed: Callable[[str], None]) -> Iterator[bool]:
    """Calls `pressed` for each key while the block runs; gives whether there are keys at all."""
    if not sys.stdin.isatty():
        yield False
        return
    stop = threading.Event()
    with _without_echo():
        threading.Thread(target=_read, args=(pressed, stop), daemon=True).start()
        try:
            yield True
        finally:
            stop.set()


if sys.platform == "win32":
    import msvcrt

    @contextlib.contextmanager
    def _without_echo() -> Iterator[None]:
        yield

    def _read(pressed: Callable[[str], None], stop: threading.Event) -> None:
        while not stop.is_set():
            if not msvcrt.kbhit():
                time.sleep(LOOK)
                continue
            key = msvcrt.getwch()
            if key in ("\x00", "\xe0"):  # an arrow, in two parts
                key = {"M": "n", "K": "p"}.get(msvcrt.getwch(), "")
            if key:
                pressed(key.lower())

else:
    import select
    import termios
    import tty

    @contextlib.contextmanager
    def _without_echo() -> Iterator[None]:
        """Keys come at once and are not shown; Ctrl-C still interrupts."""
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        try:
            tty.setcbreak(descriptor)
            yield
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)

    def _read(pressed: Callable[[str], None], stop: threading.Event) -> None:
        descriptor = sys.stdin.fileno()
        while not stop.is_set():
            if not select.select([descriptor], [], [], LOOK)[0]:
                continue
            typed = os.read(descriptor, 64).decode("utf-8", "replace")
            if not typed:
                return
            for key in [ARROWS[typed]] if typed in ARROWS else [one for one in typed if one.isprintable()]:
                pressed(key.lower())
