"""Files as no student should hand them in, beside an honest one: judged quickly, without touching anything else."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import resource
import socket
import stat
import struct
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from autograder.classroom.intake import Asked, collect
from autograder.sandbox.cells import UnreadableError
from autograder.submission import Submission, Unreadable
from autograder.written.extract import find_answers
from autograder.written.markers import ANSWER_BEGIN, ANSWER_END

HONEST = b"def square(x):\n    return x * x\n"
OTHER = b"def square(x):\n    return x + x\n"
UNTOUCHED = b"def square(x):\n    raise NotImplementedError\n"
SECONDS = 10.0
GROWTH = 400 << 20


def packed(*entries: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content, method)
    return buffer.getvalue()


def with_mode(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def directory(data: bytes, offset: int, change: bytes) -> bytes:
    """A zip whose first central record says something else than its local header."""
    at = data.index(b"PK\1\2") + offset
    return data[:at] + change + data[at + len(change) :]


def both(data: bytes, local: int, central: int, change: bytes) -> bytes:
    """The same lie in both records."""
    data = data[:local] + change + data[local + len(change) :]
    return directory(data, central, change)


def overlapping(count: int) -> bytes:
    """Many names of one body."""
    data = packed(("mini.py", HONEST))
    start = data.index(b"PK\1\2")
    record = data[start : data.index(b"PK\5\6")]
    many = b"".join(record[:46] + b"%04d.py" % i for i in range(count))
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(many), start, 0)
    return data[:start] + many + end


def many_records(count: int) -> bytes:
    record = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    size = len(record) * count
    return record * count + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count & 0xFFFF, count & 0xFFFF, size, 0, 0)


def many_fields(count: int) -> bytes:
    """A directory of 20 MiB, of empty extra fields: to cut one off the others costs the square of their number."""
    fields = struct.pack("<HH", 0x9999, 0) * 16383
    lengths = 1, len(fields), 0
    record = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, *(0,) * 8, *lengths, *(0,) * 4) + b"a" + fields
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, count * len(record), 0, 0)
    return record * count + end


def without_name() -> bytes:
    data = packed(("q", b"x"), ("mini.py", HONEST))
    at = data.index(b"PK\1\2")
    return data[: at + 28] + b"\0\0" + data[at + 30 : at + 46] + data[at + 47 :]


def greedy_lzma() -> bytes:
    """An entry that asks for a dictionary of 4 GiB."""
    data = packed(("mini.py", HONEST), method=zipfile.ZIP_LZMA)
    at = data.index(b"\x5d\x00") + 1
    return data[:at] + b"\xff" * 4 + data[at + 4 :]


def untouched_but_large() -> bytes:
    """The handout as it was, many times, with megabytes of blanks behind it."""
    draw = random.Random(1)
    blanks = bytes(draw.choice(b" \t\n") if draw.random() < 0.03 else 32 for _ in range(1 << 18)) * 60
    return packed(*((f"{i}/mini.py", UNTOUCHED + blanks) for i in range(12)))


def alike_names() -> bytes:
    """Names that agree in all but their ends, of wide letters: costly to compare with each other."""
    return packed(*((f"\U0001f600{'a' * 1900}{i:05d}.py", b"") for i in range(4900)), method=zipfile.ZIP_STORED)


ZIPS: Mapping[str, Callable[[], bytes]] = {
    "no entries": lambda: packed(),
    "a zip in a zip": lambda: packed(("mini.zip", packed(("mini.py", HONEST)))),
    "out of the folder": lambda: packed(("../../../../../../tmp/hostile-slip.py", HONEST)),
    "an absolute path": lambda: packed(("/tmp/hostile-slip.py", HONEST)),
    "a drive's path": lambda: packed(("C:\\tmp\\hostile-slip.py", HONEST)),
    "a link": lambda: packed((with_mode("mini.py", stat.S_IFLNK | 0o777), b"/etc/passwd")),
    "a device": lambda: packed((with_mode("mini.py", stat.S_IFCHR | 0o666), HONEST)),
    "without a name": without_name,
    "a name twice": lambda: packed(("mini.py", HONEST), ("mini.py", OTHER)),
    "names that differ in capitals": lambda: packed(("mini.py", HONEST), ("MINI.PY", OTHER)),
    "names that normalise alike": lambda: packed(("\u00fc/mini.py", HONEST), ("u\u0308/mini.py", OTHER)),
    "names with escapes": lambda: packed(("\x1b[31m\na.py", HONEST), ("\u202eb.py", OTHER)),
    "what shadows libraries": lambda: packed(("mini.py", HONEST), ("numpy.py", OTHER), ("autograder/x.py", OTHER)),
    "encrypted": lambda: both(packed(("mini.py", HONEST)), 6, 8, b"\1"),
    "an unknown method": lambda: both(packed(("mini.py", HONEST)), 8, 10, b"\x63"),
    "a date that is none": lambda: both(packed(("mini.py", HONEST)), 10, 12, b"\xff" * 4),
    "a size too small": lambda: directory(packed(("mini.py", HONEST)), 24, struct.pack("<I", 3)),
    "sizes too large": lambda: directory(packed(("mini.py", HONEST)), 20, b"\xff" * 8),
    "another name inside": lambda: packed(("mini.py", HONEST)).replace(b"mini.py", b"inim.py", 1),
    "an offset beyond the end": lambda: directory(packed(("mini.py", HONEST)), 42, struct.pack("<I", 0x7FFFFFFF)),
    "a false checksum": lambda: directory(packed(("mini.py", HONEST)), 16, bytes(4)),
    "cut off": lambda: packed(("mini.py", HONEST))[:-30],
    "bytes in front": lambda: b"MZ" * 1000 + packed(("mini.py", HONEST)),
    "bytes behind": lambda: packed(("mini.py", HONEST)) + b"A" * 70_000,
    "one body for many names": lambda: overlapping(4000),
    "half a million records": lambda: many_records(430_000),
    "extra fields without number": lambda: many_fields(319),
    "a bomb": lambda: packed(("mini.py", b"#" * (19 << 20))),
    "a bomb of bzip2": lambda: packed(("mini.py", b"#" * (19 << 20)), method=zipfile.ZIP_BZIP2),
    "lzma that asks for 4 GiB": greedy_lzma,
    "lzma garbage": lambda: packed(("mini.py", HONEST), method=zipfile.ZIP_LZMA).replace(b"\x5d\0", b"\xff\xff"),
    "bzip2 garbage": lambda: packed(("mini.py", HONEST), method=zipfile.ZIP_BZIP2).replace(b"BZh9", b"BZh0"),
    "the handout, large, many times": untouched_but_large,
    "names that are alike": alike_names,
}  # fmt: skip
SLOW = ("half a million records", "the handout, large, many times", "names that are alike")
NOTEBOOK = {"cells": [{"cell_type": "code", "source": HONEST.decode(), "metadata": {}}], "metadata": {}, "nbformat": 4}
BEGIN, END = ANSWER_BEGIN.format(name="essay"), ANSWER_END.format(name="essay")
NOTEBOOKS: Mapping[str, Callable[[], bytes]] = {
    "an integer of 6000 digits": lambda: b'{"cells": [], "x": ' + b"9" * 6000 + b"}",
    "a million levels": lambda: b'{"cells":' + b"[" * 10**6 + b"]" * 10**6 + b"}",
    "a key twice": lambda: b'{"cells": 1, ' + json.dumps(NOTEBOOK).encode()[1:],
    "lone surrogates": lambda: b'{"cells": [{"cell_type": "code", "source": "x = \\"\\ud800\\""}]}',
    "cells that are none": lambda: json.dumps({"cells": [1, None, [], {}, {"cell_type": []}, {"source": {}}]}).encode(),
    "very many objects": lambda: b'{"cells": [' + b"{}," * 5_000_000 + b"{}]}",
    "very many texts": lambda: b'{"cells": [{"source": [' + b'"",' * 5_000_000 + b'""]}]}',
    "very many markers": lambda: json.dumps({"cells": [{"source": (BEGIN + "x" + END) * 100_000}] * 3}).encode(),
    "markers without end": lambda: json.dumps({"cells": [{"source": BEGIN * 300_000}]}).encode(),
    "not a notebook": lambda: b'"cells"',
    "not text": lambda: bytes(range(256)) * 1000,
}  # fmt: skip


def judged(path: Path) -> tuple[Submission | Unreadable, Submission | Unreadable]:
    """What becomes of a file, and of the honest one beside it; bounded in time, in memory and in words."""
    (path.parent / "honest.py").write_bytes(HONEST)
    begin = time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = {
        item.name: item for item in collect([path.parent], Asked("mini", untouched=frozenset([UNTOUCHED.strip()])))
    }
    for item in found.values():
        if isinstance(item, Submission):
            with contextlib.suppress(UnreadableError):
                find_answers(item.kind, item.source, ["essay"])
    seconds = time.process_time() - begin
    growth = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) << 10
    honest = found.pop("honest")
    ((_, odd),) = found.items()

    assert isinstance(honest, Submission)
    assert honest.source == HONEST
    assert seconds < SECONDS
    assert growth < GROWTH
    assert not Path("/tmp/hostile-slip.py").exists()
    if isinstance(odd, Unreadable):
        assert len(odd.reason) < 1000
    return odd, honest


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.slow if n in SLOW else ()) for n in ZIPS])
def test_an_odd_zip(tmp_path, name):
    path = tmp_path / "odd.zip"
    path.write_bytes(ZIPS[name]())

    odd, _ = judged(path)

    if isinstance(odd, Submission):
        assert odd.source.startswith((HONEST, OTHER, UNTOUCHED.strip())) or odd.source == b""


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_an_odd_notebook(tmp_path, name):
    path = tmp_path / "odd.ipynb"
    path.write_bytes(NOTEBOOKS[name]())

    judged(path)


def link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def link_inside(path: Path) -> None:
    path.mkdir()
    (path / "mini.py").symlink_to("/etc/passwd")
    (path / "loop").symlink_to(".")


def pipe(path: Path) -> None:
    os.mkfifo(path)


def pipe_inside(path: Path) -> None:
    path.mkdir()
    os.mkfifo(path / "mini.py")


def listening(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        os.chdir(path.parent)
        sock.bind(path.name)


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


def folder_of_that_name(path: Path) -> None:
    (path / "mini.py").mkdir(parents=True)


def very_deep(path: Path) -> None:
    path.joinpath(*["d"] * 200).mkdir(parents=True)
    path.joinpath(*["d"] * 200, "mini.py").write_bytes(OTHER)


def very_many(path: Path) -> None:
    path.mkdir()
    for i in range(6000):
        (path / f"{i}.txt").touch()


PLACES = [link, link_inside, pipe, pipe_inside, listening, sparse, folder_of_that_name, very_deep, very_many]


@pytest.mark.parametrize("make", PLACES, ids=lambda make: make.__name__)
@pytest.mark.parametrize("ending", [".py", ".zip", ""])
def test_an_odd_place(tmp_path, monkeypatch, make, ending):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "class"
    folder.mkdir()
    make(folder / f"odd{ending}")

    odd, _ = judged(folder / f"odd{ending}")

    assert isinstance(odd, Unreadable)
