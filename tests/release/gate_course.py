"""A course of one homework with one question that passes the gate, and ways to spoil it."""

from pathlib import Path

from autograder.course import Course, open_course
from autograder.release.template import write_template

MANIFEST = """\
name = "small"
title = { en = "Small", zh = "小" }
seed = 1

[[homework]]
name = "vectors"
title = { en = "Vectors", zh = "向量" }
data = []

[[homework.question]]
name = "centre"
functions = ["centre"]
points = 100
title = { en = "Centring", zh = "中心化" }
"""

PROMPT = {
    "en": "**Write** `centre(x)`: $x - \\bar x$ with the mean of each column.\n",
    "zh": "**请实现** `centre(x)`：$x - \\bar x$，均值按列计算。\n",
}

SOLUTION = '''\
"""Reference for vectors/centre."""

import numpy as np
from jaxtyping import Float


def centre(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    """Subtracts the mean of each column."""
    # BEGIN SOLUTION
    column_means = x.sum(axis=0) / len(x)
    return x - column_means
    # END SOLUTION
'''

PUBLIC = """\
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "centre"


@test_case(name="public: example", points=0, hidden=False)
def test_example(centre):
    assert np.allclose(centre(np.array([[1.0, 5.0], [3.0, 9.0]])), [[-1.0, -2.0], [1.0, 2.0]])
"""

HIDDEN = '''\
"""Oracle: numpy.average."""

import numpy as np
from otter.test_files import test_case

from autograder.checks import assert_close, assert_pure, seeded

OK_FORMAT = False
name = "centre_hidden"


@test_case(name="several rows", points=99, hidden=True)
@seeded
def test_several(centre, rng):
    draws = rng.normal(size=(7, 3)) + 1.0
    assert_close(centre(draws.copy()), draws - np.average(draws, axis=0), "centred")


@test_case(name="the argument stays as it is", points=1, hidden=True)
@seeded
def test_pure(centre, rng):
    draws = rng.normal(size=(7, 3)) + 1.0
    assert_close(centre(draws.copy()), draws - np.average(draws, axis=0), "centred")
    assert_pure(centre, draws)
'''

WRONG = '''\
"""Wrong answers to centre."""

import numpy as np

from autograder.checks.misconceptions import misconception


@misconception("whole-mean", function="centre", en="Which axis holds the samples?", zh="哪一个轴是样本？")
def whole_mean(x):
    return x - np.mean(x, axis=None)


@misconception("in-place", function="centre", en="The caller's array changes.", zh="调用者的数组被改动了。")
def in_place(x):
    x -= x.mean(axis=0)
    return x
'''

FILES = {
    "assignment/course.toml": MANIFEST,
    "assignment/vectors/index.en.md": "What this is about.\n",
    "assignment/vectors/index.zh.md": "这次作业的内容。\n",
    "assignment/vectors/centre.en.md": PROMPT["en"],
    "assignment/vectors/centre.zh.md": PROMPT["zh"],
    "solutions/vectors/centre.py": SOLUTION,
    "autograder/suites/public/vectors/centre.py": PUBLIC,
    "autograder/suites/hidden/vectors/centre.py": HIDDEN,
    "autograder/misconceptions/vectors/centre.py": WRONG,
}
NAMES = {
    "manifest": "assignment/course.toml",
    "en": "assignment/vectors/centre.en.md",
    "zh": "assignment/vectors/centre.zh.md",
    "solution": "solutions/vectors/centre.py",
    "public": "autograder/suites/public/vectors/centre.py",
    "hidden": "autograder/suites/hidden/vectors/centre.py",
    "wrong": "autograder/misconceptions/vectors/centre.py",
    "equivalent": "autograder/misconceptions/vectors/equivalent.toml",
    "explore": "assignment/vectors/centre.explore.py",
}


def write_gate_course(root: Path, changes: dict[str, str | None] | None = None, *, template: bool = True) -> Course:
    """Writes the course; `changes` replaces files by the names above, or leaves them out where it says None."""
    files: dict[str, str | None] = {**FILES, **{NAMES[name]: text for name, text in (changes or {}).items()}}
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode())
    course = open_course(root)
    if template:
        write_template(course, course.homework("vectors"), course.template("vectors"))
    return course


def replaced(text: str, old: str, new: str) -> str:
    """The text with one change, which must be possible."""
    assert text.count(old) == 1, (old, text.count(old))
    return text.replace(old, new)
