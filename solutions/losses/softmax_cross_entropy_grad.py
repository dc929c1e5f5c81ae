"""Reference for losses/softmax_cross_entropy_grad."""

import numpy as np
from jaxtyping import Float, Int


def softmax_cross_entropy_grad(
    logits: Float[np.ndarray, "n k"], labels: Int[np.ndarray, "n"]
) -> Float[np.ndarray, "n k"]:
    """Gradient of the mean softmax cross-entropy with respect to the logits.

    Args:
        logits: scores, one row per sample, shape (n, k); entries up to +-1e4.
        labels: true classes 0..k-1, shape (n,).

    Returns:
        The gradient, shape (n, k); its rows sum to 0.
    """
    # BEGIN SOLUTION
    n = len(labels)
    shifted = logits - logits.max(axis=1, keepdims=True)  # softmax ignores a constant per row; exp cannot overflow
    P = np.exp(shifted)
    P /= P.sum(axis=1, keepdims=True)  # -> p (n, k) = P
    P[np.arange(n), labels] -= 1.0  # -> p - y? (n, k) = P
    return P / n
    # END SOLUTION
