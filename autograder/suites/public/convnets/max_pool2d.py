import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, unchanged

OK_FORMAT = False
name = "max_pool2d"

X = np.array([[[[1.0, 3.0, 2.0], [4.0, 0.0, 5.0], [2.0, 2.0, 1.0]]]])


@test_case(name="public: forward, the worked example", points=0, hidden=False)
def test_forward(max_pool2d_forward):
    compare("y", max_pool2d_forward(X.copy(), 2, 1), [[[[4.0, 5.0], [4.0, 5.0]]]])


@test_case(name="public: forward, two channels and a leftover column", points=0, hidden=False)
def test_forward_channels(max_pool2d_forward):
    x = np.array([[[[1.0, 2.0, 9.0], [3.0, 0.5, 9.0]], [[-1.0, -2.0, 9.0], [-3.0, -4.0, 9.0]]]])
    compare("y", max_pool2d_forward(x, 2, 2), [[[[3.0]], [[-1.0]]]])


@test_case(name="public: backward, the worked example", points=0, hidden=False)
def test_backward(max_pool2d_backward):
    dx = max_pool2d_backward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]), X.copy(), 2, 1)
    compare("dx", dx, [[[[0.0, 0.0, 0.0], [4.0, 0.0, 6.0], [0.0, 0.0, 0.0]]]])


@test_case(name="public: backward, a window of zeros", points=0, hidden=False)
def test_backward_ties(max_pool2d_backward):
    dx = max_pool2d_backward(np.array([[[[7.0]]]]), np.zeros((1, 1, 2, 2)), 2, 2)
    compare("dx", dx, [[[[7.0, 0.0], [0.0, 0.0]]]])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(max_pool2d_forward, max_pool2d_backward):
    for kernel, stride in ((2, 1), (1, 1)):
        unchanged("max_pool2d_forward(x, kernel, stride)", max_pool2d_forward, X - 2.0, kernel, stride, new=True)
    dout = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    unchanged("max_pool2d_backward(dout, x, kernel, stride)", max_pool2d_backward, dout, X, 2, 1, new=True)


@test_case(name="public: backward, a tie in the other diagonal", points=0, hidden=False)
def test_ties_diagonal(max_pool2d_backward):
    dx = max_pool2d_backward(np.array([[[[7.0]]]]), np.array([[[[0.0, 1.0], [1.0, 0.0]]]]), 2, 2)
    compare("dx", dx, [[[[0.0, 7.0], [0.0, 0.0]]]])


@test_case(name="public: backward, a column in no window", points=0, hidden=False)
def test_leftover(max_pool2d_backward):
    x = np.array([[[[1.0, 2.0, 9.0], [3.0, 0.5, 9.0]]]])
    compare("dx", max_pool2d_backward(np.array([[[[7.0]]]]), x, 2, 2), [[[[0.0, 0.0, 0.0], [7.0, 0.0, 0.0]]]])
