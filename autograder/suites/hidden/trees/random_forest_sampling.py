"""Oracles: the laws of both draws, with bounds at 8 standard deviations or more; set difference for out of bag."""

import numpy as np
from otter.test_files import test_case

from autograder.checks import Mismatch, as_integers, assert_indices, assert_pure, assert_true, seeded

OK_FORMAT = False
name = "random_forest_sampling_hidden"

N = 20_000  # indices of the large draw


def indices(got, count, below, what, slack=0):
    """The draw as an array, after its length and range have been checked (large draws leave the ends to small ones)."""
    array = as_integers(got)
    if array is None or array.ndim != 1:
        raise Mismatch(f"{what}: expected a sequence of integers, got {type(got).__name__}")
    assert_true(len(array) == count, f"{what}: expected {count} indices, got {len(array)}")
    assert_true(array.min() >= 0 and array.max() < below + slack, f"{what}: an index lies outside 0..{below - 1}")
    return array


def seeds(rng, count):
    return [int(s) for s in rng.choice(10**6, size=count, replace=False)]


def assert_uniform(array, n, within, what):
    """Each tenth of 0..n-1 has a tenth of the draws, up to `within`."""
    tenths = np.bincount(np.minimum(array // (n // 10), 9), minlength=10)
    off = np.abs(tenths - len(array) / 10).max()
    assert_true(off <= within, f"{what}: some indices are far more likely than others")


def bootstrap(got, n):
    """A sample of n indices, checked at 8 standard deviations or more.

    A tenth has 0.3 sqrt(n) draws of standard deviation, the share of different indices 0.312 / sqrt(n).
    """
    array = indices(got, n, n, "bootstrap sample", slack=1)
    assert_uniform(array, n, 2.8 * np.sqrt(n), "bootstrap sample")
    different = len(np.unique(array)) / n
    close = abs(different - 0.63213) < 2.7 / np.sqrt(n)
    assert_true(close, f"bootstrap sample: {different:.1%} different indices, not 63.2%")
    return array


@test_case(name="bootstrap: both indices of a pair are drawn some time", points=1, hidden=True)
@seeded
def test_small_bootstrap(bootstrap_indices, rng):
    bootstrap(bootstrap_indices(2000, 1), 2000)
    # 32 draws miss one of two indices with probability 2^-31 < 1e-9
    drawn = [indices(bootstrap_indices(2, seed), 2, 2, "bootstrap sample of 2") for seed in seeds(rng, 16)]
    assert_indices(np.unique(drawn), [0, 1], "indices ever drawn")
    assert_indices(bootstrap_indices(1, 0), [0], "bootstrap sample of 1")


@test_case(name="bootstrap: uniform, with replacement", points=2, hidden=True)
@seeded
def test_bootstrap_statistics(bootstrap_indices, rng):
    bootstrap(bootstrap_indices(N, seeds(rng, 1)[0]), N)


@test_case(name="bootstrap: the seed decides", points=1, hidden=True)
@seeded
def test_bootstrap_seeds(bootstrap_indices, rng):
    n = 2000
    one, other = seeds(rng, 2)
    first = bootstrap(bootstrap_indices(n, one), n)
    assert_indices(bootstrap_indices(n, one), first, "bootstrap sample of the same seed")
    second = bootstrap(bootstrap_indices(n, other), n)
    assert_true((first != second).any(), "bootstrap sample: another seed gives the same draw")


@test_case(name="out of bag: the samples never drawn", points=2, hidden=True)
@seeded
def test_out_of_bag(out_of_bag, rng):
    for n in (11, 40):
        drawn = rng.choice(n - 2, size=n) + 1  # with repetitions; neither the first nor the last index occurs
        expected = sorted(set(range(n)) - set(drawn.tolist()))
        assert_indices(out_of_bag(drawn.copy(), n), expected, "out of bag")


@test_case(name="out of bag: nothing left, few and many draws, the indices stay as they are", points=1, hidden=True)
@seeded
def test_out_of_bag_edges(out_of_bag, rng):
    few = np.array([5, 2, 5])
    assert_indices(out_of_bag(few.copy(), 7), [0, 1, 3, 4, 6], "out of bag")
    many = np.array([4, 1, 3, 3, 1, 4, 4, 1, 3])
    assert_indices(out_of_bag(many.copy(), 5), [0, 2], "out of bag")
    assert_indices(out_of_bag(rng.permutation(6), 6), [], "out of bag when all are drawn")
    assert_pure(out_of_bag, many, 5)


@test_case(name="random features: different ones, up to all of them", points=1, hidden=True)
@seeded
def test_features(random_features, rng):
    one, other = seeds(rng, 2)
    drawn = indices(random_features(60, 40, one), 40, 60, "40 of 60 features", slack=1)
    assert_true(len(np.unique(drawn)) == 40, "40 of 60 features: some occur twice")
    assert_true(set(drawn.tolist()) != set(range(40)), "40 of 60 features: the first ones")  # chance 2e-16
    everything = indices(random_features(31, 31, other), 31, 31, "31 of 31 features")
    assert_indices(np.sort(everything), np.arange(31), "31 of 31 features, sorted")


@test_case(name="random features: all equally likely, and the seed decides", points=1, hidden=True)
@seeded
def test_feature_statistics(random_features, rng):
    one, other = seeds(rng, 2)
    d, m = 4000, 1000
    first = indices(random_features(d, m, one), m, d, "features", slack=1)
    assert_uniform(first, d, 75, "features")  # standard deviation 8.2
    assert_true(len(np.unique(first)) == m, "features: some occur twice")
    assert_indices(random_features(d, m, one), first, "features of the same seed")
    second = indices(random_features(d, m, other), m, d, "features", slack=1)
    assert_true(len(np.setdiff1d(second, first)) > m // 2, "features: another seed gives the same draw")
