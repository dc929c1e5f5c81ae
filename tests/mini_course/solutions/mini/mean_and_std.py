"""Reference for mini/mean_and_std."""
# ruff: noqa: F821

import numpy as np
from jaxtyping import Float


def mean_and_std(x: Float[np.ndarray, "n"]) -> tuple[float, float]:
    """Mean and population standard deviation.

    Args:
        x: at least one number.

    Returns:
        Both, as floats.
    """
    # BEGIN SOLUTION
    return float(x.mean()), float(np.sqrt(((x - x.mean()) ** 2).mean()))
    # END SOLUTION
