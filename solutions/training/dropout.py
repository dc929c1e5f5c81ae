"""Reference for training/dropout."""

import numpy as np
from jaxtyping import Float


def dropout_forward(
    x: Float[np.ndarray, "*shape"], uniform: Float[np.ndarray, "*shape"], p: float, train: bool
) -> Float[np.ndarray, "*shape"]:
    """Inverted dropout.

    In training a unit is kept where its draw is at least p, and scaled up; at test time nothing happens.

    Args:
        x: activations, any shape.
        uniform: independent draws from U[0, 1), of x's shape.
        p: probability to drop, in [0, 1].
        train: training or test.

    Returns:
        y, of x's shape; zeros in training with p = 1.

    Source: Srivastava et al. (2014), section 10.
    """
    # BEGIN SOLUTION
    if not train:
        return 1.0 * x
    if p == 1:
        return np.zeros(x.shape)  # nothing is kept: there is nothing to scale
    return np.where(uniform >= p, x / (1 - p), 0.0)
    # END SOLUTION


def dropout_backward(
    dout: Float[np.ndarray, "*shape"], uniform: Float[np.ndarray, "*shape"], p: float
) -> Float[np.ndarray, "*shape"]:
    """Gradient through inverted dropout in training mode.

    Args:
        dout: dL/dy, any shape.
        uniform: the draws of the forward pass, of dout's shape.
        p: probability to drop, in [0, 1].

    Returns:
        dx, of dout's shape; zeros for p = 1.
    """
    # BEGIN SOLUTION
    if p == 1:
        return np.zeros(dout.shape)
    return np.where(uniform >= p, dout / (1 - p), 0.0)
    # END SOLUTION


def variational_dropout(
    x: Float[np.ndarray, "t n d"], uniform: Float[np.ndarray, "t n d"], p: float
) -> Float[np.ndarray, "t n d"]:
    """Inverted dropout over a sequence with one mask for all its steps, in training mode.

    Args:
        x: t steps of n samples with d units, shape (t, n, d).
        uniform: draws from U[0, 1), of x's shape; those of step 0 decide.
        p: probability to drop, in [0, 1].

    Returns:
        y, shape (t, n, d); zeros for p = 1.

    Source: Gal and Ghahramani (2016).
    """
    # BEGIN SOLUTION
    if p == 1:
        return np.zeros(x.shape)
    return np.where(uniform[0] >= p, x / (1 - p), 0.0)  # (n, d) against (t, n, d)
    # END SOLUTION
