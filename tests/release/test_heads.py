"""What a handout says by the manifest: packages, times, and what a question builds on."""

from pathlib import Path

import pytest
from small_course import MANIFEST

from autograder.course import CourseError, find_course, open_course
from autograder.release.handout import handout
from autograder.release.heads import duration, needs, packages

COURSE = find_course(Path(__file__).parent)


def with_manifest(course, *replacements):
    text = MANIFEST
    for old, new in replacements:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (course.root / "assignment" / "course.toml").write_text(text, encoding="utf-8")
    return open_course(course.root)


def test_the_head_says_which_packages_there_are_and_in_which_question_another():
    english, chinese = (packages(COURSE.homework("convnets"), language) for language in ("en", "zh"))
    assert (
        "the standard library and NumPy; in question 7 (`lenet_module`) PyTorch too; nothing else"
        in english.replace("\n", " ")
    )
    assert "标准库和 NumPy；第 7 题（`lenet_module`）还可以导入 PyTorch；别的库都不能用" in chinese
    assert "PyTorch" not in packages(COURSE.homework("losses"), "en")


def test_the_line_below_a_title_says_the_time_and_what_the_question_builds_on(course):
    course = with_manifest(
        course,
        ("points = 60\n", "points = 60\nminutes = 15\n"),
        ("points = 40\n", 'points = 40\nminutes = 20\nneeds = ["centre"]\nideas = { en = "roots", zh = "平方根" }\n'),
        ('zh = "为什么中心化" }\n', 'zh = "为什么中心化" }\nneeds = ["centre", "norms"]\n'),
    )
    cells = {cell.name: cell.source for cell in handout(course, course.homework("vectors")).cells}
    assert "(60 points / 60 分)\n\nAbout 15 minutes.\n\n" in cells["centre.en"]
    assert cells["centre.zh"].startswith("约 15 分钟。\n\n")
    assert "\n\nAbout 20 minutes. Builds on: question 1 (`centre`); roots.\n\n" in cells["norms.en"]
    assert cells["norms.zh"].startswith("约 20 分钟。前置：第 1 题（`centre`）；平方根。\n\n")
    assert "\n\nBuilds on: questions 1 (`centre`) and 2 (`norms`).\n\n" in cells["why.en"]
    assert cells["why.zh"].startswith("前置：第 1 题（`centre`）、第 2 题（`norms`）。\n\n")


def test_a_manifest_that_says_nothing_of_them_gives_no_line(course, homework):
    cells = {cell.name: cell.source for cell in handout(course, homework).cells}
    assert "minutes" not in cells["norms.en"] and "Builds on" not in cells["norms.en"]
    assert duration(homework, "en") == duration(homework, "zh") == ""


def test_a_question_of_an_earlier_homework_is_named_with_its_title():
    backprop = COURSE.homework("backprop")
    question = next(q for q in backprop.questions if q.name == "mlp_forward")
    assert "`sigmoid` of “Likelihood, losses and their gradients”" in needs(COURSE, backprop, question, "en")
    assert "《似然、损失函数及其梯度》的 `sigmoid`" in needs(COURSE, backprop, question, "zh")


@pytest.mark.parametrize("later", ["norms", "centre", "why", "vectors/norms", "nowhere"])
def test_what_comes_later_or_nowhere_is_refused(course, later):
    with pytest.raises(CourseError, match=rf"question 'centre': needs '{later}', which is no earlier question"):
        with_manifest(course, ("points = 60\n", f'points = 60\nneeds = ["{later}"]\n')).homework("vectors")


def test_a_time_below_a_minute_is_refused(course):
    with pytest.raises(CourseError, match="minutes must be above 0, not 0"):
        with_manifest(course, ("points = 60\n", "points = 60\nminutes = 0\n")).homework("vectors")


@pytest.mark.parametrize("homework", COURSE.homeworks.values(), ids=lambda homework: homework.name)
def test_every_question_of_this_course_says_its_time(homework):
    assert all(item.minutes for item in (*homework.questions, *homework.written))
    assert duration(homework, "en") and duration(homework, "zh")
