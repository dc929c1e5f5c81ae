"""Reference for training/gradient_clipping."""

import numpy as np
from jaxtyping import Float


def clip_by_global_norm(grads: list[Float[np.ndarray, "..."]], max_norm: float) -> list[Float[np.ndarray, "..."]]:
    """Scales all gradients by one common factor, so that their joint norm is at most max_norm.

    Args:
        grads: one gradient per parameter array, each of any shape.
        max_norm: positive.

    Returns:
        The clipped gradients, in the order and of the shapes of grads.

    Source: Pascanu et al. (2013), algorithm 1.
    """
    # BEGIN SOLUTION
    norm = np.sqrt(sum(np.sum(g**2) for g in grads))
    factor = max_norm / norm if norm > max_norm else 1.0  # all gradients may be 0
    return [factor * g for g in grads]
    # END SOLUTION


def clip_by_value(g: Float[np.ndarray, "*shape"], limit: float) -> Float[np.ndarray, "*shape"]:
    """Cuts every entry of a gradient to the range from -limit to limit.

    Args:
        g: a gradient, any shape.
        limit: positive.

    Returns:
        The clipped gradient, of g's shape.
    """
    # BEGIN SOLUTION
    return np.clip(g, -limit, limit)
    # END SOLUTION
