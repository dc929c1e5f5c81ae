"""Files that are whole or not there."""

from pathlib import Path

import pytest

from autograder.files import write_atomically


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
