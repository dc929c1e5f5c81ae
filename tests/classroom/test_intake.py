"""Intake: whatever lies in a folder of submissions, each is bytes with a name, or unreadable with a reason."""

import io
import json
import os
import socket
import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.classroom import intake
from autograder.classroom.choose import Candidate, Survey
from autograder.classroom.intake import FILE_LIMIT, Asked, IntakeError
from autograder.classroom.intake import collect as collect_asked
from autograder.files import read_bytes
from autograder.questions.handout import HandoutKeys
from autograder.sandbox.cells import UnreadableError, read
from autograder.sandbox.statements import outline
from autograder.submission import Submission, Unreadable

CODE = b"def square(x):\n    return x * x\n"
OTHER = b"def square(x):\n    return x ** 2\n"
UNFILLED = b"\ndef %s(x):\n    raise NotImplementedError\n"
STUB = b"import numpy as np\n" + UNFILLED % b"square" + UNFILLED % b"cube"


def looked_into(candidate):
    """What the reader's process says of a file."""
    try:
        keys, defined, imports = outline(read(candidate.kind, candidate.data).code)
    except UnreadableError:
        return None
    return Survey(tuple(keys), defined, (), frozenset(imports))


STUB_KEYS, STUB_DEFINED, _ = outline(read("py", STUB).code)


def asked(untouched=frozenset()):
    return Asked("mini", HandoutKeys(frozenset(STUB_KEYS), STUB_DEFINED), untouched, looked_into)


def collect(paths, untouched=frozenset(), output=None):
    return collect_asked(paths, asked(untouched), output)


def notebook(*cells):
    return json.dumps({"cells": [{"cell_type": "code", "source": c, "metadata": {}} for c in cells]}).encode()


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    """A zip of (name, data) pairs; a name may be a ZipInfo."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries.items() if isinstance(entries, dict) else entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def one(path, untouched=frozenset()):
    """The only submission under a path."""
    (found,) = collect([path], untouched)
    return found


def from_zip(tmp_path, data, untouched=frozenset()):
    path = tmp_path / "student.zip"
    path.write_bytes(data)
    found = one(path, untouched)
    assert found.name == "student"
    return found


def assert_unreadable(found, reason):
    assert isinstance(found, Unreadable), found
    assert reason in found.reason
    assert "\n" not in found.reason and len(found.reason) < 400


# -- files and folders ----------------------------------------------------------------


def test_a_folder_of_every_kind_is_collected_by_name(tmp_path):
    (tmp_path / "b.py").write_bytes(CODE)
    (tmp_path / "a.ipynb").write_bytes(b"{}")
    (tmp_path / "d.zip").write_bytes(zipped({"mini.py": CODE}))
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "mini.py").write_bytes(CODE)
    found = collect([tmp_path])
    assert [(f.name, f.kind) for f in found] == [("a", "ipynb"), ("b", "py"), ("c", "py"), ("d", "py")]
    assert {f.source for f in found[1:]} == {CODE}


def test_a_single_file_is_a_submission(tmp_path):
    (tmp_path / "Li Wei.PY").write_bytes(CODE)
    assert one(tmp_path / "Li Wei.PY") == Submission("Li Wei", "py", CODE, "Li Wei.PY")


def test_what_systems_leave_behind_is_no_submission(tmp_path):
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", ".hidden.py"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "a.py").write_bytes(CODE)
    assert one(tmp_path).name == "a"


def test_a_missing_path_an_empty_folder_and_an_impossible_path_are_errors(tmp_path):
    for path, reason in [(tmp_path / "no", "cannot be read"), (tmp_path, "holds no submission")]:
        with pytest.raises(IntakeError, match=reason) as error:
            collect([path])
        assert str(path) in str(error.value) and "\n" not in str(error.value)
    with pytest.raises(IntakeError):
        collect([type(tmp_path)("a\0b")])


@pytest.mark.parametrize("name", ["a.txt", "a.pyc", "a", "a.PYX"])
def test_an_unknown_ending_is_unreadable(tmp_path, name):
    (tmp_path / name).write_bytes(CODE)
    assert_unreadable(one(tmp_path), "unknown ending")


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n"])
def test_an_empty_file_is_unreadable(tmp_path, content):
    (tmp_path / "a.py").write_bytes(content)
    assert_unreadable(one(tmp_path), "empty")


def test_a_fifo_is_unreadable_and_nobody_waits_for_it(tmp_path):
    os.mkfifo(tmp_path / "a.py")
    assert_unreadable(one(tmp_path), "not a regular file")
    assert_unreadable(one(tmp_path / "a.py"), "not a regular file")


def test_a_socket_is_unreadable(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind("a.py")
        assert_unreadable(one(tmp_path), "not a regular file")


@pytest.mark.parametrize("target", ["/dev/zero", "/etc/passwd", "/nowhere", ".", "b.py", "a.py"])
def test_a_link_is_unreadable_wherever_it_leads(tmp_path, target):
    (tmp_path / "a.py").symlink_to(target)
    (tmp_path / "b.py").write_bytes(CODE)
    assert_unreadable(collect([tmp_path])[0], "a link")


@pytest.mark.root
def test_a_device_is_unreadable(tmp_path):
    os.mknod(tmp_path / "a.py", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    assert_unreadable(one(tmp_path), "not a regular file")


def test_a_file_beyond_the_limit_is_unreadable_and_not_read_whole(tmp_path):
    with open(tmp_path / "a.py", "wb") as file:
        file.truncate(1 << 40)  # sparse
    assert_unreadable(one(tmp_path), "larger than 20 MiB")


def test_a_file_that_may_not_be_read_is_unreadable(tmp_path, monkeypatch):
    (tmp_path / "a.py").write_bytes(CODE)

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert_unreadable(one(tmp_path), "Permission denied")


def test_a_folder_named_like_a_file_is_a_student_s_folder(tmp_path):
    (tmp_path / "a.py").mkdir()
    assert_unreadable(one(tmp_path), "neither")
    (tmp_path / "a.py" / "mini.py").write_bytes(CODE)
    assert one(tmp_path) == Submission("a.py", "py", CODE, "mini.py")


def test_two_files_of_one_student_are_two_candidates(tmp_path):
    (tmp_path / "a.py").write_bytes(CODE)
    (tmp_path / "a.ipynb").write_bytes(notebook(OTHER.decode()))
    assert_unreadable(one(tmp_path), "a.ipynb (fills 1 of 2 functions), a.py (fills 1 of 2 functions); hand in one")


def test_the_same_name_in_two_folders_is_kept_apart(tmp_path):
    for folder, code in (("x", CODE), ("y", CODE + b"#"), ("z", CODE + b"##")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_bytes(code)
    found = collect([tmp_path / "x", tmp_path / "y", tmp_path / "z"])
    assert [f.name for f in found] == ["a", "a (2)", "a (3)"]
    assert [f.source for f in found] == [CODE, CODE + b"#", CODE + b"##"]


def test_two_candidates_in_a_second_folder_are_not_lost_behind_a_name_of_the_first(tmp_path):
    for folder, name in (("x", "a.py"), ("y", "a.py"), ("y", "a.ipynb")):
        (tmp_path / folder).mkdir(exist_ok=True)
        content = notebook(OTHER.decode()) if name.endswith("ipynb") else CODE
        (tmp_path / folder / name).write_bytes(content)
    first, second = collect([tmp_path / "x", tmp_path / "y"])
    assert first == Submission("a", "py", CODE, "a.py")
    assert second.name == "a (2)"
    assert_unreadable(second, "more than one file could be the answer")


def test_a_name_that_is_already_numbered_is_not_taken_twice(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_bytes(CODE)
    (tmp_path / "x" / "a (2).py").write_bytes(CODE)
    assert len({f.name for f in collect([tmp_path / "x", tmp_path / "y"])}) == 3


# -- names ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["李伟", "a\nb", "a\x1b[31m", "=cmd()", "<script>", 'a"b', "..", "a b ", "-rf", "é", "x" * 240, "a\u202eb", "con"],
)
def test_any_name_is_a_name(tmp_path, name):
    (tmp_path / f"{name}.py").write_bytes(CODE)
    found = one(tmp_path) if not name.startswith(".") else one(tmp_path / f"{name}.py")
    assert isinstance(found, Submission) and 0 < len(found.name) <= 240
    found.name.encode()


def test_a_name_that_is_not_utf_8_becomes_text(tmp_path):
    with open(os.fsencode(tmp_path) + b"/\xff\xfe.py", "wb") as file:
        file.write(CODE)
    assert one(tmp_path).name == "\\xff\\xfe"


def test_names_that_look_alike_are_one_name(tmp_path):
    (tmp_path / "e\u0301.py").write_bytes(CODE)
    assert one(tmp_path).name == "é"


def test_two_files_whose_names_are_one_text_in_two_spellings_are_two_candidates(tmp_path):
    (tmp_path / "\u00e9.py").write_bytes(CODE)
    (tmp_path / "e\u0301.py").write_bytes(OTHER)
    (found,) = collect([tmp_path])
    assert_unreadable(found, "more than one file could be the answer")


def test_two_long_names_that_differ_only_at_their_end_are_two_students(tmp_path):
    for end in "ab":
        (tmp_path / ("x" * 230 + end + ".py")).write_bytes(CODE)
    found = collect([tmp_path])
    assert len(found) == 2 and all(isinstance(f, Submission) for f in found)


# -- which file of many ----------------------------------------------------------------

SAVED = notebook(*STUB.decode().split("\n\n"))  # merely opened and saved: other bytes, the same statements
# An older edition: another first cell, other docstrings, another body of the same kind.
OLDER = notebook(
    "import math\nimport numpy as np",
    'def square(x):\n    """The square."""\n    # your code\n    raise NotImplementedError("square")',
    "def cube(x: float) -> float:\n    'The cube.'\n    raise NotImplementedError()",
)
BOTH = CODE + b"\ndef cube(x):\n    return x ** 3\n"
LAMBDA = b"square = lambda x: x * x\n"
TREES = {
    "its name is the homework's": ({"mini.py": CODE}, CODE),
    "a script under a notebook's name": ({"mini.ipynb": CODE}, CODE),
    "deep inside": ({"sub/deep/mini.py": CODE}, CODE),
    "any name": ({"anything.py": CODE}, CODE),
    "beside a scratch file": ({"mini.py": CODE, "other.py": b"x = 1"}, CODE),
    "capitals": ({"MINI.PY": CODE, "other.py": b"x = 1"}, CODE),
    "a scratch file under the homework's name": ({"a.py": CODE, "mini.py": b"x = 1"}, CODE),
    "the handout's own files": ({"mini.py": CODE, "tests/square.py": b"x", "data/x.csv": b"x"}, CODE),
    "a checkpoint": ({"mini.py": CODE, ".ipynb_checkpoints/mini.py": OTHER}, CODE),
    "what a Mac adds": ({"mini.py": CODE, "__MACOSX/._mini.py": b"\0"}, CODE),
    "venv": ({"mini.py": CODE, "venv/lib/mini.py": OTHER}, CODE),
    "env": ({"hw.py": CODE, "env/lib/python3.12/site-packages/square.py": OTHER}, CODE),
    "node_modules and .git": ({"hw.py": CODE, "node_modules/a.py": OTHER, ".git/hooks.py": OTHER}, CODE),
    "the other form to the byte": ({"mini.py": CODE, "mini.ipynb": b"UNTOUCHED\r\n"}, CODE),
    "the other form, opened and saved": ({"mini.py": CODE, "mini.ipynb": SAVED}, CODE),
    "a worked copy": ({"mini.ipynb": SAVED, "mini-Copy1.py": CODE}, CODE),
    "an older edition, untouched": ({"mini.py": CODE, "mini.ipynb": OLDER}, CODE),
    "an older edition, untouched, and this one": ({"a.py": CODE, "mini.ipynb": OLDER, "mini.py": STUB + b"\n"}, CODE),
    "functions with nothing in them": (
        {"mini.py": CODE, "a.py": b"def square(x):\n    ...\ndef cube(x):\n    'd'\n    pass\n"}, CODE),
    "a stub with a line of one's own": (
        {"mini.py": CODE, "a.py": b"def square(x):\n    y = x\n    raise NotImplementedError\n"}, None),
    "three forms, one worked": ({"mini.ipynb": SAVED, "mini.py": STUB + b"\n\n", "my answers.py": CODE}, CODE),
    "nothing worked": ({"mini.py": b"UNTOUCHED", "mini.ipynb": b"UNTOUCHED"}, b"UNTOUCHED"),
    "the same in both forms": ({"mini.py": CODE, "mini.ipynb": notebook(CODE.decode())}, notebook(CODE.decode())),
    "an empty file beside it": ({"mini.py": b" \n", "mini.ipynb": notebook(CODE.decode())}, notebook(CODE.decode())),
    "a helper that defines one too": ({"mini.py": b"from utils import square\n" + BOTH[len(CODE):],
                                       "utils.py": CODE}, b"from utils import square\n" + BOTH[len(CODE):]),
    "a scratch file that imports the answer": ({"mini.py": BOTH, "mini.ipynb": SAVED,
                                               "test.py": b"from mini import *\nprint(square(2))"}, BOTH),
    "a scratch file that imports the answer and defines one": (
        {"mini.py": BOTH, "try.py": b"import mini\n" + OTHER}, None),
    "a handout that imports the answer": (
        {"mini.py": CODE, "mini.ipynb": notebook("from mini import *\n\n\n" + STUB.decode())}, CODE),
    "an answer as a lambda": ({"mini.py": LAMBDA, "mini.ipynb": SAVED}, LAMBDA),
    "a zip inside": ({"mini.zip": zipped({"mini.py": CODE})}, CODE),
    "a zip inside a zip inside": ({"a.zip": zipped({"b.zip": zipped({"mini.py": CODE})})}, None),
    "a name with .txt behind it": ({"mini.py.txt": CODE}, CODE),
    "no function of the homework": ({"a.py": b"y = 2", "b.py": b"x = 1"}, None),
    "two that differ": ({"mini.py": CODE, "mini.ipynb": notebook(OTHER.decode())}, None),
    "two that differ, below": ({"mini.py": CODE, "sub/mini.py": OTHER}, None),
    "a notebook that nobody can read": ({"mini.py": CODE, "mini.ipynb": b"{"}, None),
    "no Python": ({"readme.txt": b"x"}, None),
    "tests alone": ({"tests/mini.py": CODE}, None),
    "nothing": ({}, None),
}  # fmt: skip


@pytest.mark.parametrize(("tree", "chosen"), TREES.values(), ids=TREES)
@pytest.mark.parametrize("form", ["folder", "zip", "zip of a folder"])
def test_the_one_file_that_is_the_answer_is_found_or_the_student_is_asked(tmp_path, tree, chosen, form):
    untouched = frozenset({b"UNTOUCHED"})
    if form == "folder":
        (tmp_path / "student").mkdir()
        for name, data in tree.items():
            (tmp_path / "student" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "student" / name).write_bytes(data)
        found = one(tmp_path, untouched)
    else:
        prefix = "mini-student/" if "of" in form else ""
        found = from_zip(tmp_path, zipped({prefix + name: data for name, data in tree.items()}), untouched)
    if chosen is None:
        assert isinstance(found, Unreadable) and len(found.reason) < 300
    else:
        assert isinstance(found, Submission) and found.source == chosen


def test_links_in_a_student_s_folder_are_not_followed(tmp_path):
    secret = tmp_path / "secret.py"
    secret.write_bytes(b"secret")
    (tmp_path / "class" / "student").mkdir(parents=True)
    (tmp_path / "class" / "student" / "mini.py").symlink_to(secret)
    (tmp_path / "class" / "student" / "up").symlink_to(tmp_path)
    (tmp_path / "class" / "student" / "self").symlink_to(".")
    assert_unreadable(one(tmp_path / "class"), "neither")


def test_a_fifo_in_a_student_s_folder_holds_nobody_up(tmp_path):
    (tmp_path / "student").mkdir()
    os.mkfifo(tmp_path / "student" / "mini.py")
    assert_unreadable(one(tmp_path), "neither")


def test_folders_nested_without_end_are_left_alone(tmp_path):
    deep = tmp_path / "student"
    for _ in range(60):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "mini.py").write_bytes(CODE)
    assert_unreadable(one(tmp_path), "neither")


def test_a_folder_of_too_many_files_is_unreadable(tmp_path, monkeypatch):
    monkeypatch.setattr(intake, "ENTRIES_LIMIT", 10)
    (tmp_path / "student").mkdir()
    for i in range(12):
        (tmp_path / "student" / f"{i}.txt").touch()
    assert_unreadable(one(tmp_path), "more than 10 files")


# -- zips ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["../../mini.py", "/etc/mini.py", "C:\\mini.py", "..\\..\\mini.py", "a/../../mini.py", "./mini.py", "a//mini.py"],
)
def test_a_name_that_leaves_the_zip_is_only_a_name(tmp_path, name):
    assert from_zip(tmp_path, zipped({name: CODE})).source == CODE
    assert [p.name for p in tmp_path.iterdir()] == ["student.zip"], "nothing is extracted"


def link(name):
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_a_link_in_a_zip_is_no_file(tmp_path):
    assert_unreadable(from_zip(tmp_path, zipped([(link("mini.py"), b"/etc/passwd")])), "neither")


def test_an_encrypted_zip_says_so(tmp_path):
    data = bytearray(zipped({"mini.py": CODE}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    assert_unreadable(from_zip(tmp_path, bytes(data)), "password")


@pytest.mark.parametrize("cut", [0, 1, 20, 50, -1, -10, -30])
def test_a_zip_that_is_cut_short_is_broken(tmp_path, cut):
    data = zipped({"mini.py": CODE * 20})[:cut]
    assert_unreadable(from_zip(tmp_path, data), "broken")


def test_another_archive_that_is_called_a_zip_is_named(tmp_path):
    for data, what in (
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z"),
        (b"\x1f\x8b\x08", "a gzip"),
    ):
        assert_unreadable(from_zip(tmp_path, data), f"{what}")


def test_a_file_that_is_no_zip_is_broken(tmp_path):
    for data in (CODE, b"PK\x03\x04", os.urandom(1000), b"PK\x05\x06" + b"\xff" * 18):
        assert_unreadable(from_zip(tmp_path, data), "broken")


def test_a_damaged_entry_is_broken(tmp_path):
    data = bytearray(zipped({"mini.py": os.urandom(500)}, zipfile.ZIP_STORED))
    data[100] ^= 0xFF
    assert_unreadable(from_zip(tmp_path, bytes(data)), "broken")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_method_is_read_and_its_damage_is_broken(tmp_path, method):
    data = zipped({"mini.py": CODE * 30}, method)
    assert from_zip(tmp_path, data).source == CODE * 30
    start = data.index(b"mini.py") + 7
    for at in range(start, start + 60, 3):
        damaged = bytearray(data)
        damaged[at] ^= 0x55
        from_zip(tmp_path, bytes(damaged))


def test_an_unknown_method_is_broken(tmp_path):
    data = bytearray(zipped({"mini.py": CODE}))
    data[data.index(b"PK\x03\x04") + 8] = data[data.index(b"PK\x01\x02") + 10] = 97
    assert_unreadable(from_zip(tmp_path, bytes(data)), "broken")


def test_a_bomb_by_ratio_is_too_large(tmp_path):
    assert_unreadable(from_zip(tmp_path, zipped({"mini.py": b"\0" * (30 << 20)})), "too large")


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_whole(tmp_path):
    data = bytearray(zipped({"mini.py": b"\0" * (30 << 20)}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(signature) + offset, 100)
    found = from_zip(tmp_path, bytes(data))
    assert isinstance(found, Unreadable)


def test_a_bomb_by_count_is_refused(tmp_path):
    assert_unreadable(from_zip(tmp_path, zipped({f"{i}.txt": b"" for i in range(5001)})), "more than 5000 entries")


def test_a_zip_in_a_zip_is_opened_and_one_in_that_is_not(tmp_path):
    inner = zipped({"mini.py": CODE})
    assert from_zip(tmp_path, zipped({"mini.zip": inner})) == Submission("student", "py", CODE, "mini.zip/mini.py")
    assert_unreadable(from_zip(tmp_path, zipped({"a.zip": zipped({"b.zip": inner})})), "neither")


def test_the_limits_of_a_zip_hold_for_one_inside(tmp_path):
    assert_unreadable(from_zip(tmp_path, zipped({"a.zip": zipped({"mini.py": b"\0" * (30 << 20)})})), "too large")
    assert_unreadable(from_zip(tmp_path, zipped({"a.zip": b"PK broken"})), "a.zip: the zip is broken")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("essay.docx", "a Word document"), ("essay.pdf", "a PDF document"), ("page.html", "a web page"),
        ("all.rar", "unpack it, or pack a .zip"), ("all.7z", "unpack it, or pack a .zip"), ("a.rtf", "an RTF document"),
        ("a.xyz", "an unknown ending"),
    ],
)  # fmt: skip
def test_what_is_no_source_is_named_with_what_to_do(tmp_path, name, what):
    (tmp_path / name).write_bytes(b"x")
    assert_unreadable(one(tmp_path), what)


@pytest.mark.parametrize(("file", "kind"), [("mini.py.txt", "py"), ("mini.ipynb.json", "ipynb"), ("mini.PY.TXT", "py")])
def test_what_was_added_behind_an_ending_is_taken_off_and_said(tmp_path, file, kind):
    (tmp_path / file).write_bytes(CODE)
    found = one(tmp_path)
    assert (found.name, found.kind, found.source) == ("mini", kind, CODE)
    assert file in found.notes[0] and "末尾" in found.notes[0]


def test_a_notebook_that_is_too_large_is_told_to_clear_its_outputs(tmp_path):
    (tmp_path / "mini.ipynb").write_bytes(b"{" + b" " * FILE_LIMIT)
    assert_unreadable(one(tmp_path), "clear the outputs")


def test_modules_beside_the_answer_come_with_it(tmp_path):
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "mini.py").write_bytes(b"from my_utils import two\n" + CODE)
    (tmp_path / "ann" / "my_utils.py").write_bytes(b"def two():\n    return 2\n")
    assert one(tmp_path).helpers == (("my_utils", "def two():\n    return 2\n"),)


@settings(derandomize=True, database=None, deadline=None, max_examples=60)
@given(
    st.sets(st.sampled_from(["square", "cube"])),
    st.sampled_from(["mini.py", "mini.ipynb", "my answers.py", "mini-Copy1.ipynb", "final (1).ipynb"]),
    st.lists(st.sampled_from(["mini.ipynb", "mini.py", "copy/mini.ipynb", "old.py"]), max_size=3, unique=True),
    st.booleans(),
)
def test_any_subset_of_stubs_filled_beside_any_untouched_copies_is_the_answer(
    tmp_path_factory, filled, name, copies, older
):
    text = STUB.decode()
    for function in sorted(filled):
        head = f"def {function}(x):\n    "
        text = text.replace(f"{head}raise NotImplementedError", f"{head}return x * {len(function)}")
    worked = notebook(*text.split("\n\n")) if name.endswith(".ipynb") else text.encode()
    folder = tmp_path_factory.mktemp("class") / "ann"
    for copy in [c for c in copies if c != name]:
        (folder / copy).parent.mkdir(parents=True, exist_ok=True)
        (folder / copy).write_bytes((OLDER if older else SAVED) if copy.endswith(".ipynb") else STUB + b"\n")
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(worked)
    found = one(folder.parent)
    assert isinstance(found, Submission)
    # Of files of which none is filled, any will do.
    assert found.source == worked or (not filled and not any(looked_into(found_as(found)).defined.values()))


def found_as(found):
    return Candidate(found.file, found.kind, found.source)


def test_two_entries_of_one_name_with_different_contents_are_two_candidates(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped([("mini.py", CODE), ("mini.py", CODE + b"#")])
    found = from_zip(tmp_path, data)
    assert isinstance(found, Unreadable), "which of the two was meant, nobody can say"


@pytest.mark.slow
@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(st.data())
def test_a_zip_with_any_damage_is_read_or_unreadable(data):
    method = data.draw(st.sampled_from([0, 8, 12, 14]))
    archive = bytearray(zipped({"mini.py": CODE, "tests/x.py": b"x"}, method))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(archive) - 1))
        archive[at] = data.draw(st.integers(0, 255))
    found = intake._zip("student", bytes(archive))
    assert bool(found.candidates) != bool(found.problem)


@settings(derandomize=True, database=None, deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_after_a_zip_s_signature_are_read_or_unreadable(data):
    for body in (
        data,
        b"PK\x03\x04" + data,
        data + b"PK\x05\x06" + b"\0" * 18,
        b"PK\x01\x02" + data + b"PK\x05\x06" + b"\1" * 18,
    ):
        found = intake._zip("student", body)
        assert bool(found.candidates) != bool(found.problem)


def test_a_file_that_grows_or_changes_while_it_is_read_is_bounded(tmp_path, monkeypatch):
    path = tmp_path / "a.py"
    path.write_bytes(CODE)
    assert read_bytes(path, limit=len(CODE)) == CODE
    with pytest.raises(OSError, match="larger"):
        read_bytes(path, limit=len(CODE) - 1)
    real = os.lstat

    def swapped(name, *args, **kwargs):
        status = real(name, *args, **kwargs)
        if os.fspath(name) == str(path) and not path.is_symlink():
            path.unlink()
            os.mkfifo(path)
        return status

    monkeypatch.setattr(os, "lstat", swapped)
    with pytest.raises(OSError, match="not a regular file"):
        read_bytes(path, FILE_LIMIT)


def test_the_output_folder_among_the_submissions_is_no_student(tmp_path):
    (tmp_path / "ann.py").write_text("x = 1\n")
    (tmp_path / "marks").mkdir()
    (tmp_path / "marks" / "old.py").write_text("x = 2\n")
    assert [f.name for f in collect([tmp_path], output=tmp_path / "marks")] == ["ann"]


def test_the_output_folder_of_an_earlier_run_is_no_student_either(tmp_path):
    (tmp_path / "ann.py").write_text("x = 1\n")
    (tmp_path / "marks").mkdir()
    for name in ("results.sqlite", "grades.csv", "report.html"):
        (tmp_path / "marks" / name).write_text("x")
    assert [f.name for f in collect([tmp_path])] == ["ann"]


def test_two_candidates_are_named(tmp_path):
    (tmp_path / "ann.py").write_bytes(CODE)
    (tmp_path / "ann.ipynb").write_bytes(notebook(BOTH.decode()))
    (found,) = collect([tmp_path])
    assert "ann.ipynb (fills 2 of 2 functions), ann.py (fills 1 of 2 functions)" in found.reason


def test_documents_beside_the_file_that_counts_are_told_as_not_read(tmp_path):
    ann = tmp_path / "class" / "ann"
    ann.mkdir(parents=True)
    (ann / "losses.py").write_text("def softmax(x): return x\n")
    (ann / "answers.docx").write_bytes(b"PK")
    (ann / "data.csv").write_text("1,2\n")
    (ann / "README.md").write_text("of the handout")
    (found,) = collect([tmp_path / "class"], Asked("losses"))
    (note,) = found.notes
    assert "not read: answers.docx;" in note and "未读取" in note and "data.csv" not in note and "README" not in note
