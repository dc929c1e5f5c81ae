"""Oracle: math.hypot over all entries for the joint norm (torch adds 1e-6 to it), torch.clamp entry by entry."""

import math

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_parts, assert_pure, away_from_zero, seeded

OK_FORMAT = False
name = "gradient_clipping_hidden"


def draw(rng, *shapes):
    """One gradient per shape, on scales that differ from array to array."""
    return [np.asarray(scale * away_from_zero(rng, shape)) for scale, shape in zip((1.0, 3.0, 0.2, 2.0), shapes)]


def joint_norm(grads):
    return math.hypot(*(float(entry) for g in grads for entry in np.ravel(g)))


def assert_clipped(clip_by_global_norm, grads, max_norm, compare=assert_close):
    factor = min(1.0, max_norm / joint_norm(grads))
    parts = assert_parts(
        clip_by_global_norm([g.copy() for g in grads], max_norm), [f"gradient {i}" for i in range(len(grads))]
    )
    for i, (part, g) in enumerate(zip(parts, grads)):
        compare(part, factor * g.astype(np.float64), f"gradient {i}")


def shorter(rng, grads):
    """A norm that these gradients exceed."""
    return float(rng.uniform(0.3, 0.7)) * joint_norm(grads)


def spread(limit, *shape):
    """Entries of both signs, beyond the limit and within it, in rows that begin with either kind."""
    return limit * np.resize([0.6, 2.5, -0.3, -1.7, 1.2, -0.8, -3.1], shape)


def assert_cut(clip_by_value, g, limit, compare=assert_close):
    expected = torch.clamp(torch.tensor(np.asarray(g, dtype=np.float64)), -limit, limit).numpy()
    compare(clip_by_value(g.copy(), limit), expected, "clipped gradient")


@test_case(name="global norm: a single array", points=1, hidden=True)
@seeded
def test_single_array(clip_by_global_norm, rng):
    for shape in ((7,), (3, 5)):
        grads = draw(rng, shape)
        assert_clipped(clip_by_global_norm, grads, shorter(rng, grads))


@test_case(name="global norm: one factor for several arrays", points=1.6, hidden=True)
@seeded
def test_several_arrays(clip_by_global_norm, rng):
    grads = draw(rng, (7,), (7, 3), (3,), (7,))
    assert_clipped(clip_by_global_norm, grads, shorter(rng, grads))


@test_case(name="global norm: short gradients stay as they are", points=1, hidden=True)
@seeded
def test_short_gradients(clip_by_global_norm, rng):
    grads = draw(rng, (5,), (3, 5))
    for share in (0.5, float(rng.uniform(1.5, 3.0))):  # too long, and short
        assert_clipped(clip_by_global_norm, grads, share * joint_norm(grads))


@test_case(name="global norm: a norm of exactly max_norm, just above and just below", points=0.2, hidden=True)
@seeded
def test_just_so(clip_by_global_norm, rng):
    grads = draw(rng, (5,), (3, 5))
    for share in (1 - 4e-6, 1 + 4e-6):  # by more than the tolerance, by less than np.isclose sees
        assert_clipped(clip_by_global_norm, grads, share * joint_norm(grads))
    assert_clipped(clip_by_global_norm, [np.array([3.0]), np.array([[2.0, -6.0]])], 7.0)


@test_case(name="global norm: the same gradient twice", points=0.15, hidden=True)
@seeded
def test_twice(clip_by_global_norm, rng):
    (g,) = draw(rng, (7,))
    assert_clipped(clip_by_global_norm, [g, g], shorter(rng, [g, g]))


@test_case(name="global norm: gradients of size 1e-8, 1e-4 and 1e8", points=0.2, hidden=True)
@seeded
def test_sizes(clip_by_global_norm, rng):
    for size in (1e-8, 1e-4, 1e8):
        grads = [size * g for g in draw(rng, (5,), (3, 5))]
        assert_clipped(clip_by_global_norm, grads, shorter(rng, grads))


@test_case(name="global norm: all gradients 0", points=0.25, hidden=True)
@seeded
def test_zero_gradients(clip_by_global_norm, rng):
    grads = draw(rng, (5,), (3, 5))
    assert_clipped(clip_by_global_norm, grads, shorter(rng, grads))
    parts = assert_parts(clip_by_global_norm([np.zeros(5), np.zeros((3, 5))], 0.7), ["gradient 0", "gradient 1"])
    for i, g in enumerate(grads):
        assert_close(parts[i], np.zeros(g.shape), f"zero gradient {i}")


@test_case(name="global norm: one of several gradients 0", points=0.1, hidden=True)
@seeded
def test_zero_gradient(clip_by_global_norm, rng):
    grads = [*draw(rng, (5,)), np.zeros((3, 5))]
    assert_clipped(clip_by_global_norm, grads, shorter(rng, grads))


@test_case(name="global norm: a single number, and three axes", points=0.2, hidden=True)
@seeded
def test_shapes(clip_by_global_norm, rng):
    grads = draw(rng, (), (2, 3, 5), (7,))
    assert_clipped(clip_by_global_norm, grads, shorter(rng, grads))


@test_case(name="global norm: float32", points=0.15, hidden=True)
@seeded
def test_float32(clip_by_global_norm, rng):
    grads = [g.astype(np.float32) for g in draw(rng, (5,), (3, 5))]
    assert_clipped(clip_by_global_norm, grads, shorter(rng, grads), assert_close32)


@test_case(name="global norm: new arrays, the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_pure(clip_by_global_norm, rng):
    grads = draw(rng, (5,), (3, 5))
    norm = joint_norm(grads)
    assert_clipped(clip_by_global_norm, grads, 0.4 * norm)
    for given in (grads, [g.astype(np.float32) for g in grads]):
        for share in (0.4, 2.0):  # clipped, and left alone
            assert_pure(clip_by_global_norm, given, share * norm, new=True)
    assert_pure(clip_by_global_norm, [0.0 * g for g in grads], 0.7, new=True)


@test_case(name="global norm: a single number: new arrays, the arguments stay as they are", points=0.05, hidden=True)
@seeded
def test_pure_number(clip_by_global_norm, rng):
    grads = draw(rng, (), (3,))
    assert_clipped(clip_by_global_norm, grads, 0.4 * joint_norm(grads))
    for share in (0.4, 2.0):
        assert_pure(clip_by_global_norm, grads, share * joint_norm(grads), new=True)


@test_case(name="value: entries of both signs", points=1.3, hidden=True)
@seeded
def test_value(clip_by_value, rng):
    for shape, low, high in (((7,), 0.4, 0.8), ((3, 5), 1.3, 2.6)):
        limit = float(rng.uniform(low, high))
        assert_cut(clip_by_value, spread(limit, *shape), limit)


@test_case(name="value: a gradient within the limit stays as it is", points=0.25, hidden=True)
@seeded
def test_within(clip_by_value, rng):
    limit = float(rng.uniform(0.4, 0.8))
    g = spread(limit, 7)
    for allowed in (limit, 4 * limit):  # not within it, and within it
        assert_cut(clip_by_value, g, allowed)


@test_case(name="value: limits of 1e-4 and 50", points=0.1, hidden=True)
@seeded
def test_limits(clip_by_value, rng):
    for limit in (1e-4, 50.0):
        g = spread(limit, 7)
        g[5] = 1e4 * limit
        assert_cut(clip_by_value, g, limit)


@test_case(name="value: a single number, and three axes", points=0.15, hidden=True)
@seeded
def test_value_shapes(clip_by_value, rng):
    limit = float(rng.uniform(1.3, 2.6))
    for g in (np.asarray(-1.5 * limit), spread(limit, 2, 3, 5)):
        assert_cut(clip_by_value, g, limit)


@test_case(name="value: float32", points=0.1, hidden=True)
@seeded
def test_value_float32(clip_by_value, rng):
    limit = float(rng.uniform(0.6, 0.9))
    assert_cut(clip_by_value, spread(limit, 7).astype(np.float32), limit, assert_close32)


@test_case(name="value: a new array, the argument stays as it is", points=0.05, hidden=True)
@seeded
def test_value_pure(clip_by_value, rng):
    limit = float(rng.uniform(0.6, 0.9))
    g = spread(limit, 7)
    assert_cut(clip_by_value, g, limit)
    for given, allowed in ((g, limit), (g, 4 * limit), (g.astype(np.float32), limit)):
        assert_pure(clip_by_value, given, allowed, new=True)


@test_case(name="value: a single number, and three axes, stay as they are", points=0.05, hidden=True)
@seeded
def test_value_pure_shapes(clip_by_value, rng):
    limit = float(rng.uniform(0.6, 0.9))
    for g in (np.asarray(-1.5 * limit), spread(limit, 2, 3, 5)):
        assert_cut(clip_by_value, g, limit)
        assert_pure(clip_by_value, g, limit, new=True)
