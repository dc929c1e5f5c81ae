"""A course, a homework, a question: begun, renamed, deleted, and what a draft does and does not."""

import tomllib

import pytest
from click.testing import CliRunner
from gate_course import write_gate_course

from autograder.cli import main
from autograder.course import CourseError, open_course
from autograder.release.handout import handout
from autograder.release.sections import ManifestEditError, renamed, sections, with_section, without
from autograder.release.template import all_differences


def homework(*arguments: object):
    return CliRunner().invoke(main, [str(a) for a in arguments])


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A course as the command makes it, in one language."""
    monkeypatch.delenv("HOMEWORK_COURSE", raising=False)
    made = homework("new", "--course", tmp_path / "course")
    assert made.exit_code == 0, made.output
    monkeypatch.setenv("HOMEWORK_COURSE", str(tmp_path / "course"))
    return tmp_path / "course"


def manifest(root):
    return tomllib.loads((root / "assignment/course.toml").read_text(encoding="utf-8"))


def edit(root, old, new):
    path = root / "assignment/course.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text)
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("languages", [("en",), ("en", "zh"), ("zh",), ("de", "fr")], ids="-".join)
def test_a_new_course_passes_the_gate_at_once(tmp_path, monkeypatch, languages):
    options = [word for language in languages for word in ("--lang", language)]
    assert homework("new", "--course", tmp_path / "c", *options).exit_code == 0
    monkeypatch.setenv("HOMEWORK_COURSE", str(tmp_path / "c"))
    course = open_course(tmp_path / "c")
    assert course.languages == languages and all_differences(course) == []
    proved = homework("verify", "--seeds", 3, "--jobs", 1, "--no-install")
    assert proved.exit_code == 0, proved.output
    text = "".join(cell.source for cell in handout(course, course.homework("first")).cells)
    has_han = any("\u4e00" <= char <= "\u9fff" for char in text)
    assert has_han == ("zh" in languages)
    for name in ("README.md", "first.ipynb", "first.py"):
        released = (course.template("first") / name).read_text(encoding="utf-8")
        assert any("\u4e00" <= char <= "\u9fff" for char in released) == ("zh" in languages), name
    assert ("Run this cell first" in text) == ("zh" not in languages or "en" in languages)


def test_a_new_course_is_written_into_an_empty_folder_only(tmp_path):
    (tmp_path / "mine").write_text("precious")
    refused = homework("new", "--course", tmp_path)
    assert refused.exit_code == 2 and "is not empty: name a new folder" in refused.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize(
    "arguments",
    [(), ("--course", "x", "first"), ("first", "--written"), ("first", "--lang", "en"), ("first", "-f", "g")],
)
def test_options_that_do_not_go_together_are_wrong_usage(arguments):
    assert homework("new", *arguments).exit_code == 2


def test_a_new_homework_and_its_questions_are_drafts_and_disable_nothing(root):
    for arguments in (("second",), ("second/spread", "--points", 3), ("second/why", "--written")):
        made = homework("new", *arguments)
        assert made.exit_code == 0, made.output
    course = open_course(root)
    second = course.homework("second")
    assert second.draft and [q.name for q in second.drafts] == ["spread"] and second.questions == ()
    assert [w.name for w in second.written_drafts] == ["why"] and second.written == ()
    assert all_differences(course) == []
    for name in ("spread", "why"):
        asked = homework("verify", "second", "-q", name, "--seeds", 1)
        assert asked.exit_code == 1 and f"FAIL {name}, unfinished" in asked.output
        assert f"draft {name}: in no handout and no mark; homework verify second -q {name}" in asked.output
    first = course.homework("first")
    assert len(handout(course, first).cells) == len(handout(open_course(root), first).cells)


def test_a_draft_question_is_in_no_handout_and_no_mark_of_its_homework(root):
    before = handout(open_course(root), open_course(root).homework("first"))
    assert homework("new", "first/spread").exit_code == 0
    course = open_course(root)
    assert handout(course, course.homework("first")) == before
    assert course.homework("first").max_score == 100
    assert any(path.name == "spread.py" for path in course.secrets("first")), "a draft is as secret as any other"


@pytest.mark.parametrize("more", [(), ("--unverified",)], ids=["", "unverified"])
def test_a_draft_cannot_be_released(root, tmp_path, more):
    edit(root, 'title = "First homework"\n', 'title = "First homework"\ndraft = true\n')
    refused = homework("release", "first", "--out", tmp_path / "zips", *more)
    assert refused.exit_code == 2 and "first is a draft: to release it, take draft = true out" in refused.output
    edit(root, "draft = true\n", "")
    assert homework("release", "first", "--out", tmp_path / "zips", "--unverified").exit_code == 0


def test_a_homework_of_drafts_alone_says_how_to_go_on(root):
    edit(root, "points = 10\n", "points = 10\ndraft = true\n")
    for command in (("verify", "first"), ("release", "first", "--out", "zips", "--unverified")):
        refused = homework(*command)
        assert refused.exit_code == 2 and "first has no question that is no draft" in refused.output


def test_what_is_wrong_with_a_draft_is_told_to_whoever_asks_for_it(root):
    homework("new", "first/spread")
    edit(root, 'functions = ["spread"]', 'functions = ["distances"]')
    assert open_course(root).homework("first").questions
    asked = homework("verify", "first", "-q", "spread")
    assert asked.exit_code == 2 and "the function 'distances' is another question's" in asked.output


def test_a_wrong_section_disables_its_own_homework_only(root):
    homework("new", "second")
    edit(root, "draft = true\n", "draft = 3\nhint = 4\n")
    course = open_course(root)
    assert course.homework("first").questions and course.names == ("first", "second")
    with pytest.raises(CourseError) as error:
        course.homework("second")
    assert [line.partition("course.toml: ")[2] for line in error.value.lines] == [
        "homework 'second': there is no key 'hint'; did you mean 'hints'?",
        "homework 'second': draft is 3; write true or false",
    ]
    asked = homework("verify", "second")
    assert asked.exit_code == 2 and asked.output.count("error: ") == 2
    checked = homework("template", "--check")
    assert checked.exit_code == 1 and "did you mean 'hints'?" in checked.output


# -- rename and delete -----------------------------------------------------------------------------------------------


def names(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_question_is_renamed_in_all_rooms(root):
    before = names(root)
    done = homework("rename", "first/distances", "lengths")
    assert done.exit_code == 0 and "now run: homework template" in done.output
    assert homework("template").exit_code == 0
    assert names(root) == sorted(name.replace("/distances.", "/lengths.") for name in before)
    assert 'name = "lengths_hidden"' in (root / "autograder/suites/hidden/first/lengths.py").read_text()
    assert manifest(root)["homework"][0]["question"][0]["functions"] == ["distances"]


@pytest.mark.slow
def test_what_was_renamed_passes_the_gate(root):
    for arguments in (("first/distances", "lengths"), ("first", "prelude")):
        assert homework("rename", *arguments).exit_code == 0
    assert homework("template").exit_code == 0
    proved = homework("verify", "prelude", "--seeds", 2, "--jobs", 1, "--no-install")
    assert proved.exit_code == 0, proved.output


@pytest.mark.parametrize(
    ("target", "name", "says"),
    [
        ("first/nothing", "x", "has no question 'nothing': choose from distances"),
        ("first/distances", "total", "cannot be named 'total'"),
        ("first/distances", "2nd", "no Python name"),
        ("first/distances", "distances", "already"),
        ("first", "2nd", "cannot be named"),
        ("frist", "x", "did you mean 'first'?"),
    ],
)
def test_a_name_that_cannot_be_given_changes_nothing(root, target, name, says):
    before = {name: (root / name).read_bytes() for name in names(root)}
    refused = homework("rename", target, name)
    assert refused.exit_code == 2 and says in refused.output
    assert {name: (root / name).read_bytes() for name in names(root)} == before


def test_a_question_is_deleted_in_all_rooms_if_that_is_said_twice(root):
    before = names(root)
    homework("new", "first/spread")
    asked = homework("delete", "first/spread")
    assert asked.exit_code == 1 and "solutions/first/spread.py" in asked.output
    assert "homework delete first/spread --yes deletes the 5 above" in asked.output
    assert any("spread" in name for name in names(root))
    assert homework("delete", "first/spread", "--yes").exit_code == 0
    assert names(root) == before
    last = homework("delete", "first/distances", "--yes")
    assert last.exit_code == 1 and "is the last question of first" in last.output


def test_a_homework_is_deleted_in_all_rooms(root):
    homework("new", "second")
    assert homework("delete", "first", "--yes").exit_code == 0
    assert not [name for name in names(root) if "/first/" in name]
    assert [h["name"] for h in manifest(root)["homework"]] == ["second"]


def test_points_that_a_deleted_question_leaves_are_said_with_a_mend_that_works(tmp_path, monkeypatch):
    root = tmp_path
    write_gate_course(root, template=False)
    monkeypatch.setenv("HOMEWORK_COURSE", str(root))
    assert homework("new", "vectors/spread").exit_code == 0
    edit(root, "points = 100\n", "points = 90\n")
    edit(root, "draft = true\n", "")
    done = homework("delete", "vectors/spread", "--yes")
    assert done.exit_code == 0 and "vectors has 90 points left of 100" in done.output
    assert homework("verify", "vectors", "-q", "centre", "--seeds", 1).exit_code == 2
    edit(root, 'name = "vectors"\n', 'name = "vectors"\npoints = 100\n')
    assert open_course(root).homework("vectors").max_score == 100


TEXT = """\
# top
title = "t"

[[homework]]
name = "a"  # first

# above one
[[homework.question]]
name = "one"
points = 1
[homework.question.limits]
call = 3
# of one

# above why
[[homework.written]]
name = "why"

[[homework]]
name = 'b'
[[homework.question]]
name = "one"
"""


def test_sections_are_found_with_what_is_below_them():
    found = [(s.kind, s.homework, s.name) for s in sections(TEXT)]
    assert found == [
        ("homework", "a", "a"),
        ("question", "a", "one"),
        ("written", "a", "why"),
        ("homework", "b", "b"),
        ("question", "b", "one"),
    ]


def test_a_section_goes_with_its_comments_and_no_others():
    text = without(TEXT, "a", "one")
    assert "above one" not in text and "# of one" not in text and "# above why\n[[homework.written]]" in text
    assert without(TEXT, "a").endswith("[[homework]]\nname = 'b'\n[[homework.question]]\nname = \"one\"\n")
    assert "# top" in without(TEXT, "a") and "above one" not in without(TEXT, "a")


def test_a_name_is_changed_where_it_stands():
    assert renamed(TEXT, "b", "", "c") == TEXT.replace("'b'", "'c'")
    assert renamed(TEXT, "b", "one", "two").endswith('name = "two"\n')
    assert renamed(TEXT, "a", "", "c").count('name = "c"  # first') == 1


def test_a_section_is_put_at_the_end_of_its_homework():
    text = with_section(TEXT, "a", "written", '[[homework.written]]\nname = "how"\n')
    assert text == TEXT.replace('name = "why"\n', 'name = "why"\n\n[[homework.written]]\nname = "how"\n')


def test_what_is_written_inline_is_left_to_a_person():
    with pytest.raises(ManifestEditError, match="change it by hand"):
        without('homework = [{ name = "a", question = [{ name = "one" }] }]\n', "a", "one")
