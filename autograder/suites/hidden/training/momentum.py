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


def step(momentum_step, w, g, v, lr, mu):
    """(w, v) of the student, as new arrays of the right shape."""
    parts = assert_parts(momentum_step(w.copy(), g.copy(), v.copy(), lr, mu), ("w", "v"))
    arrays = [as_floats(part) for part in parts]
    for array, what in zip(arrays, ("w", "v")):
        right = array is not None and array.shape == w.shape and np.isfinite(array).all()
        assert_true(right, f"{what}: expected finite floats of shape {w.shape}")
    return arrays


@test_case(name="sgd: one step", points=1.5, hidden=True)
@seeded
def test_sgd(sgd_step, rng):
    for shape in ((7,), (5, 3)):
        w, g, _ = draw(rng, *shape)
        lr, _ = rates(rng)
        for start, gradient, rate in (
            (w, g, lr),
            (w, 1e4 * g, lr),
            (w, g, 2.5),
            (w, g, 1e-4),
            (1e-7 * w, 1e-7 * g, lr),
        ):
            assert_close(sgd_step(start.copy(), gradient.copy(), rate), torch_sgd(start, [gradient], rate, 0.0)[0], "w")


@test_case(name="sgd: a single number, and three axes", points=0.5, hidden=True)
@seeded
def test_sgd_shapes(sgd_step, rng):
    for shape in ((), (2, 3, 5)):
        w, g, _ = draw(rng, *shape)
        assert_close(sgd_step(w.copy(), g.copy(), 0.25), torch_sgd(w, [g], 0.25, 0.0)[0], "w")


@test_case(name="sgd: float32 and integer parameters", points=0.5, hidden=True)
@seeded
def test_sgd_types(sgd_step, rng):
    w, g, _ = (a.astype(np.float32) for a in draw(rng, 7))
    assert_close32(sgd_step(w.copy(), g.copy(), 0.3), torch_sgd(w, [g], 0.3, 0.0)[0], "float32 w")
    whole = rng.integers(2, 9, size=7)
    assert_close32(sgd_step(whole.copy(), g.copy(), 0.3), torch_sgd(whole, [g], 0.3, 0.0)[0], "w from integers")


@test_case(name="sgd: the arguments stay as they are", points=0.5, hidden=True)
@seeded
def test_sgd_pure(sgd_step, rng):
    w, g, _ = draw(rng, 5)
    assert_close(sgd_step(w.copy(), g.copy(), 0.3), torch_sgd(w, [g], 0.3, 0.0)[0], "w")
    for given in (w, w.astype(np.float32), w[0].reshape(())):
        assert_pure(sgd_step, given, g if given.ndim else g[0].reshape(()), 0.3)


@test_case(name="momentum: the first step, from rest", points=1, hidden=True)
@seeded
def test_first_step(momentum_step, rng):
    w, g, _ = draw(rng, 5, 3)
    lr, mu = rates(rng)
    new_w, _ = step(momentum_step, w, g, np.zeros_like(w), lr, mu)
    assert_close(new_w, torch_sgd(w, [g], lr, mu)[0], "w")


@test_case(name="momentum: the velocity of a later step", points=1.5, hidden=True)
@seeded
def test_velocity(momentum_step, rng):
    for shape in ((7,), (3, 5)):
        w, g, v = draw(rng, *shape)
        lr, mu = rates(rng)
        for gradient, share in (
            (g, mu),
            (0.0 * g, mu),
            (g, 0.999),
            (1e3 * g, 0.05),
        ):  # without a gradient, too, a share survives
            _, new_v = step(momentum_step, w, gradient, v, lr, share)
            assert_close(new_v, velocity(v, [gradient], [lr], share), "v")


@test_case(name="momentum: the parameters of a later step", points=1, hidden=True)
@seeded
def test_parameters(momentum_step, rng):
    for shape in ((7,), (3, 5)):
        w, g, v = draw(rng, *shape)
        g.flat[1], w.flat[2] = 0.0, 0.0  # the velocity carries on, and from 0, too
        lr, mu = rates(rng)
        new_w, _ = step(momentum_step, w, g, v, lr, mu)
        assert_close(new_w, w + velocity(v, [g], [lr], mu), "w")


@test_case(name="momentum: six steps from rest, as torch", points=1, hidden=True)
@seeded
def test_several_steps(momentum_step, rng):
    w = draw(rng, 5)[0]
    gradients = [draw(rng, 5)[0] for _ in range(6)]
    lr, mu = rates(rng)
    v = np.zeros_like(w)
    for g, expected in zip(gradients, torch_sgd(w, gradients, lr, mu)):
        w, v = step(momentum_step, w, g, v, lr, mu)
        assert_close(w, expected, "w")


@test_case(name="momentum: a learning rate that changes", points=0.5, hidden=True)
@seeded
def test_changing_rate(momentum_step, rng):
    w, _, v = draw(rng, 3)
    start, resumed = w, v
    gradients = [draw(rng, 3)[0] for _ in range(4)]
    lrs, mu = [0.4, 2.5, 1e-4, 0.025], 0.8
    for i, lr in enumerate(lrs, 1):
        w, v = step(momentum_step, w, gradients[i - 1], v, lr, mu)
        assert_close(v, velocity(resumed, gradients[:i], lrs, mu), "v")
        moved = sum(velocity(resumed, gradients[:j], lrs, mu) for j in range(1, i + 1))
        assert_close(w, start + moved, "w")


@test_case(name="momentum: a single number, and three axes", points=0.5, hidden=True)
@seeded
def test_shapes(momentum_step, rng):
    for shape in ((), (2, 3, 5)):
        w, g, v = draw(rng, *shape)
        new_w, new_v = step(momentum_step, w, g, v, 0.25, 0.9)
        assert_close(new_v, velocity(v, [g], [0.25], 0.9), "v")
        assert_close(new_w, w + velocity(v, [g], [0.25], 0.9), "w")


@test_case(name="momentum: mu 0 forgets the velocity", points=0.25, hidden=True)
@seeded
def test_no_momentum(momentum_step, rng):
    w, g, v = draw(rng, 5)
    for mu in (0.8, 0.0):
        new_w, new_v = step(momentum_step, w, g, v, 0.25, mu)
        assert_close(new_v, velocity(v, [g], [0.25], mu), f"v for mu {mu}")
        assert_close(new_w, w + velocity(v, [g], [0.25], mu), f"w for mu {mu}")


@test_case(name="momentum: the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_pure(momentum_step, rng):
    w, g, v = draw(rng, 5)
    new_w, new_v = step(momentum_step, w, g, v, 0.25, 0.9)
    assert_close(new_v, velocity(v, [g], [0.25], 0.9), "v")
    assert_close(new_w, w + velocity(v, [g], [0.25], 0.9), "w")
    single = [a.astype(np.float32) for a in (w, g, v)]
    for given in ((w, g, v), (w, g, 0.0 * v), single, draw(rng)):
        for mu in (0.9, 0.0):
            assert_pure(momentum_step, *given, 0.25, mu)
