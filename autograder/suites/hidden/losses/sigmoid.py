"""Oracle: torch.sigmoid and its autograd, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, away_from_zero, primes, seeded
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "sigmoid_hidden"

NEAR_ZERO = np.array([-0.08, 0.0, 0.05, 0.27])


def forward(z):
    return torch.sigmoid(torch.tensor(np.asarray(z, dtype=np.float64))).numpy()


def backward(z, dh):
    upstream = torch.tensor(np.asarray(dh, dtype=np.float64))
    return torch_gradients(lambda z: (torch.sigmoid(z) * upstream).sum(), z)[0]


def draw(rng, *shape):
    """Entries of both signs between 0.3 and 4: neither at the flat middle nor in the tails."""
    return np.clip(away_from_zero(rng, shape), -4, 4)


def large(rng):
    """Large entries of both signs, of either sign alone, in rows of several kinds, and of one kind.

    Where all are of one kind the answer is 0, and no larger entry widens the tolerance.
    """
    z = draw(rng, 7)
    z[:4] = [1e4, -1e4, 30.0, -800.0]
    rows = np.array([[-1e4, 9e3, 30.0], [-800.0, *z[4:6]]])
    return z, np.abs(z), np.append(-np.abs(z), 0.4), rows, np.full(5, -1e4)


def float32_and_integers(rng):
    return draw(rng, 3, 5).astype(np.float32), rng.permutation([-4, -3, -2, -1, 1, 2, 3, 4])


def check_forward(sigmoid, z, close=assert_close):
    close(sigmoid(z.copy()), forward(z), "sigmoid")


def check_backward(sigmoid_backward, z, dh, close=assert_close):
    close(sigmoid_backward(z.copy(), dh.copy()), backward(z, dh), "dz")


@test_case(name="sigmoid of vectors and matrices", points=2.15, hidden=True)
@seeded
def test_sigmoid(sigmoid, rng):
    for shape in ((7,), primes(rng, 2)):
        check_forward(sigmoid, draw(rng, *shape))


@test_case(name="sigmoid of three axes, and of axes of length 1", points=0.25, hidden=True)
@seeded
def test_sigmoid_shapes(sigmoid, rng):
    for shape in ((2, 3, 5), (1, 5), (3, 1), (1,)):
        check_forward(sigmoid, draw(rng, *shape))


@test_case(name="sigmoid near 0", points=0.25, hidden=True)
@seeded
def test_sigmoid_near_zero(sigmoid, rng):
    check_forward(sigmoid, rng.permutation(NEAR_ZERO))


@test_case(name="sigmoid at +-1e4", points=0.75, hidden=True)
@seeded
def test_sigmoid_large(sigmoid, rng):
    for z in large(rng):
        check_forward(sigmoid, z)


@test_case(name="sigmoid at +-100 in float32", points=0.25, hidden=True)
@seeded
def test_sigmoid_large_float32(sigmoid, rng):
    z = np.array([100.0, -120.0, *draw(rng, 3)])  # beyond the exponentials of float32
    for single in (z.astype(np.float32), -np.abs(z).astype(np.float32)):
        check_forward(sigmoid, single, assert_close32)


@test_case(name="sigmoid of float32 and integers", points=0.25, hidden=True)
@seeded
def test_sigmoid_types(sigmoid, rng):
    for z in float32_and_integers(rng):
        check_forward(sigmoid, z, assert_close32)


@test_case(name="sigmoid leaves its argument as it is, large entries, too", points=0.1, hidden=True)
@seeded
def test_sigmoid_pure(sigmoid, rng):
    z = draw(rng, 3, 5)
    check_forward(sigmoid, z)
    for given in (z, large(rng)[0]):
        assert_pure(sigmoid, given, new=True)


@test_case(name="sigmoid_backward of vectors and matrices", points=2.15, hidden=True)
@seeded
def test_backward(sigmoid_backward, rng):
    for shape in ((7,), primes(rng, 2), (7,)):  # a shape that comes back, with other entries
        check_backward(sigmoid_backward, draw(rng, *shape), 10 * away_from_zero(rng, shape))


@test_case(
    name="sigmoid_backward of three axes, of as many rows as columns, and of axes of length 1", points=0.25, hidden=True
)
@seeded
def test_backward_shapes(sigmoid_backward, rng):
    for shape in ((2, 3, 5), (5, 5), (1, 5), (3, 1)):
        check_backward(sigmoid_backward, draw(rng, *shape), away_from_zero(rng, shape))


@test_case(name="sigmoid_backward of z between 0 and 1, which is no h", points=0.25, hidden=True)
@seeded
def test_backward_like_h(sigmoid_backward, rng):
    check_backward(sigmoid_backward, rng.uniform(0.1, 0.9, size=7), away_from_zero(rng, (7,)))


@test_case(name="sigmoid_backward near 0, and on the way to the flat ends", points=0.25, hidden=True)
@seeded
def test_backward_bends(sigmoid_backward, rng):
    for z in (NEAR_ZERO, np.array([3.5, -3.5, 3.6]), np.array([11.0, -12.0, 11.5])):
        check_backward(sigmoid_backward, z, away_from_zero(rng, z.shape))


@test_case(name="sigmoid_backward at +-1e4", points=0.75, hidden=True)
@seeded
def test_backward_large(sigmoid_backward, rng):
    for z in large(rng):
        check_backward(sigmoid_backward, z, away_from_zero(rng, z.shape))


@test_case(name="sigmoid_backward of float32 and integers", points=0.25, hidden=True)
@seeded
def test_backward_types(sigmoid_backward, rng):
    for z in float32_and_integers(rng):
        dh = away_from_zero(rng, z.shape)
        check_backward(sigmoid_backward, z, dh.astype(np.float32) if z.dtype == np.float32 else dh, assert_close32)


@test_case(name="sigmoid_backward leaves its arguments as they are, large entries, too", points=0.1, hidden=True)
@seeded
def test_backward_pure(sigmoid_backward, rng):
    z, dh = draw(rng, 3, 5), away_from_zero(rng, (3, 5))
    check_backward(sigmoid_backward, z, dh)
    for given in (z, large(rng)[0]):
        assert_pure(sigmoid_backward, given, away_from_zero(rng, given.shape), new=True)
