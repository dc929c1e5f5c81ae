"""Oracles: the laws of both draws, with bounds at 8 standard deviations or more; set difference for out of bag."""

from itertools import combinations

import numpy as np
from otter.test_files import test_case

from autograder.checks import Mismatch, as_integers, assert_indices, assert_pure, assert_true, call_many, seeded

OK_FORMAT = False
name = "random_forest_sampling_hidden"


def indices(got, count, below, what, slack=0):
    """The draw as an array, after its length and range have been checked (large draws leave the ends to small ones)."""
    array = as_integers(got)
    if array is None or array.ndim != 1:
        raise Mismatch(f"{what}: expected a sequence of integers, got {type(got).__name__}")
    assert_true(len(array) == count, f"{what}: expected {count} indices, got {len(array)}")
    drawn = array.tolist()  # of the few indices of most draws Python finds the least and the largest sooner
    assert_true(min(drawn) >= 0 and max(drawn) < below + slack, f"{what}: an index lies outside 0..{below - 1}")
    return array


def seeds(rng, count):
    return rng.choice(10**6, size=count, replace=False).tolist()


def draws(function, *args, seeds, count, below, what, slack=0):
    """One draw for each seed, checked like a single one."""
    calls = [(*args, seed) for seed in seeds]
    return [indices(got, count, below, what, slack) for got in call_many(function, calls)]


def neighbouring_seeds(rng):
    """An even seed, the next one, and one that is the same modulo 2, 7, 9, 10, 100, 65536 and many others."""
    one = 2 * seeds(rng, 1)[0]
    return one, one + 1, one + 63 * 8_192_000


def assert_uniform(array, n, within, what):
    """Each tenth of 0..n-1 has a tenth of the draws, up to `within`."""
    tenths = np.bincount(np.minimum(array // (n // 10), 9), minlength=10)
    off = np.abs(tenths - len(array) / 10).max()
    assert_true(off <= within, f"{what}: some indices are far more likely than others")


def bootstrap(bootstrap_indices, n, seed):
    """A sample of n indices, checked at 8 standard deviations or more.

    A tenth has 0.3 sqrt(n) draws of standard deviation, the share of different indices 0.312 / sqrt(n).
    """
    array = indices(bootstrap_indices(n, seed), n, n, "bootstrap sample", slack=1)
    assert_uniform(array, n, 2.8 * np.sqrt(n), "bootstrap sample")
    different = len(np.unique(array)) / n
    close = abs(different - 0.63213) < 2.7 / np.sqrt(n)
    assert_true(close, f"bootstrap sample: {different:.1%} different indices, not 63.2%")
    return array


def assert_features_depend_on_the_seed(random_features, seed, *others):
    """Half of 4000 features: the same seed draws the same, and any two of the seeds draw independently."""
    d, m = 4000, 2000
    draws = [indices(random_features(d, m, s), m, d, "features", slack=1) for s in (seed, *others)]
    assert_indices(random_features(d, m, seed), draws[0], "features of the same seed")
    for one, other in combinations(draws, 2):
        # in one and not in the other: expected 1000, standard deviation 16
        off = abs(len(np.setdiff1d(one, other)) - m // 2)
        assert_true(off < 126, "features: the draws of two seeds depend on each other")


@test_case(name="bootstrap: uniform, with replacement, any two indices independent", points=1, hidden=True)
@seeded
def test_bootstrap_statistics(bootstrap_indices, rng):
    n = 20_000
    array = bootstrap(bootstrap_indices, n, seeds(rng, 1)[0])
    # how often i and i + s come, and how often i and s - i: sums of standard deviation sqrt(n), or sqrt(2 n)
    spectrum = np.fft.rfft(np.bincount(array, minlength=n)[:n] - 1.0)
    shifted, mirrored = np.fft.irfft(spectrum * spectrum.conj(), n)[1:], np.fft.irfft(spectrum**2, n)
    together = max(np.abs(shifted).max(), np.abs(mirrored).max())
    assert_true(together < 12 * np.sqrt(2 * n), "bootstrap sample: the draws of two indices depend on each other")


@test_case(name="bootstrap: the seed decides, for every n", points=1, hidden=True)
@seeded
def test_bootstrap_seeds(bootstrap_indices, rng):
    n = 2000
    one, *others = neighbouring_seeds(rng)
    first = bootstrap(bootstrap_indices, n, one)
    assert_indices(bootstrap_indices(n, one), first, "bootstrap sample of the same seed")
    for other in others:
        second = bootstrap(bootstrap_indices, n, other)
        # indices in both: expected 0.4 n = 799, standard deviation below 22
        both = len(np.intersect1d(first, second))
        assert_true(abs(both - 799) < 180, "bootstrap sample: the draws of two seeds depend on each other")
    bootstrap(bootstrap_indices, 2 * n, one)


@test_case(name="bootstrap: the seed 0", points=0.25, hidden=True)
def test_bootstrap_seed_0(bootstrap_indices):
    n = 2000
    zero = bootstrap(bootstrap_indices, n, 0)
    assert_indices(bootstrap_indices(n, 0), zero, "bootstrap sample of the seed 0")
    for other in (1, 42):
        second = bootstrap(bootstrap_indices, n, other)
        assert_true((zero != second).any(), "bootstrap sample: another seed gives the same draw")


@test_case(name="bootstrap: both of two samples are drawn some time", points=0.75, hidden=True)
@seeded
def test_small_bootstrap(bootstrap_indices, rng):
    bootstrap(bootstrap_indices, 2000, 1)
    # 32 draws miss one of two indices with probability 2^-31 < 1e-9
    drawn = draws(bootstrap_indices, 2, seeds=seeds(rng, 16), count=2, below=2, what="bootstrap sample of 2")
    assert_indices(np.unique(drawn), [0, 1], "indices ever drawn")


@test_case(
    name="bootstrap: ends as likely as others, no index certain, no draw tied to the last", points=0.75, hidden=True
)
@seeded
def test_many_small_bootstraps(bootstrap_indices, rng):
    n, calls = 20, 500
    bootstrap(bootstrap_indices, 2000, 1)
    what = "bootstrap samples of 20"
    drawn = np.stack(draws(bootstrap_indices, n, seeds=seeds(rng, calls), count=n, below=n, what=what, slack=1))
    # both ends together: expected 1000, standard deviation 30, and their difference 0, standard deviation 32;
    # an end that never comes costs the case above
    ends = [(drawn == end).sum() for end in (0, n - 1)]
    fair = 0 in ends or (abs(sum(ends) - 1000) < 240 and abs(ends[0] - ends[1]) < 256)
    assert_true(fair, f"{what}: the first and the last index are not as likely as others")
    for i in range(n):  # all samples hold one index with probability 0.642^500 < 1e-96
        assert_true((drawn != i).all(axis=1).any(), f"{what}: one index is never missed")
    # a draw equals the one before with probability 1/20: expected 475, standard deviation 21.2 (more if sorted)
    again = (drawn[:, 1:] == drawn[:, :-1]).sum()
    assert_true(again > 300, f"{what}: a draw depends on the one before")


@test_case(name="bootstrap: a single sample", points=0.25, hidden=True)
def test_bootstrap_of_one(bootstrap_indices):
    bootstrap(bootstrap_indices, 2000, 1)
    assert_indices(bootstrap_indices(1, 1), [0], "bootstrap sample of 1")


@test_case(name="out of bag: the samples never drawn", points=2.1, hidden=True)
@seeded
def test_out_of_bag(out_of_bag, rng):
    for n in (11, 40):
        drawn = rng.choice(n - 2, size=n) + 1  # with repetitions; neither the first nor the last index occurs
        expected = sorted(set(range(n)) - set(drawn.tolist()))
        assert_indices(out_of_bag(drawn.copy(), n), expected, "out of bag")


@test_case(name="out of bag: fewer and more draws than samples", points=0.25, hidden=True)
def test_out_of_bag_of_other_lengths(out_of_bag):
    few, many = np.array([5, 2, 5]), np.array([4, 1, 1, 4, 1, 4, 3, 1, 3])  # 3 comes late
    assert_indices(out_of_bag(few.copy(), 7), [0, 1, 3, 4, 6], "out of bag")
    assert_indices(out_of_bag(many.copy(), 5), [0, 2], "out of bag")


@test_case(name="out of bag: all samples drawn, none drawn", points=0.25, hidden=True)
@seeded
def test_out_of_bag_extremes(out_of_bag, rng):
    assert_indices(out_of_bag(rng.permutation(6), 6), [], "out of bag when all are drawn")
    assert_indices(out_of_bag(np.zeros(0, dtype=int), 4), [0, 1, 2, 3], "out of bag when none is drawn")


@test_case(name="out of bag: 8-bit indices of 540 samples", points=0.25, hidden=True)
@seeded
def test_out_of_bag_of_small_integers(out_of_bag, rng):
    # n does not fit into the type of the indices, nor how often 7 comes into the same type
    drawn = rng.permutation([*range(256), *[7] * 255, *rng.integers(8, 256, size=29)])
    assert_indices(out_of_bag(drawn.astype(np.uint8), 540), np.arange(256, 540), "out of bag for small integers")


@test_case(name="out of bag: the indices stay as they are", points=0.15, hidden=True)
def test_out_of_bag_unchanged(out_of_bag):
    drawn = np.array([4, 1, 1, 6, 1, 4, 3])
    assert_indices(out_of_bag(drawn.copy(), 7), [0, 2, 5], "out of bag")
    assert_pure(out_of_bag, drawn, 7)


@test_case(name="random features: different ones", points=0.25, hidden=True)
@seeded
def test_features(random_features, rng):
    drawn = indices(random_features(60, 40, seeds(rng, 1)[0]), 40, 60, "40 of 60 features", slack=1)
    assert_true(len(np.unique(drawn)) == 40, "40 of 60 features: some occur twice")
    assert_true(set(drawn.tolist()) != set(range(40)), "40 of 60 features: the first ones")  # chance 2e-16


@test_case(name="random features: all equally likely, and neighbours independent", points=0.25, hidden=True)
@seeded
def test_feature_statistics(random_features, rng):
    d, m = 4000, 2000
    drawn = indices(random_features(d, m, seeds(rng, 1)[0]), m, d, "features", slack=1)
    assert_uniform(drawn, d, 80, "features")  # standard deviation 9.5
    assert_true(len(np.unique(drawn)) == m, "features: some occur twice")
    # of either half, and neighbours that are drawn both: expected 1000, standard deviation 16
    assert_true(abs((drawn < d // 2).sum() - 1000) < 126, "features: some are far more likely than others")
    both = len(np.intersect1d(drawn, drawn + 1))
    assert_true(abs(both - 1000) < 126, "features: whether one is drawn depends on its neighbours")


@test_case(name="random features: the seed decides", points=0.25, hidden=True)
@seeded
def test_feature_seeds(random_features, rng):
    assert_features_depend_on_the_seed(random_features, *neighbouring_seeds(rng))


@test_case(name="random features: the seed 0", points=0.25, hidden=True)
def test_feature_seed_0(random_features):
    assert_features_depend_on_the_seed(random_features, 0, 1, 42)


@test_case(name="random features: 3 of 20, the ends as often as the middle", points=0.25, hidden=True)
@seeded
def test_few_features(random_features, rng):
    d, m, calls = 20, 3, 1000
    what = "3 of 20 features"
    drawn = np.stack(draws(random_features, d, m, seeds=seeds(rng, calls), count=m, below=d, what=what, slack=1))
    # each one is expected 150 times, variance 127.5; chi-squared of 19 degrees of freedom exceeds 95 once in 10^11
    # cases. The sum of all is expected to be 28500, standard deviation 299; both ends together come 300 times,
    # standard deviation 15.5
    times = np.bincount(drawn.ravel(), minlength=d)
    chi_squared = (19 / 20) * float(((times - 150) ** 2).sum()) / 127.5
    fair = chi_squared < 95 and abs(drawn.sum() - 28_500) < 1900 and abs(times[0] + times[19] - 300) < 98
    assert_true(fair, "3 of 20 features: some are more likely than others")


@test_case(name="random features: 2 of 3, every pair some time", points=0.25, hidden=True)
@seeded
def test_pairs_of_features(random_features, rng):
    # 60 draws miss one of the three pairs with probability 3 (2/3)^60 < 1e-9
    pairs = draws(random_features, 3, 2, seeds=seeds(rng, 60), count=2, below=3, what="2 of 3 features")
    assert_indices(np.unique([pair.sum() for pair in pairs]), [1, 2, 3], "sums of 2 of 3 features, ever drawn")


@test_case(name="random features: a single one of two", points=0.25, hidden=True)
@seeded
def test_single_feature(random_features, rng):
    # 40 draws miss one of two features with probability 2^-39 < 1e-9
    single = draws(random_features, 2, 1, seeds=seeds(rng, 40), count=1, below=2, what="1 of 2 features")
    assert_indices(np.unique(single), [0, 1], "1 of 2 features, ever drawn")


@test_case(name="random features: all of them", points=0.25, hidden=True)
@seeded
def test_all_features(random_features, rng):
    for d, seed in zip((31, 300), seeds(rng, 2)):
        drawn = indices(random_features(d, d, seed), d, d, f"{d} of {d} features")
        assert_indices(np.sort(drawn), np.arange(d), f"{d} of {d} features, sorted")
