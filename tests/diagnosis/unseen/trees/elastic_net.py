"""Elastic nets written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="elastic_net_objective", names=("data-term-summed", "norms-exchanged"))
def summed_with_the_norms_exchanged(X, y, w, alpha, rho):
    r = y - np.dot(X, w)
    return 0.5 * np.sum(r * r) + alpha * (rho / 2 * np.sum(w**2) + (1 - rho) * np.sum(np.abs(w)))
