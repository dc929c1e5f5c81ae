"""Oracle: torch.sigmoid and its autograd, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, away_from_zero, primes, seeded
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "sigmoid_hidden"


def forward(z):
    return torch.sigmoid(torch.tensor(np.asarray(z, dtype=np.float64))).numpy()


def backward(z, dh):
    upstream = torch.tensor(np.asarray(dh, dtype=np.float64))
    return torch_gradients(lambda z: (torch.sigmoid(z) * upstream).sum(), z)[0]


def draw(rng, *shape):
    """Entries of both signs between 0.3 and 4: neither at the flat middle nor in the tails."""
    return np.clip(away_from_zero(rng, shape), -4, 4)


def extremes(rng):
    """Large entries of both signs, of either sign alone, and entries near 0 and on the way to the flat ends.

    Large entries also come in rows, and alone: there the answer is 0, and no larger entry widens the tolerance.
    """
    z = draw(rng, 7)
    z[:4] = [1e4, -1e4, 30.0, -800.0]
    positive, negative, middle = np.abs(z), -np.abs(z), np.array([-0.08, 0.0, 0.05, 0.27, 11.0, -12.0])
    rows = np.array([[-1e4, 9e3, 30.0], [-800.0, *z[4:6]]])
    flat, tail = np.full(5, -1e4), np.array([3.5, -3.5, 3.6])
    return z, positive, np.append(negative, 0.4), middle, rows, flat, tail


@test_case(name="sigmoid matches the oracle", points=2, hidden=True)
@seeded
def test_sigmoid(sigmoid, rng):
    for shape in ((7,), primes(rng, 2), (1, 5), (3, 1), (1,)):
        z = draw(rng, *shape)
        assert_close(sigmoid(z.copy()), forward(z), "sigmoid")


@test_case(name="sigmoid at +-1e4", points=1, hidden=True)
@seeded
def test_sigmoid_extreme(sigmoid, rng):
    for z in extremes(rng):
        assert_close(sigmoid(z.copy()), forward(z), "sigmoid")
        single = z.astype(np.float32)
        assert_close32(sigmoid(single.copy()), forward(single), "sigmoid of float32")


@test_case(name="sigmoid of float32 and integers", points=0.5, hidden=True)
@seeded
def test_sigmoid_types(sigmoid, rng):
    single, whole = draw(rng, 2, 3, 5).astype(np.float32), rng.permutation(9) - 4
    assert_close32(sigmoid(single.copy()), forward(single), "sigmoid of float32")
    assert_close32(sigmoid(whole.copy()), forward(whole), "sigmoid of integers")


@test_case(name="sigmoid leaves its argument as it is", points=0.5, hidden=True)
@seeded
def test_sigmoid_pure(sigmoid, rng):
    z = draw(rng, 3, 5)
    assert_close(sigmoid(z.copy()), forward(z), "sigmoid")
    for given in (z, *extremes(rng)):
        assert_pure(sigmoid, given, new=True)


@test_case(name="sigmoid_backward matches automatic differentiation", points=2, hidden=True)
@seeded
def test_backward(sigmoid_backward, rng):
    for shape in ((7,), primes(rng, 2), (5, 5), (1, 5), (3, 1)):
        z, dh = draw(rng, *shape), away_from_zero(rng, shape)
        assert_close(sigmoid_backward(z.copy(), dh.copy()), backward(z, dh), "dz")
    z, dh = rng.uniform(0.1, 0.9, size=7), 10 * away_from_zero(rng, (7,))  # z might be taken for h, and is not
    assert_close(sigmoid_backward(z.copy(), dh.copy()), backward(z, dh), "dz")


@test_case(name="sigmoid_backward at +-1e4", points=1, hidden=True)
@seeded
def test_backward_extreme(sigmoid_backward, rng):
    for z in extremes(rng):
        dh = away_from_zero(rng, z.shape)
        assert_close(sigmoid_backward(z.copy(), dh.copy()), backward(z, dh), "dz")


@test_case(name="sigmoid_backward of float32 and integers", points=0.5, hidden=True)
@seeded
def test_backward_types(sigmoid_backward, rng):
    single, dh = draw(rng, 2, 3, 5).astype(np.float32), away_from_zero(rng, (2, 3, 5)).astype(np.float32)
    assert_close32(sigmoid_backward(single.copy(), dh.copy()), backward(single, dh), "dz of float32")
    whole, dh = rng.permutation(9) - 4, away_from_zero(rng, (9,))
    assert_close32(sigmoid_backward(whole.copy(), dh.copy()), backward(whole, dh), "dz of integers")


@test_case(name="sigmoid_backward leaves its arguments as they are", points=0.5, hidden=True)
@seeded
def test_backward_pure(sigmoid_backward, rng):
    z, dh = draw(rng, 3, 5), away_from_zero(rng, (3, 5))
    assert_close(sigmoid_backward(z.copy(), dh.copy()), backward(z, dh), "dz")
    for given in (z, *extremes(rng)):
        assert_pure(sigmoid_backward, given, away_from_zero(rng, given.shape), new=True)
