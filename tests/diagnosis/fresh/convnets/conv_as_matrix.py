"""Convolutions as matrices, as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("variant", function="conv_as_matrix", names=("kernel-flipped",))
def column_by_column(kernel, n):
    columns = []
    for i in range(n):
        e = np.zeros(n)
        e[i] = 1
        columns.append(np.convolve(e, kernel, mode="valid"))
    return np.array(columns).T
