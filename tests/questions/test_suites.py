"""Suites: otter's own classes parse them, without otter's thousand modules; errors name the file."""

import subprocess
import sys

import pytest

from autograder.questions.suites import import_exception_format, load_suite
from autograder.questions.trusted import QuestionError

GOOD = """
from otter.test_files import test_case

OK_FORMAT = False
name = "q"


@test_case(name="first", points=2, hidden=True)
def test_first(f, rng):
    assert f(1) == rng


@test_case(points=1)
def test_second(env):
    assert env["f"](2) == 2
"""


@pytest.fixture
def suite_file(tmp_path):
    def write(text, name="question.py"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_cases_keep_their_order_names_points_and_parameters(suite_file):
    suite = load_suite(suite_file(GOOD))
    assert [(c.name, c.points, c.hidden, c.parameters) for c in suite.cases] == [
        ("first", 2.0, True, ("f", "rng")),
        ("q - 2", 1.0, False, ("env",)),
    ]
    assert suite.name == "q" and suite.points == 3


def test_a_case_is_run_with_what_it_asks_for(suite_file):
    first, second = load_suite(suite_file(GOOD)).cases
    first.run({"f": lambda x: 7, "rng": 7, "more": 1})
    second.run({"f": lambda x: x})
    with pytest.raises(AssertionError):
        first.run({"f": lambda x: 7, "rng": 8})


def test_a_name_that_is_not_there_is_none_as_in_otter(suite_file):
    suite = load_suite(suite_file(GOOD.replace("assert f(1) == rng", "assert rng is None")))
    suite.cases[0].run({"f": abs})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("def broken(:", "line 1: SyntaxError: invalid syntax"),
        ("import no_such_module_anywhere", "no_such_module_anywhere"),
        ("1 / 0", "ZeroDivisionError"),
        ("x = 1", "name"),
        ('name = "q"', "no @test_case"),
        (GOOD + "all_or_nothing = True\n", "all_or_nothing"),
    ],
    ids=["syntax", "import", "raises", "no name", "no case", "all or nothing"],
)
def test_a_suite_that_cannot_be_loaded_names_its_file_and_the_reason(suite_file, text, reason):
    path = suite_file(text)
    with pytest.raises(QuestionError) as error:
        load_suite(path)
    assert str(path) in str(error.value) and reason in str(error.value)


def test_a_suite_that_is_not_there_or_no_text_names_its_file(tmp_path):
    with pytest.raises(QuestionError, match=r"missing\.py"):
        load_suite(tmp_path / "missing.py")
    with pytest.raises(QuestionError, match=r"folder\.py"):
        (tmp_path / "folder.py").mkdir()
        load_suite(tmp_path / "folder.py")
    (tmp_path / "latin.py").write_bytes(b'name = "\xe9"')
    with pytest.raises(QuestionError, match=r"latin\.py"):
        load_suite(tmp_path / "latin.py")


# -- otter's private layout ----------------------------------------------------------------


def test_otter_s_layout_is_what_the_loader_relies_on():
    """`import_exception_format` reaches into otter 7: where the format lies, and the names of its parts."""
    module = import_exception_format()
    assert module.__name__ == "otter.test_files.exception_test"
    file = module.ExceptionTestFile.from_string(GOOD, path="x.py")
    assert (file.name, file.all_or_nothing, len(file.test_cases)) == ("q", False, 2)
    case = file.test_cases[0]
    assert (case.name, case.points, case.hidden) == ("first", 2, True)
    assert case.body._get_func_params() == ["f", "rng"]
    called = []
    case.body.test_func = lambda **given: called.append(given)
    case.body._get_func_params = lambda: ["f", "rng"]
    case.body.call_func({"f": 1})
    assert called == [{"f": 1, "rng": None}]


def in_a_fresh_interpreter(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_loading_a_suite_imports_neither_the_rest_of_otter_nor_pandas_nor_ipython(suite_file):
    path = suite_file(GOOD)
    out = in_a_fresh_interpreter(
        "import sys; from pathlib import Path; from autograder.questions.suites import load_suite\n"
        f"suite = load_suite(Path({str(path)!r}))\n"
        "print(len(suite.cases), sorted({'pandas', 'IPython', 'nbformat', 'otter.api'} & set(sys.modules)))"
    )
    assert out.split(maxsplit=1) == ["2", "[]\n"]


@pytest.mark.slow
def test_a_suite_loads_alike_where_otter_itself_is_imported(suite_file):
    path = suite_file(GOOD)
    out = in_a_fresh_interpreter(
        "import otter; from pathlib import Path; from autograder.questions.suites import load_suite\n"
        f"suite = load_suite(Path({str(path)!r}))\n"
        "print([c.name for c in suite.cases]); otter.Notebook"
    )
    assert out == "['first', 'q - 2']\n"


@pytest.mark.parametrize("room", ["public", "hidden"])
def test_the_suites_of_the_small_course_load(mini_course, room):
    for question in mini_course.homework("mini").questions:
        path = getattr(mini_course, f"{room}_suite")("mini", question.name)
        assert load_suite(path).points == (0 if room == "public" else question.points)
