"""`homework release --check`: what a zip is, whole or altered, the latest or not, and whether it lies where it may."""

import json
import shutil
import sys
import zipfile
from io import BytesIO

import pytest
from click.testing import CliRunner
from small_course import MANIFEST, write_small_course

from autograder.cli import main
from autograder.release.archive import unpacked, zip_bytes
from autograder.release.releasing import release_homework
from autograder.release.tool_wheel import tool_wheel

DAY = "2026-12-01"
NAMES = {
    "student": f"to-students/vectors-{DAY}.zip",
    "student-zh": f"to-students/vectors-{DAY}-zh.zip",
    "otter": f"staff/vectors-{DAY}-otter.zip",
    "gradescope": f"staff/vectors-{DAY}-gradescope.zip",
    "solutions": f"staff/vectors-{DAY}-solutions.zip",
}
WHAT = {
    "student": ("student: the handout with its public tests", "students"),
    "student-zh": ("student: the handout with its public tests, in zh alone", "students"),
    "otter": ("otter: the tests for plain otter, hidden ones among them", "the staff only"),
    "gradescope": ("gradescope: the autograder for Gradescope, with references and hidden tests", "the staff only"),
    "solutions": (
        "solutions: the handout with the reference solutions filled in",
        "the staff, and for students after the deadline",
    ),
}
LOUD = "!!! NOT FOR STUDENTS: "


@pytest.fixture
def out(course, homework, tmp_path):
    """A release of both languages and of Chinese alone."""
    release_homework(course, homework, tmp_path / "out", date=DAY, languages=("zh",), verified=False)
    return tmp_path / "out"


@pytest.fixture
def check(course):
    def run(*paths, root=None):
        environment = {"HOMEWORK_COURSE": str(root or course.root)}
        return CliRunner().invoke(main, ["release", "--check", *map(str, paths)], env=environment)

    return run


def said(done):
    """The lines that have labels, of one zip."""
    return {line[2:].partition(":")[0]: line[12:] for line in done.stdout.splitlines()[1:]}


def repacked(path, change, compression=zipfile.ZIP_STORED):
    """The zip anew, after a change to the list of its files."""
    files, _ = unpacked(path.read_bytes())
    change(files)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    path.write_bytes(buffer.getvalue())


@pytest.mark.parametrize("kind", NAMES)
def test_a_zip_as_it_was_released_is_whole_and_the_latest(out, check, kind):
    done = check(out / NAMES[kind])
    assert done.exit_code == 0, done.output
    told = said(done)
    assert (told["what"], told["for"]) == WHAT[kind]
    assert told["homework"] == "vectors of small" and told["version"] == "none"
    assert told["released"] == f"{DAY}, NOT verified"
    assert told["whole"].startswith("yes") and told["latest"] == "yes: the sources give the same files now"
    assert done.stderr == ""


def test_a_zip_of_another_day_is_the_latest_as_long_as_the_sources_are_the_same(course, homework, tmp_path, check):
    (zipped, *_) = release_homework(course, homework, tmp_path / "out", date="2025-01-01").zips
    done = check(zipped.path)
    assert done.exit_code == 0
    assert said(done)["released"] == "2025-01-01, verified"


CHANGES = {
    "a prompt": ("assignment/vectors/centre.en.md", {"student", "solutions", "gradescope"}),
    "a chinese prompt": ("assignment/vectors/centre.zh.md", {"student", "student-zh", "solutions", "gradescope"}),
    "a hidden suite": ("autograder/suites/hidden/vectors/centre.py", {"otter", "gradescope"}),
    "a known mistake": ("autograder/misconceptions/vectors/centre.py", {"gradescope"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_zips_that_it_concerns_are_not_the_latest_and_name_the_files(course, out, check, change):
    file, concerned = CHANGES[change]
    with (course.root / file).open("a", encoding="utf-8") as source:
        source.write("\nnew\n" if file.endswith(".md") else "\nNEW = 1\n")
    for kind, name in NAMES.items():
        done = check(out / name)
        told = said(done)
        assert told["whole"].startswith("yes")
        assert done.exit_code == (1 if kind in concerned else 0), (kind, done.output)
        assert told["latest"].startswith("NO: " if kind in concerned else "yes")
        if kind == "student":
            assert ("vectors/vectors.py differs" in told["latest"]) == (kind in concerned)
        assert done.stderr == ""
    together = check(*(out / name for name in NAMES.values()))
    assert together.exit_code == 1


def test_a_question_that_is_new_or_gone_is_a_file_that_is_missing_or_would_not_be_there(course, out, check, tmp_path):
    begin = MANIFEST.index('[[homework.question]]\nname = "norms"')
    end = MANIFEST.index("[[homework.written]]")
    one = MANIFEST[:begin].replace("points = 60", "points = 100") + MANIFEST[end:]
    fewer = write_small_course(tmp_path / "fewer", {"assignment/course.toml": one})
    assert (
        "vectors/tests/norms.py would not be there now"
        in said(check(out / NAMES["student"], root=fewer.root))["latest"]
    )
    release_homework(fewer, fewer.homework("vectors"), tmp_path / "less", date=DAY)
    assert "vectors/tests/norms.py is missing" in said(check(tmp_path / "less" / NAMES["student"]))["latest"]


def test_another_version_is_not_the_latest_even_of_a_zip_whose_files_do_not_name_it(course, out, check):
    text = MANIFEST.replace('name = "vectors"\n', 'name = "vectors"\nversion = 2\n')
    (course.root / "assignment/course.toml").write_text(text, encoding="utf-8")
    done = check(out / NAMES["otter"])
    assert done.exit_code == 1 and said(done)["latest"] == "NO: the homework's version is 2 now"


def test_a_homework_or_a_language_that_is_gone_is_told(course, out, check):
    path = course.root / "assignment/course.toml"
    path.write_text(MANIFEST.replace('name = "vectors"', 'name = "matrices"'), encoding="utf-8")
    done = check(out / NAMES["student"])
    assert done.exit_code == 1 and "NO: the course has no homework vectors any more" in done.stdout


def test_the_zip_of_another_course_is_not_compared(course, out, check):
    path = course.root / "assignment/course.toml"
    path.write_text(MANIFEST.replace('name = "small"', 'name = "other"'), encoding="utf-8")
    done = check(out / NAMES["student"])
    assert done.exit_code == 2
    assert "not compared: this is the course other, not small: run it there" in done.stdout


def test_where_no_course_is_it_is_still_told_what_a_zip_is(out, check, tmp_path):
    done = check(out / NAMES["otter"], root=tmp_path / "nowhere")
    assert done.exit_code == 2
    assert said(done)["for"] == "the staff only" and said(done)["whole"].startswith("yes")
    assert "latest" in said(done) and said(done)["latest"].startswith("not compared: ")


def test_gradescope_s_zip_cannot_be_compared_without_the_build_backend(out, check, monkeypatch):
    monkeypatch.setitem(sys.modules, "hatchling.builders.wheel", None)
    tool_wheel.cache_clear()
    try:
        done = check(out / NAMES["gradescope"])
    finally:
        tool_wheel.cache_clear()
    assert done.exit_code == 3 and "not compared: hatchling is not installed" in done.stdout


def test_altered_files_are_named(out, check):
    path = out / NAMES["student"]

    def alter(files):
        files["vectors/README.md"] += b"More.\n"
        files["vectors/answers.txt"] = b"42"
        del files["vectors/tests/norms.py"]

    repacked(path, alter)
    done = check(path)
    assert done.exit_code == 1
    assert said(done)["whole"] == (
        "ALTERED since it was released: vectors/README.md was changed, vectors/answers.txt was added, "
        "vectors/tests/norms.py is gone"
    )
    assert said(done)["latest"].startswith("NO: 3 of ")


def test_a_record_that_was_altered_with_the_file_does_not_make_it_the_latest(out, check):
    path = out / NAMES["student"]

    def forge(files):
        files["vectors/README.md"] += b"More.\n"
        record = json.loads(files["vectors/release.json"])
        names = [name for name in files if name != "vectors/release.json"]
        from autograder.release.record import digest, hashes

        record["files"] = hashes({name: files[name] for name in names})
        record["digest"] = digest(record["files"])
        files["vectors/release.json"] = json.dumps(record).encode()

    repacked(path, forge)
    done = check(path)
    assert done.exit_code == 1
    assert said(done)["whole"].startswith("yes") and "vectors/README.md differs" in said(done)["latest"]


def test_a_record_alone_that_was_altered_is_told(out, check):
    path = out / NAMES["student"]

    def forge(files):
        files["vectors/release.json"] = files["vectors/release.json"].replace(b'"digest": "', b'"digest": "0')

    repacked(path, forge)
    done = check(path)
    assert done.exit_code == 1 and "release.json itself was changed" in said(done)["whole"]


def test_a_zip_that_was_packed_anew_is_the_latest_and_that_is_told(out, check):
    path = out / NAMES["student"]
    repacked(path, lambda files: None, zipfile.ZIP_DEFLATED)
    done = check(path)
    assert done.exit_code == 0
    assert said(done)["latest"].endswith("; but it was packed anew by another program")


def test_a_name_in_a_zip_moves_no_cursor(out, check):
    path = out / NAMES["student"]
    repacked(path, lambda files: files.update({"vectors/\x1b[2J\nlatest: yes": b""}))
    done = check(path)
    assert done.exit_code == 1 and "\x1b" not in done.output
    assert "vectors/\\x1b[2J latest: yes was added" in said(done)["whole"]


def test_a_solution_in_a_students_zip_is_told_loudly(course, out, check):
    path = out / NAMES["student"]
    answer = course.solution("vectors", "centre").read_bytes()
    repacked(path, lambda files: files.update({"vectors/tests/extra.py": answer}))
    done = check(path)
    assert done.exit_code == 1
    assert f"{LOUD}{path}: vectors/tests/extra.py: holds a line of the solution of vectors/centre" in done.stderr


def damaged(path):
    """With one byte of a file turned."""
    data = bytearray(path.read_bytes())
    data[data.rindex(b"Subtracts the mean")] ^= 1
    path.write_bytes(bytes(data))


def cut(path):
    path.write_bytes(path.read_bytes()[:-1000])


def no_zip(path):
    path.write_bytes(b"Dear all, ...")


def nothing(path):
    path.unlink()


def another(path):
    path.write_bytes(zip_bytes({"vectors/vectors.py": b"x = 1\n"}))


def twice(path):
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "a") as zipped:
        zipped.writestr("vectors/vectors.py", "x = 1\n")


def strange_record(path):
    repacked(path, lambda files: files.update({"vectors/release.json": b'{"kind": "student"}'}))


def newer_format(path):
    def change(files):
        files["vectors/release.json"] = files["vectors/release.json"].replace(b'"format": 1', b'"format": 2')

    repacked(path, change)


def other_place(path):
    """A staff zip's record cannot pass for a student's by its word alone."""

    def change(files):
        files["release.json"] = files.pop("vectors/release.json")

    repacked(path, change)


def odd_name(path):
    def change(files):
        files["vectors/release.json"] = files["vectors/release.json"].replace(b'"2026', b'"\\u001b[2J2026')

    repacked(path, change)


UNUSABLE = {
    odd_name: "is not of homework release",
    damaged: "is damaged: 'vectors/vectors.py' in it cannot be read",
    cut: "is no zip, or a damaged one",
    no_zip: "is no zip, or a damaged one",
    nothing: "cannot be read: No such file",
    another: "is not of homework release",
    twice: "holds 'vectors/vectors.py' twice",
    strange_record: "is not of homework release",
    newer_format: "is not of homework release",
    other_place: "is not of homework release",
}


@pytest.mark.parametrize("spoil", UNUSABLE)
def test_what_is_not_ours_or_cannot_be_read_has_a_status_of_its_own(out, check, spoil):
    path = out / NAMES["student"]
    spoil(path)
    done = check(path, out / NAMES["otter"])
    assert done.exit_code == 2
    assert f"{path}: {UNUSABLE[spoil]}" in done.stderr
    assert "otter: the tests for plain otter" in done.stdout, "the others are told of all the same"


def test_a_folder_is_no_zip(out, check):
    done = check(out)
    assert done.exit_code == 2 and "cannot be read: Is a directory" in done.stderr


@pytest.mark.parametrize("kind", ["otter", "gradescope", "solutions"])
def test_a_staff_zip_in_a_folder_for_students_is_told_loudly(out, check, kind):
    path = shutil.copy(out / NAMES[kind], out / "to-students")
    done = check(path)
    assert done.exit_code == 1, "though it is the latest: no script shall go on with it"
    assert said(done)["latest"].startswith("yes")
    assert done.stderr == f"{LOUD}{path}: it lies in a folder for students\n"


def test_a_staff_zip_beside_a_students_zip_is_told_loudly(out, check, tmp_path):
    (tmp_path / "web").mkdir()
    path = shutil.copy(out / NAMES["solutions"], tmp_path / "web")
    assert check(path).exit_code == 0
    shutil.copy(out / NAMES["student"], tmp_path / "web/a.zip")
    done = check(path)
    assert done.exit_code == 1 and done.stderr == f"{LOUD}{path}: it lies beside a.zip, which is for students\n"


@pytest.mark.parametrize("name", [f"vectors-{DAY}.zip", "homework.zip", "vectors-student-otter.zip"])
def test_a_staff_zip_that_is_called_like_a_students_is_told_loudly(out, check, name):
    path = shutil.move(out / NAMES["otter"], out / "staff" / name)
    done = check(path)
    assert done.exit_code == 1
    assert done.stderr == f"{LOUD}{path}: its name does not say otter: call it vectors-{DAY}-otter.zip\n"


def test_a_browser_s_addition_to_a_name_is_no_matter(out, check):
    staff = shutil.copy(out / NAMES["otter"], out / "staff" / f"vectors-{DAY}-otter (1).zip")
    assert check(staff).exit_code == 0
    students = shutil.copy(out / NAMES["student"], out / "to-students/week 3.zip")
    done = check(students)
    assert done.exit_code == 0 and said(done)["name"] == f"was released as vectors-{DAY}.zip"
