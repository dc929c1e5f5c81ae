"""Reference for losses/steepest_descent."""

import numpy as np
from jaxtyping import Float


def steepest_descent_direction(grad: Float[np.ndarray, "d"]) -> Float[np.ndarray, "d"]:
    """Unit vector along which a function with this gradient falls fastest.

    v = argmin of grad . v over all v with ||v||_2 = 1

    Args:
        grad: gradient at the current point, shape (d,).

    Returns:
        The direction, of 2-norm 1 and shape (d,); zeros if the gradient is zero.
    """
    # BEGIN SOLUTION
    norm = np.linalg.norm(grad)
    if norm == 0:  # at a stationary point no direction is better than another
        return np.zeros(len(grad))
    return -grad / norm
    # END SOLUTION
