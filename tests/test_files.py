"""Files that are whole or not there."""

import errno
from pathlib import Path

import pytest

from autograder.files import WriteError, check_writable, remove_file, write_atomically, write_file


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch):
    path = tmp_path / "x.zip"
    path.write_bytes(b"old")

    def fail(self, mode):
        raise OSError("disk full")

    monkeypatch.setattr(Path, "chmod", fail)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["x.zip"]


def test_a_file_is_replaced_whole_and_its_folder_made(tmp_path):
    path = tmp_path / "新的" / "x.bin"
    write_atomically(path, b"old")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["x.bin"]


def test_a_file_that_cannot_be_written_is_one_line_which_says_what_is_left(tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(WriteError, match=r"file/x\.zip: cannot be written: (Not a directory|File exists)$"):
        write_file(tmp_path / "file" / "x.zip", b"new")

    def fail(self, mode):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "chmod", fail)
    with pytest.raises(WriteError, match=r"No space left on device; the previous one is unchanged$"):
        write_file(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"old"


def test_whether_a_file_can_be_written_is_tried_without_a_trace(tmp_path):
    check_writable(tmp_path / "new" / "x.json")
    assert not list((tmp_path / "new").iterdir())
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(WriteError, match=r"file/x\.json: cannot be written"):
        check_writable(tmp_path / "file" / "x.json")


def test_a_file_is_deleted_if_it_is_there(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(WriteError, match=r"file/x: cannot be deleted: Not a directory"):
        remove_file(tmp_path / "file" / "x")
    remove_file(tmp_path / "file")
    remove_file(tmp_path / "file")
    assert not (tmp_path / "file").exists()
