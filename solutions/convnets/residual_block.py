"""Reference for convnets/residual_block."""

import numpy as np
from jaxtyping import Float


def residual_forward(
    x: Float[np.ndarray, "n d"], W1: Float[np.ndarray, "d h"], W2: Float[np.ndarray, "h d"]
) -> Float[np.ndarray, "n d"]:
    """A residual block: two linear maps with a ReLU between them find what is added to the input.

    Args:
        x: one row per sample, shape (n, d).
        W1: weights into the branch, shape (d, h).
        W2: weights out of the branch, shape (h, d).

    Returns:
        y, shape (n, d).
    """
    # BEGIN SOLUTION
    z = x @ W1  # -> z (n, h)
    h = np.maximum(z, 0.0)  # -> relu(z) (n, h) = h
    return x + h @ W2
    # END SOLUTION


def residual_backward(
    dout: Float[np.ndarray, "n d"],
    x: Float[np.ndarray, "n d"],
    W1: Float[np.ndarray, "d h"],
    W2: Float[np.ndarray, "h d"],
) -> tuple[Float[np.ndarray, "n d"], Float[np.ndarray, "d h"], Float[np.ndarray, "h d"]]:
    """Gradients of a scalar loss L through `residual_forward`, given dout = dL/dy; relu'(0) = 0.

    Args:
        dout: gradient with respect to y, shape (n, d).
        x: input of the forward pass, shape (n, d).
        W1: weights into the branch, shape (d, h).
        W2: weights out of the branch, shape (h, d).

    Returns:
        dx of shape (n, d), dW1 of shape (d, h) and dW2 of shape (h, d).
    """
    # BEGIN SOLUTION
    z = x @ W1  # -> z (n, h)
    dz = (dout @ W2.T) * np.where(z > 0, 1.0, 0.0)
    # -> relu(z)? (n, h) = np.maximum(z, 0.0) # -> dh? (n, h) = dout @ W2.T # -> dz (n, h)
    dx = dout + dz @ W1.T  # -> dx (n, d); the first path is the shortcut: it carries dout back unchanged
    return dx, x.T @ dz, np.maximum(z, 0.0).T @ dout
    # END SOLUTION
