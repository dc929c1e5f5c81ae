"""A folder of results that can be made again: safe to delete, never needed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec

from autograder.files import write_atomically

KEPT = 3  # states of one question


def folder() -> Path | None:
    """Where the user's caches lie, if there is such a place."""
    try:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    except RuntimeError:  # no home
        return None
    return Path(base) / "dl-homework" / "probes"


def read(place: Path | None, key: str, kind: Any) -> Any | None:
    """What was stored under the key, or None: missing, unreadable and outdated are the same."""
    if place is None:
        return None
    try:
        found = next(place.glob(f"*-{key[:32]}.msgpack"), None)
        return None if found is None else msgspec.msgpack.decode(found.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError):
        return None


def write(place: Path | None, name: str, key: str, value: Any) -> None:
    """Stores a value if it can be stored, and forgets the oldest states of the same name."""
    if place is None:
        return
    try:
        place.mkdir(parents=True, exist_ok=True)
        write_atomically(place / f"{name}-{key[:32]}.msgpack", msgspec.msgpack.encode(value))
        states = sorted(place.glob(f"{name}-*.msgpack"), key=lambda p: p.stat().st_mtime, reverse=True)
        for path in states[KEPT:]:
            path.unlink(missing_ok=True)
    except OSError:
        return
