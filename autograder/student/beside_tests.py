"""Files that come with a question's public tests, in folders beside theirs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Held = TypeVar("Held")


def read_beside(
    test: Path, folder: str, largest: int, read: Callable[[bytes, str], Held], error: type[Exception]
) -> Held | None:
    """What the file of a question holds; None if there is none.

    Args:
        test: the question's public test.
        folder: the name of the folder beside the tests'.
        largest: bytes of the file at most.
        read: makes it of the content and the question's name, or raises `error`.
        error: raised with the reason, if the file cannot be used.
    """
    path = test.parent.with_name(folder) / f"{test.stem}.json"
    try:
        if path.stat().st_size > largest:
            raise error("is too large")
        return read(path.read_bytes(), test.stem)
    except FileNotFoundError:
        return None
    except OSError as reason:
        raise error(f"cannot be read: {reason.strerror}") from None
