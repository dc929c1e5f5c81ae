"""Intake: whatever lies in a folder of submissions, each is bytes with a name, or unreadable with a reason."""

import io
import os
import socket
import stat
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.classroom import intake
from autograder.classroom.intake import IntakeError, Received, Unreadable, collect, read_bytes

CODE = b"def square(x):\n    return x * x\n"


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    """A zip of (name, data) pairs; a name may be a ZipInfo."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in entries.items() if isinstance(entries, dict) else entries:
            archive.writestr(name, data)
    return buffer.getvalue()


def one(path, untouched=frozenset()):
    """The only submission under a path."""
    (found,) = collect([path], "mini", untouched)
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
    found = collect([tmp_path], "mini")
    assert [(f.name, f.kind) for f in found] == [("a", "ipynb"), ("b", "py"), ("c", "py"), ("d", "py")]
    assert {f.source for f in found[1:]} == {CODE}


def test_a_single_file_is_a_submission(tmp_path):
    (tmp_path / "Li Wei.PY").write_bytes(CODE)
    assert one(tmp_path / "Li Wei.PY") == Received("Li Wei", "py", CODE)


def test_what_systems_leave_behind_is_no_submission(tmp_path):
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", ".hidden.py"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "a.py").write_bytes(CODE)
    assert one(tmp_path).name == "a"


def test_a_missing_path_an_empty_folder_and_an_impossible_path_are_errors(tmp_path):
    for path, reason in [(tmp_path / "no", "cannot be read"), (tmp_path, "holds no submission")]:
        with pytest.raises(IntakeError, match=reason) as error:
            collect([path], "mini")
        assert str(path) in str(error.value) and "\n" not in str(error.value)
    with pytest.raises(IntakeError):
        collect([type(tmp_path)("a\0b")], "mini")


@pytest.mark.parametrize("name", ["a.txt", "a.pyc", "a", "a.tar.gz", "a.PYX", "a.rar"])
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
    assert_unreadable(collect([tmp_path], "mini")[0], "a link")


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

    monkeypatch.setattr(intake.os, "open", refuse)
    assert_unreadable(one(tmp_path), "Permission denied")


def test_a_folder_named_like_a_file_is_a_student_s_folder(tmp_path):
    (tmp_path / "a.py").mkdir()
    assert_unreadable(one(tmp_path), "neither")
    (tmp_path / "a.py" / "mini.py").write_bytes(CODE)
    assert one(tmp_path) == Received("a.py", "py", CODE)


def test_two_files_of_one_student_are_two_candidates(tmp_path):
    (tmp_path / "a.py").write_bytes(CODE)
    (tmp_path / "a.ipynb").write_bytes(b"{}")
    assert_unreadable(one(tmp_path), "two candidates")


def test_the_same_name_in_two_folders_is_kept_apart(tmp_path):
    for folder, code in (("x", CODE), ("y", CODE + b"#"), ("z", CODE + b"##")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_bytes(code)
    found = collect([tmp_path / "x", tmp_path / "y", tmp_path / "z"], "mini")
    assert [f.name for f in found] == ["a", "a (2)", "a (3)"]
    assert [f.source for f in found] == [CODE, CODE + b"#", CODE + b"##"]


def test_two_candidates_in_a_second_folder_are_not_lost_behind_a_name_of_the_first(tmp_path):
    for folder, name in (("x", "a.py"), ("y", "a.py"), ("y", "a.ipynb")):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_bytes(CODE)
    first, second = collect([tmp_path / "x", tmp_path / "y"], "mini")
    assert first == Received("a", "py", CODE)
    assert second.name == "a (2)"
    assert_unreadable(second, "two candidates")


def test_a_name_that_is_already_numbered_is_not_taken_twice(tmp_path):
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_bytes(CODE)
    (tmp_path / "x" / "a (2).py").write_bytes(CODE)
    assert len({f.name for f in collect([tmp_path / "x", tmp_path / "y"], "mini")}) == 3


# -- names ----------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["李伟", "a\nb", "a\x1b[31m", "=cmd()", "<script>", 'a"b', "..", "a b ", "-rf", "é", "x" * 240, "a\u202eb", "con"],
)
def test_any_name_is_a_name(tmp_path, name):
    (tmp_path / f"{name}.py").write_bytes(CODE)
    found = one(tmp_path) if not name.startswith(".") else one(tmp_path / f"{name}.py")
    assert isinstance(found, Received) and 0 < len(found.name) <= 240
    found.name.encode()


def test_a_name_that_is_not_utf_8_becomes_text(tmp_path):
    with open(os.fsencode(tmp_path) + b"/\xff\xfe.py", "wb") as file:
        file.write(CODE)
    assert one(tmp_path).name == "\\xff\\xfe"


def test_names_that_look_alike_are_one_name(tmp_path):
    (tmp_path / "e\u0301.py").write_bytes(CODE)
    assert one(tmp_path).name == "é"


def test_two_long_names_that_differ_only_at_their_end_are_two_students(tmp_path):
    for end in "ab":
        (tmp_path / ("x" * 230 + end + ".py")).write_bytes(CODE)
    found = collect([tmp_path], "mini")
    assert len(found) == 2 and all(isinstance(f, Received) for f in found)


# -- which file of many ----------------------------------------------------------------

TREES = [
    ({"mini.py": CODE}, CODE),
    ({"mini.ipynb": CODE}, CODE),
    ({"sub/deep/mini.py": CODE}, CODE),
    ({"anything.py": CODE}, CODE),
    ({"mini.py": CODE, "other.py": b"x = 1"}, CODE),
    ({"MINI.PY": CODE, "other.py": b"x = 1"}, CODE),
    ({"mini.py": CODE, "tests/square.py": b"x", "data/x.csv": b"x"}, CODE),
    ({"mini.py": CODE, ".ipynb_checkpoints/mini.py": b"old"}, CODE),
    ({"mini.py": CODE, "__MACOSX/._mini.py": b"\0"}, CODE),
    ({"mini.py": CODE, "venv/lib/mini.py": b"x"}, CODE),
    ({"mini.py": CODE, "mini.ipynb": b"UNTOUCHED\r\n"}, CODE),
    ({"mini.py": b"UNTOUCHED", "mini.ipynb": b"UNTOUCHED"}, b"UNTOUCHED"),
    ({"a.py": CODE, "b.py": b"x = 1"}, None),
    ({"mini.py": CODE, "mini.ipynb": b"{}"}, None),
    ({"mini.py": CODE, "sub/mini.py": b"x = 1"}, None),
    ({"readme.txt": b"x"}, None),
    ({"tests/mini.py": CODE}, None),
    ({}, None),
]


@pytest.mark.parametrize(("tree", "chosen"), TREES, ids=lambda v: " ".join(v) if isinstance(v, dict) else "")
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
        assert isinstance(found, Received) and found.source == chosen


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


def test_a_file_that_is_no_zip_is_broken(tmp_path):
    for data in (CODE, b"PK\x03\x04", b"Rar!\x1a\x07", os.urandom(1000), b"PK\x05\x06" + b"\xff" * 18):
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


def test_a_zip_in_a_zip_is_not_opened(tmp_path):
    assert_unreadable(from_zip(tmp_path, zipped({"mini.zip": zipped({"mini.py": CODE})})), "neither")


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
    found = intake._zip("student", bytes(archive), "mini", frozenset())
    assert isinstance(found, (Received, Unreadable))


@settings(derandomize=True, database=None, deadline=None, max_examples=100)
@given(st.binary(max_size=300))
def test_any_bytes_after_a_zip_s_signature_are_read_or_unreadable(data):
    for body in (
        data,
        b"PK\x03\x04" + data,
        data + b"PK\x05\x06" + b"\0" * 18,
        b"PK\x01\x02" + data + b"PK\x05\x06" + b"\1" * 18,
    ):
        assert isinstance(intake._zip("student", body, "mini", frozenset()), (Received, Unreadable))


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

    monkeypatch.setattr(intake.os, "lstat", swapped)
    with pytest.raises(OSError, match="not a regular file"):
        read_bytes(path)


def test_the_output_folder_among_the_submissions_is_no_student(tmp_path):
    (tmp_path / "ann.py").write_text("x = 1\n")
    (tmp_path / "marks").mkdir()
    (tmp_path / "marks" / "old.py").write_text("x = 2\n")
    assert [f.name for f in collect([tmp_path], "mini", output=tmp_path / "marks")] == ["ann"]


def test_two_candidates_are_named(tmp_path):
    (tmp_path / "ann.py").write_text("x = 1\n")
    (tmp_path / "ann.ipynb").write_text("{}")
    (found,) = collect([tmp_path], "mini")
    assert "ann.ipynb, ann.py" in found.reason
