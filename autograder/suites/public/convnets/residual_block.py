import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, parts, unchanged

OK_FORMAT = False
name = "residual_block"

X = np.array([[1.0, 2.0], [-1.0, -2.0]])  # the branch is open for the first sample and shut for the second
W1 = np.array([[1.0], [1.0]])
W2 = np.array([[2.0, -1.0]])


@test_case(name="public: forward, the worked example", points=0, hidden=False)
def test_forward(residual_forward):
    compare("y", residual_forward(X.copy(), W1.copy(), W2.copy()), [[7.0, -1.0], [-1.0, -2.0]])


@test_case(name="public: backward, the worked example", points=0, hidden=False)
def test_backward(residual_backward):
    dout = np.array([[1.0, 1.0], [3.0, 5.0]])
    dx, dW1, dW2 = parts("(dx, dW1, dW2)", residual_backward(dout, X.copy(), W1.copy(), W2.copy()), 3)
    compare("dx", dx, [[2.0, 2.0], [3.0, 5.0]])
    compare("dW1", dW1, [[1.0], [2.0]])
    compare("dW2", dW2, [[3.0, 3.0]])


@test_case(name="public: a ReLU at exactly 0", points=0, hidden=False)
def test_kink(residual_backward):
    dout = np.array([[1.0, 5.0]])
    dx, dW1, dW2 = parts("(dx, dW1, dW2)", residual_backward(dout, np.array([[1.0, -1.0]]), W1.copy(), W2.copy()), 3)
    compare("dx", dx, [[1.0, 5.0]])
    compare("dW1", dW1, [[0.0], [0.0]])
    compare("dW2", dW2, [[0.0, 0.0]])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(residual_forward, residual_backward):
    dout = np.array([[1.0, 1.0], [3.0, 5.0]])
    for second in (W2, np.zeros((1, 2))):
        unchanged("residual_forward(x, W1, W2)", residual_forward, X, W1, second, new=True)
        unchanged("residual_backward(dout, x, W1, W2)", residual_backward, dout, X, W1, second, new=True)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(residual_forward, residual_backward):
    x, dout = np.array([[1, 2]]), np.array([[0.5, 0.5]])
    compare("y", residual_forward(x, W1, 0.5 * W2), [[4.0, 0.5]])
    dx, dW1, dW2 = parts("(dx, dW1, dW2)", residual_backward(dout, x, W1, W2), 3)
    compare("dx", dx, [[1.0, 1.0]])
    compare("dW1", dW1, [[0.5], [1.0]])
    compare("dW2", dW2, [[1.5, 1.5]])
