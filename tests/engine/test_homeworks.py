"""Loading a homework finds every fault of a course and names the file."""

import shutil

import pytest

from autograder.course import CourseError, open_course
from autograder.engine.homeworks import load_homework
from autograder.engine.suites import SuiteError


@pytest.fixture
def root(tmp_path, mini_course):
    """A copy of the small course, to be spoilt."""
    return shutil.copytree(mini_course.root, tmp_path / "course")


def load(root):
    return load_homework(open_course(root), "mini")


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


PUBLIC, HIDDEN = "autograder/suites/public/mini/square.py", "autograder/suites/hidden/mini/square.py"
SOLUTION = "solutions/mini/square.py"


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        (HIDDEN, "points=15", "points=16", "sum to 41 points, course.toml says 40"),
        (HIDDEN, "hidden=True", "hidden=False", "hidden"),
        (PUBLIC, "hidden=False", "hidden=True", "hidden"),
        (PUBLIC, "points=0", "points=1", "public cases are worth 0 points"),
        (HIDDEN, 'name="a matrix"', 'name="a vector"', "'a vector' occurs twice"),
        (HIDDEN, "def test_pure(square, rng)", "def test_pure(cube, rng)", "'cube'"),
        (SOLUTION, "def square", "def cube", "'square'"),
        (SOLUTION, ' -> Float[np.ndarray, "*shape"]', "", "the result has no annotation"),
        (SOLUTION, 'x: Float[np.ndarray, "*shape"]', "x", "'x' has no annotation"),
        (SOLUTION, "import numpy as np", "import numpy as np\n\n1 / 0", "ZeroDivisionError"),
    ],
)
def test_a_fault_of_the_course_is_one_line_that_names_the_file(root, file, old, new, reason):
    spoil(root / file, old, new)
    with pytest.raises(SuiteError) as error:
        load(root)
    assert str(root / file) in str(error.value) and reason in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("file", [PUBLIC, HIDDEN, SOLUTION])
def test_a_missing_file_is_named(root, file):
    (root / file).unlink()
    with pytest.raises(SuiteError, match=file):
        load(root)


def test_an_unknown_homework_is_answered_with_those_there_are(mini_course):
    with pytest.raises(CourseError, match=r"no homework named 'x'.*choose one of mini"):
        load_homework(mini_course, "x")


@pytest.mark.parametrize("file", [PUBLIC, HIDDEN, SOLUTION])
def test_whatever_could_change_a_mark_changes_the_digest(root, file):
    before = load(root).digest
    assert load(root).digest == before
    with open(root / file, "a") as opened:
        opened.write("\n# changed\n")
    assert load(root).digest != before


def test_limits_change_the_digest_and_a_prompt_does_not(root):
    before = load(root).digest
    with open(root / "assignment/mini/square.en.md", "a") as opened:
        opened.write("More words.\n")
    assert load(root).digest == before
    spoil(root / "assignment/course.toml", "call = 1.0", "call = 2.0")
    assert load(root).digest != before


def test_a_mistake_released_to_students_changes_no_mark_and_so_no_digest(root):
    before = load(root).digest
    spoil(root / "assignment/course.toml", "points = 40", 'points = 40\nreleased = ["doubled"]')
    assert load(root).digest == before


def test_data_that_students_read_changes_the_digest(root):
    before = load(root).digest
    (root / "assignment/mini/data/numbers.csv").write_text("x\n4\n")
    assert load(root).digest != before


def test_everything_hidden_is_among_the_secrets(mini):
    secrets = [str(path) for path in mini.secrets]
    for part in ("solutions/mini", HIDDEN, "misconceptions/mini/square.py"):
        assert any(secret.endswith(part) for secret in secrets), part
