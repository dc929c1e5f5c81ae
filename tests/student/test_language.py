"""In which language a student is answered, and that click's own words are in it as well."""

import json
import re
import shutil

import pytest
from click.testing import CliRunner

from autograder.cli import main
from autograder.cli.group import SECTIONS, STUDENT_COMMANDS
from autograder.course import find_course
from autograder.files import WriteError, write_file
from autograder.release.student_zip import student_files
from autograder.sandbox.cells import Cell
from autograder.sandbox.statements import compile_cells
from autograder.student.finding import declared, language
from autograder.student.gradients import gradient_check

ENGLISH = {"LANG": "en_US.UTF-8"}
CHINESE = {"LANG": "zh_CN.UTF-8"}
CLICK = re.compile(r"Usage|Error|error|Try|Missing|No such|Invalid|Got ")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folders of a homework as it is handed out: in both languages, and in each alone."""
    course = find_course()
    top = tmp_path_factory.mktemp("languages")
    for lang in ("", "en", "zh"):
        for name, content in student_files(course, course.homework("losses"), lang).items():
            path = top / (lang or "both") / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return top


@pytest.mark.parametrize("form", ["", "losses.py", "losses.ipynb"])
@pytest.mark.parametrize("release", ["both", "en", "zh"])
def test_the_handout_speaks_before_the_system_does(made, release, form):
    target = made / release / form
    for environment, system in ((ENGLISH, "en"), (CHINESE, "zh")):
        assert language(None, environment, target) == (system if release == "both" else release)
        for lang in ("en", "zh"):
            assert language(None, environment | {"HOMEWORK_LANG": lang}, target) == lang
            assert language(lang, environment | {"HOMEWORK_LANG": "en"}, target) == lang


@pytest.mark.parametrize("form", ["losses.py", "losses.ipynb"])
def test_what_a_student_sets_in_the_first_cell_counts(made, tmp_path, form):
    folder = shutil.copytree(made / "both", tmp_path / "losses")
    text = (folder / form).read_text(encoding="utf-8")
    changed = text.replace('LANGUAGE = ""', 'LANGUAGE = "zh"').replace('LANGUAGE = \\"\\"', 'LANGUAGE = \\"zh\\"')
    assert changed != text
    (folder / form).write_text(changed, encoding="utf-8")
    assert declared(folder / form) == declared(folder) == "zh"


def test_a_notebook_may_hold_a_cell_as_one_string(tmp_path):
    (tmp_path / "tests").mkdir()
    cell = {"cell_type": "code", "metadata": {}, "source": 'import numpy as np\nLANGUAGE = "zh"\nx = 1', "outputs": []}
    (tmp_path / "a.ipynb").write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    assert declared(tmp_path / "a.ipynb") == "zh"


def test_a_handout_in_one_language_alone_speaks_it_even_where_the_file_does_not(made, tmp_path):
    folder = shutil.copytree(made / "both", tmp_path / "losses")
    assert declared(folder) == ""
    own = folder / "homework_cells.py"
    text = own.read_text(encoding="utf-8")
    own.write_text(re.sub(r"^LANGUAGES = .*$", 'LANGUAGES = ("zh",)', text, flags=re.M), encoding="utf-8")
    assert declared(folder) == declared(folder / "losses.py") == "zh"


def test_a_folder_that_is_no_homework_s_says_nothing(tmp_path):
    (tmp_path / "a.py").write_text('LANGUAGE = "zh"\n')
    assert declared(tmp_path) == declared(tmp_path / "a.py") == declared(tmp_path / "none.py") == ""


@pytest.mark.parametrize("name", ["check", "status", "pack", "hint"])
def test_every_command_of_a_student_takes_the_handout_s_language(made, name, monkeypatch):
    monkeypatch.chdir(made / "zh")
    for variable in ("HOMEWORK_LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "用法" in CliRunner().invoke(main, [name, "-h"]).output
    arguments = ["nonsense"] if name == "hint" else ["nonsense.py"]
    said = CliRunner().invoke(main, [name, *arguments])
    assert said.exit_code == 2 and said.output.startswith("错误：") and "没有" in said.output
    said = CliRunner().invoke(main, [name, *arguments, "--lang", "en"])
    assert said.output.startswith("error: ") and "no" in said.output


def test_a_gradient_check_speaks_the_notebook_s_language(monkeypatch, capsys):
    monkeypatch.delenv("HOMEWORK_LANG", raising=False)
    for lang, said in (("zh", "梯度正确"), ("en", "gradient ok")):
        exec("gradient_check(lambda z: z**2, 3.0, 6.0)", {"gradient_check": gradient_check, "LANGUAGE": lang})
        assert capsys.readouterr().out.startswith(said)


# -- click's own words ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["hint"], "缺少参数“题目”"),
        (["chek"], "没有命令 chek：你要找的是 check 吗？"),
        (["qqq"], "没有命令 qqq"),
        (["--nope"], "没有选项 --nope"),
        (["check", "--wacht"], "没有选项 --wacht：是不是 --watch？"),
        (["check", "--lang", "fr"], "--lang 的值不能是 'fr'：可选的有 en、zh"),
        (["check", "-q"], "选项 -q 后面要写一个值"),
        (["check", "--watch=yes"], "选项 --watch 不带值"),
        (["status", "a", "b", "c"], "多余的参数：b c"),
        (["pack", "--out", __file__], "是文件，不是文件夹"),
    ],
)
def test_wrong_usage_is_told_in_chinese(typed, said):
    done = CliRunner().invoke(main, typed, env={"HOMEWORK_LANG": "zh"})
    last = done.output.splitlines()[-1]
    assert done.exit_code == 2 and last.startswith("错误：") and last.endswith(said)
    assert typed[0] not in main.commands or done.output.startswith(f"用法：homework {typed[0]} ")
    assert not CLICK.search(done.output) and "用法：homework" in done.output and "--help 查看说明。" in done.output
    done = CliRunner().invoke(main, typed, env={"HOMEWORK_LANG": "en"})
    assert done.exit_code == 2 and "Error: " in done.output and "用法" not in done.output


def test_a_staff_s_command_stays_as_it_is():
    done = CliRunner().invoke(main, ["grade"], env={"HOMEWORK_LANG": "zh"})
    assert done.exit_code == 2 and "Missing argument" in done.output


def test_a_fault_and_a_file_that_cannot_be_written_are_told_in_chinese(made, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    with pytest.raises(WriteError) as error:
        write_file(tmp_path / "file" / "below", b"")
    assert "无法写入" in error.value.zh and "cannot be written" in str(error.value)
    monkeypatch.setattr("autograder.student.finding.look", lambda *_: 1 // 0)
    done = CliRunner().invoke(main, ["check", str(made / "zh"), "--lang", "zh"])
    assert done.exit_code == 3 and done.output.startswith("错误：程序内部出错，ZeroDivisionError")


@pytest.mark.parametrize(
    ("lang", "headings"),
    [("en", ["For students:", "For graders:", "For instructors:"]), ("zh", ["学生：", "评分：", "出题与发布："])],
)
def test_the_page_of_all_commands_has_students_first_then_graders_then_instructors(lang, headings):
    page = CliRunner().invoke(main, ["-h"], env={"HOMEWORK_LANG": lang}).output
    places = [page.index(heading) for heading in headings]
    assert places == sorted(places)
    listed = re.findall(r"^  ([a-z][\w-]*)  ", page, re.MULTILINE)
    assert sorted(listed) == sorted(name for name, command in main.commands.items() if not command.hidden)
    assert set(listed[:4]) == set(STUDENT_COMMANDS) and listed[4] == "intake"
    if lang == "zh":
        assert not re.search("[A-Za-z]{4,} [a-z]{2,}", page[: places[1]].replace("homework [", ""))


def test_every_command_is_some_people_s():
    files = {file for _, _, files in SECTIONS for file in files}
    assert {command.callback.__module__ for command in main.commands.values()} == files


def test_an_english_page_has_no_chinese_in_it():
    for name in STUDENT_COMMANDS:
        page = CliRunner().invoke(main, [name, "-h"], env={"HOMEWORK_LANG": "en"}).output
        assert not re.search("[\u4e00-\u9fff]", page)


@pytest.mark.parametrize(
    ("source", "plain"),
    [("print（1)", "("), ("x = 1；y = 2", ";"), ("x = “a”", '"'), ("x = [1，2]", ","), ("if x：\n 1", ":")],
)
def test_a_full_width_character_is_told_with_what_to_type(source, plain):
    (fault,) = compile_cells([Cell(source, 0)], lang="zh").faults
    assert f"请改用半角的 {plain}" in fault.error
    (fault,) = compile_cells([Cell(source, 0)]).faults
    assert f"this is a full-width character; type {plain}" in fault.error


def test_a_character_that_has_no_plain_form_gets_no_such_advice():
    (fault,) = compile_cells([Cell("x = €", 0)]).faults
    assert "full-width" not in fault.error
    (fault,) = compile_cells([Cell("x\u00a0= 1", 0)], lang="zh").faults
    assert "请改用半角空格" in fault.error
