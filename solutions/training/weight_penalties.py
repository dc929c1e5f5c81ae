"""Reference for training/weight_penalties."""

import numpy as np
from jaxtyping import Float


def l2_step(
    w: Float[np.ndarray, "*shape"], g: Float[np.ndarray, "*shape"], lr: float, lam: float
) -> Float[np.ndarray, "*shape"]:
    """One gradient step on loss + lam ||w||^2.

    Args:
        w: weights, any shape.
        g: gradient of the loss alone at w, of w's shape.
        lr: learning rate.
        lam: strength of the penalty.

    Returns:
        The new weights, of w's shape.
    """
    # BEGIN SOLUTION
    return (1 - 2 * lr * lam) * w - lr * g
    # END SOLUTION


def l1_step(
    w: Float[np.ndarray, "*shape"], g: Float[np.ndarray, "*shape"], lr: float, lam: float
) -> Float[np.ndarray, "*shape"]:
    """One subgradient step on loss + lam ||w||_1.

    At 0 the penalty's subgradient counts as 0.

    Args:
        w: weights, any shape.
        g: gradient of the loss alone at w, of w's shape.
        lr: learning rate.
        lam: strength of the penalty.

    Returns:
        The new weights, of w's shape.
    """
    # BEGIN SOLUTION
    return w - lr * (g + lam * np.sign(w))
    # END SOLUTION


def soft_threshold_step(
    w: Float[np.ndarray, "*shape"], g: Float[np.ndarray, "*shape"], lr: float, lam: float
) -> Float[np.ndarray, "*shape"]:
    """One proximal gradient step on loss + lam ||w||_1; small weights become exactly 0.

    Args:
        w: weights, any shape.
        g: gradient of the loss alone at w, of w's shape.
        lr: learning rate.
        lam: strength of the penalty.

    Returns:
        The new weights, of w's shape.

    Source: Beck and Teboulle (2009), equation 1.5 (ISTA).
    """
    # BEGIN SOLUTION
    u = w - lr * g
    return np.sign(u) * np.maximum(np.abs(u) - lr * lam, 0.0)
    # END SOLUTION
