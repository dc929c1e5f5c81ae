"""Released mistakes, from `homework release` to `homework check`: they are named if certain, and only then."""

import base64
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from autograder import cli
from autograder.course import open_course
from autograder.release.leaks import leaks
from autograder.release.student_zip import student_files
from autograder.student import check as student
from autograder.student.show import show

TESTS = Path(__file__).parents[1]
RIGHT = (TESTS / "golden" / "a-right-answer" / "submission.py").read_text()
WRONG = RIGHT.replace("x * x", "2 * x")
ANOTHER = """

@misconception(
    "absolute", function="square", en="The size of a number is not its square.", zh="绝对值不是平方。", convention=True
)
def absolute(x):
    return np.abs(x)
"""


def course_with(tmp_path, released):
    """The small course with a second misconception, releasing these."""
    root = tmp_path / "course"
    shutil.copytree(TESTS / "mini_course", root)
    manifest = root / "assignment/course.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("points = 40\n", f"points = 40\nreleased = {released}\n"), encoding="utf-8")
    wrong = root / "autograder/misconceptions/mini/square.py"
    source = wrong.read_text(encoding="utf-8").replace("from autograder", "import numpy as np\n\nfrom autograder", 1)
    wrong.write_text(source + ANOTHER, encoding="utf-8")
    return root


def student_zip_in(dist):
    """The one zip for students."""
    (path,) = (dist / "to-students").glob("mini-*.zip")
    return path


def release(tmp_path, released):
    """The result of `homework release`, and the unpacked folder of a student."""
    root = course_with(tmp_path, released)
    arguments = ["release", "mini", "--out", str(tmp_path / "dist"), "--unverified"]
    done = CliRunner().invoke(cli.main, arguments, env={"HOMEWORK_COURSE": str(root)})
    if done.exit_code == 0:
        with zipfile.ZipFile(student_zip_in(tmp_path / "dist")) as archive:
            archive.extractall(tmp_path)
    return done, tmp_path / "mini"


@pytest.fixture
def folder(tmp_path):
    """A student's folder with the hints of one mistake."""
    done, folder = release(tmp_path, '["doubled"]')
    assert done.exit_code == 0, done.output
    return folder


def check(folder, source, lang="en", deadline=10.0):
    (folder / "mini.py").write_text(source, encoding="utf-8")
    file, tests = student.find(folder / "mini.py")
    return student.check(file, student.order(file, tests), lang, deadline)


def named(checked):
    return {function: mistake.id for (_, function), mistake in checked.mistakes.items()}


def test_a_released_mistake_is_named_below_its_case_in_the_student_s_language(folder, capsys):
    show(check(folder, WRONG), "en")
    lines = capsys.readouterr().out.split("\n")
    assert lines[3:6] == [
        "✗ square: two numbers: wrong",
        "    square: wrong at [0]: got 6, expected 9",
        "    doubled: The square of a number is not twice the number: compare 3 with 9.",
    ]
    show(check(folder, WRONG, "zh"), "zh")
    assert "    doubled：平方不是两倍：请比较 3 和 9。" in capsys.readouterr().out


def test_a_notebook_gets_the_same_hint(folder):
    made = [{"cell_type": "code", "metadata": {}, "source": WRONG, "outputs": [], "execution_count": None}]
    notebook = json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    (folder / "mini.ipynb").write_text(notebook)
    file, tests = student.find(folder / "mini.ipynb")
    assert named(student.check(file, student.order(file, tests), "en")) == {"square": "doubled"}


@pytest.mark.parametrize(
    "wrong",
    [
        "return x + x + 1e-3",
        "return np.abs(x)",  # known, but not released
        "return x * x * x",
        "return 2 * x if len(x) < 6 else x * x",  # right on some probes
        "return 2 * x if x.ndim == 1 else 3 * x",
        "return None",
        "raise NotImplementedError",
        "raise SystemExit",
        "raise ValueError",
        "return {1: x}",
    ],
)
def test_nothing_is_named_that_does_not_agree_on_every_probe(folder, wrong):
    checked = check(folder, RIGHT.replace("return x * x", wrong))
    assert checked.mistakes == {} and checked.hints == []
    assert len(checked.cases) == 4


def test_a_right_answer_is_not_even_asked(folder):
    checked = check(folder, RIGHT.replace("x * x", "x * x if len(x) == 2 else 1 / 0"))
    assert checked.passed and checked.mistakes == {}


def test_the_mistake_is_named_whatever_the_dress(folder):
    for dressed in ("(2 * x).tolist()", "(2 * x).astype(np.float32)", "np.asfortranarray(x + x)"):
        assert named(check(folder, RIGHT.replace("x * x", dressed))) == {"square": "doubled"}
    bare = WRONG.replace('def square(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]', "def square(x)")
    assert named(check(folder, bare)) == {"square": "doubled"}


def test_another_convention_is_called_that(tmp_path, capsys):
    _, folder = release(tmp_path, '"all"')
    checked = check(folder, RIGHT.replace("x * x", "np.abs(x)"))
    assert named(checked) == {"square": "absolute"}
    show(checked, "en")
    assert "    absolute (another convention): The size of a number" in capsys.readouterr().out
    assert named(check(folder, WRONG)) == {"square": "doubled"}


def test_a_mistake_in_a_function_that_no_wrong_case_calls_stands_below_them(capsys):
    checked = student.Checked(Path("q.py"), [student.CaseNews("q", "public: f", "failed", "f: wrong", ("f",))])
    checked.mistakes["q", "g"] = student.Mistake("off-by-one", "Count again.", False)
    checked.remarks["q", "public: f"] = "every number is 0"
    show(checked, "en")
    lines = capsys.readouterr().out.split("\n")
    assert lines[1:4] == ["    f: wrong", "    every number is 0", "    g: off-by-one: Count again."]


def test_what_is_printed_on_the_probes_is_not_shown(folder, capfd):
    check(folder, RIGHT.replace("return x * x", "print('PRINTED', len(x))\n    return 2 * x"))
    assert capfd.readouterr().err.count("PRINTED") == 1


@pytest.mark.parametrize("end", ["while True:\n            pass", "import os\n        os._exit(3)"])
def test_a_function_that_does_not_return_from_a_probe_costs_the_hint_and_nothing_else(folder, end):
    body = f"if len(x) != 2:\n        {end}\n    return 2 * x"
    checked = check(folder, RIGHT.replace("return x * x", body), deadline=2.0)
    assert [case.outcome for case in checked.cases].count("passed") == 3
    assert len(checked.cases) == 4 and checked.mistakes == {} and not checked.unreadable
    (case,) = [case for case in checked.cases if case.question == "square"]
    assert case.message == "square: wrong at [0]: got 6, expected 9"


def damaged(folder):
    """Ways to have no file of hints, by what is wrong with it."""
    path = folder / "hints" / "square.json"
    good = json.loads(path.read_text(encoding="utf-8"))

    def changed(**changes):
        return json.dumps(good | changes)

    (function,) = good["functions"]
    (mistake,) = function["mistakes"]
    shorter = function | {"mistakes": [mistake | {"answers": mistake["answers"][:-1]}]}
    noise = function | {"probes": [base64.b64encode(b"noise").decode()] * len(function["probes"])}
    return {
        "nothing": "",
        "half": path.read_text(encoding="utf-8")[:500],
        "a list": "[]",
        "NaN": "NaN",
        "another format": changed(format=2),
        "another question": changed(question="mean_and_std"),
        "a further field": changed(code="print(1)"),
        "an answer too few": changed(functions=[shorter]),
        "noise for probes": changed(functions=[noise]),
        "nested": "[" * 100_000,
        "latin": "\xff\xfe",
    }


@pytest.mark.parametrize(
    "kind",
    ["nothing", "half", "a list", "NaN", "another format", "another question", "a further field", "an answer too few",
     "noise for probes", "nested", "latin"],
)  # fmt: skip
def test_a_damaged_file_is_told_in_one_line_and_costs_nothing_else(folder, kind, capsys):
    (folder / "hints" / "square.json").write_text(damaged(folder)[kind], encoding="latin-1")
    checked = check(folder, WRONG)
    assert [case.outcome for case in checked.cases].count("passed") == 3 and len(checked.cases) == 4
    show(checked, "en")
    (line,) = [line for line in capsys.readouterr().out.split("\n") if "hints" in line]
    assert line.startswith("! hints cannot be used; take the file from the homework's zip again: hints/square.json: ")


def test_without_released_mistakes_there_is_no_file_and_no_word_of_it(tmp_path, capsys):
    done, folder = release(tmp_path, "[]")
    assert done.exit_code == 0 and not (folder / "hints").exists()
    show(check(folder, WRONG), "en")
    assert "hint" not in capsys.readouterr().out


# -- the release ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("released", "says"),
    [
        ('["tripled"]', "mini/square: released names 'tripled', which is not in "),
        ('["doubled", "doubled"]', "ids in released of homework 'mini', question 'square' must differ"),
        ('"everything"', "released is 'everything'; write a list of ids, or \"all\""),
        ("[1]", "released"),
        ("true", "released"),
    ],
)
def test_a_wrong_released_is_one_line_that_says_what_to_do(tmp_path, released, says):
    done, _ = release(tmp_path, released)
    assert done.exit_code == 2
    (line,) = [line for line in done.output.strip().split("\n") if line.startswith("error: ")]
    assert says in line and "course.toml" in line


def test_the_choice_is_named_with_an_unknown_id(tmp_path):
    done, _ = release(tmp_path, '["tripled"]')
    assert "take it out, or choose from: doubled, absolute" in done.output


def test_the_same_release_is_the_same_bytes(tmp_path):
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        release(tmp_path / name, '"all"')
        made.append(student_zip_in(tmp_path / name / "dist").read_bytes())
    assert made[0] == made[1]


def test_only_what_is_released_is_in_the_zip_and_nothing_hidden(tmp_path):
    course = open_course(course_with(tmp_path, '["doubled"]'))
    homework = course.homework("mini")
    files = student_files(course, homework)
    text = files["hints/square.json"].decode()
    assert [name for name in files if name.startswith("hints/")] == ["hints/square.json"]
    assert "absolute" not in text and "绝对值" not in text
    assert leaks(course, homework, files) == []
    hints = json.loads(text)
    (function,) = hints["functions"]
    blobs = [*function["probes"], *function["mistakes"][0]["answers"]]
    assert len(function["probes"]) >= 4
    for name in ("a vector", "a matrix", "argument", "lambda", "def ", "x * x"):  # no name of a case, no code
        assert not any(name.encode() in base64.b64decode(blob) for blob in blobs)


@pytest.mark.parametrize("way", ["en", "encoded"])
def test_a_hidden_line_in_the_hints_is_still_found(tmp_path, way):
    course = open_course(course_with(tmp_path, '["doubled"]'))
    homework = course.homework("mini")
    files = student_files(course, homework)
    line = 'assert_true((got >= 0).all(), "square: an entry is negative")'
    assert line in course.hidden_suite("mini", "square").read_text(encoding="utf-8")
    hints = json.loads(files["hints/square.json"])
    mistake = hints["functions"][0]["mistakes"][0]
    if way == "en":
        mistake["en"] = f"Look: {line}"
    else:
        mistake["answers"][0] = base64.b64encode(b"\x80" + line.encode()).decode()
    found = leaks(course, homework, files | {"hints/square.json": json.dumps(hints).encode()})
    assert found and all(text.startswith("hints/square.json: holds a line of the hidden suite") for text in found)
