"""A package that the homework does not offer is told of before it costs points: by the command and in the notebook."""

import linecache
import shutil

import pytest

from autograder.course import find_course
from autograder.student import check as student
from autograder.student.notebook import Grader

COURSE = find_course()
SAID = {
    "en": "{} is not available when this is graded: this homework offers the standard library and numpy",
    "zh": "评分时不能使用 {}：本作业可用的是标准库和 numpy",
}
PLACE = {"en": "cell In [{}], line {}: ", "zh": "单元格 In [{}] 第 {} 行："}
IMPORTS = [
    "import numpy as np\nfrom scipy.special import expit as squash",
    "import pandas\n\ndef helper(z):\n    return squash(z)",
    "def sigmoid(z):\n    import torch, math\n    return helper(z)",
    "def sigmoid_backward(z, dh):\n    return dh * helper(z) * (1 - helper(z))",
]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(COURSE.template("losses"), tmp_path / "losses")


class Kernel:
    """Runs cells as Jupyter's kernel does: each is a file of its own, and `In` keeps them."""

    def __init__(self, folder, lang):
        self.names = {"In": [""], "grader": Grader("losses", lang, folder), "LANGUAGE": lang}

    def run(self, *cells):
        for cell in cells:
            file = f"<cell {id(self)} {len(self.names['In'])}>"
            linecache.cache[file] = (len(cell), None, cell.splitlines(keepends=True), file)
            self.names["In"].append(cell)
            exec(compile(cell, file, "exec"), self.names)

    def says(self, question="sigmoid"):
        return str(eval(f"grader.check({question!r})", self.names))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_notebook_tells_where_each_is_imported_that_the_functions_need(folder, lang):
    kernel = Kernel(folder, lang)
    kernel.run(*IMPORTS)
    said = kernel.says().split("\n")
    places = {"torch": (3, 2), "pandas": (2, 1), "scipy": (1, 2)}
    assert {line for line in said if line.startswith("!")} == {
        f"! {PLACE[lang].format(*where)}{SAID[lang].format(package)}" for package, where in places.items()
    }


def test_a_cell_that_was_corrected_and_run_again_is_told_nothing_any_more(folder):
    kernel = Kernel(folder, "en")
    kernel.run(*IMPORTS, "def helper(z):\n    return 1 / (1 + np.exp(-z))", "def sigmoid(z):\n    return helper(z)")
    assert "not available" not in kernel.says()


def test_what_is_inert_guarded_offered_or_lies_beside_the_notebook_is_not_told(folder):
    (folder / "mine.py").write_text("")
    kernel = Kernel(folder, "en")
    kernel.run(
        "import math, numpy as np\nfrom autograder.student.gradients import gradient_check\n"
        "try:\n    import numba\nexcept ImportError:\n    numba = None\n"
        "def sigmoid(z):\n    if math is None:\n        import mine, matplotlib.pyplot as plt\n"
        "    return 1 / (1 + np.exp(-z))\n"
    )
    assert "not available" not in kernel.says()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_command_tells_of_the_same_import(folder, lang):
    (folder / "losses.py").write_text(
        "import numpy as np\ndef sigmoid(z):\n    from scipy.special import expit\n    return expit(z)\n"
        "import pandas\ndef sigmoid_backward(z, dh):\n    return dh\n"
    )
    path, tests = student.find(folder / "losses.py")
    checked = student.check(path, student.choose(path, tests, ["sigmoid"]), lang)
    assert SAID[lang].format("scipy") in checked.cases[0].message
    assert SAID[lang].format("pandas") in checked.cells[0]
