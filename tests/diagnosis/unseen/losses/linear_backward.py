"""Backward passes of a linear layer written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="linear_backward", names=("bias-gradient-over-units|~shape", "weight-gradient-averaged"))
def wrong_axis_and_mean(X, W, dY):
    n = len(X)
    dW = np.zeros(W.shape)
    for i in range(n):
        dW += np.outer(X[i], dY[i]) / n
    return dY @ W.T, dW, np.sum(dY, axis=1)
