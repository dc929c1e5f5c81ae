"""Written after the engine, before it was asked."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="elastic_net_objective", names=("data-term-without-half", "l2-part-without-half"), later=True)
def no_halves(X, y, w_, alpha, rho):
    return float(((y - X @ w_) ** 2).mean() + alpha * rho * np.abs(w_).sum() + alpha * (1 - rho) * (w_**2).sum())
