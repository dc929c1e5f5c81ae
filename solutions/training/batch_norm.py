"""Reference for training/batch_norm."""

import numpy as np
from jaxtyping import Float


def batch_norm_forward(
    x: Float[np.ndarray, "n d"], gamma: Float[np.ndarray, "d"], beta: Float[np.ndarray, "d"], eps: float
) -> Float[np.ndarray, "n d"]:
    """Batch normalisation in training mode.

    Each feature with its mean and its population variance over the batch.

    Args:
        x: one row per sample, shape (n, d).
        gamma: scale of each feature, shape (d,).
        beta: shift of each feature, shape (d,).
        eps: positive, added to the variance under the root.

    Returns:
        y, shape (n, d).

    Source: Ioffe and Szegedy (2015), algorithm 1.
    """
    # BEGIN SOLUTION
    mu = x.mean(axis=0)  # -> mu (d)
    var = x.var(axis=0)  # -> var (d); divided by n
    x_hat = (x - mu) / np.sqrt(var + eps)
    # -> x - mu? (n, d) = x - mu # -> std? (d) = np.sqrt(var + eps) # -> x_hat (n, d)
    return gamma * x_hat + beta
    # END SOLUTION


def batch_norm_backward(
    dout: Float[np.ndarray, "n d"], x: Float[np.ndarray, "n d"], gamma: Float[np.ndarray, "d"], eps: float
) -> tuple[Float[np.ndarray, "n d"], Float[np.ndarray, "d"], Float[np.ndarray, "d"]]:
    """Gradients through batch normalisation in training mode.

    Every sample of the batch acts on every other one, through the two statistics.

    Args:
        dout: dL/dy, shape (n, d).
        x: the input of the forward pass, shape (n, d).
        gamma: scale of each feature, shape (d,).
        eps: the same as in the forward pass.

    Returns:
        (dx, dgamma, dbeta), of shapes (n, d), (d,) and (d,).
    """
    # BEGIN SOLUTION
    std = np.sqrt(x.var(axis=0) + eps)  # -> mu (d) = x.mean(axis=0) # -> var (d) = x.var(axis=0) # -> std? (d)
    x_hat = (x - x.mean(axis=0)) / std  # -> x - mu? (n, d) = x - x.mean(axis=0) # -> x_hat (n, d)
    dgamma = (dout * x_hat).sum(axis=0)  # -> dgamma (d)
    dbeta = dout.sum(axis=0)  # -> dbeta (d)
    # x acts directly, through mu and through var: what the two statistics take up is projected out of dout.
    dx = gamma / std * (dout - dbeta / len(x) - x_hat * dgamma / len(x))
    # -> dx_hat? (n, d) = gamma * dout # -> dx (n, d)
    return dx, dgamma, dbeta
    # END SOLUTION
