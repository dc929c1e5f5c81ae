"""Oracle: Python's own multiplication, number by number. CANARY-HIDDEN-SUITE-93c2."""

import numpy as np
from otter.test_files import test_case

from autograder.checks import assert_close, assert_pure, assert_true, primes, seeded

OK_FORMAT = False
name = "square_hidden"
CANARY = "CANARY-HIDDEN-VALUE-7a40"


def by_hand(x):
    return np.array([float(v) * float(v) for v in x.ravel()]).reshape(x.shape)


@test_case(name="a vector", points=15, hidden=True)
@seeded
def test_vector(square, rng):
    x = rng.normal(size=primes(rng, 1))
    assert_close(square(x.copy()), by_hand(x), "square")


@test_case(name="a matrix", points=15, hidden=True)
@seeded
def test_matrix(square, rng):
    x = rng.normal(size=primes(rng, 2))
    assert_close(square(x.copy()), by_hand(x), "square")


@test_case(name="the argument stays as it is", points=10, hidden=True)
@seeded
def test_pure(square, rng):
    x = rng.normal(size=5)
    got = square(x.copy())
    assert_close(got, by_hand(x), "square")
    assert_true((got >= 0).all(), "square: an entry is negative")
    assert_pure(square, x)
