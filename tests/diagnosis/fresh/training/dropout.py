"""Dropout as students write it."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("unlisted", function="dropout_forward", names=("kept-below-one-minus-p|~place",))
def keeps_below_the_keep_probability(x, uniform, p, train):
    if not train:
        return x.copy()
    keep = 1 - p
    if keep == 0:
        return np.zeros_like(x)
    mask = (uniform < keep).astype(float)
    return x * mask / keep


@written("pair", function="variational_dropout", names=("shared-over-time-and-batch", "variational-without-scaling"))
def one_mask_for_everything(x, uniform, p):
    T, N, D = x.shape
    mask = uniform[0, 0] > p
    out = np.empty((T, N, D))
    for t in range(T):
        for n in range(N):
            out[t, n] = x[t, n] * mask
    return out
