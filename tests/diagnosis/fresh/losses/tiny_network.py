"""1-1-1 networks as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


def sig(v):
    return 1 / (1 + np.exp(-v))


def dsig(v):
    return sig(v) * (1 - sig(v))


@written("unlisted", function="tiny_gradient", names=("hidden-slope-at-h|~place",))
def derivative_of_what_is_activated_already(w1, w2, x, y, loss):
    a1 = sig(w1 * x)
    a2 = sig(w2 * a1)
    if loss == "mse":
        d2 = (a2 - y) * a2 * (1 - a2)
    else:
        d2 = a2 - y
    d1 = d2 * w2 * dsig(a1)
    return np.array([d1 * x, d2 * a1])


@written("unlisted", function="tiny_loss", names=("base-two|~place|~factor",))
def cross_entropy_in_bits(w1, w2, x, y, loss):
    out = sig(w2 * sig(w1 * x))
    if loss == "mse":
        return float((out - y) ** 2 / 2)
    elif loss == "ce":
        return float(-y * np.log2(out) - (1 - y) * np.log2(1 - out))
