"""Oracle: torch.softmax and torch.log_softmax over the last axis, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, primes, seeded

OK_FORMAT = False
name = "softmax_hidden"


def probabilities(logits):
    return torch.softmax(torch.tensor(np.asarray(logits, dtype=np.float64)), dim=-1).numpy()


def log_probabilities(logits):
    return torch.log_softmax(torch.tensor(np.asarray(logits, dtype=np.float64)), dim=-1).numpy()


def draw(rng, *shape):
    return rng.normal(scale=1.7, size=shape)


def extreme(rng):
    """Rows of several sizes in one batch: a shift that all rows share ruins some of them."""
    logits = draw(rng, 6, 3)
    logits[0] = [1e4, -1e4, 0.0]
    logits[1] += 1e4
    logits[2] -= 1e4
    logits[3] = [1e4, 1e4, -1e4]  # the two largest share the probability
    logits[4] = [-1e4, 0.0, 1e4]
    return logits


@test_case(name="softmax of a batch", points=2, hidden=True)
@seeded
def test_softmax_batch(softmax, rng):
    for shape in (primes(rng, 2), primes(rng, 2), (5, 2)):
        logits = draw(rng, *shape)
        assert_close(softmax(logits.copy()), probabilities(logits), "softmax")
    logits = rng.dirichlet(np.ones(3), size=5)  # logits that might be probabilities, and are not
    assert_close(softmax(logits.copy()), probabilities(logits), "softmax")


@test_case(name="softmax, as many samples as classes", points=1, hidden=True)
@seeded
def test_softmax_square(softmax, rng):
    logits = draw(rng, 5, 5)
    logits[0, 1:3] = logits[0].max()  # a tie of the largest
    logits[1] = 0.7  # and of all
    assert_close(softmax(logits.copy()), probabilities(logits), "softmax")


@test_case(name="softmax of a single vector, and of one class", points=0.5, hidden=True)
@seeded
def test_softmax_vector(softmax, rng):
    for shape in (7, (1, 5)):  # and a batch of one row
        logits = draw(rng, *np.atleast_1d(shape))
        assert_close(softmax(logits.copy()), probabilities(logits), "softmax")
    assert_close(softmax(draw(rng, 5, 1)), np.ones((5, 1)), "softmax of one class")


@test_case(name="softmax at +-1e4", points=1, hidden=True)
@seeded
def test_softmax_extreme(softmax, rng):
    logits = extreme(rng)
    assert_close(softmax(logits.copy()), probabilities(logits), "softmax")
    for shift in (1e4, -1e4):  # no row is moderate, all are alike
        logits = draw(rng, 5, 3) + shift
        assert_close(softmax(logits.copy()), probabilities(logits), "softmax")
    single = (draw(rng, 3, 7) + np.array([[100], [-120], [0]])).astype(np.float32)  # beyond the exponentials of float32
    assert_close32(softmax(single.copy()), probabilities(single), "softmax of float32")
    for small in (-1e4, -15.0):  # a probability of 0, and one of 1.5e-7: neither a floor nor a cut
        logits = np.array([0.0, 0.0, small])
        assert_close(softmax(logits.copy()), probabilities(logits), "softmax")


@test_case(name="softmax of float32 and integers", points=0.5, hidden=True)
@seeded
def test_softmax_types(softmax, rng):
    single, whole = draw(rng, 3, 7).astype(np.float32), np.array([rng.permutation(5) - 2 for _ in range(3)])
    assert_close32(softmax(single.copy()), probabilities(single), "softmax of float32")
    assert_close32(softmax(whole.copy()), probabilities(whole), "softmax of integers")


@test_case(name="softmax leaves its argument as it is", points=0.5, hidden=True)
@seeded
def test_softmax_pure(softmax, rng):
    logits = draw(rng, 3, 5)
    assert_close(softmax(logits.copy()), probabilities(logits), "softmax")
    for given in (logits, draw(rng, 7), draw(rng, 3, 1)):
        assert_pure(softmax, given, new=True)


@test_case(name="log_softmax of a batch", points=1.5, hidden=True)
@seeded
def test_log_softmax_batch(log_softmax, rng):
    for shape in (primes(rng, 2), primes(rng, 2), (5, 2)):
        logits = draw(rng, *shape)
        assert_close(log_softmax(logits.copy()), log_probabilities(logits), "log_softmax")


@test_case(name="log_softmax, as many samples as classes", points=0.5, hidden=True)
@seeded
def test_log_softmax_square(log_softmax, rng):
    logits = draw(rng, 5, 5)
    logits[0, 1:3] = logits[0].max()  # a tie of the largest
    logits[1] = 0.7  # and of all
    assert_close(log_softmax(logits.copy()), log_probabilities(logits), "log_softmax")


@test_case(name="log_softmax of a single vector, and of one class", points=0.5, hidden=True)
@seeded
def test_log_softmax_vector(log_softmax, rng):
    for shape in (7, (1, 5)):  # and a batch of one row
        logits = draw(rng, *np.atleast_1d(shape))
        assert_close(log_softmax(logits.copy()), log_probabilities(logits), "log_softmax")
    assert_close(log_softmax(draw(rng, 5, 1)), np.zeros((5, 1)), "log_softmax of one class")


@test_case(name="log_softmax at +-1e4", points=1, hidden=True)
@seeded
def test_log_softmax_extreme(log_softmax, rng):
    logits = extreme(rng)
    got, expected = log_softmax(logits.copy()), log_probabilities(logits)
    assert_close(got, expected, "log_softmax")
    for shift in (1e4, -1e4):  # the tolerance above is that of -2e4: here it is that of -2
        ordinary = draw(rng, 5, 3) + shift
        assert_close(log_softmax(ordinary.copy()), log_probabilities(ordinary), "log_softmax")
    single = (draw(rng, 3, 7) + np.array([[100], [-120], [0]])).astype(np.float32)  # beyond the exponentials of float32
    assert_close32(log_softmax(single.copy()), log_probabilities(single), "log_softmax of float32")
    for small in (-744.0, -11.0):  # a probability that is not 0 yet, but has lost its digits, and one that counts
        logits = np.array([0.0, small, -1.0])
        assert_close(log_softmax(logits.copy()), log_probabilities(logits), "log_softmax")


@test_case(name="log_softmax of float32 and integers", points=0.5, hidden=True)
@seeded
def test_log_softmax_types(log_softmax, rng):
    single, whole = draw(rng, 3, 7).astype(np.float32), np.array([rng.permutation(5) - 2 for _ in range(3)])
    assert_close32(log_softmax(single.copy()), log_probabilities(single), "log_softmax of float32")
    assert_close32(log_softmax(whole.copy()), log_probabilities(whole), "log_softmax of integers")


@test_case(name="log_softmax leaves its argument as it is", points=0.5, hidden=True)
@seeded
def test_log_softmax_pure(log_softmax, rng):
    logits = draw(rng, 3, 5)
    assert_close(log_softmax(logits.copy()), log_probabilities(logits), "log_softmax")
    for given in (logits, draw(rng, 7), draw(rng, 3, 1)):
        assert_pure(log_softmax, given, new=True)
