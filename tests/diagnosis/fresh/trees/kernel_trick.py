"""Kernels as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="rbf_kernel", names=("distance-not-squared", "gamma-as-width"))
def norm_over_two_sigma_squared(X, Z, gamma):
    K = np.zeros((len(X), len(Z)))
    for i, a in enumerate(X):
        for j, b in enumerate(Z):
            K[i, j] = np.exp(-np.linalg.norm(a - b) / (2 * gamma**2))
    return K
