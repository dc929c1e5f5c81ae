import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, unchanged

OK_FORMAT = False
name = "dropout"

UNIFORM = np.array([[0.1, 0.9], [0.25, 0.2]])


@test_case(name="public: the worked example, training", points=0, hidden=False)
def test_training(dropout_forward):
    x = np.array([[3.0, -6.0], [1.5, 9.0]])
    compare("y", dropout_forward(x, UNIFORM, 0.25, True), [[0.0, -8.0], [2.0, 0.0]])


@test_case(name="public: the worked example, test time", points=0, hidden=False)
def test_test_time(dropout_forward):
    x = np.array([[3.0, -6.0], [1.5, 9.0]])
    compare("y", dropout_forward(x, UNIFORM, 0.25, False), [[3.0, -6.0], [1.5, 9.0]])


@test_case(name="public: the worked example, backward", points=0, hidden=False)
def test_backward(dropout_backward):
    dout = np.array([[1.0, 3.0], [-6.0, 2.0]])
    compare("dx", dropout_backward(dout, UNIFORM, 0.25), [[0.0, 4.0], [-8.0, 0.0]])


@test_case(name="public: one mask for all steps", points=0, hidden=False)
def test_variational(variational_dropout):
    # the draws of step 0 drop the first unit and keep the second, in both steps
    x = np.array([[[3.0, 6.0]], [[9.0, -3.0]]])
    uniform = np.array([[[0.1, 0.9]], [[0.8, 0.2]]])
    compare("y", variational_dropout(x, uniform, 0.25), [[[0.0, 8.0]], [[0.0, -4.0]]])


@test_case(name="public: everything is dropped", points=0, hidden=False)
def test_all_dropped(dropout_forward, dropout_backward, variational_dropout):
    x = np.array([[3.0, -6.0], [1.5, 9.0]])
    compare("y", dropout_forward(x, UNIFORM, 1.0, True), np.zeros((2, 2)))
    compare("dx", dropout_backward(x, UNIFORM, 1.0), np.zeros((2, 2)))
    compare("y", variational_dropout(x[None], UNIFORM[None], 1.0), np.zeros((1, 2, 2)))


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(dropout_forward, dropout_backward, variational_dropout):
    x = np.array([[3.0, -6.0], [1.5, 9.0]])
    for p, train in ((0.25, True), (0.25, False), (0.0, True)):
        unchanged("dropout_forward(x, uniform, p, train)", dropout_forward, x, UNIFORM, p, train, new=True)
    for p in (0.25, 0.0):
        unchanged("dropout_backward(dout, uniform, p)", dropout_backward, x, UNIFORM, p, new=True)
        unchanged("variational_dropout(x, uniform, p)", variational_dropout, x[None], UNIFORM[None], p, new=True)


@test_case(name="public: whole numbers, and arrays of any shape", points=0, hidden=False)
def test_shapes(dropout_forward, dropout_backward):
    compare("y", dropout_forward(np.array([3, 1]), np.array([0.9, 0.1]), 0.25, True), [4.0, 0.0])
    compare("y", dropout_forward(np.array(3.0), np.array(0.9), 0.25, True), 4.0)
    compare("dx", dropout_backward(np.array(3.0), np.array(0.9), 0.25), 4.0)
