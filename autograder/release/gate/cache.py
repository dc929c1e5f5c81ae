"""Proofs that need not be made again: sound ones, by the digest of all that could change them. Safe to delete."""

from __future__ import annotations

import contextlib
from typing import TypeVar

import msgspec

from autograder.course import Course
from autograder.files import write_atomically

Kept = TypeVar("Kept")


class Cache:
    """A folder of proofs, one file for each thing that was proved."""

    def __init__(self, course: Course) -> None:
        self._folder = course.root / ".homework-cache" / "gate"

    def get(self, name: str, digest: str, type_: type[Kept]) -> Kept | None:
        """The proof of `name` under this digest, or None."""
        try:
            kept = msgspec.json.decode((self._folder / f"{name}.json").read_bytes(), type=tuple[str, msgspec.Raw])
            return msgspec.json.decode(kept[1], type=type_) if kept[0] == digest else None
        except (OSError, msgspec.DecodeError):
            return None

    def put(self, name: str, digest: str, proof: object) -> None:
        """Keeps a proof in the place of the one before; a folder that cannot be written to keeps nothing."""
        with contextlib.suppress(OSError):
            write_atomically(self._folder / f"{name}.json", msgspec.json.encode((digest, proof)))
