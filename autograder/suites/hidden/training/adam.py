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


def torch_adam(w, g, m, v, t, lr, beta1, beta2, eps):
    """(w, m, v) after one step of torch's Adam."""
    w, g, m, v = (torch.tensor(np.asarray(a, dtype=np.float64)) for a in (w, g, m, v))
    options = {"foreach": False, "amsgrad": False, "maximize": False, "weight_decay": 0.0}
    step = torch.tensor(t - 1.0)
    adam([w], [g], [m], [v], [], [step], lr=lr, beta1=beta1, beta2=beta2, eps=eps, **options)
    return w.numpy(), m.numpy(), v.numpy()


def step(adam_step, w, g, m, v, *numbers):
    """(w, m, v) of the student, as new arrays of the right shape."""
    parts = assert_parts(adam_step(w.copy(), g.copy(), m.copy(), v.copy(), *numbers), PARTS)
    arrays = [as_floats(part) for part in parts]
    for array, what in zip(arrays, PARTS):
        right = array is not None and array.shape == w.shape and np.isfinite(array).all()
        assert_true(right, f"{what}: expected finite floats of shape {w.shape}")
    return arrays


def fresh(rng, *shape):
    """Parameters and gradient away from 0, and zero moments."""
    w, g = (np.asarray(away_from_zero(rng, shape)) for _ in range(2))
    return w, g, np.zeros(shape), np.zeros(shape)


def resumed(rng, *shape):
    """The same with moments of several steps; v is no square of m."""
    w, g, *_ = fresh(rng, *shape)
    return w, g, 0.7 * np.asarray(away_from_zero(rng, shape)), np.asarray(rng.uniform(0.5, 2.0, size=shape))


@test_case(name="the first step, from zero moments", points=1.5, hidden=True)
@seeded
def test_first_step(adam_step, rng):
    for shape in ((7,), (3, 5)):
        state, numbers = fresh(rng, *shape), (1, float(rng.uniform(0.05, 0.4)), *BETAS, TINY)
        w, _, _ = step(adam_step, *state, *numbers)
        assert_close(w, torch_adam(*state, *numbers)[0], "w")


@test_case(name="the first moment", points=2.5, hidden=True)
@seeded
def test_first_moment(adam_step, rng):
    for t, shape, betas in ((1, (7,), BETAS), (4, (3, 5), LOW_BETAS)):
        state, numbers = resumed(rng, *shape), (t, 0.3, *betas, TINY)
        _, m, _ = step(adam_step, *state, *numbers)
        assert_close(m, torch_adam(*state, *numbers)[1], "m")


@test_case(name="the second moment", points=2.5, hidden=True)
@seeded
def test_second_moment(adam_step, rng):
    for t, shape, betas in ((1, (7,), BETAS), (4, (3, 5), LOW_BETAS)):
        state, numbers = resumed(rng, *shape), (t, 0.3, *betas, TINY)
        _, _, v = step(adam_step, *state, *numbers)
        assert_close(v, torch_adam(*state, *numbers)[2], "v")


@test_case(name="the parameters of a later step", points=3, hidden=True)
@seeded
def test_later_step(adam_step, rng):
    later = ((2, (7,), BETAS), (5, (3, 5), BETAS), (11, (5,), BETAS), (2, (5,), LOW_BETAS), (500, (5,), (0.9, 0.999)))
    for t, shape, betas in later:
        state, numbers = resumed(rng, *shape), (t, float(rng.uniform(0.05, 0.4)), *betas, TINY)
        w, _, _ = step(adam_step, *state, *numbers)
        assert_close(w, torch_adam(*state, *numbers)[0], "w")


@test_case(name="six steps from zero moments", points=1.5, hidden=True)
@seeded
def test_six_steps(adam_step, rng):
    w, _, m, v = fresh(rng, 5)
    expected = w, m, v
    for t in range(1, 7):
        g, numbers = fresh(rng, 5)[1], (t, 0.2, 0.9, 0.99, TINY)
        w, m, v = step(adam_step, w, g, m, v, *numbers)
        old_w, old_m, old_v = expected
        expected = torch_adam(old_w, g, old_m, old_v, *numbers)
        assert_close(w, expected[0], "w")


@test_case(name="an eps that counts", points=1.5, hidden=True)
@seeded
def test_large_eps(adam_step, rng):
    for t, state in ((1, fresh(rng, 5)), (4, resumed(rng, 7))):
        numbers = (t, 0.3, *BETAS, 0.3)
        w, _, _ = step(adam_step, *state, *numbers)
        assert_close(w, torch_adam(*state, *numbers)[0], "w")


@test_case(name="two arrays in turn, and a learning rate that changes", points=1, hidden=True)
@seeded
def test_two_arrays(adam_step, rng):
    states = [resumed(rng, 3), resumed(rng, 2, 5)]
    wanted = [(w, m, v) for w, _, m, v in states]
    states = list(wanted)
    for t, lr in enumerate((0.4, 0.1, 2.5, 0.025), 3):
        for i, (w, m, v) in enumerate(states):
            g = np.asarray(away_from_zero(rng, w.shape))
            states[i] = tuple(step(adam_step, w, g, m, v, t, lr, *BETAS, TINY))
            old_w, old_m, old_v = wanted[i]
            wanted[i] = torch_adam(old_w, g, old_m, old_v, t, lr, *BETAS, TINY)
            for got, expected, what in zip(states[i], wanted[i], PARTS):
                assert_close(got, expected, what)


@test_case(name="a single number, and three axes", points=0.5, hidden=True)
@seeded
def test_shapes(adam_step, rng):
    for shape in ((), (2, 3, 5)):
        state, numbers = resumed(rng, *shape), (3, 0.3, *BETAS, TINY)
        for got, expected, what in zip(step(adam_step, *state, *numbers), torch_adam(*state, *numbers), PARTS):
            assert_close(got, expected, what)


@test_case(name="a gradient of 0, always or in one step", points=0.5, hidden=True)
@seeded
def test_zero_gradient(adam_step, rng):
    w, g, m, v = fresh(rng, 7)
    g[3] = 0.0
    numbers = (1, 0.3, *BETAS, 1e-8)
    new_w, new_m, new_v = step(adam_step, w, g, m, v, *numbers)
    assert_close(new_w, torch_adam(w, g, m, v, *numbers)[0], "w")
    g = np.where(g == 0, 0.0, -g)
    state, numbers = (new_w, g, new_m, new_v), (2, 0.3, *BETAS, 1e-8)
    assert_close(step(adam_step, *state, *numbers)[0], torch_adam(*state, *numbers)[0], "w")
    w, g, m, v = resumed(rng, 7)
    g[4] = 0.0  # for once: the moments fade, and the first one still moves the parameter
    for gradient in (g, 0.0 * g):  # in one entry, in all of them
        state, numbers = (w, gradient, m, v), (3, 0.3, *BETAS, 1e-8)
        for got, expected, what in zip(step(adam_step, *state, *numbers), torch_adam(*state, *numbers), PARTS):
            assert_close(got, expected, what)


@test_case(name="a beta of 0", points=0.25, hidden=True)
@seeded
def test_no_memory(adam_step, rng):
    for betas in (BETAS, (0.0, 0.95), (0.8, 0.0)):
        state, numbers = resumed(rng, 7), (3, 0.3, *betas, TINY)
        for got, expected, what in zip(step(adam_step, *state, *numbers), torch_adam(*state, *numbers), PARTS):
            assert_close(got, expected, f"{what} for betas {betas}")


@test_case(name="gradients of size 1e-8 and 1e8", points=0.5, hidden=True)
@seeded
def test_gradient_sizes(adam_step, rng):
    for size, eps in ((1e8, 1e-8), (1e-8, 1e-8), (1e-8, TINY)):
        w, g, m, v = fresh(rng, 7)
        state, numbers = (w, size * g, m, v), (1, 0.3, *BETAS, eps)
        for got, expected, what in zip(step(adam_step, *state, *numbers), torch_adam(*state, *numbers), PARTS):
            assert_close(got, expected, f"{what} for gradients of size {size:g}")


@test_case(name="float32 and integer parameters", points=0.5, hidden=True)
@seeded
def test_types(adam_step, rng):
    state, numbers = [a.astype(np.float32) for a in resumed(rng, 7)], (4, 0.3, *BETAS, 1e-8)
    for got, expected, what in zip(step(adam_step, *state, *numbers), torch_adam(*state, *numbers), PARTS):
        assert_close32(got, expected, f"float32 {what}")
    state[0] = rng.integers(2, 9, size=7)
    assert_close32(step(adam_step, *state, *numbers)[0], torch_adam(*state, *numbers)[0], "w from integers")


@test_case(name="the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_pure(adam_step, rng):
    state, numbers = resumed(rng, 5), (3, 0.3, *BETAS, TINY)
    for got, expected, what in zip(step(adam_step, *state, *numbers), torch_adam(*state, *numbers), PARTS):
        assert_close(got, expected, what)
    for given in (state, [a.astype(np.float32) for a in state], resumed(rng)):
        assert_pure(adam_step, *given, *numbers)
