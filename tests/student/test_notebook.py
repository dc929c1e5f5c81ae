"""`grader.check` in a notebook: the words of `homework check`, on the functions as they are in the kernel."""

import contextlib
import html
import io
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest

from autograder.course import find_course, open_course
from autograder.questions.handout import HandoutFile
from autograder.questions.suites import load_suite
from autograder.release.public_suite import public_suite
from autograder.release.setup_cell import beside
from autograder.student import check as student
from autograder.student import limit
from autograder.student.card import EDGES, MARKS, WRONG, Table, table_of
from autograder.student.notebook import Grader
from autograder.student.public_suites import load_public_suite
from autograder.student.recording import Comparison, Recording
from autograder.student.show import show
from autograder.wire.messages import HandoutPart

ROOT = Path(__file__).parents[2]
MINI = ROOT / "tests/mini_course"
RIGHT = (ROOT / "tests/golden/a-right-answer/submission.py").read_text()

SQUARE = "import numpy as np\ndef square(x):\n"
ANSWERS = {
    "right": "    return x * x\n",
    "a factor": "    return 2 * x * x\n",
    "another shape": "    return np.array([1.0])\n",
    "nothing": "    x * x\n",
    "raises": "    y = x / 2\n    return y + np.ones(7)\n",
    "asks": "    return float(input('x'))\n",
    "to do": "    raise NotImplementedError('square')\n",
    "an odd message": "    raise ValueError('<b>\\x1b[31m & \\u202e</b>')\n",
}


@pytest.fixture
def folder(tmp_path):
    """A student's folder of the mini course."""
    tests = tmp_path / "mini" / "tests"
    tests.mkdir(parents=True)
    course = open_course(MINI)
    for question in course.homework("mini").questions:
        (tests / f"{question.name}.py").write_bytes(public_suite(course, "mini", question.name))
    return tmp_path / "mini"


def ran(folder, source, **more):
    """The namespace after a script has run."""
    path = folder / "mini.py"
    path.write_text(source)
    namespace = {"__file__": str(path), **more}
    exec(compile(source, str(path), "exec"), namespace)
    return namespace


def card(folder, namespace, question="square", deadline=10.0):
    namespace["grader"] = grader = Grader("mini", folder=folder)
    grader.deadline = deadline
    return eval(f"grader.check({question!r})", namespace)


def command(folder, file, question, lang):
    """What `homework check` prints."""
    path, tests = student.find(folder / file)
    checked = student.check(path, student.choose(path, tests, [question]), lang)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        show(checked, lang)
    return out.getvalue()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_the_card_says_in_the_same_words_what_the_command_says(folder, answer, lang):
    shown = card(folder, ran(folder, SQUARE + ANSWERS[answer], LANGUAGE=lang))
    assert str(shown) + "\n" == command(folder, "mini.py", "square", lang)
    assert shown.passed is (answer == "right")


def test_text_and_page_hold_the_same_lines_and_the_page_escapes_them(folder):
    shown = card(folder, ran(folder, SQUARE + ANSWERS["an odd message"], LANGUAGE="en"))
    bundle = shown._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert (
        "<b>" not in bundle["text/html"] and "\x1b" not in bundle["text/html"] and "\u202e" not in bundle["text/html"]
    )
    inner = re.sub(r"<[^>]*>", "", bundle["text/html"])
    for line in filter(None, bundle["text/plain"].split("\n")):
        assert line.strip().lstrip("✗✓-! ").replace("`", "") in html.unescape(inner)


def test_a_function_defined_anew_is_the_one_that_is_checked(folder):
    namespace = ran(folder, SQUARE + ANSWERS["to do"])
    assert not card(folder, namespace).passed
    exec("def square(x):\n    return x * x\n", namespace)
    assert card(folder, namespace).passed


def test_a_function_that_was_not_run_yet_is_said_to_be_so(folder):
    shown = str(card(folder, {"LANGUAGE": "en"}))
    assert "square is not defined yet: run the cell above that defines it" in shown
    assert "to do" in shown


def test_the_language_is_the_notebook_s_then_the_environment_s(folder, monkeypatch):
    monkeypatch.setenv("HOMEWORK_LANG", "zh")
    namespace = ran(folder, SQUARE + ANSWERS["a factor"], LANGUAGE="")
    assert "结果不对" in str(card(folder, namespace))
    namespace["LANGUAGE"] = "en"
    assert "wrong" in str(card(folder, namespace))
    assert os.environ["HOMEWORK_LANG"] == "zh"


def test_an_unknown_question_and_a_folder_without_tests_are_told(folder, tmp_path):
    assert "no question named 'sqare': did you mean square? Choose of" in str(card(folder, {"LANGUAGE": "en"}, "sqare"))
    assert "no question named 'xyz': choose of" in str(card(folder, {"LANGUAGE": "en"}, "xyz"))
    assert "no tests are there" in str(card(tmp_path, {"LANGUAGE": "en"}))
    assert "请把笔记本留在作业原来的文件夹里" in str(card(tmp_path, {"LANGUAGE": "zh"}))


def test_a_loop_without_end_is_ended_even_if_it_catches_exceptions(folder):
    source = SQUARE + "    while True:\n        try:\n            x + x\n        except Exception:\n            pass\n"
    shown = card(folder, ran(folder, source, LANGUAGE="en"), deadline=0.3)
    assert "square: two numbers: no end: an endless loop?" in str(shown)


def test_a_loop_that_catches_everything_is_ended_too(folder):
    source = SQUARE + "    while True:\n        try:\n            x = x + 0\n        except:\n            pass\n"
    shown = card(folder, ran(folder, source, LANGUAGE="en"), deadline=0.3)
    assert "square: two numbers: no end: an endless loop?" in str(shown)
    assert sys.gettrace() is None or "limit" not in str(sys.gettrace())


@pytest.mark.slow
def test_a_loop_without_end_costs_in_a_notebook_what_it_costs_in_the_command(folder):
    namespace = ran(folder, SQUARE + "    while True:\n        pass\n", LANGUAGE="en")
    began = time.monotonic()
    assert "square: no end after 5 s" in str(card(folder, namespace, deadline=None))
    assert time.monotonic() - began < 10


def test_the_limit_is_a_call_s_and_the_handout_may_say_another(folder):
    told = HandoutFile("mini", {}, {}, [], HandoutPart([], [], ""), calls={"square": 0.4})
    (folder / "tests" / "handout.json").write_bytes(msgspec.json.encode(told))
    slow = "    import time\n    time.sleep(5)\n    return x * x\n"
    assert "square: no end after 0.4 s" in str(card(folder, ran(folder, SQUARE + slow, LANGUAGE="en"), deadline=None))


@pytest.mark.parametrize("way", ["_by_signal", "_by_thread", "_watched"])
def test_what_begins_anew_has_its_time_anew(way):
    if way == "_by_signal" and not hasattr(signal, "setitimer"):
        pytest.skip("Windows has no such timer")
    said: list[str] = []
    watched = getattr(limit, way)(*[0.5, lambda: said.append("still")][: 1 if way == "_by_signal" else 2])
    with watched as one:
        for _ in range(4):
            time.sleep(0.25)
            one.again()
    assert not said


def test_where_no_signal_rings_a_thread_interrupts():
    with pytest.raises(limit.TimeUp), limit._by_thread(0.1, lambda: None):
        while True:
            time.sleep(0.01)


def test_the_thread_says_what_is_running_if_its_interrupt_does_not_help(monkeypatch):
    monkeypatch.setattr(limit._thread, "interrupt_main", lambda: None)
    monkeypatch.setattr(limit, "AGAIN", 0.05)
    said = threading.Event()
    with limit._by_thread(0.05, said.set):
        assert said.wait(10)


ENDLESS = {
    "en": ["no end: an endless loop?", "split_evenly: no end after 0.3 s", "left out: split_evenly does not end"],
    "zh": ["迟迟没有结束：是不是死循环？", "split_evenly：0.3 秒内没有结束", "已跳过：split_evenly 迟迟不结束"],
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_does_not_end_is_asked_for_once_and_its_other_cases_are_left_out_as_the_command_does(folder, lang):
    source = RIGHT.replace("def split_evenly(", "def split_evenly(*args):\n    while True: pass\n\ndef former(")
    began = time.monotonic()
    said = str(card(folder, ran(folder, source, LANGUAGE=lang), "split_evenly", deadline=0.3))
    assert time.monotonic() - began < 5
    assert [words for words in ENDLESS[lang] if words not in said] == []
    path, tests = student.find(folder / "mini.py")
    checked = student.check(path, student.choose(path, tests, ["split_evenly"]), lang, 0.3)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        show(checked, lang)
    assert out.getvalue() == said + "\n"


def test_after_a_hang_the_other_functions_of_all_questions_are_still_asked(folder):
    source = RIGHT.replace("def split_evenly(", "def split_evenly(*args):\n    while True: pass\n\ndef former(")
    namespace = ran(folder, source, LANGUAGE="en")
    namespace["grader"] = grader = Grader("mini", folder=folder)
    grader.deadline = 0.3
    said = str(eval("grader.check_all()", namespace))
    assert "✓ square: two numbers: ok" in said and said.count("left out: ") == 1


def test_a_student_s_own_interrupt_ends_the_check(folder):
    namespace = ran(folder, SQUARE + "    raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        card(folder, namespace)


def test_input_is_the_notebook_s_again_after_a_check(folder):
    before = input
    card(folder, ran(folder, SQUARE + ANSWERS["asks"]))
    assert input is before


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_kernel_s_own_input_is_told_in_the_same_words_and_is_no_stub(folder, lang, monkeypatch):
    class StdinNotImplementedError(NotImplementedError):  # as in IPython
        pass

    class Kernel:
        _allow_stdin = True

        def raw_input(self, prompt=""):
            assert not self._allow_stdin, "it would ask the student"
            raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")

    class Shell:
        kernel = Kernel()

    class IPython:
        get_ipython = staticmethod(Shell)

    monkeypatch.setitem(sys.modules, "IPython", IPython)
    source = SQUARE + "    return ask('?')\n"
    said = str(card(folder, ran(folder, source, LANGUAGE=lang, ask=Shell.kernel.raw_input)))
    (folder / "mini.py").write_text("ask = input\n" + source)
    told = {"en": "input() has nothing to read", "zh": "input() 读不到内容"}[lang]
    assert told in said and told in command(folder, "mini.py", "square", lang)
    assert Shell.kernel._allow_stdin is True


# -- the table -----------------------------------------------------------------------------------------------------


def recorded(got, want):
    comparison = Comparison(got, want, 1e-6, False, None, None, "gradient")
    return Recording("case", "failed", AssertionError(), [], [comparison])


def test_a_small_matrix_is_a_table_that_shows_what_is_expected_where_it_differs():
    got, want = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 2.0], [3.0, 5.0]])
    assert table_of(recorded(got, want)) == Table("gradient", ((("1", None), ("2", None)), (("3", None), ("4", "5"))))


@pytest.mark.parametrize(
    ("got", "want"),
    [(np.ones((9, 2)), np.zeros((9, 2))), (1.0, 2.0), (np.ones(3), np.ones(2)), ("a", np.ones(2)), (None, [1.0, 2.0])],
)
def test_a_large_value_a_single_one_and_what_is_no_numbers_have_no_table(got, want):
    assert table_of(recorded(got, want)) is None


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("style", [WRONG, *filter(None, MARKS.values())])
def test_a_colour_of_our_own_comes_with_its_ground(style):
    text, ground = re.findall(r"#\w+", style)
    assert contrast(text, ground) >= 4.5


def test_no_other_colour_is_set_so_that_the_theme_s_hold(folder):
    shown = card(folder, ran(folder, SQUARE + ANSWERS["a factor"]))._repr_html_()
    ours = {*re.findall(r"#\w+", " ".join([WRONG, *MARKS.values(), *EDGES.values()]))}
    assert {*re.findall(r"#[0-9a-f]{3,6}\b", shown)} <= ours
    assert "<table" in shown


# -- without otter -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("homework", find_course(ROOT).homeworks)
def test_a_public_suite_is_the_same_with_otter_s_classes_and_without(tmp_path, homework):
    course = find_course(ROOT)
    for question in course.homework(homework).questions:
        path = tmp_path / f"{question.name}.py"
        path.write_bytes(public_suite(course, homework, question.name))
        ours, theirs = load_public_suite(path), load_suite(path)
        assert ours.name == theirs.name
        for one, other in zip(ours.cases, theirs.cases, strict=True):
            assert (one.name, one.points, one.hidden, one.parameters) == (
                other.name,
                other.points,
                other.hidden,
                other.parameters,
            )


def test_what_stands_in_for_otter_is_gone_once_a_suite_is_loaded(folder):
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "otter"}
    load_public_suite(folder / "tests/square.py")
    assert {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "otter"} == before


WITHOUT = """
import importlib.abc, sys
class Without(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in {missing}:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Without())
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name in {missing} else real(name, package)
"""
FIRST = """
from homework_cells import checks, explore, label
import numpy as np
from jaxtyping import Float
def square(x: Float[np.ndarray, "n"]) -> Float[np.ndarray, "n"]:
    return x * x
grader = checks("mini", "en")
shown = grader.check("square")
print("shown:", shown)
print(square.__annotations__["x"] if "jaxtyping" in {missing} else "")
"""


def first_cell(folder, missing):
    (folder / "homework_cells.py").write_bytes(beside())
    source = (WITHOUT + FIRST).replace("{missing}", repr(set(missing)))
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", source],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout


def test_without_otter_the_package_checks(folder):
    assert "1 of 1 public tests pass." in first_cell(folder, ["otter"])


@pytest.mark.slow
def test_with_otter_alone_otter_checks_even_without_jaxtyping(folder):
    said = first_cell(folder, ["autograder", "jaxtyping"])
    assert "square results: All test cases passed!" in said
    assert "<class 'numpy.ndarray'>" in said


def test_the_file_beside_the_notebook_is_no_answer_and_no_module_of_the_student_s(folder):
    (folder / "homework_cells.py").write_bytes(beside())
    source = "from homework_cells import checks, explore\n" + SQUARE + "    return explore(lambda: x * x)()\n"
    (folder / "mini.py").write_text(source)
    assert student.find(folder)[0] == folder / "mini.py"
    said = command(folder, "mini.py", "square", "en")
    assert "1 of 1 public tests pass." in said and "hand it in" not in said


def test_a_notebook_that_has_lost_the_file_beside_it_has_the_package_s(folder):
    from autograder.student import homework_cells

    assert isinstance(homework_cells.checks("mini"), Grader)
    assert homework_cells.label("loss", "损失").startswith("loss")


def test_with_neither_the_first_cell_runs_and_says_how_to_come_by_the_checks(folder):
    said = first_cell(folder, ["autograder", "otter", "jaxtyping"])
    assert "square: not checked. Install the homework's package" in said
    assert "没有检查" in said


def test_without_the_package_too_a_check_without_a_name_is_no_type_error(capsys):
    from autograder.student import homework_cells

    homework_cells.NoChecks().check()
    assert "not checked. Install the homework's package" in capsys.readouterr().out


# -- in Jupyter ----------------------------------------------------------------------------------------------------

CELLS = [
    'from homework_cells import checks, explore, label\nLANGUAGE = "zh"\ngrader = checks("mini", LANGUAGE)',
    "import numpy as np",
    "def square(x):\n    y = x / 2\n    return y + np.ones(7)",
    'grader.check("square")',
    'def mean_and_std(x):\n    return float(input("?")), 1.0',
    'grader.check("mean_and_std")',
]


@pytest.mark.slow
def test_in_jupyter_a_line_is_told_as_the_command_tells_it(folder):
    import nbclient
    import nbformat

    (folder / "homework_cells.py").write_bytes(beside())
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    (folder / "mini.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")
    where = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3", resources=where).execute()
    for number, question in ((3, "square"), (5, "mean_and_std")):
        data = notebook.cells[number].outputs[0].data
        assert data["text/plain"] + "\n" == command(folder, "mini.ipynb", question, "zh")
        assert 'lang="zh-CN"' in data["text/html"]
    assert "第 3 个代码单元格第 3 行" in notebook.cells[3].outputs[0].data["text/plain"]


@pytest.mark.slow
def test_a_cell_that_is_not_saved_is_told_by_the_number_that_jupyter_shows(folder):
    import nbclient
    import nbformat

    (folder / "homework_cells.py").write_bytes(beside())
    cells = [CELLS[0].replace("zh", "en"), *CELLS[1:4]]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    where = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=60, kernel_name="python3", resources=where).execute()
    assert "cell In [3], line 3" in notebook.cells[3].outputs[0].data["text/plain"]
