"""Fuzzes what reads bytes that a stranger wrote: codec, frames, cells, manifest, zip intake, copies, gradebooks.

    python tests/fuzz/fuzz.py --seconds 60 [--only codec]

Each target holds one property: these bytes give a value or one of the errors that are documented, in bounded
time. Inputs are hypothesis's, half of them valid ones with a few bytes changed; what fails is printed small
enough to become a test.
"""

from __future__ import annotations

import argparse
import io
import socket
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

sys.path.insert(0, str(Path(__file__).parents[2]))

from autograder.classroom.intake import Asked, collect
from autograder.course import CourseError, load_manifest, open_course
from autograder.export import notebook, script
from autograder.export.forms import FORMS
from autograder.export.said import Say
from autograder.export.table import Table, TableError
from autograder.sandbox import cells, statements
from autograder.submission import Submission, Unreadable
from autograder.wire import codec, messages
from autograder.wire.frames import FrameError, receive_frame, receive_frame_with_fd, send_frame
from autograder.written.messages import Extracted, Rendered

ROOT = Path(__file__).parents[2]
SLOW = 2.0  # seconds that one input may take
REPLIES = (messages.Reply, messages.FromSubmission, messages.FromServer, Extracted, Rendered)
DECODERS = [codec.decoder(kind) for kind in REPLIES]

scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(max_size=8)
dtypes = st.sampled_from(codec.DTYPES).map(np.dtype)
values = st.recursive(
    scalars | arrays.arrays(dtypes, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def changed(valid: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    """Bytes of a kind with some of them changed, cut or repeated; or any bytes."""
    edits = st.lists(st.tuples(st.integers(0, 2**16), st.binary(max_size=3), st.integers(0, 8)), max_size=4)

    def edit(data: bytes, changes: list[tuple[int, bytes, int]]) -> bytes:
        for place, new, gone in changes:
            at = place % (len(data) + 1)
            data = data[:at] + new + data[at + gone :]
        return data

    return st.builds(edit, valid, edits) | st.binary(max_size=200)


replies = values.map(lambda v: codec.encode(messages.Reply(1, "returned", value=codec.encode_value(v))))


def fuzz_codec(data: bytes) -> None:
    for decode in DECODERS:
        try:
            message = decode(data)
        except codec.WireError:
            continue
        if isinstance(message, messages.Reply) and not codec.too_many_items(message.value):
            try:
                value = codec.decode_value(message.value)
            except codec.WireError:
                continue
            again = codec.decode_value(codec.encode_value(value))
            assert codec.encode(codec.encode_value(again)) == codec.encode(codec.encode_value(value))


def fuzz_frames(data: bytes) -> None:
    for receive in (lambda s: receive_frame(s, 100, time.monotonic() + 0.2), lambda s: receive_frame_with_fd(s, 100)):
        ours, theirs = socket.socketpair()
        with ours, theirs:
            theirs.sendall(data)
            theirs.close()
            try:
                while True:
                    frame = receive(ours)
                    assert len(frame if isinstance(frame, bytes) else frame[0]) <= 100
            except FrameError:
                pass


def frames_of(data: bytes) -> bytes:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        send_frame(theirs, data[:90])
        return ours.recv(1000)


def fuzz_cells(data: bytes) -> None:
    for kind in ("py", "ipynb"):
        try:
            found = cells.split(kind, data)
        except cells.UnreadableError:
            continue
        program = statements.compile_cells(found)
        assert all(step.line >= 0 for step in program.steps)
        assert all(len(fault.error) < 400 for fault in program.faults)


def fuzz_manifest(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "course.toml"
        path.write_bytes(data)
        try:
            load_manifest(path)
        except CourseError as error:
            lines = str(error).strip().count("\n") + 1
        else:
            lines = 1
        assert lines == 1


def fuzz_zip(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "student.zip").write_bytes(data)
        (found,) = collect([Path(folder)], Asked("mini"))
        assert isinstance(found, (Submission, Unreadable))
        assert sorted(p.name for p in Path(folder).iterdir()) == ["student.zip"]


def zip_of(entries: dict[str, bytes], method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name or "x", data)
    return buffer.getvalue()


FUNCTIONS = {"square": ("square",), "mean_and_std": ("mean_and_std",)}
SAID = {name: [Say(name, "said", is_title=True)] for name in FUNCTIONS}


def fuzz_copies(data: bytes) -> None:
    for commented in (notebook.commented, script.commented):
        copy = commented(data, [Say("all")], SAID, FUNCTIONS)
        assert copy is None or commented(copy, [Say("all")], SAID, FUNCTIONS) == copy


HOMEWORK = open_course(ROOT / "tests" / "mini_course").homework("mini")
GRADEBOOKS = st.sampled_from(
    [
        'Student,ID,Section,mini (7)\n    Points Possible,,,10\n"Li, Lei",1,A,"5"\n',
        '\ufeffIdentifier,Grade,Maximum grade,"Date, last"\r\nParticipant 1,,100,"x, y"\r\n',
        '"Username"\t"mini [Total Pts: 5] |7"\n"ann"\t""\n',
        "OrgDefinedId,Username,mini Points Grade,End-of-Line Indicator\n#1,#a,,#\n",
        "SID,Email,mini,mini - Max Points\n1,a@b,,5\n",
        '学号,姓名,成绩\n="0012",陈,\n',
    ]
)


def fuzz_gradebook(data: bytes) -> None:
    for read in FORMS.values():
        try:
            table = Table(data)
            form = read(table, HOMEWORK, "")
        except TableError:
            continue
        assert table.content() == data
        for line in form.lines:
            table.put(line.row, form.column, "5")
        again = Table(table.content())
        assert all(again.value(line.row, form.column) == "5" for line in form.lines)


names = st.sampled_from(["mini.py", "mini.ipynb", "../mini.py", "a/b/c.py", "/etc/x.py", "__MACOSX/mini.py"]) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12
)
sources = st.sampled_from(
    [path.read_bytes()[:3000] for path in sorted((ROOT / "tests" / "golden").glob("*/submission.*"))[:40]]
)
TARGETS: dict[str, tuple[Callable[[bytes], None], st.SearchStrategy[bytes]]] = {
    "codec": (fuzz_codec, changed(replies)),
    "frames": (fuzz_frames, changed(st.lists(st.binary(max_size=120).map(frames_of), max_size=3).map(b"".join))),
    "cells": (fuzz_cells, changed(sources)),
    "copies": (fuzz_copies, changed(sources)),
    "gradebook": (
        fuzz_gradebook,
        changed(st.builds(str.encode, GRADEBOOKS, st.sampled_from(["utf-8", "utf-16", "gb18030"]))),
    ),
    "manifest": (fuzz_manifest, changed(st.just((ROOT / "tests/mini_course/assignment/course.toml").read_bytes()))),
    "zip": (
        fuzz_zip,
        changed(
            st.builds(
                zip_of,
                st.dictionaries(names, st.binary(max_size=50), max_size=4),
                st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]),
            )
        ),
    ),
}


def run(name: str, seconds: float, start: int) -> int:
    """Fuzzes one target for some seconds; returns the number of inputs.

    Raises:
        Exception: what the target raised, for the smallest input that makes it raise.
    """
    target, strategy = TARGETS[name]
    count, until = 0, time.monotonic() + seconds

    def once(data: bytes) -> None:
        nonlocal count
        count += 1
        begin = time.process_time()
        target(data)
        assert time.process_time() - begin < SLOW, "slow"

    number = start
    while time.monotonic() < until:
        number += 1
        check = settings(
            max_examples=100,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        seed(number)(check(given(strategy)(once)))()
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="for all targets together")
    parser.add_argument("--only", choices=sorted(TARGETS))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chosen = [options.only] if options.only else list(TARGETS)
    for name in chosen:
        count = run(name, options.seconds / len(chosen), options.seed * 1_000_000)
        print(f"{name}: {count} inputs, nothing found")


if __name__ == "__main__":
    main()
