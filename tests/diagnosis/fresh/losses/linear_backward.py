"""Backward passes of a linear layer as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="linear_backward", names=("bias-gradient-averaged", "weight-gradient-averaged"))
def parameters_averaged(X, W, dY):
    m = X.shape[0]
    dX = np.dot(dY, W.T)
    dW = 1 / m * np.dot(X.T, dY)
    db = 1 / m * np.sum(dY, axis=0)
    return dX, dW, db
