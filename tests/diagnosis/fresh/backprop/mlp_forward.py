"""Forward passes as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


@written("pair", function="mlp_forward", names=("no-hidden-bias", "returns-probabilities"))
def bias_lost_and_probabilities(X, W1, b1, W2, b2):
    hidden = 1 / (1 + np.exp(-np.dot(X, W1)))
    out = np.dot(hidden, W2) + b2
    return softmax(out)
