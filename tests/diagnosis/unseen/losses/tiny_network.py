"""1-1-1 networks written last."""

import math

import numpy as np

from tests.diagnosis.verdicts import written


def s(t):
    return 1 / (1 + math.exp(-t))


@written("unlisted", function="tiny_hessian", names=("mixed-term-twice",), leads=("place",))
def mixed_term_added_twice(w1, w2, x, y, loss):
    h = s(w1 * x)
    o = s(w2 * h)
    dh = h * (1 - h)
    do = o * (1 - o)
    if loss == "mse":
        d = (o - y) * do
        k = do * do + (o - y) * do * (1 - 2 * o)
    else:
        d = o - y
        k = do
    a = k * (w2 * dh * x) ** 2 + d * w2 * dh * (1 - 2 * h) * x**2
    b = k * w2 * dh * x * h + 2 * d * dh * x
    return np.array([[a, b], [b, k * h * h]])
