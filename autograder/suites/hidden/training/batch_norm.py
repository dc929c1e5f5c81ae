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
    seeded,
)
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "batch_norm_hidden"
GRADIENTS = ("dx", "dgamma", "dbeta")
TINY = 1e-12  # so small that its place does not show
LARGE = 0.3


def draw(rng, n, d):
    """Features of different location and spread; dout with a mean; gamma and beta of both signs, none neutral.

    The values of a feature cover -2 to 2 before they are stretched and moved: none is nearly constant by chance.
    """
    x = rng.permuted(np.linspace(-2, 2, n) * np.ones((d, 1)), axis=1).T + rng.uniform(-0.3, 0.3, size=(n, d))
    x = x * rng.uniform(0.4, 2.5, size=d) + 3 * away_from_zero(rng, (d,))
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


def gradients(batch_norm_backward, dout, x, gamma, eps):
    """The student's (dx, dgamma, dbeta): one of a wrong shape costs the cases that compare it."""
    return assert_parts(batch_norm_backward(dout.copy(), x.copy(), gamma.copy(), eps), GRADIENTS)


def assert_forward(batch_norm_forward, x, gamma, beta, eps, compare=assert_close):
    compare(batch_norm_forward(x.copy(), gamma.copy(), beta.copy(), eps), forward(x, gamma, beta, eps), "y")


def assert_dx(batch_norm_backward, dout, x, gamma, eps):
    dx, *_ = gradients(batch_norm_backward, dout, x, gamma, eps)
    assert_close(dx, backward(dout, x, gamma, eps)[0], "dx")


def assert_backward(batch_norm_backward, dout, x, gamma, eps, compare=assert_close):
    parts = gradients(batch_norm_backward, dout, x, gamma, eps)
    for got, expected, what in zip(parts, backward(dout, x, gamma, eps), GRADIENTS):
        compare(got, expected, what)


@test_case(name="forward: every feature is normalised (gamma 1, beta 0)", points=1.5, hidden=True)
@seeded
def test_normalises(batch_norm_forward, rng):
    assert_forward(batch_norm_forward, draw(rng, 5, 7)[0], np.ones(7), np.zeros(7), TINY)


@test_case(name="forward: scale and shift", points=2.3, hidden=True)
@seeded
def test_scale_and_shift(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 7, 3)
    assert_forward(batch_norm_forward, x, gamma, beta, TINY)


@test_case(name="forward: an eps that counts", points=1.75, hidden=True)
@seeded
def test_large_eps(batch_norm_forward, rng):
    for eps in (LARGE, 1e-3):
        x, gamma, beta, _ = draw(rng, 7, 3)
        assert_forward(batch_norm_forward, x, gamma, beta, eps)


@test_case(name="forward: as many samples as features", points=0.25, hidden=True)
@seeded
def test_forward_square(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 5, 5)
    assert_forward(batch_norm_forward, x, gamma, beta, TINY)


@test_case(name="forward: two samples, and a single feature", points=0.25, hidden=True)
@seeded
def test_forward_small(batch_norm_forward, rng):
    for n, d in ((2, 3), (7, 1)):
        x, gamma, beta, _ = draw(rng, n, d)
        assert_forward(batch_norm_forward, x, gamma, beta, LARGE)


@test_case(name="forward: one sample gives beta", points=0.25, hidden=True)
@seeded
def test_forward_one_sample(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 5, 3)
    assert_forward(batch_norm_forward, x, gamma, beta, TINY)
    assert_close(batch_norm_forward(x[:1].copy(), gamma.copy(), beta.copy(), TINY), beta[None], "y of one sample")


@test_case(name="forward: a constant feature", points=0.25, hidden=True)
@seeded
def test_forward_constant_feature(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 7, 3)
    x[:, 1] = float(rng.integers(2, 9))
    assert_forward(batch_norm_forward, x, gamma, beta, TINY)


@test_case(name="forward: a gamma of 0", points=0.25, hidden=True)
@seeded
def test_forward_zero_gamma(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 7, 3)
    gamma[1] = 0.0
    assert_forward(batch_norm_forward, x, gamma, beta, TINY)


@test_case(name="forward: one of many samples far outside", points=0.25, hidden=True)
@seeded
def test_outlier(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 131, 2)
    x[0] += 100.0  # more than ten standard deviations
    assert_forward(batch_norm_forward, x, gamma, beta, TINY)


@test_case(name="forward: a mean far from zero", points=0.25, hidden=True)
@seeded
def test_forward_far_mean(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 11, 5)
    assert_forward(batch_norm_forward, 1e5 + 0.05 * x, gamma, beta, TINY)


@test_case(name="forward: a variance as small as a tiny eps", points=0.25, hidden=True)
@seeded
def test_forward_small_variance(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 7, 3)
    assert_forward(batch_norm_forward, 1e-6 * x, gamma, beta, TINY)


@test_case(name="forward: float32 and integer input", points=0.25, hidden=True)
@seeded
def test_forward_other_types(batch_norm_forward, rng):
    assert_forward(batch_norm_forward, *(a.astype(np.float32) for a in draw(rng, 7, 3)[:3]), TINY, assert_close32)
    _, gamma, beta, _ = draw(rng, 5, 3)
    assert_forward(batch_norm_forward, integers(rng), gamma, beta, TINY, assert_close32)


@test_case(name="forward: a new array, the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_forward_pure(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 5, 3)
    assert_forward(batch_norm_forward, x, gamma, beta, TINY)
    for given in (x, x.astype(np.float32)):
        assert_pure(batch_norm_forward, given, gamma, beta, LARGE, new=True)


@test_case(name="forward: one sample: a new array, the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_forward_pure_one_sample(batch_norm_forward, rng):
    x, gamma, beta, _ = draw(rng, 5, 3)
    assert_forward(batch_norm_forward, x, gamma, beta, TINY)
    assert_pure(batch_norm_forward, x[:1], gamma, beta, LARGE, new=True)


@test_case(name="backward: dx", points=3.05, hidden=True)
@seeded
def test_dx(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 7, 3)
    assert_dx(batch_norm_backward, dout, x, gamma, TINY)


@test_case(name="backward: dgamma", points=2, hidden=True)
@seeded
def test_dgamma(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 7, 3)
    _, dgamma, _ = gradients(batch_norm_backward, dout, x, gamma, TINY)
    assert_close(dgamma, backward(dout, x, gamma, TINY)[1], "dgamma")


@test_case(name="backward: dbeta", points=1.5, hidden=True)
@seeded
def test_dbeta(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 7, 3)
    _, _, dbeta = gradients(batch_norm_backward, dout, x, gamma, TINY)
    assert_close(dbeta, backward(dout, x, gamma, TINY)[2], "dbeta")


@test_case(name="backward: an eps that counts", points=2, hidden=True)
@seeded
def test_backward_large_eps(batch_norm_backward, rng):
    for eps in (LARGE, 1e-3):
        x, gamma, _, dout = draw(rng, 7, 3)
        dx, dgamma, _ = gradients(batch_norm_backward, dout, x, gamma, eps)  # dbeta does not depend on it
        for got, expected, what in zip((dx, dgamma), backward(dout, x, gamma, eps), GRADIENTS):
            assert_close(got, expected, what)


@test_case(name="backward: a dout that is the same everywhere gives dx = 0", points=1, hidden=True)
@seeded
def test_constant_dout(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 7, 5)
    assert_dx(batch_norm_backward, dout, x, gamma, TINY)
    dx, *_ = gradients(batch_norm_backward, np.full_like(dout, 2.5), x, gamma, LARGE)
    assert_close(dx, np.zeros((7, 5)), "dx for a constant dout")


@test_case(name="backward: as many samples as features", points=0.5, hidden=True)
@seeded
def test_backward_square(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 5, 5)
    assert_backward(batch_norm_backward, dout, x, gamma, TINY)


@test_case(name="backward: two samples, and a single feature", points=0.25, hidden=True)
@seeded
def test_backward_small(batch_norm_backward, rng):
    for n, d in ((2, 3), (7, 1)):
        x, gamma, _, dout = draw(rng, n, d)
        assert_backward(batch_norm_backward, dout, x, gamma, LARGE)


@test_case(name="backward: one sample gives dx = 0", points=0.25, hidden=True)
@seeded
def test_backward_one_sample(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 5, 3)
    assert_dx(batch_norm_backward, dout, x, gamma, TINY)
    parts = gradients(batch_norm_backward, dout[:1], x[:1], gamma, LARGE)
    for got, expected, what in zip(parts, (np.zeros((1, 3)), np.zeros(3), dout[0]), GRADIENTS):
        assert_close(got, expected, f"{what} of one sample")


@test_case(name="backward: a constant feature", points=0.25, hidden=True)
@seeded
def test_backward_constant_feature(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 7, 3)
    x[:, 1] = float(rng.integers(2, 9))
    assert_backward(batch_norm_backward, dout, x, gamma, 0.01)


@test_case(name="backward: a gamma of 0", points=0.25, hidden=True)
@seeded
def test_backward_zero_gamma(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 7, 3)
    gamma[1] = 0.0
    assert_backward(batch_norm_backward, dout, x, gamma, TINY)


@test_case(name="backward: a mean far from zero", points=0.25, hidden=True)
@seeded
def test_backward_far_mean(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 11, 5)
    assert_backward(batch_norm_backward, dout, 1e5 + 0.05 * x, gamma, TINY)


@test_case(name="backward: a variance as small as a tiny eps", points=0.25, hidden=True)
@seeded
def test_backward_small_variance(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 7, 3)
    assert_backward(batch_norm_backward, dout, 1e-6 * x, gamma, TINY)


@test_case(name="backward: float32 and integer input", points=0.25, hidden=True)
@seeded
def test_backward_other_types(batch_norm_backward, rng):
    x, gamma, _, dout = (a.astype(np.float32) for a in draw(rng, 7, 3))
    assert_backward(batch_norm_backward, dout, x, gamma, TINY, assert_close32)
    _, gamma, _, dout = draw(rng, 5, 3)
    assert_backward(batch_norm_backward, dout, integers(rng), gamma, TINY, assert_close32)


@test_case(name="backward: new arrays, the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_backward_pure(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 5, 3)
    assert_dx(batch_norm_backward, dout, x, gamma, TINY)
    for given in (x, x.astype(np.float32)):
        assert_pure(batch_norm_backward, dout, given, gamma, LARGE, new=True)


@test_case(name="backward: one sample: new arrays, the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_backward_pure_one_sample(batch_norm_backward, rng):
    x, gamma, _, dout = draw(rng, 5, 3)
    assert_dx(batch_norm_backward, dout, x, gamma, TINY)
    assert_pure(batch_norm_backward, dout[:1], x[:1], gamma, LARGE, new=True)
