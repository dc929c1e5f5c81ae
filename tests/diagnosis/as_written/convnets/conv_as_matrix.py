"""Written after the engine, before it was asked."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="conv_as_matrix", names=("kernel-flipped", "transposed"), later=True)
def columns_flipped(kernel, n):
    k = len(kernel)
    M = np.zeros((n, n - k + 1))
    for i in range(n - k + 1):
        M[i : i + k, i] = kernel[::-1]
    return M
