"""Oracle: the same network in torch, differentiated by autograd in float64.

The prompt asks for means over the batch. Who sums all gradients alike has made one slip: the cases whose names say so,
and those of the edges, take such sums as well, about half of the points.
"""

from itertools import chain, pairwise

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import Mismatch, assert_close, assert_parts, assert_pure, primes, seeded

OK_FORMAT = False
name = "deep_backprop_hidden"

PHI = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


def oracle(X, Y, weights, biases, activation):
    """The gradients of the weights and those of the biases, two lists."""
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


def draw_layers(rng, layers, activation):
    """A network of that many layers, two outputs, and other sizes that are distinct primes."""
    n, *widths = primes(rng, layers + 1)
    return draw(rng, n, [*widths, 2], activation)


def ask(function, args):
    """Calls with copies; the gradients of the weights and of the biases, as many as layers."""
    X, Y, weights, biases, activation = args
    copies = X.copy(), Y.copy(), [W.copy() for W in weights], [b.copy() for b in biases], activation
    dWs, dbs = assert_parts(function(*copies), ["dWs", "dbs"])
    layers = range(len(weights))
    return assert_parts(dWs, [f"dW{i + 1}" for i in layers]), assert_parts(dbs, [f"db{i + 1}" for i in layers])


WEIGHTS, BIASES = 0, 1


def compare(function, args, which=(WEIGHTS, BIASES), *, sums=False):
    """Holds the gradients against autograd.

    With `sums`, they may also be sums over the batch, provided that *every* gradient is: exactly n times the mean.
    """
    got, means = ask(function, args), oracle(*args)
    try:
        for part in which:
            for layer, (mine, mean) in enumerate(zip(got[part], means[part]), 1):
                assert_close(mine, mean, f"{('dW', 'db')[part]} of layer {layer}")
    except Mismatch:
        if not (sums and all_are_sums(got, means, len(args[0]))):
            raise


def all_are_sums(got, means, n):
    try:
        for mine, mean in zip(chain(*got), chain(*means)):
            assert_close(mine, n * mean)
    except Mismatch:
        return False
    return True


@test_case(name="sigmoid: gradients of the weights", points=3.75, hidden=True)
@seeded
def test_sigmoid_weights(deep_gradients, rng):
    for layers in (3, 4):
        compare(deep_gradients, draw_layers(rng, layers, "sigmoid"), [WEIGHTS])


@test_case(name="sigmoid: gradients of the biases", points=2.5, hidden=True)
@seeded
def test_sigmoid_biases(deep_gradients, rng):
    for layers in (3, 4):
        compare(deep_gradients, draw_layers(rng, layers, "sigmoid"), [BIASES])


@test_case(name="tanh, all gradients averaged or all summed", points=2, hidden=True)
@seeded
def test_tanh(deep_gradients, rng):
    compare(deep_gradients, draw_layers(rng, 3, "tanh"), sums=True)


@test_case(name="relu, all gradients averaged or all summed", points=2, hidden=True)
@seeded
def test_relu(deep_gradients, rng):
    compare(deep_gradients, draw_layers(rng, 3, "relu"), sums=True)


@test_case(name="one layer", points=0.75, hidden=True)
@seeded
def test_one_layer(deep_gradients, rng):
    for activation in PHI:
        compare(deep_gradients, draw(rng, 7, [3, 2], activation), sums=True)


@test_case(name="six layers, as wide as there are samples", points=0.75, hidden=True)
@seeded
def test_equal_widths(deep_gradients, rng):
    compare(deep_gradients, draw(rng, 4, [4] * 7, "tanh"))  # means only: here the factor n could be any other size


@test_case(name="layers of a single unit", points=0.25, hidden=True)
@seeded
def test_single_units(deep_gradients, rng):
    compare(deep_gradients, draw(rng, 7, [1, 1, 1], "tanh"), sums=True)  # each gradient still has two axes


@test_case(name="one sample", points=0.5, hidden=True)
@seeded
def test_one_sample(deep_gradients, rng):
    compare(deep_gradients, draw(rng, 1, [5, 3, 2], "sigmoid"))


@test_case(name="biases of 0", points=0.25, hidden=True)
@seeded
def test_biases_of_zero(deep_gradients, rng):
    X, Y, weights, biases, activation = draw(rng, 7, [5, 3, 2], "sigmoid")
    compare(deep_gradients, (X, Y, weights, [0.0 * b for b in biases], activation), sums=True)


@test_case(name="samples and errors in the thousands", points=0.25, hidden=True)
@seeded
def test_large(deep_gradients, rng):
    X, Y, weights, *others = draw(rng, 7, [5, 3, 2], "tanh")
    compare(deep_gradients, (1e3 * X, 1e3 * Y, [1e-3 * weights[0], *weights[1:]], *others), sums=True)


def draw_relu_with_errors(rng):
    """Two ReLU layers; every output is open and wrong, and the error comes back to hidden unit 1."""
    X, Y, weights, biases, activation = draw(rng, 7, [3, 5, 2], "relu")
    biases[1][:] = 20.0
    weights[1][1] = np.abs(weights[1][1]) + 0.5
    return X, Y, weights, biases, activation


@test_case(name="relu at exactly 0", points=0.25, hidden=True)
@seeded
def test_relu_at_zero(deep_gradients, rng):
    hidden_unit = draw_relu_with_errors(rng)
    output = draw(rng, 7, [3, 2], "relu")
    for args in (hidden_unit, output):
        _, _, weights, biases, _ = args
        weights[0][:, 1], biases[0][1] = 0.0, 0.0  # unit 1 sits at 0 for every sample
        compare(deep_gradients, args, sums=True)


@test_case(name="relu within 1e-8 of 0", points=0.25, hidden=True)
@seeded
def test_relu_next_to_zero(deep_gradients, rng):
    X, Y, weights, biases, activation = draw_relu_with_errors(rng)
    weights[0] *= 1e-9
    biases[0] *= 1e-9
    compare(deep_gradients, (X, Y, weights, biases, activation), sums=True)


@test_case(name="pre-activations of +-12 and +-1e4", points=0.25, hidden=True)
@seeded
def test_saturated(deep_gradients, rng):
    for activation in PHI:
        X, Y, weights, biases, _ = draw(rng, 7, [3, 5, 2], activation)
        if activation == "relu":
            weights[1][0] = np.abs(weights[1][0]) + 0.5  # so that the outputs are open, and as large
        for large, small in ((1e4, -5e3), (5e3, -1e4)):  # neither sign has always the larger one
            biases[0][:4] = large, small, 12.0, -12.0  # a sigmoid of 12 is not yet 1
            compare(deep_gradients, (X, Y, weights, biases, activation), sums=True)


@test_case(name="the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_pure(deep_gradients, rng):
    args = draw(rng, 7, [5, 3, 2], "tanh")
    compare(deep_gradients, args, sums=True)
    assert_pure(deep_gradients, *args, new=True)
    assert_pure(deep_gradients, *draw(rng, 1, [3, 2], "sigmoid"), new=True)
