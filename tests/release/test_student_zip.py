import zipfile
from io import BytesIO

from small_course import write_small_course

from autograder.course import find_course
from autograder.release.archive import zip_bytes
from autograder.release.hints import hint_files
from autograder.release.student_zip import release_homework, student_zip
from autograder.release.template import template_files


def test_the_zip_is_the_students_folder_and_nothing_else(course, homework):
    with zipfile.ZipFile(BytesIO(student_zip(course, homework))) as made:
        content = {name: made.read(name) for name in made.namelist()}
    assert content == {f"vectors/{name}": data for name, data in template_files(course, homework).items()}


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


def test_a_release_writes_both_zips_and_a_second_one_the_same_bytes(course, homework, tmp_path):
    first = {path.name: path.read_bytes() for path in release_homework(course, homework, tmp_path / "a")}
    second = {path.name: path.read_bytes() for path in release_homework(course, homework, tmp_path / "b")}
    assert sorted(first) == ["vectors-otter.zip", "vectors-student.zip"]
    assert first == second
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == sorted(first)


def test_the_course_releases_no_mistake_by_itself():
    course = find_course()
    assert [hint_files(course, homework) for homework in course.homeworks.values()] == [{}] * 5
