"""Folds as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="k_fold", names=("shuffled", "parts-exchanged"))
def shuffled_and_exchanged(n, k):
    idx = np.random.RandomState(42).permutation(n)
    folds = np.array_split(idx, k)
    out = []
    for i in range(k):
        val = folds[i].tolist()
        train = [j for f in range(k) if f != i for j in folds[f].tolist()]
        out.append((val, train))
    return out
