"""Written after the engine, before it was asked."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="gradient_norms", names=("summed-over-samples", "norm-squared"), later=True)
def summed_and_squared(X, Y, weights, biases, activation):
    f = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}[activation]
    d = {"sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a**2, "relu": lambda a: (a > 0) * 1.0}[activation]
    A = [X]
    for W_, b in zip(weights, biases):
        A.append(f(A[-1] @ W_ + b))
    delta = (A[-1] - Y) * d(A[-1])
    out = []
    for i in range(len(weights) - 1, -1, -1):
        out.insert(0, float(((A[i].T @ delta) ** 2).sum()))
        delta = (delta @ weights[i].T) * d(A[i])
    return out
