"""The store: results are kept, nothing is half-written, one grader at a time."""

import errno
import os
import sqlite3
import subprocess
import sys

import pytest

from autograder.classroom.store import Store, StoreError, WriteError, key_of
from autograder.results import SubmissionResult


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
    with Store(tmp_path, "mini") as store:
        assert store.get("a", "key") == result()
        assert list(store.submissions()) == ["a"]


def test_a_newer_result_takes_the_place_of_the_older(tmp_path):
    with Store(tmp_path, "mini") as store:
        store.put("old", result(score=1.0))
        store.put("new", result(score=2.0))
        assert store.get("a", "old") is None
        assert store.get("a", "new").score == 2.0


def test_a_fault_of_the_grader_is_never_reused(tmp_path):
    with Store(tmp_path, "mini") as store:
        store.put("key", result(status="grader_error"))
        assert store.get("a", "key") is None


@pytest.mark.parametrize("name", ["李伟", "a\nb", "", "'; drop table results; --", "x" * 500])
def test_any_name_is_kept(tmp_path, name):
    with Store(tmp_path, "mini") as store:
        store.put("key", result(name))
        assert store.get(name, "key").submission == name


def test_whatever_could_change_a_result_changes_its_key():
    keys = {
        key_of(*args)
        for args in [
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
        db.execute("update results set result = ?", (b'{"submission": 3}',))
    with Store(tmp_path, "mini") as store:
        assert store.get("a", "key") is None


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
from autograder.classroom.store import Store, WriteError
from autograder.results import SubmissionResult
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
    assert issubclass(WriteError, StoreError)
