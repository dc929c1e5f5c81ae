"""A release: two folders, names with version and day, the same bytes for the same day, and no stale zip unsaid."""

import json
import re
import shutil
import zipfile

import pytest
from click.testing import CliRunner
from small_course import MANIFEST, write_small_course

from autograder.cli import main
from autograder.course import find_course
from autograder.release.kinds import Kind, Name, name_of, release_day
from autograder.release.leaks import leaks
from autograder.release.releasing import release_homework, searched
from autograder.release.shelves import FOR_STAFF, FOR_STUDENTS, OURS
from autograder.release.sources import ReleaseError
from autograder.texts import SPOKEN

DAY = "2026-12-01"
KINDS = ["", "-otter", "-gradescope", "-solutions"]


def with_version(root, version):
    changed = MANIFEST.replace('name = "vectors"\n', f'name = "vectors"\nversion = {version}\n')
    return write_small_course(root, {"assignment/course.toml": changed})


def release(course, out, date=DAY, **more):
    return release_homework(course, course.homework("vectors"), out, date=date, **more)


def content(path):
    with zipfile.ZipFile(path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def run(course, *arguments, **environment):
    environment = {"HOMEWORK_COURSE": str(course.root), "SOURCE_DATE_EPOCH": "", **environment}
    return CliRunner().invoke(main, ["release", *map(str, arguments)], env=environment)


def test_each_zip_lies_in_the_folder_of_who_may_see_it_with_a_readme(course, tmp_path):
    done = release(course, tmp_path)
    assert [one.path.relative_to(tmp_path).as_posix() for one in done.zips] == [
        "to-students/vectors-2026-12-01.zip",
        "staff/vectors-2026-12-01-otter.zip",
        "staff/vectors-2026-12-01-gradescope.zip",
        "staff/vectors-2026-12-01-solutions.zip",
    ]
    assert done.warnings == []
    found = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} - {
        path.relative_to(course.root.parent).as_posix() for path in course.root.rglob("*")
    }
    assert found == {one.path.relative_to(tmp_path).as_posix() for one in done.zips} | {
        "to-students/README.md", "staff/README.md"
    }  # fmt: skip
    told = (tmp_path / "to-students/README.md").read_text(encoding="utf-8")
    assert "# For students\n" in told and "# 发给学生\n" in told
    assert (tmp_path / "staff/README.md").read_text(encoding="utf-8").startswith("# For the staff, not for students\n")


def test_a_version_of_the_manifest_stands_in_the_names_and_in_the_readme(tmp_path):
    done = release(with_version(tmp_path / "course", '"1.2"'), tmp_path / "out", languages=("zh",))
    names = [one.path.name for one in done.zips]
    assert names[:2] == ["vectors-v1.2-2026-12-01.zip", "vectors-v1.2-2026-12-01-zh.zip"]
    assert names[-1] == "vectors-v1.2-2026-12-01-solutions-zh.zip"
    for one in done.zips[:2]:
        assert "1.2" in content(one.path)["vectors/README.md"].decode()


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("version", ["", "1", "1.2b"])
@pytest.mark.parametrize("language", ["", "zh", "zh-Hant"])
def test_what_a_name_says_is_read_off_it_again(kind, version, language):
    name = Name("tiny_network2", version, DAY, kind, language)
    assert name_of(str(name)) == name


@pytest.mark.parametrize("file", ["vectors.zip", "a-b-2026-12-01.zip.zip", "vectors-2026-12-1.zip", "notes-final.zip"])
def test_other_names_say_nothing(file):
    assert name_of(file) is None


def test_two_releases_of_a_day_are_the_same_bytes_and_another_day_s_hold_the_same_files(course, tmp_path):
    first, second = (release(course, tmp_path / name).zips for name in "ab")
    assert [one.path.name for one in first] == [one.path.name for one in second]
    assert [one.path.read_bytes() for one in first] == [one.path.read_bytes() for one in second]
    later = release(course, tmp_path / "c", "2026-12-02").zips
    assert [one.record.digest for one in later] == [one.record.digest for one in first]
    assert [one.path.name for one in later] == [one.path.name.replace("-01", "-02") for one in first]


@pytest.mark.parametrize(
    ("zone", "epoch", "day"),
    [
        ("", "1796083200", "2026-12-01"),  # midnight in London, and nothing of this machine's zone
        ("", "1796083199", "2026-11-30"),
        ("Asia/Shanghai", "1796083199", "2026-12-01"),
        ("-05:00", "1796083200", "2026-11-30"),
    ],
)
def test_the_day_is_that_of_source_date_epoch_in_the_course_s_zone(tmp_path, monkeypatch, zone, epoch, day):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    manifest = f'timezone = "{zone}"\n{MANIFEST}' if zone else MANIFEST
    assert release_day(write_small_course(tmp_path, {"assignment/course.toml": manifest})) == day


def test_the_day_is_today_without_it_and_nonsense_is_told(course, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", release_day(course))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(ReleaseError, match="SOURCE_DATE_EPOCH: is 'yesterday', no number of seconds"):
        release_day(course)


def test_the_command_names_what_it_wrote_and_what_each_is_for(course, tmp_path):
    done = run(course, "vectors", "--out", tmp_path / "out", "--unverified", SOURCE_DATE_EPOCH="1796083200")
    assert done.exit_code == 0, done.output
    parts = [
        "for students: the handout",
        "for the staff only: the tests for plain otter",
        "for the staff only: the autograder for Gradescope",
        "and for students after the deadline: the handout",
    ]
    for line, kind, part in zip(done.stdout.splitlines(), KINDS, parts, strict=True):
        folder = "staff" if kind else "to-students"
        assert line.startswith(f"{tmp_path / 'out' / folder}/vectors-2026-12-01{kind}.zip: ") and part in line
        assert re.search(r"\([0-9a-f]{12}\)$", line)
    again = run(course, "vectors", "--out", tmp_path / "out", "--unverified", SOURCE_DATE_EPOCH="1796083200")
    assert again.stdout == done.stdout
    assert again.stderr == "warning: not verified; each zip holds UNVERIFIED.txt\n"


@pytest.mark.parametrize(
    "arguments",
    [("vectors",), ("vectors", "vectors", "--out", "x"), ("--check", "--out", "x", "a.zip"), ("--check",), ()],
)
def test_other_arguments_are_wrong_usage(course, arguments):
    assert run(course, *arguments).exit_code == 2


def test_what_students_get_gives_no_seed_and_no_hash_of_what_they_do_not_have(tmp_path):
    """`release.json` can be computed from the rest of the zip: it tells nothing that the zip does not."""
    seed = "77412345678901234"
    course = write_small_course(
        tmp_path / "course", {"assignment/course.toml": MANIFEST.replace("seed = 1\n", f"seed = {seed}\n")}
    )
    files = content(release(course, tmp_path / "out").zips[0].path)
    assert not [name for name, data in files.items() if seed.encode() in data]
    record = json.loads(files.pop("vectors/release.json"))
    assert record["files"].keys() == files.keys()
    assert record.keys() == {
        "format", "kind", "for", "course", "homework", "version", "language", "date", "verified", "digest", "files"
    }  # fmt: skip
    # Another seed, another hidden suite, other known mistakes: what students get is the same to the last bit.
    shutil.rmtree(tmp_path / "course")
    hidden = "autograder/suites/hidden/vectors/centre.py"
    other = write_small_course(tmp_path / "course")
    path = other.root / hidden
    path.write_text(path.read_text(encoding="utf-8") + "\n# another\n", encoding="utf-8")
    again = release(other, tmp_path / "again").zips
    assert again[0].path.read_bytes() == (tmp_path / "out/to-students" / again[0].path.name).read_bytes()
    assert again[1].path.read_bytes() != (tmp_path / "out/staff" / again[1].path.name).read_bytes()


def test_every_zip_of_the_students_folder_is_searched_for_leaks(tmp_path):
    course = write_small_course(tmp_path / "course")
    done = release(course, tmp_path / "out", languages=("en", "zh"))
    homework = course.homework("vectors")
    students = sorted((tmp_path / "out/to-students").glob("*.zip"))
    assert len(students) == 3 == len([one for one in done.zips if one.record.kind is Kind.STUDENT])
    for path in students:
        files = searched(content(path))
        assert {
            "vectors/vectors.py",
            "vectors/vectors.ipynb",
            "vectors/README.md",
            "vectors/release.json",
        } <= files.keys()
        assert leaks(course, homework, files) == []
    for path in (tmp_path / "out/staff").glob("*-otter.zip"):
        assert leaks(course, homework, searched(content(path)))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_secret_in_the_note_of_the_course_stops_the_release(tmp_path, language):
    texts = {"en": "Be honest.", "zh": "诚实。"} | {language: "column_means = x.mean(axis=0, keepdims=True)"}
    note = ", ".join(f'{one} = "{text}"' for one, text in texts.items())
    course = write_small_course(tmp_path / "course", {"assignment/course.toml": f"honesty = {{ {note} }}\n{MANIFEST}"})
    with pytest.raises(ReleaseError, match=r"vectors/README\.md: holds a line of the solution"):
        release(course, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_earlier_release_beside_the_new_one_is_told_zip_by_zip(course, tmp_path):
    old = release(course, tmp_path, "2026-11-30", languages=("zh",)).zips
    warnings = release(course, tmp_path).warnings
    assert len(warnings) == len(old) == 6
    for one in old:
        (told,) = (line for line in warnings if line.startswith(f"{one.path} is of an earlier release (2026-11-30)"))
        alone = one.record.language == "zh"
        assert told.endswith("and nothing took its place: delete it" if alone else "delete one of the two")


def test_the_same_version_with_other_contents_is_told(tmp_path):
    course = with_version(tmp_path / "course", 1)
    release(course, tmp_path / "out", "2026-11-30")
    course.prompt("vectors", "centre", "en").write_text("Write `centre(x)`, better: $x - \\bar x$.\n", encoding="utf-8")
    (told,) = (line for line in release(course, tmp_path / "out").warnings if "to-students" in line)
    assert "(v1, 2026-11-30) with other contents, though both are v1: delete it" in told
    assert told.endswith("raise the homework's version in assignment/course.toml")
    course.prompt("vectors", "centre", "en").write_text("Write `centre(x)`, best: $x - \\bar x$.\n", encoding="utf-8")
    told = [line for line in release(course, tmp_path / "out").warnings if "took the place of" in line]
    students = [line for line in told if "to-students" in line]
    assert len(students) == 1 and "raise the homework's version" in students[0]
    assert [line for line in told if "-solutions.zip" in line] and not [line for line in told if "-otter.zip" in line]


def test_without_a_version_the_day_tells_two_releases_apart_and_a_verdict_makes_no_other_contents(course, tmp_path):
    release(course, tmp_path, "2026-11-30", verified=False)
    assert release(course, tmp_path, "2026-11-30").warnings == []
    warnings = release(course, tmp_path).warnings
    assert len(warnings) == 4
    for line in warnings:
        assert line.endswith(" is of an earlier release (2026-11-30) with the same contents: delete one of the two")
    course.prompt("vectors", "centre", "en").write_text("Write `centre(x)`, better: $x - \\bar x$.\n", encoding="utf-8")
    (told,) = (
        line for line in release(course, tmp_path, "2026-12-02").warnings if f"to-students/vectors-{DAY}" in line
    )
    assert told.endswith("(2026-12-01): delete it, so that nobody takes it for the latest")


def test_zips_from_before_there_were_folders_are_told(course, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    names = ["vectors-student.zip", "vectors-student-zh.zip", "vectors-otter.zip", "vectors-gradescope.zip"]
    for name in [*names, "other-student.zip", "notes.zip"]:
        (out / name).write_bytes(b"PK")
    warnings = release(course, out).warnings
    assert sorted(line.partition(" is of")[0] for line in warnings) == sorted(str(out / name) for name in names)


def test_a_staff_zip_in_the_students_folder_is_told_loudly_whatever_it_is_called(course, tmp_path):
    done = release(course, tmp_path)
    for kind in ("otter", "gradescope", "solutions"):
        shutil.copy(tmp_path / f"staff/vectors-{DAY}-{kind}.zip", tmp_path / f"to-students/week-{kind[0]}.zip")
    (tmp_path / "to-students/losses-otter.zip").write_bytes(b"PK")
    warnings = release(course, tmp_path).warnings
    assert len(warnings) == 4
    for line in warnings:
        assert line.startswith("!!! NOT FOR STUDENTS: ") and line.endswith("take it out of the folder for students")
    assert done.zips[0].path.exists()


def test_a_readme_that_somebody_else_wrote_stays(course, tmp_path):
    (tmp_path / "staff").mkdir()
    (tmp_path / "staff/README.md").write_text("Ours: Tuesday 10:00.", encoding="utf-8")
    assert release(course, tmp_path).warnings == [
        f"{tmp_path}/staff/README.md is not of a release and was left as it is"
    ]
    assert (tmp_path / "staff/README.md").read_text(encoding="utf-8") == "Ours: Tuesday 10:00."


def test_the_folders_readmes_are_known_as_ours():
    assert all(OURS.decode() in text for text in (*(FOR_STUDENTS[one] for one in SPOKEN), FOR_STAFF))


def test_each_homework_of_the_course_has_a_version_and_says_how_to_work_honestly():
    course = find_course()
    for homework in course.homeworks.values():
        assert homework.version
        readme = (course.template(homework.name) / "README.md").read_text(encoding="utf-8")
        assert "**Academic honesty.**" in readme and "**学术诚信。**" in readme
