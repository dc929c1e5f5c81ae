"""Oracle: torch.nn.functional.conv1d applied to every unit vector, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, away_from_zero, seeded

OK_FORMAT = False
name = "conv_as_matrix_hidden"


def matrix(kernel, n):
    basis = torch.eye(n, dtype=torch.float64)[:, None, :]  # each unit vector is one signal of one channel
    weights = torch.tensor(np.asarray(kernel, dtype=np.float64))[None, None, :]
    return torch.nn.functional.conv1d(basis, weights)[:, 0, :].T.numpy()


def draw(rng, k):
    """A kernel without zeros whose two ends differ."""
    kernel = away_from_zero(rng, (k,))
    if k > 1:
        kernel[-1] = kernel[0] + (1.0 if kernel[0] > 0 else -1.0)
    return kernel


def check(conv_as_matrix, kernel, n, close=assert_close):
    close(conv_as_matrix(kernel.copy(), n), matrix(kernel, n), "A")


@test_case(name="a symmetric kernel", points=2.75, hidden=True)
@seeded
def test_symmetric(conv_as_matrix, rng):
    a, b, c = away_from_zero(rng, (3,))
    check(conv_as_matrix, np.array([a, b, a]), 7)
    check(conv_as_matrix, np.array([a, b, c, b, a]), 11)


@test_case(name="odd length", points=1.75, hidden=True)
@seeded
def test_odd(conv_as_matrix, rng):
    check(conv_as_matrix, draw(rng, 3), 7)
    check(conv_as_matrix, draw(rng, 5), 6)
    check(conv_as_matrix, draw(rng, 7), 31)


@test_case(name="even length", points=1, hidden=True)
@seeded
def test_even(conv_as_matrix, rng):
    check(conv_as_matrix, draw(rng, 2), 5)
    check(conv_as_matrix, draw(rng, 4), 11)


@test_case(name="a weight of 0 keeps its place", points=0.25, hidden=True)
@seeded
def test_zero_weights(conv_as_matrix, rng):
    check(conv_as_matrix, draw(rng, 7) * [0, 1, 1, 0, 1, 1, 0], 11)


@test_case(name="a single weight", points=0.5, hidden=True)
@seeded
def test_single_weight(conv_as_matrix, rng):
    check(conv_as_matrix, draw(rng, 1), 5)


@test_case(name="a kernel as long as the signal", points=0.5, hidden=True)
@seeded
def test_whole_signal(conv_as_matrix, rng):
    check(conv_as_matrix, draw(rng, 5), 5)


@test_case(name="float32 and integers", points=1, hidden=True)
@seeded
def test_types(conv_as_matrix, rng):
    check(conv_as_matrix, draw(rng, 5).astype(np.float32), 7, assert_close32)
    check(conv_as_matrix, np.array([2, -3, int(rng.integers(4, 9))]), 5, assert_close32)


@test_case(name="the argument stays as it is", points=0.25, hidden=True)
@seeded
def test_pure(conv_as_matrix, rng):
    check(conv_as_matrix, draw(rng, 3), 5)
    kernel = draw(rng, 3)
    for k in (kernel, kernel[::-1].copy()):  # at most one of the two is sorted already
        assert_pure(conv_as_matrix, k, 5)
