"""Oracle: sklearn.model_selection.KFold without shuffling, which cuts by the same rule."""

import numpy as np
from otter.test_files import test_case
from sklearn.model_selection import KFold

from autograder.checks import assert_indices, assert_parts, assert_raises, seeded

OK_FORMAT = False
name = "k_fold_hidden"

TRAIN, VALIDATION = ("train", 0), ("validation", 1)


def assert_splits(k_fold, n, k, *parts):
    """These parts of all pairs are right, once their form is."""
    pairs = assert_parts(k_fold(n, k), [f"split {i}" for i in range(k)])
    pairs = [assert_parts(pair, ["train", "validation"]) for pair in pairs]
    for part, place in parts:
        for i, (pair, expected) in enumerate(zip(pairs, KFold(n_splits=k).split(np.zeros(n)))):
            assert_indices(pair[place], expected[place], f"{part} of split {i}")


def without_remainder(rng):
    """An n and a k that divides it."""
    k = int(rng.integers(5, 8))
    return k * int(rng.integers(3, 6)), k


def with_remainder(rng):
    """An n and a k with n mod k at least 2 and less than k - 1."""
    n, k = without_remainder(rng)
    return n + int(rng.integers(2, k - 1)), k


@test_case(name="validation folds when k divides n", points=2, hidden=True)
@seeded
def test_even_validation(k_fold, rng):
    assert_splits(k_fold, *without_remainder(rng), VALIDATION)


@test_case(name="training part when k divides n", points=1, hidden=True)
@seeded
def test_even_train(k_fold, rng):
    assert_splits(k_fold, *without_remainder(rng), TRAIN)


@test_case(name="validation folds with a remainder", points=2, hidden=True)
@seeded
def test_uneven_validation(k_fold, rng):
    for n, k in (with_remainder(rng), (10, 4), (6, 4)):
        assert_splits(k_fold, n, k, VALIDATION)


@test_case(name="training part with a remainder", points=1, hidden=True)
@seeded
def test_uneven_train(k_fold, rng):
    for n, k in (with_remainder(rng), (10, 4), (6, 4)):
        assert_splits(k_fold, n, k, TRAIN)


@test_case(name="two folds, the first one larger by one", points=0.5, hidden=True)
@seeded
def test_two_folds(k_fold, rng):
    n = 4 * int(rng.integers(3, 6)) + 1  # half of it, rounded to even, is too small
    assert_splits(k_fold, n, 2, TRAIN, VALIDATION)


@test_case(name="leave one out", points=0.5, hidden=True)
@seeded
def test_leave_one_out(k_fold, rng):
    n = int(rng.integers(13, 22))
    assert_splits(k_fold, n, n, TRAIN, VALIDATION)


@test_case(name="two samples in two folds", points=0.25, hidden=True)
def test_two_samples(k_fold):
    assert_splits(k_fold, 2, 2, TRAIN, VALIDATION)


@test_case(name="more than 500 samples", points=0.25, hidden=True)
@seeded
def test_many_samples(k_fold, rng):
    # the last index fits into 8 bits no more, nor is the set of one half in order
    assert_splits(k_fold, 554 + 2 * int(rng.integers(5)), 2, TRAIN, VALIDATION)


@test_case(name="ValueError: fewer than two folds", points=0.75, hidden=True)
@seeded
def test_too_few_folds(k_fold, rng):
    n, k = without_remainder(rng)
    assert_splits(k_fold, n, k, VALIDATION)
    for few in (1, 0, -2):
        assert_raises(ValueError, k_fold, n, few)


@test_case(name="ValueError: more folds than samples", points=0.5, hidden=True)
@seeded
def test_too_many_folds(k_fold, rng):
    n, k = without_remainder(rng)
    assert_splits(k_fold, n, k, VALIDATION)
    for many in (n + 1, 2 * n):
        assert_raises(ValueError, k_fold, n, many)


@test_case(name="ValueError: no sample, or a single one", points=0.25, hidden=True)
@seeded
def test_too_few_samples(k_fold, rng):
    assert_splits(k_fold, *without_remainder(rng), VALIDATION)
    for n in (0, 1):
        assert_raises(ValueError, k_fold, n, 2)
