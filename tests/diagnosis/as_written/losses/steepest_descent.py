"""Written after the engine, before it was asked."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="steepest_descent_direction", names=("uphill", "not-a-number-at-zero|~unstable"), later=True)
def uphill_undefined_at_zero(g):
    return g / np.linalg.norm(g)
