"""What modules want to do in a child is left out where there is only one thread."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def no_work_after_forks() -> Iterator[None]:
    """Holds back what modules register for their children, while they are imported.

    It is threading that asks: it makes locks anew that nobody can hold, and touches a hundred pages for it, each of
    which the kernel has to copy. And random: every child is seeded anyway.
    """
    wanted: list[Callable[[], object]] = []
    register = os.register_at_fork

    def note(**hooks: Callable[[], object]) -> None:
        if set(hooks) == {"after_in_child"}:
            wanted.append(hooks["after_in_child"])
        else:  # what takes a lock before a fork has to release it in the child, too
            register(**hooks)

    def after_in_child() -> None:
        if len(getattr(sys.modules.get("threading"), "_active", ())) != 1:
            for after in wanted:
                after()

    os.register_at_fork = note  # type: ignore[assignment]
    try:
        yield
    finally:
        os.register_at_fork = register
    register(after_in_child=after_in_child)
