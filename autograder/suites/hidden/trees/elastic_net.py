"""Oracles: the definition in exact rational arithmetic, and scikit-learn's minimiser, which must be the minimum."""

from fractions import Fraction

import numpy as np
from otter.test_files import test_case
from sklearn.linear_model import ElasticNet

from autograder.checks import assert_close, assert_close32, assert_pure, assert_true, away_from_zero, seeded

OK_FORMAT = False
name = "elastic_net_hidden"


def oracle(X, y, w, alpha, rho):
    """The definition, term by term, in fractions."""
    X, y, w = ([[*map(Fraction, row)] for row in np.atleast_2d(a).tolist()] for a in (X, y, w))
    (y,), (w,) = y, w
    alpha, rho = Fraction(alpha), Fraction(rho)
    squares = sum((sum(x * v for x, v in zip(row, w)) - t) ** 2 for row, t in zip(X, y))
    return float(
        squares / (2 * len(y)) + alpha * rho * sum(map(abs, w)) + alpha * (1 - rho) / 2 * sum(v * v for v in w)
    )


def assert_objective(objective, X, y, w, alpha, rho, close=assert_close):
    """Right; returns the value."""
    got = objective(X.copy(), y.copy(), w.copy(), alpha, rho)
    close(got, oracle(X, y, w, alpha, rho), "objective")
    return got


def draw(rng, n=7, d=3):
    """Generic data, weights of both signs (the first one negative), and a penalty without neutral factors."""
    w = away_from_zero(rng, (d,), least=0.5)
    w[0] = -abs(w[0])
    w[1:2] = np.abs(w[1:2])
    alpha, rho = rng.uniform(0.6, 0.9), rng.uniform(0.2, 0.4)
    return rng.normal(size=(n, d)), away_from_zero(rng, (n,), least=0.5), w, float(alpha), float(rho)


@test_case(name="matches the definition", points=2.1, hidden=True)
@seeded
def test_definition(elastic_net_objective, rng):
    for n, d in ((7, 3), (5, 5)):
        assert_objective(elastic_net_objective, *draw(rng, n, d))


@test_case(name="lasso: rho = 1", points=1, hidden=True)
@seeded
def test_lasso(elastic_net_objective, rng):
    X, y, w, alpha, _ = draw(rng, 5, 4)
    assert_objective(elastic_net_objective, X, y, w, alpha, 1.0)


@test_case(name="ridge regression: rho = 0", points=1, hidden=True)
@seeded
def test_ridge(elastic_net_objective, rng):
    X, y, w, alpha, _ = draw(rng, 11, 3)
    assert_objective(elastic_net_objective, X, y, w, alpha, 0.0)


@test_case(name="scikit-learn's solution is the minimum", points=1, hidden=True)
@seeded
def test_minimum(elastic_net_objective, rng):
    X = rng.normal(size=(13, 2))
    y = X @ np.array([2.0, -3.0]) + 0.1 * rng.normal(size=13)
    alpha, rho = 0.3, 0.7
    w = ElasticNet(alpha=alpha, l1_ratio=rho, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(X, y).coef_
    least = assert_objective(elastic_net_objective, X, y, w, alpha, rho)
    for factor in (0.97, 1.03):
        got = assert_objective(elastic_net_objective, X, y, factor * w, alpha, rho)
        assert_true(got > least, "objective: smaller than at the minimum")


@test_case(name="alpha = 0, and a strong penalty", points=0.25, hidden=True)
@seeded
def test_strength(elastic_net_objective, rng):
    X, y, w, alpha, rho = draw(rng)
    for strength in (0.0, 10 * alpha):
        assert_objective(elastic_net_objective, X, y, w, strength, rho)


@test_case(name="all weights 0", points=0.25, hidden=True)
@seeded
def test_zero_weights(elastic_net_objective, rng):
    X, y, w, alpha, rho = draw(rng)
    assert_objective(elastic_net_objective, X, y, 0 * w, alpha, rho)


@test_case(name="weights close to 0", points=0.25, hidden=True)
@seeded
def test_small_weights(elastic_net_objective, rng):
    X, y, w, alpha, rho = draw(rng, 5, 4)
    for small in (1e-2, 1e-4):
        w[-1] = small * rng.uniform(0.5, 0.9)
        assert_objective(elastic_net_objective, X, y, w, alpha, rho)


@test_case(name="large residuals, and large features that nearly cancel", points=0.25, hidden=True)
@seeded
def test_large_numbers(elastic_net_objective, rng):
    X, _, w, alpha, rho = draw(rng, 5, 5)
    assert_objective(elastic_net_objective, X, X @ w + 300 * rng.choice([-1, 1], size=5), w, alpha, rho)
    X *= 1e5
    assert_objective(elastic_net_objective, X, X @ w + away_from_zero(rng, (5,)), w, alpha, rho)


@test_case(name="one sample, one feature", points=0.25, hidden=True)
@seeded
def test_sizes_of_one(elastic_net_objective, rng):
    for n, d in ((1, 3), (7, 1)):
        assert_objective(elastic_net_objective, *draw(rng, n, d))


@test_case(name="float32, integers, and integers beside floats", points=0.5, hidden=True)
@seeded
def test_other_types(elastic_net_objective, rng):
    X, y, w, alpha, rho = draw(rng)
    X, y, w = (a.astype(np.float32) for a in (X, y, w))
    assert_objective(elastic_net_objective, X, y, w, alpha, rho, assert_close32)
    whole_X, whole_y, whole_w = rng.integers(-4, 5, size=(5, 3)), rng.integers(1, 5, size=5), np.array([-2, 3, 1])
    while ((whole_X @ whole_w - whole_y) ** 2).sum() % 10 == 0:  # a whole quotient would hide integer division
        whole_y[0] += 1
    X, y = rng.normal(size=(5, 3)), away_from_zero(rng, (5,))
    for data in (
        (whole_X, whole_y, whole_w),
        (whole_X, whole_y + 0.5, whole_w / 4),
        (X, y, whole_w),
        (X, 3 * y, whole_w),
        (X, whole_y, whole_w / 4),
    ):
        assert_objective(elastic_net_objective, *data, alpha, rho, assert_close32)


@test_case(name="the arguments stay as they are", points=0.15, hidden=True)
@seeded
def test_unchanged(elastic_net_objective, rng):
    X, y, w, alpha, rho = draw(rng, 5, 3)
    assert_objective(elastic_net_objective, X, y, w, alpha, rho)
    assert_pure(elastic_net_objective, X, y, w, alpha, rho)
