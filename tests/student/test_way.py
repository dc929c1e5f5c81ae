"""The way through a homework: `homework status`, `pack`, `hint`, names that are mistyped, and which file is meant."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.course import Text
from autograder.questions.handout import read_handout_file
from autograder.questions.layers import Layers, released
from autograder.student import check as student
from autograder.student import finding, layers, pack, status
from autograder.student.finding import CheckError
from tests.golden.golden import handed_out
from tests.student.test_check import RIGHT, check, notebook

NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
HAN = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[a-z]{2,}")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of a homework the way it is handed out."""
    homework = handed_out(tmp_path_factory.mktemp("made"))
    return homework.course.template("mini")


@pytest.fixture
def handout(made, tmp_path):
    return shutil.copytree(made, tmp_path / "mini")


def command(handout, *args):
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", *args],
        capture_output=True, encoding="utf-8", timeout=60, cwd=handout, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def looked_over(handout, source, name="mini.py", lang="en"):
    checked = check(handout, source, name, lang)
    points = {"square": 30.0, "split_evenly": 30.0, "mean_and_std": 40.0}
    return checked, status.lines_of(checked, points, lang)


# -- status --------------------------------------------------------------------------


def test_status_has_a_line_for_each_question_and_says_what_is_next(handout):
    wrong = RIGHT.replace("x * x", "x + x").replace("def split_evenly", "def another")
    _, lines = looked_over(handout, wrong)
    assert {line.name: line.state for line in lines} == {
        "mean_and_std": "done",
        "split_evenly": "todo",
        "square": "wrong",
    }
    assert "1 of 3 questions done: 40 of 100 points are within reach" in list(status.plain(lines, "en"))[3]
    assert list(status.plain(lines, "en"))[-1] == "# next: split_evenly (to do)"


@pytest.mark.parametrize(
    ("outcomes", "state", "en", "zh"),
    [
        (["passed", "not_implemented"], "begun", "begun", "部分完成"),
        (["not_implemented", "not_implemented"], "todo", "to do", "未做"),
        (["passed", "not_implemented", "failed"], "wrong", "wrong", "有误"),
        (["passed", "left_out"], "wrong", "wrong", "有误"),
    ],
)
def test_a_question_of_which_nothing_is_wrong_is_not_called_wrong(handout, outcomes, state, en, zh):
    cases = [student.CaseNews("square", str(i), outcome, "") for i, outcome in enumerate(outcomes)]
    checked = student.Checked(handout / "mini.py", cases)
    for lang, word in (("en", en), ("zh", zh)):
        lines = status.lines_of(checked, {}, lang)
        assert [line.state for line in lines] == [state]
        assert next(status.plain(lines, lang)).split("\t")[1] == word
        (handout / "mini.py").write_text(RIGHT)
        receipt = pack.pack(checked, handout / "tests", lines, {}, NOW, "", lang).receipt
        assert any(f" square  {word} " in line for line in receipt)


def test_when_all_is_done_what_is_next_is_to_pack(handout):
    _, lines = looked_over(handout, RIGHT)
    assert list(status.plain(lines, "en"))[-1] == "# next: hand it in (homework pack)"


def test_a_written_answer_without_its_marks_is_not_done(handout):
    news = [student.WrittenNews("a", answered=True, marked=True), student.WrittenNews("b", answered=True, marked=False)]
    news.append(student.WrittenNews("c", answered=False, marked=True))
    lines = status.lines_of(student.Checked(handout / "mini.py", written=news), {}, "en")
    assert [line.state for line in lines] == ["done", "unmarked", "todo"]
    assert "wrong" not in "\n".join(status.plain(lines, "en"))
    assert "marks missing" in "\n".join(text for text, _ in status.shown(lines, "en"))
    assert "有误" not in "\n".join(status.plain(lines, "zh"))


@pytest.mark.slow
def test_status_in_a_pipe_is_lines_of_cells(handout):
    (handout / "mini.py").write_text(RIGHT, encoding="utf-8")
    done = command(handout, "status", "--lang", "en")
    assert done.returncode == 0
    rows = [line.split("\t") for line in done.stdout.splitlines() if not line.startswith("# ")]
    assert [row[1] for row in rows] == ["done"] * 3 and {len(row) for row in rows} == {4}
    assert {float(row[2]) for row in rows} and "Checking mini.py" in done.stderr


@pytest.mark.slow
def test_status_in_chinese_has_no_english_in_it(handout):
    (handout / "mini.py").write_text(RIGHT, encoding="utf-8")
    done = command(handout, "status", "--lang", "zh")
    words = set(WORD.findall(done.stdout)) - {"mean_and_std", "mean", "and", "std", "split", "evenly", "square"}
    assert words <= {"homework", "pack"} and HAN.search(done.stdout)


def test_a_file_that_cannot_be_read_has_no_status(handout):
    (handout / "mini.py").unlink()
    (handout / "mini.ipynb").write_text("{no notebook")
    done = command(handout, "status")
    assert done.returncode == 2 and done.stderr.count("error: ") == 1


# -- pack ----------------------------------------------------------------------------


def packed(handout, source, name="", lang="en", file="mini.py", hints=None):
    checked, lines = looked_over(handout, source, file, lang)
    return pack.pack(checked, handout / "tests", lines, hints or {}, NOW, name, lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_packed_is_the_file_and_the_receipt_says_so(handout, lang):
    made = packed(handout, RIGHT, lang=lang, hints={"square": 2})
    assert made.name == "mini.py" and made.content == RIGHT.encode() and not made.concerns
    receipt = "\n".join(made.receipt)
    for part in (hashlib.sha256(RIGHT.encode()).hexdigest(), "2026-12-01 09:30:00 +0000", "square 2"):
        assert part in receipt
    assert ("public tests: 4 of 4 pass" if lang == "en" else "公开测试：通过 4 / 4") in receipt
    said = pack.write(made, handout / "tests", handout / "hand-in", lang)
    assert (handout / "hand-in" / "mini.py").read_bytes() == RIGHT.encode()
    assert (handout / "hand-in" / "mini-receipt.txt").read_text(encoding="utf-8").split("\n")[:-1] == [*made.receipt]
    assert len(said) == 2


def test_what_is_packed_is_no_module_of_the_student_s(handout):
    pack.write(packed(handout, RIGHT), handout / "tests", handout / "hand-in", "en")
    assert check(handout, RIGHT).passed and finding.find(handout)[0].parent == handout


def test_the_file_may_be_called_by_number_and_name(handout):
    assert packed(handout, RIGHT, "20231001_张三").name == "20231001_张三.py"
    assert packed(handout, RIGHT, "ann.py").name == "ann.py"
    assert packed(handout, notebook(RIGHT), "ann", file="mini.ipynb").name == "ann.ipynb"


@pytest.mark.parametrize("name", ["a/b", "..", "con", "a:b", ".hidden", "-x", "a\\b", " ", "nul.py"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_name_that_some_system_refuses_is_refused(handout, name, lang):
    checked = student.Checked(handout / "mini.py")
    with pytest.raises(pack.PackError, match="--name"):
        pack.pack(checked, handout / "tests", [], {}, NOW, name, lang)


def test_wrong_and_unfilled_questions_are_packed_and_said(handout):
    source = RIGHT.replace("x * x", "x + x").replace("def split_evenly", "def split_evenyl")
    made = packed(handout, source + "\ndef more():\n    import pandas\n")
    assert "there is no function split_evenly" in made.concerns
    assert [c for c in made.concerns if "pandas is not available" in c and c.startswith("line ")]
    assert any("split_evenyl" in concern for concern in made.concerns), "the similar name is told"
    assert "✗ square" in "\n".join(made.receipt)


@pytest.mark.parametrize(
    ("lang", "said", "detail"),
    [
        ("en", "essay: pictures the marker will not see: 2. Paste them", "pictures the marker will not see: 2"),
        ("zh", "essay：有 2 张图片批改者看不到：请以 PNG", "批改者看不到的图片：2 张"),
    ],
)
def test_pictures_that_nobody_will_see_are_told_before_they_are_handed_in(handout, lang, said, detail):
    checked = check(handout, RIGHT)
    checked.written = [student.WrittenNews("essay", True, True, words=3, unshown=2)]
    lines = status.lines_of(checked, {}, lang)
    assert detail in lines[-1].detail
    made = pack.pack(checked, handout / "tests", lines, {}, NOW, "", lang)
    (concern,) = made.concerns
    assert concern.startswith(said) and said in "\n".join(made.receipt)


def test_what_is_offered_is_no_concern(handout):
    (handout / "mine.py").write_text("TWO = 2\n")
    late = "\ndef late():\n    import os, torch.nn as nn, matplotlib.pyplot, jaxtyping, mine\n"
    (concern,) = packed(handout, RIGHT + late).concerns
    assert concern.startswith("line ") and concern.endswith(": torch is not available when this is graded")


def test_a_module_that_the_file_uses_goes_with_it_in_a_zip(handout):
    (handout / "mine.py").write_text("TWO = 2\n")
    (handout / "other.py").write_text("THREE = 3\n")
    made = packed(handout, "import mine\n" + RIGHT)
    assert made.name == "mini.zip"
    pack.write(made, handout / "tests", handout / "hand-in", "en")
    with zipfile.ZipFile(handout / "hand-in" / "mini.zip") as archive:
        assert sorted(archive.namelist()) == ["mine.py", "mini.py"]


def test_what_was_packed_earlier_under_another_name_is_told(handout):
    pack.write(packed(handout, RIGHT, "ann"), handout / "tests", handout / "hand-in", "en")
    said = pack.write(packed(handout, RIGHT), handout / "tests", handout / "hand-in", "en")
    assert any("ann.py was packed earlier: hand in mini.py" in line for line in said)


@pytest.mark.slow
def test_the_command_packs_an_unfinished_file_with_0_and_an_unreadable_one_with_2(handout):
    done = command(handout, "pack", "mini.py", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith("mini.py: hand in this file")
    (handout / "mini.ipynb").write_text("{no notebook")
    done = command(handout, "pack", "mini.ipynb")
    assert done.returncode == 2 and not (handout / "hand-in" / "mini.ipynb").exists()


# -- hints in layers -----------------------------------------------------------------

LAYERS = Layers(Text("Look here.", "看这里。"), Text("A square.", "平方。"), Text("Multiply.", "相乘。"))


@pytest.fixture
def hinted(handout):
    (handout / "hints").mkdir()
    (handout / "hints" / "square.layers.json").write_bytes(released("square", LAYERS))
    return handout


def test_each_time_it_is_asked_for_the_next_layer_is_shown_and_counted(hinted):
    tests = hinted / "tests"
    shown = [list(layers.ask(tests, "square", "en")) for _ in range(4)]
    assert [len([line for line in lines if "hint" in line and " of 3" in line]) for lines in shown] == [1, 1, 1, 3]
    assert ["Look here." in shown[0], "A square." in shown[1], "Multiply." in shown[2]] == [True] * 3
    assert "Multiply." not in shown[1] and layers.asked(tests) == {"square": 3}


def test_what_was_shown_can_be_shown_again_without_counting(hinted):
    tests = hinted / "tests"
    assert list(layers.ask(tests, "square", "zh", again=True)) == ["还想看下一条，就再运行一次：homework hint square"]
    list(layers.ask(tests, "square", "zh"))
    assert "看这里。" in list(layers.ask(tests, "square", "zh", again=True)) and layers.asked(tests) == {"square": 1}


def test_the_file_of_hints_does_not_show_them_at_a_glance(hinted):
    assert "Multiply" not in (hinted / "hints" / "square.layers.json").read_text()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_question_without_hints_and_a_damaged_file_are_told(hinted, lang):
    with pytest.raises(CheckError, match="split_evenly"):
        list(layers.ask(hinted / "tests", "split_evenly", lang))
    (hinted / "hints" / "square.layers.json").write_text("{}")
    with pytest.raises(CheckError, match=r"square\.layers\.json"):
        list(layers.ask(hinted / "tests", "square", lang))


@pytest.mark.parametrize("content", ["", "[]", "{", '{"square": "x"}', '{"square": -1}'])
def test_a_count_that_cannot_be_read_is_none(hinted, content):
    (hinted / "hints" / "asked.json").write_text(content)
    assert layers.asked(hinted / "tests") == {}


# -- names ---------------------------------------------------------------------------


def test_a_question_is_found_by_a_function_s_name_too(handout):
    file, tests = finding.find(handout / "mini.py")
    told = json.loads((tests / "handout.json").read_text())
    told["functions"]["mean_and_std"] = ["mean", "std"]
    (tests / "handout.json").write_text(json.dumps(told))
    assert [t.stem for t in finding.choose(file, tests, ["std"])] == ["mean_and_std"]
    assert [t.stem for t in finding.choose(file, tests, ["Split-Evenly"])] == ["split_evenly"]


@pytest.mark.parametrize(("typed", "meant"), [("sqare", "square"), ("split_evenyl", "split_evenly")])
def test_of_a_mistyped_name_the_nearest_is_offered(handout, typed, meant):
    file, tests = finding.find(handout / "mini.py")
    with pytest.raises(CheckError, match=f"did you mean {meant}"):
        finding.choose(file, tests, [typed])
    with pytest.raises(CheckError, match=f"你要找的是 {meant} 吗"):
        finding.choose(file, tests, [typed], "zh")


# -- which file ----------------------------------------------------------------------


def filled(handout, name):
    text = (handout / name).read_text(encoding="utf-8")
    changed = text.replace('raise NotImplementedError(\\"square\\")', "return x * x")
    changed = changed.replace('raise NotImplementedError("square")', "return x * x")
    assert changed != text
    (handout / name).write_text(changed, encoding="utf-8")


def test_the_form_that_was_worked_on_is_meant_though_the_other_was_saved_later(handout):
    filled(handout, "mini.py")
    os.utime(handout / "mini.ipynb", (time.time() + 60,) * 2)
    found = finding.look(handout)
    assert found.file.name == "mini.py" and found.other is None and found.said("en") == "Checking mini.py"


def test_an_untouched_handout_of_an_older_edition_is_not_taken_for_worked_on(handout):
    filled(handout, "mini.py")
    text = (handout / "mini.ipynb").read_text(encoding="utf-8")
    assert text.count("raise NotImplementedError(") > 1 and text.count("    # your code here") > 1
    older = text.replace("    # your code here", "    # here goes what you write").replace("Args:", "Arguments:")
    (handout / "mini.ipynb").write_text(older, encoding="utf-8")
    os.utime(handout / "mini.ipynb", (time.time() + 60,) * 2)
    found = finding.look(handout)
    assert found.file.name == "mini.py" and found.other is None


@pytest.mark.parametrize("later", ["mini.py", "mini.ipynb"])
def test_of_two_worked_forms_the_later_one_is_meant_and_said_with_the_way_to_the_other(handout, later):
    (other,) = {"mini.py", "mini.ipynb"} - {later}
    filled(handout, "mini.py")
    filled(handout, "mini.ipynb")
    os.utime(handout / later, (time.time() + 60,) * 2)
    found = finding.look(handout)
    assert found.file.name == later
    assert f"homework check {other}" in found.said("en") and found.saved in found.said("en")
    assert f"homework pack {other}" in found.said("zh", "pack")


@pytest.mark.parametrize("name", ["check", "status", "pack", "hint"])
def test_help_is_in_the_student_s_language_and_names_every_option(name):
    command = main.commands[name]
    chinese = CliRunner().invoke(main, [name, "--help"], env={"HOMEWORK_LANG": "zh"})
    english = CliRunner().invoke(main, [name, "--help"], env={"HOMEWORK_LANG": "en"})
    assert chinese.exit_code == english.exit_code == 0
    assert "用法" in chinese.output and "Usage" not in chinese.output and "Usage" in english.output
    for option in (o for parameter in command.params for o in parameter.opts if o.startswith("-")):
        assert option in chinese.output, option
    told = set(re.findall(r"--[a-z]+", chinese.output)) - {"--help"}
    assert told <= {o for parameter in command.params for o in parameter.opts}


@pytest.mark.parametrize(("lang", "title"), [("en", "Squares"), ("zh", "平方")])
def test_questions_are_called_by_their_titles_too(handout, lang, title):
    told = read_handout_file(handout / "tests")
    lines = status.lines_of(check(handout, RIGHT, "mini.py", lang), told.points, lang, told.titles)
    assert {line.name: line.title for line in lines}["square"] == title
    shown = [text for text, _ in status.shown(lines, lang)]
    assert f"  {title}" in shown
