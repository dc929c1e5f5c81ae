import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, parts, unchanged

OK_FORMAT = False
name = "linear_backward"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(linear_backward):
    X = np.array([[1.0, 2.0], [3.0, -1.0]])
    W = np.array([[1.0], [2.0]])
    dY = np.array([[1.0], [0.5]])
    dX, dW, db = parts("(dX, dW, db)", linear_backward(X, W, dY), 3)
    compare("dX", dX, [[1.0, 2.0], [0.5, 1.0]])
    compare("dW", dW, [[2.5], [1.5]])
    compare("db", db, [1.5])


@test_case(name="public: three samples, two inputs, three units", points=0, hidden=False)
def test_three_units(linear_backward):
    X = np.array([[1.0, 0.0], [2.0, 1.0], [-1.0, 3.0]])
    W = np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 1.0]])
    dY = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, 0.0], [-1.0, 1.0, 1.0]])
    dX, dW, db = parts("(dX, dW, db)", linear_backward(X, W, dY), 3)
    compare("dX", dX, [[1.0, 2.0], [2.0, -1.0], [1.0, 0.0]])
    compare("dW", dW, [[2.0, 1.0, 1.0], [-3.0, 4.0, 3.0]])
    compare("db", db, [0.0, 2.0, 3.0])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(linear_backward):
    X, W, dY = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[1.0], [2.0]]), np.array([[1.0], [0.5]])
    unchanged("linear_backward(X, W, dY)", linear_backward, X, W, dY, new=True)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(linear_backward):
    X, W, dY = np.array([[1, 2], [3, -1]]), np.array([[1], [2]]), np.array([[1.0], [0.5]])
    dX, dW, db = parts("(dX, dW, db)", linear_backward(X, W, dY), 3)
    compare("dX", dX, [[1.0, 2.0], [0.5, 1.0]])
    compare("dW", dW, [[2.5], [1.5]])
    compare("db", db, [1.5])
