"""What a README says of its homework by the manifest, in its languages; of what the manifest does not say, nothing."""

import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from small_course import FILES, MANIFEST, write_small_course

from autograder.course import CourseError, Text
from autograder.release.about import about, due, honesty
from autograder.release.readme import readme
from autograder.release.template import all_differences, write_templates

TOP = """\
contact = "ta@example.edu"
timezone = "Asia/Shanghai"
honesty = { en = "Write your own code.", zh = "代码要自己写。" }
"""
SECTION = 'name = "vectors"\nversion = 2\ndue = 2026-11-30T23:59:00\n'
TOLD = TOP + MANIFEST.replace('name = "vectors"\n', SECTION)


def with_manifest(tmp_path, manifest):
    return write_small_course(tmp_path, {"assignment/course.toml": manifest})


def parts(course, language=""):
    """The README's parts, one for each language."""
    return readme(course, course.homework("vectors"), language).split("\n---\n")


def test_it_says_course_version_due_contact_and_honesty_in_each_language(tmp_path):
    en, zh = parts(with_manifest(tmp_path, TOLD))
    assert (
        "# Vectors / 向量\n\n- **Course:** Small\n- **Version:** 2\n"
        "- **Due:** 2026-11-30 23:59 (Asia/Shanghai, UTC+08:00)\n- **Questions to:** ta@example.edu\n\n1. Install"
    ) in en
    assert (
        "\n- **课程：** 小\n- **版本：** 2\n"
        "- **截止时间：** 2026-11-30 23:59（Asia/Shanghai，UTC+08:00）\n- **联系方式：** ta@example.edu\n\n1. 安装"
    ) in zh
    assert en.rstrip().endswith("\n\n**Academic honesty.** Write your own code.")
    assert zh.rstrip().endswith("\n\n**学术诚信。** 代码要自己写。")


@pytest.mark.parametrize(("language", "other"), [("en", "小"), ("zh", "Small")])
def test_a_readme_in_one_language_says_it_in_that_one_alone(tmp_path, language, other):
    (text,) = parts(with_manifest(tmp_path, TOLD), language)
    assert text.count("ta@example.edu") == 1 and text.count("2026-11-30") == 1
    assert other not in text


def test_what_the_manifest_does_not_say_has_no_heading_and_no_empty_line_of_its_own(tmp_path):
    en, zh = parts(with_manifest(tmp_path, MANIFEST))
    assert "# Vectors / 向量\n\n- **Course:** Small\n\n1. Install" in en
    assert zh.startswith("\n- **课程：** 小\n\n1. 安装")
    for word in ("Version", "Due", "Questions to", "honesty", "None"):
        assert word not in en
    for word in ("版本：", "截止", "联系", "诚信"):
        assert word not in zh
    assert not re.search(r"\n\n\n", en.rstrip() + "\n" + zh.rstrip())


def test_a_course_in_a_language_that_the_program_does_not_speak_says_its_own_texts(tmp_path):
    manifest = TOLD.replace("zh = ", "de = ")
    files = {name: None for name in FILES if name.endswith(".zh.md")}
    files |= {name.replace(".zh.", ".de."): FILES[name] for name in files}
    course = write_small_course(tmp_path, {**files, "assignment/course.toml": manifest})
    homework = course.homework("vectors")
    (german,) = about(course, homework, ("de",)).values()
    assert german[0] == "**Course:** 小"
    assert honesty(course, ("de",)) == {"en": ["**Academic honesty.** 代码要自己写。"]}
    assert about(course, homework, ("en", "de"))["en"][0] == "**Course:** Small / 小"
    assert honesty(course, ("en", "de"))["en"] == ["**Academic honesty.** Write your own code.", "代码要自己写。"]


@pytest.mark.parametrize(
    ("zone", "name", "said"),
    [
        (ZoneInfo("Europe/Berlin"), "Europe/Berlin", "2026-07-01 12:00 (Europe/Berlin, UTC+02:00)"),
        (timezone(timedelta(hours=8)), "+08:00", "2026-07-01 12:00 (UTC+08:00)"),
        (timezone(-timedelta(hours=3, minutes=30)), "", "2026-07-01 12:00 (UTC-03:30)"),
        (timezone.utc, "", "2026-07-01 12:00 (UTC)"),
        (ZoneInfo("UTC"), "UTC", "2026-07-01 12:00 (UTC)"),
    ],
)
def test_a_due_time_is_told_with_its_zone(zone, name, said):
    assert due(datetime(2026, 7, 1, 12, tzinfo=zone), name, "en") == said


def test_a_long_note_is_wrapped_in_english_and_keeps_its_lines_in_chinese(course):
    long = Text("word " * 60, "第一句。\n第二句。")
    course.manifest = replace(course.manifest, honesty=long)
    told = honesty(course, ("en", "zh"))
    assert max(len(line) for line in told["en"][0].split("\n")) <= 118
    assert told["zh"] == ["**学术诚信。** 第一句。\n第二句。"]


@pytest.mark.parametrize("version", ['"v1"', '"1-2"', '"1."', "-1", '"１"', "1.5", "true", '"1 2"'])
def test_a_version_that_would_not_stand_in_a_name_is_refused_with_what_to_write(tmp_path, version):
    with pytest.raises(CourseError, match=r"homework 'vectors': version is .*; write "):
        with_manifest(tmp_path, MANIFEST.replace('"vectors"', f'"vectors"\nversion = {version}')).homework("vectors")


@pytest.mark.parametrize("version", ["1", '"1"', '"1.2b"', "2026"])
def test_a_version_is_a_number_or_letters_and_dots_behind_one(tmp_path, version):
    course = with_manifest(tmp_path, MANIFEST.replace('"vectors"', f'"vectors"\nversion = {version}'))
    said = version.strip('"')
    assert f"- **Version:** {said}\n" in parts(course)[0]


def test_a_note_that_lacks_a_language_of_the_course_is_told(tmp_path):
    with pytest.raises(CourseError, match="honesty has no zh; write"):
        with_manifest(tmp_path, TOLD.replace(', zh = "代码要自己写。"', ""))


def test_a_changed_due_time_makes_the_committed_folder_stale(tmp_path):
    course = with_manifest(tmp_path, TOLD)
    assert write_templates(course)[1] == []
    later = with_manifest(tmp_path, TOLD.replace("11-30", "12-07"))
    assert all_differences(later) == ["student_template/vectors/README.md: differs"]
