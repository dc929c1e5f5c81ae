"""Oracle: minus torch.nn.functional.normalize, and 1000 random unit directions that must not do better."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, assert_true, away_from_zero, primes, seeded

OK_FORMAT = False
name = "steepest_descent_hidden"


def oracle(grad):
    g = torch.tensor(np.asarray(grad, dtype=np.float64))
    return -torch.nn.functional.normalize(g, dim=0, eps=1e-300).numpy()


def draw(rng, d):
    """Both signs, with entries of distinct sizes: no norm but the 2-norm gives the same direction."""
    grad = away_from_zero(rng, (d,))
    grad[:2] = [2.0 + rng.uniform(), -0.5 - rng.uniform()]
    return rng.permutation(grad)


def check(steepest_descent_direction, grad, close=assert_close):
    close(steepest_descent_direction(grad.copy()), oracle(grad), "direction")


@test_case(name="minus the gradient over its length", points=2.4, hidden=True)
@seeded
def test_matches(steepest_descent_direction, rng):
    for d in (2, *primes(rng, 2)):
        check(steepest_descent_direction, draw(rng, d))


@test_case(name="no random direction falls faster", points=0.5, hidden=True)
@seeded
def test_random_directions(steepest_descent_direction, rng):
    grad = draw(rng, 3)
    direction = steepest_descent_direction(grad.copy())
    assert_close(direction, oracle(grad), "direction")
    others = rng.normal(size=(1000, 3))
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    slope = grad @ np.asarray(direction, dtype=np.float64)
    assert_true((others @ grad >= slope - 1e-9).all(), "a random unit direction falls faster")


@test_case(name="short and long gradients", points=0.5, hidden=True)
@seeded
def test_lengths(steepest_descent_direction, rng):
    for length in (1e-4, 1e-14, 1e-120, 1e6, 1e20, 1e120):
        check(steepest_descent_direction, length * draw(rng, 5))


@test_case(name="a zero gradient, of several entries and of one", points=0.25, hidden=True)
@seeded
def test_zero(steepest_descent_direction, rng):
    check(steepest_descent_direction, draw(rng, 5))
    for d in (5, 1):
        check(steepest_descent_direction, np.zeros(d))


@test_case(name="entries that sum to 0", points=0.25, hidden=True)
@seeded
def test_zero_sum(steepest_descent_direction, rng):
    check(steepest_descent_direction, float(rng.choice([-1.0, 1.0])) * np.array([2.5, -4.0, 1.5]))


@test_case(name="zero entries, and one that is nearly 0", points=0.25, hidden=True)
@seeded
def test_zero_entries(steepest_descent_direction, rng):
    inner = int(rng.integers(1, 6))
    for where in ([0, inner], [inner, 6]):
        grad = draw(rng, 7)
        grad[where] = 0.0
        check(steepest_descent_direction, grad)
    grad = np.zeros(7)  # most entries are zero
    grad[[inner, 6 if inner < 3 else 0]] = draw(rng, 2)
    check(steepest_descent_direction, grad)
    grad = draw(rng, 7)
    grad[inner] *= 1e-5  # small beside the others, but not zero
    check(steepest_descent_direction, grad)


@test_case(name="a single entry", points=0.25, hidden=True)
@seeded
def test_single_entry(steepest_descent_direction, rng):
    for sign in (1.0, -1.0):
        check(steepest_descent_direction, np.array([sign * rng.uniform(2, 3)]))


@test_case(name="float32 and integer gradients", points=0.25, hidden=True)
@seeded
def test_types(steepest_descent_direction, rng):
    check(steepest_descent_direction, draw(rng, 5).astype(np.float32), assert_close32)
    check(steepest_descent_direction, rng.permutation([-2, -1, 1, 2, 3, 4]), assert_close32)


@test_case(name="integers with squares of more than 32 bits", points=0.25, hidden=True)
@seeded
def test_long_integers(steepest_descent_direction, rng):
    check(steepest_descent_direction, 70_000 * rng.permutation([-2, -1, 1, 2, 3, 4]), assert_close32)


@test_case(name="a new array, for a zero gradient, too; the argument stays as it is", points=0.1, hidden=True)
@seeded
def test_pure(steepest_descent_direction, rng):
    grad = draw(rng, 5)
    check(steepest_descent_direction, grad)
    for given in (grad, np.zeros(3)):
        assert_pure(steepest_descent_direction, given, new=True)
