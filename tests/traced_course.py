"""The small course with declared intermediate values in one reference, and more public examples of it."""

import shutil
from pathlib import Path

from autograder.course import open_course
from autograder.release.template import write_template

MINI = Path(__file__).parent / "mini_course"
SOLUTION = """\
    mean = x.mean()  # -> mean
    deviations = x - mean  # -> deviations (n)
    var = (deviations**2).mean()  # -> var; divided by n
    return float(mean), float(np.sqrt(var))
"""
MORE = """

@test_case(name="public: three more numbers", points=0, hidden=False)
def test_three_more(mean_and_std):
    mean, std = mean_and_std(np.array([0.37, 1.91, -2.44]))
    compare("mean", mean, -0.0533333)
    compare("std", std, 1.8009319)


@test_case(name="public: four numbers", points=0, hidden=False)
def test_four(mean_and_std):
    mean, std = mean_and_std(np.array([0.5, 1.25, -2.75, 3.3]))
    compare("mean", mean, 0.575)
    compare("std", std, 2.1761491)
"""
WRONG = """\
import numpy as np


def mean_and_std(x):
    m = np.sum(x) / len(x)
    d = x - m
    variance = np.sum(d**2) / (len(x) - 1)
    return float(m), float(np.sqrt(variance))
"""
EN = (
    "`variance` in line 7 is the first value that differs: it is n/(n - 1) times the expected one. "
    "`m` and `d` are right."
)
ZH = "第 7 行的 `variance` 是最先出现差异的值：它是应有的值的 n/(n - 1) 倍。`m`、`d` 是对的。"


def traced_course(folder, trace="public"):
    """A copy of the small course; `trace` is the manifest's."""
    root = shutil.copytree(MINI, folder / "course")
    manifest = root / "assignment/course.toml"
    text = manifest.read_text(encoding="utf-8")
    if trace is not None:
        text = text.replace('data = ["numbers.csv"]\n', f'data = ["numbers.csv"]\ntrace = "{trace}"\n')
    manifest.write_text(text, encoding="utf-8")
    solution = root / "solutions/mini/mean_and_std.py"
    before, _, rest = solution.read_text(encoding="utf-8").partition("    return float(")
    solution.write_text(before + SOLUTION + rest.partition("\n")[2], encoding="utf-8")
    public = root / "autograder/suites/public/mini/mean_and_std.py"
    public.write_text(public.read_text(encoding="utf-8") + MORE, encoding="utf-8")
    course = open_course(root)
    write_template(course, course.homework("mini"), course.template("mini"))
    return course
