"""Sigmoids as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_derivative(z):
    s = sigmoid(z)
    return s * (1 - s)


@written("edge", function="sigmoid_backward", names=("sigmoid-twice",))
def derivative_of_the_output(z, dh):
    h = sigmoid(z)
    return dh * sigmoid_derivative(h)
