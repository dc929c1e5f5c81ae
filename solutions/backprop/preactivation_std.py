"""Reference for backprop/preactivation_std."""

import numpy as np


def preactivation_std(n: int, var_w: float, var_x: float, var_b: float) -> float:
    """Standard deviation of the pre-activation of one neuron.

    All weights, inputs and the bias are independent of each other and have mean 0.

    Args:
        n: how many inputs, at least 1.
        var_w: variance of each weight.
        var_x: variance of each input.
        var_b: variance of the bias, may be 0.

    Returns:
        The standard deviation of z.
    """
    # BEGIN SOLUTION
    return float(np.sqrt(n * var_w * var_x + var_b))
    # END SOLUTION
