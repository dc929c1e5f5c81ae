import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "vanishing_gradient"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(gradient_norms):
    zero = np.zeros(1)
    norms = gradient_norms(
        np.array([[1.0]]), np.array([[5.0]]), [np.array([[2.0]]), np.array([[3.0]])], [zero, zero.copy()], "relu"
    )
    compare(say("norms", "范数"), norms, [3.0, 2.0])


@test_case(name="public: a matrix of rank two", points=0, hidden=False)
def test_rank_two(gradient_norms):
    # one open ReLU layer, two samples; the gradient is [[-2, 0], [0, -3/2]], so its norm is 5/2
    norms = gradient_norms(
        np.array([[2.0, 0.0], [0.0, 3.0]]),
        np.array([[3.0, 1.0], [1.0, 2.0]]),
        [np.zeros((2, 2))],
        [np.ones(2)],
        "relu",
    )
    compare(say("norms", "范数"), norms, [2.5])


@test_case(name="public: the bound", points=0, hidden=False)
def test_bound(vanishing_bound):
    compare("vanishing_bound(1)", vanishing_bound(1), 0.25)
    compare("vanishing_bound(2)", vanishing_bound(2), 0.0625)


@test_case(name="public: no sigmoid at all", points=0, hidden=False)
def test_no_sigmoid(vanishing_bound):
    compare("vanishing_bound(0)", vanishing_bound(0), 1.0)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(gradient_norms):
    weights, biases = [np.array([[0.5, -1.0]]), np.array([[2.0], [1.5]])], [np.array([0.5, 1.0]), np.array([0.25])]
    given = (np.array([[1.0]]), np.array([[5.0]]), weights, biases)
    for activation in ("relu", "tanh", "sigmoid"):
        unchanged("gradient_norms(X, Y, weights, biases, activation)", gradient_norms, *given, activation)
