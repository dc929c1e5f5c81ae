"""Reference for trees/elastic_net."""

import numpy as np
from jaxtyping import Float


def elastic_net_objective(
    X: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"], w: Float[np.ndarray, "d"], alpha: float, rho: float
) -> float:
    """Objective that the elastic net minimises over the weights w.

    The mean squared error, halved, plus both penalties; there is no intercept.

    Args:
        X: one row of features per sample, shape (n, d).
        y: targets, shape (n,).
        w: weights, shape (d,).
        alpha: strength of the penalty, >= 0.
        rho: share of the L1 part, between 0 and 1.

    Returns:
        The objective, one number.

    Source: Zou and Hastie, Regularization and Variable Selection via the Elastic Net, 2005; scaled as in scikit-learn.
    """
    # BEGIN SOLUTION
    residual = X @ w - y
    data = residual @ residual / (2 * len(y))
    return float(data + alpha * rho * np.abs(w).sum() + alpha * (1 - rho) / 2 * (w @ w))
    # END SOLUTION
