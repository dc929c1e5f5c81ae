"""Norms of gradients as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


def forward(X, weights, biases, f):
    out = [X]
    for W, b in zip(weights, biases):
        out.append(f(out[-1].dot(W) + b))
    return out


@written("unlisted", function="gradient_norms", names=("no-output-slope",))
def own_backprop_with_a_linear_output_error(X, Y, weights, biases, activation):
    if activation == "sigmoid":
        f, df = lambda z: 1 / (1 + np.exp(-z)), lambda a: a * (1 - a)
    elif activation == "tanh":
        f, df = np.tanh, lambda a: 1 - a * a
    else:
        f, df = lambda z: z * (z > 0), lambda a: (a > 0).astype(float)
    A = forward(X, weights, biases, f)
    err = (A[-1] - Y) / X.shape[0]
    norms = []
    for k in range(len(weights), 0, -1):
        norms.append(np.sqrt(np.sum((A[k - 1].T.dot(err)) ** 2)))
        err = err.dot(weights[k - 1].T) * df(A[k - 1])
    norms.reverse()
    return norms
