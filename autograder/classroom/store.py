"""The store: one SQLite file that remembers every result, so that a rerun does only what changed.

What was graded is kept under a key of everything that could change it, what stands for a submission beside it: a mark
is made first and put in force afterwards. Each step is committed as it comes: whatever stops the grader, what was
graded stays graded, and what stood before stands.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from autograder.classroom.database import DAMAGED, Database
from autograder.classroom.people import Whose
from autograder.classroom.sharing import Shared
from autograder.classroom.shelf import Shelf
from autograder.classroom.source import Source
from autograder.results import Change, SubmissionResult, to_json
from autograder.submission import Submission

KEPT = 4  # results of one submission that are kept beside the one that stands


@dataclass(frozen=True)
class Stands:
    """What stands for a submission: its coded result, the key under which that was made, and whose it is."""

    key: str
    result: SubmissionResult
    whose: Whose


@dataclass(frozen=True)
class Past:
    """A mark that was in force from then on: the result with its written marks, and what had changed."""

    submission: str
    at: str
    result: SubmissionResult
    changes: tuple[Change, ...]


class Store(Database):
    """Results of one homework in one output folder; what a run reads of them has its equal parts in common."""

    def __init__(self, folder: Path, homework: str) -> None:
        """As `Database`."""
        super().__init__(folder, homework)
        self.shared = Shared()

    @property
    def has_results(self) -> bool:
        """Whether anything was ever graded into it."""
        return bool(self._read("select 1 from graded limit 1") or self._read("select 1 from results limit 1"))

    # -- what was graded ---------------------------------------------------------------------------------------

    def get(self, submission: str, key: str) -> SubmissionResult | None:
        """The result under that key, if there is one; a grader's fault is never reused.

        Raises:
            StoreError: the file is damaged.
        """
        for (data,) in self._read("select result from graded where submission = ? and key = ?", submission, key):
            with contextlib.suppress(*DAMAGED):
                result = self.shared.decoded(data)
                return result if result.status != "grader_error" else None
        return None

    def put(self, key: str, result: SubmissionResult, submission: Submission | None = None) -> None:
        """Keeps a result and what was graded, on disk when this returns; nothing stands otherwise than before.

        Raises:
            WriteError: the disk is full or gone.
        """
        name = result.submission
        with self._changing():
            self._db.execute("delete from graded where submission = ? and key = ?", (name, key))
            self._db.execute(
                "insert into graded (submission, key, result) values (?, ?, ?)", (name, key, to_json(result))
            )
            self._db.execute(
                "delete from graded where submission = ?1 and n not in "
                "(select n from graded where submission = ?1 order by n desc limit ?2)",
                (name, KEPT),
            )
            if submission is not None:
                kept = msgspec.msgpack.encode(Source.of(submission))
                row = (name, submission.sha256, kept)
                self._db.execute("insert or replace into sources values (?, ?, ?)", row)

    # -- what stands -------------------------------------------------------------------------------------------

    def standing(self) -> dict[str, Stands]:
        """What stands for every submission, by name; what is damaged is not there, and is graded again.

        Raises:
            StoreError: the file is damaged as a whole.
        """
        found = {}
        for name, key, data, whose in self._each("select submission, key, result, whose from results"):
            with contextlib.suppress(*DAMAGED):
                who = msgspec.msgpack.decode(whose, type=Whose) if whose else Whose(person=name)
                found[name] = Stands(key, self.shared.decoded(data), who)
        return found

    def put_in_force(self, key: str, result: SubmissionResult, whose: Whose) -> None:
        """Lets a coded result stand for its submission.

        Raises:
            WriteError: the disk is full or gone.
        """
        row = (result.submission, key, to_json(result), msgspec.msgpack.encode(whose))
        with self._changing():
            self._db.execute("insert or replace into results (submission, key, result, whose) values (?, ?, ?, ?)", row)

    def rename(self, old: str, new: str) -> None:
        """Calls all that is kept of a submission otherwise; what was graded under the old name had other inputs.

        What is kept under the new name already, as this run has graded it, stays.

        Raises:
            WriteError: the disk is full or gone.
        """
        with self._changing():
            self._db.execute("delete from graded where submission = ?", (old,))
            for table in ("results", "codes"):
                self._db.execute(f"delete from {table} where submission = ?", (new,))  # noqa: S608
            for table in ("results", "codes", "history"):
                self._db.execute(f"update {table} set submission = ? where submission = ?", (new, old))  # noqa: S608
            self._db.execute("update counted set row = ? where row = ?", (new, old))
            self._db.execute("update or ignore sources set submission = ? where submission = ?", (new, old))
            self._db.execute("delete from sources where submission = ?", (old,))
            self._db.execute("update results set key = '' where submission = ?", (new,))

    def remove(self, submission: str) -> None:
        """Forgets a submission, but for its history.

        Raises:
            WriteError: the disk is full or gone.
        """
        with self._changing():
            for table in ("results", "sources", "graded"):
                self._db.execute(f"delete from {table} where submission = ?", (submission,))  # noqa: S608

    def keep_results(self, submissions: Iterable[str]) -> None:
        """Keeps what stands for some submissions under its key, whatever else was kept there.

        Raises:
            WriteError: the disk is full or gone.
        """
        with self._changing():
            for name in submissions:
                (found,) = self._read("select key, result from results where submission = ?", name)
                self._db.execute("delete from graded where submission = ? and key = ?", (name, found[0]))
                if found[0]:
                    self._db.execute("insert into graded (submission, key, result) values (?, ?, ?)", (name, *found))

    def result(self, submission: str) -> SubmissionResult | None:
        """The coded result that stands.

        Raises:
            StoreError: the file is damaged.
        """
        for (data,) in self._read("select result from results where submission = ?", submission):
            with contextlib.suppress(*DAMAGED):
                return self.shared.decoded(data)
        return None

    def source(self, submission: str) -> Submission | None:
        """What stands was made from; nothing if an older version has graded it.

        Raises:
            StoreError: the file is damaged.
        """
        result = self.result(submission)
        content = result.made.sha256 if result is not None else ""
        rows = self._read("select content, source from sources where submission = ?", submission)
        # Of an older version's there is one, without its digest in the result.
        for _, data in sorted(rows, key=lambda row: row[0] != content)[:1]:
            with contextlib.suppress(*DAMAGED):
                return msgspec.msgpack.decode(data, type=Source).submission(submission)
        return None

    def sources(self) -> dict[str, Submission]:
        """What stands for every submission was made from, by name."""
        wanted = {name: stands.result.made.sha256 for name, stands in self.standing().items()}
        found: dict[str, Submission] = {}
        shelf = Shelf()
        for name, content, data in self._each("select submission, content, source from sources"):
            if name in wanted and (content == wanted[name] or not wanted[name]):
                with contextlib.suppress(*DAMAGED):
                    found[name] = shelf.lay(msgspec.msgpack.decode(data, type=Source).submission(name))
        return found

    # -- what stood --------------------------------------------------------------------------------------------

    def history(self, submission: str | None = None) -> list[Past]:
        """Every mark that was ever in force, the oldest first: of one submission, or of all.

        Raises:
            StoreError: the file is damaged.
        """
        query = "select submission, at, result, changes from history"
        rows = (
            self._read(f"{query} order by n")
            if submission is None
            else self._read(f"{query} where submission = ? order by n", submission)
        )
        past = []
        for name, at, data, changes in rows:
            with contextlib.suppress(*DAMAGED):
                told = msgspec.msgpack.decode(changes, type=tuple[Change, ...]) if changes else ()
                past.append(Past(name, at, self.shared.decoded(data), told))
        return past

    def latest(self) -> dict[str, SubmissionResult]:
        """The marks in force, with written ones, by submission.

        Raises:
            StoreError: the file is damaged.
        """
        found = {}
        newest = "select submission, result from history where n in (select max(n) from history group by submission)"
        for name, data in self._each(newest):
            with contextlib.suppress(*DAMAGED):
                found[name] = self.shared.decoded(data)
        return found

    def changes(self) -> dict[str, tuple[Change, ...]]:
        """What ever changed, by submission, the newest first.

        Raises:
            StoreError: the file is damaged.
        """
        found: dict[str, tuple[Change, ...]] = {}
        for name, changes in self._read("select submission, changes from history where changes is not null order by n"):
            with contextlib.suppress(*DAMAGED):
                told = msgspec.msgpack.decode(changes, type=tuple[Change, ...])
                found[name] = told + found.get(name, ())
        return found

    def remember(self, at: str, result: SubmissionResult, changes: Sequence[Change]) -> None:
        """Notes that a mark is in force from now on.

        Raises:
            WriteError: the disk is full or gone.
        """
        told = msgspec.msgpack.encode(changes) if changes else None
        row = (result.submission, at, to_json(msgspec.structs.replace(result, changes=())), told)
        with self._changing():
            self._db.execute("insert into history (submission, at, result, changes) values (?, ?, ?, ?)", row)

    def counted(self) -> list[tuple[str, str, bytes]]:
        """What rows came to after what was changed by hand: the row, since when, and what; the oldest first.

        Raises:
            StoreError: the file is damaged.
        """
        return self._read("select row, at, counted from counted order by n")

    def keep_counted(self, counted: Sequence[tuple[str, str, bytes]]) -> None:
        """Notes what rows come to from now on.

        Raises:
            WriteError: the disk is full or gone.
        """
        if counted:
            with self._changing():
                self._db.executemany("insert into counted (row, at, counted) values (?, ?, ?)", counted)

    def keep_parts(self, parts: Mapping[str, Mapping[str, str]]) -> None:
        """Keeps what digests were made of, so that it can be told what differs between two of them.

        Raises:
            WriteError: the disk is full or gone.
        """
        rows = [(digest, msgspec.msgpack.encode(dict(made_of))) for digest, made_of in parts.items()]
        with self._changing():
            self._db.executemany("insert or ignore into judged values (?, ?)", rows)

    def parts(self) -> dict[str, dict[str, str]]:
        """What each digest was made of.

        Raises:
            StoreError: the file is damaged.
        """
        found = {}
        for digest, parts in self._read("select digest, parts from judged"):
            with contextlib.suppress(*DAMAGED):  # then it is not told what differs
                found[digest] = msgspec.msgpack.decode(parts, type=dict[str, str])
        return found

    # -- written answers ---------------------------------------------------------------------------------------

    def codes(self) -> dict[str, str]:
        """The code of each submission that has one."""
        return dict(self._read("select submission, code from codes"))

    def keep_codes(self, codes: Mapping[str, str]) -> None:
        """Keeps the codes of submissions: they stay what they are whatever becomes of the names."""
        with self._changing():
            self._db.executemany("insert or ignore into codes values (?, ?)", codes.items())

    def marked(self) -> dict[tuple[str, str], tuple[str, dict[str, float]]]:
        """By code and question: the digest of the answer that was marked, and its scores by rubric item."""
        return {
            (code, question): (content, msgspec.msgpack.decode(scores, type=dict[str, float]))
            for code, question, content, scores in self._read("select code, question, content, scores from marked")
        }

    def keep_marked(self, marked: Mapping[tuple[str, str], tuple[str, Mapping[str, float]]]) -> None:
        """Keeps which answer some scores were given to."""
        rows = [(*key, content, msgspec.msgpack.encode(dict(scores))) for key, (content, scores) in marked.items()]
        with self._changing():
            self._db.executemany("insert or replace into marked values (?, ?, ?, ?)", rows)

    # -- what was written into the folder ----------------------------------------------------------------------

    def files(self) -> dict[str, tuple[str, int, int]]:
        """Of each file that was written: what it was made from, its size, and when it was changed."""
        return {path: (made, size, at) for path, made, size, at in self._read("select * from files")}

    def keep_files(self, files: Mapping[str, tuple[str, int, int]]) -> None:
        """Keeps what files were made from; if that fails they are written again another time."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("begin")
            self._db.executemany(
                "insert or replace into files values (?, ?, ?, ?)", [(path, *made) for path, made in files.items()]
            )
            self._db.execute("commit")

    def recall(self, key: str) -> bytes | None:
        """A document's reading that was kept under that key.

        Raises:
            StoreError: the file is damaged.
        """
        return next((data for (data,) in self._read("select reading from readings where key = ?", key)), None)

    def keep(self, key: str, data: bytes) -> None:
        """Keeps a document's reading; if that fails it is read again another time."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("insert or replace into readings values (?, ?)", (key, data))

    def submissions(self) -> Iterator[str]:
        """The names of all submissions for which something stands.

        Raises:
            StoreError: the file is damaged.
        """
        for (name,) in self._read("select submission from results"):
            yield name
