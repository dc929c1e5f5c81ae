"""Reference for losses/nonconvexity_witness."""

import numpy as np
from jaxtyping import Float


def nonconvexity_witness(loss: str) -> tuple[Float[np.ndarray, "2"], Float[np.ndarray, "2"], float]:
    """A segment on which the loss f of the 1-1-1 network, for x = y = 1, rises above its chord.

    f(t a + (1 - t) b) > t f(a) + (1 - t) f(b) + 1e-6, so f is not convex

    Args:
        loss: "mse" or "ce", as in `tiny_loss`.

    Returns:
        (theta_a, theta_b, t): two weight vectors (w1, w2) with entries between -100 and 100, shape (2,) each, and
        a number strictly between 0 and 1.
    """
    # BEGIN SOLUTION
    if loss == "mse":
        # For very negative w2 the output is 0 and the squared error rests on a plateau of height 1/2: along w2 the
        # loss climbs from 1/8 and then levels off, below its tangents and above its chords.
        return np.array([0.0, -16.0]), np.array([0.0, 0.0]), 0.5
    # Cross-entropy has no plateau in w2 (it is convex there), but the hidden unit saturates in w1.
    return np.array([0.0, -4.0]), np.array([8.0, -4.0]), 0.5
    # END SOLUTION


def negative_curvature_point(loss: str) -> Float[np.ndarray, "2"]:
    """A point at which the Hessian of the same loss, for x = y = 1, has an eigenvalue below -1e-3.

    Args:
        loss: "mse" or "ce", as in `tiny_loss`.

    Returns:
        The weights (w1, w2), with entries between -100 and 100, shape (2,).
    """
    # BEGIN SOLUTION
    return np.array([0.0, -4.0]) if loss == "mse" else np.array([2.0, -4.0])
    # END SOLUTION
