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


def draw(rng, n, deviation=1.0):
    """Targets with means well off zero, and predictions that miss every one of them, by about the deviation."""
    y = rng.normal(loc=2.0, size=n)
    return y, y + deviation * away_from_zero(rng, (n,), 0.5)


def below_and_above_one(rng):
    return rng.uniform(0.2, 0.6), rng.uniform(2, 5)


def tiny_and_huge(rng):
    return rng.uniform(1e-3, 1e-2), rng.uniform(1e-9, 1e-8), 1e6 * rng.uniform(2, 5)


def integers_and_float32(rng):
    """Pairs (y, mu): both integers, one of them, both float32."""
    y = rng.integers(-3, 4, size=7)
    mu = y + rng.permutation([1, 2, 1, 2, 1, 2, 2])  # the squares sum to 19: their mean is not whole
    single = [a.astype(np.float32) for a in draw(rng, 7)]
    return (y, mu), (y, mu + 0.6), (mu + 0.6, y), single


def check_nll(gaussian_nll, y, mu, var, close=assert_close):
    close(gaussian_nll(y.copy(), mu.copy(), float(var)), nll(y, mu, var), "gaussian_nll")


def check_mse(mse, y, mu, close=assert_close):
    close(mse(y.copy(), mu.copy()), squared_error(y, mu), "mse")


def check_nll_from_mse(nll_from_mse, y, mu, var):
    assert_close(nll_from_mse(squared_error(y, mu), float(var)), nll(y, mu, var), "nll_from_mse")


@test_case(name="gaussian_nll, variances below and above 1", points=2.4, hidden=True)
@seeded
def test_gaussian_nll(gaussian_nll, rng):
    for var in below_and_above_one(rng):
        check_nll(gaussian_nll, *draw(rng, 7), var)


@test_case(name="gaussian_nll, variance 1", points=0.5, hidden=True)
@seeded
def test_unit_variance(gaussian_nll, rng):
    check_nll(gaussian_nll, *draw(rng, 5), 1.0)


@test_case(name="gaussian_nll where likelihoods underflow: a thousand samples, an outlier", points=0.5, hidden=True)
@seeded
def test_underflow(gaussian_nll, rng):
    check_nll(gaussian_nll, *draw(rng, 1000), 1.0)  # the product of so many densities is 0 in floating point
    y, mu = draw(rng, 5)
    y[0] += 1e3  # and so is this density alone
    check_nll(gaussian_nll, y, mu, 1.0)


@test_case(name="gaussian_nll of tiny and huge variances, below 0 for the tiny ones", points=0.25, hidden=True)
@seeded
def test_tiny_and_huge_variances(gaussian_nll, rng):
    for var in tiny_and_huge(rng):
        check_nll(gaussian_nll, *draw(rng, 7, math.sqrt(var)), var)


@test_case(name="gaussian_nll far from zero", points=0.25, hidden=True)
@seeded
def test_far(gaussian_nll, rng):
    y, mu = draw(rng, 7)
    check_nll(gaussian_nll, y + 1e6, mu + 1e6, rng.uniform(2, 5))  # a float32 loses the difference


@test_case(name="gaussian_nll of one sample", points=0.25, hidden=True)
@seeded
def test_one_sample(gaussian_nll, rng):
    check_nll(gaussian_nll, *draw(rng, 1), 0.7)


@test_case(name="gaussian_nll of a perfect fit", points=0.25, hidden=True)
@seeded
def test_perfect_fit(gaussian_nll, rng):
    y, _ = draw(rng, 5)
    check_nll(gaussian_nll, y, y, rng.uniform(2, 5))


@test_case(name="gaussian_nll of integers and float32", points=0.25, hidden=True)
@seeded
def test_nll_types(gaussian_nll, rng):
    for y, mu in integers_and_float32(rng):
        check_nll(gaussian_nll, y, mu, 0.7, assert_close32)


@test_case(name="gaussian_nll leaves its arguments as they are", points=0.1, hidden=True)
@seeded
def test_nll_pure(gaussian_nll, rng):
    y, mu = draw(rng, 5)
    check_nll(gaussian_nll, y, mu, 0.7)
    assert_pure(gaussian_nll, y, mu, 0.7)


@test_case(name="mse of several samples", points=1.15, hidden=True)
@seeded
def test_mse(mse, rng):
    for n in (7, 5):
        check_mse(mse, *draw(rng, n))


@test_case(name="mse of one sample", points=0.25, hidden=True)
@seeded
def test_mse_one_sample(mse, rng):
    check_mse(mse, *draw(rng, 1))


@test_case(name="mse: a right prediction counts, and a perfect fit is 0", points=0.25, hidden=True)
@seeded
def test_mse_right_predictions(mse, rng):
    y, mu = draw(rng, 5)
    mu[1] = y[1]
    check_mse(mse, y, mu)
    check_mse(mse, y, y)


@test_case(name="mse with an outlier", points=0.25, hidden=True)
@seeded
def test_mse_outlier(mse, rng):
    y, mu = draw(rng, 5)
    y[0] += 1e4
    check_mse(mse, y, mu)


@test_case(name="mse of a thousand samples", points=0.25, hidden=True)
@seeded
def test_mse_thousand(mse, rng):
    check_mse(mse, *draw(rng, 1000))


@test_case(name="mse far from zero", points=0.25, hidden=True)
@seeded
def test_mse_far(mse, rng):
    y, mu = draw(rng, 7)
    check_mse(mse, y + 1e6, mu + 1e6)  # neither a float32 nor the expanded square keeps the difference


@test_case(name="mse of integers and float32", points=0.25, hidden=True)
@seeded
def test_mse_types(mse, rng):
    for y, mu in integers_and_float32(rng):
        check_mse(mse, y, mu, assert_close32)


@test_case(name="mse leaves its arguments as they are", points=0.1, hidden=True)
@seeded
def test_mse_pure(mse, rng):
    y, mu = draw(rng, 5)
    check_mse(mse, y, mu)
    assert_pure(mse, y, mu)


@test_case(name="nll_from_mse, variances below, at and above 1", points=1.5, hidden=True)
@seeded
def test_nll_from_mse(nll_from_mse, rng):
    for var in (*below_and_above_one(rng), 1.0):
        check_nll_from_mse(nll_from_mse, *draw(rng, 7), var)


@test_case(name="nll_from_mse of tiny and huge variances, below 0 for the tiny ones", points=0.25, hidden=True)
@seeded
def test_nll_from_mse_tiny_and_huge(nll_from_mse, rng):
    for var in tiny_and_huge(rng):
        check_nll_from_mse(nll_from_mse, *draw(rng, 7, math.sqrt(var)), var)


@test_case(name="nll_from_mse of a perfect fit", points=0.25, hidden=True)
@seeded
def test_nll_from_mse_perfect_fit(nll_from_mse, rng):
    y, _ = draw(rng, 5)
    check_nll_from_mse(nll_from_mse, y, y, rng.uniform(2, 5))


@test_case(name="nll_from_mse with an outlier, whose density underflows", points=0.25, hidden=True)
@seeded
def test_nll_from_mse_outlier(nll_from_mse, rng):
    y, mu = draw(rng, 5)
    y[0] += 1e4
    check_nll_from_mse(nll_from_mse, y, mu, 1.0)


@test_case(name="nll_from_mse of integers", points=0.25, hidden=True)
@seeded
def test_nll_from_mse_integers(nll_from_mse, rng):
    errors = np.array([3.0, 1.0, 1.0, 1.0])  # squares 9, 1, 1, 1: their mean and the variance are Python integers
    assert_close(nll_from_mse(3, 2), nll(errors, np.zeros(4), 2), "nll_from_mse")
