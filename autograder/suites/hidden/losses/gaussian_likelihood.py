"""Oracle: torch.distributions.Normal and torch.nn.functional.mse_loss, in float64."""

import math

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, away_from_zero, seeded

OK_FORMAT = False
name = "gaussian_likelihood_hidden"


def nll(y, mu, var):
    y, mu = (torch.tensor(np.asarray(a, dtype=np.float64)) for a in (y, mu))
    return -torch.distributions.Normal(mu, math.sqrt(var), validate_args=False).log_prob(y).mean().item()


def squared_error(y, mu):
    y, mu = (torch.tensor(np.asarray(a, dtype=np.float64)) for a in (y, mu))
    return torch.nn.functional.mse_loss(mu, y).item()


def draw(rng, n):
    """Targets with means well off zero, and predictions that miss every one of them."""
    y = rng.normal(loc=2.0, size=n)
    return y, y + away_from_zero(rng, (n,), 0.5)


@test_case(name="gaussian_nll, variances below and above 1", points=2.5, hidden=True)
@seeded
def test_gaussian_nll(gaussian_nll, rng):
    wide = rng.uniform(2, 5)
    for var, far in ((rng.uniform(0.2, 0.6), 0.0), (wide, 0.0), (1e6 * wide, 0.0), (rng.uniform(2, 5), 1e6)):
        y, mu = (a + far for a in draw(rng, 7))  # far from zero, a float32 loses the difference
        assert_close(gaussian_nll(y.copy(), mu.copy(), float(var)), nll(y, mu, var), "gaussian_nll")


@test_case(name="gaussian_nll, variance 1", points=1, hidden=True)
@seeded
def test_unit_variance(gaussian_nll, rng):
    y, mu = draw(rng, 5)
    assert_close(gaussian_nll(y.copy(), mu.copy(), 1.0), nll(y, mu, 1.0), "gaussian_nll")
    y, mu = draw(rng, 1000)  # the product of so many densities is 0 in floating point
    assert_close(gaussian_nll(y.copy(), mu.copy(), 1.0), nll(y, mu, 1.0), "gaussian_nll of many samples")
    y[0] += 1e3  # and so is the density of an outlier
    assert_close(gaussian_nll(y.copy(), mu.copy(), 1.0), nll(y, mu, 1.0), "gaussian_nll with an outlier")


@test_case(name="gaussian_nll of one sample, and of a perfect fit", points=1, hidden=True)
@seeded
def test_one_sample(gaussian_nll, rng):
    y, mu = draw(rng, 1)
    assert_close(gaussian_nll(y.copy(), mu.copy(), 0.7), nll(y, mu, 0.7), "gaussian_nll")
    y, var = rng.normal(size=5), rng.uniform(1e-3, 1e-2)  # a sharp density: the answer is below 0
    for sharp in (var, 1e-6 * var):
        assert_close(gaussian_nll(y.copy(), y.copy(), float(sharp)), nll(y, y, sharp), "gaussian_nll")


@test_case(name="mse matches the oracle", points=1.5, hidden=True)
@seeded
def test_mse(mse, rng):
    for n in (7, 1):
        y, mu = draw(rng, n)
        assert_close(mse(y.copy(), mu.copy()), squared_error(y, mu), "mse")
    y, mu = draw(rng, 5)
    assert_close(mse(y.copy(), y.copy()), 0.0, "mse of a perfect fit")
    y[0] += 1e4  # an outlier
    mu[1] = y[1]  # and one prediction that is right
    assert_close(mse(y.copy(), mu.copy()), squared_error(y, mu), "mse with an outlier")
    y, mu = draw(rng, 1000)
    for far in (0.0, 1e6):  # far from zero, neither a float32 nor the expanded square keeps the difference
        assert_close(mse(y + far, mu + far), squared_error(y + far, mu + far), "mse of many samples")


@test_case(name="nll_from_mse gives the likelihood of the data", points=2, hidden=True)
@seeded
def test_nll_from_mse(nll_from_mse, rng):
    for var in (rng.uniform(0.2, 0.6), rng.uniform(2, 5), 1e6 * rng.uniform(2, 5)):
        y, mu = draw(rng, 7)
        assert_close(nll_from_mse(squared_error(y, mu), float(var)), nll(y, mu, var), "nll_from_mse")


@test_case(name="nll_from_mse, variance 1 and a perfect fit", points=0.5, hidden=True)
@seeded
def test_nll_from_mse_edges(nll_from_mse, rng):
    y, mu = draw(rng, 5)
    assert_close(nll_from_mse(squared_error(y, mu), 1.0), nll(y, mu, 1.0), "nll_from_mse")
    var = rng.uniform(2, 5)
    assert_close(nll_from_mse(0.0, float(var)), nll(y, y, var), "nll_from_mse of a perfect fit")
    for sharper in (1e-2, 1e-4, 1e-9):  # a sharp density: the answer is below 0
        sharp = sharper * var
        assert_close(nll_from_mse(0.0, float(sharp)), nll(y, y, sharp), "nll_from_mse of a perfect fit")
    y[0] += 1e4  # an outlier, whose density is 0 in floating point
    assert_close(nll_from_mse(squared_error(y, mu), 1.0), nll(y, mu, 1.0), "nll_from_mse with an outlier")
    y = np.array([3.0, 1.0, 1.0, 1.0])  # squares 9, 1, 1, 1: their mean and the variance are Python integers
    assert_close(nll_from_mse(3, 2), nll(y, np.zeros(4), 2), "nll_from_mse of integers")


@test_case(name="gaussian_nll and mse of integers and float32", points=0.5, hidden=True)
@seeded
def test_other_types(gaussian_nll, mse, rng):
    y = rng.integers(-3, 4, size=7)
    mu = y + rng.permutation([1, 2, 3, 1, 2, 3, 1])  # the squares sum to 29: their mean is not whole
    assert_close32(gaussian_nll(y.copy(), mu.copy(), 0.7), nll(y, mu, 0.7), "gaussian_nll of integers")
    assert_close32(mse(y.copy(), mu.copy()), squared_error(y, mu), "mse of integers")
    mu = mu + 0.6  # whole targets, other predictions
    assert_close32(gaussian_nll(y.copy(), mu.copy(), 0.7), nll(y, mu, 0.7), "gaussian_nll of whole targets")
    assert_close32(mse(y.copy(), mu.copy()), squared_error(y, mu), "mse of whole targets")
    assert_close32(gaussian_nll(mu.copy(), y.copy(), 0.7), nll(mu, y, 0.7), "gaussian_nll of whole predictions")
    assert_close32(mse(mu.copy(), y.copy()), squared_error(mu, y), "mse of whole predictions")
    y, mu = (a.astype(np.float32) for a in draw(rng, 7))
    assert_close32(gaussian_nll(y.copy(), mu.copy(), 0.7), nll(y, mu, 0.7), "gaussian_nll of float32")
    assert_close32(mse(y.copy(), mu.copy()), squared_error(y, mu), "mse of float32")


@test_case(name="gaussian_nll leaves its arguments as they are", points=0.5, hidden=True)
@seeded
def test_nll_pure(gaussian_nll, rng):
    y, mu = draw(rng, 5)
    assert_close(gaussian_nll(y.copy(), mu.copy(), 0.7), nll(y, mu, 0.7), "gaussian_nll")
    assert_pure(gaussian_nll, y, mu, 0.7)


@test_case(name="mse leaves its arguments as they are", points=0.5, hidden=True)
@seeded
def test_mse_pure(mse, rng):
    y, mu = draw(rng, 5)
    assert_close(mse(y.copy(), mu.copy()), squared_error(y, mu), "mse")
    assert_pure(mse, y, mu)
