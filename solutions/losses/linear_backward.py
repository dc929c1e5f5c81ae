"""Reference for losses/linear_backward."""

import numpy as np
from jaxtyping import Float


def linear_backward(
    X: Float[np.ndarray, "n d"], W: Float[np.ndarray, "d m"], dY: Float[np.ndarray, "n m"]
) -> tuple[Float[np.ndarray, "n d"], Float[np.ndarray, "d m"], Float[np.ndarray, "m"]]:
    """Backward pass of the linear layer Y = X W + b.

    Nothing is averaged: what the loss averages is in dY already.

    Args:
        X: the layer's input, one row per sample, shape (n, d).
        W: its weights, shape (d, m).
        dY: gradient of the loss with respect to Y, shape (n, m).

    Returns:
        (dX, dW, db), of the shapes (n, d), (d, m) and (m,).
    """
    # BEGIN SOLUTION
    dX = dY @ W.T  # -> dX (n, d); (n, m) (m, d)
    dW = X.T @ dY  # -> dW (d, m); (d, n) (n, m): the product sums over the samples
    db = dY.sum(axis=0)  # -> db (m); b is added to every row, so every row reports to it
    return dX, dW, db
    # END SOLUTION
