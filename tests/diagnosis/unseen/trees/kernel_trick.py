"""Kernels written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("variant", function="rbf_kernel", names=("half-in-the-exponent",), leads=("function",))
def gaussian_with_half(X, Z, gamma):
    return np.array([[np.exp(-0.5 * gamma * ((x - z) @ (x - z))) for z in Z] for x in X])
