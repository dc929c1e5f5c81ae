"""Written after the engine, before it was asked."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="mlp_forward", names=("tanh-hidden", "no-output-bias"), later=True)
def tanh_without_output_bias(X, W1, b1, W2, b2):
    return np.tanh(X @ W1 + b1) @ W2


@written("edge", function="mlp_forward", names=("returns-probabilities",), later=True)
def softmax_at_the_end(X, W1, b1, W2, b2):
    h = 1 / (1 + np.exp(-(X @ W1 + b1)))
    z = h @ W2 + b2
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


@written("edge", function="mlp_forward", names=("relu-hidden",), later=True)
def relu_by_masking(X, W1, b1, W2, b2):
    h = X @ W1
    h += b1
    h[h < 0] = 0
    return h.dot(W2) + b2
