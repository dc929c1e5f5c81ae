"""`homework check` says what is sure about a wrong value, and nothing else; never in the place of the result."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course import find_course
from autograder.questions.suites import load_suite
from autograder.release.handout import handout as document
from autograder.release.public_suite import released
from autograder.release.render import script_bytes
from autograder.release.template import write_template
from autograder.student import cases
from autograder.student import check as student
from autograder.student.factor_words import shown
from autograder.student.places import Places
from autograder.student.recording import Comparison, Recording
from autograder.student.remarks import remarks

# cube: the cubes over the number of rows. energy: one number. both: the two together. count: whole numbers.
SUITE = """\
import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare

OK_FORMAT = False
name = "cube"

SMALL = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]])
TALL = np.arange(15.0).reshape(5, 3) - 6.5


def case(cube, x):
    compare("cubes", cube(x.copy()), x**3 / len(x))


@test_case(name="public: two rows", points=0, hidden=False)
def test_two_rows(cube):
    case(cube, SMALL)


@test_case(name="public: five rows", points=0, hidden=False)
def test_five_rows(cube):
    case(cube, TALL)


@test_case(name="public: large numbers", points=0, hidden=False)
def test_large(cube):
    case(cube, 1e4 * SMALL)


@test_case(name="public: the argument stays", points=0, hidden=False)
def test_argument(cube):
    x = SMALL.copy()
    compare("cubes", cube(x), SMALL**3 / 2)
    assert (x == SMALL).all(), "x is not as it was"


@test_case(name="public: energy of two rows", points=0, hidden=False)
def test_energy_of_two(energy):
    compare("energy", energy(SMALL.copy()), (SMALL**2).sum() / 2)


@test_case(name="public: energy of five rows", points=0, hidden=False)
def test_energy_of_five(energy):
    compare("energy", energy(TALL.copy()), (TALL**2).sum() / 5)


@test_case(name="public: both", points=0, hidden=False)
def test_both(both):
    cubes, energy = both(SMALL.copy())
    compare("cubes", cubes, SMALL**3 / 2)
    compare("energy", energy, (SMALL**2).sum() / 2)


@test_case(name="public: count", points=0, hidden=False)
def test_count(count):
    compare("count", count(SMALL.copy()), 5.0)
    compare("count", count(TALL.copy()), 9.0)


@test_case(name="public: count of none", points=0, hidden=False)
def test_count_of_none(count):
    compare("count", count(-(SMALL**2)), 1.0)
"""

RIGHT = """\
import numpy as np
from jaxtyping import Float


def cube(x: Float[np.ndarray, "n k"]) -> Float[np.ndarray, "n k"]:
    return x**3 / len(x)


def energy(x: Float[np.ndarray, "n k"]) -> float:
    return float((x**2).sum() / len(x))


def both(x: Float[np.ndarray, "n k"]) -> tuple[Float[np.ndarray, "n k"], float]:
    return x**3 / len(x), float((x**2).sum() / len(x))


def count(x: Float[np.ndarray, "n k"]) -> int:
    return int((x > 0).sum()) + 1
"""
CUBE, ENERGY, COUNT = "return x**3 / len(x)\n", "return float((x**2).sum() / len(x))\n", "return int((x > 0).sum()) + 1"
BOTH = "return x**3 / len(x), float((x**2).sum() / len(x))"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "cube.py").write_text(released("cube.py", SUITE))
    return tmp_path


@pytest.fixture
def said(folder):
    """What is said of a file, by case: `said(source)`."""

    def run(source, lang="en", name="cube.py"):
        (folder / name).write_text(source, encoding="utf-8")
        file, tests = student.find(folder / name)
        checked = student.check(file, student.order(file, tests), lang, 10.0)
        assert not checked.unreadable and not checked.cells
        return {case.removeprefix("public: "): text for (_, case), text in checked.remarks.items()}

    return run


def test_nothing_is_said_of_a_right_answer(said):
    assert said(RIGHT) == {}


@pytest.mark.parametrize(
    ("wrong", "case", "en", "zh"),
    [
        ("return x**3", "two rows", "every number is 2 times what is expected; 2 is the number of rows of x",
         "每个数都是应有值的 2 倍；2 正是 x 的行数"),
        ("return x**3 / len(x) ** 2", "five rows",
         "every number is 1/5 of what is expected; 5 is the number of rows of x",
         "每个数都是应有值的 1/5；5 正是 x 的行数"),
        ("return 7 * x**3 / len(x)", "five rows", "every number is 7 times what is expected",
         "每个数都是应有值的 7 倍"),
        ("return x**3 / len(x) * np.log(2)", "two rows",
         "every number is 0.693147 times what is expected; that is ln 2",
         "每个数都是应有值的 0.693147 倍，即 ln 2"),
        ("return -(x**3) / len(x)", "two rows", "every number is the opposite", "每个数都与应有值符号相反"),
        ("return np.abs(x**3) / len(x)", "two rows", "some signs are not", "部分符号不对"),
        ("return (x**3 / len(x)).T", "two rows", "the result is transposed", "结果被转置了"),
        ("return (x**3 / len(x))[::-1]", "two rows", "the right numbers in another order", "数值都对，但顺序不同"),
        ("return (x**3 / len(x))[None]", "two rows", "one axis of length 1 too many", "多了一个长度为 1 的轴"),
        ("return (x**3 / len(x)).sum(axis=1)", "two rows",
         "an axis is missing: which axes does a sum or a mean remove? Expected: (n, k) float with n = 2, k = 3",
         "少了一个轴：求和或求平均时去掉了哪些轴？应为：(n, k) float，这里 n = 2、k = 3"),
        ("return x[:, None] - x", "five rows", "which axes does broadcasting add? Expected: (n, k) float",
         "广播时多出了哪些轴"),
        ("return np.round(x**3 / len(x)).astype(int)", "two rows", "zeros_like", "zeros_like"),
        ("return (x**3 / len(x)).round(2)", "five rows", "right to a few digits only", "只有前几位数字正确"),
        ("return np.where(np.abs(x) > 1e3, np.nan, x**3 / len(x))", "large numbers",
         "NaN or infinity here, right elsewhere", "这里得到 NaN 或无穷大，其余都正确"),
        ("return x * np.nan", "two rows", "NaN or infinity: print the intermediate results",
         "得到 NaN 或无穷大：打印中间结果"),
        ("print(x**3)", "two rows", "cube returns nothing (None): is a return missing", "cube 没有返回值（None）"),
        ("return np.zeros(x.shape)", "two rows", "every number is 0", "所有数都是 0"),
        ("return np.power(x, 3, out=x) / len(x)", "the argument stays", "cube changes its argument x",
         "cube 改动了传入的参数 x"),
    ],
)  # fmt: skip
def test_what_is_sure_about_wrong_numbers_is_said_in_both_languages(said, wrong, case, en, zh):
    source = RIGHT.replace(CUBE, wrong + "\n", 1)
    assert en in said(source)[case]
    assert zh in said(source, "zh")[case]


@pytest.mark.parametrize(
    ("right", "wrong", "case", "en"),
    [
        (ENERGY, "return float((x**2).sum())\n", "energy of five rows",
         "the number is 5 times what is expected; 5 is the number of rows of x; the other wrong cases fit, too"),
        (ENERGY, "return float(9 * (x**2).sum() / len(x))\n", "energy of two rows",
         "in every wrong case the number is 9 times what is expected"),
        (ENERGY, "return -float((x**2).sum() / len(x))\n", "energy of two rows",
         "in every wrong case the number is the opposite"),
        (ENERGY, "return (x**2).sum(axis=1)\n", "energy of two rows", "one number is expected, not an array"),
        (COUNT, "return int((x > 0).sum())", "count", "in every wrong case the number is too small by exactly 1"),
        (COUNT, "return int((x > 0).sum()) + 2", "count", "in every wrong case the number is too large by exactly 1"),
        (BOTH, "return x, x, x", "both",
         "not put together as the prompt asks; expected: a tuple of (n, k) float; float"),
        (BOTH, "pass", "both", "both returns nothing (None)"),
    ],
)  # fmt: skip
def test_lone_numbers_and_several_values_are_spoken_of_too(said, right, wrong, case, en):
    assert RIGHT.count(right)
    position = RIGHT.rindex(right) if right == BOTH else RIGHT.index(right)
    assert en in said(RIGHT[:position] + wrong + RIGHT[position + len(right) :])[case]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (CUBE, "return x**2 / len(x)\n"),
        (CUBE, "return np.sin(x)\n"),
        (CUBE, "return x**3 / len(x) + 0.25\n"),
        (ENERGY, "return float((x**2).sum() / len(x)) * (5 if len(x) == 2 else 1)\n"),  # a lone number
        (ENERGY, "return float((x**3).sum())\n"),
        (COUNT, "return int((x > 0).sum()) + (2 if len(x) == 5 else 1)"),
    ],
)
def test_nothing_is_said_that_is_not_sure(said, right, wrong):
    assert said(RIGHT.replace(right, wrong, 1)) == {}


def test_an_exception_is_told_with_its_line_and_what_stands_there(said):
    remark = said(RIGHT.replace(CUBE, "return x.cubed()\n", 1))
    assert remark["two rows"] == remark["five rows"] == "raised in line 6 (`return x.cubed()`)"
    assert said(RIGHT.replace(CUBE, "return x.cubed()\n", 1), "zh")["two rows"].startswith("异常发生在第 6 行")


def test_an_exception_for_some_inputs_is_told_with_the_arguments(said):
    (remark,) = said(RIGHT.replace(CUBE, "return np.ones((2, 3)) * x * x * x / [[len(x)], [len(x)]]\n", 1)).values()
    assert "called with x (5, 3) float64; other calls return" in remark


def test_a_line_of_a_notebook_is_told_with_its_cell(said):
    cells = [RIGHT.split("\n\n\n")[0], "# the cubes\n" + RIGHT.replace(CUBE, "return helper(x)\n", 1)]
    cells.append("def helper(x):\n    return 1 / 0")
    made = [{"cell_type": "code", "metadata": {}, "source": c, "outputs": [], "execution_count": None} for c in cells]
    notebook = json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    remark = said(notebook, name="cube.ipynb")["two rows"]
    assert remark == "raised in code cell 3, line 2 (`return 1 / 0`)"


def test_without_the_stub_s_annotations_the_factor_is_said_and_not_what_it_equals(said):
    bare = RIGHT.replace('x: Float[np.ndarray, "n k"]', "x").replace(' -> Float[np.ndarray, "n k"]', "")
    assert said(bare.replace(CUBE, "return x**3\n", 1))["five rows"] == "here every number is 5 times what is expected"


def test_a_remark_stands_below_its_case_once(folder, said, capsys):
    from autograder.student.show import show

    said(RIGHT.replace(CUBE, "return 7 * x**3 / len(x)\n", 1))
    file, tests = student.find(folder / "cube.py")
    show(student.check(file, student.order(file, tests), "en", 10.0), "en")
    lines = capsys.readouterr().out.split("\n")
    assert lines[0] == "✗ cube: two rows: wrong"
    assert lines[1:3] == [
        "    cubes: wrong at [0, 0]: got 3.5, expected 0.5",
        "    every number is 7 times what is expected",
    ]
    assert sum("7 times" in line for line in lines) == 1


# -- a fault in remarking is no matter of the student's --------------------------


ODD = """
class Odd:
    def __getattribute__(self, name):
        raise ZeroDivisionError
    __array__ = __eq__ = __len__ = __iter__ = __repr__ = __getattribute__
"""


@pytest.mark.parametrize(
    "wrong",
    ["return Odd()", "return [Odd()] * 3", "return {1: {}, 'a': set()}", "return 2**70 * x.astype(object)",
     "return 'text'", "return x.view(np.ma.MaskedArray)", "return (y for y in x)", "return np.array(['a', 'b'])",
     "return x + 1j", "return [[1.0], [2.0, 3.0]]", "return cube", "x.resize((0,), refcheck=False); return x",
     "return np.zeros((0, 3))"],
)  # fmt: skip
def test_whatever_is_returned_every_case_has_its_outcome(folder, wrong):
    (folder / "cube.py").write_text(ODD + RIGHT.replace(CUBE, wrong + "\n", 1))
    file, tests = student.find(folder / "cube.py")
    checked = student.check(file, tests=student.order(file, tests), lang="en", deadline=10.0)
    outcomes = [case.outcome for case in checked.cases]
    assert len(outcomes) == 9 and outcomes.count("passed") == 5 and not checked.unreadable


def run_question(folder, monkeypatch):
    """The runner's messages on a question, in this process."""
    messages = []
    suite = load_suite(folder / "tests" / "cube.py")
    namespace = {}
    exec(RIGHT.replace(CUBE, "return x\n", 1), namespace)
    loaded = cases.Loaded(namespace, [], Places([], []))
    task = cases.Asked("en")
    cases.run_question(task, suite, loaded, lambda **message: messages.append(message))
    return messages


@pytest.mark.parametrize("part", ["remarks", "released_mistakes.load", "Places.raised_at"])
def test_a_fault_of_ours_costs_a_remark_and_no_outcome(folder, monkeypatch, part):
    def fault(*args):
        raise ZeroDivisionError

    room = "places" if part.startswith("Places") else "cases"
    monkeypatch.setattr(f"autograder.student.{room}.{part}", fault)
    messages = run_question(folder, monkeypatch)
    outcomes = [message["outcome"] for message in messages if message["kind"] == "case"]
    assert outcomes.count("failed") == 4 and outcomes.count("passed") == 5


def test_a_fault_in_recording_costs_a_remark_and_no_outcome(folder, monkeypatch):
    def fault(*args):
        raise ZeroDivisionError

    for name in ("encode_value", "as_sent", "Comparison"):
        monkeypatch.setattr(f"autograder.student.recording.{name}", fault)
    messages = run_question(folder, monkeypatch)
    assert [message["outcome"] for message in messages if message["kind"] == "case"].count("passed") == 5


# -- factors --------------------------------------------------------------------


def remark_on(got, want):
    comparison = Comparison(got, want, 1e-6, False, None, None)
    found = remarks([Recording("case", "failed", AssertionError(), [], [comparison])], lambda error: None)
    return found["case"].en if found else None


FACTORS = st.one_of(
    st.integers(-50, 50).filter(lambda f: f not in (0, 1, -1)).map(float),
    st.floats(0.01, 100).filter(lambda f: abs(f - 1) > 1e-3),
    st.sampled_from([1 / 2, 1 / 3, 1 / 7, 3 / 4]),
)


@given(seed=st.integers(0, 10**6), shape=st.sampled_from([(5,), (2, 3), (7, 5), (2, 3, 4)]), factor=FACTORS)
def test_any_factor_between_several_numbers_is_found(seed, shape, factor):
    want = np.random.default_rng(seed).normal(size=shape)
    text = remark_on(factor * want, want)
    assert text.startswith("here every number is ")  # of one example no rule is made
    assert f" {shown(factor)} " in text


@given(seed=st.integers(0, 10**6), shape=st.sampled_from([(), (1,), (2,), (5,), (2, 3), (7, 5)]))
def test_of_noise_nothing_is_said(seed, shape):
    rng = np.random.default_rng(seed)
    assert remark_on(rng.normal(size=shape), rng.normal(size=shape)) is None


@given(seed=st.integers(0, 10**6), factor=FACTORS)
def test_of_a_lone_number_nothing_is_said(seed, factor):
    want = np.random.default_rng(seed).normal(size=())
    assert remark_on(factor * want, want) is None


@pytest.mark.parametrize(
    ("number", "text"),
    [(4.0, "4"), (2.5, "2.5"), (1 / 3, "1/3"), (-1 / 25, "-1/25"), (5 / 7, "5/7"), (0.123456, "0.123456")],
)
def test_a_factor_is_written_as_a_person_does(number, text):
    assert shown(number) == text


# -- the course -------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", ["trees", "losses", "backprop", "training", "convnets"])
def test_of_the_references_of_the_course_nothing_is_said(tmp_path, name):
    course = find_course()
    homework = course.homework(name)
    write_template(course, homework, tmp_path)
    (tmp_path / f"{name}.py").write_bytes(script_bytes(document(course, homework, reference=True)))
    file, tests = student.find(tmp_path / f"{name}.py")
    checked = student.check(file, student.order(file, tests), "en")
    assert checked.passed and checked.remarks == {} and checked.mistakes == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["trees", "losses", "backprop", "training", "convnets"])
def test_of_right_answers_in_other_styles_nothing_is_said(tmp_path, name):
    course = find_course()
    write_template(course, course.homework(name), tmp_path)
    files = sorted((Path(__file__).parents[1] / "right_answers" / name).glob("*/*.py"))
    assert len(files) >= 10
    for right in files:
        file = tmp_path / f"{name}.py"
        file.write_bytes(right.read_bytes())
        checked = student.check(file, [tmp_path / "tests" / f"{right.parent.name}.py"], "en")
        assert checked.passed and checked.remarks == {}, right


def test_what_says_more_about_a_wrong_answer_imports_nothing_heavy(folder):
    import subprocess

    code = "import autograder.student.remarks, autograder.student.released_mistakes, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"torch", "sklearn", "scipy", "pandas", "IPython"} & set(done.stdout.split())
