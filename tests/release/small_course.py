"""A whole course of one homework, small enough to read: what the tests of this folder release."""

from pathlib import Path

from autograder.course import Course, open_course

MANIFEST = """\
name = "small"
title = { en = "Small", zh = "小" }
seed = 1

[[homework]]
name = "vectors"
title = { en = "Vectors", zh = "向量" }
data = ["points.csv"]

[[homework.question]]
name = "centre"
functions = ["centre"]
points = 60
title = { en = "Centring", zh = "中心化" }

[[homework.question]]
name = "norms"
functions = ["largest", "norms"]
points = 40
title = { en = "Norms", zh = "范数" }

[[homework.written]]
name = "why"
title = { en = "Why centre", zh = "为什么中心化" }
rubric = [
  { name = "a", points = 2, text = { en = "one", zh = "一" } },
  { name = "b", points = 1, text = { en = "two", zh = "二" } },
]
"""

CENTRE = '''\
"""Reference for vectors/centre."""

import numpy as np
from jaxtyping import Float


def centre(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    """Subtracts the mean of each column."""
    # BEGIN SOLUTION
    column_means = x.mean(axis=0, keepdims=True)
    return x - column_means
    # END SOLUTION
'''

NORMS = '''\
"""Reference for vectors/norms."""

import math
from typing import TypedDict

import numpy as np
from jaxtyping import Float, Int

TINY = 1e-12


class Norms(TypedDict):
    """Both norms."""

    one: float
    two: float


def largest(v: Float[np.ndarray, "n"]) -> float:
    """Largest absolute entry."""
    # BEGIN SOLUTION
    return float(np.abs(v).max())
    # END SOLUTION


# BEGIN SOLUTION
def sum_of_squares(v):
    return float((v * v).sum())


# END SOLUTION
def norms(v: Float[np.ndarray, "n"]) -> Norms:
    """The 1-norm and the 2-norm."""
    size = len(v)
    # BEGIN SOLUTION
    assert size >= 0
    return {"one": float(np.abs(v).sum()), "two": math.sqrt(sum_of_squares(v))}
    # END SOLUTION
'''

PUBLIC = """\
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"


@test_case(name="public: example", points=0, hidden=False)
def test_example({functions}):
    {line}
"""

HIDDEN = '''\
"""Oracle: by hand."""

import numpy as np
from otter.test_files import test_case

from autograder.checks import assert_close, seeded

OK_FORMAT = False
name = "{name}_hidden"


@test_case(name="several", points={most}, hidden=True)
@seeded
def test_several({functions}, rng):
    draws = rng.normal(size=(7, 3))
    {several}


@test_case(name="one", points={least}, hidden=True)
@seeded
def test_one({functions}, rng):
    draws = rng.normal(size=(1, 5))
    {one}
'''

WRONG = '''\
"""Wrong answers to centre."""

import numpy as np

from autograder.checks.misconceptions import misconception


@misconception("whole-mean", function="centre", en="Which axis holds the samples?", zh="哪一个轴是样本？")
def whole_mean(x):
    return x - np.mean(x, axis=None)
'''

EXPLORE = """\
# What centring does. / 中心化的效果。
try:
    print(label("mean", "均值"), centre(np.ones((2, 3))).mean())
except NotImplementedError:
    print("Finish `centre` first. / 先完成 `centre`。")
"""

FILES = {
    "assignment/course.toml": MANIFEST,
    "assignment/vectors/index.en.md": "What this is about.\n",
    "assignment/vectors/index.zh.md": "这次作业的内容。\n",
    "assignment/vectors/centre.en.md": "Write `centre(x)`: $x - \\bar x$.\n",
    "assignment/vectors/centre.zh.md": "请实现 `centre(x)`：$x - \\bar x$。\n",
    "assignment/vectors/centre.explore.py": EXPLORE,
    "assignment/vectors/norms.en.md": "Write `largest(v)` and `norms(v)`.\n",
    "assignment/vectors/norms.zh.md": "请实现 `largest(v)` 与 `norms(v)`。\n",
    "assignment/vectors/why.en.md": "Explain in three sentences.\n",
    "assignment/vectors/why.zh.md": "用三句话说明。\n",
    "assignment/vectors/data/points.csv": "x,y\n1,2\n",
    "solutions/vectors/centre.py": CENTRE,
    "solutions/vectors/norms.py": NORMS,
    "autograder/suites/public/vectors/centre.py": PUBLIC.format(
        name="centre", functions="centre", line="assert np.allclose(centre(np.array([[1.0], [3.0]])), [[-1.0], [1.0]])"
    ),
    "autograder/suites/public/vectors/norms.py": PUBLIC.format(
        name="norms", functions="largest, norms", line="assert largest(np.array([3.0, -4.0])) == 4.0"
    ),
    "autograder/suites/hidden/vectors/centre.py": HIDDEN.format(
        name="centre",
        functions="centre",
        most=50,
        least=10,
        several="assert_close(centre(draws.copy()), draws - np.average(draws, axis=0), 'centred')",
        one="assert_close(centre(draws.copy()), np.zeros((1, 5)), 'centred')",
    ),
    "autograder/suites/hidden/vectors/norms.py": HIDDEN.format(
        name="norms",
        functions="largest, norms",
        most=30,
        least=10,
        several="assert_close(largest(draws[0].copy()), np.linalg.norm(draws[0], np.inf), 'largest')",
        one="assert_close(norms(draws[0].copy())['two'], np.linalg.norm(draws[0]), 'two')",
    ),
    "autograder/misconceptions/vectors/centre.py": WRONG,
}


def write_small_course(root: Path, changes: dict[str, str | None] | None = None) -> Course:
    """Writes the course into a folder; `changes` replaces files, or leaves them out where it says None."""
    for name, content in {**FILES, **(changes or {})}.items():
        if content is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode())
    return open_course(root)
