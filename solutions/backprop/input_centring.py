"""Reference for backprop/input_centring."""

import numpy as np
from jaxtyping import Float


def hessian_condition_number(X: Float[np.ndarray, "n d"]) -> float:
    """Condition number of the Hessian of linear least squares.

    The loss is (1/2n) ||X w - y||^2; kappa is the largest eigenvalue of its Hessian over the smallest.

    Args:
        X: inputs as they are (not centred here), shape (n, d), n > d, columns linearly independent.

    Returns:
        kappa, at least 1.
    """
    # BEGIN SOLUTION
    eigenvalues = np.linalg.eigvalsh(X.T @ X / len(X))  # H is symmetric; in ascending order
    return float(eigenvalues[-1] / eigenvalues[0])
    # END SOLUTION


def standardise(X: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    """Every column with mean 0 and population variance 1; a constant column becomes 0.

    Args:
        X: inputs, shape (n, d).

    Returns:
        A new array of the same shape.
    """
    # BEGIN SOLUTION
    centred = X - X.mean(axis=0)
    std = centred.std(axis=0)
    return centred / np.where(std > 0, std, 1.0)  # a constant column is 0 already, 0/0 would make it nan
    # END SOLUTION
