"""Oracle: the same network in torch.nn.functional, differentiated by autograd in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import (
    assert_close,
    assert_close32,
    assert_keys,
    assert_parts,
    assert_pure,
    primes,
    seeded,
)

OK_FORMAT = False
name = "mlp_loss_and_grads_hidden"

KEYS = ("W1", "b1", "W2", "b2")


def oracle(X, labels, *parameters):
    """The loss, and the gradients by key."""
    leaves = [torch.tensor(np.asarray(p, dtype=np.float64), requires_grad=True) for p in parameters]
    W1, b1, W2, b2 = leaves
    hidden = torch.sigmoid(torch.tensor(np.asarray(X, dtype=np.float64)) @ W1 + b1)
    target = torch.as_tensor(np.asarray(labels), dtype=torch.int64)
    loss = torch.nn.functional.cross_entropy(hidden @ W2 + b2, target)
    return loss.item(), dict(zip(KEYS, (g.numpy() for g in torch.autograd.grad(loss, leaves))))


def draw(rng, n, d, h, k):
    """Generic inputs: no zero biases, no rows of X or W that sum to 1, hidden units away from 0 and 1."""
    X = rng.normal(loc=0.4, size=(n, d))
    labels = rng.integers(0, k, size=n)
    W1, b1 = rng.normal(size=(d, h)) / np.sqrt(d), rng.normal(loc=0.5, size=h)
    W2, b2 = rng.normal(scale=1.3, size=(h, k)), rng.normal(size=k)
    return X, labels, W1, b1, W2, b2


def ask(function, args):
    """Calls with copies: a wrong gradient, or one of a wrong shape, costs the cases that compare it."""
    loss, gradients = assert_parts(function(*(a.copy() for a in args)), ["loss", "grads"])
    return loss, assert_keys(gradients, KEYS, "grads")


def compare(function, args, keys=KEYS, close=assert_close, loss=True):
    got_loss, got = ask(function, args)
    want_loss, want = oracle(*args)
    if loss:
        close(got_loss, want_loss, "loss")
    for key in keys:
        close(got[key], want[key], f"grads[{key}]")


@test_case(name="the loss", points=3, hidden=True)
@seeded
def test_loss(mlp_loss_and_grads, rng):
    for _ in range(2):
        compare(mlp_loss_and_grads, draw(rng, *primes(rng, 4)), keys=())


@test_case(name="gradients of the output layer", points=4, hidden=True)
@seeded
def test_output_layer(mlp_loss_and_grads, rng):
    for _ in range(2):
        compare(mlp_loss_and_grads, draw(rng, *primes(rng, 4)), keys=("W2", "b2"), loss=False)


@test_case(name="gradients of the hidden layer", points=5, hidden=True)
@seeded
def test_hidden_layer(mlp_loss_and_grads, rng):
    for _ in range(2):
        compare(mlp_loss_and_grads, draw(rng, *primes(rng, 4)), keys=("W1", "b1"), loss=False)
    for sizes in ((7, 1, 3, 5), (5, 3, 1, 7)):  # one input, one hidden unit
        compare(mlp_loss_and_grads, draw(rng, *sizes), keys=("W1", "b1"), loss=False)
    X, labels, W1, b1, W2, b2 = draw(rng, 7, 3, 5, 4)
    large = 1e3 * X, labels, 1e-3 * W1, b1, 30.0 * W2, b2  # large gradients are not cut
    compare(mlp_loss_and_grads, large, keys=("W1", "b1"), loss=False)


@test_case(name="as many samples as inputs, hidden units and classes", points=1, hidden=True)
@seeded
def test_square(mlp_loss_and_grads, rng):
    compare(mlp_loss_and_grads, draw(rng, 5, 5, 5, 5))


@test_case(name="one sample, and two classes", points=1, hidden=True)
@seeded
def test_one_sample(mlp_loss_and_grads, rng):
    compare(mlp_loss_and_grads, draw(rng, 1, 5, 3, 7))
    compare(mlp_loss_and_grads, draw(rng, 1, 5, 3, 2))


@test_case(name="hidden pre-activations of +-1e4", points=1, hidden=True)
@seeded
def test_saturated_hidden_units(mlp_loss_and_grads, rng):
    X, labels, W1, b1, W2, b2 = draw(rng, 7, 3, 5, 4)
    for extremes in ([1e4, -1e4], [1e4, -5e3], [5e3, -1e4], [12.0, -12.0]):  # at 12 it is not yet 1
        b1[:2] = extremes
        compare(mlp_loss_and_grads, (X, labels, W1, b1, W2, b2))


@test_case(name="logits of +-1e4", points=1, hidden=True)
@seeded
def test_extreme_logits(mlp_loss_and_grads, rng):
    X, labels, W1, b1, W2, b2 = draw(rng, 7, 3, 5, 4)
    labels[:3] = [0, 1, 2]  # once the right class, once the most wrong one
    for extremes in ([1e4, -1e4], [-1e4, -9e3]):  # the largest logit need not be the first, nor the largest in size
        b2[:2] = extremes
        compare(mlp_loss_and_grads, (X, labels, W1, b1, W2, b2))
        compare(mlp_loss_and_grads, (X[1:2], labels[1:2], W1, b1, W2, b2))
    X, labels, W1, b1, W2, b2 = draw(rng, 7, 3, 5, 4)
    X[1], X[2], b1[0] = -X[0], X[0], 0.0
    W1[:, 0] = 1e3 * np.sign(X[0])  # hidden unit 0 is 1 in sample 0 and 0 in sample 1, where all logits are far smaller
    W2[0] += 1e4
    compare(mlp_loss_and_grads, (X, labels, W1, b1, W2, b2))


@test_case(name="float32 and integer samples", points=1, hidden=True)
@seeded
def test_other_types(mlp_loss_and_grads, rng):
    X, *rest = draw(rng, 7, 3, 5, 4)
    single = (X.astype(np.float32), *(a.astype(np.float32) if a.dtype.kind == "f" else a for a in rest))
    compare(mlp_loss_and_grads, single, close=assert_close32)
    whole = rng.integers(-2, 3, size=X.shape)
    whole[0] = [1, -2, 2]
    compare(mlp_loss_and_grads, (whole, *rest), close=assert_close32)


@test_case(name="the arguments stay as they are", points=1, hidden=True)
@seeded
def test_pure(mlp_loss_and_grads, rng):
    args = draw(rng, *primes(rng, 4))
    compare(mlp_loss_and_grads, args)
    assert_pure(mlp_loss_and_grads, *args, new=True)
    assert_pure(mlp_loss_and_grads, *draw(rng, 1, 5, 3, 7), new=True)
