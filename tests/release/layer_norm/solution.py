"""Reference for vectors/layer_norm."""

import numpy as np
from jaxtyping import Float


def layer_norm_forward(
    x: Float[np.ndarray, "n d"], gamma: Float[np.ndarray, "d"], beta: Float[np.ndarray, "d"], eps: float
) -> Float[np.ndarray, "n d"]:
    """Layer normalisation.

    y = gamma x_hat + beta,  x_hat = (x - mu) / sqrt(var + eps), with mean and population variance of each row.

    Args:
        x: one row per sample, shape (n, d).
        gamma: scale of each feature, shape (d,).
        beta: shift of each feature, shape (d,).
        eps: positive, added to the variance under the root.

    Returns:
        y, shape (n, d).

    Source: Ba, Kiros and Hinton (2016), equation 4.
    """
    # BEGIN SOLUTION
    mu = x.mean(axis=1, keepdims=True)  # -> mu (n, 1); one for each sample
    std = np.sqrt(x.var(axis=1, keepdims=True) + eps)  # -> x - mu? (n, d) = x - mu # -> std (n, 1)
    return gamma * (x - mu) / std + beta
    # END SOLUTION


def layer_norm_backward(
    dout: Float[np.ndarray, "n d"], x: Float[np.ndarray, "n d"], gamma: Float[np.ndarray, "d"], eps: float
) -> tuple[Float[np.ndarray, "n d"], Float[np.ndarray, "d"], Float[np.ndarray, "d"]]:
    """Gradients through layer normalisation.

    dx = (g - mean(g) - x_hat mean(g x_hat)) / sqrt(var + eps),  g = gamma dout, with means over the features;
    dgamma = sum_i dout_i x_hat_i,  dbeta = sum_i dout_i.

    Args:
        dout: dL/dy, shape (n, d).
        x: the input of the forward pass, shape (n, d).
        gamma: scale of each feature, shape (d,).
        eps: the same as in the forward pass.

    Returns:
        (dx, dgamma, dbeta), of shapes (n, d), (d,) and (d,).
    """
    # BEGIN SOLUTION
    std = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    x_hat = (x - x.mean(axis=1, keepdims=True)) / std
    g = dout * gamma
    dx = (g - g.mean(axis=1, keepdims=True) - x_hat * (g * x_hat).mean(axis=1, keepdims=True)) / std
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    # END SOLUTION
