"""Written after the engine, before it was asked."""

import math

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="gaussian_nll", names=("summed-over-samples", "quadratic-term-without-half"), later=True)
def summed_without_half(y, mu, var):
    return float(np.sum((y - mu) ** 2 / var + 0.5 * np.log(2 * np.pi * var)))


@written("pair", function="gaussian_nll", names=("without-constant", "log-variance-with-wrong-sign"), later=True)
def no_constant_wrong_sign(y, mu, var):
    return float(np.mean((y - mu) ** 2 / (2 * var) - 0.5 * np.log(var)))


@written("edge", function="mse", names=("root-of-the-mean",), later=True)
def root_by_loop(y, mu):
    e = 0
    for i in range(len(y)):
        e += (y[i] - mu[i]) ** 2
    return math.sqrt(e / len(y))
