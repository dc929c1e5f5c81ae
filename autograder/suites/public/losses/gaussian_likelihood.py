import numpy as np
from otter.test_files import test_case

from autograder.checks.public import compare, say, unchanged

OK_FORMAT = False
name = "gaussian_likelihood"


@test_case(name="public: mse of the worked example", points=0, hidden=False)
def test_mse(mse):
    compare("mse", mse(np.array([1.0, 3.0]), np.array([0.0, 1.0])), 2.5)


@test_case(name="public: mse of three numbers", points=0, hidden=False)
def test_mse_of_three(mse):
    compare("mse", mse(np.array([2.0, -1.0, 0.5]), np.array([0.0, 1.0, 1.5])), 3.0)


@test_case(name="public: gaussian_nll of the worked example", points=0, hidden=False)
def test_gaussian_nll(gaussian_nll):
    compare("gaussian_nll", gaussian_nll(np.array([1.0, 3.0]), np.array([0.0, 1.0]), 2.0), 1.8905121235)


@test_case(name="public: gaussian_nll of three numbers, another variance", points=0, hidden=False)
def test_gaussian_nll_of_three(gaussian_nll):
    given = np.array([2.0, -1.0, 0.5]), np.array([0.0, 1.0, 1.5])
    compare("gaussian_nll", gaussian_nll(*given, 0.5), 3.5723649429)


@test_case(name="public: nll_from_mse of the worked example", points=0, hidden=False)
def test_nll_from_mse(nll_from_mse):
    compare("nll_from_mse", nll_from_mse(2.5, 2.0), 1.8905121235)
    compare(say("nll_from_mse of a perfect fit", "预测完全准确时的 nll_from_mse"), nll_from_mse(0.0, 2.0), 1.2655121235)


@test_case(name="public: nll_from_mse, another variance", points=0, hidden=False)
def test_another_variance(nll_from_mse):
    compare("nll_from_mse", nll_from_mse(3.0, 0.5), 3.5723649429)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(gaussian_nll, mse):
    y, mu = np.array([1.0, 3.0]), np.array([0.0, 1.0])
    unchanged("gaussian_nll(y, mu, var)", gaussian_nll, y, mu, 2.0)
    unchanged("mse(y, mu)", mse, y, mu)
