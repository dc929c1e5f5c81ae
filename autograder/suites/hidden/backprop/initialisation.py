"""Oracles: exact fractions for the squares; statistics of 900 to 44 000 draws, at six and more standard errors."""

import math
from fractions import Fraction

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import as_floats, as_scalar, assert_close, assert_true, seeded

OK_FORMAT = False
name = "initialisation_hidden"


def compare_square(got, square, what):
    """A positive number with that exact square."""
    value = as_scalar(got)
    assert_true(value is not None and value > 0, f"{what}: expected a positive float")
    assert_close(value * value / float(square), 1.0, f"{what}, squared, relative to the right one")


def fans(rng):
    """Two unequal layer sizes, the smaller one first or last."""
    n_in = int(rng.integers(3, 60))
    n_out = n_in + int(rng.integers(5, 60))
    return (n_in, n_out) if rng.random() < 0.5 else (n_out, n_in)


def layers(rng):
    """Sizes of an odd and of an even sum, n_in odd and even; layers with hundreds of units, and with one."""
    (a, b), (c, d) = fans(rng), fans(rng)
    return (a | 1, b + b % 2), (c - c % 2, d - d % 2), (784, 300), (1, b), (b, 1), (1, 1)


def large(rng):
    """A layer of about 40 000 weights, far from square."""
    return (101 + int(rng.integers(20)), 367) if rng.random() < 0.5 else (367, 101 + int(rng.integers(20)))


def as_weights(got, shape):
    W = as_floats(got)
    assert_true(W is not None and W.shape == shape and np.isfinite(W).all(), "expected finite floats (n_in, n_out)")
    return W.astype(np.float64)


def assert_statistics(W, std):
    """Mean 0, the right spread, and weights independent within rows and columns."""
    error = std / np.sqrt(W.size)
    assert_true(abs(W.mean()) < 7 * error, "the mean of the weights is not 0")
    assert_true(abs(W.mean()) > 1e-9 * error, "the weights sum to exactly 0, which independent draws never do")
    assert_true(abs(W.std() / std - 1) < 0.045, "the weights have another standard deviation")
    for axis in (0, 1):
        spread = W.mean(axis=axis).std() / (std / np.sqrt(W.shape[axis]))
        assert_true(0.45 < spread < 1.55, "the weights are not independent of each other")
        squares = ((W / std) ** 2).mean(axis=axis).std() * np.sqrt(W.shape[axis])  # of orthogonal rows or columns: 0
        assert_true(squares > 0.3, "the weights are not independent of each other")
    flat, half = W.ravel(), W.size // 2
    pairs = (flat[:half], flat[-half:]), (flat[:half], flat[half : 2 * half]), (W[1:], W[:-1]), (W[:, 1:], W[:, :-1])
    for a, b in pairs:
        assert_true(abs(np.mean(a * b)) < 0.06 * std**2, "the weights are not independent of each other")
    assert_true(np.unique(np.abs(W)).size > 0.9 * W.size, "many weights are equal up to their sign")
    # Honest float32 draws share a value now and then: a quarter of a percent on a grid of 2**-23.
    assert_true(np.unique(W).size > 0.995 * W.size, "many weights are equal")
    for axis in (0, 1):
        assert_true(np.unique(W, axis=axis).shape == W.shape, "two rows or two columns of the weights are the same")


def assert_distributed(ranks):
    """Kolmogorov's statistic of numbers that should be uniform on (0, 1); below 0.2 or above 3 once in 10^7 draws."""
    ranks = np.sort(ranks.ravel())
    gap = np.sqrt(ranks.size) * np.abs(ranks - (np.arange(ranks.size) + 0.5) / ranks.size).max()
    assert_true(gap < 3, "the weights have another distribution")
    assert_true(gap > 0.2, "the weights are spread more evenly than independent draws ever are")


# Here a bias that is counted shows: for Xavier where both sizes are small, for He where n_in is.
SMALL = (2, 3), (1, 9), (9, 1)
FEW_INPUTS = (2, 450), (1, 900), (9, 1)


def small_layers(function, shape, std, rng):
    """All weights of as many layers as hold 900 weights together, with seeds of their own, in standard deviations."""
    count = math.ceil(900 / math.prod(shape))
    seeds = rng.choice(1_000_000, size=count, replace=False).tolist()
    W = np.array([as_weights(function(*shape, seed), shape) for seed in seeds]) / std
    assert_true(abs(W.std() - 1) < 0.16, "the weights of small layers have another standard deviation")
    return W


def assert_square(function, variance, seed):
    """In a square layer w_ij and w_ji are independent."""
    W = as_weights(function(67, 67, seed), (67, 67))
    mirrored = np.mean(W * W.T) - np.mean(np.diag(W) ** 2) / 67
    assert_true(abs(mirrored) < 0.3 * variance, "the weights of a square layer are not independent of each other")


def assert_seeded(function, shape, std, seed):
    """Reproducible for one seed, unrelated for the next."""
    once, again = (as_weights(function(*shape, seed), shape) for _ in range(2))
    assert_statistics(once, std)
    assert_true(np.array_equal(once, again), "the same seed gives other weights the second time")
    for further in (1, 256_000):  # the second agrees with the seed in its last digits, binary and decimal
        other = as_weights(function(*shape, seed + further), shape)
        assert_true(abs(np.mean(once * other)) < 0.2 * std**2, "another seed gives the same weights")
    zero, zero_again = (as_weights(function(3, 5, 0), (3, 5)) for _ in range(2))
    assert_true(np.array_equal(zero, zero_again), "the seed 0 gives other weights the second time")


@test_case(name="xavier_std", points=2, hidden=True)
@seeded
def test_xavier_std(xavier_std, rng):
    for n_in, n_out in layers(rng):
        compare_square(xavier_std(n_in, n_out), Fraction(2, n_in + n_out), f"xavier_std({n_in}, {n_out})")


@test_case(name="xavier_bound", points=2, hidden=True)
@seeded
def test_xavier_bound(xavier_bound, rng):
    for n_in, n_out in layers(rng):
        compare_square(xavier_bound(n_in, n_out), Fraction(6, n_in + n_out), f"xavier_bound({n_in}, {n_out})")


@test_case(name="he_std", points=2, hidden=True)
@seeded
def test_he_std(he_std, rng):
    for n_in, _ in layers(rng):
        compare_square(he_std(n_in), Fraction(2, n_in), f"he_std({n_in})")


@test_case(name="xavier_uniform: spread and range", points=2, hidden=True)
@seeded
def test_xavier_uniform(xavier_uniform, rng):
    n_in, n_out = large(rng)
    W = as_weights(xavier_uniform(n_in, n_out, int(rng.integers(1000))), (n_in, n_out))
    a = np.sqrt(6 / (n_in + n_out))
    assert_statistics(W, a / np.sqrt(3))
    assert_true(
        0.995 * a < min(W.max(), -W.min()) and np.abs(W).max() <= 1.000001 * a, "the weights do not fill (-a, a)"
    )
    other = as_weights(xavier_uniform(n_in, n_out, int(rng.integers(1000, 2000))), (n_in, n_out))
    at_the_end = [abs(np.abs(w).max() / a - 1) < 1e-9 for w in (W, other)]
    assert_true(not all(at_the_end), "the largest weight is always a itself: the weights are not drawn independently")
    assert_distributed((W / a + 1) / 2)
    for shape in SMALL:
        share = small_layers(xavier_uniform, shape, np.sqrt(2 / sum(shape)), rng) / np.sqrt(3)
        assert_true(0.97 < np.abs(share).max() <= 1.000001, "the weights of small layers do not fill (-a, a)")
        assert_distributed((share + 1) / 2)
    assert_square(xavier_uniform, 1 / 67, int(rng.integers(1000)))


@test_case(name="xavier_uniform: seeds", points=1, hidden=True)
@seeded
def test_xavier_uniform_seeds(xavier_uniform, rng):
    n_in = int(rng.integers(80, 110))
    assert_seeded(xavier_uniform, (n_in, 211), np.sqrt(2 / (n_in + 211)), int(rng.integers(1, 1000)))


@test_case(name="he_normal: spread and shape", points=2, hidden=True)
@seeded
def test_he_normal(he_normal, rng):
    n_in, n_out = large(rng)
    W = as_weights(he_normal(n_in, n_out, int(rng.integers(1000))), (n_in, n_out))
    std = np.sqrt(2 / n_in)
    assert_statistics(W, std)
    assert_square(he_normal, 2 / 67, int(rng.integers(1000)))
    assert_distributed(torch.special.ndtr(torch.tensor(W / std)).numpy())
    for distance, share, error in ((2, 0.0455, 0.008), (3, 0.0027, 0.0015)):  # a normal distribution is not cut off
        beyond = (np.abs(W) > distance * std).mean()
        assert_true(abs(beyond - share) < error, "the weights are not normally distributed")
    for shape in FEW_INPUTS:
        share = small_layers(he_normal, shape, np.sqrt(2 / shape[0]), rng)
        assert_distributed(torch.special.ndtr(torch.tensor(share)).numpy())


@test_case(name="he_normal: seeds", points=1, hidden=True)
@seeded
def test_he_normal_seeds(he_normal, rng):
    n_in = int(rng.integers(80, 110))
    assert_seeded(he_normal, (n_in, 211), np.sqrt(2 / n_in), int(rng.integers(1, 1000)))
