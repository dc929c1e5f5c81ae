import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare

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
