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
    """Columns of different means and scales, none narrow or far from 0: in each, the mean is about its deviation."""
    while True:
        scales = rng.permutation(np.linspace(0.6, 2.5, d))
        X = rng.normal(loc=rng.uniform(0.8, 1.6, size=d), size=(n, d)) * scales
        if X.std(axis=0).min() > 0.2:  # three or two samples may lie close together
            return X


def compare_kappa(hessian_condition_number, X, close=assert_close):
    close(hessian_condition_number(X.copy()), kappa(X), "kappa")


def compare_standardised(standardise, X, close=assert_close):
    close(standardise(X.copy()), scaled(X), "standardise(X)")


@test_case(name="condition number", points=2, hidden=True)
@seeded
def test_condition_number(hessian_condition_number, rng):
    for n, d in ((11, 3), (13, 5)):
        compare_kappa(hessian_condition_number, draw(rng, n, d))


@test_case(name="condition number of positive inputs", points=1.5, hidden=True)
@seeded
def test_positive_inputs(hessian_condition_number, rng):
    compare_kappa(hessian_condition_number, rng.uniform(1.0, 3.0, size=(17, 4)))


@test_case(name="standardise", points=2.5, hidden=True)
@seeded
def test_standardise(standardise, rng):
    for _ in range(2):
        compare_standardised(standardise, draw(rng, *primes(rng, 2)))


@test_case(name="standardised inputs are better conditioned", points=1, hidden=True)
@seeded
def test_together(hessian_condition_number, standardise, rng):
    X = rng.uniform(1e3, 3e3, size=(17, 4)) * rng.permutation([1.0, 2.0, 4.0, 8.0])
    X_tilde = as_floats(standardise(X.copy()))
    assert_true(X_tilde is not None and X_tilde.shape == X.shape, "standardise(X): expected floats of X's shape")
    before, after = hessian_condition_number(X.copy()), hessian_condition_number(X_tilde.copy())
    assert_close(before, kappa(X), "kappa of X")
    assert_close(after, kappa(scaled(X)), "kappa of standardise(X)")


@test_case(name="condition number above 1e4", points=0.25, hidden=True)
@seeded
def test_ill_conditioned(hessian_condition_number, rng):
    X = rng.uniform(1.0, 3.0, size=(17, 4))
    X[:, 1] *= 3e-3  # nothing is added, and nothing cut off
    compare_kappa(hessian_condition_number, X)


@test_case(name="condition number of one column", points=0.25, hidden=True)
@seeded
def test_one_column(hessian_condition_number, rng):
    X = draw(rng, 7, 2)
    compare_kappa(hessian_condition_number, X)  # that of one column is always 1
    compare_kappa(hessian_condition_number, X[:, :1])


@test_case(name="standardise as many samples as columns", points=0.25, hidden=True)
@seeded
def test_square(standardise, rng):
    compare_standardised(standardise, draw(rng, 5, 5))


@test_case(name="standardise two samples, and one column", points=0.25, hidden=True)
@seeded
def test_two_samples(standardise, rng):
    compare_standardised(standardise, draw(rng, 2, 3))
    compare_standardised(standardise, draw(rng, 7, 1))


@test_case(name="standardise a column with an outlier", points=0.25, hidden=True)
@seeded
def test_outlier(standardise, rng):
    X = draw(rng, 23, 3)
    X[int(rng.integers(23)), 1] += 50.0  # more than four standard deviations away
    compare_standardised(standardise, X)


@test_case(name="standardise a binary column", points=0.25, hidden=True)
@seeded
def test_binary_column(standardise, rng):
    X = draw(rng, 11, 3)
    X[:, 1] = rng.permutation(np.arange(11) % 2)
    compare_standardised(standardise, X)


@test_case(name="standardise narrow columns, and one far from 0", points=0.25, hidden=True)
@seeded
def test_narrow_columns(standardise, rng):
    X = draw(rng, 7, 4)
    X[:, 1] *= 1e-4  # small is not constant
    X[:, 2] *= 1e-9
    X[:, 3] += 1.5e4 * X[:, 3].std()  # nor is small beside the mean
    compare_standardised(standardise, X)


@test_case(name="standardise a constant column", points=0.5, hidden=True)
@seeded
def test_constant_column(standardise, rng):
    X = draw(rng, 8, 3)
    for constant in (float(rng.integers(2, 7)), 0.0):
        X[:, 1] = constant
        compare_standardised(standardise, X)


@test_case(name="standardise one sample", points=0.25, hidden=True)
@seeded
def test_one_sample(standardise, rng):
    X = np.round(1e4 * draw(rng, 8, 3))  # nor does a small constant in the denominator count: it has its own cases
    compare_standardised(standardise, X)  # of one sample, the answer is always 0
    compare_standardised(standardise, X[:1])


@test_case(name="float32 and integer inputs", points=0.25, hidden=True)
@seeded
def test_other_types(hessian_condition_number, standardise, rng):
    # rows that keep the condition number small: its relative error in float32 is kappa times 1e-7
    single = np.vstack([3.0 * np.eye(3), rng.normal(loc=0.5, size=(8, 3))]).astype(np.float32)
    whole = 40 * np.vstack([5 * np.eye(3, dtype=np.int64), rng.integers(-3, 5, size=(8, 3))])
    for X in (single, whole):
        compare_kappa(hessian_condition_number, X, assert_close32)
        compare_standardised(standardise, X, assert_close32)


@test_case(name="the argument stays as it is", points=0.25, hidden=True)
@seeded
def test_pure(hessian_condition_number, standardise, rng):
    X = draw(rng, 11, 3)
    compare_kappa(hessian_condition_number, X)
    compare_standardised(standardise, X)
    assert_pure(hessian_condition_number, X)
    for given in (X, scaled(X)):  # where nothing is left to do, X itself is right, but not new
        assert_pure(standardise, given, new=True)
