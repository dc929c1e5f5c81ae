"""Oracle: torch autograd on the penalised loss, and torch.nn.functional.softshrink for the proximal step."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import as_floats, assert_close, assert_close32, assert_pure, assert_true, away_from_zero, seeded
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "weight_penalties_hidden"


def draw(rng, *shape):
    """Weights and gradient of both signs; the weights are too large to change sign in one step."""
    w, g = np.asarray(away_from_zero(rng, shape, least=0.9)), np.asarray(away_from_zero(rng, shape))
    if w.size > 1:
        w.flat[:2] = abs(w.flat[0]), -abs(w.flat[1])
    return w, g


def strengths(rng):
    """A learning rate and a penalty, neither of them 1 nor equal."""
    return float(rng.uniform(0.05, 0.15)), float(rng.uniform(0.4, 0.9))


def descend(penalty):
    """One step of gradient descent on g.w + lam penalty(w); torch takes 0 as the slope of |w| at 0."""

    def step(w, g, lr, lam):
        slope = torch.tensor(np.asarray(g, dtype=np.float64))
        (gradient,) = torch_gradients(lambda a: (slope * a).sum() + lam * penalty(a), w)
        return w - lr * gradient

    return step


l2 = descend(lambda w: (w**2).sum())
l1 = descend(lambda w: w.abs().sum())


def proximal(w, g, lr, lam):
    u = torch.tensor(np.asarray(w - lr * np.asarray(g), dtype=np.float64))
    return torch.nn.functional.softshrink(u, lr * lam).numpy()


def for_the_proximal_step(rng, lr, lam, sizes):
    """(w, g) such that w - lr g is lr lam times the sizes, with every sign as in w and every other one negative."""
    sizes = np.asarray(sizes)
    signs = np.where(np.arange(sizes.size).reshape(sizes.shape) % 2, -1.0, 1.0)
    w = signs * np.abs(away_from_zero(rng, sizes.shape))
    return w, (w - lr * lam * sizes * signs) / lr


@test_case(name="l2: one step", points=1.5, hidden=True)
@seeded
def test_l2(l2_step, rng):
    for shape in ((7,), (5, 3)):
        (w, g), numbers = draw(rng, *shape), strengths(rng)
        assert_close(l2_step(w.copy(), g.copy(), *numbers), l2(w, g, *numbers), "w")


@test_case(name="l2: without a gradient the weights decay", points=0.5, hidden=True)
@seeded
def test_l2_decay(l2_step, rng):
    (w, _), numbers = draw(rng, 7), strengths(rng)
    zero = np.zeros(7)
    for weights in (w, 1e-4 * w, 1e3 * w):  # by the same factor, small and large
        assert_close(l2_step(weights.copy(), zero.copy(), *numbers), l2(weights, zero, *numbers), "w")


@test_case(name="l2: a decay that carries the weights across 0", points=0.25, hidden=True)
@seeded
def test_l2_strong(l2_step, rng):
    w, g = draw(rng, 7)
    w[2], g[3] = 0.0, 1e3  # entries like any other
    for numbers in (strengths(rng), (float(rng.uniform(0.6, 0.9)), float(rng.uniform(1.2, 1.8)))):
        assert_close(l2_step(w.copy(), g.copy(), *numbers), l2(w, g, *numbers), "w")


@test_case(name="l2: a single number, and three axes", points=0.25, hidden=True)
@seeded
def test_l2_shapes(l2_step, rng):
    for shape in ((), (2, 3, 5)):
        (w, g), numbers = draw(rng, *shape), strengths(rng)
        assert_close(l2_step(w.copy(), g.copy(), *numbers), l2(w, g, *numbers), "w")


@test_case(name="l2: float32 and integer weights", points=0.25, hidden=True)
@seeded
def test_l2_types(l2_step, rng):
    (w, g), numbers = draw(rng, 7), strengths(rng)
    w, g = w.astype(np.float32), g.astype(np.float32)
    assert_close32(l2_step(w.copy(), g.copy(), *numbers), l2(w, g, *numbers), "float32 w")
    whole = rng.integers(2, 9, size=7)
    assert_close32(l2_step(whole.copy(), g.copy(), *numbers), l2(whole, g, *numbers), "w from integers")


@test_case(name="l2: the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_l2_pure(l2_step, rng):
    (w, g), numbers = draw(rng, 5), strengths(rng)
    assert_close(l2_step(w.copy(), g.copy(), *numbers), l2(w, g, *numbers), "w")
    for weights, slope in ((w, g), (w.astype(np.float32), g), (np.asarray(w[0]), np.asarray(g[0]))):
        assert_pure(l2_step, weights, slope, *numbers)


@test_case(name="l1: one step", points=1.25, hidden=True)
@seeded
def test_l1(l1_step, rng):
    for shape in ((7,), (5, 3)):
        (w, g), numbers = draw(rng, *shape), strengths(rng)
        assert_close(l1_step(w.copy(), g.copy(), *numbers), l1(w, g, *numbers), "w")


@test_case(name="l1: a step across 0, and tiny weights", points=0.25, hidden=True)
@seeded
def test_l1_crossing(l1_step, rng):
    (_, g), (lr, lam) = draw(rng, 7), strengths(rng)
    g = np.abs(g) * np.array([1, -1, 1, -1, 1, -1, 1])
    w = 0.6 * lr * g
    w[4:6] *= 1e-12  # the pull does not depend on the size
    assert_close(l1_step(w.copy(), g.copy(), lr, lam), l1(w, g, lr, lam), "w")


@test_case(name="l1: a weight of exactly 0", points=0.5, hidden=True)
@seeded
def test_l1_zero(l1_step, rng):
    (w, g), numbers = draw(rng, 7), strengths(rng)
    w[:2], w[[2, 5]] = (0.7, -0.7), 0.0
    assert_close(l1_step(w.copy(), g.copy(), *numbers), l1(w, g, *numbers), "w")


@test_case(name="l1: a single number, and three axes", points=0.25, hidden=True)
@seeded
def test_l1_shapes(l1_step, rng):
    for shape in ((), (2, 3, 5)):
        (w, g), (lr, lam) = draw(rng, *shape), strengths(rng)
        if shape:
            w.flat[3], g.flat[4] = 0.0, 0.0
        for start, strength in ((w, lam), (-w, lam), (w, 3 * lam)):
            assert_close(l1_step(start.copy(), g.copy(), lr, strength), l1(start, g, lr, strength), "w")


@test_case(name="l1: float32 and integer weights", points=0.25, hidden=True)
@seeded
def test_l1_types(l1_step, rng):
    (w, g), numbers = draw(rng, 7), strengths(rng)
    w, g = w.astype(np.float32), g.astype(np.float32)
    assert_close32(l1_step(w.copy(), g.copy(), *numbers), l1(w, g, *numbers), "float32 w")
    whole = rng.integers(2, 9, size=7) * np.array([1, -1, 1, -1, 1, -1, 1])
    assert_close32(l1_step(whole.copy(), g.copy(), *numbers), l1(whole, g, *numbers), "w from integers")


@test_case(name="l1: the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_l1_pure(l1_step, rng):
    (w, g), numbers = draw(rng, 5), strengths(rng)
    assert_close(l1_step(w.copy(), g.copy(), *numbers), l1(w, g, *numbers), "w")
    for weights, slope in ((w, g), (w.astype(np.float32), g), (np.asarray(w[0]), np.asarray(g[0]))):
        assert_pure(l1_step, weights, slope, *numbers)


@test_case(name="soft threshold: weights above it", points=1.5, hidden=True)
@seeded
def test_survivors(soft_threshold_step, rng):
    for shape in ((7,), (5, 3)):
        numbers = strengths(rng)
        sizes = rng.uniform(1.5, 6.0, size=shape)
        sizes.flat[2:4] = 1.001  # only just
        w, g = for_the_proximal_step(rng, *numbers, sizes)
        assert_close(soft_threshold_step(w.copy(), g.copy(), *numbers), proximal(w, g, *numbers), "w")
        w, g, numbers = 1e-7 * w, 1e-7 * g, (numbers[0], 1e-7 * numbers[1])  # what survives is not 0, however small
        assert_close(soft_threshold_step(w.copy(), g.copy(), *numbers), proximal(w, g, *numbers), "w")


@test_case(name="soft threshold: weights below it become exactly 0", points=1.5, hidden=True)
@seeded
def test_exact_zeros(soft_threshold_step, rng):
    numbers = strengths(rng)
    sizes = np.array([0.3, 2.5, 0.6, 0.8, 1.6, 4.0, 0.1])  # both signs above the threshold and below it
    w, g = for_the_proximal_step(rng, *numbers, sizes)
    got = soft_threshold_step(w.copy(), g.copy(), *numbers)
    assert_close(got, proximal(w, g, *numbers), "w")
    small = as_floats(got)[sizes < 1]
    assert_true((small == 0).all(), f"w: a small weight is {np.abs(small).max():.3g}, expected exactly 0")


@test_case(name="soft threshold: a gradient step across 0", points=0.25, hidden=True)
@seeded
def test_crossing(soft_threshold_step, rng):
    lr, lam = strengths(rng)
    w = 0.5 * away_from_zero(rng, (7,))
    g = (w + np.sign(w) * rng.uniform(1.5, 3.0, size=7) * lr * lam) / lr  # u and w have opposite signs
    assert_close(soft_threshold_step(w.copy(), g.copy(), lr, lam), proximal(w, g, lr, lam), "w")


@test_case(name="soft threshold: a weight of exactly 0", points=0.25, hidden=True)
@seeded
def test_soft_zero(soft_threshold_step, rng):
    lr, lam = strengths(rng)
    w, g = for_the_proximal_step(rng, lr, lam, rng.uniform(1.5, 6.0, size=7))
    w[[2, 4, 5]], g[[2, 4, 5]] = 0.0, (3 * lam, -2 * lam, 0.0)  # the gradient moves two of them, the last one rests
    assert_close(soft_threshold_step(w.copy(), g.copy(), lr, lam), proximal(w, g, lr, lam), "w")


@test_case(name="soft threshold: a single number, and three axes", points=0.25, hidden=True)
@seeded
def test_soft_shapes(soft_threshold_step, rng):
    for sizes in (3.0, 0.4, rng.uniform(1.5, 6.0, size=(2, 3, 5))):
        numbers = strengths(rng)
        numbers = numbers[0], 3 * numbers[1]
        w, g = (np.asarray(a) for a in for_the_proximal_step(rng, *numbers, sizes))
        if w.ndim:
            g.flat[3] = 0.0  # the pull alone
        assert_close(soft_threshold_step(w.copy(), g.copy(), *numbers), proximal(w, g, *numbers), "w")


@test_case(name="soft threshold: float32 and integer weights", points=0.25, hidden=True)
@seeded
def test_soft_types(soft_threshold_step, rng):
    numbers = strengths(rng)
    w, g = (a.astype(np.float32) for a in for_the_proximal_step(rng, *numbers, rng.uniform(1.5, 6.0, size=7)))
    assert_close32(soft_threshold_step(w.copy(), g.copy(), *numbers), proximal(w, g, *numbers), "float32 w")
    whole, g = rng.integers(2, 9, size=7) * np.array([1, -1, 1, -1, 1, -1, 1]), draw(rng, 7)[1]
    got = soft_threshold_step(whole.copy(), g.copy(), *numbers)
    assert_close32(got, proximal(whole, g, *numbers), "w from integers")


@test_case(name="soft threshold: the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_soft_pure(soft_threshold_step, rng):
    numbers = strengths(rng)
    w, g = for_the_proximal_step(rng, *numbers, rng.uniform(1.5, 6.0, size=5))
    assert_close(soft_threshold_step(w.copy(), g.copy(), *numbers), proximal(w, g, *numbers), "w")
    for weights, slope in ((w, g), (w.astype(np.float32), g), (np.asarray(w[0]), np.asarray(g[0]))):
        assert_pure(soft_threshold_step, weights, slope, *numbers)
