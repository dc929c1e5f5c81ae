"""Reference for losses/softmax."""

import numpy as np
from jaxtyping import Float


def softmax(logits: Float[np.ndarray, "*batch k"]) -> Float[np.ndarray, "*batch k"]:
    """Softmax over the last axis.

    Args:
        logits: scores z, one vector (k,) or one row per sample (n, k); entries up to +-1e4.

    Returns:
        Probabilities of the same shape; they sum to 1 over the last axis.
    """
    # BEGIN SOLUTION
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))  # the largest exponent is 0: nothing overflows
    return e / e.sum(axis=-1, keepdims=True)
    # END SOLUTION


def log_softmax(logits: Float[np.ndarray, "*batch k"]) -> Float[np.ndarray, "*batch k"]:
    """Logarithm of the softmax over the last axis.

    Args:
        logits: scores z, one vector (k,) or one row per sample (n, k); entries up to +-1e4.

    Returns:
        Log-probabilities of the same shape, finite also where the probability itself underflows to 0.
    """
    # BEGIN SOLUTION
    shifted = logits - logits.max(axis=-1, keepdims=True)
    # The sum is at least exp(0) = 1, so its logarithm is safe; z_j itself never goes through exp and log.
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    # END SOLUTION
