"""Softmaxes written last, of which the engine has learnt nothing."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("variant", function="softmax", names=("over-the-batch",), leads=("rows",))
def columns_normalised_in_a_loop(logits):
    out = np.exp(logits - np.max(logits))
    if out.ndim == 1:
        return out / out.sum()
    for j in range(out.shape[1]):
        out[:, j] = out[:, j] / np.sum(out[:, j])
    return out
