"""Gradients without algebra, from differences of the function itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np


def numerical_gradient(
    f: Callable[[np.ndarray[Any, Any]], float], x: np.ndarray[Any, Any], step: float = 1e-5
) -> np.ndarray[Any, Any]:
    """Central differences, (f(x + h e_i) - f(x - h e_i)) / 2h for every entry i.

    Args:
        f: a scalar function of one array.
        x: where to differentiate; any shape, float64.
        step: h; the error is about h^2 f'''/6 + 1e-16 |f| / h.

    Returns:
        An array of x's shape.

    Example:
        >>> numerical_gradient(lambda x: float((x**2).sum()), np.array([1.0, 3.0])).round(6)
        array([2., 6.])
    """
    gradient = np.zeros_like(x, dtype=np.float64)
    for index in np.ndindex(x.shape):
        up, down = x.astype(np.float64), x.astype(np.float64)
        up[index] += step
        down[index] -= step
        gradient[index] = (f(up) - f(down)) / (2 * step)
    return gradient
