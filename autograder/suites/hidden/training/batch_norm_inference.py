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
    away_from_zero,
    seeded,
)

OK_FORMAT = False
name = "batch_norm_inference_hidden"
STATS = ("running_mean", "running_var")
TINY = 1e-12  # so small that its place does not show


def draw(rng, n, d):
    """A batch, and running statistics that are far from its own; nothing is 0 or 1."""
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


def update(update_running_stats, x, running_mean, running_var, momentum):
    """The student's (running_mean, running_var): one of a wrong shape costs the cases that compare it."""
    result = update_running_stats(x.copy(), running_mean.copy(), running_var.copy(), momentum)
    return assert_parts(result, STATS)


def assert_update(update_running_stats, *state, compare=assert_close):
    for got, expected, what in zip(update(update_running_stats, *state), buffers(*state), STATS):
        compare(got, expected, what)


def assert_mean(update_running_stats, *state):
    """The running mean alone: a wrong variance costs cases of its own."""
    assert_close(update(update_running_stats, *state)[0], buffers(*state)[0], "running_mean")


def assert_output(batch_norm_inference, *arrays, eps=TINY, compare=assert_close):
    compare(batch_norm_inference(*(a.copy() for a in arrays), eps), evaluate(*arrays, eps), "y")


@test_case(name="statistics: the running mean", points=1.85, hidden=True)
@seeded
def test_running_mean(update_running_stats, rng):
    for n, d in ((7, 3), (5, 11)):
        assert_mean(update_running_stats, *draw(rng, n, d), float(rng.uniform(0.1, 0.3)))


@test_case(name="statistics: the running variance", points=1.5, hidden=True)
@seeded
def test_running_var(update_running_stats, rng):
    for n, d in ((7, 3), (5, 11)):
        state = (*draw(rng, n, d), float(rng.uniform(0.1, 0.3)))
        assert_close(update(update_running_stats, *state)[1], buffers(*state)[1], "running_var")


@test_case(name="statistics: four batches in a row, from mean 0 and variance 1", points=0.5, hidden=True)
@seeded
def test_batches_in_a_row(update_running_stats, rng):
    got = wanted = np.zeros(3), np.ones(3)
    for n in (7, 3, 11, 5):
        x, *_ = draw(rng, n, 3)
        got = [as_floats(part) for part in update(update_running_stats, x, *got, 0.1)]
        wanted = buffers(x, *wanted, 0.1)
        for part, expected, what in zip(got, wanted, STATS):
            assert_close(part, expected, what)


@test_case(name="statistics: as many samples as features", points=0.15, hidden=True)
@seeded
def test_square(update_running_stats, rng):
    assert_update(update_running_stats, *draw(rng, 5, 5), 0.2)


@test_case(name="statistics: two samples, and a single feature", points=0.2, hidden=True)
@seeded
def test_small(update_running_stats, rng):
    for n, d in ((2, 3), (2, 1)):
        assert_update(update_running_stats, *draw(rng, n, d), 0.2)


@test_case(name="statistics: many samples", points=0.15, hidden=True)
@seeded
def test_many(update_running_stats, rng):
    assert_update(update_running_stats, *draw(rng, 131, 3), 0.2)


@test_case(name="statistics: a small variance", points=0.15, hidden=True)
@seeded
def test_small_variance(update_running_stats, rng):
    x, mean, var = draw(rng, 7, 3)
    assert_update(update_running_stats, 1e-3 * x, mean, 1e-6 * var, 0.2)


@test_case(name="statistics: constant features", points=0.15, hidden=True)
@seeded
def test_constant_features(update_running_stats, rng):
    x, mean, var = draw(rng, 7, 3)
    x[:] = x[0]
    assert_update(update_running_stats, x, mean, var, 0.2)


@test_case(name="statistics: momentum 0 keeps, momentum 1 replaces", points=0.25, hidden=True)
@seeded
def test_extreme_momentum(update_running_stats, rng):
    for momentum in (0.0, 1.0):
        assert_update(update_running_stats, *draw(rng, 7, 3), momentum)


@test_case(name="statistics: one sample is a ValueError", points=0.3, hidden=True)
@seeded
def test_one_sample_raises(update_running_stats, rng):
    x, mean, var = draw(rng, 7, 3)
    assert_mean(update_running_stats, x, mean, var, 0.2)
    for momentum in (0.2, 0.0, 1.0):
        assert_raises(ValueError, update_running_stats, x[:1].copy(), mean.copy(), var.copy(), momentum)


@test_case(name="statistics: float32 and integer batches", points=0.2, hidden=True)
@seeded
def test_statistics_types(update_running_stats, rng):
    single = (a.astype(np.float32) for a in draw(rng, 7, 3))
    assert_update(update_running_stats, *single, 0.2, compare=assert_close32)
    _, mean, var = draw(rng, 5, 3)
    assert_update(update_running_stats, integers(rng), mean, var, 0.2, compare=assert_close32)


@test_case(name="statistics: new arrays, the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_statistics_pure(update_running_stats, rng):
    x, mean, var = draw(rng, 5, 3)
    assert_mean(update_running_stats, x, mean, var, 0.2)
    for momentum in (0.2, 0.0, 1.0):
        assert_pure(update_running_stats, x, mean, var, momentum, new=True)


@test_case(name="outputs: normalised by the running statistics (gamma 1, beta 0)", points=1, hidden=True)
@seeded
def test_normalises(batch_norm_inference, rng):
    assert_output(batch_norm_inference, *draw(rng, 7, 3), np.ones(3), np.zeros(3))


@test_case(name="outputs: scale and shift", points=1.6, hidden=True)
@seeded
def test_scale_and_shift(batch_norm_inference, rng):
    for n, d in ((7, 3), (5, 11)):
        assert_output(batch_norm_inference, *draw(rng, n, d), *affine(rng, d))


@test_case(name="outputs: an eps that counts", points=0.75, hidden=True)
@seeded
def test_large_eps(batch_norm_inference, rng):
    assert_output(batch_norm_inference, *draw(rng, 7, 3), *affine(rng, 3), eps=0.3)


@test_case(name="outputs: as many samples as features", points=0.1, hidden=True)
@seeded
def test_output_square(batch_norm_inference, rng):
    assert_output(batch_norm_inference, *draw(rng, 5, 5), *affine(rng, 5))


@test_case(name="outputs: a single feature", points=0.15, hidden=True)
@seeded
def test_single_feature(batch_norm_inference, rng):
    assert_output(batch_norm_inference, *draw(rng, 7, 1), *affine(rng, 1))


@test_case(name="outputs: a gamma of 0", points=0.15, hidden=True)
@seeded
def test_zero_gamma(batch_norm_inference, rng):
    gamma, beta = affine(rng, 3)
    gamma[1] = 0.0
    assert_output(batch_norm_inference, *draw(rng, 7, 3), gamma, beta)


@test_case(name="outputs: a running variance of 0, or nearly", points=0.2, hidden=True)
@seeded
def test_no_variance(batch_norm_inference, rng):
    x, mean, var = draw(rng, 7, 3)
    var[:2] = 0.0, 1e-11
    for eps in (0.3, TINY):
        assert_output(batch_norm_inference, x, mean, var, *affine(rng, 3), eps=eps)


@test_case(name="outputs: one sample", points=0.2, hidden=True)
@seeded
def test_one_sample(batch_norm_inference, rng):
    assert_output(batch_norm_inference, *draw(rng, 1, 3), *affine(rng, 3))


@test_case(name="outputs: many samples", points=0.1, hidden=True)
@seeded
def test_many_samples(batch_norm_inference, rng):
    assert_output(batch_norm_inference, *draw(rng, 131, 3), *affine(rng, 3))


@test_case(name="outputs: float32 and integer input", points=0.15, hidden=True)
@seeded
def test_output_types(batch_norm_inference, rng):
    single = [a.astype(np.float32) for a in (*draw(rng, 7, 3), *affine(rng, 3))]
    assert_output(batch_norm_inference, *single, compare=assert_close32)
    whole = rng.integers(-4, 5, size=(5, 3))
    assert_output(batch_norm_inference, whole, *draw(rng, 5, 3)[1:], *affine(rng, 3), compare=assert_close32)


@test_case(name="outputs: a new array, the arguments stay as they are", points=0.05, hidden=True)
@seeded
def test_output_pure(batch_norm_inference, rng):
    arrays = (*draw(rng, 5, 3), *affine(rng, 3))
    assert_output(batch_norm_inference, *arrays)
    for given in (arrays[0], arrays[0].astype(np.float32)):
        assert_pure(batch_norm_inference, given, *arrays[1:], 0.3, new=True)


@test_case(name="outputs: one sample: a new array, the arguments stay as they are", points=0.05, hidden=True)
@seeded
def test_output_pure_one_sample(batch_norm_inference, rng):
    arrays = (*draw(rng, 1, 3), *affine(rng, 3))
    assert_output(batch_norm_inference, *arrays)
    assert_pure(batch_norm_inference, *arrays, 0.3, new=True)
