"""Oracle: torch autograd on the penalised loss, and torch.nn.functional.softshrink for the proximal step."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import as_floats, assert_close, assert_close32, assert_pure, assert_true, seeded
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "weight_penalties_hidden"
SHAPES = (7,), (5, 3)


def signed(rng, low, high, *shape):
    """Numbers of sizes from low to high, every other one of them negative."""
    negative = rng.permutation(np.arange(np.prod(shape, dtype=int)) % 2).reshape(shape)
    return np.asarray(np.where(negative, -1.0, 1.0) * rng.uniform(low, high, size=shape))


def draw(rng, *shape):
    """Weights and gradient. A step of lr (|g| + lam), at most 0.15 (2 + 1.8) = 0.57, leaves every weight its sign."""
    return signed(rng, 1.1, 3.0, *shape), signed(rng, 0.3, 2.0, *shape)


def strengths(rng, above_one=False):
    """A learning rate, and a penalty below 1 or above it."""
    return float(rng.uniform(0.05, 0.15)), float(rng.uniform(1.2, 1.8) if above_one else rng.uniform(0.4, 0.9))


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
    w, g = (torch.tensor(np.asarray(a, dtype=np.float64)) for a in (w, g))
    return torch.nn.functional.softshrink(w - lr * g, lr * lam).numpy()


def thresholds_away(rng, lr, lam, sizes):
    """(w, g) such that u = w - lr g has the signs of w, and sizes given in thresholds lr lam."""
    w = signed(rng, 1.1, 3.0, *np.shape(sizes))
    return w, np.asarray((w - np.sign(w) * lr * lam * sizes) / lr)


def assert_step(function, oracle, w, g, numbers, compare=assert_close):
    compare(function(w.copy(), g.copy(), *numbers), oracle(w, g, *numbers), "w")


def assert_ordinary_steps(function, oracle, rng):
    for shape, above_one in zip(SHAPES, (False, True)):
        assert_step(function, oracle, *draw(rng, *shape), strengths(rng, above_one))


def assert_shapes(function, oracle, rng):
    w, g = draw(rng)
    for start, slope in ((w, g), (np.asarray(-w), g), draw(rng, 2, 3, 5)):
        assert_step(function, oracle, start, slope, strengths(rng))


def assert_types(function, oracle, rng):
    (w, g), numbers = draw(rng, 7), strengths(rng)
    assert_step(function, oracle, w.astype(np.float32), g.astype(np.float32), numbers, assert_close32)
    whole = signed(rng, 2, 9, 7).astype(int)
    assert_step(function, oracle, whole, g, numbers, assert_close32)


def assert_left_alone(function, oracle, rng):
    (w, g), numbers = draw(rng, 5), strengths(rng)
    assert_step(function, oracle, w, g, numbers)
    for weights in (w, w.astype(np.float32)):
        assert_pure(function, weights, g, *numbers)


def assert_number_left_alone(function, oracle, rng):
    (w, g), numbers = draw(rng), strengths(rng)
    assert_step(function, oracle, w, g, numbers)
    assert_pure(function, w, g, *numbers)


@test_case(name="l2: one step", points=1.6, hidden=True)
@seeded
def test_l2(l2_step, rng):
    assert_ordinary_steps(l2_step, l2, rng)


@test_case(name="l2: without a gradient the weights decay", points=0.5, hidden=True)
@seeded
def test_l2_decay(l2_step, rng):
    assert_step(l2_step, l2, draw(rng, 7)[0], np.zeros(7), strengths(rng))


@test_case(name="l2: a decay that carries the weights across 0", points=0.15, hidden=True)
@seeded
def test_l2_crossing(l2_step, rng):
    lr, lam = float(rng.uniform(0.6, 0.9)), float(rng.uniform(1.2, 1.8))  # 1 - 2 lr lam is below -0.44
    assert_step(l2_step, l2, *draw(rng, 7), (lr, lam))


@test_case(name="l2: a weight of exactly 0", points=0.15, hidden=True)
@seeded
def test_l2_zero(l2_step, rng):
    w, g = draw(rng, 7)
    w[[2, 5]] = 0.0
    assert_step(l2_step, l2, w, g, strengths(rng))


@test_case(name="l2: numbers of size 1e-4 and 1e3", points=0.15, hidden=True)
@seeded
def test_l2_sizes(l2_step, rng):
    for size in (1e-4, 1e3):
        w, g = draw(rng, 7)
        assert_step(l2_step, l2, size * w, size * g, strengths(rng))


@test_case(name="l2: a single number, and three axes", points=0.2, hidden=True)
@seeded
def test_l2_shapes(l2_step, rng):
    assert_shapes(l2_step, l2, rng)


@test_case(name="l2: float32 and integer weights", points=0.15, hidden=True)
@seeded
def test_l2_types(l2_step, rng):
    assert_types(l2_step, l2, rng)


@test_case(name="l2: the arguments stay as they are", points=0.05, hidden=True)
@seeded
def test_l2_pure(l2_step, rng):
    assert_left_alone(l2_step, l2, rng)


@test_case(name="l2: a single number stays as it is", points=0.05, hidden=True)
@seeded
def test_l2_pure_number(l2_step, rng):
    assert_number_left_alone(l2_step, l2, rng)


@test_case(name="l1: one step", points=1.6, hidden=True)
@seeded
def test_l1(l1_step, rng):
    assert_ordinary_steps(l1_step, l1, rng)


@test_case(name="l1: without a gradient all weights shrink by the same amount", points=0.25, hidden=True)
@seeded
def test_l1_pull(l1_step, rng):
    assert_step(l1_step, l1, draw(rng, 7)[0], np.zeros(7), strengths(rng))


@test_case(name="l1: a step across 0", points=0.15, hidden=True)
@seeded
def test_l1_crossing(l1_step, rng):
    (_, g), (lr, lam) = draw(rng, 7), strengths(rng)
    assert_step(l1_step, l1, 0.6 * lr * g, g, (lr, lam))  # the gradient alone carries the weight across


@test_case(name="l1: weights of size 1e-12", points=0.1, hidden=True)
@seeded
def test_l1_tiny(l1_step, rng):
    (w, _), (lr, lam) = draw(rng, 7), strengths(rng)
    g = -np.sign(w) * rng.uniform(1.5, 2.5, size=7) * lam  # stronger than the pull: no weight crosses 0
    assert_step(l1_step, l1, 1e-12 * w, g, (lr, lam))


@test_case(name="l1: a weight of exactly 0", points=0.3, hidden=True)
@seeded
def test_l1_zero(l1_step, rng):
    for shape in SHAPES:
        w, g = draw(rng, *shape)
        w[[2, 4]] = 0.0
        assert_step(l1_step, l1, w, g, strengths(rng))


@test_case(name="l1: a single number, and three axes", points=0.15, hidden=True)
@seeded
def test_l1_shapes(l1_step, rng):
    assert_shapes(l1_step, l1, rng)


@test_case(name="l1: float32 and integer weights", points=0.1, hidden=True)
@seeded
def test_l1_types(l1_step, rng):
    assert_types(l1_step, l1, rng)


@test_case(name="l1: the arguments stay as they are", points=0.05, hidden=True)
@seeded
def test_l1_pure(l1_step, rng):
    assert_left_alone(l1_step, l1, rng)


@test_case(name="l1: a single number stays as it is", points=0.05, hidden=True)
@seeded
def test_l1_pure_number(l1_step, rng):
    assert_number_left_alone(l1_step, l1, rng)


@test_case(name="soft threshold: weights above it", points=1.55, hidden=True)
@seeded
def test_survivors(soft_threshold_step, rng):
    for shape, above_one in zip(SHAPES, (False, True)):
        numbers = strengths(rng, above_one)
        w, g = thresholds_away(rng, *numbers, rng.uniform(1.5, 6.0, size=shape))
        assert_step(soft_threshold_step, proximal, w, g, numbers)


@test_case(name="soft threshold: weights below it become exactly 0", points=1.5, hidden=True)
@seeded
def test_exact_zeros(soft_threshold_step, rng):
    numbers = strengths(rng)
    sizes = np.array([0.3, 2.5, 0.6, 0.8, 1.6, 4.0, 0.1])
    w, g = (np.concatenate([a, -a]) for a in thresholds_away(rng, *numbers, sizes))  # each size with either sign
    got = soft_threshold_step(w.copy(), g.copy(), *numbers)
    assert_close(got, proximal(w, g, *numbers), "w")
    small = as_floats(got)[np.tile(sizes < 1, 2)]
    assert_true((small == 0).all(), f"w: a small weight is {np.abs(small).max():.3g}, expected exactly 0")


@test_case(name="soft threshold: without a gradient the weights shrink", points=0.25, hidden=True)
@seeded
def test_shrinks(soft_threshold_step, rng):
    assert_step(soft_threshold_step, proximal, draw(rng, 7)[0], np.zeros(7), strengths(rng))


@test_case(name="soft threshold: weights only just above it", points=0.15, hidden=True)
@seeded
def test_just_above(soft_threshold_step, rng):
    numbers = strengths(rng)
    assert_step(soft_threshold_step, proximal, *thresholds_away(rng, *numbers, np.full(7, 1.001)), numbers)


@test_case(name="soft threshold: numbers of size 1e-7", points=0.1, hidden=True)
@seeded
def test_tiny(soft_threshold_step, rng):
    lr, lam = strengths(rng)
    # What survives is at least 3 thresholds of 0.05 * 0.4e-7 large: 6e-9, more than the 1e-9 that never count.
    w, g = thresholds_away(rng, lr, lam, rng.uniform(4.0, 6.0, size=7))
    assert_step(soft_threshold_step, proximal, 1e-7 * w, 1e-7 * g, (lr, 1e-7 * lam))


@test_case(name="soft threshold: a gradient step across 0", points=0.2, hidden=True)
@seeded
def test_crossing(soft_threshold_step, rng):
    numbers = strengths(rng)
    w, g = thresholds_away(rng, *numbers, -rng.uniform(1.5, 3.0, size=7))  # u has the other sign
    assert_step(soft_threshold_step, proximal, w, g, numbers)


@test_case(name="soft threshold: a weight of exactly 0", points=0.15, hidden=True)
@seeded
def test_soft_zero(soft_threshold_step, rng):
    (w, g), (lr, lam) = draw(rng, 7), strengths(rng)
    w[[2, 4, 5]], g[[2, 4, 5]] = 0.0, (3 * lam, -2 * lam, 0.0)  # the gradient moves two of them, the last one rests
    assert_step(soft_threshold_step, proximal, w, g, (lr, lam))


@test_case(name="soft threshold: a single number (above it, below it), and three axes", points=0.15, hidden=True)
@seeded
def test_soft_shapes(soft_threshold_step, rng):
    assert_shapes(soft_threshold_step, proximal, rng)
    numbers = strengths(rng)
    assert_step(soft_threshold_step, proximal, *thresholds_away(rng, *numbers, np.asarray(0.4)), numbers)


@test_case(name="soft threshold: float32 and integer weights", points=0.1, hidden=True)
@seeded
def test_soft_types(soft_threshold_step, rng):
    assert_types(soft_threshold_step, proximal, rng)


@test_case(name="soft threshold: the arguments stay as they are", points=0.05, hidden=True)
@seeded
def test_soft_pure(soft_threshold_step, rng):
    assert_left_alone(soft_threshold_step, proximal, rng)


@test_case(name="soft threshold: a single number stays as it is", points=0.05, hidden=True)
@seeded
def test_soft_pure_number(soft_threshold_step, rng):
    assert_number_left_alone(soft_threshold_step, proximal, rng)
