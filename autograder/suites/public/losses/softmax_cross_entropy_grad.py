import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "softmax_cross_entropy_grad"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(softmax_cross_entropy_grad):
    # softmax of [0, ln 3] is [1/4, 3/4]; two samples, so everything is divided by 2
    logits = np.array([[0.0, np.log(3.0)], [np.log(3.0), 0.0]])
    labels = np.array([1, 1])
    expected = [[0.125, -0.125], [0.375, -0.375]]
    compare(say("gradient", "梯度"), softmax_cross_entropy_grad(logits, labels), expected)


@test_case(name="public: shape and row sums", points=0, hidden=False)
def test_shape_and_row_sums(softmax_cross_entropy_grad):
    logits = np.array([[0.5, -1.0, 2.0, 0.1], [1.5, 0.3, -0.7, -2.0], [0.0, 0.0, 0.0, 0.0]])
    gradient = softmax_cross_entropy_grad(logits, np.array([2, 0, 3]))
    compare(
        say("gradient of the last row", "最后一行的梯度"), np.asarray(gradient)[-1:], [[1 / 12, 1 / 12, 1 / 12, -0.25]]
    )
    compare(say("sum of each row", "每行之和"), np.asarray(gradient).sum(axis=1), [0.0, 0.0, 0.0])


@test_case(name="public: logits around ten thousand", points=0, hidden=False)
def test_large(softmax_cross_entropy_grad):
    logits = np.array([[10000.0, 10000.0 + np.log(3.0)], [10000.0, -10000.0]])
    compare(
        say("gradient", "梯度"), softmax_cross_entropy_grad(logits, np.array([1, 1])), [[0.125, -0.125], [0.5, -0.5]]
    )


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(softmax_cross_entropy_grad):
    logits, labels = np.array([[0.5, 3.0], [2.0, -1.0]]), np.array([1, 0])
    unchanged("softmax_cross_entropy_grad(logits, labels)", softmax_cross_entropy_grad, logits, labels, new=True)


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(softmax_cross_entropy_grad):
    labels = np.array([0, 1], dtype=np.uint8)
    got = softmax_cross_entropy_grad(np.array([[2, 2], [-7, -7]]), labels)
    compare(say("gradient", "梯度"), got, [[-0.25, 0.25], [0.25, -0.25]])


@test_case(name="public: rows of very different size", points=0, hidden=False)
def test_rows(softmax_cross_entropy_grad):
    logits = np.array([[10000.0, 10000.0], [-10000.0, -10000.0]])
    compare(
        say("gradient", "梯度"), softmax_cross_entropy_grad(logits, np.array([0, 1])), [[-0.25, 0.25], [0.25, -0.25]]
    )
