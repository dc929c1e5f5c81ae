"""Deep networks written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="deep_gradients", names=("no-half", "bias-gradients-averaged"))
def two_and_mean(X, Y, weights, biases, activation):
    f = {"sigmoid": lambda z: 1 / (1 + np.exp(-z)), "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}[activation]
    df = {"sigmoid": lambda a: a - a * a, "tanh": lambda a: 1 - a * a, "relu": lambda a: (a > 0) * 1.0}[activation]
    outs = [X]
    for W, b in zip(weights, biases):
        outs.append(f(np.dot(outs[-1], W) + b))
    m = X.shape[0]
    gW, gb = [], []
    err = 2 * (outs[-1] - Y)
    for i in range(len(weights) - 1, -1, -1):
        err = err * df(outs[i + 1])
        gW.append(np.dot(outs[i].T, err) / m)
        gb.append(err.mean(axis=0) / m)
        err = np.dot(err, weights[i].T)
    gW.reverse()
    gb.reverse()
    return gW, gb
