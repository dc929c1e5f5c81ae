"""Oracle: torch's Adam in float64, from zero moments or resumed from given ones."""

import numpy as np
import torch
from otter.test_files import test_case
from torch.optim.adam import adam

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
name = "adam_hidden"
PARTS = ("w", "m", "v")
TINY = 1e-12  # so small that its place does not show
BETAS = (0.8, 0.95)
LOW_BETAS = (0.3, 0.45)
SHAPES = (7,), (3, 5)


def torch_adam(w, g, m, v, t, lr, beta1, beta2, eps):
    """(w, m, v) after one step of torch's Adam."""
    w, g, m, v = (torch.tensor(np.asarray(a, dtype=np.float64)) for a in (w, g, m, v))
    options = {"foreach": False, "amsgrad": False, "maximize": False, "weight_decay": 0.0}
    step = torch.tensor(t - 1.0)
    adam([w], [g], [m], [v], [], [step], lr=lr, beta1=beta1, beta2=beta2, eps=eps, **options)
    return w.numpy(), m.numpy(), v.numpy()


def fresh(rng, *shape):
    """(w, g, m, v): parameters and gradient away from 0, and zero moments."""
    w, g = (np.asarray(away_from_zero(rng, shape)) for _ in range(2))
    return w, g, np.zeros(shape), np.zeros(shape)


def resumed(rng, *shape):
    """The same with moments of several steps; v is no square of m."""
    w, g, *_ = fresh(rng, *shape)
    return w, g, np.asarray(0.7 * away_from_zero(rng, shape)), np.asarray(rng.uniform(0.5, 2.0, size=shape))


def step(adam_step, w, g, m, v, *numbers):
    """The student's (w, m, v): one that is not finite or of a wrong shape costs the cases that compare it."""
    return assert_parts(adam_step(w.copy(), g.copy(), m.copy(), v.copy(), *numbers), PARTS)


def assert_step(adam_step, state, numbers, parts=PARTS, compare=assert_close):
    """Compares those of w, m and v that are asked for."""
    for got, expected, what in zip(step(adam_step, *state, *numbers), torch_adam(*state, *numbers), PARTS):
        if what in parts:
            compare(got, expected, what)


def follow(adam_step, w, m, v, gradients, rates, start=1, betas=BETAS):
    """The student's and the oracle's (w, m, v) after each step, both fed with their own results of the one before."""
    got = wanted = w, m, v
    for t, (g, lr) in enumerate(zip(gradients, rates), start):
        numbers = (t, lr, *betas, TINY)
        got = [as_floats(part) for part in step(adam_step, got[0], g, *got[1:], *numbers)]
        for array, what in zip(got, PARTS):
            right = array is not None and array.shape == w.shape and np.isfinite(array).all()
            assert_true(right, f"{what}: expected finite floats of shape {w.shape}")
        wanted = torch_adam(wanted[0], g, *wanted[1:], *numbers)
        yield got, wanted


@test_case(name="the first step, from zero moments", points=1.5, hidden=True)
@seeded
def test_first_step(adam_step, rng):
    for shape in SHAPES:
        assert_step(adam_step, fresh(rng, *shape), (1, float(rng.uniform(0.05, 0.4)), *BETAS, TINY), "w")


@test_case(name="the first moment", points=2.8, hidden=True)
@seeded
def test_first_moment(adam_step, rng):
    for t, shape, betas in ((1, (7,), BETAS), (4, (3, 5), LOW_BETAS)):
        assert_step(adam_step, resumed(rng, *shape), (t, 0.3, *betas, TINY), "m")


@test_case(name="the second moment", points=2.5, hidden=True)
@seeded
def test_second_moment(adam_step, rng):
    for t, shape, betas in ((1, (7,), BETAS), (4, (3, 5), LOW_BETAS)):
        assert_step(adam_step, resumed(rng, *shape), (t, 0.3, *betas, TINY), "v")


@test_case(name="the parameters of a later step", points=2.5, hidden=True)
@seeded
def test_later_step(adam_step, rng):
    for t, shape, betas in ((2, (7,), BETAS), (5, (3, 5), BETAS), (11, (5,), BETAS), (2, (5,), LOW_BETAS)):
        assert_step(adam_step, resumed(rng, *shape), (t, float(rng.uniform(0.05, 0.4)), *betas, TINY), "w")


@test_case(name="six steps from zero moments", points=1.5, hidden=True)
@seeded
def test_six_steps(adam_step, rng):
    w, _, m, v = fresh(rng, 5)
    gradients = [away_from_zero(rng, (5,)) for _ in range(6)]
    for got, wanted in follow(adam_step, w, m, v, gradients, [0.2] * 6, betas=(0.9, 0.99)):
        assert_close(got[0], wanted[0], "w")


@test_case(name="an eps that counts", points=1.5, hidden=True)
@seeded
def test_large_eps(adam_step, rng):
    for t, state in ((1, fresh(rng, 5)), (4, resumed(rng, 7))):
        assert_step(adam_step, state, (t, 0.3, *BETAS, 0.3), "w")


@test_case(name="two arrays in turn", points=0.5, hidden=True)
@seeded
def test_two_arrays(adam_step, rng):
    runs = []
    for shape in ((3,), (2, 5)):
        w, _, m, v = resumed(rng, *shape)
        gradients = [away_from_zero(rng, shape) for _ in range(3)]
        runs.append(follow(adam_step, w, m, v, gradients, [0.2] * 3, start=3))
    for turn in zip(*runs):
        for got, wanted in turn:
            for part, expected, what in zip(got, wanted, PARTS):
                assert_close(part, expected, what)


@test_case(name="a learning rate that changes", points=0.5, hidden=True)
@seeded
def test_changing_rate(adam_step, rng):
    w, _, m, v = resumed(rng, 5)
    gradients = [away_from_zero(rng, (5,)) for _ in range(3)]
    for got, wanted in follow(adam_step, w, m, v, gradients, (0.4, 0.1, 0.025), start=3):
        assert_close(got[0], wanted[0], "w")


@test_case(name="a step far on (t = 500)", points=0.5, hidden=True)
@seeded
def test_far_on(adam_step, rng):
    assert_step(adam_step, resumed(rng, 5), (500, 0.3, 0.9, 0.999, TINY), "w")


@test_case(name="a learning rate of 2.5", points=0.25, hidden=True)
@seeded
def test_large_rate(adam_step, rng):
    assert_step(adam_step, resumed(rng, 5), (3, 2.5, *BETAS, TINY), "w")


@test_case(name="a single number, and three axes", points=0.5, hidden=True)
@seeded
def test_shapes(adam_step, rng):
    for shape in ((), (2, 3, 5)):
        assert_step(adam_step, resumed(rng, *shape), (3, 0.3, *BETAS, TINY))


@test_case(name="a gradient that has always been 0", points=0.25, hidden=True)
@seeded
def test_never_a_gradient(adam_step, rng):
    w, g, m, v = fresh(rng, 7)
    g[3] = 0.0
    assert_step(adam_step, (w, g, m, v), (1, 0.3, *BETAS, 1e-8), "w")


@test_case(name="a gradient of 0 at a later step", points=0.25, hidden=True)
@seeded
def test_zero_gradient(adam_step, rng):
    w, g, m, v = resumed(rng, 7)
    g[4] = 0.0
    for gradient in (g, np.zeros(7)):  # the moments fade, and the first one still moves the parameter
        assert_step(adam_step, (w, gradient, m, v), (3, 0.3, *BETAS, TINY))


@test_case(name="a beta of 0", points=0.25, hidden=True)
@seeded
def test_no_memory(adam_step, rng):
    for betas in ((0.0, 0.95), (0.8, 0.0)):
        assert_step(adam_step, resumed(rng, 7), (3, 0.3, *betas, TINY))


@test_case(name="gradients of size 1e-8 and 1e8", points=0.25, hidden=True)
@seeded
def test_gradient_sizes(adam_step, rng):
    for size, eps in ((1e8, 1e-8), (1e-8, 1e-8), (1e-8, TINY)):
        w, g, m, v = fresh(rng, 7)
        assert_step(adam_step, (w, size * g, m, v), (1, 0.3, *BETAS, eps))


@test_case(name="float32 and integer parameters", points=0.25, hidden=True)
@seeded
def test_types(adam_step, rng):
    w, *others = (a.astype(np.float32) for a in resumed(rng, 7))
    for parameters in (w, rng.integers(2, 9, size=7)):
        assert_step(adam_step, (parameters, *others), (4, 0.3, *BETAS, 1e-8), compare=assert_close32)


@test_case(name="the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_pure(adam_step, rng):
    state, numbers = resumed(rng, 5), (3, 0.3, *BETAS, TINY)
    assert_step(adam_step, state, numbers)
    assert_pure(adam_step, *state, *numbers)
    assert_pure(adam_step, *(a.astype(np.float32) for a in state), *numbers)


@test_case(name="a single number stays as it is", points=0.1, hidden=True)
@seeded
def test_pure_number(adam_step, rng):
    state, numbers = resumed(rng), (3, 0.3, *BETAS, TINY)
    assert_step(adam_step, state, numbers)
    assert_pure(adam_step, *state, *numbers)
