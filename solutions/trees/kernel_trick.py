"""Reference for trees/kernel_trick."""

import numpy as np
from jaxtyping import Float


def rbf_kernel(X: Float[np.ndarray, "n d"], Z: Float[np.ndarray, "m d"], gamma: float) -> Float[np.ndarray, "n m"]:
    """Gram matrix of the Gaussian (RBF) kernel.

    Args:
        X: points, shape (n, d).
        Z: points, shape (m, d).
        gamma: inverse squared width, > 0.

    Returns:
        The kernel of every row of X with every row of Z, shape (n, m).
    """
    # BEGIN SOLUTION
    differences = X[:, None, :] - Z[None, :, :]  # (n, m, d)
    return np.exp(-gamma * (differences**2).sum(axis=2))
    # END SOLUTION


def lift_xor(X: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n p"]:
    """Feature map in which XOR is linearly separable.

    There are u and c with u . phi(x) + c > 0 for x = (0, 1), (1, 0) and < 0 for x = (0, 0), (1, 1).

    Args:
        X: points of the plane, shape (n, 2).

    Returns:
        phi(x) for every row x, shape (n, p) with p <= 10, computed from that row alone.
    """
    # BEGIN SOLUTION
    x1, x2 = X.astype(float).T
    return np.column_stack([x1, x2, x1 * x2])  # x1 + x2 - 2 x1 x2 is 1 for XOR and 0 else
    # END SOLUTION
