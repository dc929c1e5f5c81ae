"""Changes of the manifest keep all that somebody wrote into it."""

import difflib
import tomllib

import pytest

from autograder.course import find_course
from autograder.release.manifest import ManifestEditError, with_question

SECTION = """\
[[homework.question]]
name = "spread"
functions = ["spread"]
points = 10
title = { en = "TODO", zh = "TODO" }
"""
TEXT = """\
# The one manifest.
name    =   'small'  # wide
seed = 1

# ---- vectors ----

[[homework]]
title = { en = "Vectors", zh = "向量" }
name = 'vectors'

[[homework.question]]
name = "centre"
points = 100  # all of them
# of centre

# of the written ones
[[homework.written]]
name = "why"

# ---- matrices ----

[[homework]]
name = "matrices"
[[homework.question]]
name = "norms"
[homework.question.limits]
call = 3.0
# ---- empty ----
[[homework]]
name = "empty"

[[homework]]
name = "last"

[[homework.question]]
name = "end"
"""


def added(before, after):
    """The lines that are new, of a text that has lost none."""
    lines = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    assert not [line for line in lines if line.startswith("- ")]
    return [line[2:] for line in lines if line.startswith("+ ")]


@pytest.mark.parametrize(
    ("homework", "before", "after"),
    [
        ("vectors", "# of centre\n\n", "\n# of the written ones\n[[homework.written]]"),
        ("matrices", "call = 3.0\n\n", "\n# ---- empty ----\n[[homework]]"),
        ("last", 'name = "end"\n\n', ""),
    ],
)
def test_a_question_stands_behind_the_last_one_between_blank_lines_and_nothing_else_changes(homework, before, after):
    changed = with_question(TEXT, homework, SECTION)
    assert f"{before}{SECTION}{after}" in changed
    assert sorted(filter(None, added(TEXT, changed))) == sorted(SECTION.splitlines())


def test_each_homework_of_the_course_can_be_added_to():
    course = find_course()
    text = (course.root / "assignment/course.toml").read_text(encoding="utf-8")
    for number, name in enumerate(course.homeworks):
        changed = with_question(text, name, SECTION)
        assert sorted(filter(None, added(text, changed))) == sorted(SECTION.splitlines())
        assert tomllib.loads(changed)["homework"][number]["question"][-1]["name"] == "spread"


def test_line_ends_stay_as_they_are():
    windows = TEXT.replace("\n", "\r\n")
    assert with_question(windows, "vectors", SECTION) == with_question(TEXT, "vectors", SECTION).replace("\n", "\r\n")


@pytest.mark.parametrize("homework", ["empty", "elsewhere"])
def test_a_homework_without_a_question_to_stand_behind_is_left_to_a_person(homework):
    with pytest.raises(ManifestEditError, match=rf"no \[\[homework.question\]\] of '{homework}'"):
        with_question(TEXT, homework, SECTION)


def test_questions_in_brackets_are_left_to_a_person():
    with pytest.raises(ManifestEditError, match="paste the section by hand"):
        with_question('[[homework]]\nname = "vectors"\nquestion = [{ name = "centre" }]\n', "vectors", SECTION)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("[[homework]]", "[[ homework ]]", 1),
        TEXT.replace("# ---- matrices ----", '[[homework.question]]\nname = "behind"\n'),
    ],
    ids=["odd headers", "a question behind the written ones"],
)
def test_a_layout_that_could_not_be_kept_is_left_to_a_person(text):
    with pytest.raises(ManifestEditError, match="its layout could not be kept"):
        with_question(text, "vectors", SECTION)
