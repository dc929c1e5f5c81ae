"""Oracle: torch.nn.functional.batch_norm, in training mode for the buffers and in evaluation mode for the outputs."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import (
    as_floats,
    assert_close,
    assert_close32,
    assert_parts,
    assert_pure,
    assert_raises,
    assert_true,
    away_from_zero,
    primes,
    seeded,
)

OK_FORMAT = False
name = "batch_norm_inference_hidden"
STATS = ("running_mean", "running_var")
TINY = 1e-12  # so small that its place does not show


def draw(rng, n, d):
    """A batch whose statistics are far from the running ones; nothing is 0 or 1."""
    x = rng.normal(size=(n, d)) * rng.uniform(1.5, 2.5, size=d) + 3 * away_from_zero(rng, (d,))
    return x, 2 * away_from_zero(rng, (d,)), rng.uniform(0.2, 0.7, size=d)


def integers(rng):
    """A batch of integers of both signs; no feature has a whole mean."""
    whole = rng.permutation(np.arange(-7, 8)).reshape(5, 3)
    whole[0] += (2 - whole.sum(axis=0)) % 5
    return whole


def affine(rng, d):
    return 1.7 * away_from_zero(rng, (d,)), away_from_zero(rng, (d,))


def tensors(*arrays):
    return [torch.tensor(np.asarray(a, dtype=np.float64)) for a in arrays]


def buffers(x, running_mean, running_var, momentum):
    x, mean, var = tensors(x, running_mean, running_var)
    torch.nn.functional.batch_norm(x, mean, var, training=True, momentum=momentum)
    return mean.numpy(), var.numpy()


def evaluate(x, running_mean, running_var, gamma, beta, eps):
    return torch.nn.functional.batch_norm(*tensors(x, running_mean, running_var, gamma, beta), eps=eps).numpy()


def copies(*arrays):
    return [a.copy() for a in arrays]


def update(update_running_stats, x, running_mean, running_var, momentum):
    """(running_mean, running_var) of the student, as arrays of the right shape."""
    parts = assert_parts(update_running_stats(*copies(x, running_mean, running_var), momentum), STATS)
    arrays = [as_floats(part) for part in parts]
    for array, what in zip(arrays, STATS):
        right = array is not None and array.shape == running_mean.shape and np.isfinite(array).all()
        assert_true(right, f"{what}: expected finite floats of shape {running_mean.shape}")
    return arrays


@test_case(name="statistics: the running mean", points=1.5, hidden=True)
@seeded
def test_running_mean(update_running_stats, rng):
    for shape in (primes(rng, 2), (5, 5)):
        x, mean, var = draw(rng, *shape)
        momentum = float(rng.uniform(0.1, 0.3))
        got, _ = update(update_running_stats, x, mean, var, momentum)
        assert_close(got, buffers(x, mean, var, momentum)[0], "running_mean")


@test_case(name="statistics: the running variance", points=1.5, hidden=True)
@seeded
def test_running_var(update_running_stats, rng):
    for shape, scale in ((primes(rng, 2), 1.0), ((5, 5), 1.0), ((131, 3), 1.0), ((7, 3), 1e-3)):
        x, mean, var = draw(rng, *shape)
        x, var = scale * x, scale**2 * var  # a small variance is one like any other
        momentum = float(rng.uniform(0.1, 0.3))
        _, got = update(update_running_stats, x, mean, var, momentum)
        assert_close(got, buffers(x, mean, var, momentum)[1], "running_var")


@test_case(name="statistics: five batches in a row", points=0.5, hidden=True)
@seeded
def test_five_batches(update_running_stats, rng):
    mean, var = np.zeros(3), np.ones(3)
    wanted = mean, var
    for n in (7, 2, 11, 3, 5):
        x, *_ = draw(rng, n, 3)
        x = np.full((11, 3), 4.0) if n == 11 else x  # the features may be constant over a batch
        mean, var = update(update_running_stats, x, mean, var, 0.1)
        wanted = buffers(x, *wanted, 0.1)
        for got, expected, what in zip((mean, var), wanted, STATS):
            assert_close(got, expected, what)


@test_case(name="statistics: momentum 0 keeps, momentum 1 replaces", points=0.5, hidden=True)
@seeded
def test_extreme_momentum(update_running_stats, rng):
    x, mean, var = draw(rng, 7, 3)
    for momentum in (0.0, 1.0):
        parts = update(update_running_stats, x, mean, var, momentum)
        for got, expected, what in zip(parts, buffers(x, mean, var, momentum), STATS):
            assert_close(got, expected, f"{what} for momentum {momentum}")


@test_case(name="statistics: one sample is a ValueError", points=0.5, hidden=True)
@seeded
def test_one_sample_raises(update_running_stats, rng):
    for d in (1, 3):
        x, mean, var = draw(rng, 2, d)
        assert_close(update(update_running_stats, x, mean, var, 0.2)[0], buffers(x, mean, var, 0.2)[0], "running_mean")
    for momentum in (0.2, 0.0, 1.0):
        assert_raises(ValueError, update_running_stats, x[:1].copy(), mean.copy(), var.copy(), momentum)


@test_case(name="statistics: float32 and integer batches", points=0.5, hidden=True)
@seeded
def test_statistics_types(update_running_stats, rng):
    single = [a.astype(np.float32) for a in draw(rng, 7, 3)]
    for got, expected, what in zip(update(update_running_stats, *single, 0.2), buffers(*single, 0.2), STATS):
        assert_close32(got, expected, f"{what} of float32")
    whole = integers(rng)
    _, mean, var = draw(rng, 5, 3)
    got = update(update_running_stats, whole, mean, var, 0.2)
    for result, expected, what in zip(got, buffers(whole, mean, var, 0.2), STATS):
        assert_close32(result, expected, f"{what} of integers")


@test_case(name="statistics: new arrays, the arguments stay as they are", points=0.5, hidden=True)
@seeded
def test_statistics_pure(update_running_stats, rng):
    x, mean, var = draw(rng, 5, 3)
    assert_close(update(update_running_stats, x, mean, var, 0.2)[0], buffers(x, mean, var, 0.2)[0], "running_mean")
    for momentum in (0.2, 0.0, 1.0):
        assert_pure(update_running_stats, x, mean, var, momentum, new=True)


@test_case(name="outputs: normalised by the running statistics (gamma 1, beta 0)", points=1, hidden=True)
@seeded
def test_normalises(batch_norm_inference, rng):
    x, mean, var = draw(rng, 7, 3)
    ones, zeros = np.ones(3), np.zeros(3)
    expected = evaluate(x, mean, var, ones, zeros, TINY)
    assert_close(batch_norm_inference(*copies(x, mean, var, ones, zeros), TINY), expected, "y")


@test_case(name="outputs: scale and shift", points=1.5, hidden=True)
@seeded
def test_scale_and_shift(batch_norm_inference, rng):
    for shape in (primes(rng, 2), (5, 5), (5, 5), (7, 1)):
        arrays = (*draw(rng, *shape), *affine(rng, shape[1]))
        arrays[3][4:5] = 0.0  # a scale like any other
        assert_close(batch_norm_inference(*copies(*arrays), TINY), evaluate(*arrays, TINY), "y")


@test_case(name="outputs: an eps that counts", points=1, hidden=True)
@seeded
def test_large_eps(batch_norm_inference, rng):
    arrays = (*draw(rng, 7, 3), *affine(rng, 3))
    assert_close(batch_norm_inference(*copies(*arrays), 0.3), evaluate(*arrays, 0.3), "y")
    arrays[2][:2] = 0.0, 1e-11  # a feature that was constant in training, and one that nearly was
    for eps in (0.3, TINY):
        assert_close(batch_norm_inference(*copies(*arrays), eps), evaluate(*arrays, eps), "y")


@test_case(name="outputs: a sample does not depend on its batch", points=0.5, hidden=True)
@seeded
def test_one_sample(batch_norm_inference, rng):
    x, *rest = (*draw(rng, 131, 3), *affine(rng, 3))
    for rows in (x[:1], x[:2], x):
        assert_close(batch_norm_inference(*copies(rows, *rest), TINY), evaluate(rows, *rest, TINY), "y")


@test_case(name="outputs: float32 and integer input", points=0.25, hidden=True)
@seeded
def test_output_types(batch_norm_inference, rng):
    single = [a.astype(np.float32) for a in (*draw(rng, 7, 3), *affine(rng, 3))]
    assert_close32(batch_norm_inference(*copies(*single), 1e-5), evaluate(*single, 1e-5), "float32 y")
    whole = rng.integers(-4, 5, size=(5, 3))
    rest = (*draw(rng, 5, 3)[1:], *affine(rng, 3))
    assert_close32(batch_norm_inference(*copies(whole, *rest), 1e-5), evaluate(whole, *rest, 1e-5), "y of integers")


@test_case(name="outputs: a new array, the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_output_pure(batch_norm_inference, rng):
    arrays = (*draw(rng, 5, 3), *affine(rng, 3))
    assert_close(batch_norm_inference(*copies(*arrays), TINY), evaluate(*arrays, TINY), "y")
    for given in (arrays[0], arrays[0][:1], arrays[0].astype(np.float32)):
        assert_pure(batch_norm_inference, given, *arrays[1:], 0.3, new=True)
