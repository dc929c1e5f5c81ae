"""`homework check`: a student's own file against the public tests, on the student's own machine."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.course import open_course
from autograder.questions.handout import HandoutFile
from autograder.release.public_suite import public_suite
from autograder.student import check as student
from autograder.student.show import show
from autograder.wire.messages import HandoutCell, HandoutPart

TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden"
RIGHT = (GOLDEN / "a-right-answer" / "submission.py").read_text()


def write_tests(course, homework, folder):
    """The public suites as students get them."""
    folder.mkdir(parents=True)
    for question in course.homework(homework).questions:
        (folder / f"{question.name}.py").write_bytes(public_suite(course, homework, question.name))


@pytest.fixture
def handout(tmp_path):
    """A student's folder: the public tests and the data, and whatever file a test writes."""
    folder = tmp_path / "mini"
    write_tests(open_course(TESTS / "mini_course"), "mini", folder / "tests")
    shutil.copytree(TESTS / "mini_course/assignment/mini/data", folder / "data")
    return folder


def check(handout, source, name="mini.py", lang="en", deadline=10.0):
    path = handout / name
    path.write_bytes(source if isinstance(source, bytes) else source.encode())
    file, tests = student.find(path)
    return student.check(file, student.order(file, tests), lang, deadline)


def outcomes(checked):
    return {f"{c.question}: {c.case.removeprefix('public: ')}": c.outcome for c in checked.cases}


ALL = [
    "mean_and_std: three numbers",
    "split_evenly: seven into three",
    "split_evenly: no part is an error",
    "square: two numbers",
]


def notebook(*cells):
    made = [{"cell_type": "code", "metadata": {}, "source": c, "outputs": [], "execution_count": None} for c in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def test_a_right_answer_passes_everything(handout):
    checked = check(handout, RIGHT)
    assert checked.passed and not checked.cells
    assert outcomes(checked) == dict.fromkeys(ALL, "passed")


def test_a_notebook_is_checked_as_a_script_is(handout):
    checked = check(
        handout,
        notebook("%matplotlib inline\nimport otter\ngrader = otter.Notebook()", RIGHT, "grader.check('square')"),
        "mini.ipynb",
    )
    assert checked.passed and not checked.cells


@pytest.mark.parametrize("situation", ["windows-line-ends", "a-bom", "gbk-text", "utf-16-text", "old-mac-line-ends"])
def test_every_text_that_can_be_graded_can_be_checked(handout, situation):
    (source,) = (GOLDEN / situation).glob("submission.*")
    assert check(handout, source.read_bytes()).passed


@pytest.mark.parametrize("name", ["作业一.py", "my homework (2).py", "ünïcode.ipynb", "MINI.PY"])
def test_any_file_name_is_fine(handout, name):
    assert check(handout, notebook(RIGHT) if name.endswith("ipynb") else RIGHT, name).passed


def test_a_wrong_value_is_told_with_place_got_and_expected(handout):
    checked = check(handout, RIGHT.replace("x * x", "x + x"))
    (case,) = [c for c in checked.cases if c.outcome != "passed"]
    assert (case.question, case.outcome) == ("square", "failed")
    assert case.message == "square: wrong at [0]: got 6, expected 9"


def test_the_message_is_in_the_student_s_language(handout):
    checked = check(handout, RIGHT.replace("x * x", "x + x"), lang="zh")
    (case,) = [c for c in checked.cases if c.outcome != "passed"]
    assert "应为 9" in case.message


def test_a_case_has_its_chinese_name_where_the_student_reads_chinese(handout, capsys):
    told = HandoutFile("mini", {}, {}, [], HandoutPart([], [], ""), cases={"square": {"public: two numbers": "两个数"}})
    (handout / "tests" / "handout.json").write_bytes(msgspec.json.encode(told))
    show(check(handout, RIGHT, lang="zh"), "zh")
    chinese = capsys.readouterr().out
    assert "square：两个数：通过" in chinese and "two numbers" not in chinese
    assert "split_evenly：seven into three：通过" in chinese  # as long as it has no Chinese name
    show(check(handout, RIGHT, lang="en"), "en")
    english = capsys.readouterr().out
    assert "square: two numbers: ok" in english and "两个数" not in english


def test_an_unfinished_function_is_not_implemented_and_a_missing_one_too(handout):
    checked = check(handout, "def square(x):\n    raise NotImplementedError\n")
    assert set(outcomes(checked).values()) == {"not_implemented"} and not checked.passed


def test_a_function_that_raises_is_told_with_its_error(handout):
    checked = check(handout, RIGHT.replace("x * x", "x.squared()"))
    (case,) = [c for c in checked.cases if c.outcome == "errored"]
    assert case.message.startswith("AttributeError: ") and "\n" not in case.message


@pytest.mark.slow
def test_an_endless_loop_is_left_out_and_the_rest_still_runs(handout):
    checked = check(handout, RIGHT.replace("return x * x", "while True: pass"), deadline=2.0)
    assert outcomes(checked) == dict.fromkeys(ALL, "passed") | {"square: two numbers": "timed_out"}


@pytest.mark.slow
def test_an_endless_loop_at_top_level_is_told_with_its_line(handout):
    checked = check(handout, RIGHT + "\nwhile True:\n    pass\n", deadline=2.0)
    assert checked.cells == ["line 18: no end after 2 s"], "it is left out"
    assert {case.outcome for case in checked.cases} == {"passed"}, "and what was defined before is checked"


@pytest.mark.parametrize(
    "body", ["import os; os._exit(0)", "import ctypes; ctypes.string_at(0)", "import os; os.abort()"]
)
def test_a_crash_is_left_out_and_the_rest_still_runs(handout, body):
    checked = check(handout, RIGHT.replace("return x * x", body))
    raises = sys.platform == "win32" and "ctypes" in body  # there ctypes makes an OSError of it
    told = {"square: two numbers": "errored" if raises else "crashed"}
    assert outcomes(checked) == dict.fromkeys(ALL, "passed") | told


@pytest.mark.parametrize("body", ["import sys; sys.exit()", "raise KeyboardInterrupt", "raise BaseException"])
def test_an_exit_is_an_error_of_the_function(handout, body):
    checked = check(handout, RIGHT.replace("return x * x", body))
    assert outcomes(checked)["square: two numbers"] == "errored" and len(checked.cases) == 4


def test_a_cell_that_stops_is_told_and_the_others_still_run(handout):
    checked = check(handout, notebook("import numpy as np", "1 / 0", "def broken(:", RIGHT), "mini.ipynb")
    assert outcomes(checked) == dict.fromkeys(ALL, "passed")
    assert any("ZeroDivisionError" in line and "cell 2" in line for line in checked.cells)
    assert any("SyntaxError" in line and "cell 3" in line for line in checked.cells)


def test_a_file_that_is_no_notebook_is_unreadable_with_a_reason(handout):
    checked = check(handout, "{not json", "mini.ipynb")
    assert "not valid JSON" in checked.unreadable and not checked.passed


def test_what_the_file_prints_does_not_disturb_the_check(handout, capfd):
    noise = 'import sys\nprint("{\\"kind\\": \\"done\\"}")\nsys.stdout.write("x" * 100_000)\nprint("中文")\n'
    assert check(handout, noise + RIGHT).passed


def test_a_thread_left_behind_does_not_hold_the_check_up_or_add_a_case(handout):
    wake = "import pathlib, threading, time\ndef wake():\n    time.sleep(60)\n    pathlib.Path('woke').touch()\n"
    checked = check(handout, wake + RIGHT + "\nthreading.Thread(target=wake).start()\n", deadline=100.0)
    assert checked.passed and len(checked.cases) == 4
    assert not (handout / "woke").exists(), "it was waited for"


def test_data_lies_beside_the_file(handout):
    assert check(handout, RIGHT + "\nassert np.loadtxt('data/numbers.csv', skiprows=1).sum() == 6\n").cells == []


def test_any_installed_package_may_be_imported_and_plots_stand_still(handout):
    checked = check(
        handout, "import msgspec, torch_is_not_there\n" + "import matplotlib.pyplot as plt\nplt.show()\n" + RIGHT
    )
    assert checked.passed and len(checked.cells) == 1 and "torch_is_not_there" in checked.cells[0]


def test_a_broken_test_file_is_told_and_the_others_still_run(handout):
    (handout / "tests" / "square.py").write_text("def broken(:")
    checked = check(handout, RIGHT)
    assert not checked.passed
    assert [c.question for c in checked.cases if c.outcome != "passed"] == ["square"]


def test_the_tests_come_in_the_order_of_the_handout(handout):
    cells = ["grader.check('split_evenly')", 'grader.check("square")', "grader.check('mean_and_std')"]
    (handout / "mini.ipynb").write_text(notebook(RIGHT, *cells))
    file, tests = student.find(handout / "mini.ipynb")
    assert [t.stem for t in student.order(file, tests)] == ["split_evenly", "square", "mean_and_std"]


# -- which file ----------------------------------------------------------------


def test_a_folder_means_the_file_in_it_that_was_worked_on_last(handout):
    for name, age in (("mini.py", 100), ("mini.ipynb", 10)):
        (handout / name).write_text("x")
        os.utime(handout / name, (time.time() - age,) * 2)
    assert student.find(handout)[0].name == "mini.ipynb"
    os.utime(handout / "mini.py")
    assert student.find(handout)[0].name == "mini.py"


def test_the_working_folder_is_meant_if_nothing_is_named(handout, monkeypatch):
    (handout / "mini.py").write_text(RIGHT)
    monkeypatch.chdir(handout)
    file, tests = student.find(None)
    assert (file, tests) == (handout / "mini.py", handout / "tests")


@pytest.mark.parametrize(
    ("make", "target", "reason"),
    [
        ([], "mini.py", "no such file"),
        ([], ".", "holds no .py or .ipynb"),
        (["notes.txt"], "notes.txt", "unknown ending"),
        (["a.py", "b.py"], ".", "several files"),
        (["elsewhere/mini.py"], "elsewhere/mini.py", "no tests are there"),
    ],
)
def test_a_wrong_file_is_told_with_what_to_do(handout, make, target, reason):
    for name in make:
        (handout / name).parent.mkdir(exist_ok=True)
        (handout / name).write_text("x = 1")
    with pytest.raises(student.CheckError, match=reason):
        student.find(handout / target)


# -- language ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("chosen", "environment", "language"),
    [
        ("zh", {"LANG": "en_US.UTF-8"}, "zh"),
        ("en", {"LANG": "zh_CN.UTF-8", "HOMEWORK_LANG": "zh"}, "en"),
        (None, {"HOMEWORK_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        (None, {"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        (None, {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LANG": "zh_TW"}, "zh"),
        (None, {"LANGUAGE": "zh_CN:en"}, "zh"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {}, "en"),
    ],
)
def test_the_language_is_as_chosen_else_as_the_environment_says(chosen, environment, language):
    assert student.language(chosen, environment) == language


# -- written questions ------------------------------------------------------------

ESSAY = {
    "en": "# Heading\n\nWhy?\n\n<!-- BEGIN ANSWER essay -->\n\n{}\n\n<!-- END ANSWER essay -->",
    "placeholder": "*Write your answer here, between the two marks. / 请在这两个标记之间作答。*",
}


def with_essay(handout, text, **more):
    """The folder of a homework with a written question, the way it is handed out, and a file with this answer."""
    told = HandoutFile("mini", {}, {}, ["essay"], HandoutPart([], [], ""), [HandoutCell("markdown", essay_cell())])
    (handout / "tests" / "handout.json").write_bytes(msgspec.json.encode(told))
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text, **more}]
    file = handout / "mini.ipynb"
    file.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return file


def essay_cell(text=ESSAY["placeholder"]):
    return ESSAY["en"].format(text)


PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
WRITTEN = {
    "empty": (essay_cell(), "- written: essay — empty", "- 简答题 essay：未作答"),
    "words": (
        essay_cell("Because it's so."),
        "✓ written: essay — answered, 3 words",
        "✓ 简答题 essay：已作答，3 个英文单词",
    ),
    "both": (
        essay_cell("因为 x 很小"),
        "✓ written: essay — answered, 4 Chinese characters, 1 word",
        "✓ 简答题 essay：已作答，4 个汉字，1 个英文单词",
    ),
    "a picture": (
        essay_cell(f"![](data:image/png;base64,{PICTURE})"),
        "✓ written: essay — answered, 1 picture",
        "✓ 简答题 essay：已作答，1 张图片",
    ),
    "a file": (
        essay_cell("See ![it](photo.png)"),
        "✓ written: essay — answered, 1 word\n    pictures the marker will not see: 1. Paste them",
        "✓ 简答题 essay：已作答，1 个英文单词\n    有 1 张图片批改者看不到：请以 PNG 或 JPEG 格式",
    ),
    "no marks": (
        "# Heading\n\nWhy?\n\nSo.",
        "✓ written: essay — answered, 1 word, marks missing (keep the lines <!-- BEGIN ANSWER essay --> and",
        "✓ 简答题 essay：已作答，1 个英文单词，缺少标记（请保留 <!-- BEGIN ANSWER essay --> 和",
    ),
    "nothing": ("# Heading\n\nWhy?", "- written: essay — marks missing (keep", "- 简答题 essay：缺少标记（请保留"),
}


@pytest.mark.parametrize("situation", WRITTEN)
def test_written_questions_are_listed_with_how_much_was_found(handout, situation, capsys):
    text, *told = WRITTEN[situation]
    file = with_essay(handout, text)
    for lang, line in zip(("en", "zh"), told, strict=True):
        show(student.Checked(file, written=student.written_answers(file, handout / "tests")), lang)
        assert line in capsys.readouterr().out


def test_without_a_handout_that_tells_of_them_no_written_question_is_listed(handout):
    assert student.written_answers(handout / "mini.ipynb", handout / "tests") == []
    file = with_essay(handout, "x")
    file.write_text("{no notebook")
    assert student.written_answers(file, handout / "tests") == []


@pytest.mark.parametrize(
    ("situation", "lang", "code"),
    [("words", "en", 0), ("both", "zh", 0), ("empty", "en", 1), ("empty", "zh", 1), ("no marks", "en", 1)],
)
def test_a_written_question_may_be_asked_for_alone(handout, situation, lang, code):
    text, *told = WRITTEN[situation]
    file = with_essay(handout, text)
    done = CliRunner().invoke(main, ["check", str(file), "-q", "essay", "--lang", lang])
    assert done.exit_code == code
    assert told[lang == "zh"] in done.stdout and "0 of 0" not in done.stdout and "0 / 0" not in done.stdout


def test_written_questions_are_among_those_that_are_offered(handout):
    file = with_essay(handout, essay_cell())
    with pytest.raises(student.CheckError, match=r"choose of .*square, essay"):
        student.choose(file, handout / "tests", ["unheard-of"])


# -- the command ----------------------------------------------------------------


def command(handout, *args, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}  # Windows needs the latter
    return subprocess.run(
        [sys.executable, "-m", "autograder.cli", "check", *args],
        capture_output=True, encoding="utf-8", timeout=60, cwd=handout,
        env={**kept, "PYTHONIOENCODING": "utf-8", **environment},
    )  # fmt: skip


@pytest.mark.slow
def test_the_command_ends_with_0_if_all_pass_1_if_not_and_2_on_wrong_usage(handout):
    (handout / "mini.py").write_text(RIGHT)
    done = command(handout)
    assert done.returncode == 0 and "4 of 4 public tests pass." in done.stdout
    (handout / "mini.py").write_text(RIGHT.replace("x * x", "x + x"))
    done = command(handout, "mini.py")
    assert done.returncode == 1 and "square: wrong at [0]: got 6, expected 9" in done.stdout
    assert command(handout, "mini.py", "-q", "split_evenly").returncode == 0
    done = command(handout, "mini.py", "-q", "nonsense")
    assert done.returncode == 2 and "error: no question named 'nonsense'" in done.stderr
    done = command(handout, "other.py")
    assert done.returncode == 2 and done.stderr.startswith("error: ") and done.stderr.count("\n") == 1


def test_the_command_speaks_chinese_to_those_who_do(handout):
    (handout / "mini.py").write_text(RIGHT)
    for done in (command(handout, "--lang", "zh"), command(handout, LANG="zh_CN.UTF-8")):
        assert done.returncode == 0 and "公开测试通过 4 / 4" in done.stdout


def test_what_the_file_prints_cannot_send_escapes_through_a_message(handout):
    (handout / "mini.py").write_text(RIGHT.replace("return x * x", "raise ValueError('\\x1b[31m\\u202e')"))
    done = command(handout)
    assert "\x1b" not in done.stdout and "\u202e" not in done.stdout
