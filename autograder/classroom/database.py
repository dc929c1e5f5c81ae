"""The file of a store: its tables and how older ones become them, its lock, its settings, and its rows as they are."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from autograder.classroom.source import content_of
from autograder.errors import HomeworkError, InputError
from autograder.files import WriteError

if TYPE_CHECKING:
    from typing import Self

SCHEMA = 4
Numbered = Literal["graded", "history", "counted"]
Table = Literal[Numbered, "results", "sources", "readings", "judged", "marked", "codes"]
DAMAGED = (msgspec.DecodeError, UnicodeDecodeError)  # what decoding bytes that are none of ours raises
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)  # the second where SQLite quotes what is damaged
# From each schema to the next: what an older grader has kept stays.
MIGRATIONS = {
    1: (
        "create table sources (submission text primary key, source blob) without rowid",
        "create table readings (key text primary key, reading blob) without rowid",
    ),
    2: (
        "alter table sources rename to former",
        "create table graded (n integer primary key, submission text, key text, result blob, unique (submission, key))",
        "insert into graded (submission, key, result) select submission, key, result from results",
        "create table sources (submission text, content text, source blob, primary key (submission, content))",
        "insert into sources select submission, content(source), source from former",
        "drop table former",
        "alter table results add column whose blob",
        "create table history (n integer primary key, submission text, at text, result blob, changes blob)",
        "insert into history (submission, at, result) select submission, '', result from results",
        "create table judged (digest text primary key, parts blob) without rowid",
        "create table marked (code text, question text, content text, scores blob, primary key (code, question))",
        "create table codes (submission text primary key, code text) without rowid",
        "create table files (path text primary key, made_from text, size integer, changed integer) without rowid",
    ),
    3: ("create table counted (n integer primary key, row text, at text, counted blob)",),
}


def homework_of(folder: Path) -> str:
    """The homework whose results a folder holds.

    Raises:
        StoreError: it holds none.
    """
    name = setting_of(folder, "homework")
    if name is None:
        raise StoreError(f"{folder / 'results.sqlite'}: names no homework; grade the class again into another --out")
    return name


def setting_of(folder: Path, setting: str) -> str | None:
    """A setting of a folder of results, which is only read; None if it was never set.

    Raises:
        StoreError: the folder holds no results.
    """
    path = folder / "results.sqlite"
    if not path.is_file():
        raise StoreError(f"{folder}: holds no results: name the --out of `homework grade`")
    try:
        # Where nothing can be written, SQLite opens only what it is told not to look after.
        alone = "" if os.access(folder, os.W_OK) else "&immutable=1"
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro{alone}", uri=True)) as db:
            found = dict(db.execute("select name, value from meta")).get(setting)
            return None if found is None else str(found)
    except UNREADABLE as error:
        raise StoreError(f"{path}: {error}; grade the class again into another --out") from None


class StoreError(InputError):
    """The output folder cannot be used; the message says why and what to do."""


class Database:
    """The tables of one homework's results in one output folder; a lock keeps a second grader out."""

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
        except UNREADABLE as error:
            os.close(self._lock)
            raise _unusable(folder, error) from None
        if meta.get("homework") != homework:
            self.close()
            raise StoreError(
                f"{folder}: holds results of {meta.get('homework')!r}; choose another --out for {homework!r}"
            )
        if meta.get("schema") != str(SCHEMA):
            self.close()
            raise StoreError(f"{folder}: written by another version; choose another --out")

    @classmethod
    def existing(cls, folder: Path, homework: str) -> Self:
        """The one of a folder that holds results.

        Raises:
            StoreError: it holds none, or cannot be used.
        """
        homework_of(folder)
        return cls(folder, homework)

    def _tables(self, homework: str) -> dict[str, str]:
        """Makes the tables of a new file; returns what the file says of itself."""
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = normal")
        self._db.execute("create table if not exists meta (name text primary key, value text) without rowid")
        self._db.execute(
            "create table if not exists results (submission text primary key, key text, result blob) without rowid"
        )
        self._db.execute("insert or ignore into meta values ('schema', '1'), ('homework', ?)", (homework,))
        meta = dict(self._db.execute("select name, value from meta"))
        while meta["homework"] == homework and meta["schema"] in map(str, MIGRATIONS):
            made = int(meta["schema"])
            self._db.create_function("content", 1, content_of, deterministic=True)
            self._db.execute("begin")
            for statement in MIGRATIONS[made]:
                self._db.execute(statement)
            self._db.execute("update meta set value = ? where name = 'schema'", (str(made + 1),))
            self._db.execute("commit")
            meta["schema"] = str(made + 1)
        return meta

    def setting(self, name: str) -> str:
        """A setting of this folder; empty if it was never set."""
        return next((value for (value,) in self._read("select value from meta where name = ?", name)), "")

    def set(self, name: str, value: str) -> None:
        """Keeps a setting of this folder."""
        with self._changing():
            self._db.execute("insert or replace into meta values (?, ?)", (name, value))

    # -- as a whole, to be joined with others ------------------------------------------------------------------

    def rows(self, table: Table) -> Iterator[tuple[Any, ...]]:
        """The rows of a table as they are kept, one after the other; numbered ones in their order.

        Raises:
            StoreError: the file is damaged.
        """
        try:
            yield from self._db.execute(f"select * from {table} order by 1")  # noqa: S608
        except UNREADABLE as error:
            raise _unusable(self.folder, error) from None

    def row(self, table: Numbered, number: int) -> tuple[Any, ...]:
        """One row of a table whose rows are numbered.

        Raises:
            StoreError: the file is damaged.
        """
        (found,) = self._read(f"select * from {table} where n = ?", number)  # noqa: S608
        return found

    def take_over(self, table: Table, rows: Iterable[tuple[Any, ...]], *, replacing: bool = False) -> None:
        """Adds rows of another store; those that are there already stay unless they are replaced.

        Raises:
            WriteError: the disk is full or gone.
        """
        verb = "insert or replace" if replacing else "insert or ignore"
        with self._changing():
            for row in rows:
                values = ", ".join("?" * len(row))
                self._db.execute(f"{verb} into {table} values ({values})", row)

    def tell_anew(self, table: Numbered, old: Iterable[int], rows: Iterable[tuple[Any, ...]]) -> None:
        """Puts rows in the place of those of these numbers, after all others.

        Raises:
            WriteError: the disk is full or gone.
        """
        with self._changing():
            self._db.executemany(f"delete from {table} where n = ?", ((number,) for number in old))  # noqa: S608
            for row in rows:
                values = ", ".join("?" * len(row))
                self._db.execute(f"insert into {table} values ({values})", row)  # noqa: S608

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """One change, done or not done; none within another."""
        try:
            self._db.execute("begin")
            yield
            self._db.execute("commit")
        except sqlite3.Error as error:
            with contextlib.suppress(sqlite3.Error):
                self._db.execute("rollback")
            raise WriteError(f"results.sqlite: {error}; what was graded before is kept") from None

    def _read(self, query: str, *parameters: str | int) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(query, parameters).fetchall()
        except UNREADABLE as error:
            raise _unusable(self.folder, error) from None

    def _each(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The same, one row after the other."""
        try:
            yield from self._db.execute(query)
        except UNREADABLE as error:
            raise _unusable(self.folder, error) from None

    def close(self) -> None:
        """Closes the file and lets the next grader in."""
        self._db.close()
        os.close(self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _unusable(folder: Path, error: Exception) -> HomeworkError:
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
        return WriteError(f"{folder / 'results.sqlite'}: cannot be written: the disk is full")
    return StoreError(f"{folder / 'results.sqlite'}: {error}; move it away or choose another --out")


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
