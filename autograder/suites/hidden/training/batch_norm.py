"""Oracle: torch.nn.functional.batch_norm in training mode, under autograd, in float64."""

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
name = "batch_norm_hidden"
GRADIENTS = ("dx", "dgamma", "dbeta")
TINY = 1e-12  # so small that its place does not show
LARGE = 0.3
# An eps, n, d and a scale of x at which the eps counts: at last even a tiny one.
COUNTING = (LARGE, 7, 3, 1.0), (1e-3, 7, 3, 1.0), (LARGE, 2, 3, 1.0), (1e-3, 7, 1, 1.0), (TINY, 7, 3, 1e-6)


def draw(rng, n, d):
    """Features of different location and spread; dout with a mean; gamma and beta of both signs, none neutral."""
    x = rng.normal(size=(n, d)) * rng.uniform(0.4, 2.5, size=d) + 3 * away_from_zero(rng, (d,))
    dout = rng.normal(size=(n, d)) + away_from_zero(rng, (d,))
    gamma, beta = 1.7 * away_from_zero(rng, (d,)), away_from_zero(rng, (d,))
    gamma[0] = -abs(gamma[0])
    return x, gamma, beta, dout


def integers(rng):
    """A batch of integers of both signs; no feature has a whole mean."""
    whole = rng.permutation(np.arange(-7, 8)).reshape(5, 3)
    whole[0] += (2 - whole.sum(axis=0)) % 5
    return whole


def apply(x, gamma, beta, eps):
    return torch.nn.functional.batch_norm(x, None, None, gamma, beta, training=True, eps=eps)


def forward(x, gamma, beta, eps):
    return apply(*(torch.tensor(np.asarray(a, dtype=np.float64)) for a in (x, gamma, beta)), eps).numpy()


def backward(dout, x, gamma, eps):
    upstream = torch.tensor(np.asarray(dout, dtype=np.float64))
    return torch_gradients(lambda a, b, c: (upstream * apply(a, b, c, eps)).sum(), x, gamma, 0.0 * gamma)


def gradients(result):
    """(dx, dgamma, dbeta): one of a wrong shape costs the cases that compare it."""
    return assert_parts(result, GRADIENTS)


def copies(*arrays):
    return [a.copy() for a in arrays]


@test_case(name="forward: every feature is normalised (gamma 1, beta 0)", points=1.5, hidden=True)
@seeded
def test_normalises(batch_norm_forward, rng):
    n, d = primes(rng, 2)
    x, ones, zeros = draw(rng, n, d)[0], np.ones(d), np.zeros(d)
    expected = forward(x, ones, zeros, TINY)
    assert_close(batch_norm_forward(*copies(x, ones, zeros), TINY), expected, "y")


@test_case(name="forward: scale and shift", points=2, hidden=True)
@seeded
def test_scale_and_shift(batch_norm_forward, rng):
    for shape in (primes(rng, 2), (5, 5), (7, 1), (131, 2)):
        x, gamma, beta, _ = draw(rng, *shape)
        x[0] += 100.0 * (len(x) > 100)  # far outside, by more than ten standard deviations
        gamma[4:5] = 0.0  # a scale like any other
        assert_close(batch_norm_forward(*copies(x, gamma, beta), TINY), forward(x, gamma, beta, TINY), "y")


@test_case(name="forward: an eps that counts", points=2, hidden=True)
@seeded
def test_large_eps(batch_norm_forward, rng):
    for eps, n, d, scale in COUNTING:
        x, gamma, beta, _ = draw(rng, n, d)
        x = scale * x
        assert_close(batch_norm_forward(*copies(x, gamma, beta), eps), forward(x, gamma, beta, eps), "y")


@test_case(name="forward: one sample gives beta", points=0.5, hidden=True)
@seeded
def test_forward_one_sample(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 5, 3)
    assert_close(batch_norm_forward(*copies(x, gamma, beta), TINY), forward(x, gamma, beta, TINY), "y")
    assert_close(batch_norm_forward(*copies(x[:1], gamma, beta), 1e-5), beta[None], "y of one sample")


@test_case(name="forward: a constant feature", points=0.5, hidden=True)
@seeded
def test_forward_constant_feature(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 7, 3)
    x[:, 1] = float(rng.integers(2, 9))
    assert_close(batch_norm_forward(*copies(x, gamma, beta), 1e-5), forward(x, gamma, beta, 1e-5), "y")


@test_case(name="forward: a mean far from zero", points=0.5, hidden=True)
@seeded
def test_forward_far_mean(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 11, 5)
    x = 1e5 + 0.05 * x
    assert_close(batch_norm_forward(*copies(x, gamma, beta), 1e-5), forward(x, gamma, beta, 1e-5), "y")


@test_case(name="forward: float32 and integer input", points=0.5, hidden=True)
@seeded
def test_forward_other_types(batch_norm_forward, rng):
    single = [a.astype(np.float32) for a in draw(rng, 7, 3)[:3]]
    assert_close32(batch_norm_forward(*copies(*single), 0.1), forward(*single, 0.1), "float32 y")
    whole = integers(rng)
    _, gamma, beta, _ = draw(rng, 5, 3)
    assert_close32(batch_norm_forward(*copies(whole, gamma, beta), 0.1), forward(whole, gamma, beta, 0.1), "integer y")


@test_case(name="forward: the arguments stay as they are", points=0.5, hidden=True)
@seeded
def test_forward_pure(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 5, 3)
    assert_close(batch_norm_forward(*copies(x, gamma, beta), TINY), forward(x, gamma, beta, TINY), "y")
    for given in (x, x[:1], x.astype(np.float32)):
        assert_pure(batch_norm_forward, given, gamma, beta, 0.1, new=True)


@test_case(name="backward: dx", points=2.5, hidden=True)
@seeded
def test_dx(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, *primes(rng, 2))
    dx, *_ = gradients(batch_norm_backward(*copies(dout, x, gamma), TINY))
    assert_close(dx, backward(dout, x, gamma, TINY)[0], "dx")


@test_case(name="backward: dx with as many samples as features", points=1, hidden=True)
@seeded
def test_dx_square(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 5, 5)
    gamma[1] = 0.0  # a scale like any other
    dx, *_ = gradients(batch_norm_backward(*copies(dout, x, gamma), TINY))
    assert_close(dx, backward(dout, x, gamma, TINY)[0], "dx")


@test_case(name="backward: dgamma", points=2, hidden=True)
@seeded
def test_dgamma(batch_norm_backward, rng):
    for shape in (primes(rng, 2), (5, 5)):
        x, gamma, _, dout = draw(rng, *shape)
        gamma[1] = 0.0  # a scale like any other
        _, dgamma, _ = gradients(batch_norm_backward(*copies(dout, x, gamma), TINY))
        assert_close(dgamma, backward(dout, x, gamma, TINY)[1], "dgamma")


@test_case(name="backward: dbeta", points=1.5, hidden=True)
@seeded
def test_dbeta(batch_norm_backward, rng):
    for shape in (primes(rng, 2), (5, 5)):
        x, gamma, _, dout = draw(rng, *shape)
        gamma[1] = 0.0  # a scale like any other
        _, _, dbeta = gradients(batch_norm_backward(*copies(dout, x, gamma), TINY))
        assert_close(dbeta, backward(dout, x, gamma, TINY)[2], "dbeta")


@test_case(name="backward: an eps that counts", points=2, hidden=True)
@seeded
def test_backward_large_eps(batch_norm_backward, rng):
    for eps, n, d, scale in COUNTING:
        x, gamma, _, dout = draw(rng, n, d)
        x = scale * x
        parts = gradients(batch_norm_backward(*copies(dout, x, gamma), eps))
        for got, expected, what in zip(parts, backward(dout, x, gamma, eps), GRADIENTS):
            assert_close(got, expected, what)


@test_case(name="backward: a dout that is the same everywhere gives dx = 0", points=1, hidden=True)
@seeded
def test_constant_dout(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 7, 5)
    dx, *_ = gradients(batch_norm_backward(*copies(dout, x, gamma), TINY))
    assert_close(dx, backward(dout, x, gamma, TINY)[0], "dx")
    same = np.full_like(dout, 2.5)
    dx, dgamma, dbeta = gradients(batch_norm_backward(*copies(same, x, gamma), 0.1))
    assert_close(dx, np.zeros((7, 5)), "dx for a constant dout")
    assert_close(dgamma, np.zeros(5), "dgamma for a constant dout")
    assert_close(dbeta, np.full(5, 17.5), "dbeta for a constant dout")


@test_case(name="backward: one sample gives dx = 0", points=0.5, hidden=True)
@seeded
def test_backward_one_sample(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 5, 3)
    dx, *_ = gradients(batch_norm_backward(*copies(dout, x, gamma), TINY))
    assert_close(dx, backward(dout, x, gamma, TINY)[0], "dx")
    parts = gradients(batch_norm_backward(*copies(dout[:1], x[:1], gamma), 1e-5))
    for got, expected, what in zip(parts, (np.zeros((1, 3)), np.zeros(3), dout[0]), GRADIENTS):
        assert_close(got, expected, f"{what} of one sample")


@test_case(name="backward: a constant feature", points=0.5, hidden=True)
@seeded
def test_backward_constant_feature(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 7, 3)
    x[:, 1] = float(rng.integers(2, 9))
    parts = gradients(batch_norm_backward(*copies(dout, x, gamma), 0.01))
    for got, expected, what in zip(parts, backward(dout, x, gamma, 0.01), GRADIENTS):
        assert_close(got, expected, what)
    x[:, 0] = 1e5 + 0.05 * x[:, 0]  # all but constant
    parts = gradients(batch_norm_backward(*copies(dout, x, gamma), 1e-5))
    for got, expected, what in zip(parts, backward(dout, x, gamma, 1e-5), GRADIENTS):
        assert_close(got, expected, what)


@test_case(name="backward: float32 and integer input", points=0.5, hidden=True)
@seeded
def test_backward_other_types(batch_norm_backward, rng):
    x, gamma, _, dout = (a.astype(np.float32) for a in draw(rng, 7, 3))
    parts = gradients(batch_norm_backward(*copies(dout, x, gamma), 0.1))
    for got, expected, what in zip(parts, backward(dout, x, gamma, 0.1), GRADIENTS):
        assert_close32(got, expected, f"float32 {what}")
    _, gamma, _, dout = draw(rng, 5, 3)
    whole = integers(rng)
    parts = gradients(batch_norm_backward(*copies(dout, whole, gamma), 0.1))
    for got, expected, what in zip(parts, backward(dout, whole, gamma, 0.1), GRADIENTS):
        assert_close32(got, expected, f"{what} for integer x")


@test_case(name="backward: the arguments stay as they are", points=0.5, hidden=True)
@seeded
def test_backward_pure(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 5, 3)
    dx, *_ = gradients(batch_norm_backward(*copies(dout, x, gamma), TINY))
    assert_close(dx, backward(dout, x, gamma, TINY)[0], "dx")
    for given in (x, x[:1], x.astype(np.float32)):
        assert_pure(batch_norm_backward, dout[: len(given)], given, gamma, 0.1, new=True)
