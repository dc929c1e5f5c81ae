import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, parts, unchanged

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


@test_case(name="public: a single sample", points=0, hidden=False)
def test_single_sample(batch_norm_forward, batch_norm_backward):
    x, gamma = np.array([[3.0, -4.0]]), np.array([2.0, 5.0])
    compare("y", batch_norm_forward(x, gamma, np.array([0.5, -1.0]), 0.1), [[0.5, -1.0]])
    got = batch_norm_backward(np.array([[7.0, 8.0]]), x, gamma, 0.1)
    dx, dgamma, dbeta = parts("(dx, dgamma, dbeta)", got, 3)
    compare("dx", dx, [[0.0, 0.0]])
    compare("dgamma", dgamma, [0.0, 0.0])
    compare("dbeta", dbeta, [7.0, 8.0])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(batch_norm_forward, batch_norm_backward):
    x, gamma, beta = np.array([[1.0, 10.0], [5.0, 30.0]]), np.array([2.0, -1.0]), np.array([0.5, 4.0])
    unchanged("batch_norm_forward(x, gamma, beta, eps)", batch_norm_forward, x, gamma, beta, 0.1, new=True)
    dout = np.array([[3.0, 1.0], [0.5, -2.0]])
    unchanged("batch_norm_backward(dout, x, gamma, eps)", batch_norm_backward, dout, x, gamma, 0.1, new=True)
    # a single sample has answers that are there already: beta, dout
    unchanged("batch_norm_forward(x, gamma, beta, eps)", batch_norm_forward, x[:1], gamma, beta, 0.1, new=True)
    unchanged("batch_norm_backward(dout, x, gamma, eps)", batch_norm_backward, dout[:1], x[:1], gamma, 0.1, new=True)


@test_case(name="public: a mean far larger than the spread", points=0, hidden=False)
def test_far_mean(batch_norm_forward):
    x = np.array([[1e5 - 0.05], [1e5 + 0.05]])
    compare("y", batch_norm_forward(x, np.ones(1), np.zeros(1), 1e-12), [[-1.0], [1.0]])


@test_case(name="public: whole numbers", points=0, hidden=False)
def test_whole_numbers(batch_norm_forward, batch_norm_backward):
    x, gamma = np.array([[1], [2], [3]]), np.array([2.0])
    compare("y", batch_norm_forward(x, gamma, np.array([0.5]), 1 / 3), [[-1.5], [0.5], [2.5]])
    got = batch_norm_backward(np.array([[3.0], [0.0], [0.0]]), x, gamma, 1 / 3)
    compare("dx", parts("(dx, dgamma, dbeta)", got, 3)[0], [[2.0], [-2.0], [0.0]])
