"""Oracle: torch's SGD (constant rate), and the unrolled sum of past gradients (changing rate)."""

import numpy as np
import torch
from otter.test_files import test_case
from torch.optim.sgd import sgd

from autograder.checks import (
    as_floats,
    assert_close,
    assert_close32,
    assert_parts,
    assert_pure,
    assert_true,
    away_from_zero,
    seeded,
)

OK_FORMAT = False
name = "momentum_hidden"
SHAPES = (7,), (5, 3)


def draw(rng, *shape):
    """Parameters, gradient and velocity, all away from 0."""
    return [np.asarray(away_from_zero(rng, shape)) for _ in range(3)]


def rates(rng):
    """A learning rate and a momentum that are neither 1 nor each other's complement."""
    return float(rng.uniform(0.03, 0.3)), float(rng.uniform(0.75, 0.95))


def torch_sgd(w, gradients, lr, mu):
    """The parameters after each step of torch's SGD from rest, in float64."""
    parameter = torch.tensor(np.asarray(w, dtype=np.float64))
    buffer, path = None, []
    for g in gradients:
        buffers = [buffer]
        options = {"weight_decay": 0.0, "dampening": 0.0, "nesterov": False, "maximize": False, "foreach": False}
        sgd([parameter], [torch.tensor(np.asarray(g, dtype=np.float64))], buffers, momentum=mu, lr=lr, **options)
        buffer = buffers[0]
        path.append(parameter.numpy().copy())
    return path


def velocity(v, gradients, lrs, mu):
    """mu^T v - sum_i mu^(T-1-i) lr_i g_i."""
    T = len(gradients)
    return mu**T * v - sum(mu ** (T - 1 - i) * lrs[i] * gradients[i] for i in range(T))


def assert_sgd(sgd_step, w, g, lr, compare=assert_close):
    compare(sgd_step(w.copy(), g.copy(), lr), torch_sgd(w, [g], lr, 0.0)[0], "w")


def step(momentum_step, w, g, v, lr, mu):
    """The student's (w, v): one of a wrong shape costs the cases that compare it."""
    return assert_parts(momentum_step(w.copy(), g.copy(), v.copy(), lr, mu), ("w", "v"))


def steps(momentum_step, w, v, gradients, lrs, mu):
    """The student's (w, v) after each step, every step fed with the results of the one before."""
    for g, lr in zip(gradients, lrs):
        arrays = [as_floats(part) for part in step(momentum_step, w, g, v, lr, mu)]
        for array, what in zip(arrays, ("w", "v")):
            right = array is not None and array.shape == w.shape and np.isfinite(array).all()
            assert_true(right, f"{what}: expected finite floats of shape {w.shape}")
        w, v = arrays
        yield w, v


def assert_momentum(momentum_step, w, g, v, lr, mu):
    new_w, new_v = step(momentum_step, w, g, v, lr, mu)
    assert_close(new_v, velocity(v, [g], [lr], mu), "v")
    assert_close(new_w, w + velocity(v, [g], [lr], mu), "w")


@test_case(name="sgd: one step", points=1.9, hidden=True)
@seeded
def test_sgd(sgd_step, rng):
    for shape in SHAPES:
        w, g, _ = draw(rng, *shape)
        assert_sgd(sgd_step, w, g, rates(rng)[0])


@test_case(name="sgd: gradients of size 1e4 and 1e-7", points=0.2, hidden=True)
@seeded
def test_sgd_sizes(sgd_step, rng):
    w, g, _ = draw(rng, 7)
    lr, _ = rates(rng)
    assert_sgd(sgd_step, w, 1e4 * g, lr)
    assert_sgd(sgd_step, 1e-7 * w, 1e-7 * g, lr)  # beside ordinary parameters it would be lost in the tolerance


@test_case(name="sgd: learning rates of 2.5 and 1e-4", points=0.2, hidden=True)
@seeded
def test_sgd_rates(sgd_step, rng):
    for lr in (2.5, 1e-4):
        w, g, _ = draw(rng, 7)
        assert_sgd(sgd_step, w, g, lr)


@test_case(name="sgd: a single number, and three axes", points=0.25, hidden=True)
@seeded
def test_sgd_shapes(sgd_step, rng):
    for shape in ((), (2, 3, 5)):
        w, g, _ = draw(rng, *shape)
        assert_sgd(sgd_step, w, g, 0.25)


@test_case(name="sgd: float32 and integer parameters", points=0.25, hidden=True)
@seeded
def test_sgd_types(sgd_step, rng):
    w, g, _ = (a.astype(np.float32) for a in draw(rng, 7))
    for parameters in (w, rng.integers(2, 9, size=7)):
        assert_sgd(sgd_step, parameters, g, 0.3, assert_close32)


@test_case(name="sgd: the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_sgd_pure(sgd_step, rng):
    w, g, _ = draw(rng, 5)
    assert_sgd(sgd_step, w, g, 0.3)
    for given in (w, w.astype(np.float32)):
        assert_pure(sgd_step, given, g, 0.3)


@test_case(name="sgd: a single number stays as it is", points=0.1, hidden=True)
@seeded
def test_sgd_pure_number(sgd_step, rng):
    w, g, _ = draw(rng)
    assert_sgd(sgd_step, w, g, 0.3)
    assert_pure(sgd_step, w, g, 0.3)


@test_case(name="momentum: the first step, from rest", points=1, hidden=True)
@seeded
def test_first_step(momentum_step, rng):
    w, g, _ = draw(rng, 5, 3)
    lr, mu = rates(rng)
    new_w, _ = step(momentum_step, w, g, np.zeros_like(w), lr, mu)
    assert_close(new_w, torch_sgd(w, [g], lr, mu)[0], "w")


@test_case(name="momentum: the velocity of a later step", points=1.6, hidden=True)
@seeded
def test_velocity(momentum_step, rng):
    for shape in SHAPES:
        w, g, v = draw(rng, *shape)
        lr, mu = rates(rng)
        _, new_v = step(momentum_step, w, g, v, lr, mu)
        assert_close(new_v, velocity(v, [g], [lr], mu), "v")


@test_case(name="momentum: the parameters of a later step", points=0.75, hidden=True)
@seeded
def test_parameters(momentum_step, rng):
    for shape in SHAPES:
        w, g, v = draw(rng, *shape)
        lr, mu = rates(rng)
        new_w, _ = step(momentum_step, w, g, v, lr, mu)
        assert_close(new_w, w + velocity(v, [g], [lr], mu), "w")


@test_case(name="momentum: six steps from rest, as torch", points=1, hidden=True)
@seeded
def test_several_steps(momentum_step, rng):
    w = draw(rng, 5)[0]
    gradients = [draw(rng, 5)[0] for _ in range(6)]
    lr, mu = rates(rng)
    path = torch_sgd(w, gradients, lr, mu)
    for (got, _), expected in zip(steps(momentum_step, w, np.zeros(5), gradients, [lr] * 6, mu), path):
        assert_close(got, expected, "w")


@test_case(name="momentum: a learning rate that changes", points=0.5, hidden=True)
@seeded
def test_changing_rate(momentum_step, rng):
    start, _, resumed = draw(rng, 3)
    gradients = [draw(rng, 3)[0] for _ in range(4)]
    lrs, mu = [0.4, 0.1, 0.25, 0.025], 0.8
    expected = start
    for i, (w, v) in enumerate(steps(momentum_step, start, resumed, gradients, lrs, mu), 1):
        expected_v = velocity(resumed, gradients[:i], lrs, mu)
        expected = expected + expected_v
        assert_close(v, expected_v, "v")
        assert_close(w, expected, "w")


@test_case(name="momentum: mu 0 forgets the velocity", points=0.2, hidden=True)
@seeded
def test_no_momentum(momentum_step, rng):
    assert_momentum(momentum_step, *draw(rng, 5), 0.25, 0.0)


@test_case(name="momentum: mu of 0.05 and of 0.999", points=0.15, hidden=True)
@seeded
def test_extreme_momentum(momentum_step, rng):
    for mu in (0.05, 0.999):
        assert_momentum(momentum_step, *draw(rng, 5), 0.25, mu)


@test_case(name="momentum: gradients of size 1e3", points=0.1, hidden=True)
@seeded
def test_large_gradients(momentum_step, rng):
    w, g, v = draw(rng, 5)
    assert_momentum(momentum_step, w, 1e3 * g, v, 0.25, 0.9)


@test_case(name="momentum: learning rates of 2.5 and 1e-4", points=0.15, hidden=True)
@seeded
def test_extreme_rates(momentum_step, rng):
    for lr in (2.5, 1e-4):
        assert_momentum(momentum_step, *draw(rng, 5), lr, 0.9)


@test_case(name="momentum: gradients of 0, and a parameter of 0", points=0.2, hidden=True)
@seeded
def test_zeros(momentum_step, rng):
    w, g, v = draw(rng, 5)
    g[1], w[2] = 0.0, 0.0
    for gradient in (g, np.zeros(5)):  # the velocity carries on
        assert_momentum(momentum_step, w, gradient, v, 0.25, 0.9)


@test_case(name="momentum: a single number, and three axes", points=0.25, hidden=True)
@seeded
def test_shapes(momentum_step, rng):
    for shape in ((), (2, 3, 5)):
        assert_momentum(momentum_step, *draw(rng, *shape), 0.25, 0.9)


@test_case(name="momentum: the arguments stay as they are", points=0.05, hidden=True)
@seeded
def test_pure(momentum_step, rng):
    w, g, v = draw(rng, 5)
    assert_momentum(momentum_step, w, g, v, 0.25, 0.9)
    for mu in (0.9, 0.0):
        assert_pure(momentum_step, w, g, v, 0.25, mu)
    assert_pure(momentum_step, w, g, np.zeros(5), 0.25, 0.9)
    assert_pure(momentum_step, *(a.astype(np.float32) for a in (w, g, v)), 0.25, 0.9)


@test_case(name="momentum: a single number stays as it is", points=0.05, hidden=True)
@seeded
def test_pure_number(momentum_step, rng):
    state = draw(rng)
    assert_momentum(momentum_step, *state, 0.25, 0.9)
    assert_pure(momentum_step, *state, 0.25, 0.9)
