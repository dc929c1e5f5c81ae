"""Backward passes of a linear layer with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "linear_backward"


@written("pair", function=FUNCTION, names=("weight-gradient-averaged",))
def both_averaged(X, W, dY):
    m = X.shape[0]
    dW = np.dot(X.T, dY) / m
    db = np.sum(dY, axis=0) / m
    dX = np.dot(dY, W.T)
    return dX, dW, db


@written("pair", function=FUNCTION, names=("bias-gradient-keeps-the-axis", "weight-gradient-averaged"))
def averaged_with_an_axis(X, W, dY):
    m = X.shape[0]
    return np.dot(dY, W.T), np.dot(X.T, dY) / m, np.sum(dY, axis=0, keepdims=True)


@written("pair", function=FUNCTION, names=("weight-gradient-averaged", "input-gradient-averaged"), leads=("factor",))
def all_three_averaged_in_place(X, W, dY):
    dY /= len(X)
    return dY @ W.T, X.T @ dY, dY.sum(axis=0)


@written("pair", function=FUNCTION, names=("transposed-weight-gradient", "bias-gradient-over-units"))
def axes_confused(X, W, dY):
    return dY @ W.T, dY.T @ X, dY.sum(axis=1)


@written("unlisted", function=FUNCTION, leads=("part", "factor", "argument"))
def weights_with_decay(X, W, dY):
    return dY @ W.T, X.T @ dY + 0.01 * W, dY.sum(axis=0)
