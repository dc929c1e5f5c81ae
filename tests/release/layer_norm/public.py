import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare

OK_FORMAT = False
name = "layer_norm"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(layer_norm_forward):
    got = layer_norm_forward(np.array([[1.0, 3.0]]), np.array([2.0, 2.0]), np.array([0.0, 1.0]), 3.0)
    compare("y", got, [[-1.0, 2.0]])


@test_case(name="public: the gradient of beta", points=0, hidden=False)
def test_dbeta(layer_norm_backward):
    dout = np.array([[1.0, 2.0], [3.0, 5.0], [0.5, 0.25]])
    x = np.array([[1.0, 3.0], [2.0, -1.0], [0.0, 4.0]])
    compare("dbeta", layer_norm_backward(dout, x, np.array([2.0, 3.0]), 0.1)[2], [4.5, 7.25])
