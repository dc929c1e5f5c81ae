"""Residual blocks with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="residual_backward", names=("slope-one-at-zero", "weight-gradients-averaged"))
def slope_one_averaged(dout, x, W1, W2):
    n = len(x)
    z = x @ W1
    h = np.maximum(z, 0)
    dz = (dout @ W2.T) * (z >= 0)
    return dout + dz @ W1.T, x.T @ dz / n, h.T @ dout / n


@written("pair", function="residual_backward", names=("branch-only", "dW2-before-the-relu"))
def shortcut_forgotten(dout, x, W1, W2):
    z = x @ W1
    dz = dout @ W2.T
    dz[z <= 0] = 0
    return dz @ W1.T, x.T @ dz, z.T @ dout


@written("edge", function="residual_forward", names=("relu-after-the-sum",))
def original_resnet(x, W1, W2):
    out = np.maximum(0, x.dot(W1))
    out = out.dot(W2)
    out += x
    return np.maximum(0, out)


@written("pair", function="residual_forward", names=("relu-missing", "shortcut-subtracted"), later=True)
def linear_minus_shortcut(x, W1, W2):
    return x @ W1 @ W2 - x


@written("pair", function="residual_backward", names=("shortcut-only", "weight-gradients-averaged"), later=True)
def shortcut_alone_averaged(dout, x, W1, W2):
    z = x @ W1
    h = np.maximum(z, 0)
    dz = (dout @ W2.T) * (z > 0)
    return dout, x.T @ dz / len(x), h.T @ dout / len(x)
