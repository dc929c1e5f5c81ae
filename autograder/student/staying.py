"""The process that stays while a student works: it forks a child for each run. Only where processes can be forked."""

from __future__ import annotations

import gc
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable
from typing import Protocol

LOOK = 0.02  # seconds between two looks at a child


class Lines(Protocol):
    """Lines that are read as they come."""

    def next(self) -> bytes | None:
        """The next line; None at the end."""


def stay(lines: Lines, news: int, begin: Callable[[bytes], None]) -> None:
    """Forks a child for each line that is a task; an empty line ends the child, and is answered.

    Args:
        lines: what to do.
        news: the descriptor to which children write, and on which is said that one has ended of itself.
        begin: does a task, in the child.
    """
    if sys.platform == "win32":
        return
    gc.freeze()  # a child's collections need not look at what is imported, nor copy its pages
    while (line := lines.next()) is not None:
        if not line:
            os.write(news, b'{"kind": "ready"}\n')
            continue
        child = os.fork()
        if child == 0:
            _be_the_child(line, begin)
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            if select.select([0], [], [], LOOK)[0]:  # an empty line, or nobody is there any more
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                break
        else:
            os.write(news, b'{"kind": "gone"}\n')


def _be_the_child(line: bytes, begin: Callable[[bytes], None]) -> None:
    status = 1
    try:
        begin(line)
        status = 0
    except BaseException:
        if os.environ.get("HOMEWORK_DEBUG"):
            traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)
