"""Residual blocks written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("unlisted", function="residual_backward", names=("mask-of-the-gradient|~part",))
def relu_of_the_gradient(dout, x, W1, W2):
    hidden = np.maximum(x @ W1, 0)
    dh = np.maximum(dout @ W2.T, 0)
    return dout + dh @ W1.T, x.T @ dh, hidden.T @ dout
