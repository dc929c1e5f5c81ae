"""Oracle: the same network in torch, differentiated by autograd in float64."""

from itertools import pairwise

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_parts, assert_pure, primes, seeded

OK_FORMAT = False
name = "deep_backprop_hidden"

PHI = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


def oracle(X, Y, weights, biases, activation):
    Ws, bs = ([torch.tensor(p, requires_grad=True) for p in group] for group in (weights, biases))
    A = torch.tensor(X)
    for W, b in zip(Ws, bs):
        A = PHI[activation](A @ W + b)
    loss = 0.5 * (A - torch.tensor(Y)).square().sum(dim=1).mean()
    grads = [g.numpy() for g in torch.autograd.grad(loss, [*Ws, *bs])]
    return grads[: len(Ws)], grads[len(Ws) :]


def half_open(X, weights, biases):
    """Whether 20 to 80 % of the ReLU units of each layer are open."""
    A, shares = X, []
    for W, b in zip(weights, biases):
        A = np.maximum(A @ W + b, 0.0)
        shares.append((A > 0).mean())
    return min(shares) >= 0.2 and max(shares) <= 0.8


def draw(rng, n, widths, activation):
    """A network in which no layer's gradient is near 0; for ReLU, with open and closed units in every layer."""
    while True:
        X, Y = rng.normal(loc=0.3, size=(n, widths[0])), rng.normal(scale=2.0, size=(n, widths[-1]))
        weights = [rng.normal(scale=1.4, size=shape) / np.sqrt(shape[0]) for shape in pairwise(widths)]
        biases = [rng.normal(loc=0.3, scale=0.5, size=k) for k in widths[1:]]
        args = X, Y, weights, biases, activation
        if activation == "relu" and not half_open(X, weights, biases):
            continue
        if min(np.abs(g).max() for group in oracle(*args) for g in group) > 3e-3:
            return args


def ask(function, args):
    """Calls with copies; the gradients of the weights and of the biases, as many as layers."""
    X, Y, weights, biases, activation = args
    copies = X.copy(), Y.copy(), [W.copy() for W in weights], [b.copy() for b in biases], activation
    dWs, dbs = assert_parts(function(*copies), ["dWs", "dbs"])
    layers = range(len(weights))
    return assert_parts(dWs, [f"dW{i + 1}" for i in layers]), assert_parts(dbs, [f"db{i + 1}" for i in layers])


def compare(function, args, which=(0, 1)):
    got, want = ask(function, args), oracle(*args)
    for part in which:
        for layer, (mine, right) in enumerate(zip(got[part], want[part])):
            assert_close(mine, right, f"{('dW', 'db')[part]} of layer {layer + 1}")


@test_case(name="sigmoid: gradients of the weights", points=3, hidden=True)
@seeded
def test_sigmoid_weights(deep_gradients, rng):
    for layers in (3, 4):
        n, *widths = primes(rng, layers + 1)
        compare(deep_gradients, draw(rng, n, [*widths, 2], "sigmoid"), which=(0,))


@test_case(name="sigmoid: gradients of the biases", points=2, hidden=True)
@seeded
def test_sigmoid_biases(deep_gradients, rng):
    for layers in (3, 4):
        n, *widths = primes(rng, layers + 1)
        compare(deep_gradients, draw(rng, n, [*widths, 2], "sigmoid"), which=(1,))
    X, Y, weights, biases, activation = draw(rng, 7, [5, 3, 2], "sigmoid")
    compare(deep_gradients, (X, Y, weights, [0.0 * b for b in biases], activation), which=(1,))


@test_case(name="tanh", points=2, hidden=True)
@seeded
def test_tanh(deep_gradients, rng):
    n, *widths = primes(rng, 4)
    X, Y, weights, *others = draw(rng, n, [*widths, 2], "tanh")
    for scale in (1.0, 1e3):  # large inputs and errors are not cut
        compare(deep_gradients, (scale * X, scale * Y, [weights[0] / scale, *weights[1:]], *others))


@test_case(name="relu", points=2, hidden=True)
@seeded
def test_relu(deep_gradients, rng):
    n, *widths = primes(rng, 4)
    compare(deep_gradients, draw(rng, n, [*widths, 2], "relu"))


@test_case(name="one layer", points=1, hidden=True)
@seeded
def test_one_layer(deep_gradients, rng):
    for activation in PHI:
        compare(deep_gradients, draw(rng, 7, [3, 2], activation))


@test_case(name="layers of equal width", points=1, hidden=True)
@seeded
def test_equal_widths(deep_gradients, rng):
    compare(deep_gradients, draw(rng, 4, [4] * 7, "tanh"))
    for activation in PHI:
        compare(deep_gradients, draw(rng, 7, [1, 1, 1], activation))  # single units: each gradient still has two axes


@test_case(name="one sample", points=1, hidden=True)
@seeded
def test_one_sample(deep_gradients, rng):
    for _ in range(2):  # of the same shapes: nothing is left over from the first network
        compare(deep_gradients, draw(rng, 1, [5, 3, 2], "sigmoid"))


@test_case(name="relu at exactly 0", points=0.5, hidden=True)
@seeded
def test_relu_at_zero(deep_gradients, rng):
    X, Y, weights, biases, activation = draw(rng, 7, [3, 5, 2], "relu")
    weights[0][:, 1], biases[0][1] = 0.0, 0.0  # a hidden unit that sits at 0 for every sample
    biases[1][:] = 20.0  # every output is open and wrong
    weights[1][1] = np.abs(weights[1][1]) + 0.5  # and the error does come back to that unit
    for scale in (1.0, 1e-9):  # next to 0 there is no doubt
        first = [scale * weights[0], weights[1]], [scale * biases[0], biases[1]]
        compare(deep_gradients, (X, Y, *first, activation))
    X, Y, weights, biases, activation = draw(rng, 7, [3, 2], "relu")
    weights[0][:, 1], biases[0][1] = 0.0, 0.0  # an output that sits there
    compare(deep_gradients, (X, Y, weights, biases, activation))


@test_case(name="pre-activations of +-1e4", points=0.5, hidden=True)
@seeded
def test_saturated(deep_gradients, rng):
    for activation in PHI:
        X, Y, weights, biases, _ = draw(rng, 7, [3, 5, 2], activation)
        if activation == "relu":
            weights[1][0] = np.abs(weights[1][0]) + 0.5  # so that the outputs are open, and as large
        for extremes in ([1e4, -1e4], [1e4, -5e3], [5e3, -1e4], [12.0, -12.0]):  # at 12 it is not yet 1
            biases[0][:2] = extremes
            compare(deep_gradients, (X, Y, weights, biases, activation))


@test_case(name="the arguments stay as they are", points=1, hidden=True)
@seeded
def test_pure(deep_gradients, rng):
    args = draw(rng, 7, [5, 3, 2], "tanh")
    compare(deep_gradients, args)
    assert_pure(deep_gradients, *args, new=True)
    assert_pure(deep_gradients, *draw(rng, 1, [3, 2], "sigmoid"), new=True)
