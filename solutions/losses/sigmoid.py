"""Reference for losses/sigmoid."""

import numpy as np
from jaxtyping import Float


def sigmoid(z: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Logistic sigmoid, entry by entry.

    Args:
        z: an array of any shape; entries up to +-1e4.

    Returns:
        Its values, of the same shape: 0 or 1 where z is far from 0, never NaN.
    """
    # BEGIN SOLUTION
    e = np.exp(-np.abs(z))  # in (0, 1]: no exponent is positive
    return np.where(z >= 0, 1.0, e) / (1.0 + e)  # for z < 0 numerator and denominator are multiplied by exp(z)
    # END SOLUTION


def sigmoid_backward(z: Float[np.ndarray, "*shape"], dh: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Backward pass of h = sigmoid(z), entry by entry.

    Args:
        z: the pre-activation, what went into the sigmoid; any shape.
        dh: gradient of the loss with respect to h, same shape.

    Returns:
        Gradient of the loss with respect to z, same shape.
    """
    # BEGIN SOLUTION
    e = np.exp(-np.abs(z))
    return dh * e / (1.0 + e) ** 2  # h (1 - h) is even in z, so |z| will do, and nothing overflows
    # END SOLUTION
