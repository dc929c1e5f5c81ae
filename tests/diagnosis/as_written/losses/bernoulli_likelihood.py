"""Binary cross-entropies with two faults, or right and unstable."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "bernoulli_nll"


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@written("unstable", function=FUNCTION, names=("logarithms-of-rounded-probabilities",))
def textbook(z, y):
    p = sigmoid(z)
    return float(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))


@written("edge", function=FUNCTION, names=("summed-over-samples",))
def textbook_summed(z, y):
    p = sigmoid(z)
    return float(-np.sum(y * np.log(p) + (1 - y) * np.log(1 - p)))


@written("unstable", function=FUNCTION, names=("clipped-probabilities",), leads=("precision",))
def with_epsilon(z, y):
    p = sigmoid(z)
    return float(-(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7)).mean())


@written("edge", function=FUNCTION, names=("positive-labels-only",))
def first_term_alone(z, y):
    return float(-np.mean(y * np.log(sigmoid(z))))


@written("unstable", function=FUNCTION, names=("softplus-that-overflows",))
def softplus(z, y):
    return float(np.mean(np.log(1 + np.exp(z)) - y * z))


@written("pair", function="bernoulli_nll", names=("labels-exchanged", "summed-over-samples"), later=True)
def exchanged_and_summed(z, y):
    p = 1 / (1 + np.exp(-z))
    return float(-((1 - y) * np.log(p) + y * np.log(1 - p)).sum())
