"""Reference for backprop/preactivation_std."""

import numpy as np


def preactivation_std(n: int, var_w: float, var_x: float, var_b: float) -> float:
    """Standard deviation of the pre-activation of one neuron.

    z = sum_{i=1}^n w_i x_i + b, all w_i, x_i and b independent with mean 0:  Var(z) = n Var(w) Var(x) + Var(b)

    Args:
        n: how many inputs, at least 1.
        var_w: variance of each weight.
        var_x: variance of each input.
        var_b: variance of the bias, may be 0.

    Returns:
        sqrt(Var(z)).
    """
    # BEGIN SOLUTION
    return float(np.sqrt(n * var_w * var_x + var_b))
    # END SOLUTION
