import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, parts, unchanged

OK_FORMAT = False
name = "conv2d"

X = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]])
W = np.array([[[[1.0, 2.0], [0.0, -1.0]]]])
DOUT = np.array([[[[1.0, 0.0], [0.0, 2.0]]]])


@test_case(name="public: forward, the worked example", points=0, hidden=False)
def test_forward(conv2d_forward):
    got = conv2d_forward(X.copy(), W.copy(), np.array([0.5]), 1, 0)
    compare("y", got, [[[[0.5, 2.5], [6.5, 8.5]]]])


@test_case(name="public: forward, stride 2 and padding 1", points=0, hidden=False)
def test_forward_padded(conv2d_forward):
    # two filters on one channel; the windows start at rows and columns 0 and 2 of the padded 5 x 5 image
    w = np.array([[[[1.0, 2.0], [0.0, -1.0]]], [[[0.0, 0.0], [0.0, 1.0]]]])
    got = conv2d_forward(X.copy(), w, np.array([0.0, 10.0]), 2, 1)
    compare("y", got, [[[[-1.0, -3.0], [1.0, 8.0]], [[11.0, 13.0], [17.0, 19.0]]]])


@test_case(name="public: backward, the worked example", points=0, hidden=False)
def test_backward(conv2d_backward):
    dx, dw, db = parts("(dx, dw, db)", conv2d_backward(DOUT.copy(), X.copy(), W.copy(), 1, 0), 3)
    compare("dx", dx, [[[[1.0, 2.0, 0.0], [0.0, 1.0, 4.0], [0.0, 0.0, -2.0]]]])
    compare("dw", dw, [[[[11.0, 14.0], [20.0, 23.0]]]])
    compare("db", db, [3.0])


@test_case(name="public: backward, padding 1", points=0, hidden=False)
def test_backward_padded(conv2d_backward):
    # a 1 x 1 kernel sees the padding too, and no pixel twice
    dout = np.arange(25.0).reshape(1, 1, 5, 5)
    got = conv2d_backward(dout, X.copy(), np.array([[[[2.0]]]]), 1, 1)
    dx, dw, db = parts("(dx, dw, db)", got, 3)
    compare("dx", dx, [[[[12.0, 14.0, 16.0], [22.0, 24.0, 26.0], [32.0, 34.0, 36.0]]]])
    compare("dw", dw, [[[[636.0]]]])
    compare("db", db, [300.0])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(conv2d_forward, conv2d_backward):
    for padding in (0, 1):
        b = np.array([0.5])
        unchanged("conv2d_forward(x, w, b, stride, padding)", conv2d_forward, X, W, b, 1, padding, new=True)
    unchanged("conv2d_backward(dout, x, w, stride, padding)", conv2d_backward, DOUT, X, W, 1, 0, new=True)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(conv2d_forward, conv2d_backward):
    compare("y", conv2d_forward(X.astype(int), W.astype(int), np.array([0.5]), 1, 0), [[[[0.5, 2.5], [6.5, 8.5]]]])
    dx, dw, db = parts("(dx, dw, db)", conv2d_backward(0.5 * DOUT, X.astype(int), W.astype(int), 1, 0), 3)
    compare("dx", dx, [[[[0.5, 1.0, 0.0], [0.0, 0.5, 2.0], [0.0, 0.0, -1.0]]]])
    compare("dw", dw, [[[[5.5, 7.0], [10.0, 11.5]]]])
    compare("db", db, [1.5])
