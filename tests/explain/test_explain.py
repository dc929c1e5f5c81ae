"""`homework explain`: every kind of lost point is told with its calls, and nothing of it is a student's to see."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.classroom.grade import grade_folder
from autograder.classroom.places import Taking
from autograder.course import open_course
from autograder.errors import InputError
from autograder.explain.command import explain
from autograder.explain.values import literal, shown, size
from autograder.release.template import write_template

MINI = Path(__file__).parents[1] / "mini_course"
RIGHT = """
def square(x):
    return x * x


def mean_and_std(x):
    return float(x.mean()), float(x.std())


def split_evenly(total, parts):
    if parts < 1:
        raise ValueError(parts)
    return [(total + parts - 1 - i) // parts for i in range(parts)]
"""
STUDENTS = {
    "amy": RIGHT,
    "wrong": RIGHT.replace("x * x", "2 * x"),
    "raises": RIGHT.replace("return x * x", "return x[0].nothing"),
    "list": RIGHT.replace("return x * x", "return 'x' * 3"),
    "dies": RIGHT.replace("return x * x", "import os; os._exit(1)"),
    "hangs": RIGHT.replace("return x * x", "while True: pass"),
    "changes": RIGHT.replace("return x * x", "x *= x; return x"),
    "lacks": RIGHT.replace("def square", "def squares"),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory, strongest):
    root = tmp_path_factory.mktemp("explain")
    course = open_course(shutil.copytree(MINI, root / "course"))
    write_template(course, course.homework("mini"), course.template("mini"))
    (root / "class").mkdir()
    for name, source in STUDENTS.items():
        (root / "class" / f"{name}.py").write_text(source, encoding="utf-8")
    grade_folder(course, "mini", [root / "class"], root / "out", sandbox=strongest)
    return course, root / "out"


def text(graded, *which):
    course, out = graded
    return "\n".join(explain(course, out, *which, *[None] * (3 - len(which))).lines())


def test_of_who_lost_nothing_there_is_nothing_to_tell(graded):
    assert text(graded, "amy").splitlines() == [f"amy, mini: 100 of 100; seed {graded[0].manifest.seed}"]


def test_a_wrong_value_of_a_hidden_case_is_told_with_its_call_what_came_back_and_what_the_reference_answers(graded):
    said = text(graded, "wrong", "square", "a vector")
    assert "- a vector (hidden, " in said and "failed" in said
    assert "says: " in said and "expected" in said
    assert "at: square.py:" in said
    x = np.array(eval(said.split("    x = ")[1].split(" (float64)")[0]))
    for head, value in (("returned ", 2 * x), ("the reference: ", x * x)):
        assert np.allclose(eval(said.split(f"    {head}")[1].split(" (float64)")[0]), value, rtol=1e-6)
    assert "the student's square (line 2):" in said and "|     return 2 * x" in said


@pytest.mark.parametrize(
    ("student", "outcome", "words"),
    [
        ("raises", "errored", "gave nothing: square raised AttributeError"),
        ("raises", "errored", "      line 3, in square"),
        ("hangs", "timed_out", "      still running\n      line 3, in square"),
        ("list", "contract", "gave nothing: square: expected"),
        ("dies", "crashed", "gave nothing: square: the process that ran it ended"),
        ("hangs", "timed_out", "gave nothing: square: no answer within 1 s"),
        ("changes", "failed", "asked for which arguments change or come back"),
    ],
)
def test_each_kind_of_loss_is_told(graded, student, outcome, words):
    said = text(graded, student, "square")
    assert outcome in said and words in said
    assert "this time" not in said, "it came out as it did when it was graded"


def test_a_function_that_is_not_there_is_told_without_a_call(graded):
    said = text(graded, "lacks")
    assert "there is no function square in the file" in said and "mean_and_std" not in said


def test_without_a_question_every_question_that_lost_points_is_told(graded):
    said = text(graded, "wrong")
    assert "square: " in said and "split_evenly" not in said


def test_the_script_runs_and_shows_the_same_numbers(graded, tmp_path):
    course, out = graded
    script = tmp_path / "again.py"
    script.write_text(explain(course, out, "wrong", "square", "a matrix").snippet(), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    got, expected = done.stdout.split("expected")
    assert "call 1: [[" in got and "[[" in expected


def test_who_or_what_is_not_there_is_answered_with_what_is(graded, tmp_path):
    course, out = graded
    for which, words in (
        (("nobody",), "nobody is called 'nobody': choose of amy, "),
        (("a",), "submissions are called 'a': choose of amy, "),
        (("wrong", "cube"), "no question named 'cube' in mini: choose of square, "),
        (("wrong", "square", "a cube"), "no case named 'a cube' in square: choose of "),
    ):
        with pytest.raises(InputError) as error:
            explain(course, out, *which, *[None] * (3 - len(which)))
        assert words in str(error.value)
    with pytest.raises(InputError, match="holds no results"):
        explain(course, tmp_path, "amy", None, None)


def test_who_handed_in_nothing_or_nothing_readable_is_told_so(graded, tmp_path):
    course, _ = graded
    (tmp_path / "roster.csv").write_text("name\nann\nbob\ncid\n", encoding="utf-8")
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ann.docx").write_bytes(b"x")
    (tmp_path / "class" / "cid.py").write_text(RIGHT, encoding="utf-8")
    out, taking = tmp_path / "out", Taking(roster=tmp_path / "roster.csv")
    grade_folder(course, "mini", [tmp_path / "class"], out, sandbox="none", taking=taking)
    with pytest.raises(InputError, match=r"ann is unreadable \(.*Word document.*\): there is nothing to judge again"):
        explain(course, out, "ann", None, None)
    with pytest.raises(InputError, match=r"bob is absent \(handed in nothing\): there is nothing to judge again"):
        explain(course, out, "bob", None, None)


def test_a_mark_that_is_open_is_not_told_as_points(graded, tmp_path):
    course, _ = graded
    root = shutil.copytree(course.root, tmp_path / "course")
    suite = root / "autograder/suites/hidden/mini/square.py"
    suite.write_text(suite.read_text("utf-8").replace("return np.array([float", "raise KeyError; ([float"), "utf-8")
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ann.py").write_text(RIGHT, encoding="utf-8")
    broken = open_course(root)
    grade_folder(broken, "mini", [tmp_path / "class"], tmp_path / "out", sandbox="none")
    assert next(explain(broken, tmp_path / "out", "ann", None, None).lines()).startswith("ann, mini: grader_error; ")


def test_nothing_that_is_told_lies_where_students_look(graded):
    _, out = graded
    text(graded, "wrong")
    assert not [p for p in (out / "students").rglob("*") if "explained" in p.name or p.suffix == ".npz"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=9)
    | arrays.arrays(np.float64, arrays.array_shapes(max_side=4), elements=st.floats(allow_nan=False))
    | arrays.arrays(np.int32, arrays.array_shapes(max_side=4)),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)  # fmt: skip


@given(VALUES)
def test_a_literal_makes_the_value_again_to_the_bit(value):
    made = eval(literal(value), {"np": np})
    assert equal(made, value)
    assert shown(value) and size(value) >= 0


def equal(a, b):
    if isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(b, dict):
        return list(a) == list(b) and all(equal(a[k], b[k]) for k in b)
    if isinstance(b, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(equal, a, b))
    return type(a) is type(b) and a == b
