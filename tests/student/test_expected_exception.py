"""Where the prompt asks for a ValueError and another exception comes, both are named; a student's `assert` is one."""

import shutil
from pathlib import Path

import pytest

from autograder.student import check as student
from autograder.student.notebook import Grader
from tests.student.test_check import RIGHT, check, handout  # noqa: F401

ROOT = Path(__file__).parents[2]
ASSERT = """import numpy as np
def k_fold(n, k):
    {}
    folds = np.array_split(np.arange(n), k)
    return [(np.concatenate([folds[j] for j in range(k) if j != i]), folds[i]) for i in range(k)]
"""
SAID = {
    (
        "assert 2 <= k <= n",
        "en",
    ): "AssertionError raised, ValueError expected: in line 3 (`assert 2 <= k <= n`); an assert",
    ("assert 2 <= k <= n", "zh"): "抛出的是 AssertionError，应抛出 ValueError：位于第 3 行（`assert 2 <= k <= n`）",
    ("[0][not 2 <= k <= n]", "en"): "IndexError raised, ValueError expected: it",
    (
        "[0][not 2 <= k <= n]",
        "zh",
    ): "抛出的是 IndexError，应抛出 ValueError：出错的是",
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "trees" / "tests").mkdir(parents=True)
    shutil.copy(ROOT / "student_template/trees/tests/k_fold.py", tmp_path / "trees" / "tests")
    return tmp_path / "trees"


def run(folder, source, lang):
    path = folder / "trees.py"
    path.write_text(source)
    return student.check(path, [folder / "tests" / "k_fold.py"], lang)


@pytest.mark.parametrize(("line", "lang"), SAID)
def test_both_exceptions_are_named_in_the_command_and_in_a_notebook(folder, line, lang):
    source = ASSERT.format(line)
    checked = run(folder, source, lang)
    wrong = {case.case: case for case in checked.cases if case.outcome != "passed"}
    assert {case.outcome for case in wrong.values()} == {"errored"} and len(wrong) >= 1
    error = SAID[line, lang].partition("Error")[0].split()[-1] + "Error"
    for name, case in wrong.items():
        assert case.message.startswith(error)
        assert SAID[line, lang] in checked.remarks["k_fold", name]
    namespace = {"__file__": str(folder / "trees.py"), "LANGUAGE": lang, "grader": Grader("trees", folder=folder)}
    exec(compile(source, str(folder / "trees.py"), "exec"), namespace)
    assert SAID[line, lang] in str(eval("grader.check('k_fold')", namespace))


def test_no_exception_is_expected_where_a_value_is(folder):
    checked = run(folder, ASSERT.format("assert n == 0"), "en")
    said = {case.case.removeprefix("public: "): checked.remarks.get(("k_fold", case.case)) for case in checked.cases}
    assert all("ValueError expected" not in (remark or "") for remark in said.values()) and any(said.values())


def test_a_student_s_own_assert_is_raised_and_not_a_wrong_value(handout):  # noqa: F811
    checked = check(handout, RIGHT.replace("    return x * x", "    assert len(x) == 5, 'five'\n    return x * x"))
    (case,) = [case for case in checked.cases if case.question == "square"]
    assert (case.outcome, case.message) == ("errored", "AssertionError: five"), "as when it is graded"
