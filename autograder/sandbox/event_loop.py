"""An event loop that needs no descriptors: the sandbox allows neither sockets nor epoll.

What needs no input or output works in it as anywhere else: `asyncio.run`, `sleep`, `gather`, queues, threads. Asyncio
itself is large: nothing of it is imported before a file has asked for it.
"""

from __future__ import annotations

import errno
import functools
from collections.abc import Mapping
from typing import Any


def install(asyncio: Mapping[str, Any]) -> None:
    """From here on every new loop is one without descriptors.

    Args:
        asyncio: the names of that module, which is imported.
    """
    events = asyncio["events"]
    # Until Python 3.13 under its public name alone, which warns from 3.14 on.
    policy = getattr(events, "_get_event_loop_policy", None) or events.get_event_loop_policy
    type(policy())._loop_factory = _loop()


@functools.cache
def _loop() -> type:
    import asyncio
    import selectors
    import threading

    class Waiting(selectors._BaseSelectorImpl):
        """Selects nothing: it waits until its time is over or somebody wakes it up."""

        def __init__(self) -> None:
            super().__init__()
            self.woken = threading.Event()

        def register(self, *_: object, **__: object) -> selectors.SelectorKey:
            raise PermissionError(errno.EPERM, "Operation not permitted: no input or output is possible here")

        def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            if timeout is None or timeout > 0:
                self.woken.wait(timeout)
            self.woken.clear()
            return []

    class Loop(asyncio.SelectorEventLoop):
        """Threads wake it through memory, not through a pair of sockets."""

        def __init__(self, selector: object = None) -> None:
            self._waiting = Waiting()
            super().__init__(self._waiting)

        def _make_self_pipe(self) -> None:
            self._ssock = self._csock = None

        def _close_self_pipe(self) -> None:
            pass

        def _write_to_self(self) -> None:
            self._waiting.woken.set()

    return Loop
