"""Directions of steepest descent as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="steepest_descent_direction", names=("uphill", "divided-by-the-square"))
def root_and_sign_forgotten(grad):
    length = 0
    for g in grad:
        length += g**2
    if length == 0:
        return np.zeros_like(grad)
    return grad / length
