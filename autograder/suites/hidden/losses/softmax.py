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


def check_softmax(softmax, logits, close=assert_close):
    close(softmax(logits.copy()), probabilities(logits), "softmax")


def check_log_softmax(log_softmax, logits, close=assert_close):
    close(log_softmax(logits.copy()), log_probabilities(logits), "log_softmax")


def draw(rng, *shape):
    return rng.normal(scale=1.7, size=shape)


def equal_logits(rng):
    """A row with a tie of the largest, and one in which all are equal."""
    logits = draw(rng, 3, 7)
    logits[0, 1:3] = logits[0].max()
    logits[1] = 0.7
    return logits


def large_rows(rng):
    """Rows of several sizes in one batch: a shift that all rows share ruins some of them."""
    logits = draw(rng, 5, 3)
    logits[0] = [1e4, -1e4, 0.0]
    logits[1] += 1e4
    logits[2] -= 1e4
    logits[3] = [-1e4, 0.0, 1e4]
    return logits


def all_large(rng):
    """No row is moderate: once all near 1e4, once all near -1e4."""
    return [draw(rng, 5, 3) + shift for shift in (1e4, -1e4)]


def large_float32(rng):
    """Beyond the exponentials of float32, within those of float64."""
    return (draw(rng, 3, 7) + np.array([[100], [-120], [0]])).astype(np.float32)


def small_integers(rng):
    return np.array([rng.permutation(5) - 2 for _ in range(3)])


@test_case(name="softmax of a batch", points=2.55, hidden=True)
@seeded
def test_softmax_batch(softmax, rng):
    for shape in (primes(rng, 2), primes(rng, 2), (5, 2)):
        check_softmax(softmax, draw(rng, *shape))


@test_case(name="softmax, as many samples as classes", points=0.5, hidden=True)
@seeded
def test_softmax_square(softmax, rng):
    check_softmax(softmax, draw(rng, 5, 5))


@test_case(name="softmax of equal logits", points=0.25, hidden=True)
@seeded
def test_softmax_equal(softmax, rng):
    check_softmax(softmax, equal_logits(rng))


@test_case(name="softmax of logits that look like probabilities", points=0.25, hidden=True)
@seeded
def test_softmax_like_probabilities(softmax, rng):
    check_softmax(softmax, rng.dirichlet(np.ones(3), size=5))


@test_case(name="softmax of a single vector, of one row and of one class", points=0.25, hidden=True)
@seeded
def test_softmax_shapes(softmax, rng):
    for shape in ((7,), (1, 5), (5, 1)):
        check_softmax(softmax, draw(rng, *shape))


@test_case(name="softmax at +-1e4, and at +-100 in float32", points=1, hidden=True)
@seeded
def test_softmax_large(softmax, rng):
    for logits in (large_rows(rng), *all_large(rng)):
        check_softmax(softmax, logits)
    check_softmax(softmax, large_float32(rng), assert_close32)


@test_case(name="softmax of a probability near 0", points=0.25, hidden=True)
@seeded
def test_softmax_small(softmax, rng):
    # exp(-15) / 2 is 1.5e-7: a cut shows in the first row, a floor in the second, where the answer is as good as 0
    check_softmax(softmax, np.array([[0.0, 0.0, -15.0], [0.0, 0.0, -100.0]]))


@test_case(name="softmax of float32 and integers", points=0.25, hidden=True)
@seeded
def test_softmax_types(softmax, rng):
    for logits in (draw(rng, 3, 7).astype(np.float32), small_integers(rng)):
        check_softmax(softmax, logits, assert_close32)


@test_case(name="softmax leaves its argument as it is", points=0.1, hidden=True)
@seeded
def test_softmax_pure(softmax, rng):
    logits = draw(rng, 3, 5)
    check_softmax(softmax, logits)
    for given in (logits, draw(rng, 3, 1)):
        assert_pure(softmax, given, new=True)


@test_case(name="softmax leaves a single vector as it is", points=0.1, hidden=True)
@seeded
def test_softmax_pure_vector(softmax, rng):
    logits = draw(rng, 7)
    check_softmax(softmax, logits)
    assert_pure(softmax, logits, new=True)


@test_case(name="log_softmax of a batch", points=1.8, hidden=True)
@seeded
def test_log_softmax_batch(log_softmax, rng):
    for shape in (primes(rng, 2), primes(rng, 2), (5, 2)):
        check_log_softmax(log_softmax, draw(rng, *shape))


@test_case(name="log_softmax, as many samples as classes", points=0.5, hidden=True)
@seeded
def test_log_softmax_square(log_softmax, rng):
    check_log_softmax(log_softmax, draw(rng, 5, 5))


@test_case(name="log_softmax of equal logits", points=0.25, hidden=True)
@seeded
def test_log_softmax_equal(log_softmax, rng):
    check_log_softmax(log_softmax, equal_logits(rng))


@test_case(name="log_softmax of a single vector, of one row and of one class", points=0.25, hidden=True)
@seeded
def test_log_softmax_shapes(log_softmax, rng):
    for shape in ((7,), (1, 5), (5, 1)):
        check_log_softmax(log_softmax, draw(rng, *shape))


@test_case(name="log_softmax at +-1e4, and at +-100 in float32", points=1, hidden=True)
@seeded
def test_log_softmax_large(log_softmax, rng):
    for logits in (large_rows(rng), *all_large(rng)):
        check_log_softmax(log_softmax, logits)
    check_log_softmax(log_softmax, large_float32(rng), assert_close32)


@test_case(name="log_softmax of a probability near 0", points=0.25, hidden=True)
@seeded
def test_log_softmax_small(log_softmax, rng):
    for small in (-744.0, -11.0):  # a probability that is not 0 yet, but has lost its digits, and one that counts
        check_log_softmax(log_softmax, np.array([[0.0, small, -1.0], draw(rng, 3)]))


@test_case(name="log_softmax of float32 and integers", points=0.25, hidden=True)
@seeded
def test_log_softmax_types(log_softmax, rng):
    for logits in (draw(rng, 3, 7).astype(np.float32), small_integers(rng)):
        check_log_softmax(log_softmax, logits, assert_close32)


@test_case(name="log_softmax leaves its argument as it is", points=0.1, hidden=True)
@seeded
def test_log_softmax_pure(log_softmax, rng):
    logits = draw(rng, 3, 5)
    check_log_softmax(log_softmax, logits)
    for given in (logits, draw(rng, 3, 1)):
        assert_pure(log_softmax, given, new=True)


@test_case(name="log_softmax leaves a single vector as it is", points=0.1, hidden=True)
@seeded
def test_log_softmax_pure_vector(log_softmax, rng):
    logits = draw(rng, 7)
    check_log_softmax(log_softmax, logits)
    assert_pure(log_softmax, logits, new=True)
