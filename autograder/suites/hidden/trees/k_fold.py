"""Oracle: sklearn.model_selection.KFold without shuffling, which cuts by the same rule."""

import numpy as np
from otter.test_files import test_case
from sklearn.model_selection import KFold

from autograder.checks import assert_indices, assert_parts, assert_raises, seeded

OK_FORMAT = False
name = "k_fold_hidden"


def oracle(n, k):
    return [*KFold(n_splits=k).split(np.zeros(n))]


def splits(got, n, k, part):
    """The chosen part of every pair, after the form has been checked."""
    pairs = assert_parts(got, [f"split {i}" for i in range(k)])
    return [assert_parts(pair, ["train", "validation"])[part] for pair in pairs]


def assert_splits(got, n, k, parts=(0, 1)):
    for part in parts:
        what = ("train", "validation")[part]
        for i, (mine, want) in enumerate(zip(splits(got, n, k, part), oracle(n, k))):
            assert_indices(mine, want[part], f"{what} of split {i}")


def sizes(rng, remainder):
    """An n and a k below it, with the given kind of remainder: 0, or at least 2 and less than k - 1."""
    k = int(rng.integers(5, 8))
    r = int(rng.integers(2, k - 1)) if remainder else 0
    return k * int(rng.integers(3, 6)) + r, k


@test_case(name="validation folds when k divides n", points=2, hidden=True)
@seeded
def test_even_validation(k_fold, rng):
    n, k = sizes(rng, remainder=False)
    assert_splits(k_fold(n, k), n, k, parts=[1])


@test_case(name="training part when k divides n", points=1, hidden=True)
@seeded
def test_even_train(k_fold, rng):
    n, k = sizes(rng, remainder=False)
    assert_splits(k_fold(n, k), n, k, parts=[0])


@test_case(name="validation folds with a remainder", points=2, hidden=True)
@seeded
def test_uneven_validation(k_fold, rng):
    for n, k in [sizes(rng, remainder=True), (10, 4), (6, 4)]:
        assert_splits(k_fold(n, k), n, k, parts=[1])


@test_case(name="training part with a remainder", points=1, hidden=True)
@seeded
def test_uneven_train(k_fold, rng):
    for n, k in [sizes(rng, remainder=True), (10, 4), (6, 4)]:
        assert_splits(k_fold(n, k), n, k, parts=[0])


@test_case(name="two folds, and leave one out", points=1, hidden=True)
@seeded
def test_extreme_k(k_fold, rng):
    n = int(rng.integers(6, 11)) * 2 + 1
    assert_splits(k_fold(n, 2), n, 2)
    assert_splits(k_fold(540 + n, 2), 540 + n, 2)  # the last index fits neither into 8 bits nor into the set of a half
    assert_splits(k_fold(n, n), n, n)
    assert_splits(k_fold(2, 2), 2, 2)


@test_case(name="ValueError: fewer than two folds", points=1, hidden=True)
@seeded
def test_too_few(k_fold, rng):
    n, k = sizes(rng, remainder=False)
    assert_splits(k_fold(n, k), n, k, parts=[1])
    for wrong in (1, 0, -2):
        assert_raises(ValueError, k_fold, n, wrong)


@test_case(name="ValueError: more folds than samples", points=1, hidden=True)
@seeded
def test_too_many(k_fold, rng):
    n, k = sizes(rng, remainder=False)
    assert_splits(k_fold(n, k), n, k, parts=[1])
    for wrong in (n + 1, 2 * n):
        assert_raises(ValueError, k_fold, n, wrong)
    for few in (0, 1):
        assert_raises(ValueError, k_fold, few, 2)
