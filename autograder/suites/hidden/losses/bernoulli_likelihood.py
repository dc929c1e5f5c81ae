"""Oracle: torch's binary_cross_entropy_with_logits, and its two-class cross_entropy, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, away_from_zero, seeded

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
    z[:4] = np.abs(z[:4]) * [1, 1, -1, -1][: len(z)]
    y = rng.integers(0, 2, size=n)
    y[:4] = [0, 1, 0, 1][: len(y)]
    order = rng.permutation(n)
    return z[order], y[order]


@test_case(name="matches the oracle", points=2.5, hidden=True)
@seeded
def test_matches(bernoulli_nll, rng):
    for n in (7, 11, 2):
        z, y = draw(rng, n)
        assert_close(bernoulli_nll(z.copy(), y.copy()), oracle(z, y), "bernoulli_nll", rtol=RTOL)


@test_case(name="equals the cross-entropy of two classes", points=1, hidden=True)
@seeded
def test_two_classes(bernoulli_nll, rng):
    z, y = draw(rng, 13)
    assert_close(bernoulli_nll(z.copy(), y.copy()), two_class_oracle(z, y), "bernoulli_nll", rtol=RTOL)
    z[:4], y[:4] = [6.0, -6.0, 5.5, -5.5], [0, 0, 1, 1]  # no longer moderate, not yet extreme
    assert_close(bernoulli_nll(z.copy(), y.copy()), two_class_oracle(z, y), "bernoulli_nll", rtol=RTOL)
    z = rng.uniform(0.1, 0.9, size=13)  # logits that might be probabilities, and are not
    assert_close(bernoulli_nll(z.copy(), y.copy()), two_class_oracle(z, y), "bernoulli_nll", rtol=RTOL)


@test_case(name="labels of one kind", points=1, hidden=True)
@seeded
def test_one_kind(bernoulli_nll, rng):
    for label in (0, 1):
        z, y = draw(rng, 5)[0], np.full(5, label)
        assert_close(bernoulli_nll(z.copy(), y.copy()), oracle(z, y), "bernoulli_nll", rtol=RTOL)


@test_case(name="+-1e4, confidently wrong", points=1, hidden=True)
@seeded
def test_confidently_wrong(bernoulli_nll, rng):
    z, y = draw(rng, 7)
    for size in (1e4, 3e3, 50.0, 12.5, 10.5):
        z[:2], y[:2] = [size, -size], [0, 1]
        assert_close(bernoulli_nll(z.copy(), y.copy()), oracle(z, y), "bernoulli_nll")
    z[:2] = [100.0, -120.0]  # beyond the exponentials of float32
    single = z.astype(np.float32)
    assert_close32(bernoulli_nll(single.copy(), y.copy()), oracle(single, y), "bernoulli_nll of float32")


@test_case(name="+-1e4, confidently right", points=1, hidden=True)
@seeded
def test_confidently_right(bernoulli_nll, rng):
    z, y = draw(rng, 7)
    z[:2], y[:2] = [1e4, -1e4], [1, 0]
    assert_close(bernoulli_nll(z.copy(), y.copy()), oracle(z, y), "bernoulli_nll", rtol=RTOL)


@test_case(name="one sample", points=0.5, hidden=True)
@seeded
def test_one_sample(bernoulli_nll, rng):
    for label in (0, 1):
        z, y = away_from_zero(rng, (1,)), np.array([label])
        assert_close(bernoulli_nll(z.copy(), y.copy()), oracle(z, y), "bernoulli_nll", rtol=RTOL)
        whole = np.array([int(rng.choice([-2, -1, 1, 2]))])
        assert_close32(bernoulli_nll(whole.copy(), y.copy()), oracle(whole, y), "bernoulli_nll of an integer")


@test_case(name="float32 and integer logits, labels of a small integer type", points=0.5, hidden=True)
@seeded
def test_other_types(bernoulli_nll, rng):
    z, y = draw(rng, 7)
    single = z.astype(np.float32)
    assert_close32(bernoulli_nll(single.copy(), y.copy()), oracle(single, y), "bernoulli_nll of float32")
    whole, y = rng.permutation(7) - 3, rng.integers(0, 2, size=7)
    assert_close32(bernoulli_nll(whole.copy(), y.copy()), oracle(whole, y), "bernoulli_nll of integers")
    z, y = draw(rng, 7)
    for kind in (np.uint8, np.uint16, np.uint64):
        got = bernoulli_nll(z.copy(), y.astype(kind))
        assert_close(got, oracle(z, y), "bernoulli_nll of unsigned labels", rtol=RTOL)


@test_case(name="the arguments stay as they are", points=0.5, hidden=True)
@seeded
def test_pure(bernoulli_nll, rng):
    z, y = draw(rng, 5)
    assert_close(bernoulli_nll(z.copy(), y.copy()), oracle(z, y), "bernoulli_nll", rtol=RTOL)
    assert_pure(bernoulli_nll, z, y)
