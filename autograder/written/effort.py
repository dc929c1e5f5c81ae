"""A bound on how much a library may work at a stranger's text, the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

T = TypeVar("T")


class Exhausted(BaseException):
    """The work was too much. No `Exception`, so that the library that is stopped cannot catch it."""


class Effort:
    """Work that may still be done, counted in function calls.

    A clock would give another page on a slower machine, and limits on the text alone do not help: a formula of
    200 characters can make the converter work for years, as every level of it may double the work.
    """

    def __init__(self, calls: int) -> None:
        self._left = calls
        self._counting = False

    def spend(self, work: Callable[[], T], limit: int) -> T:
        """The result of `work`, which may take `limit` calls, and no more than are left.

        Raises:
            Exhausted: it took more.
        """
        start = min(self._left, limit)
        left = start

        def count(frame: FrameType, event: str, argument: Any) -> None:
            nonlocal left
            left -= 1
            if left < 0 and self._counting:
                raise Exhausted

        before = sys.getprofile()
        self._counting = True
        sys.setprofile(count)
        try:
            return work()
        finally:
            self._counting = False
            sys.setprofile(before)
            self._left -= start - max(left, 0)
