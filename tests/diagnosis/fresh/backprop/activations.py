"""Activations as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


def relu(z):
    return np.where(z > 0, z, 0)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def tanh(z):
    return 2 * sigmoid(z) - 1


@written("unlisted", function="relu_backward", names=("relu-backward-passes-everything|~place",))
def looks_where_the_output_is_not_negative(z, dh):
    h = relu(z)
    dz = dh.copy()
    dz[h < 0] = 0
    return dz


@written("unlisted", function="tanh_backward", names=("tanh-of-half-the-argument",))
def own_tanh_lacks_a_two(z, dh):
    return dh * (1 - tanh(z) ** 2)
