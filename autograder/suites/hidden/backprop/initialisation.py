"""Oracles: exact fractions for the squares; for the draws, statistics whose distribution is known.

Weights are judged in standard deviations: Z = W / std holds independent draws with mean 0 and variance 1 if the answer
is right. Each bound says how seldom a right answer misses it: for one seed in 10^8, or for fewer.
"""

from fractions import Fraction

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import as_floats, as_scalar, assert_close, assert_true, call_many, seeded

OK_FORMAT = False
name = "initialisation_hidden"


# Scales.


def compare_square(got, square, what):
    """A positive number with that exact square."""
    value = as_scalar(got)
    assert_true(value is not None and value > 0, f"{what}: expected a positive float")
    assert_close(value * value / float(square), 1.0, f"{what}, squared, relative to the right one")


def compare_xavier_std(xavier_std, n_in, n_out):
    compare_square(xavier_std(n_in, n_out), Fraction(2, n_in + n_out), f"xavier_std({n_in}, {n_out})")


def compare_xavier_bound(xavier_bound, n_in, n_out):
    compare_square(xavier_bound(n_in, n_out), Fraction(6, n_in + n_out), f"xavier_bound({n_in}, {n_out})")


def compare_he_std(he_std, n_in):
    compare_square(he_std(n_in), Fraction(2, n_in), f"he_std({n_in})")


def layers(rng):
    """An odd n_in in an odd sum, an even one in an even sum, and a wide layer; the smaller side first and last."""
    small, large = (2 * int(rng.integers(*half)) for half in ((2, 15), (20, 60)))
    return (small + 1, large), (large, small), (784, 300)


@test_case(name="xavier_std", points=1.75, hidden=True)
@seeded
def test_xavier_std(xavier_std, rng):
    for n_in, n_out in layers(rng):
        compare_xavier_std(xavier_std, n_in, n_out)


@test_case(name="xavier_bound", points=1.75, hidden=True)
@seeded
def test_xavier_bound(xavier_bound, rng):
    for n_in, n_out in layers(rng):
        compare_xavier_bound(xavier_bound, n_in, n_out)


@test_case(name="he_std", points=1.75, hidden=True)
@seeded
def test_he_std(he_std, rng):
    for n_in, _ in layers(rng):
        compare_he_std(he_std, n_in)


@test_case(name="xavier_std and xavier_bound with a single input or unit", points=0.25, hidden=True)
@seeded
def test_xavier_of_single_units(xavier_std, xavier_bound, rng):
    n = int(rng.integers(5, 60))
    for n_in, n_out in ((1, n), (n, 1), (1, 1)):
        compare_xavier_std(xavier_std, n_in, n_out)
        compare_xavier_bound(xavier_bound, n_in, n_out)


@test_case(name="he_std with a single input", points=0.25, hidden=True)
@seeded
def test_he_of_a_single_input(he_std, rng):
    for n_in in (int(rng.integers(5, 60)), 1):  # a constant would do for the second one alone
        compare_he_std(he_std, n_in)


# Draws: what is asked of them.

ERRORS = 7  # standard errors: a mean of many draws is nearly normal, and misses by more once in 10^11
UNIFORM, NORMAL = 1.8, 3.0  # E[Z^4] of the two distributions


def draw_uniform(xavier_uniform, n_in, n_out, seed):
    """The student's weights, in standard deviations of Xavier."""
    return as_weights(xavier_uniform(n_in, n_out, seed), (n_in, n_out)) / np.sqrt(2 / (n_in + n_out))


def draw_many_uniform(xavier_uniform, n_in, n_out, seeds):
    """The same for several seeds, one after the other in an array."""
    draws = call_many(xavier_uniform, [(n_in, n_out, seed) for seed in seeds])
    return np.array([as_weights(W, (n_in, n_out)) for W in draws]) / np.sqrt(2 / (n_in + n_out))


def draw_normal(he_normal, n_in, n_out, seed):
    """The student's weights, in standard deviations of He."""
    return as_weights(he_normal(n_in, n_out, seed), (n_in, n_out)) / np.sqrt(2 / n_in)


def as_weights(got, shape):
    W = as_floats(got)
    assert_true(W is not None and W.shape == shape and np.isfinite(W).all(), f"expected finite floats of shape {shape}")
    return W.astype(np.float64)


def uniform_ranks(Z):
    """The distribution function of the uniform distribution on (-sqrt(3), sqrt(3)), which has variance 1."""
    return (Z / np.sqrt(3) + 1) / 2


def normal_ranks(Z):
    """The normal distribution function."""
    return torch.special.ndtr(torch.tensor(Z)).numpy()


def assert_distinct(Z):
    """No row or column stands twice in a matrix: three weights tell them apart."""
    columns, rows = np.unique(Z[:3], axis=1).shape[1], np.unique(Z[:, :3], axis=0).shape[0]
    assert_true((rows, columns) == Z.shape, "two rows or two columns of the weights are the same")


def assert_moments(Z, fourth_moment):
    """Mean 0 and variance 1; with weights repeated, how far they are from that would be a matter of luck."""
    if Z.ndim == 2 and min(Z.shape) >= 3:
        assert_distinct(Z)
    mean = Z.mean() * np.sqrt(Z.size)  # standard normal
    assert_true(abs(mean) < ERRORS, "the mean of the weights is not 0")
    # P(|mean| < 1e-9) is 2e-9 times the normal density at 0, which is 0.4.
    assert_true(abs(mean) > 1e-9, "the weights sum to exactly 0, as independent draws never do")
    error = np.sqrt((fourth_moment - 1) / Z.size)  # Var(Z^2) = E[Z^4] - 1
    assert_true(abs((Z**2).mean() - 1) < ERRORS * error, "the weights have another standard deviation")


def assert_distributed(ranks):
    """Kolmogorov's test on N numbers that should be uniform on (0, 1); D is the largest gap between the distributions.

    P(sqrt(N) D > x) < 2 exp(-2 x^2), and P(sqrt(N) D < x) = sqrt(2 pi) / x exp(-pi^2 / (8 x^2)) if x is small: either
    bound is missed once in 10^9.
    """
    N = ranks.size
    D = np.abs(np.sort(ranks, axis=None) - (np.arange(N) + 0.5) / N).max() + 0.5 / N
    assert_true(np.sqrt(N) * D < 3.3, "the weights have another distribution")
    assert_true(np.sqrt(N) * D > 0.23, "the weights are spread more evenly than independent draws ever are")


def assert_range(Z):
    """Uniform weights fill (-a, a), a being sqrt(3) standard deviations."""
    largest = np.abs(Z).max() / np.sqrt(3)
    assert_true(largest < 1 + 1e-6, "a weight lies outside (-a, a)")  # by more than float32 rounds
    # All N draws stay below (1 - t) a with probability (1 - t)^N < exp(-N t).
    assert_true(largest > 1 - np.log(1e8) / Z.size, "the weights do not fill (-a, a)")


def assert_tails(Z):
    """Normal weights lie beyond three standard deviations as often as they should: nothing is cut off."""
    share = 0.0026998  # of a normal distribution, on both sides
    error = np.sqrt(share * (1 - share) / Z.size)  # of a binomial share
    assert_true(abs((np.abs(Z) > 3).mean() - share) < ERRORS * error, "the weights are not normally distributed")


def assert_uncorrelated(a, b, message="the weights are not independent of each other"):
    """The products of N pairs of independent weights have mean 0 and variance 1."""
    assert_true(abs((a * b).mean()) < ERRORS / np.sqrt(a.size), message)


def assert_independent(Z):
    """No weight tells anything about its neighbours, its row and column, or the other half of the matrix."""
    first, second = Z.reshape(2, -1)
    for a, b in ((first, second), (Z[1:], Z[:-1]), (Z[:, 1:], Z[:, :-1])):
        assert_uncorrelated(a, b)
    for axis in (0, 1):
        for values in (Z, Z**2):
            means = values.mean(axis=axis)  # of each column, of each row
            spread = means.std() / (values.std() / np.sqrt(Z.shape[axis]))
            # 1 if the values are independent; the standard deviation of m draws has a relative error of 1 / sqrt(2 m).
            assert_true(abs(spread - 1) < ERRORS / np.sqrt(2 * means.size), "weights of a row or a column are related")
    # Draws in float64 are all different. Of 60 000 in float32, on a grid of 2^-23, half a percent share their size.
    assert_true(np.unique(np.abs(Z)).size > 0.99 * Z.size, "many weights are equal, up to their sign")


def assert_repeatable(draw, seed):
    """The same weights the second time; returns them."""
    once, again = draw(seed), draw(seed)
    assert_true(np.array_equal(once, again), f"the seed {seed} gives other weights the second time")
    return once


def assert_seeded(draw, seed, fourth_moment):
    """The same weights for the same seed, unrelated ones for others."""
    once = assert_repeatable(draw, seed)
    assert_moments(once, fourth_moment)
    for further in (1, 256_000):  # the second agrees with the seed in its last digits, binary and decimal
        assert_uncorrelated(once, draw(seed + further), "another seed gives the same weights")


# Draws: the cases.


def large(rng):
    """A layer of about 60 000 weights, an even number of them, far from square."""
    short, long = int(rng.integers(160, 180)), 366
    return (short, long) if rng.random() < 0.5 else (long, short)


def oblong(rng):
    """A layer of about 1500 weights whose two fans differ by more than its spread varies."""
    return int(rng.integers(16, 21)), int(rng.integers(75, 90))


def a_seed(rng):
    return int(rng.integers(1, 1000))


@test_case(name="xavier_uniform: mean, spread, range and distribution", points=1, hidden=True)
@seeded
def test_xavier_uniform(xavier_uniform, rng):
    Z = draw_uniform(xavier_uniform, *large(rng), a_seed(rng))
    assert_moments(Z, UNIFORM)
    assert_range(Z)
    assert_distributed(uniform_ranks(Z))


@test_case(name="xavier_uniform: independent weights", points=0.75, hidden=True)
@seeded
def test_xavier_uniform_independent(xavier_uniform, rng):
    Z = draw_uniform(xavier_uniform, *large(rng), a_seed(rng))
    assert_moments(Z, UNIFORM)
    assert_independent(Z)


@test_case(name="xavier_uniform: seeds", points=0.75, hidden=True)
@seeded
def test_xavier_uniform_seeds(xavier_uniform, rng):
    assert_seeded(lambda seed: draw_uniform(xavier_uniform, 101, 211, seed), a_seed(rng), UNIFORM)


@test_case(name="he_normal: mean, spread, tails and distribution", points=1, hidden=True)
@seeded
def test_he_normal(he_normal, rng):
    Z = draw_normal(he_normal, *large(rng), a_seed(rng))
    assert_moments(Z, NORMAL)
    assert_tails(Z)
    assert_distributed(normal_ranks(Z))


@test_case(name="he_normal: independent weights", points=0.75, hidden=True)
@seeded
def test_he_normal_independent(he_normal, rng):
    Z = draw_normal(he_normal, *large(rng), a_seed(rng))
    assert_moments(Z, NORMAL)
    assert_independent(Z)


@test_case(name="he_normal: seeds", points=0.75, hidden=True)
@seeded
def test_he_normal_seeds(he_normal, rng):
    assert_seeded(lambda seed: draw_normal(he_normal, 101, 211, seed), a_seed(rng), NORMAL)


@test_case(name="xavier_uniform: the seed 0", points=0.25, hidden=True)
@seeded
def test_xavier_uniform_seed_zero(xavier_uniform, rng):
    shape = oblong(rng)
    assert_moments(assert_repeatable(lambda seed: draw_uniform(xavier_uniform, *shape, seed), 0), UNIFORM)


@test_case(name="he_normal: the seed 0", points=0.25, hidden=True)
@seeded
def test_he_normal_seed_zero(he_normal, rng):
    shape = oblong(rng)
    assert_moments(assert_repeatable(lambda seed: draw_normal(he_normal, *shape, seed), 0), NORMAL)


@test_case(name="square layers", points=0.25, hidden=True)
@seeded
def test_square(xavier_uniform, he_normal, rng):
    above = np.triu_indices(67, k=1)
    uniform = draw_uniform(xavier_uniform, 67, 67, a_seed(rng))
    normal = draw_normal(he_normal, 67, 67, a_seed(rng))
    for Z, fourth_moment in ((uniform, UNIFORM), (normal, NORMAL)):
        assert_moments(Z, fourth_moment)
        assert_uncorrelated(Z[above], Z.T[above], "the weights of a square layer depend on those across the diagonal")


SINGLE = (1, 900), (900, 1)  # layers with a single input, with a single unit


@test_case(name="xavier_uniform in layers with few inputs or units", points=0.25, hidden=True)
@seeded
def test_xavier_uniform_small(xavier_uniform, rng):
    seeds = rng.choice(1_000_000, size=60, replace=False).tolist()
    small = draw_many_uniform(xavier_uniform, 2, 3, seeds)
    largest = np.abs(small).max(axis=(1, 2)) / np.sqrt(3)
    assert_true(largest.min() < 1 - 1e-9, "the largest weight is always a itself: they are not drawn independently")
    for Z in (small, *(draw_uniform(xavier_uniform, *shape, a_seed(rng)) for shape in SINGLE)):
        assert_moments(Z, UNIFORM)
        assert_range(Z)  # narrow enough to see a bias that is counted among the units
        assert_distributed(uniform_ranks(Z))


@test_case(name="he_normal in layers with few inputs or units", points=0.25, hidden=True)
@seeded
def test_he_normal_small(he_normal, rng):
    for shape in ((2, 450), *SINGLE):
        Z = draw_normal(he_normal, *shape, a_seed(rng))
        assert_moments(Z, NORMAL)  # with n_in = 1, a bias that is counted among the inputs halves the variance
        assert_distributed(normal_ranks(Z))
