"""Reference for losses/gaussian_likelihood."""

import numpy as np
from jaxtyping import Float


def gaussian_nll(y: Float[np.ndarray, "n"], mu: Float[np.ndarray, "n"], var: float) -> float:
    """Mean negative log-likelihood of targets with Gaussian noise, constant included.

    Args:
        y: observed targets, shape (n,).
        mu: predicted means, shape (n,).
        var: variance of the noise (sigma squared), above 0, the same for all samples.

    Returns:
        The mean, one number; it may be negative, as a density may exceed 1.
    """
    # BEGIN SOLUTION
    return float(np.mean(0.5 * np.log(2.0 * np.pi * var) + (y - mu) ** 2 / (2.0 * var)))
    # END SOLUTION


def mse(y: Float[np.ndarray, "n"], mu: Float[np.ndarray, "n"]) -> float:
    """Mean squared error, without a factor 1/2.

    Args:
        y: observed targets, shape (n,).
        mu: predicted means, shape (n,).

    Returns:
        The mean, one number.
    """
    # BEGIN SOLUTION
    return float(np.mean((y - mu) ** 2))
    # END SOLUTION


def nll_from_mse(mse: float, var: float) -> float:
    """Mean negative log-likelihood of Gaussian noise, from the mean squared error alone.

    With the `mse` of any y and mu it agrees with `gaussian_nll` of the same y and mu.

    Args:
        mse: mean squared error of the predictions.
        var: variance of the noise, above 0.

    Returns:
        The mean negative log-likelihood, one number.
    """
    # BEGIN SOLUTION
    return float(mse / (2.0 * var) + 0.5 * np.log(2.0 * np.pi * var))  # a > 0: the same mu minimises both
    # END SOLUTION
