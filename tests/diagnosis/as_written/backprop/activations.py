"""Activations with two faults, or right and unstable."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="relu_backward", names=("relu-slope-one-at-zero", "relu-backward-in-place|~changed"))
def slope_one_in_place(z, dh):
    dh[z < 0] = 0
    return dh


@written("edge", function="relu", names=("relu-in-place",))
def zeroed(z):
    z[z < 0] = 0
    return z


@written("pair", function="tanh_backward", names=("tanh-slope-not-squared", "tanh-overflows|~unstable"))
def one_minus_t(z, dh):
    t = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return dh * (1 - t)


@written("pair", function="tanh_backward", names=("tanh-backward-no-upstream", "tanh-overflows|~unstable"))
def slope_alone(z, dh):
    t = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return 1 - t**2


@written("pair", function="relu_backward", names=("relu-slope-one-at-zero", "relu-backward-no-upstream"))
def step(z, dh):
    return np.where(z >= 0, 1.0, 0.0)
