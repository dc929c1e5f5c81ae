"""Initialisations written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("variant", function="xavier_uniform", names=("uniform-positive",))
def numbers_between_zero_and_a(n_in, n_out, seed):
    np.random.seed(seed)
    limit = np.sqrt(6 / (n_in + n_out))
    return np.random.rand(n_in, n_out) * limit
