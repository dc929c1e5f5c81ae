"""Reference for mini/square. CANARY-SOLUTION-5b1e."""
# ruff: noqa: F722

import numpy as np
from jaxtyping import Float


def square(x: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """The square of every entry.

    Args:
        x: any shape.

    Returns:
        A new array of the same shape.
    """
    # BEGIN SOLUTION
    return x * x
    # END SOLUTION
