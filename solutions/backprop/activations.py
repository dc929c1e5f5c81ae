"""Reference for backprop/activations."""

import numpy as np
from jaxtyping import Float


def relu(z: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Rectified linear unit, entry by entry.

    Args:
        z: pre-activations, any shape.

    Returns:
        A new array of the same shape.
    """
    # BEGIN SOLUTION
    return np.maximum(z, 0.0)
    # END SOLUTION


def relu_backward(z: Float[np.ndarray, "*shape"], dh: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Backward pass of h = relu(z).

    The slope at zero counts as 0.

    Args:
        z: pre-activations, any shape.
        dh: dL/dh, of the same shape.

    Returns:
        dL/dz, of the same shape.
    """
    # BEGIN SOLUTION
    return dh * (z > 0)
    # END SOLUTION


def tanh_backward(z: Float[np.ndarray, "*shape"], dh: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Backward pass of h = tanh(z).

    Args:
        z: pre-activations (not the outputs), any shape.
        dh: dL/dh, of the same shape.

    Returns:
        dL/dz, of the same shape.
    """
    # BEGIN SOLUTION
    return dh * (1.0 - np.tanh(z) ** 2)
    # END SOLUTION
