"""Modules of a student's own that lie beside the file, and are handed in with it."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from pathlib import Path

from autograder.wire.text import HELPER_SIZE, modules

PACKED = "hand-in"  # the folder of what `homework pack` writes
NOT_OURS = ("tests/", f"{PACKED}/")


def beside(file: Path) -> list[tuple[str, bytes]]:
    """Path from the file's folder, with forward slashes, and content of each."""
    found = []
    for path in sorted(p for pattern in ("*.py", "*/*.py", "*/*/*.py") for p in file.parent.glob(pattern)):
        name = path.relative_to(file.parent).as_posix()
        with contextlib.suppress(OSError):
            if path != file and not name.startswith(NOT_OURS) and path.stat().st_size <= HELPER_SIZE:
                found.append((name, path.read_bytes()))
    return found


def used(file: Path, names: Collection[str]) -> list[tuple[str, bytes]]:
    """Those that hold modules of these names."""
    return [(path, source) for path, source in beside(file) if {*names} & {*modules([(path, source)])}]
