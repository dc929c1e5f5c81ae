"""Reference for training/ema."""

import numpy as np
from jaxtyping import Float


def ema(values: Float[np.ndarray, "T"], beta: float) -> Float[np.ndarray, "T"]:
    """Exponential moving average, without bias correction.

    m_0 = 0,  m_t = beta m_{t-1} + (1 - beta) g_t

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

    (1 - beta) beta^i,  i = 0, ..., k - 1

    Args:
        beta: decay, in [0, 1).
        k: how many weights, at least 1.

    Returns:
        The weights, shape (k,).
    """
    # BEGIN SOLUTION
    return (1 - beta) * beta ** np.arange(k)
    # END SOLUTION


def effective_window(beta: float) -> float:
    """How many of the last values an exponential moving average is worth.

    1 / (1 - beta)

    Args:
        beta: decay, in [0, 1).

    Returns:
        The window, a float.
    """
    # BEGIN SOLUTION
    return 1 / (1 - beta)
    # END SOLUTION
