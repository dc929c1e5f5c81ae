"""Elastic nets as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="elastic_net_objective", names=("l2-part-without-half", "data-term-without-half"))
def textbook_without_halves(X, y, w, alpha, rho):
    err = 0.0
    for i in range(len(y)):
        err += (y[i] - np.dot(X[i], w)) ** 2
    l1 = sum(abs(v) for v in w)
    l2 = sum(v * v for v in w)
    return float(err / len(y) + alpha * (rho * l1 + (1 - rho) * l2))
