"""Written after the engine, before it was asked."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="rbf_kernel", names=("half-in-the-exponent", "distance-not-squared"), later=True)
def distance_halved(X, Z, gamma):
    return np.exp(-0.5 * gamma * np.sqrt(((X[:, None] - Z[None]) ** 2).sum(-1)))
