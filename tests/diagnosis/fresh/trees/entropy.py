"""Entropies as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="entropy", names=("nats", "negative"))
def numpy_without_minus(labels):
    _, counts = np.unique(labels, return_counts=True)
    p = counts / counts.sum()
    return np.sum(p * np.log(p))
