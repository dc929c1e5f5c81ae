"""Oracle: torch with an explicit mask, and autograd through it; the draws are given, so nothing is random."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import (
    as_floats,
    assert_close,
    assert_close32,
    assert_pure,
    assert_true,
    away_from_zero,
    seeded,
)
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "dropout_hidden"
SHAPES = (7,), (11, 13)
RARE_RATES = 0.05, 0.999  # the scale 1 / (1 - p) is hardly above 1, and 1000
LARGEST = 1 - 1e-9  # a draw from [0, 1) that lies below p = 1 only
# A draw that np.isclose (relative tolerance 1e-5) takes for p, and that is dropped: smaller than p by a tenth of that.
JUST_BELOW = 1 - 1e-6


def rate(rng):
    """Far from 0.5, where dropping and keeping agree, and 1 - p from the share of the units that `draw` keeps."""
    return float(rng.choice([0.15, 0.2, 0.25, 0.3, 0.7, 0.75, 0.8]))


def draw(rng, p, *shape):
    """Values of both signs, and draws that keep half of each.

    Half are kept whatever p is, so that p = 0.999 keeps some and p = 0.05 drops some. Of n units that is a share of
    (n + 1) / 2n at most: below 0.58 from n = 7 on, where 1 - p is never between 0.3 and 0.7. A draw lies between 5
    and 95 percent of the way from 0 to p if it drops its unit, and from p to 1 if it keeps it: no rounding of p or of
    1 - p changes the mask.
    """
    kind = rng.permutation(np.arange(np.prod(shape, dtype=int)) % 4).reshape(shape)
    x = np.where(kind < 2, 1.0, -1.0) * np.abs(away_from_zero(rng, shape))
    way = rng.uniform(0.05, 0.95, size=shape)
    return x, np.where(kind % 2, p * way, p + (1 - p) * way)


def apply(x, uniform, p):
    return torch.where(torch.tensor(uniform) >= p, x / (1 - p), 0.0)


def forward(x, uniform, p):
    return apply(torch.tensor(np.asarray(x, dtype=np.float64)), uniform, p).numpy()


def backward(dout, uniform, p):
    return torch_gradients(lambda x: (torch.tensor(dout) * apply(x, uniform, p)).sum(), np.zeros(dout.shape))[0]


def over_time(x, uniform, p):
    return np.stack([forward(step, uniform[0], p) for step in x])


def assert_forward(dropout_forward, x, uniform, p, compare=assert_close):
    compare(dropout_forward(x.copy(), uniform.copy(), p, True), forward(x, uniform, p), "y")


def assert_backward(dropout_backward, dout, uniform, p):
    assert_close(dropout_backward(dout.copy(), uniform.copy(), p), backward(dout, uniform, p), "dx")


def assert_variational(variational_dropout, x, uniform, p):
    assert_close(variational_dropout(x.copy(), uniform.copy(), p), over_time(x, uniform, p), "y")


@test_case(name="forward: training", points=2.05, hidden=True)
@seeded
def test_training(dropout_forward, rng):
    for shape in SHAPES:
        p = rate(rng)
        x, uniform = draw(rng, p, *shape)
        for draws in (uniform, np.roll(uniform, 1)):  # the next call has another mask
            assert_forward(dropout_forward, x, draws, p)


@test_case(name="forward: test time", points=0.75, hidden=True)
@seeded
def test_test_time(dropout_forward, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 7)
    # Returning x in both modes earns nothing: in training some units are dropped and others are not.
    trained = as_floats(dropout_forward(x.copy(), uniform.copy(), p, True))
    assert_true(trained is not None and trained.shape == x.shape, "y: expected floats of x's shape in training")
    assert_true(0 < np.count_nonzero(trained) < x.size, "y: expected some units dropped and some kept in training")
    assert_close(dropout_forward(x.copy(), uniform.copy(), p, False), x, "y at test time")


@test_case(name="forward: a draw of exactly p is kept, one just below is dropped", points=0.2, hidden=True)
@seeded
def test_draw_of_p(dropout_forward, rng):
    x, uniform = draw(rng, 0.25, 3, 5)
    uniform[1, :4] = 0.25, JUST_BELOW * 0.25, 0.25, 0.0
    assert_forward(dropout_forward, x, uniform, 0.25)
    assert_forward(dropout_forward, x, uniform, 0.0)  # where exactly p is 0


@test_case(name="forward: p = 0 and p = 1, in both modes", points=0.25, hidden=True)
@seeded
def test_extreme_rates(dropout_forward, rng):
    x, uniform = draw(rng, 0.3, 7, 3)
    uniform.flat[0] = LARGEST
    assert_forward(dropout_forward, x, uniform, 0.3)
    assert_forward(dropout_forward, x, uniform, 0.0)
    assert_close(dropout_forward(x.copy(), uniform.copy(), 1.0, True), np.zeros((7, 3)), "y for p = 1")
    for p in (0.0, 1.0):
        assert_close(dropout_forward(x.copy(), uniform.copy(), p, False), x, f"y for p = {p:g} at test time")


@test_case(name="forward: rates of 0.05 and 0.999", points=0.1, hidden=True)
@seeded
def test_rare_rates(dropout_forward, rng):
    for p in RARE_RATES:
        assert_forward(dropout_forward, *draw(rng, p, 5, 3), p)


@test_case(name="forward: as many samples as units", points=0.1, hidden=True)
@seeded
def test_square(dropout_forward, rng):
    p = rate(rng)
    assert_forward(dropout_forward, *draw(rng, p, 11, 11), p)  # with 55 pairs no mask is symmetric by chance


@test_case(name="forward: a single number, and three axes", points=0.15, hidden=True)
@seeded
def test_shapes(dropout_forward, rng):
    x = np.asarray(away_from_zero(rng, ()))
    for draws in (0.4, 0.1):  # kept, and dropped
        assert_forward(dropout_forward, x, np.array(draws), 0.2)
    p = rate(rng)
    assert_forward(dropout_forward, *draw(rng, p, 2, 3, 5), p)


@test_case(name="forward: float32 and integer activations", points=0.2, hidden=True)
@seeded
def test_types(dropout_forward, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 7, 3)
    whole = rng.integers(1, 9, size=(7, 3))
    assert_forward(dropout_forward, x.astype(np.float32), uniform, p, assert_close32)
    for share in (p, 0.0):
        assert_forward(dropout_forward, whole, uniform, share, assert_close32)
    assert_close32(dropout_forward(whole.copy(), uniform.copy(), p, False), whole, "y of integers at test time")


@test_case(name="forward: integer activations and p = 1", points=0.1, hidden=True)
@seeded
def test_integers_all_dropped(dropout_forward, rng):
    p = rate(rng)
    _, uniform = draw(rng, p, 7, 3)
    whole = rng.integers(1, 9, size=(7, 3))
    assert_forward(dropout_forward, whole, uniform, p, assert_close32)
    assert_close32(dropout_forward(whole.copy(), uniform.copy(), 1.0, True), np.zeros((7, 3)), "y for p = 1")


@test_case(name="forward: a new array, the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_pure(dropout_forward, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 7, 3)
    assert_forward(dropout_forward, x, uniform, p)
    for share, train in ((p, True), (0.0, True), (1.0, True), (p, False)):
        assert_pure(dropout_forward, x, uniform, share, train, new=True)
    assert_pure(dropout_forward, x.astype(np.float32), uniform, p, False, new=True)


@test_case(name="backward", points=1.8, hidden=True)
@seeded
def test_backward(dropout_backward, rng):
    for shape in SHAPES:
        p = rate(rng)
        dout, uniform = draw(rng, p, *shape)
        for draws in (uniform, np.roll(uniform, 1)):
            assert_backward(dropout_backward, dout, draws, p)


@test_case(name="backward: a draw of exactly p is kept, one just below is dropped", points=0.15, hidden=True)
@seeded
def test_backward_draw_of_p(dropout_backward, rng):
    dout, uniform = draw(rng, 0.25, 3, 5)
    uniform[1, :4] = 0.25, JUST_BELOW * 0.25, 0.25, 0.0
    for p in (0.25, 0.0):
        assert_backward(dropout_backward, dout, uniform, p)


@test_case(name="backward: p = 0 and p = 1", points=0.15, hidden=True)
@seeded
def test_backward_extreme_rates(dropout_backward, rng):
    dout, uniform = draw(rng, 0.3, 7, 3)
    uniform.flat[0] = LARGEST
    for p in (0.3, 0.0):
        assert_backward(dropout_backward, dout, uniform, p)
    assert_close(dropout_backward(dout.copy(), uniform.copy(), 1.0), np.zeros((7, 3)), "dx for p = 1")


@test_case(name="backward: rates of 0.05 and 0.999", points=0.1, hidden=True)
@seeded
def test_backward_rare_rates(dropout_backward, rng):
    for p in RARE_RATES:
        assert_backward(dropout_backward, *draw(rng, p, 5, 3), p)


@test_case(name="backward: as many samples as units", points=0.1, hidden=True)
@seeded
def test_backward_square(dropout_backward, rng):
    p = rate(rng)
    assert_backward(dropout_backward, *draw(rng, p, 11, 11), p)


@test_case(name="backward: a single number, and three axes", points=0.15, hidden=True)
@seeded
def test_backward_shapes(dropout_backward, rng):
    dout = np.asarray(away_from_zero(rng, ()))
    for draws in (0.4, 0.1):  # kept, and dropped
        assert_backward(dropout_backward, dout, np.array(draws), 0.2)
    p = rate(rng)
    assert_backward(dropout_backward, *draw(rng, p, 2, 3, 5), p)


@test_case(name="backward: a new array, the arguments stay as they are", points=0.05, hidden=True)
@seeded
def test_backward_pure(dropout_backward, rng):
    p = rate(rng)
    dout, uniform = draw(rng, p, 7, 3)
    assert_backward(dropout_backward, dout, uniform, p)
    for share in (p, 0.0, 1.0):
        assert_pure(dropout_backward, dout, uniform, share, new=True)


@test_case(name="variational: one mask for all steps", points=1.8, hidden=True)
@seeded
def test_variational(variational_dropout, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 3, 7, 5)
    for draws in (uniform, np.roll(uniform, 1)):  # the next call has another mask
        assert_variational(variational_dropout, x, draws, p)
    assert_variational(variational_dropout, *draw(rng, p, 5, 5, 5), p)


@test_case(name="variational: a draw of exactly p is kept, one just below is dropped", points=0.1, hidden=True)
@seeded
def test_variational_draw_of_p(variational_dropout, rng):
    x, uniform = draw(rng, 0.25, 2, 3, 5)
    uniform[0, 1, :4] = 0.25, JUST_BELOW * 0.25, 0.25, 0.0
    for p in (0.25, 0.0):
        assert_variational(variational_dropout, x, uniform, p)


@test_case(name="variational: a kept unit that is 0 in the first step", points=0.1, hidden=True)
@seeded
def test_variational_zero(variational_dropout, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 3, 5, 2)
    uniform[0, 0, 0] = LARGEST
    x[0, uniform[0] >= p] = 0.0
    assert_variational(variational_dropout, x, uniform, p)


@test_case(name="variational: p = 0 and p = 1", points=0.15, hidden=True)
@seeded
def test_variational_extreme_rates(variational_dropout, rng):
    x, uniform = draw(rng, 0.3, 3, 5, 2)
    uniform.flat[0] = LARGEST
    for p in (0.3, 0.0):
        assert_variational(variational_dropout, x, uniform, p)
    assert_close(variational_dropout(x.copy(), uniform.copy(), 1.0), np.zeros((3, 5, 2)), "y for p = 1")


@test_case(name="variational: rates of 0.05 and 0.999", points=0.1, hidden=True)
@seeded
def test_variational_rare_rates(variational_dropout, rng):
    for p in RARE_RATES:
        assert_variational(variational_dropout, *draw(rng, p, 3, 5, 2), p)


@test_case(name="variational: a single sample, and a single unit", points=0.1, hidden=True)
@seeded
def test_single_sample(variational_dropout, rng):
    for shape in ((5, 1, 7), (5, 7, 1)):
        p = rate(rng)
        assert_variational(variational_dropout, *draw(rng, p, *shape), p)


@test_case(name="variational: a sequence of one step", points=0.1, hidden=True)
@seeded
def test_one_step(variational_dropout, rng):
    p = rate(rng)
    assert_variational(variational_dropout, *draw(rng, p, 1, 7, 5), p)


@test_case(name="variational: a new array, the arguments stay as they are", points=0.05, hidden=True)
@seeded
def test_variational_pure(variational_dropout, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 3, 5, 2)
    assert_variational(variational_dropout, x, uniform, p)
    for share in (p, 0.0, 1.0):
        assert_pure(variational_dropout, x, uniform, share, new=True)
