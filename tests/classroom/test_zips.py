"""Zips whose directory, or whose contents, cost more than they should."""

import io
import os
import struct
import time
import zipfile

import pytest

from autograder.classroom import zips
from autograder.classroom.zips import RefusedError, budget, opened

CODE = b"def square(x):\n    return x * x\n"


@pytest.fixture(autouse=True)
def refused(tmp_path, monkeypatch):
    """A cache of its own."""
    folder = tmp_path / "refused"
    monkeypatch.setattr(zips, "refused_folder", lambda: folder)
    return folder


def packed(*entries, method=zipfile.ZIP_DEFLATED, comment=b""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.comment = comment
        for name, data in entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def record(name=b"a", extra=b""):
    lengths = len(name), len(extra), 0
    return struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, *(0,) * 8, *lengths, *(0,) * 4) + name + extra


def directory(one, count):
    size = count * len(one)
    return one * count + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, size, 0, 0)


@pytest.mark.parametrize("kind", [0x9999, 0x7075, 0x0001])
def test_extra_fields_without_number_cost_next_to_nothing(kind):
    fields = struct.pack("<HH", kind, 0) * 16383
    data = directory(record(extra=fields), 319)
    begin = time.process_time()
    with opened(data) as archive:
        assert len(archive.infolist()) == 319
    assert time.process_time() - begin < 1.0


def test_entries_without_number_are_counted_before_they_are_read():
    begin = time.process_time()
    with pytest.raises(RefusedError, match="more than 5000 entries"):
        opened(directory(record(), 446_000))
    assert time.process_time() - begin < 1.0


def test_a_name_without_end_is_refused():
    with pytest.raises(RefusedError, match="name that is too long"):
        opened(directory(record(b"a" * 60_000), 1))


def test_a_name_that_brings_another_directory_is_refused():
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1)
    with pytest.raises(RefusedError, match="broken"):
        opened(directory(record(b"a" + locator), 1))


@pytest.mark.parametrize("before", [b"", b"MZ" * 1000])
@pytest.mark.parametrize("comment", [b"", b"a comment", b"PK\5\6" + b"\1" * 40])
def test_a_comment_and_bytes_in_front_do_no_harm(before, comment):
    data = before + packed(("mini.py", CODE), ("\u00fc/a.py", b"x"), comment=comment)
    if comment.startswith(b"PK"):  # zipfile takes the last record for the directory's, and so does this
        with pytest.raises(RefusedError):
            opened(data)
        return
    with opened(data) as archive:
        assert archive.namelist() == ["mini.py", "\u00fc/a.py"]
        with archive.open(archive.infolist()[0]) as file:
            assert file.read(1000) == CODE


def test_sizes_beyond_32_bits_are_read():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("mini.py", "w", force_zip64=True) as file:
        file.write(CODE)
    data = buffer.getvalue()
    at = data.index(b"PK\5\6")
    start = data.index(b"PK\1\2")
    far = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, at - start, start)
    far += struct.pack("<4sLQL", b"PK\6\7", 0, at, 1) + struct.pack(
        "<4s4H2LH", b"PK\5\6", *[0xFFFF] * 4, *[2**32 - 1] * 2, 0
    )
    for form in (data, data[:at] + far):
        with opened(form) as archive, archive.open(archive.infolist()[0]) as file:
            assert file.read(1000) == CODE


def test_what_takes_too_long_is_refused_and_costs_nothing_the_next_time(monkeypatch):
    data = packed(("mini.py", os.urandom(4 << 20)), method=zipfile.ZIP_BZIP2)
    monkeypatch.setattr(zips, "SECONDS", 0.05)
    with (
        pytest.raises(RefusedError, match="takes too long"),
        opened(data) as archive,
        archive.open(archive.infolist()[0]) as file,
    ):
        file.read(20 << 20)
    begin = time.process_time()
    with pytest.raises(RefusedError, match="takes too long"):
        opened(data)
    assert time.process_time() - begin < 0.05


def test_a_zip_that_only_came_too_late_is_not_remembered(monkeypatch, refused):
    data = packed(("mini.py", CODE))
    monkeypatch.setattr(zips, "SECONDS", 0.05)
    with budget():
        while time.thread_time() < zips._work.get()._end:
            pass
        with pytest.raises(RefusedError, match="takes too long"):
            opened(data)
    assert not refused.exists()
    with opened(data) as archive:
        assert archive.namelist() == ["mini.py"]


def test_a_zip_inside_is_not_to_blame(monkeypatch, refused):
    inner = packed(("mini.py", CODE))
    outer = packed(("a.zip", inner), ("b.py", b"x"))
    monkeypatch.setattr(zips, "SECONDS", 0.05)
    with budget(), opened(outer):
        while time.thread_time() < zips._work.get()._end + 0.06:
            pass
        with pytest.raises(RefusedError):
            opened(inner)
    assert len(list(refused.iterdir())) == 1
    with opened(inner) as archive:
        assert archive.namelist() == ["mini.py"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (directory(record(extra=struct.pack("<HH", 0x9999, 0) * 16383), 319), "nobody needs"),
        (directory(record(), 446_000), "more than 5000 entries"),
        (directory(record(), 10)[:-4], "broken"),
        (b"", "broken"),
        (packed(("mini.py", CODE)), ""),
    ],
    ids=["fields", "entries", "cut off", "empty", "fine"],
)
def test_a_directory_that_stays_in_its_place_is_walked_first(tmp_path, data, reason):
    path = tmp_path / "class.zip"
    path.write_bytes(data)
    begin = time.process_time()
    if reason:
        with pytest.raises(RefusedError, match=reason):
            zips.check_directory(path, 5000)
    else:
        zips.check_directory(path, 5000)
    assert time.process_time() - begin < 1.0
