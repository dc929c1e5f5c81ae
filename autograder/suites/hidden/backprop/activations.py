"""Oracle: torch.relu and torch.tanh under autograd, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, away_from_zero, primes, seeded
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "activations_hidden"


def backward(activation, z, dh):
    """dL/dz by autograd for L = sum(dh * activation(z))."""
    upstream = torch.tensor(np.asarray(dh, dtype=np.float64))
    return torch_gradients(lambda t: (upstream * activation(t)).sum(), z)[0]


def draw(rng, *shape):
    """Pre-activations of both signs, never near 0, and a generic dh, so that a forgotten factor shows."""
    z = away_from_zero(rng, shape)
    z.flat[0], z.flat[-1] = -abs(z.flat[0]), abs(z.flat[-1])
    return z, away_from_zero(rng, shape)


@test_case(name="relu", points=1.5, hidden=True)
@seeded
def test_relu(relu, rng):
    for shape, scale in ((primes(rng, 2), 1.0), ([7], 1e4), ([3, 2, 4], 1e-6)):
        z = scale * draw(rng, *shape)[0]
        assert_close(relu(z.copy()), torch.relu(torch.tensor(z)).numpy(), "relu(z)")


@test_case(name="relu leaves its argument as it is", points=0.5, hidden=True)
@seeded
def test_relu_pure(relu, rng):
    z, _ = draw(rng, 5, 1, 3)  # an axis of length 1 is an axis
    assert_close(relu(z.copy()), torch.relu(torch.tensor(z)).numpy(), "relu(z)")
    single = draw(rng, 11, 7)[0].astype(np.float32)
    assert_close32(relu(single.copy()), torch.relu(torch.tensor(single)).numpy(), "relu(z) of float32")
    for given in (z, np.abs(z), single):  # where nothing is negative, z itself would be right, but not new
        assert_pure(relu, given, new=True)


@test_case(name="relu_backward", points=2, hidden=True)
@seeded
def test_relu_backward(relu_backward, rng):
    for shape in (primes(rng, 2), [7], [3, 2, 4]):
        z, dh = draw(rng, *shape)
        for given, upstream in ((z, dh), (z, 1e4 * dh), (1e4 * z, dh)):
            assert_close(relu_backward(given.copy(), upstream.copy()), backward(torch.relu, given, upstream), "dz")


@test_case(name="relu_backward at exactly 0", points=0.5, hidden=True)
@seeded
def test_relu_backward_at_zero(relu_backward, rng):
    z, dh = draw(rng, 7, 5)
    z[1] = 0.0
    z[3, 2:] = 0.0
    z[5] *= 1e-9  # next to 0 there is no doubt
    for given in (z, np.sign(z).astype(np.int64)):
        assert_close(relu_backward(given.copy(), dh.copy()), backward(torch.relu, given, dh), "dz")


@test_case(name="tanh_backward", points=2, hidden=True)
@seeded
def test_tanh_backward(tanh_backward, rng):
    for shape in (primes(rng, 2), [7], [3, 2, 4]):
        z, dh = draw(rng, *shape)
        z.flat[1:3] = 0.0, rng.uniform(4.5, 6.0)  # the steepest place, and one that is nearly flat
        for upstream in (dh, 1e4 * dh):
            assert_close(tanh_backward(z.copy(), upstream.copy()), backward(torch.tanh, z, upstream), "dz")


@test_case(name="tanh_backward at +-1e4", points=0.5, hidden=True)
@seeded
def test_tanh_backward_saturated(tanh_backward, rng):
    z, dh = draw(rng, 5, 3)
    z[0, :2] = [1e4, -1e4]
    assert_close(tanh_backward(z.copy(), dh.copy()), backward(torch.tanh, z, dh), "dz")


@test_case(name="float32 and integer arguments", points=0.5, hidden=True)
@seeded
def test_other_types(relu_backward, tanh_backward, rng):
    z, dh = draw(rng, 3, 5)
    whole = rng.integers(1, 4, size=(3, 5)) * np.where(z < 0, -1, 1)
    for function, activation in ((relu_backward, torch.relu), (tanh_backward, torch.tanh)):
        for other in (z.astype(np.float32), whole):
            assert_close32(function(other.copy(), dh.copy()), backward(activation, other, dh), "dz")


@test_case(name="the backward functions leave their arguments as they are", points=0.5, hidden=True)
@seeded
def test_backward_pure(relu_backward, tanh_backward, rng):
    z, dh = draw(rng, 5, 1, 3)  # an axis of length 1 is an axis
    for function, activation in ((relu_backward, torch.relu), (tanh_backward, torch.tanh)):
        assert_close(function(z.copy(), dh.copy()), backward(activation, z, dh), "dz")
        for given in (z, np.abs(z)):
            assert_pure(function, given, dh, new=True)
