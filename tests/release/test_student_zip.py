import sys
import zipfile
from importlib.metadata import Distribution
from io import BytesIO

import pytest
from click.testing import CliRunner
from small_course import MANIFEST, write_small_course

from autograder.cli import main
from autograder.course import find_course
from autograder.release.archive import zip_bytes
from autograder.release.hint_files import hint_files
from autograder.release.student_zip import student_zip
from autograder.release.template import template_files
from autograder.release.tool_wheel import installed_files, tool_wheel


def test_the_zip_is_the_students_folder_and_nothing_else(course, homework):
    with zipfile.ZipFile(BytesIO(student_zip(course, homework))) as made:
        content = {name: made.read(name) for name in made.namelist()}
    wheel = tool_wheel()
    files = template_files(course, homework) | {wheel.name: wheel.content}
    assert content == {f"vectors/{name}": data for name, data in files.items()}


def test_the_readme_names_the_wheel_that_comes_with_it(course, homework):
    with zipfile.ZipFile(BytesIO(student_zip(course, homework))) as made:
        (wheel,) = (name.partition("/")[2] for name in made.namelist() if name.endswith(".whl"))
        assert f'pip install "./{wheel}[notebook]"' in made.read("vectors/README.md").decode()


@pytest.mark.parametrize(
    ("install", "line"),
    [
        ("dl-homework", 'pip install "dl-homework[notebook]"'),
        ("https://example.org/t.whl", 'pip install "dl-homework[notebook] @ https://example.org/t.whl"'),
    ],
)
def test_the_manifest_may_say_where_else_the_tool_is_and_then_no_wheel_comes_along(tmp_path, install, line):
    course = write_small_course(tmp_path, {"assignment/course.toml": f'install = "{install}"\n{MANIFEST}'})
    with zipfile.ZipFile(BytesIO(student_zip(course, course.homework("vectors")))) as made:
        assert line in made.read("vectors/README.md").decode()
        assert not [name for name in made.namelist() if name.endswith(".whl")]


def test_the_wheel_is_the_same_bytes_each_time_and_holds_nothing_of_a_course():
    first = tool_wheel()
    tool_wheel.cache_clear()
    assert tool_wheel() == first
    with zipfile.ZipFile(BytesIO(first.content)) as wheel:
        names = wheel.namelist()
    assert {"autograder/student/notebook.py", "homework_cells.py"} <= {*names}
    assert not [name for name in names if "suites/" in name or "misconceptions/" in name]


def test_a_release_without_the_build_backend_says_so_in_a_line_and_goes_on(course, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "hatchling.builders.wheel", None)
    tool_wheel.cache_clear()
    try:
        monkeypatch.setenv("HOMEWORK_COURSE", str(course.root))
        done = CliRunner().invoke(main, ["release", "vectors", "--out", str(tmp_path / "out"), "--unverified"])
    finally:
        tool_wheel.cache_clear()
    assert done.exit_code == 0, done.output
    assert "warning: hatchling is not installed, so the student's zip brings no wheel: pip install" in done.output
    assert "warning: there is no zip for gradescope" in done.output
    assert sorted(path.name.split("-")[-1] for path in (tmp_path / "out/staff").glob("*.zip")) == [
        "otter.zip", "solutions.zip"
    ]  # fmt: skip
    (path,) = (tmp_path / "out/to-students").glob("*.zip")
    with zipfile.ZipFile(path) as made:
        assert not [name for name in made.namelist() if name.endswith(".whl")]


def test_an_installed_tool_is_packed_anew_as_a_wheel(tmp_path):
    with zipfile.ZipFile(BytesIO(tool_wheel().content)) as wheel:
        wheel.extractall(tmp_path)
    (info,) = tmp_path.glob("*.dist-info")
    (info / "INSTALLER").write_text("pip\n")
    with (info / "RECORD").open("a") as record:
        record.write(f"{info.name}/INSTALLER,,\n../../bin/homework,,\nautograder/__pycache__/cli.pyc,,\n")
    packed = installed_files(Distribution.at(info))
    with zipfile.ZipFile(BytesIO(tool_wheel().content)) as wheel:
        built = {name: wheel.read(name) for name in wheel.namelist()}
    record = f"{info.name}/RECORD"
    assert {name: data for name, data in packed.items() if name != record} == {
        name: data for name, data in built.items() if name != record
    }
    assert sorted(packed[record].split()) == sorted(built[record].split())


def test_the_same_content_makes_the_same_zip_at_any_place_and_time(tmp_path, monkeypatch):
    made = []
    for name, now in (("a", 1e9), ("b", 2e9)):
        monkeypatch.setattr("time.time", lambda now=now: now)
        course = write_small_course(tmp_path / name)
        made.append(student_zip(course, course.homework("vectors")))
    assert made[0] == made[1]


def test_names_beyond_ascii_survive():
    with zipfile.ZipFile(BytesIO(zip_bytes({"作业/数据.csv": b"1"}))) as made:
        assert made.namelist() == ["作业/数据.csv"]


def test_the_course_releases_no_mistake_by_itself():
    course = find_course()
    assert [hint_files(course, homework) for homework in course.homeworks.values()] == [{}] * 5
