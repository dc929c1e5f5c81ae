"""Oracle: torch.nn.functional.layer_norm and its autograd, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_parts, assert_pure, away_from_zero, seeded
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "layer_norm_hidden"
PARTS = ("dx", "dgamma", "dbeta")


def draw(rng, n, d):
    """Rows on different scales and away from 0; nothing neutral."""
    x = rng.normal(size=(n, d)) * rng.uniform(0.5, 3.0, size=(n, 1)) + rng.uniform(1.0, 4.0, size=(n, 1))
    return x, away_from_zero(rng, (d,), 0.5), away_from_zero(rng, (d,), 0.5), float(rng.uniform(0.1, 0.5))


def forward(x, gamma, beta, eps):
    return torch.nn.functional.layer_norm(x, x.shape[-1:], gamma, beta, eps)


def assert_gradients(layer_norm_backward, rng, x, gamma, eps, names):
    dout = rng.normal(size=x.shape) + 0.4
    upstream, zeros = torch.tensor(dout), np.zeros(len(gamma))
    want = torch_gradients(lambda *t: (forward(*t, eps) * upstream).sum(), x, gamma, zeros)
    got = assert_parts(layer_norm_backward(dout.copy(), x.copy(), gamma.copy(), eps), PARTS)
    for part, value, expected in zip(PARTS, got, want):
        if part in names:
            assert_close(value, expected, part)


@test_case(name="forward", points=7, hidden=True)
@seeded
def test_forward(layer_norm_forward, rng):
    for n, d in ((7, 5), (3, 11), (4, 4)):
        x, gamma, beta, eps = draw(rng, n, d)
        expected = forward(*map(torch.tensor, (x, gamma, beta)), eps).numpy()
        assert_close(layer_norm_forward(x.copy(), gamma.copy(), beta.copy(), eps), expected, "y")


@test_case(name="backward: dgamma and dbeta", points=4, hidden=True)
@seeded
def test_parameters(layer_norm_backward, rng):
    x, gamma, _, eps = draw(rng, 7, 5)
    assert_gradients(layer_norm_backward, rng, x, gamma, eps, ("dgamma", "dbeta"))


@test_case(name="backward: dx", points=8, hidden=True)
@seeded
def test_dx(layer_norm_backward, rng):
    for n, d in ((7, 5), (1, 3), (4, 4)):
        x, gamma, _, eps = draw(rng, n, d)
        assert_gradients(layer_norm_backward, rng, x, gamma, eps, ("dx",))


@test_case(name="the arguments stay as they are", points=1, hidden=True)
@seeded
def test_pure(layer_norm_forward, layer_norm_backward, rng):
    x, gamma, beta, eps = draw(rng, 5, 3)
    expected = forward(*map(torch.tensor, (x, gamma, beta)), eps).numpy()
    assert_close(layer_norm_forward(x.copy(), gamma.copy(), beta.copy(), eps), expected, "y")
    assert_pure(layer_norm_forward, x, gamma, beta, eps)
    assert_gradients(layer_norm_backward, rng, x, gamma, eps, PARTS)
    assert_pure(layer_norm_backward, rng.normal(size=x.shape), x, gamma, eps)
