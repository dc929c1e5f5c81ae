"""Oracle: torch autograd through X W + b, with dY as the upstream gradient, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import (
    assert_close,
    assert_close32,
    assert_parts,
    assert_pure,
    away_from_zero,
    primes,
    seeded,
)
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "linear_backward_hidden"

PARTS = ("dX", "dW", "db")


def oracle(X, W, dY):
    upstream = torch.tensor(np.asarray(dY, dtype=np.float64))
    return torch_gradients(lambda X, W, b: ((X @ W + b) * upstream).sum(), X, W, np.zeros(W.shape[1]))


def draw(rng, n, d, m):
    return away_from_zero(rng, (n, d)), away_from_zero(rng, (d, m)), away_from_zero(rng, (n, m))


def answer(linear_backward, X, W, dY):
    """The three parts: a wrong one, or one of a wrong shape, costs the cases that compare it."""
    return assert_parts(linear_backward(X.copy(), W.copy(), dY.copy()), PARTS)


def check(linear_backward, X, W, dY, parts=PARTS, close=assert_close):
    got, want = (dict(zip(PARTS, arrays)) for arrays in (answer(linear_backward, X, W, dY), oracle(X, W, dY)))
    for part in parts:
        close(got[part], want[part], part)


def check_part(linear_backward, rng, part):
    n, d, m = primes(rng, 3)
    for batch in (n, 61):  # the same layer again, so that nothing may be left over from the first call
        check(linear_backward, *draw(rng, batch, d, m), [part])


@test_case(name="dX matches automatic differentiation", points=4.4, hidden=True)
@seeded
def test_dX(linear_backward, rng):
    check_part(linear_backward, rng, "dX")


@test_case(name="dW matches automatic differentiation", points=3.5, hidden=True)
@seeded
def test_dW(linear_backward, rng):
    check_part(linear_backward, rng, "dW")


@test_case(name="db matches automatic differentiation", points=2, hidden=True)
@seeded
def test_db(linear_backward, rng):
    check_part(linear_backward, rng, "db")


@test_case(name="as many samples as inputs and units", points=1, hidden=True)
@seeded
def test_square(linear_backward, rng):
    check(linear_backward, *draw(rng, 5, 5, 5))


@test_case(name="a batch of one sample", points=1, hidden=True)
@seeded
def test_batch_of_one(linear_backward, rng):
    check(linear_backward, *draw(rng, 1, *primes(rng, 2)))


@test_case(name="one input and one unit", points=1, hidden=True)
@seeded
def test_one_input_one_unit(linear_backward, rng):
    check(linear_backward, *draw(rng, 7, 1, 1))


@test_case(name="float32 and integer input", points=1, hidden=True)
@seeded
def test_other_types(linear_backward, rng):
    check(linear_backward, *(a.astype(np.float32) for a in draw(rng, 7, 3, 5)), close=assert_close32)
    X, W = rng.integers(1, 6, size=(3, 5)), rng.integers(-5, 0, size=(5, 2))
    check(linear_backward, X, W, away_from_zero(rng, (3, 2)), close=assert_close32)


@test_case(name="new arrays, also where a sum has one term; the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_pure(linear_backward, rng):
    X, W, dY = draw(rng, 3, 5, 7)
    check(linear_backward, X, W, dY, ["dW"])  # a slip elsewhere costs no more
    assert_pure(linear_backward, X, W, dY, new=True)
    for n, d, m in ((1, 5, 7), (5, 1, 1), (1, 1, 1)):
        assert_pure(linear_backward, *draw(rng, n, d, m), new=True)
