"""Oracles: the second moment of z summed exactly over all outcomes of two-point variables, and a simulation."""

from fractions import Fraction
from itertools import product

import numpy as np
from otter.test_files import test_case

from autograder.checks import as_scalar, assert_close, assert_true, seeded

OK_FORMAT = False
name = "preactivation_std_hidden"


def enumerated(n, var_w, var_x, var_b):
    """E[z^2] over all signs of w_i = +-sd_w, x_i = +-sd_x and b = +-sd_b, in integers times their standard deviations.

    w_i x_i takes the values +-1 in units of sd_w sd_x; its products with b have mean 0 and drop out exactly.
    """
    squares = [sum(w * x for w, x in zip(s[:n], s[n:])) ** 2 for s in product((-1, 1), repeat=2 * n)]
    return Fraction(sum(squares), len(squares)) * Fraction(var_w) * Fraction(var_x) + Fraction(var_b)


def compare(function, args, variance):
    std = as_scalar(function(*args))
    assert_true(std is not None and std >= 0, "expected a non-negative float")
    assert_close(std * std / float(variance), 1.0, "Var(z), relative to the right one")


def draw(rng):
    """Three variances, no two alike and none near 1."""
    values = rng.uniform(0.05, 0.5, size=3) + np.array([0.0, 1.5, 3.0])
    return [float(v) for v in rng.permutation(values)]


def in_a_wide_layer(n, var_w, var_x, var_b):
    """E[(sum of n independent products + b)^2]: the mixed terms vanish, n equal ones and that of the bias stay."""
    return n * Fraction(var_w) * Fraction(var_x) + Fraction(var_b)


@test_case(name="all outcomes enumerated", points=2.5, hidden=True)
@seeded
def test_enumerated(preactivation_std, rng):
    for n in (2, 3, 4):
        args = n, *draw(rng)
        compare(preactivation_std, args, enumerated(*args))


@test_case(name="layers of hundreds and of thousands of inputs", points=1, hidden=True)
@seeded
def test_wide(preactivation_std, rng):
    for n in (int(rng.integers(100, 400)), 500, int(rng.integers(3000, 4000))):
        var_w, var_x, var_b = draw(rng)
        args = n, var_w / 500, var_x, var_b
        compare(preactivation_std, args, in_a_wide_layer(*args))


@test_case(name="a simulated layer", points=1, hidden=True)
@seeded
def test_simulated(preactivation_std, rng):
    n, trials = int(rng.integers(4, 6)), 6000
    var_w, var_x, var_b = (np.array([0.4, 3.0, 6.0]) * rng.uniform(0.95, 1.05, size=3)).tolist()
    w, x = (rng.normal(scale=np.sqrt(v), size=(trials, n)) for v in (var_w, var_x))
    z = (w * x).sum(axis=1) + rng.normal(scale=np.sqrt(var_b), size=trials)
    # The standard error of z.std() is sqrt((kurtosis - 1) / (4 trials)), about 1 % here: 8 % are eight of them.
    assert_close(preactivation_std(n, var_w, var_x, var_b), z.std(), "standard deviation, to 8 %", rtol=0.08)


@test_case(name="no bias", points=0.75, hidden=True)
@seeded
def test_no_bias(preactivation_std, rng):
    for n in (3, 4):
        var_w, var_x, _ = draw(rng)
        compare(preactivation_std, (n, var_w, var_x, 0.0), enumerated(n, var_w, var_x, 0.0))


@test_case(name="one input", points=0.25, hidden=True)
@seeded
def test_one_input(preactivation_std, rng):
    args = 1, *draw(rng)
    compare(preactivation_std, args, enumerated(*args))


@test_case(name="small variances", points=0.25, hidden=True)
@seeded
def test_small_variances(preactivation_std, rng):
    args = 3, *(1e-4 * v for v in draw(rng))
    compare(preactivation_std, args, enumerated(*args))


@test_case(name="a bias that is small beside the inputs", points=0.25, hidden=True)
@seeded
def test_small_bias(preactivation_std, rng):
    var_w, var_x, _ = draw(rng)
    args = 500, var_w / 500, var_x, rng.uniform(1e-3, 2e-3) * var_w * var_x
    compare(preactivation_std, args, in_a_wide_layer(*args))
