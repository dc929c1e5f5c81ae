"""Reference for convnets/conv_as_matrix."""

import numpy as np
from jaxtyping import Float


def conv_as_matrix(kernel: Float[np.ndarray, "k"], n: int) -> Float[np.ndarray, "positions n_inputs"]:
    """The matrix A for which A @ x is the valid cross-correlation of a signal x with the kernel.

    (A x)_i = sum_p kernel_p x_{i+p},  i = 0, ..., n - k

    Args:
        kernel: weights of the filter, shape (k,), k at most n.
        n: length of the signal.

    Returns:
        A, shape (n - k + 1, n): one row per position of the kernel.
    """
    # BEGIN SOLUTION
    k = len(kernel)
    A = np.zeros((n - k + 1, n))
    for i in range(n - k + 1):
        A[i, i : i + k] = kernel  # locality: the rest of the row is 0; sharing: every row holds the same weights
    return A
    # END SOLUTION
