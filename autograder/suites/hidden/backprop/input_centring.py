"""Oracles: singular values by torch.linalg, and scikit-learn's StandardScaler."""

import numpy as np
import torch
from otter.test_files import test_case
from sklearn.preprocessing import StandardScaler

from autograder.checks import as_floats, assert_close, assert_close32, assert_pure, assert_true, primes, seeded

OK_FORMAT = False
name = "input_centring_hidden"


def kappa(X):
    """The eigenvalues of X^T X are the squared singular values of X."""
    singular = torch.linalg.svdvals(torch.tensor(np.asarray(X, dtype=np.float64)))
    return float((singular[0] / singular[-1]) ** 2)


def scaled(X):
    return StandardScaler().fit_transform(np.asarray(X, dtype=np.float64))


def draw(rng, n, d):
    """Columns of different means and scales; the mean is not small beside the scale."""
    scales = rng.permutation(np.linspace(0.6, 2.5, d))
    return rng.normal(loc=rng.uniform(0.8, 1.6, size=d), size=(n, d)) * scales


@test_case(name="condition number", points=2, hidden=True)
@seeded
def test_condition_number(hessian_condition_number, rng):
    for n, d in ((11, 3), (13, 5)):
        X = draw(rng, n, d)
        assert_close(hessian_condition_number(X.copy()), kappa(X), "kappa")


@test_case(name="condition number of positive inputs", points=1.5, hidden=True)
@seeded
def test_positive_inputs(hessian_condition_number, rng):
    X = rng.uniform(1.0, 3.0, size=(17, 4))
    assert_close(hessian_condition_number(X.copy()), kappa(X), "kappa")
    X[:, 1] *= 3e-3  # ill-conditioned: nothing is added, and nothing cut off
    assert_close(hessian_condition_number(X.copy()), kappa(X), "kappa")


@test_case(name="condition number of one column", points=0.5, hidden=True)
@seeded
def test_one_column(hessian_condition_number, rng):
    X = draw(rng, 7, 2)
    assert_close(hessian_condition_number(X.copy()), kappa(X), "kappa")
    assert_close(hessian_condition_number(X[:, :1].copy()), 1.0, "kappa of one column")


@test_case(name="standardise", points=2.5, hidden=True)
@seeded
def test_standardise(standardise, rng):
    for n, d in (primes(rng, 2), primes(rng, 2), (2, 3), (7, 1)):
        X = draw(rng, n, d)
        assert_close(standardise(X.copy()), scaled(X), "standardise(X)")
    X = draw(rng, 23, 3)
    X[int(rng.integers(23)), 1] += 50.0  # more than four standard deviations away
    assert_close(standardise(X.copy()), scaled(X), "standardise(X)")


@test_case(name="standardise as many samples as columns, one of them narrow", points=0.5, hidden=True)
@seeded
def test_standardise_square(standardise, rng):
    X = draw(rng, 5, 5)
    X[:, 2] *= 1e-4  # small is not constant
    X[:, 3] *= 1e-9
    X[:, 4] += 1.5e4 * X[:, 4].std()  # nor is a column with a large mean
    assert_close(standardise(X.copy()), scaled(X), "standardise(X)")


@test_case(name="standardise a constant column", points=1, hidden=True)
@seeded
def test_constant_column(standardise, rng):
    X = draw(rng, 8, 3)
    for constant in (float(rng.integers(2, 7)), 0.0):
        X[:, 1] = constant
        assert_close(standardise(X.copy()), scaled(X), "standardise(X)")
    single = np.round(10.0 * X[:1])
    assert_close(standardise(single.copy()), scaled(single), "standardise(X) of one sample")


@test_case(name="float32 and integer inputs", points=0.5, hidden=True)
@seeded
def test_other_types(hessian_condition_number, standardise, rng):
    # rows that keep the condition number small: its relative error in float32 is kappa times 1e-7
    binary = rng.permutation(np.arange(11) % 2)
    single = np.vstack([3.0 * np.eye(3), rng.normal(loc=0.5, size=(8, 3))]).astype(np.float32)
    whole = 40 * np.vstack([5 * np.eye(3, dtype=np.int64), rng.integers(-3, 5, size=(8, 3))])
    for X in (single, whole):
        assert_close32(hessian_condition_number(X.copy()), kappa(X), "kappa")
        assert_close32(standardise(X.copy()), scaled(X), "standardise(X)")
        X[:, 1] = binary  # a feature like any other
        assert_close32(standardise(X.copy()), scaled(X), "standardise(X)")


@test_case(name="standardised inputs are better conditioned", points=1, hidden=True)
@seeded
def test_together(hessian_condition_number, standardise, rng):
    X = rng.uniform(1.0, 3.0, size=(17, 4)) * rng.permutation([0.5, 1.0, 2.0, 4.0])
    X_tilde = as_floats(standardise(X.copy()))
    assert_true(X_tilde is not None and X_tilde.shape == X.shape, "standardise(X): expected floats of X's shape")
    before, after = hessian_condition_number(X.copy()), hessian_condition_number(X_tilde.copy())
    assert_close(before, kappa(X), "kappa of X")
    assert_close(after, kappa(scaled(X)), "kappa of standardise(X)")


@test_case(name="the argument stays as it is", points=0.5, hidden=True)
@seeded
def test_pure(hessian_condition_number, standardise, rng):
    X = draw(rng, 11, 3)
    assert_close(hessian_condition_number(X.copy()), kappa(X), "kappa")
    assert_close(standardise(X.copy()), scaled(X), "standardise(X)")
    assert_pure(hessian_condition_number, X)
    assert_pure(standardise, X, new=True)
    assert_pure(standardise, scaled(X), new=True)  # nothing is left to do
