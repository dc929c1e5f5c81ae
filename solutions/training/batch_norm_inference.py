"""Reference for training/batch_norm_inference."""

import numpy as np
from jaxtyping import Float


def update_running_stats(
    x: Float[np.ndarray, "n d"],
    running_mean: Float[np.ndarray, "d"],
    running_var: Float[np.ndarray, "d"],
    momentum: float,
) -> tuple[Float[np.ndarray, "d"], Float[np.ndarray, "d"]]:
    """Running statistics after one more training batch, as PyTorch keeps them.

    They follow the batch's mean and its unbiased variance.

    Args:
        x: a training batch, one row per sample, shape (n, d).
        running_mean: the running mean so far, shape (d,).
        running_var: the running variance so far, shape (d,).
        momentum: weight of the new batch, in [0, 1].

    Returns:
        (running_mean, running_var), both of shape (d,).

    Raises:
        ValueError: the batch holds one sample, which has no unbiased variance.
    """
    # BEGIN SOLUTION
    if len(x) == 1:
        raise ValueError("the unbiased variance needs at least two samples")
    mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var
    # END SOLUTION


def batch_norm_inference(
    x: Float[np.ndarray, "n d"],
    running_mean: Float[np.ndarray, "d"],
    running_var: Float[np.ndarray, "d"],
    gamma: Float[np.ndarray, "d"],
    beta: Float[np.ndarray, "d"],
    eps: float,
) -> Float[np.ndarray, "n d"]:
    """Batch normalisation at test time: a fixed affine map of each feature.

    Args:
        x: one row per sample, shape (n, d); n may be 1.
        running_mean: from training, shape (d,).
        running_var: from training, shape (d,).
        gamma: scale of each feature, shape (d,).
        beta: shift of each feature, shape (d,).
        eps: positive, added to the variance under the root.

    Returns:
        y, shape (n, d).
    """
    # BEGIN SOLUTION
    return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
    # END SOLUTION
