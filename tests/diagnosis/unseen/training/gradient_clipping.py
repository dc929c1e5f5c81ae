"""Gradient clipping written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("edge", function="clip_by_global_norm", names=("each-array-alone",))
def one_by_one_in_place(grads, max_norm):
    for i in range(len(grads)):
        n = np.sqrt((grads[i] ** 2).sum())
        if n > max_norm:
            grads[i] *= max_norm / n
    return grads
