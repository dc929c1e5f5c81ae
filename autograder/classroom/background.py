"""A call beside others: importing PyTorch takes a second, in which sandboxes can start and documents be read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Background(Generic[T]):
    """Runs a call in a thread of its own, until somebody wants what comes of it."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._made: list[T] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="loading")
        self._thread.start()

    def _run(self) -> None:
        try:
            self._made.append(self._call())
        except BaseException as error:  # raised where the result is wanted
            self._error = error

    def result(self) -> T:
        """What the call returns, or raises; its thread has ended, so that this process may fork."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._made[0]
