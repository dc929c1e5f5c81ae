"""Oracle: torch.relu and torch.tanh under autograd, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, away_from_zero, primes, seeded
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "activations_hidden"


def draw(rng, *shape):
    """Pre-activations of both signs, never near 0, and a generic dh, so that a forgotten factor shows."""
    z = away_from_zero(rng, shape)
    z.flat[0], z.flat[-1] = -abs(z.flat[0]), abs(z.flat[-1])
    return z, away_from_zero(rng, shape)


def shapes(rng):
    """A matrix, a vector, and an array with three axes."""
    return primes(rng, 2), [7], [3, 2, 4]


def compare_relu(relu, z, close=assert_close):
    close(relu(z.copy()), torch.relu(torch.tensor(z)).numpy(), "relu(z)")


def compare_backward(function, activation, z, dh, close=assert_close):
    """dL/dz against autograd for L = sum(dh * activation(z))."""
    expected = torch_gradients(lambda t: (torch.tensor(dh) * activation(t)).sum(), z)[0]
    close(function(z.copy(), dh.copy()), expected, "dz")


@test_case(name="relu", points=1.5, hidden=True)
@seeded
def test_relu(relu, rng):
    for shape in shapes(rng):
        compare_relu(relu, draw(rng, *shape)[0])


@test_case(name="relu_backward", points=2, hidden=True)
@seeded
def test_relu_backward(relu_backward, rng):
    for shape in shapes(rng):
        compare_backward(relu_backward, torch.relu, *draw(rng, *shape))


@test_case(name="tanh_backward", points=2, hidden=True)
@seeded
def test_tanh_backward(tanh_backward, rng):
    for shape in shapes(rng):
        compare_backward(tanh_backward, torch.tanh, *draw(rng, *shape))


@test_case(name="relu_backward at exactly 0", points=0.25, hidden=True)
@seeded
def test_relu_backward_at_zero(relu_backward, rng):
    z, dh = draw(rng, 7, 5)
    z[1], z[3, 2:] = 0.0, 0.0
    compare_backward(relu_backward, torch.relu, z, dh)


@test_case(name="relu_backward at integers that are 0", points=0.25, hidden=True)
@seeded
def test_relu_backward_at_whole_zero(relu_backward, rng):
    z = rng.permutation([-3, -1, 0, 0, 2, 4]).reshape(2, 3)
    compare_backward(relu_backward, torch.relu, z, away_from_zero(rng, (2, 3)))


@test_case(name="tanh_backward where the slope is 1, and where it is nearly 0", points=0.25, hidden=True)
@seeded
def test_tanh_backward_flat(tanh_backward, rng):
    z, dh = draw(rng, 3, 5)
    z[0], z[1] = 0.0, rng.uniform(4.5, 6.0, size=5)  # there it is 1e-4: small, and not 0
    compare_backward(tanh_backward, torch.tanh, z, dh)


@test_case(name="tanh_backward at +-1e4", points=0.5, hidden=True)
@seeded
def test_tanh_backward_saturated(tanh_backward, rng):
    z, dh = draw(rng, 5, 3)
    z[0, :2] = [1e4, -1e4]
    compare_backward(tanh_backward, torch.tanh, z, dh)


@test_case(name="very large and very small entries", points=0.25, hidden=True)
@seeded
def test_magnitudes(relu, relu_backward, tanh_backward, rng):
    z, dh = draw(rng, 3, 5)
    for scale in (1e4, 1e-6):
        compare_relu(relu, scale * z)
    for scale, upstream_scale in ((1e4, 1.0), (1e-9, 1.0), (1.0, 1e4)):
        compare_backward(relu_backward, torch.relu, scale * z, upstream_scale * dh)
    compare_backward(tanh_backward, torch.tanh, z, 1e4 * dh)


@test_case(name="an axis of length 1", points=0.25, hidden=True)
@seeded
def test_axis_of_length_one(relu, relu_backward, tanh_backward, rng):
    z, dh = draw(rng, 5, 1, 3)
    compare_relu(relu, z)
    compare_backward(relu_backward, torch.relu, z, dh)
    compare_backward(tanh_backward, torch.tanh, z, dh)


@test_case(name="float32 and integer pre-activations", points=0.25, hidden=True)
@seeded
def test_other_types(relu, relu_backward, tanh_backward, rng):
    z, dh = draw(rng, 3, 5)
    single, whole = z.astype(np.float32), rng.integers(1, 4, size=z.shape) * np.sign(z).astype(np.int64)
    compare_relu(relu, single, assert_close32)
    for other in (single, whole):
        compare_backward(relu_backward, torch.relu, other, dh, assert_close32)
        compare_backward(tanh_backward, torch.tanh, other, dh, assert_close32)


@test_case(name="relu leaves its argument as it is", points=0.25, hidden=True)
@seeded
def test_relu_pure(relu, rng):
    z, _ = draw(rng, 5, 3)
    compare_relu(relu, z)
    for given in (z, np.abs(z), z.astype(np.float32)):  # where nothing is negative, z itself is right, but not new
        assert_pure(relu, given, new=True)


@test_case(name="the backward functions leave their arguments as they are", points=0.25, hidden=True)
@seeded
def test_backward_pure(relu_backward, tanh_backward, rng):
    z, dh = draw(rng, 5, 3)
    for function, activation in ((relu_backward, torch.relu), (tanh_backward, torch.tanh)):
        compare_backward(function, activation, z, dh)
        for given in (z, np.abs(z)):  # where every unit is open, dh itself is right, but not new
            assert_pure(function, given, dh, new=True)
