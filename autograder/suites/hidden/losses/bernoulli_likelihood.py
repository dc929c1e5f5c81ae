"""Oracles, in float64: torch's binary_cross_entropy_with_logits; its cross_entropy of two classes for the mean."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import Mismatch, assert_close, assert_close32, assert_pure, away_from_zero, seeded

OK_FORMAT = False
name = "bernoulli_likelihood_hidden"

# A small constant inside the logarithm is told where it matters, at +-1e4: elsewhere 1e-8 of it passes.
RTOL = 1e-5


def oracle(z, y):
    z, y = (torch.tensor(np.asarray(a, dtype=np.float64)) for a in (z, y))
    return torch.nn.functional.binary_cross_entropy_with_logits(z, y).item()


def two_class_oracle(z, y):
    z = torch.tensor(z)
    return torch.nn.functional.cross_entropy(torch.stack([torch.zeros_like(z), z], dim=1), torch.tensor(y)).item()


def draw(rng, n):
    """Logits between 0.3 and 3 in size; both labels occur, each with a logit of either sign."""
    z = np.clip(away_from_zero(rng, (n,)), -3, 3)
    z[:4] = np.abs(z[:4]) * [1, -1, -1, 1][: len(z)]
    y = rng.integers(0, 2, size=n)
    y[:4] = [0, 1, 0, 1][: len(y)]
    order = rng.permutation(n)
    return z[order], y[order]


def check(bernoulli_nll, z, y):
    assert_close(bernoulli_nll(z.copy(), y.copy()), oracle(z, y), "bernoulli_nll", rtol=RTOL)


def check_large(bernoulli_nll, z, y):
    """Where the loss is large, to the digits of float64."""
    assert_close(bernoulli_nll(z.copy(), y.copy()), oracle(z, y), "bernoulli_nll")


def check32(bernoulli_nll, z, y):
    assert_close32(bernoulli_nll(z.copy(), y.copy()), oracle(z, y), "bernoulli_nll")


def is_summed(got, mean, n):
    """Whether the answer is `n` times the mean."""
    try:
        assert_close(got, n * mean, rtol=RTOL)
    except Mismatch:
        return False
    return True


@test_case(name="the loss, up to the number of samples", points=3.4, hidden=True)
@seeded
def test_up_to_the_number_of_samples(bernoulli_nll, rng):
    """Whoever sums over the samples keeps these points; the first answer decides which of the two all must be."""
    summed = None
    for n in (5, 13, 7):
        z, y = draw(rng, n)
        got, mean = bernoulli_nll(z.copy(), y.copy()), oracle(z, y)
        summed = is_summed(got, mean, n) if summed is None else summed
        assert_close(got, n * mean if summed else mean, "bernoulli_nll", rtol=RTOL)


@test_case(name="the mean over the samples, as the cross-entropy of two classes", points=1, hidden=True)
@seeded
def test_mean(bernoulli_nll, rng):
    for n in (11, 2):
        z, y = draw(rng, n)
        assert_close(bernoulli_nll(z.copy(), y.copy()), two_class_oracle(z, y), "bernoulli_nll", rtol=RTOL)


@test_case(name="labels of one kind", points=0.5, hidden=True)
@seeded
def test_one_kind(bernoulli_nll, rng):
    for label in (0, 1):
        check(bernoulli_nll, draw(rng, 5)[0], np.full(5, label))


@test_case(name="one sample", points=0.25, hidden=True)
@seeded
def test_one_sample(bernoulli_nll, rng):
    for label in (0, 1):
        check(bernoulli_nll, away_from_zero(rng, (1,), 1.2), np.array([label]))


@test_case(name="one sample with an integer logit", points=0.25, hidden=True)
@seeded
def test_one_integer(bernoulli_nll, rng):
    for label in (0, 1):
        check32(bernoulli_nll, rng.choice([-2, -1, 1, 2], size=1), np.array([label]))


@test_case(name="logits that look like probabilities", points=0.25, hidden=True)
@seeded
def test_like_probabilities(bernoulli_nll, rng):
    check(bernoulli_nll, rng.uniform(0.1, 0.9, size=13), rng.integers(0, 2, size=13))


@test_case(name="confidently wrong, but not certain: logits of +-5 to +-13", points=0.25, hidden=True)
@seeded
def test_medium(bernoulli_nll, rng):
    for size in (5.5, 10.5, 12.5):
        z, y = draw(rng, 7)
        z[:2], y[:2] = [size, -size], [0, 1]
        check_large(bernoulli_nll, z, y)


@test_case(name="+-1e4, confidently wrong", points=0.75, hidden=True)
@seeded
def test_confidently_wrong(bernoulli_nll, rng):
    z, y = draw(rng, 7)
    for size in (1e4, 3e3, 50.0):
        z[:2], y[:2] = [size, -size], [0, 1]
        check_large(bernoulli_nll, z, y)


@test_case(name="+-1e4, confidently right", points=0.5, hidden=True)
@seeded
def test_confidently_right(bernoulli_nll, rng):
    z, y = draw(rng, 7)
    z[:2], y[:2] = [1e4, -1e4], [1, 0]
    check(bernoulli_nll, z, y)


@test_case(name="+-100 in float32", points=0.25, hidden=True)
@seeded
def test_large_float32(bernoulli_nll, rng):
    z, y = draw(rng, 7)
    z[:2], y[:2] = [100.0, -120.0], [0, 1]  # beyond the exponentials of float32
    check32(bernoulli_nll, z.astype(np.float32), y)


@test_case(name="float32 and integer logits", points=0.25, hidden=True)
@seeded
def test_types(bernoulli_nll, rng):
    z, y = draw(rng, 7)
    for given in (z.astype(np.float32), rng.permutation(7) - 3):
        check32(bernoulli_nll, given, y)


@test_case(name="labels of an unsigned integer type", points=0.25, hidden=True)
@seeded
def test_unsigned_labels(bernoulli_nll, rng):
    z, y = draw(rng, 7)
    for kind in (np.uint8, np.uint16, np.uint64):
        check(bernoulli_nll, z, y.astype(kind))


@test_case(name="the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_pure(bernoulli_nll, rng):
    z, y = draw(rng, 5)
    check(bernoulli_nll, z, y)
    assert_pure(bernoulli_nll, z, y)
