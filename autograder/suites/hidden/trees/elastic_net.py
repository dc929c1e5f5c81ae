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


def draw(rng, n=7, d=3):
    """Generic data, weights of both signs (the first one negative), and a penalty without neutral factors."""
    w = away_from_zero(rng, (d,), least=0.5)
    w[0] = -abs(w[0])
    w[1:2] = np.abs(w[1:2])
    alpha, rho = rng.uniform(0.6, 0.9), rng.uniform(0.2, 0.4)
    return rng.normal(size=(n, d)), away_from_zero(rng, (n,), least=0.5), w, float(alpha), float(rho)


@test_case(name="matches the definition", points=2, hidden=True)
@seeded
def test_definition(elastic_net_objective, rng):
    for n, d in ((7, 3), (5, 5)):
        X, y, w, alpha, rho = draw(rng, n, d)
        got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, rho)
        assert_close(got, oracle(X, y, w, alpha, rho), "objective")
    y = X @ w + 300 * rng.choice([-1, 1], size=5)  # large residuals
    got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, rho)
    assert_close(got, oracle(X, y, w, alpha, rho), "objective")
    X *= 1e5  # large features that nearly cancel
    y = X @ w + away_from_zero(rng, (5,))
    got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, rho)
    assert_close(got, oracle(X, y, w, alpha, rho), "objective")


@test_case(name="lasso: rho = 1", points=1, hidden=True)
@seeded
def test_lasso(elastic_net_objective, rng):
    X, y, w, alpha, _ = draw(rng, 5, 4)
    for small in (1e-2, 1e-4):  # small, but not 0
        w[-1] = small * rng.uniform(0.5, 0.9)
        got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, 1.0)
        assert_close(got, oracle(X, y, w, alpha, 1), "objective")


@test_case(name="ridge regression: rho = 0", points=1, hidden=True)
@seeded
def test_ridge(elastic_net_objective, rng):
    X, y, w, alpha, _ = draw(rng, 11, 3)
    got = elastic_net_objective(X.copy(), y.copy(), np.zeros(3), alpha, 0.0)
    assert_close(got, oracle(X, y, np.zeros(3), alpha, 0), "objective of weights 0")
    for strength in (alpha, 10 * alpha, 0.0):
        got = elastic_net_objective(X.copy(), y.copy(), w.copy(), strength, 0.0)
        assert_close(got, oracle(X, y, w, strength, 0), "objective")
    for n, d in ((1, 3), (7, 1)):  # one sample, and one feature
        X, y, w, alpha, rho = draw(rng, n, d)
        got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, rho)
        assert_close(got, oracle(X, y, w, alpha, rho), "objective")


@test_case(name="scikit-learn's solution is the minimum", points=1, hidden=True)
@seeded
def test_minimum(elastic_net_objective, rng):
    X = rng.normal(size=(13, 2))
    y = X @ np.array([2.0, -3.0]) + 0.1 * rng.normal(size=13)
    alpha, rho = 0.3, 0.7
    fit = ElasticNet(alpha=alpha, l1_ratio=rho, fit_intercept=False, tol=1e-10, max_iter=10_000).fit(X, y)
    least = oracle(X, y, fit.coef_, alpha, rho)
    assert_close(elastic_net_objective(X.copy(), y.copy(), fit.coef_.copy(), alpha, rho), least, "objective")
    for factor in (0.97, 1.03):
        w = factor * fit.coef_
        got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, rho)
        assert_close(got, oracle(X, y, w, alpha, rho), "objective near the minimum")
        assert_true(got > least, "objective: smaller than at the minimum")


@test_case(name="float32 and integer input", points=1, hidden=True)
@seeded
def test_other_types(elastic_net_objective, rng):
    X, y, w, alpha, rho = draw(rng)
    X, y, w = (a.astype(np.float32) for a in (X, y, w))
    got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, rho)
    assert_close32(got, oracle(X, y, w, alpha, rho), "objective of float32 input")
    X, y, w = rng.integers(-4, 5, size=(5, 3)), rng.integers(1, 5, size=5), np.array([-2, 3, 1])
    while ((X @ w - y) ** 2).sum() % (2 * len(y)) == 0:  # a whole quotient would hide integer division
        y[0] += 1
    got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, rho)
    assert_close32(got, oracle(X, y, w, alpha, rho), "objective of integer input")
    y, w = y + 0.5, w / 4
    got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, rho)
    assert_close32(got, oracle(X, y, w, alpha, rho), "objective of integer features with other targets and weights")
    X, y, w = rng.normal(size=(5, 3)), away_from_zero(rng, (5,)), np.array([-2, 3, 1])
    for t in (y, 3 * y):
        got = elastic_net_objective(X.copy(), t.copy(), w.copy(), alpha, rho)
        assert_close32(got, oracle(X, t, w, alpha, rho), "objective of integer weights with other features and targets")
    y, w = rng.integers(1, 5, size=5), w / 4
    got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, rho)
    assert_close32(got, oracle(X, y, w, alpha, rho), "objective of integer targets with other features and weights")


@test_case(name="the arguments stay as they are", points=1, hidden=True)
@seeded
def test_pure(elastic_net_objective, rng):
    X, y, w, alpha, rho = draw(rng, 5, 3)
    got = elastic_net_objective(X.copy(), y.copy(), w.copy(), alpha, rho)
    assert_close(got, oracle(X, y, w, alpha, rho), "objective")
    assert_pure(elastic_net_objective, X, y, w, alpha, rho)
