"""Pre-activations as students write them."""

import math

from tests.diagnosis.verdicts import written


@written("variant", function="preactivation_std", names=("standard-deviations-added",))
def n_times_one_std(n, var_w, var_x, var_b):
    one = math.sqrt(var_w * var_x)
    return n * one + math.sqrt(var_b)
