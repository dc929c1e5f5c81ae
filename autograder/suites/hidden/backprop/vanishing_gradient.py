"""Oracles: torch autograd and torch.linalg.matrix_norm in float64; exact fractions for the bound.

The prompt asks for means over the batch. Who sums all gradients alike has made one slip: the cases whose names say so,
and those of the edges, take norms of such sums as well, about half of the points of `gradient_norms`.
"""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import Mismatch, as_floats, as_scalar, assert_close, assert_pure, assert_true, primes, seeded

OK_FORMAT = False
name = "vanishing_gradient_hidden"

PHI = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}


def oracle(X, Y, weights, biases, activation):
    Ws = [torch.tensor(W, requires_grad=True) for W in weights]
    A = torch.tensor(X)
    for W, b in zip(Ws, biases):
        A = PHI[activation](A @ W + torch.tensor(b))
    loss = 0.5 * (A - torch.tensor(Y)).square().sum(dim=1).mean()
    return np.array([torch.linalg.matrix_norm(g).item() for g in torch.autograd.grad(loss, Ws)])


def draw(rng, n, widths, activation):
    """A network whose gradients do not die altogether; for ReLU, with open and closed units in every layer."""
    while True:
        X, Y = rng.normal(loc=0.3, size=(n, widths[0])), rng.normal(scale=2.0, size=(n, widths[-1]))
        weights = [rng.normal(scale=1.4, size=shape) / np.sqrt(shape[0]) for shape in pairwise(widths)]
        biases = [rng.normal(loc=0.3, scale=0.5, size=k) for k in widths[1:]]
        if activation != "relu" or half_open(X, weights, biases):
            return X, Y, weights, biases, activation


def half_open(X, weights, biases):
    """Whether 20 to 80 % of the ReLU units of each layer are open."""
    A, shares = X, []
    for W, b in zip(weights, biases):
        A = np.maximum(A @ W + b, 0.0)
        shares.append((A > 0).mean())
    return min(shares) >= 0.2 and max(shares) <= 0.8


def compare(function, args, *, sums=False):
    """Each norm relative to itself: in a deep network the first ones are far below any common tolerance.

    With `sums`, all norms may also be n times the right ones, as of gradients that are summed over the batch.
    """
    X, Y, weights, biases, activation = args
    want = oracle(*args)
    got = as_floats(function(X.copy(), Y.copy(), [W.copy() for W in weights], [b.copy() for b in biases], activation))
    assert_true(got is not None and got.shape == want.shape, f"norms: expected a list of {len(want)} floats")
    try:
        assert_close(got / want, np.ones(len(want)), "norms, relative to the right ones")
    except Mismatch:
        if not (sums and are_sums(got, want, len(X))):
            raise


def are_sums(got, means, n):
    try:
        assert_close(got / (n * means), np.ones(len(means)))
    except Mismatch:
        return False
    return True


def compare_bound(function, depth):
    bound = as_scalar(function(depth))
    assert_true(bound is not None, f"vanishing_bound({depth}): expected a float")
    # the ratio is exact: both are powers of two
    assert_close(bound / float(Fraction(1, 4) ** depth), 1.0, f"vanishing_bound({depth}), relative to the right one")


@test_case(name="norms in a sigmoid network", points=2.5, hidden=True)
@seeded
def test_sigmoid(gradient_norms, rng):
    for _ in range(2):
        n, *widths = primes(rng, 4)
        compare(gradient_norms, draw(rng, n, [*widths, 2], "sigmoid"))


@test_case(name="norms in a tanh and a ReLU network, all averaged or all summed", points=1, hidden=True)
@seeded
def test_other_activations(gradient_norms, rng):
    while True:
        args = draw(rng, 7, [5, 3, 2], "tanh")
        if np.diff(oracle(*args)).max() < 0:  # the first norm need not be the smallest
            break
    compare(gradient_norms, args, sums=True)
    n, *widths = primes(rng, 3)
    compare(gradient_norms, draw(rng, n, [*widths, 3], "relu"), sums=True)


@test_case(name="norms in ten sigmoid layers", points=0.5, hidden=True)
@seeded
def test_deep(gradient_norms, rng):
    X, Y, weights, biases, activation = draw(rng, 5, [4] * 11, "sigmoid")
    weights = [0.1 * W for W in weights]  # the first norm is about 1e-14: no fixed number is small beside it
    compare(gradient_norms, (X, Y, weights, biases, activation), sums=True)


@test_case(name="norms in a network of one layer", points=0.25, hidden=True)
@seeded
def test_one_layer(gradient_norms, rng):
    compare(gradient_norms, draw(rng, 7, [5, 3], "tanh"), sums=True)


@test_case(name="norms in a chain of single units", points=0.25, hidden=True)
@seeded
def test_single_units(gradient_norms, rng):
    X, Y, weights, biases, activation = draw(rng, 3, [1, 1, 1], "tanh")
    X, Y, weights = np.abs(X) + 0.1, np.abs(Y) + 2.0, [np.abs(W) + 0.1 for W in weights]  # all gradients are negative
    compare(gradient_norms, (X, Y, weights, biases, activation), sums=True)


@test_case(name="norms with a ReLU unit at exactly 0", points=0.25, hidden=True)
@seeded
def test_relu_at_zero(gradient_norms, rng):
    X, Y, weights, biases, activation = draw(rng, 7, [3, 5, 2], "relu")
    weights[0][:, 1], biases[0][1] = 0.0, 0.0  # a hidden unit that sits at 0 for every sample
    weights[1][1] = np.abs(weights[1][1]) + 0.5
    biases[1][:] = 20.0  # every output is open and wrong, so an error comes back to that unit
    compare(gradient_norms, (X, Y, weights, biases, activation), sums=True)


@test_case(name="norms with errors in the millions", points=0.25, hidden=True)
@seeded
def test_large_errors(gradient_norms, rng):
    X, Y, *network = draw(rng, 7, [5, 3, 2], "sigmoid")
    compare(gradient_norms, (X, 1e7 * Y, *network), sums=True)


@test_case(name="gradient_norms leaves its arguments as they are", points=0.25, hidden=True)
@seeded
def test_pure(gradient_norms, rng):
    args = draw(rng, 7, [5, 3, 2], "tanh")
    compare(gradient_norms, args, sums=True)
    assert_pure(gradient_norms, *args)


@test_case(name="the bound", points=1.75, hidden=True)
@seeded
def test_bound(vanishing_bound, rng):
    few, many = rng.integers(2, 10), rng.integers(11, 21)
    for depth in (1, int(few), int(many)):
        compare_bound(vanishing_bound, depth)


@test_case(name="the bound of hundreds of sigmoids", points=0.75, hidden=True)
@seeded
def test_bound_of_hundreds(vanishing_bound, rng):
    for depth in (int(rng.integers(300, 500)), 500):
        compare_bound(vanishing_bound, depth)


@test_case(name="the bound of no sigmoid", points=0.25, hidden=True)
@seeded
def test_bound_of_none(vanishing_bound, rng):
    compare_bound(vanishing_bound, int(rng.integers(2, 10)))  # 1 alone would be right for many a wrong formula
    compare_bound(vanishing_bound, 0)
