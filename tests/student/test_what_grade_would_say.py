"""`homework check` says beforehand what grading would say or would not let a file do."""

import json
import shutil

import pytest

from autograder.classroom.intake import Asked, collect
from autograder.files import read_bytes
from autograder.release.template import write_template
from autograder.student import check as student
from autograder.student.show import show
from autograder.submission import FILE_LIMIT, TOO_LARGE
from tests.golden.golden import handed_out
from tests.student.test_check import RIGHT, TESTS, check, command, notebook, outcomes


@pytest.fixture
def handout(tmp_path):
    """The folder of a homework the way it is handed out."""
    homework = handed_out(tmp_path / "made")
    return shutil.copytree(homework.course.template("mini"), tmp_path / "mini")


def shown(checked, lang, capsys):
    capsys.readouterr()
    show(checked, lang)
    return capsys.readouterr().out


def refused(folder, *files):
    """What intake says of a student's file."""
    inbox = folder / "inbox"
    inbox.mkdir()
    for file in files:
        shutil.copy(file, inbox / f"ann{''.join(file.suffixes)}")
    (found,) = collect([inbox], Asked("mini"))
    return found


# -- files that are refused ------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_that_is_too_large_is_refused_as_when_it_is_graded(handout, lang, capsys):
    checked = check(handout, b"{" + b" " * FILE_LIMIT, "mini.ipynb", lang)
    assert not checked.passed and not checked.cases
    out = shown(checked, lang, capsys)
    if lang == "en":
        assert refused(handout.parent, handout / "mini.ipynb").reason == f"ann.ipynb: {checked.unreadable}"
    else:
        assert "超过 20 MiB" in out and "清除全部输出" in out
    assert "0 / 0" not in out and "0 of 0" not in out


def test_the_words_of_the_limit_are_those_of_reading(tmp_path):
    (tmp_path / "x").write_bytes(b"12345")
    with pytest.raises(OSError, match="larger than 0 MiB"):
        read_bytes(tmp_path / "x", 3)
    assert TOO_LARGE[0] == f"larger than {FILE_LIMIT >> 20} MiB"


@pytest.mark.parametrize("name", ["mini.ipynb", "mini.py"])
def test_an_empty_file_is_refused_as_when_it_is_graded(handout, name, capsys):
    checked = check(handout, "\n \n", name)
    assert checked.unreadable == refused(handout.parent, handout / name).reason == "the file is empty"
    assert "0 of 0" not in shown(checked, "en", capsys)
    assert check(handout, "", name, "zh").unreadable == "文件是空的"


def test_the_file_of_another_homework_is_told_as_when_it_is_graded(handout):
    told = json.loads((handout / "tests" / "handout.json").read_text())
    told["elsewhere"] = {"trees": ["entropy", "gini"], "losses": ["sigmoid", "softmax"]}
    (handout / "tests" / "handout.json").write_text(json.dumps(told))
    source = "def entropy(x):\n    return x\n\ndef gini(x):\n    return x\n"
    assert check(handout, source).unreadable == "this looks like trees, not mini: hand in the file of mini"
    assert "看起来是 trees" in check(handout, source, lang="zh").unreadable
    assert not check(handout, source + RIGHT).unreadable
    assert not check(handout, source + "def square(:\n").unreadable


def test_the_handout_names_the_functions_of_the_other_homeworks(tmp_path):
    homework = handed_out(tmp_path)
    write_template(homework.course, homework.spec, tmp_path / "out")
    told = json.loads((tmp_path / "out/tests/handout.json").read_text())
    assert told["elsewhere"] == homework.elsewhere


def test_what_a_browser_adds_to_a_name_does_not_matter(handout):
    checked = check(handout, notebook(RIGHT), "mini.ipynb.txt")
    assert checked.passed
    (told,) = refused(handout.parent, handout / "mini.ipynb.txt").notes
    assert checked.notes == [told.split(" / ")[0].replace("ann", "mini")]
    assert "已去掉末尾的 .txt" in check(handout, notebook(RIGHT), "mini.ipynb.txt", "zh").notes[0]


# -- modules beside the file -------------------------------------------------------


def test_a_module_beside_the_file_is_told_if_it_was_used(handout):
    (handout / "mine.py").write_text("def double(x):\n    return 2 * x\n")
    (handout / "unused.py").write_text("x = 1\n")
    (handout / "late.py").write_text("x = 1\n")
    source = "from mine import double\n" + RIGHT.replace("return x * x", "import late\n    return x * x")
    checked = check(handout, source)
    assert checked.passed
    assert checked.notes == [f"{m}.py was used: hand it in with this file, both in one zip" for m in ("mine", "late")]
    assert check(handout, "import mine\n", lang="zh").notes == [
        "用到了 mine.py：请把它和这个文件打包成一个 zip 一起提交"
    ]


def test_a_module_that_the_file_itself_writes_is_not_told(handout):
    (handout / "tools.py").write_text("x = 1\n")
    checked = check(handout, notebook("%%writefile tools.py\nx = 1\n", "import tools", RIGHT), "mini.ipynb")
    assert checked.passed and checked.notes == []


# -- what the sandbox forbids --------------------------------------------------------

FORBIDDEN = {
    "writing": ('open("log.txt", "a").close()', "writes a file (log.txt)", "写入文件（log.txt）"),
    "saving": ('np.save("w.npy", np.ones(2))', "writes a file (w.npy)", "写入文件（w.npy）"),
    "a folder": ('import os; os.mkdir("out")', "writes a file (out)", "写入文件（out）"),
    "reading": ('np.loadtxt("x.csv")', "reads a file (x.csv)", "读取文件（x.csv）"),
    "a process": (
        'import subprocess, sys; subprocess.run([sys.executable, "-V"])',
        "starts a process (",
        "启动了新进程",
    ),
    "a worker": ("import multiprocessing as m; m.Process(target=int).start()", "starts a process:", "启动了新进程："),
    "a spawned worker": (
        "import multiprocessing as m; p = m.get_context('spawn').Process(target=int); p.start(); p.kill()",
        "starts a process:",
        "启动了新进程：",
    ),
    "a shell": ('import os; os.system("exit")', "starts a process", "启动了新进程"),
    "a socket": ("import socket; socket.socket().close()", "opens a network connection", "打开了网络连接"),
    "a question": ('try:\n    input("?")\nexcept EOFError:\n    pass', "asks for input", "等待键盘输入"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_what_the_sandbox_forbids_is_told_with_its_line(handout, what):
    code, *words = FORBIDDEN[what]
    (handout / "x.csv").write_text("1\n")
    line = 3 if what == "a question" else 2
    for lang, said in zip(("en", "zh"), words, strict=True):
        shutil.rmtree(handout / "out", ignore_errors=True)
        checked = check(handout, f"import numpy as np\n{code}\n{RIGHT}", lang=lang)
        place = f"line {line}: " if lang == "en" else f"第 {line} 行："
        assert checked.passed and checked.cells == []
        assert [note.startswith(place + said) for note in checked.notes] == [True]


def test_the_line_of_a_function_and_of_a_notebook_s_cell_is_told(handout):
    body = RIGHT.replace("return x * x", 'open("a.txt", "w").close()\n    return x * x')
    line = body.split("\n").index('    open("a.txt", "w").close()') + 1
    (note,) = check(handout, notebook("import numpy as np", body), "mini.ipynb").notes
    assert note.startswith(f"code cell 2, line {line}: writes a file (a.txt)")
    (note,) = check(handout, f"# %%\n1\n# %%\n{body}").notes
    assert note.startswith(f"line {line + 3}: writes a file (a.txt)")


def test_a_line_is_told_once_and_five_at_most(handout):
    many = "\n".join(f'for _ in range(2): open("{i}.txt", "w").close()' for i in range(9))
    assert len(check(handout, f"{many}\n{RIGHT}").notes) == 5


@pytest.mark.parametrize(
    "code",
    [
        'np.loadtxt("data/numbers.csv", skiprows=1)',
        "import asyncio\nasync def f():\n    await asyncio.sleep(0.01)\nasyncio.run(f())\nawait f()",
        "import sqlite3, xml.dom.minidom, this, concurrent.futures",
        "import os\nopen(os.devnull, 'w').close()\nos.urandom(3)",
        "import os\nos.path.exists('x')\ntry:\n    open('not-there.txt')\nexcept OSError:\n    pass",
        "import inspect, traceback\ntry:\n    1 / 0\nexcept Exception:\n    traceback.print_exc()",
        "import threading\nthreading.Thread(target=print).start()",
        "import matplotlib.pyplot as plt\nplt.savefig('a.png')",
    ],
)
def test_of_what_works_when_it_is_graded_nothing_is_said(handout, code):
    checked = check(handout, f"import numpy as np\n{code}\n{RIGHT}")
    assert checked.passed and (checked.cells, checked.notes) == ([], [])


def test_nobody_answers_a_question(handout):
    checked = check(handout, f"x = input()\n{RIGHT}")
    assert checked.passed and checked.cells == ["line 1: EOFError: EOF when reading a line"]


# -- functions by another name ---------------------------------------------------------


@pytest.mark.parametrize("other", ["sqaure", "Square", "squares"])
def test_a_function_of_nearly_that_name_is_told(handout, other, capsys):
    source = RIGHT.replace("def square", f"def {other}")
    checked = check(handout, source)
    line = next(i for i, text in enumerate(source.split("\n"), 1) if text.startswith(f"def {other}"))
    assert checked.notes == [f"line {line}: there is no function square in the file; is {other} meant?"]
    assert outcomes(checked)["square: two numbers"] == "not_implemented"
    assert "- square: to do\n    there is no function square in the file\n" in shown(checked, "en", capsys)
    assert "文件里没有函数 square" in shown(checked, "zh", capsys)
    (note,) = check(handout, source, lang="zh").notes
    assert note.endswith(f"文件里没有函数 square；是不是写成了 {other}？")


def test_an_untouched_stub_is_only_to_do(handout, capsys):
    checked = check(handout, (handout / "mini.py").read_text(encoding="utf-8"))
    assert checked.notes == [] and "there is no function" not in shown(checked, "en", capsys)


# -- in Chinese ----------------------------------------------------------------------------


def test_a_cell_that_stops_is_told_in_chinese(handout):
    checked = check(handout, f"import torch\nimport nothing_of_the_kind\n{RIGHT}\n# %%\ndef broken(:\n", lang="zh")
    torch, own, broken = sorted(checked.cells, key=lambda line: ("Syntax" in line, "nothing" in line))
    assert torch == "第 1 行：ModuleNotFoundError: 评分时不能使用 torch：本作业可用的是标准库和 numpy"
    assert own.endswith("；如果是你自己写的模块，请与这个文件一起提交")
    assert "（按 Python 3." in broken


@pytest.mark.slow
def test_an_endless_loop_is_told_in_chinese(handout):
    checked = check(handout, RIGHT + "\nwhile True:\n    pass\n", lang="zh", deadline=2.0)
    assert checked.cells == ["第 18 行：2 秒内没有结束"]


@pytest.mark.parametrize(
    "data", [b"{\\rtf1", b"%PDF-", b"PK\3\4", b"<html>", b"{no json", b"\xff\xfa", b"a\0b", b'{"a": 1}']
)
def test_an_unreadable_file_is_told_in_chinese(handout, data, capsys):
    checked = check(handout, data, "mini.ipynb", "zh")
    assert checked.unreadable and any("\u4e00" <= c <= "\u9fff" for c in checked.unreadable)
    assert shown(checked, "zh", capsys).count("\n") == 1


def test_the_command_tells_in_chinese_what_is_wrong_with_its_arguments(handout):
    (handout / "notes.csv").write_text("1")
    for args, said in (
        (["notes.csv"], "无法识别的扩展名"),
        (["nothing.py"], "没有这个文件"),
        (["mini.py", "-q", "nonsense"], "没有名为 'nonsense' 的题目"),
    ):
        done = command(handout, *args, "--lang", "zh", PYTHONPATH=str(TESTS.parent))
        assert said in done.stderr and done.returncode == 2 and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("make", "said"),
    [
        ([], "里面没有 .py 或 .ipynb 文件"),
        (["a.py", "b.py"], "里面有多个文件（a.py、b.py）"),
        (["a.py"], "没有公开测试"),
    ],
)
def test_a_folder_without_what_is_needed_is_told_in_chinese(tmp_path, make, said):
    for name in make:
        (tmp_path / name).write_text("x = 1")
    with pytest.raises(student.CheckError, match=said):
        student.find(tmp_path, "zh")
