"""Loading a homework finds every fault of a course and names the file."""

import shutil

import pytest

from autograder.course import CourseError, open_course
from autograder.questions.loading import load_homework
from autograder.questions.trusted import QuestionError


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
    with pytest.raises(QuestionError) as error:
        load(root)
    assert str(root / file) in str(error.value) and reason in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("file", [PUBLIC, HIDDEN, SOLUTION])
def test_a_missing_file_is_named(root, file):
    (root / file).unlink()
    with pytest.raises(QuestionError, match=file):
        load(root)


def test_an_unknown_homework_is_answered_with_those_there_are(mini_course):
    with pytest.raises(CourseError, match=r"no homework named 'x'.*choose one of mini"):
        load_homework(mini_course, "x")


def test_everything_hidden_is_among_the_secrets(mini):
    secrets = [str(path) for path in mini.secrets]
    for part in ("solutions/mini", HIDDEN, "misconceptions/mini/square.py"):
        assert any(secret.endswith(part) for secret in secrets), part
