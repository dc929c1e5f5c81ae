"""`gradient_check`: a gradient beside central differences, with the worst entry named in the student's language."""

import numpy as np
import pytest

from autograder.student.gradients import gradient_check


def cubes(x):
    return (np.asarray(x) ** 3).sum()


@pytest.mark.parametrize("x", [2.0, np.array([1.0, -2.0, 0.0]), np.arange(6.0).reshape(2, 3), np.array([1, 2, 3])])
def test_a_right_gradient_is_fine(x, capsys):
    error = gradient_check(cubes, x, 3 * np.asarray(x) ** 2, lang="en")
    assert error.shape == np.shape(x) and (error < 1e-5).all()
    assert capsys.readouterr().out.startswith("gradient ok: ")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "gradient wrong: relative error 5.0e-01 at [1, 2]: yours 150, by differences 75\n"),
        ("zh", "梯度不对：相对误差 5.0e-01（位置 [1, 2]）：你的结果 150，差分结果 75\n"),
    ],
)
def test_the_worst_entry_is_named(lang, said, capsys):
    x = np.arange(6.0).reshape(2, 3)
    gradient = 3 * x**2
    gradient[1, 2] *= 2
    assert gradient_check(cubes, x, gradient, lang=lang)[1, 2] == pytest.approx(0.5)
    assert capsys.readouterr().out == said


def test_a_factor_is_off_everywhere_it_can_be_seen(capsys):
    gradient_check(cubes, np.array([1.0, 2.0, 0.0]), 2 * np.array([3.0, 12.0, 0.0]), lang="en")
    assert capsys.readouterr().out.endswith("; 2 of 3 entries are off\n")


def test_large_entries_do_not_hide_a_small_one_nor_does_rounding_near_0_count(capsys):
    x = np.array([100.0, 1e-3])
    assert (gradient_check(cubes, x, 3 * x**2) < 1e-5).all()
    assert gradient_check(lambda z: z @ z, np.array([1.0, 1.0]), np.array([2.0, 2.001]))[1] > 1e-5


def test_what_cannot_be_compared_is_told(capsys):
    x = np.ones(3)
    assert np.isinf(gradient_check(cubes, x, np.ones((3, 1)), lang="en")).all()
    assert np.isinf(gradient_check(lambda z: z, x, x, lang="en")).all()
    assert np.isinf(gradient_check(lambda z: np.inf, x, x, lang="en")).all()
    assert np.isinf(gradient_check(cubes, x, np.array([3.0, np.nan, 3.0]), lang="en")[1])
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0].split(" at ")[0] for line in said] == [
        "gradient wrong",
        "f must return one number, it returns the shape (3,)",
        "f is not finite near x",
        "gradient wrong",
    ]


def test_a_function_that_changes_its_argument_does_not_spoil_the_next_difference():
    def spoiling(z):
        value = cubes(z)
        z[:] = 0
        return value

    x = np.array([1.0, 2.0])
    assert (gradient_check(spoiling, x, 3 * x**2) < 1e-5).all() and x.tolist() == [1.0, 2.0]
