"""Reference for training/momentum."""

import numpy as np
from jaxtyping import Float


def sgd_step(w: Float[np.ndarray, "*shape"], g: Float[np.ndarray, "*shape"], lr: float) -> Float[np.ndarray, "*shape"]:
    """One step of (stochastic) gradient descent.

    Args:
        w: parameters, any shape.
        g: gradient of the loss at w, of w's shape.
        lr: learning rate.

    Returns:
        The new parameters, of w's shape.
    """
    # BEGIN SOLUTION
    return w - lr * g
    # END SOLUTION


def momentum_step(
    w: Float[np.ndarray, "*shape"], g: Float[np.ndarray, "*shape"], v: Float[np.ndarray, "*shape"], lr: float, mu: float
) -> tuple[Float[np.ndarray, "*shape"], Float[np.ndarray, "*shape"]]:
    """One step of gradient descent with momentum (the heavy ball).

    The learning rate acts inside the velocity, and w moves by the new velocity.

    Args:
        w: parameters, any shape.
        g: gradient of the loss at w, of w's shape.
        v: velocity from the step before (zeros at the first), of w's shape.
        lr: learning rate of this step.
        mu: momentum coefficient, in [0, 1).

    Returns:
        (w, v): the new parameters and the new velocity.

    Source: Sutskever et al. (2013), equations 1 and 2.
    """
    # BEGIN SOLUTION
    v = mu * v - lr * g
    return w + v, v
    # END SOLUTION
