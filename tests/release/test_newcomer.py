"""A newcomer's way, by the command alone and outside of this repository.

A course of two questions in one language, packages and weights, ten mistakes and what their messages lead to, a
release, a class of three.
"""

import csv
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder.cli import main

pytestmark = pytest.mark.slow

PROMPT = """\
How far apart are the values of each column? With $x_{ij}$ the entries of a table, the spread of column $j$ is

$$s_j = \\max_i x_{ij} - \\min_i x_{ij} .$$

**Write** `spread(x)`.

| | shape | meaning |
|---|---|---|
| `x` | $(n, d)$ | a table with at least one row |
| returns | $(d,)$ | the spread of each column |

*By hand.* The columns of $((1, 5), (4, 3))$ have the spreads $3$ and $2$.
"""
SOLUTION = '''\
"""Reference for first/spread."""

import numpy as np
import pandas as pd
from jaxtyping import Float


def spread(x: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "d"]:
    """Difference between the largest and the smallest value of each column of `x` (n, d)."""
    # BEGIN SOLUTION
    table = pd.DataFrame(x)
    return (table.max() - table.min()).to_numpy()
    # END SOLUTION
'''
PUBLIC = """\
import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare

OK_FORMAT = False
name = "spread"


@test_case(name="public: the example by hand", points=0, hidden=False)
def test_example(spread):
    compare("spread", spread(np.array([[1.0, 5.0], [4.0, 3.0]])), [3.0, 2.0])
"""
HIDDEN = '''\
"""Oracle: numpy.ptp."""

import numpy as np
from otter.test_files import test_case

from autograder.checks import assert_close, seeded

OK_FORMAT = False
name = "spread_hidden"


@test_case(name="a table", points=3, hidden=True)
@seeded
def test_table(spread, rng):
    cells = rng.normal(size=(7, 3))
    assert_close(spread(cells.copy()), np.ptp(cells, axis=0), "spread")


@test_case(name="a column below zero", points=1, hidden=True)
@seeded
def test_column(spread, rng):
    cells = rng.uniform(-9, -2, size=(5, 1))
    assert_close(spread(cells.copy()), np.ptp(cells, axis=0), "spread")
'''
WRONG = '''\
"""Wrong answers to spread."""

import numpy as np

from autograder.checks.misconceptions import misconception


@misconception("of-the-rows", function="spread", en="Along which axis do the values of one column lie?")
def of_the_rows(x):
    return x.max(axis=1) - x.min(axis=1)


@misconception("largest-alone", function="spread", en="What is the spread of a column that is constant?")
def largest_alone(x):
    return x.max(axis=0)


@misconception("sizes", function="spread", en="Do values below zero lie on the same side of it?")
def sizes(x):
    return np.abs(x).max(axis=0) - np.abs(x).min(axis=0) + 0.0
'''
ROOM = {
    "assignment/first/spread.en.md": PROMPT,
    "solutions/first/spread.py": SOLUTION,
    "autograder/suites/public/first/spread.py": PUBLIC,
    "autograder/suites/hidden/first/spread.py": HIDDEN,
    "autograder/misconceptions/first/spread.py": WRONG,
}


def homework(*arguments: object):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def done(*arguments: object) -> str:
    ran = homework(*arguments)
    assert ran.exit_code == 0, ran.output
    return ran.output


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text)
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course, with its second question written, packages added and weights changed."""
    folder = tmp_path_factory.mktemp("away") / "numbers"
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.delenv("HOMEWORK_COURSE", raising=False)
        monkeypatch.chdir(folder.parent)
        done("new", "--course", "numbers")
        monkeypatch.chdir(folder)
        said = done("new", "first/spread")
        (command,) = re.findall(r"run until it is content: homework (.*)", said)
        refused = homework(*command.split(), "--seeds", 1)
        assert refused.exit_code == 1 and refused.output.count("unfinished: ") == 1 + len(ROOM)
        for place, text in ROOM.items():
            assert f"wrote {place}" in said
            (folder / place).write_text(text, encoding="utf-8")
        manifest = folder / "assignment/course.toml"
        edit(manifest, 'title = "TODO"', 'title = "The spread of columns"')
        edit(manifest, "draft = true\n", 'packages = ["pandas"]\n')  # only this question's
        edit(manifest, "points = 10\ntitle", "points = 12\ntitle")  # no case and no other question changes for it
        done("template")
        yield folder


@pytest.fixture(autouse=True)
def here(course, monkeypatch):
    monkeypatch.delenv("HOMEWORK_COURSE", raising=False)
    monkeypatch.chdir(course)


MANIFEST = "assignment/course.toml"
VERIFY = ("verify", "first", "-q", "spread", "--seeds", 1, "--jobs", 1)
# What is broken (a file, old, new), what is run, what is said, and how the sentence itself is followed.
BROKEN = {
    "a key's spelling": (
        (MANIFEST, "points = 12", "ponts = 12"),
        VERIFY,
        r"homework 'first', question 'distances': there is no key '(?P<old>\w+)'; did you mean '(?P<new>\w+)'\?",
    ),
    "a word that is none of three": (
        (MANIFEST, "points = 100\n", 'points = 100\nhints = "ful"\n'),
        VERIFY,
        r"homework 'first': hints is \"(?P<old>ful)\"; write .* or \"full\"; did you mean '(?P<new>full)'\?",
    ),
    "a package's name": (
        (MANIFEST, '["pandas"]', '["panda"]'),
        VERIFY,
        r"package '(?P<old>panda)' is not offered; choose of numpy, .*; did you mean '(?P<new>pandas)'\?",
    ),
    "the homework's name in a command": (
        None,
        ("verify", "frist", "-q", "spread", "--seeds", 1, "--jobs", 1),
        r"no homework named '(?P<old>frist)' in .*did you mean '(?P<new>first)'\?",
    ),
    "a name in a hidden suite": (
        ("autograder/suites/hidden/first/spread.py", "cells = rng.normal(", "cels = rng.normal("),
        VERIFY,
        r"NameError: name 'cells' is not defined \(hidden/first/spread.py, line (?P<line>16)\)",
    ),
    "a colon in a reference": (
        ("solutions/first/spread.py", '-> Float[np.ndarray, "d"]:', '-> Float[np.ndarray, "d"]'),
        VERIFY,
        r"solutions/first/spread.py, line (?P<line>8): SyntaxError: expected ':'",
    ),
    "a function that the prompt does not name": (
        ("assignment/first/spread.en.md", "`spread(x)`", "`spred(x)`"),
        VERIFY,
        r"spread.en.md does not name spread of spread\n +-> write `(?P<written>spread\(x\))`",
    ),
    "a case that a wrong answer passes": (
        ("autograder/misconceptions/first/spread.py", "    return x.max(axis=0)\n", "    return np.ptp(x, axis=0)\n"),
        VERIFY,
        r"largest-alone keeps all points for 1 of 1 seeds .*\n +-> let a case of \S+ notice it .* drop it if it",
    ),
    "a hint in the wrong place": (
        (
            "autograder/misconceptions/first/spread.py",
            '"sizes", function="spread", en=',
            '"sizes", function="spread", zh=',
        ),
        VERIFY,
        r"sizes: a hint is missing\n +-> write (?P<new>en) in English",
    ),
    "a missing file": (
        ("autograder/suites/public/first/spread.py", None, None),
        VERIFY,
        r"suites/public/first/spread.py is missing\n +-> write it; homework (?P<command>new first/spread) scaffolds it",
    ),
    "an answer outside of its marks": (
        ("solutions/first/spread.py", "    # BEGIN SOLUTION\n", ""),
        VERIFY,
        r"function spread has no solution region|unbalanced markers.*\n +-> put its answer between '# BEGIN SOLUTION'",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_broken_is_said_in_a_sentence_that_leads_to_the_mend(course, kind):
    change, command, said = BROKEN[kind]
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file() and ".homework" not in str(path)}
    try:
        if change is not None:
            file, old, new = change
            if old is None:
                (course / file).unlink()
            else:
                edit(course / file, old, new)
        ran = homework(*command)
        assert ran.exit_code in (1, 2)
        found = re.search(said, ran.output)
        assert found, ran.output
        told = found.groupdict()
        if "new" in told and "old" in told:  # what the sentence proposes is what mends it
            if change is None:
                command = [told["new"] if word == told["old"] else word for word in command]
            else:
                edit(course / change[0], told["old"], told["new"])
            assert homework(*command).exit_code == 0
        elif "written" in told:
            edit(course / change[0], change[2].strip("`"), told["written"])
            done(*command)
        elif "command" in told:  # it scaffolds what is missing, and the gate goes on from there
            assert done(*told["command"].split()).startswith(f"wrote {change[0]}\n")
            assert f"unfinished: {change[0]}" in homework(*command).output
        elif "line" in told:
            lines = (course / change[0]).read_text(encoding="utf-8").split("\n")
            assert change[2] in lines[int(told["line"]) - 1] or change[2] in lines[int(told["line"]) - 2]
    finally:
        for path, content in before.items():
            path.write_bytes(content)


def test_a_folder_for_students_that_is_stale_is_mended_by_the_command_that_is_named(course):
    edit(course / "assignment/first/index.en.md", "A first homework.", "The first homework.")
    stale = homework("verify", "first", "--seeds", 1, "--jobs", 1, "--no-install")
    (command,) = set(re.findall(r"write the folder anew: homework (\w+)", stale.output))
    assert stale.exit_code == 1 and "FAIL first: 1 to mend" in stale.output
    done(command)
    done("verify", "first", "--seeds", 1, "--jobs", 1, "--no-install")


def test_the_course_is_verified_released_and_a_class_of_three_is_graded(course, tmp_path):
    refused = homework("release", "first", "--out", "zips")
    if refused.exit_code:  # where no test before this one has verified it
        (command,) = re.findall(r"run homework (verify first)", refused.output)
        done(*command.split(), "--seeds", 2, "--jobs", 1, "--no-install")
    done("release", "first", "--out", "zips")
    (path,) = Path("zips/to-students").glob("first-*.zip")
    with zipfile.ZipFile(path) as zipped:
        names = ("first.py", "README.md", "tests/spread.py")
        stub, readme, tests = (zipped.read(f"first/{name}").decode() for name in names)
    assert "pip install" in readme and " pandas" in readme and "by hand" in tests
    assert "**Write** `spread(x)`" in stub and not re.search("[\u4e00-\u9fff]", stub + readme)

    folder = tmp_path / "class"
    folder.mkdir()
    right = re.sub(
        r"    # your code here\n    raise NotImplementedError\(\"spread\"\)", "    return np.ptp(x, axis=0)", stub
    )
    right = right.replace(
        '    # your code here\n    raise NotImplementedError("distances")', "    return np.linalg.norm(x - p, axis=1)"
    )
    half = right.replace("np.linalg.norm(x - p, axis=1)", "((x - p) ** 2).sum(axis=1)")
    for name, text in {"ann": right, "ben": half, "eve": stub}.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    done("grade", "first", folder, "--out", tmp_path / "out", "--jobs", 1)
    with (tmp_path / "out/grades.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    (name_column, *_) = rows[0]
    score = next(column for column in rows[0] if column in ("score", "total"))
    marks = {row[name_column]: float(row[score]) for row in rows}
    weights = tomllib.loads((course / MANIFEST).read_text(encoding="utf-8"))["homework"][0]["question"]
    assert [question["points"] for question in weights] == [12, 10]
    assert marks == pytest.approx({"ann": 100, "ben": 100 * 10 / 22, "eve": 0}, abs=0.01)
    page = (tmp_path / "out/students/ben.html").read_text(encoding="utf-8")
    assert "What unit has a squared length?" in page and not re.search("[\u4e00-\u9fff]", page)
