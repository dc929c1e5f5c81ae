"""Oracle: torch.nn.functional.linear and torch.sigmoid, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, away_from_zero, primes, seeded

OK_FORMAT = False
name = "mlp_forward_hidden"


def oracle(X, W1, b1, W2, b2):
    X, W1, b1, W2, b2 = (torch.tensor(np.asarray(a, dtype=np.float64)) for a in (X, W1, b1, W2, b2))
    hidden = torch.sigmoid(torch.nn.functional.linear(X, W1.T, b1))
    return torch.nn.functional.linear(hidden, W2.T, b2).numpy()


def draw(rng, n, d, h, k):
    X = rng.normal(loc=0.4, size=(n, d))
    return X, rng.normal(size=(d, h)), away_from_zero(rng, (h,)), rng.normal(size=(h, k)), away_from_zero(rng, (k,))


def compare(function, args, close=assert_close):
    close(function(*(a.copy() for a in args)), oracle(*args), "logits")


@test_case(name="matches the same network in torch", points=2.75, hidden=True)
@seeded
def test_matches_torch(mlp_forward, rng):
    for _ in range(2):
        compare(mlp_forward, draw(rng, *primes(rng, 4)))


@test_case(name="biases of 0", points=1.5, hidden=True)
@seeded
def test_without_biases(mlp_forward, rng):
    X, W1, b1, W2, b2 = draw(rng, *primes(rng, 4))
    compare(mlp_forward, (X, W1, 0.0 * b1, W2, 0.0 * b2))


@test_case(name="as many samples as inputs, hidden units and classes", points=1.5, hidden=True)
@seeded
def test_square(mlp_forward, rng):
    compare(mlp_forward, draw(rng, 5, 5, 5, 5))


@test_case(name="one sample, and one output", points=0.5, hidden=True)
@seeded
def test_one_sample(mlp_forward, rng):
    compare(mlp_forward, draw(rng, 1, 5, 3, 7))
    compare(mlp_forward, draw(rng, 7, 5, 3, 1))


@test_case(name="one input, and one hidden unit", points=0.25, hidden=True)
@seeded
def test_one_hidden_unit(mlp_forward, rng):
    compare(mlp_forward, draw(rng, 7, 1, 3, 5))
    compare(mlp_forward, draw(rng, 5, 3, 1, 7))


@test_case(name="samples and logits in the thousands", points=0.25, hidden=True)
@seeded
def test_large(mlp_forward, rng):
    X, W1, b1, W2, b2 = draw(rng, 7, 3, 5, 4)
    compare(mlp_forward, (1e3 * X, 1e-3 * W1, b1, 1e3 * W2, b2))


@test_case(name="saturated hidden units: pre-activations of +-12 and +-1e4", points=0.75, hidden=True)
@seeded
def test_saturated(mlp_forward, rng):
    X, W1, b1, W2, b2 = draw(rng, 7, 3, 5, 4)
    for large, small in ((1e4, -5e3), (5e3, -1e4)):  # neither sign has always the larger one
        b1[:4] = large, small, 12.0, -12.0  # a sigmoid of 12 is not yet 1
        compare(mlp_forward, (X, W1, b1, W2, b2))


@test_case(name="float32 and integer samples", points=0.25, hidden=True)
@seeded
def test_other_types(mlp_forward, rng):
    args = draw(rng, 7, 3, 5, 4)
    compare(mlp_forward, tuple(a.astype(np.float32) for a in args), assert_close32)
    compare(mlp_forward, (rng.integers(-3, 4, size=(7, 3)), *args[1:]), assert_close32)


@test_case(name="the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_pure(mlp_forward, rng):
    args = draw(rng, *primes(rng, 4))
    compare(mlp_forward, args)
    assert_pure(mlp_forward, *args)
    assert_pure(mlp_forward, *draw(rng, 1, 5, 3, 7))
