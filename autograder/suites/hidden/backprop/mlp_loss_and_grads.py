"""Oracle: the same network in torch.nn.functional, differentiated by autograd in float64.

The prompt asks for means over the batch. Who sums the loss and all gradients alike has made one slip, not five: the
cases whose names say so, and those of the edges, take such sums as well, about half of the points.
"""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import (
    Mismatch,
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

GRADIENTS = ("W1", "b1", "W2", "b2")
PARTS = ("loss", *GRADIENTS)


def oracle(X, labels, *parameters):
    """The loss and the gradients, by name."""
    leaves = [torch.tensor(np.asarray(p, dtype=np.float64), requires_grad=True) for p in parameters]
    W1, b1, W2, b2 = leaves
    hidden = torch.sigmoid(torch.tensor(np.asarray(X, dtype=np.float64)) @ W1 + b1)
    loss = torch.nn.functional.cross_entropy(hidden @ W2 + b2, torch.as_tensor(labels))
    gradients = (g.numpy() for g in torch.autograd.grad(loss, leaves))
    return {"loss": loss.item(), **dict(zip(GRADIENTS, gradients))}


def draw(rng, n, d, h, k):
    """Generic inputs: no zero biases, no rows of X or W that sum to 1, no unit or probability next to 0 or 1."""
    X = rng.normal(loc=0.4, size=(n, d))
    labels = rng.integers(0, k, size=n)
    labels[-1] = labels[0]  # so that there are not as many classes in the batch as samples
    W1, b1 = rng.normal(size=(d, h)) / np.sqrt(d), rng.normal(loc=0.5, size=h)
    W2, b2 = rng.normal(scale=2.6, size=(h, k)) / np.sqrt(h), rng.normal(size=k)
    return X, labels, W1, b1, W2, b2


def ask(function, args):
    """Calls with copies: a wrong gradient, or one of a wrong shape, costs the cases that compare it."""
    loss, gradients = assert_parts(function(*(a.copy() for a in args)), ["loss", "grads"])
    return {"loss": loss, **assert_keys(gradients, GRADIENTS, "grads")}


def compare(function, args, parts=PARTS, close=assert_close, *, sums=False):
    """Holds these parts of the answer against autograd.

    With `sums`, they may also be sums over the batch, provided that *every* part of the answer is: exactly n times the
    mean, loss and gradients alike. Any other factor is wrong, and so is n for some of them.
    """
    got, want = ask(function, args), oracle(*args)
    try:
        for part in parts:
            close(got[part], want[part], part)
    except Mismatch:
        if not (sums and all_are_sums(got, want, len(args[0]), close)):
            raise


def all_are_sums(got, means, n, close):
    try:
        for part in PARTS:
            close(got[part], n * means[part])
    except Mismatch:
        return False
    return True


@test_case(name="the loss", points=4, hidden=True)
@seeded
def test_loss(mlp_loss_and_grads, rng):
    for _ in range(2):
        compare(mlp_loss_and_grads, draw(rng, *primes(rng, 4)), ["loss"])


@test_case(name="gradients of the output layer", points=2, hidden=True)
@seeded
def test_output_layer(mlp_loss_and_grads, rng):
    for _ in range(2):
        compare(mlp_loss_and_grads, draw(rng, *primes(rng, 4)), ["W2", "b2"])


@test_case(name="gradients of the hidden layer", points=3, hidden=True)
@seeded
def test_hidden_layer(mlp_loss_and_grads, rng):
    for _ in range(2):
        compare(mlp_loss_and_grads, draw(rng, *primes(rng, 4)), ["W1", "b1"])


@test_case(name="gradients of the output layer, all parts averaged or all summed", points=2, hidden=True)
@seeded
def test_output_layer_or_sums(mlp_loss_and_grads, rng):
    compare(mlp_loss_and_grads, draw(rng, *primes(rng, 4)), ["W2", "b2"], sums=True)


@test_case(name="gradients of the hidden layer, all parts averaged or all summed", points=2.5, hidden=True)
@seeded
def test_hidden_layer_or_sums(mlp_loss_and_grads, rng):
    compare(mlp_loss_and_grads, draw(rng, *primes(rng, 4)), ["W1", "b1"], sums=True)


@test_case(name="as many samples as inputs, hidden units and classes", points=0.5, hidden=True)
@seeded
def test_square(mlp_loss_and_grads, rng):
    compare(mlp_loss_and_grads, draw(rng, 5, 5, 5, 5))  # means only: here the factor n could be any other size


@test_case(name="one sample", points=0.75, hidden=True)
@seeded
def test_one_sample(mlp_loss_and_grads, rng):
    compare(mlp_loss_and_grads, draw(rng, 1, 5, 3, 7))


@test_case(name="one input, one hidden unit and two classes", points=0.5, hidden=True)
@seeded
def test_smallest_network(mlp_loss_and_grads, rng):
    compare(mlp_loss_and_grads, draw(rng, 7, 1, 1, 2), sums=True)


@test_case(name="samples and gradients in the thousands", points=0.5, hidden=True)
@seeded
def test_large(mlp_loss_and_grads, rng):
    X, labels, W1, b1, W2, b2 = draw(rng, 7, 3, 5, 4)
    large = 1e3 * X, labels, 1e-3 * W1, b1, 30.0 * W2, b2
    compare(mlp_loss_and_grads, large, ["W1", "b1"], sums=True)


@test_case(name="saturated hidden units: pre-activations of +-12 and +-1e4", points=0.75, hidden=True)
@seeded
def test_saturated_hidden_units(mlp_loss_and_grads, rng):
    X, labels, W1, b1, W2, b2 = draw(rng, 7, 3, 5, 4)
    for large, small in ((1e4, -5e3), (5e3, -1e4)):  # neither sign has always the larger one
        b1[:4] = large, small, 12.0, -12.0  # a sigmoid of 12 is not yet 1
        compare(mlp_loss_and_grads, (X, labels, W1, b1, W2, b2), sums=True)


@test_case(name="logits of +-1e4", points=0.75, hidden=True)
@seeded
def test_extreme_logits(mlp_loss_and_grads, rng):
    X, labels, W1, b1, W2, b2 = draw(rng, 7, 3, 5, 4)
    labels[:] = [0, 1, 1, 1, 1, 1, 2]  # mostly the most wrong class: a mean loss above 1e4
    for extremes in ([1e4, -1e4], [-1e4, -9e3]):  # the largest logit need not be the first, nor the largest in size
        b2[:2] = extremes
        compare(mlp_loss_and_grads, (X, labels, W1, b1, W2, b2), sums=True)
    X, labels, W1, b1, W2, b2 = draw(rng, 7, 3, 5, 4)
    X[0], X[1], W1[:, 0], b1[0] = 1.0, -1.0, 8 / 3, 0.0  # hidden unit 0 is nearly 1 in sample 0, 0 in sample 1
    W2[0] += 1e4  # so that all logits of sample 1 are far smaller
    compare(mlp_loss_and_grads, (X, labels, W1, b1, W2, b2), sums=True)


@test_case(name="float32 and integer samples", points=0.5, hidden=True)
@seeded
def test_other_types(mlp_loss_and_grads, rng):
    X, labels, *parameters = draw(rng, 7, 3, 5, 4)
    single = X.astype(np.float32), labels, *(p.astype(np.float32) for p in parameters)
    whole = rng.integers(-2, 3, size=X.shape), labels, *parameters
    for args in (single, whole):
        compare(mlp_loss_and_grads, args, close=assert_close32, sums=True)


@test_case(name="the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_pure(mlp_loss_and_grads, rng):
    args = draw(rng, *primes(rng, 4))
    compare(mlp_loss_and_grads, args, sums=True)
    assert_pure(mlp_loss_and_grads, *args, new=True)
    assert_pure(mlp_loss_and_grads, *draw(rng, 1, 5, 3, 7), new=True)
