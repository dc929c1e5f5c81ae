import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "steepest_descent"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(steepest_descent_direction):
    compare(say("direction", "方向"), steepest_descent_direction(np.array([3.0, -4.0])), [-0.6, 0.8])


@test_case(name="public: a zero gradient", points=0, hidden=False)
def test_zero(steepest_descent_direction):
    compare(
        say("direction for a zero gradient", "零梯度时的方向"), steepest_descent_direction(np.zeros(3)), [0.0, 0.0, 0.0]
    )


@test_case(name="public: a short gradient", points=0, hidden=False)
def test_short(steepest_descent_direction):
    compare(say("direction", "方向"), steepest_descent_direction(np.array([3e-9, -4e-9])), [-0.6, 0.8])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(steepest_descent_direction):
    unchanged("steepest_descent_direction(grad)", steepest_descent_direction, np.array([3.0, -4.0]), new=True)
    unchanged("steepest_descent_direction(grad)", steepest_descent_direction, np.zeros(2), new=True)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(steepest_descent_direction):
    compare(say("direction", "方向"), steepest_descent_direction(np.array([3, -4])), [-0.6, 0.8])
    compare(say("direction", "方向"), steepest_descent_direction(np.array([1, -1])), [-0.7071067812, 0.7071067812])
