"""Sigmoids with two faults, or right and unstable."""

import math

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="sigmoid_backward", names=("no-upstream-gradient", "exponentials-that-overflow|~unstable"))
def slope_alone(z, dh):
    s = np.exp(z) / (1 + np.exp(z))
    return s * (1 - s)


@written("unstable", function="sigmoid", leads=("unstable",))
def number_by_number(z):
    z = np.asarray(z, dtype=float)
    out = np.zeros(z.shape)
    for i, t in np.ndenumerate(z):
        out[i] = 1 / (1 + math.exp(-t))
    return out


@written(
    "pair", function="sigmoid_backward", names=("pre-activation-for-output", "changes-the-upstream-gradient|~changed")
)
def of_z_in_place(z, dh):
    dh *= z * (1 - z)
    return dh


@written("unstable", function="sigmoid_backward", names=("exponentials-that-overflow",))
def textbook_slope(z, dh):
    e = np.exp(-z)
    return dh * e / (1 + e) ** 2


@written("edge", function="sigmoid", names=("tangent-without-half",), later=True)
def tangent_by_exponentials(z):
    e = np.exp(z)
    f = np.exp(-z)
    return 0.5 * (1 + (e - f) / (e + f))
