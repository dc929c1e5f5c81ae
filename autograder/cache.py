"""Results that can be made again, on disk: safe to delete, never needed.

A state is kept under a name and a key of all that it depends on (`digests`); a folder that cannot be written to keeps
nothing, a damaged file is as good as none.
"""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
import platformdirs

from autograder.files import WriteError, write_atomically

Kept = TypeVar("Kept")


class Cache:
    """A folder of states by name and key."""

    def __init__(self, folder: Path, states: int = 1) -> None:
        """Uses a folder, which is made when something is first kept.

        Args:
            folder: where.
            states: how many of one name are kept: the newest.
        """
        self.folder = folder
        self._states = states

    def get(self, name: str, key: str, kind: type[Kept]) -> Kept | None:
        """What is kept under the name and the key, or None."""
        try:
            return msgspec.msgpack.decode(self._path(name, key).read_bytes(), type=kind)
        except (OSError, msgspec.MsgspecError):
            return None

    def put(self, name: str, key: str, state: object) -> None:
        """Keeps a state, and forgets the oldest of the same name."""
        with contextlib.suppress(OSError):
            write_atomically(self._path(name, key), msgspec.msgpack.encode(state))
            states = sorted(self.folder.glob(f"{name}@*.msgpack"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
            for path in states[self._states :]:
                path.unlink(missing_ok=True)

    def _path(self, name: str, key: str) -> Path:
        return self.folder / f"{name}@{key[:32]}.msgpack"


@dataclass(frozen=True)
class Place:
    """A folder of what can be made again, and what it holds."""

    what: str
    folder: Path

    def size(self) -> int:
        """Bytes of its files."""
        return sum(path.lstat().st_size for path in self.folder.rglob("*") if path.is_file())

    def clear(self) -> None:
        """Deletes it.

        Raises:
            WriteError: something in it cannot be deleted.
        """
        try:
            shutil.rmtree(self.folder)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise WriteError(f"{self.folder}: cannot be deleted: {error.strerror or error}") from None


def places(root: Path | None) -> list[Place]:
    """The folders of this user's caches, and of the course in `root` if there is one."""
    found = [Place("tables of known mistakes", tables_folder()), Place("zips that took too long", refused_folder())]
    if root:
        found += [Place("proofs of the gate", proofs_folder(root)), Place("verdicts", verdicts_folder(root))]
        found += [Place("a student's environment", installs_folder(root))]
    return found


def tables_folder() -> Path:
    """Where the tables of known mistakes lie: `~/.cache/dl-homework/tables` on Linux."""
    return Path(platformdirs.user_cache_dir("dl-homework", appauthor=False)) / "tables"


def refused_folder() -> Path:
    """Where the hashes of zips lie that took too long to unpack: `~/.cache/dl-homework/zips` on Linux."""
    return Path(platformdirs.user_cache_dir("dl-homework", appauthor=False)) / "zips"


def proofs_folder(root: Path) -> Path:
    """Where what the gate has proved of a course lies, beside it."""
    return root / ".homework-cache" / "gate"


def installs_folder(root: Path) -> Path:
    """Where the environment lies in which the gate has installed a course's zip, beside it."""
    return root / ".homework-cache" / "install"


def verdicts_folder(root: Path) -> Path:
    """Where the last verdict on each homework of a course lies, beside it."""
    return root / ".homework-cache" / "verify"
