import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, parts

OK_FORMAT = False
name = "batch_norm"


@test_case(name="public: the worked example, forward", points=0, hidden=False)
def test_forward_example(batch_norm_forward):
    # mean 3, variance 4: with eps = 0 the rows are normalised to -1 and 1
    x = np.array([[1.0, 10.0], [5.0, 30.0]])
    y = batch_norm_forward(x, np.array([2.0, -1.0]), np.array([0.5, 4.0]), 1e-12)
    compare("y", y, [[-1.5, 5.0], [2.5, 3.0]])


@test_case(name="public: an eps that counts, forward", points=0, hidden=False)
def test_forward_eps(batch_norm_forward):
    # variance 2/3 and eps = 1/3: the root is 1
    x = np.array([[1.0], [2.0], [3.0]])
    compare("y", batch_norm_forward(x, np.array([2.0]), np.array([0.5]), 1 / 3), [[-1.5], [0.5], [2.5]])


@test_case(name="public: the worked example, backward", points=0, hidden=False)
def test_backward_example(batch_norm_backward):
    # x = (1, 2, 3), eps = 1/3: variance 2/3, so that sqrt(var + eps) = 1 and x_hat = (-1, 0, 1)
    x, dout = np.array([[1.0], [2.0], [3.0]]), np.array([[3.0], [0.0], [0.0]])
    got = batch_norm_backward(dout, x, np.array([2.0]), 1 / 3)
    dx, dgamma, dbeta = parts("(dx, dgamma, dbeta)", got, 3)
    compare("dx", dx, [[2.0], [-2.0], [0.0]])
    compare("dgamma", dgamma, [-3.0])
    compare("dbeta", dbeta, [3.0])
