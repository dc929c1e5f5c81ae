"""Gradient clipping as students write it."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("unlisted", function="clip_by_global_norm", names=("largest-norm",), leads=("factor", "place"))
def largest_of_the_norms(grads, max_norm):
    norms = [np.linalg.norm(g) for g in grads]
    total = max(norms)
    if total > max_norm:
        return [g * max_norm / total for g in grads]
    return grads
