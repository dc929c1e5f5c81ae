"""Oracle: exact rational arithmetic, and the variance over all mini-batches of a small population, enumerated."""

from fractions import Fraction
from itertools import product

import numpy as np
from otter.test_files import test_case

from autograder.checks import assert_close, seeded

OK_FORMAT = False
name = "gradient_noise_hidden"


def draw(rng):
    """A variance and a learning rate that are no square, and two batch sizes with no common factor."""
    first, second = rng.permutation([3, 5, 7, 11, 13, 17])[:2]
    return float(rng.uniform(1.3, 3.3)), float(rng.uniform(0.02, 0.4)), int(first), int(second)


def ratio(a, b):
    return float(Fraction(a) / Fraction(b))


@test_case(name="variance: sigma^2 and B", points=1.25, hidden=True)
@seeded
def test_variance(minibatch_gradient_variance, rng):
    sigma2, _, first, second = draw(rng)
    for variance in (sigma2, 1e-4 * sigma2, 1e3 * sigma2, 19):  # a whole number, too
        for batch_size in (first, second, 256, 1000, 8192, 65537):
            assert_close(minibatch_gradient_variance(variance, batch_size), ratio(variance, batch_size), "variance")


@test_case(name="variance: all mini-batches of four samples, enumerated", points=0.5, hidden=True)
@seeded
def test_enumerated(minibatch_gradient_variance, rng):
    gradients = rng.normal(scale=1.8, size=4) + np.array([-2.0, 0.0, 1.0, 3.0])
    for batch_size in (2, 3):
        means = [np.mean(batch) for batch in product(gradients, repeat=batch_size)]
        assert_close(minibatch_gradient_variance(float(np.var(gradients)), batch_size), np.var(means), "variance")


@test_case(name="variance: a batch of one", points=0.25, hidden=True)
@seeded
def test_batch_of_one(minibatch_gradient_variance, rng):
    sigma2, _, first, _ = draw(rng)
    assert_close(minibatch_gradient_variance(sigma2, first), ratio(sigma2, first), "variance")
    assert_close(minibatch_gradient_variance(sigma2, 1), sigma2, "variance for B = 1")


@test_case(name="learning rate: a larger batch", points=1.25, hidden=True)
@seeded
def test_larger(scaled_learning_rate, rng):
    _, lr, first, second = draw(rng)
    small, large = sorted((first, second))
    for old, new in ((small, large), (64, 512), (32, 32 * large), (16, 4096), (1, large), (1, 65536)):
        assert_close(scaled_learning_rate(lr, old, new), float(Fraction(lr) * new / old), "learning rate")


@test_case(name="learning rate: a smaller batch", points=0.5, hidden=True)
@seeded
def test_smaller(scaled_learning_rate, rng):
    _, lr, first, second = draw(rng)
    small, large = sorted((first, second))
    halving = ((lr, 512, 64), (lr, 8, 1), (lr, 4096, 16), (lr, 65536, 1), (1e-3 * lr, 4096, 16))
    for rate, old, new in ((lr, large, small), (3, large, small), *halving):  # a whole number, too
        assert_close(scaled_learning_rate(rate, old, new), float(Fraction(rate) * new / old), "learning rate")


@test_case(name="learning rate: the same batch, and there and back", points=0.25, hidden=True)
@seeded
def test_there_and_back(scaled_learning_rate, rng):
    _, lr, first, second = draw(rng)
    there = float(Fraction(lr) * second / first)
    assert_close(scaled_learning_rate(lr, first, second), there, "learning rate")
    assert_close(scaled_learning_rate(there, second, first), lr, "learning rate back at the old batch size")
    assert_close(scaled_learning_rate(lr, first, first), lr, "learning rate for the same batch size")
