"""The store: results are kept, nothing is half-written, one grader at a time."""

import contextlib
import errno
import os
import random
import sqlite3
import subprocess
import sys

import msgspec
import pytest

from autograder.classroom.database import StoreError, homework_of
from autograder.classroom.people import Whose
from autograder.classroom.source import Source
from autograder.classroom.store import KEPT, Stands, Store
from autograder.digests import result_key
from autograder.results import SubmissionResult, to_json
from autograder.submission import Submission


def result(name="a", score=1.0, status="graded"):
    return SubmissionResult(name, "mini", status, "core", 1, score, 100.0)


def test_a_result_is_found_under_its_key_and_no_other(tmp_path):
    with Store(tmp_path, "mini") as store:
        store.put("key", result())
        assert store.get("a", "key") == result()
        assert store.get("a", "other") is None
        assert store.get("b", "key") is None


def test_results_outlive_the_process(tmp_path):
    with Store(tmp_path, "mini") as store:
        store.put("key", result())
        store.put_in_force("key", result(), Whose(person="Ann"))
    with Store(tmp_path, "mini") as store:
        assert store.get("a", "key") == result()
        assert list(store.submissions()) == ["a"]
        assert store.standing() == {"a": Stands("key", result(), Whose(person="Ann"))}


def test_results_under_several_keys_are_kept_and_the_oldest_go(tmp_path):
    with Store(tmp_path, "mini") as store:
        for number in range(KEPT + 1):
            store.put(str(number), result(score=number))
        store.put("1", result(score=100.0))
        kept = [store.get("a", str(number)) for number in range(KEPT + 1)]
    assert [one and one.score for one in kept] == [None, 100.0, 2.0, 3.0, 4.0]


def test_what_is_graded_stands_only_when_it_is_put_in_force(tmp_path):
    with Store(tmp_path, "mini") as store:
        store.put_in_force("old", result(score=1.0), Whose())
        store.put("new", result(score=2.0))
        assert store.result("a").score == 1.0 and store.standing()["a"].key == "old"
        store.put_in_force("new", result(score=2.0), Whose(late=True))
        assert store.result("a").score == 2.0 and store.standing()["a"].whose.late


def test_a_name_takes_all_that_is_kept_with_it_but_what_depends_on_it(tmp_path):
    submission = Submission("a", "py", b"x = 1")
    with Store(tmp_path, "mini") as store:
        store.put("key", result(), submission)
        store.put_in_force("key", result(), Whose())
        store.remember("today", result(), ())
        store.keep_codes({"a": "bcdf-ghjk"})
        store.rename("a", "b")
        assert store.get("b", "key") is None and store.standing()["b"].key == "", "its inputs are others now"
        assert store.source("b").source == b"x = 1" and store.codes() == {"b": "bcdf-ghjk"}
        assert [one.submission for one in store.history()] == ["b"] and "a" not in store.standing()


def test_who_is_removed_leaves_a_history(tmp_path):
    with Store(tmp_path, "mini") as store:
        store.put("key", result(), Submission("a", "py", b""))
        store.put_in_force("key", result(), Whose())
        store.remember("today", result(), ())
        store.remove("a")
        assert not store.standing() and store.source("a") is None and store.get("a", "key") is None
        assert len(store.history("a")) == 1


def test_a_fault_of_the_grader_is_never_reused(tmp_path):
    with Store(tmp_path, "mini") as store:
        store.put("key", result(status="grader_error"))
        assert store.get("a", "key") is None


def test_a_file_that_is_damaged_while_it_is_open_is_told_in_one_line(tmp_path):
    with Store(tmp_path, "mini") as store:
        store._db.execute("drop table results")
        store._db.execute("drop table graded")
        for read in (lambda: store.get("a", "key"), lambda: list(store.submissions()), store.standing):
            with pytest.raises(StoreError, match=r"results.sqlite: .*choose another --out"):
                read()


def test_what_was_graded_is_kept_with_its_result(tmp_path):
    submission = Submission("a", "ipynb", b"{}", file="a.ipynb", person="Ann", attempt=2, helpers=(("h", "x = 1"),))
    with Store(tmp_path, "mini") as store:
        store.put("key", result("a"), submission)
        store.put_in_force("key", result("a"), Whose())
        assert store.source("a") == submission and store.source("b") is None
        assert store.result("a") == result("a") and store.result("b") is None
    assert homework_of(tmp_path) == "mini"


def test_a_folder_without_results_is_named(tmp_path):
    with pytest.raises(StoreError, match="holds no results"):
        homework_of(tmp_path)


@pytest.mark.parametrize("schema", [1, 2])
def test_a_store_of_an_earlier_schema_is_taken_over_with_its_results(tmp_path, schema):
    submission = Submission("a", "py", b"x = 1", file="a.py", person="Ann")
    with sqlite3.connect(tmp_path / "results.sqlite") as db:
        db.execute("create table meta (name text primary key, value text) without rowid")
        db.execute("create table results (submission text primary key, key text, result blob) without rowid")
        db.execute("insert into meta values ('schema', ?), ('homework', 'mini')", (str(schema),))
        db.execute("insert into results values ('a', 'key', ?)", (to_json(result()),))
        if schema == 2:
            db.execute("create table sources (submission text primary key, source blob) without rowid")
            db.execute("create table readings (key text primary key, reading blob) without rowid")
            db.execute("insert into sources values ('a', ?)", (msgspec.msgpack.encode(Source.of(submission)),))
    with Store(tmp_path, "mini") as store:
        assert store.get("a", "key") == result() and store.standing()["a"].result == result()
        assert store.source("a") == (submission if schema == 2 else None)
        assert [(one.at, one.result) for one in store.history()] == [("", result())]


@pytest.mark.parametrize("name", ["李伟", "a\nb", "", "'; drop table results; --", "x" * 500])
def test_any_name_is_kept(tmp_path, name):
    with Store(tmp_path, "mini") as store:
        store.put("key", result(name))
        assert store.get(name, "key").submission == name


def test_whatever_could_change_a_result_changes_its_key():
    keys = {
        result_key(digest, seed, layer, Submission("a", kind, source))
        for digest, seed, layer, kind, source in [
            ("d", 1, "core", "py", b"x"),
            ("e", 1, "core", "py", b"x"),
            ("d", 2, "core", "py", b"x"),
            ("d", 1, "none", "py", b"x"),
            ("d", 1, "core", "ipynb", b"x"),
            ("d", 1, "core", "py", b"y"),
        ]
    }
    assert len(keys) == 6


def test_another_homework_s_folder_is_refused(tmp_path):
    Store(tmp_path, "mini").close()
    with pytest.raises(StoreError, match="holds results of 'mini'"):
        Store(tmp_path, "other")
    Store(tmp_path, "mini").close()


def test_another_version_s_folder_is_refused(tmp_path):
    Store(tmp_path, "mini").close()
    with sqlite3.connect(tmp_path / "results.sqlite") as db:
        db.execute("update meta set value = '99' where name = 'schema'")
    with pytest.raises(StoreError, match="another version"):
        Store(tmp_path, "mini")


def test_a_second_grader_is_kept_out_until_the_first_is_done(tmp_path):
    with Store(tmp_path, "mini"), pytest.raises(StoreError, match="another `homework grade`"):
        Store(tmp_path, "mini")
    Store(tmp_path, "mini").close()


def test_a_grader_that_was_killed_keeps_nobody_out(tmp_path):
    code = "import os\nfrom pathlib import Path\nfrom autograder.classroom.store import Store\n"
    code += f"store = Store(Path({str(tmp_path)!r}), 'mini')\nos.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code], timeout=60)
    Store(tmp_path, "mini").close()


@pytest.mark.parametrize("content", [b"", b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_corrupted_file_is_one_line_that_says_what_to_do(tmp_path, content):
    (tmp_path / "results.sqlite").write_bytes(content)
    if not content:  # an empty file is a new database
        Store(tmp_path, "mini").close()
        return
    with pytest.raises(StoreError, match="choose another --out") as error:
        Store(tmp_path, "mini")
    assert "\n" not in str(error.value) and str(tmp_path) in str(error.value)
    (tmp_path / "results.sqlite").unlink()
    Store(tmp_path, "mini").close()


def test_a_store_of_other_tables_is_one_line(tmp_path):
    with sqlite3.connect(tmp_path / "results.sqlite") as db:
        db.execute("create table meta (x)")
    with pytest.raises(StoreError):
        Store(tmp_path, "mini")


def test_a_damaged_result_is_graded_again(tmp_path):
    with Store(tmp_path, "mini") as store:
        store.put("key", result())
    with sqlite3.connect(tmp_path / "results.sqlite") as db:
        db.execute("update graded set result = ?", (b'{"submission": 3}',))
    with Store(tmp_path, "mini") as store:
        assert store.get("a", "key") is None


@pytest.mark.parametrize("seed", range(20))
def test_whatever_bytes_of_the_file_are_damaged_it_is_read_or_told_in_one_line(tmp_path, seed):
    draw = random.Random(seed)
    with Store(tmp_path, "mini") as store:
        for name in ("a", "李雷", "c" * 50):
            store.put("key", result(name), Submission(name, "py", b"x = 1"))
            store.put_in_force("key", result(name), Whose(person=name))
            store.remember("2026-12-01 10:00", result(name), ())
        store.keep_parts({"digest": {"suites": "0123", "data": "4567"}})
    path = tmp_path / "results.sqlite"
    data = bytearray(path.read_bytes())
    for _ in range(300):
        data[draw.randrange(100, len(data))] = draw.randrange(256)
    path.write_bytes(data)
    with contextlib.suppress(StoreError), Store(tmp_path, "mini") as store:
        for read in (store.standing, store.history, store.latest, store.changes, store.parts, store.sources):
            with contextlib.suppress(StoreError):
                read()


def test_a_folder_that_is_a_file_or_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(StoreError, match="cannot be written") as error:
            Store(folder, "mini")
        assert "\n" not in str(error.value)


def test_a_full_disk_keeps_what_was_graded_and_says_so(tmp_path):
    """RLIMIT_FSIZE makes every file full, as a full disk would."""
    code = f"""
import resource, signal
from pathlib import Path
from autograder.classroom.store import Store
from autograder.files import WriteError
from autograder.results import SubmissionResult, to_json
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Store(Path({str(tmp_path)!r}), "mini") as store:
    store.put("key", SubmissionResult("a", "mini", "graded", "core", 1, 1.0, 100.0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
    try:
        for i in range(10_000):
            store.put("key", SubmissionResult("b" * 3000 + str(i), "mini", "graded", "core", 1, 1.0, 100.0))
    except WriteError as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert "what was graded before is kept" in done.stdout, done.stderr
    with Store(tmp_path, "mini") as store:
        assert store.get("a", "key") == result()


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    from autograder import files

    path = tmp_path / "grades.csv"
    files.write_atomically(path, b"old")

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.Path, "replace", full)
    with pytest.raises(Exception, match=r"No space left|cannot be written"):
        files.write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["grades.csv"], "no temporary file is left"
