"""Reference for training/adam."""

import numpy as np
from jaxtyping import Float


def adam_step(
    w: Float[np.ndarray, "*shape"],
    g: Float[np.ndarray, "*shape"],
    m: Float[np.ndarray, "*shape"],
    v: Float[np.ndarray, "*shape"],
    t: int,
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
) -> tuple[Float[np.ndarray, "*shape"], Float[np.ndarray, "*shape"], Float[np.ndarray, "*shape"]]:
    """One step of Adam.

    Args:
        w: parameters, any shape.
        g: gradient of the loss at w, of w's shape.
        m: first moment from the step before (zeros at the first), of w's shape.
        v: second moment from the step before (zeros at the first), of w's shape.
        t: number of this step, 1 at the first.
        lr: learning rate of this step.
        beta1: decay of the first moment, in [0, 1).
        beta2: decay of the second moment, in [0, 1).
        eps: positive, added to the root.

    Returns:
        (w, m, v): the new parameters and the new moments, not bias-corrected.

    Source: Kingma and Ba (2015), algorithm 1.
    """
    # BEGIN SOLUTION
    m = beta1 * m + (1 - beta1) * g  # -> m
    v = beta2 * v + (1 - beta2) * g**2  # -> v
    m_hat = m / (1 - beta1**t)  # -> m_hat; m started at 0: its weights sum to 1 - beta1^t only
    v_hat = v / (1 - beta2**t)  # -> v_hat # -> sqrt(v_hat)? = np.sqrt(v_hat)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
    # END SOLUTION
