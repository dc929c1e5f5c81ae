"""Residual blocks as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


def relu(v):
    return (v > 0) * v


@written("pair", function="residual_forward", names=("relu-missing", "relu-after-the-sum"))
def relu_at_the_end_only(x, W1, W2):
    out = np.matmul(x, W1)
    out = np.matmul(out, W2)
    out = relu(out + x)
    return out


@written("unlisted", function="residual_backward", names=("times-the-output|~part",))
def relu_for_its_derivative(dout, x, W1, W2):
    z = x @ W1
    a = relu(z)
    da = dout @ W2.T
    dz = da * relu(z)
    dW2 = a.T @ dout
    dW1 = x.T @ dz
    return dz @ W1.T + dout, dW1, dW2
