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
    primes,
    seeded,
)
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "dropout_hidden"
JUST_BELOW = 1 - 1e-6  # times p: close to p, and dropped


def draw(rng, p, *shape):
    """Activations of both signs, and draws of which some are kept and some dropped, none near p."""
    x = np.asarray(away_from_zero(rng, shape))
    low, high = 0.95 * p * rng.random(shape), p + (1 - p) * (0.05 + 0.95 * rng.random(shape))
    kept = rng.random(shape) < 0.5
    if kept.size > 3:
        kept.flat[:4] = True, False, False, True
        x.flat[:4] = abs(x.flat[0]), abs(x.flat[1]), -abs(x.flat[2]), -abs(x.flat[3])
    return x, np.asarray(np.where(kept, high, low))


def another(uniform):
    """Draws for a second call with another mask: of the first three units of `draw` only the first one is kept."""
    return np.roll(uniform, 1, axis=-1)


def rate(rng):
    """Not 0.5, where dropping and keeping agree."""
    return float(rng.choice([0.15, 0.2, 0.25, 0.3, 0.35, 0.65, 0.7, 0.75, 0.8]))


def cases(rng):
    """Shapes and rates, common and rare ones."""
    rare = ((5, 3), 0.999), ((5, 3), 0.05)
    return ((primes(rng, 2), rate(rng)), ((11,), rate(rng)), ((11, 13), rate(rng)), ((5, 5), rate(rng)), *rare)


def apply(x, uniform, p):
    mask = torch.tensor(np.asarray(uniform)).ge(p)
    return torch.where(mask, x / (1.0 - p), torch.zeros_like(x))


def forward(x, uniform, p):
    return apply(torch.tensor(np.asarray(x, dtype=np.float64)), uniform, p).numpy()


def backward(dout, uniform, p):
    upstream = torch.tensor(np.asarray(dout, dtype=np.float64))
    return torch_gradients(lambda x: (upstream * apply(x, uniform, p)).sum(), np.zeros(dout.shape))[0]


def over_time(x, uniform, p):
    return np.stack([forward(step, uniform[0], p) for step in x])


@test_case(name="forward: training", points=1.5, hidden=True)
@seeded
def test_training(dropout_forward, rng):
    for shape, p in cases(rng):
        x, uniform = draw(rng, p, *shape)
        for draws in (uniform, another(uniform)):
            assert_close(dropout_forward(x.copy(), draws.copy(), p, True), forward(x, draws, p), "y")


@test_case(name="forward: the mask decides, not the value", points=0.5, hidden=True)
@seeded
def test_kept_at_p(dropout_forward, rng):
    x, uniform = draw(rng, 0.25, 3, 5)
    uniform[1] = [0.25, 0.0, 0.25, 0.99, JUST_BELOW * 0.25]  # a draw of exactly p is kept
    x[2, :3] = 0.0
    assert_close(dropout_forward(x.copy(), uniform.copy(), 0.25, True), forward(x, uniform, 0.25), "y")


@test_case(name="forward: test time", points=0.75, hidden=True)
@seeded
def test_test_time(dropout_forward, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 7, 3)
    # returning x in both modes earns nothing: in training some units are dropped and others are not
    trained = as_floats(dropout_forward(x.copy(), uniform.copy(), p, True))
    assert_true(trained is not None and trained.shape == x.shape, "y: expected floats of x's shape in training")
    assert_true(0 < np.count_nonzero(trained) < x.size, "y: expected some units dropped and some kept in training")
    assert_close(dropout_forward(x.copy(), uniform.copy(), p, False), x, "y at test time")


@test_case(name="forward: p = 0 and p = 1", points=0.5, hidden=True)
@seeded
def test_extreme_rates(dropout_forward, rng):
    x, uniform = draw(rng, 0.3, 7, 3)
    assert_close(dropout_forward(x.copy(), uniform.copy(), 0.3, True), forward(x, uniform, 0.3), "y")
    uniform.flat[:2] = 0.0, 1 - 1e-9  # a draw of exactly p is kept, and for p = 1 not even the largest one
    assert_close(dropout_forward(x.copy(), uniform.copy(), 0.0, True), x, "y for p = 0")
    for given in (x, x[0, 0].reshape(()), rng.integers(1, 9, size=(7, 3))):
        draws = uniform if given.ndim else uniform[0, 0].reshape(())
        assert_close(dropout_forward(given.copy(), draws.copy(), 1.0, True), np.zeros(given.shape), "y for p = 1")
    for p in (0.0, 1.0):
        assert_close(dropout_forward(x.copy(), uniform.copy(), p, False), x, f"y for p = {p:g} at test time")


@test_case(name="forward: a single number, and three axes", points=0.25, hidden=True)
@seeded
def test_shapes(dropout_forward, rng):
    for shape in ((), (2, 3, 5)):
        p = rate(rng)
        x, uniform = draw(rng, p, *shape)
        assert_close(dropout_forward(x.copy(), uniform.copy(), p, True), forward(x, uniform, p), "y")
    x = np.asarray(away_from_zero(rng, ()))
    for draws, p, expected in ((0.4, 0.2, 1.25 * x), (0.1, 0.2, 0.0)):
        assert_close(dropout_forward(x.copy(), np.array(draws), p, True), expected, "y of a single number")


@test_case(name="forward: float32 and integer activations", points=0.25, hidden=True)
@seeded
def test_types(dropout_forward, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 7, 3)
    single = x.astype(np.float32)
    assert_close32(dropout_forward(single.copy(), uniform.copy(), p, True), forward(single, uniform, p), "float32 y")
    whole = rng.integers(1, 9, size=(7, 3))
    for share in (p, 0.3, 0.0):
        expected = forward(whole, uniform, share)
        assert_close32(dropout_forward(whole.copy(), uniform.copy(), share, True), expected, "y of integers")
    assert_close32(dropout_forward(whole.copy(), uniform.copy(), p, False), whole, "y of integers at test time")


@test_case(name="forward: a new array, the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_pure(dropout_forward, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 7, 3)
    assert_close(dropout_forward(x.copy(), uniform.copy(), p, True), forward(x, uniform, p), "y")
    for given in (x, x.astype(np.float32)):
        for probability, train in ((p, True), (0.0, True), (1.0, True), (p, False)):
            assert_pure(dropout_forward, given, uniform, probability, train, new=True)


@test_case(name="backward", points=1.5, hidden=True)
@seeded
def test_backward(dropout_backward, rng):
    for shape, p in cases(rng):
        dout, uniform = draw(rng, p, *shape)
        for draws in (uniform, another(uniform)):
            assert_close(dropout_backward(dout.copy(), draws.copy(), p), backward(dout, draws, p), "dx")


@test_case(name="backward: p = 0 and p = 1", points=0.5, hidden=True)
@seeded
def test_backward_extreme_rates(dropout_backward, rng):
    dout, uniform = draw(rng, 0.3, 7, 3)
    uniform.flat[4:6] = 0.3, JUST_BELOW * 0.3
    assert_close(dropout_backward(dout.copy(), uniform.copy(), 0.3), backward(dout, uniform, 0.3), "dx")
    uniform.flat[:2] = 0.0, 1 - 1e-9  # a draw of exactly p is kept, and for p = 1 not even the largest one
    assert_close(dropout_backward(dout.copy(), uniform.copy(), 0.0), dout, "dx for p = 0")
    assert_close(dropout_backward(dout.copy(), uniform.copy(), 1.0), np.zeros((7, 3)), "dx for p = 1")


@test_case(name="backward: a single number, and three axes", points=0.25, hidden=True)
@seeded
def test_backward_shapes(dropout_backward, rng):
    for shape in ((), (2, 3, 5)):
        p = rate(rng)
        dout, uniform = draw(rng, p, *shape)
        assert_close(dropout_backward(dout.copy(), uniform.copy(), p), backward(dout, uniform, p), "dx")
    dout = np.asarray(away_from_zero(rng, ()))
    for draws, p, expected in ((0.4, 0.2, 1.25 * dout), (0.1, 0.2, 0.0)):
        assert_close(dropout_backward(dout.copy(), np.array(draws), p), expected, "dx of a single number")


@test_case(name="backward: a new array, the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_backward_pure(dropout_backward, rng):
    p = rate(rng)
    dout, uniform = draw(rng, p, 7, 3)
    assert_close(dropout_backward(dout.copy(), uniform.copy(), p), backward(dout, uniform, p), "dx")
    for probability in (p, 0.0, 1.0):
        assert_pure(dropout_backward, dout, uniform, probability, new=True)


@test_case(name="variational: one mask for all steps", points=1.5, hidden=True)
@seeded
def test_variational(variational_dropout, rng):
    rare = ((11, 1, 7), 0.999), ((11, 7, 1), 0.05)
    for shape, p in ((primes(rng, 3), rate(rng)), ((3, 3, 3), rate(rng)), *rare):
        x, uniform = draw(rng, p, *shape)
        for draws in (uniform, another(uniform)):
            assert_close(variational_dropout(x.copy(), draws.copy(), p), over_time(x, draws, p), "y")


@test_case(name="variational: a sequence of one step", points=0.25, hidden=True)
@seeded
def test_one_step(variational_dropout, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 1, 5, 3)
    assert_close(variational_dropout(x.copy(), uniform.copy(), p), over_time(x, uniform, p), "y")


@test_case(name="variational: p = 0 and p = 1", points=0.5, hidden=True)
@seeded
def test_variational_extreme_rates(variational_dropout, rng):
    x, uniform = draw(rng, 0.3, 3, 5, 2)
    uniform.flat[4:6] = 0.3, JUST_BELOW * 0.3
    x[0, 0, 0] = 0.0  # kept: the draw decides, not the value
    assert_close(variational_dropout(x.copy(), uniform.copy(), 0.3), over_time(x, uniform, 0.3), "y")
    uniform.flat[:2] = 0.0, 1 - 1e-9  # a draw of exactly p is kept, and for p = 1 not even the largest one
    assert_close(variational_dropout(x.copy(), uniform.copy(), 0.0), x, "y for p = 0")
    assert_close(variational_dropout(x.copy(), uniform.copy(), 1.0), np.zeros((3, 5, 2)), "y for p = 1")


@test_case(name="variational: a new array, the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_variational_pure(variational_dropout, rng):
    p = rate(rng)
    x, uniform = draw(rng, p, 3, 5, 2)
    assert_close(variational_dropout(x.copy(), uniform.copy(), p), over_time(x, uniform, p), "y")
    for probability in (p, 0.0, 1.0):
        assert_pure(variational_dropout, x, uniform, probability, new=True)
