"""Bernoulli likelihoods as students write them."""

import math

from tests.diagnosis.verdicts import written


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


@written("unlisted", function="bernoulli_nll", names=("negative-term-with-wrong-sign",), leads=("place",))
def minus_in_front_of_one_term(z, y):
    total = 0.0
    for zi, yi in zip(z, y):
        p = sigmoid(zi)
        total += -yi * math.log(p) + (1 - yi) * math.log(1 - p)
    return total / len(z)
