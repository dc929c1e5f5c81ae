"""Oracle: math.hypot over all entries for the joint norm (torch adds 1e-6 to it), torch.clamp entry by entry."""

import math

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_parts, assert_pure, away_from_zero, primes, seeded

OK_FORMAT = False
name = "gradient_clipping_hidden"


def draw(rng, *shapes):
    """One gradient per shape, on scales that differ from array to array."""
    return [np.asarray(scale * away_from_zero(rng, shape)) for scale, shape in zip((1.0, 3.0, 0.2, 2.0), shapes)]


def joint_norm(grads):
    return math.hypot(*(float(entry) for g in grads for entry in np.ravel(g)))


def assert_clipped(function, grads, max_norm, compare=assert_close):
    factor = min(1.0, max_norm / joint_norm(grads))
    parts = assert_parts(function([g.copy() for g in grads], max_norm), [f"gradient {i}" for i in range(len(grads))])
    for i, (part, g) in enumerate(zip(parts, grads)):
        compare(part, factor * g.astype(np.float64), f"gradient {i}")


def clamp(g, limit):
    return torch.clamp(torch.tensor(np.asarray(g, dtype=np.float64)), -limit, limit).numpy()


@test_case(name="global norm: a single array", points=1, hidden=True)
@seeded
def test_single_array(clip_by_global_norm, rng):
    for shape in ((7,), (3, 5)):
        grads = draw(rng, shape)
        assert_clipped(clip_by_global_norm, grads, float(rng.uniform(0.3, 0.7)) * joint_norm(grads))


@test_case(name="global norm: one factor for several arrays", points=1.5, hidden=True)
@seeded
def test_several_arrays(clip_by_global_norm, rng):
    a, b = primes(rng, 2)
    grads = draw(rng, (a,), (a, b), (b,), (a,))
    assert_clipped(clip_by_global_norm, grads, float(rng.uniform(0.3, 0.7)) * joint_norm(grads))
    grads.append(grads[0])  # equal gradients count as often as they occur
    assert_clipped(clip_by_global_norm, grads, 0.05 * joint_norm(grads))


@test_case(name="global norm: short gradients stay as they are", points=1, hidden=True)
@seeded
def test_short_gradients(clip_by_global_norm, rng):
    grads = draw(rng, (5,), (3, 5))
    for share in (0.5, 1 - 4e-6, 1 + 4e-6, float(rng.uniform(1.5, 3.0))):  # only just too long, and only just not
        assert_clipped(clip_by_global_norm, grads, share * joint_norm(grads))
    exactly = [np.array([3.0]), np.array([[0.0, -4.0]])]
    assert_clipped(clip_by_global_norm, exactly, 5.0)
    assert_clipped(clip_by_global_norm, [g[..., ::-1].copy() for g in exactly], 5.0)


@test_case(name="global norm: gradients far below 1 and far above it", points=0.25, hidden=True)
@seeded
def test_sizes(clip_by_global_norm, rng):
    for size in (1.0, 1e-2, 1e-4, 1e-8, 1e3, 1e8):
        grads = [size * g for g in draw(rng, (5,), (3, 5))]
        assert_clipped(clip_by_global_norm, grads, float(rng.uniform(0.3, 0.7)) * joint_norm(grads))


@test_case(name="global norm: all gradients 0", points=0.5, hidden=True)
@seeded
def test_zero_gradients(clip_by_global_norm, rng):
    grads = draw(rng, (5,), (3, 5))
    assert_clipped(clip_by_global_norm, grads, 0.5 * joint_norm(grads))
    mixed = [grads[0], np.zeros((3, 5))]
    assert_clipped(clip_by_global_norm, mixed, 0.5 * joint_norm(mixed))
    parts = assert_parts(clip_by_global_norm([np.zeros(5), np.zeros((3, 5))], 0.7), ["gradient 0", "gradient 1"])
    for i, shape in enumerate([(5,), (3, 5)]):
        assert_close(parts[i], np.zeros(shape), f"zero gradient {i}")


@test_case(name="global norm: a single number, three axes, float32", points=0.5, hidden=True)
@seeded
def test_shapes(clip_by_global_norm, rng):
    grads = draw(rng, (), (2, 3, 5), (7,))
    assert_clipped(clip_by_global_norm, grads, 0.4 * joint_norm(grads))
    single = [g.astype(np.float32) for g in draw(rng, (5,), (3, 5))]
    assert_clipped(clip_by_global_norm, single, 0.4 * joint_norm(single), assert_close32)


@test_case(name="global norm: new arrays, the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_pure(clip_by_global_norm, rng):
    grads = draw(rng, (5,), (3, 5))
    assert_clipped(clip_by_global_norm, grads, 0.4 * joint_norm(grads))
    for given in (grads, [g.astype(np.float32) for g in grads], draw(rng, (), (3,))):
        for share in (0.4, 2.0):  # clipped, and left alone
            assert_pure(clip_by_global_norm, given, share * joint_norm(given), new=True)
    assert_pure(clip_by_global_norm, [0.0 * g for g in grads], 0.7, new=True)


@test_case(name="value: entries of both signs", points=1.25, hidden=True)
@seeded
def test_value(clip_by_value, rng):
    for shape, low, high in (((7,), 0.4, 0.8), ((3, 5), 1.3, 2.6), ((5,), 1e-4, 5e-4), ((5,), 30.0, 60.0)):
        g, limit = draw(rng, shape)[0], float(rng.uniform(low, high))
        g.flat[:4] = 2.5 * limit, -1.7 * limit, 0.6 * limit, -0.3 * limit
        for entries in (g, g[..., ::-1]):
            for allowed in (limit, 10 * limit):
                assert_close(clip_by_value(entries.copy(), allowed), clamp(entries.copy(), allowed), "clipped gradient")


@test_case(name="value: a single number, three axes, float32", points=0.5, hidden=True)
@seeded
def test_value_shapes(clip_by_value, rng):
    limit = float(rng.uniform(0.6, 1.2))
    for g in (np.asarray(-1.5 * limit), limit * np.linspace(-2.0, 3.0, 30).reshape(2, 3, 5)):
        assert_close(clip_by_value(g.copy(), limit), clamp(g, limit), "clipped gradient")
    single = (limit * np.array([2.5, -1.7, 0.6, -0.3, 1.2])).astype(np.float32)
    assert_close32(clip_by_value(single.copy(), limit), clamp(single, limit), "clipped float32 gradient")


@test_case(name="value: a new array, the argument stays as it is", points=0.25, hidden=True)
@seeded
def test_value_pure(clip_by_value, rng):
    limit = float(rng.uniform(0.6, 1.2))
    g = limit * np.array([2.5, -1.7, 0.6, -0.3, 1.2])
    assert_close(clip_by_value(g.copy(), limit), clamp(g, limit), "clipped gradient")
    for given in (g, g.astype(np.float32), np.asarray(g[0]), g.reshape(1, 5, 1)):
        for allowed in (limit, 4.0 * limit):
            assert_pure(clip_by_value, given, allowed, new=True)
