"""Oracle: exact rational arithmetic, and the variance over all mini-batches of a small population, enumerated."""

from fractions import Fraction
from itertools import product

import numpy as np
from otter.test_files import test_case

from autograder.checks import assert_close, seeded

OK_FORMAT = False
name = "gradient_noise_hidden"


def draw(rng):
    """A variance and a small learning rate, and a smaller and a larger batch size without a common factor."""
    small, large = sorted(rng.permutation([3, 5, 7, 11, 13, 17])[:2])
    return float(rng.uniform(1.3, 3.3)), float(rng.uniform(0.02, 0.05)), int(small), int(large)


def assert_variance(minibatch_gradient_variance, sigma2, batch_size):
    expected = float(Fraction(sigma2) / batch_size)
    assert_close(minibatch_gradient_variance(sigma2, batch_size), expected, "variance")


def assert_rate(scaled_learning_rate, lr, old, new):
    assert_close(scaled_learning_rate(lr, old, new), float(Fraction(lr) * new / old), "learning rate")


@test_case(name="variance: sigma^2 and B", points=1, hidden=True)
@seeded
def test_variance(minibatch_gradient_variance, rng):
    sigma2, _, small, large = draw(rng)
    for batch_size in (small, large, 256, 1000):
        assert_variance(minibatch_gradient_variance, sigma2, batch_size)


@test_case(name="variance: all mini-batches of four samples, enumerated", points=0.5, hidden=True)
@seeded
def test_enumerated(minibatch_gradient_variance, rng):
    gradients = rng.normal(scale=1.8, size=4) + np.array([-2.0, 0.0, 1.0, 3.0])
    for batch_size in (2, 3):
        means = [np.mean(batch) for batch in product(gradients, repeat=batch_size)]
        assert_close(minibatch_gradient_variance(float(np.var(gradients)), batch_size), np.var(means), "variance")


@test_case(name="variance: a batch of one", points=0.2, hidden=True)
@seeded
def test_batch_of_one(minibatch_gradient_variance, rng):
    sigma2, _, small, _ = draw(rng)
    for batch_size in (small, 1):
        assert_variance(minibatch_gradient_variance, sigma2, batch_size)


@test_case(name="variance: batches of 8192 and 65537", points=0.1, hidden=True)
@seeded
def test_large_batches(minibatch_gradient_variance, rng):
    for batch_size in (8192, 65537):
        assert_variance(minibatch_gradient_variance, draw(rng)[0], batch_size)


@test_case(name="variance: sigma^2 of size 1e-5 and 1e3", points=0.1, hidden=True)
@seeded
def test_sizes(minibatch_gradient_variance, rng):
    for size, batch_size in ((1e-5, 97), (1e3, 7)):
        assert_variance(minibatch_gradient_variance, size * draw(rng)[0], batch_size)


@test_case(name="variance: a whole number", points=0.1, hidden=True)
@seeded
def test_whole_variance(minibatch_gradient_variance, rng):
    assert_variance(minibatch_gradient_variance, int(rng.integers(15, 20)), 7)


@test_case(name="learning rate: a larger batch", points=1, hidden=True)
@seeded
def test_larger(scaled_learning_rate, rng):
    _, lr, small, large = draw(rng)
    for old, new in ((small, large), (64, 512), (32, 544)):
        assert_rate(scaled_learning_rate, lr, old, new)


@test_case(name="learning rate: a smaller batch", points=0.5, hidden=True)
@seeded
def test_smaller(scaled_learning_rate, rng):
    _, lr, small, large = draw(rng)
    for old, new in ((large, small), (512, 64)):
        assert_rate(scaled_learning_rate, lr, old, new)


@test_case(name="learning rate: a batch 65536 times as large or as small", points=0.15, hidden=True)
@seeded
def test_far_apart(scaled_learning_rate, rng):
    for sizes in ((16, 16 * 65536), (16 * 65536, 16)):
        assert_rate(scaled_learning_rate, draw(rng)[1], *sizes)


@test_case(name="learning rate: from single samples and back to them", points=0.1, hidden=True)
@seeded
def test_single_samples(scaled_learning_rate, rng):
    for old, new in ((1, 7), (7, 1)):
        assert_rate(scaled_learning_rate, draw(rng)[1], old, new)


@test_case(name="learning rate: the same batch size", points=0.15, hidden=True)
@seeded
def test_same(scaled_learning_rate, rng):
    _, lr, small, large = draw(rng)
    for new in (large, small):
        assert_rate(scaled_learning_rate, lr, small, new)


@test_case(name="learning rate: a whole number", points=0.1, hidden=True)
@seeded
def test_whole_rate(scaled_learning_rate, rng):
    assert_rate(scaled_learning_rate, 2, 32, draw(rng)[2])
