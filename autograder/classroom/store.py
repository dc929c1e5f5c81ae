"""The store: one SQLite file that remembers every result, so that a rerun does only what changed.

A result is kept under a key of everything that could change it. Each is committed as it comes: whatever stops
the grader, what was graded stays graded.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from autograder.files import write_atomically
from autograder.results import SubmissionResult, from_json, to_json

SCHEMA = 1


class StoreError(Exception):
    """The output folder cannot be used; the message says why and what to do."""


class WriteError(StoreError):
    """A file could not be written: the disk is full or gone. What was there before is unchanged."""


def key_of(digest: str, seed: int, layer: str, kind: str, source: bytes) -> str:
    """A key that is equal exactly if grading again would give the same result."""
    parts = "\x1f".join([digest, str(seed), layer, kind, hashlib.sha256(source).hexdigest()])
    return hashlib.sha256(parts.encode()).hexdigest()


class Store:
    """Results of one homework in one output folder; a lock keeps a second grader out."""

    def __init__(self, folder: Path, homework: str) -> None:
        """Opens or makes it.

        Raises:
            StoreError: the folder cannot be written, is in use, or holds another homework's results.
        """
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = _lock(folder / ".lock")
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written: {error.strerror}") from None
        try:
            self._db = sqlite3.connect(folder / "results.sqlite", isolation_level=None)
            meta = self._tables(homework)
        except sqlite3.Error as error:
            os.close(self._lock)
            raise StoreError(f"{folder / 'results.sqlite'}: {error}; move it away or choose another --out") from None
        if meta.get("homework") != homework:
            self.close()
            raise StoreError(
                f"{folder}: holds results of {meta.get('homework')!r}; choose another --out for {homework!r}"
            )
        if meta.get("schema") != str(SCHEMA):
            self.close()
            raise StoreError(f"{folder}: written by another version; choose another --out")

    def _tables(self, homework: str) -> dict[str, str]:
        """Makes the tables of a new file; returns what the file says of itself."""
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.execute("create table if not exists meta (name text primary key, value text) without rowid")
        self._db.execute(
            "create table if not exists results (submission text primary key, key text, result blob) without rowid"
        )
        self._db.execute("insert or ignore into meta values ('schema', ?), ('homework', ?)", (str(SCHEMA), homework))
        return dict(self._db.execute("select name, value from meta"))

    def get(self, submission: str, key: str) -> SubmissionResult | None:
        """The result under that key, if there is one; a grader's fault is never reused."""
        row = self._db.execute("select key, result from results where submission = ?", (submission,)).fetchone()
        if row is None or row[0] != key:
            return None
        with contextlib.suppress(msgspec.DecodeError):
            result = from_json(row[1])
            return result if result.status != "grader_error" else None
        return None

    def put(self, key: str, result: SubmissionResult) -> None:
        """Keeps a result, on disk when this returns.

        Raises:
            WriteError: the disk is full or gone.
        """
        try:
            self._db.execute(
                "insert or replace into results values (?, ?, ?)", (result.submission, key, to_json(result))
            )
        except sqlite3.Error as error:
            raise WriteError(f"results.sqlite: {error}; what was graded before is kept") from None

    def submissions(self) -> Iterator[str]:
        """The names of all submissions ever graded here."""
        for (name,) in self._db.execute("select submission from results"):
            yield name

    def close(self) -> None:
        """Closes the file and lets the next grader in."""
        self._db.close()
        os.close(self._lock)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _lock(path: Path) -> int:
    fd = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
    try:
        import fcntl

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # no flock on this system
        pass
    except OSError:
        os.close(fd)
        raise StoreError(
            f"{path.parent}: another `homework grade` is writing here; wait for it or use another --out"
        ) from None
    return fd


def write(path: Path, content: bytes) -> None:
    """Replaces a file of the output folder, whole or not at all.

    Raises:
        WriteError: it cannot be written; the old one is as it was.
    """
    try:
        write_atomically(path, content)
    except OSError as error:
        raise WriteError(f"{path}: cannot be written: {error.strerror}; the previous one is unchanged") from None
