"""Reference for training/ema."""

import numpy as np
from jaxtyping import Float


def ema(values: Float[np.ndarray, "T"], beta: float) -> Float[np.ndarray, "T"]:
    """Exponential moving average, without bias correction.

    It starts from m_0 = 0.

    Args:
        values: g_1, ..., g_T, shape (T,), T >= 1.
        beta: decay, in [0, 1).

    Returns:
        m_1, ..., m_T, shape (T,).
    """
    # BEGIN SOLUTION
    averages, m = [], 0.0
    for g in values:
        m = beta * m + (1 - beta) * g
        averages.append(m)
    return np.array(averages)
    # END SOLUTION


def ema_weights(beta: float, k: int) -> Float[np.ndarray, "k"]:
    """Weights of the last k values in an exponential moving average, newest first.

    Args:
        beta: decay, in [0, 1).
        k: how many weights, at least 1.

    Returns:
        The weights, shape (k,), as they stand in an average that has run for k values or more.
    """
    # BEGIN SOLUTION
    return (1 - beta) * beta ** np.arange(k)
    # END SOLUTION


def effective_window(beta: float) -> float:
    """How many of the last values an exponential moving average is worth.

    Args:
        beta: decay, in [0, 1).

    Returns:
        The window, a float, not rounded.
    """
    # BEGIN SOLUTION
    return 1 / (1 - beta)
    # END SOLUTION
