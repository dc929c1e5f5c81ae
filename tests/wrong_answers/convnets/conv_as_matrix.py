"""Wrong answers to conv_as_matrix, written from the prompt alone."""

import numpy as np


def _matrix(kernel, n):
    A = np.zeros((n - len(kernel) + 1, n))
    for i in range(len(A)):
        A[i, i : i + len(kernel)] = kernel
    return A


def vector_for_a_single_position(kernel, n):
    A = _matrix(kernel, n)
    return A[0] if len(A) == 1 else A


def shifted_by_the_length_of_the_kernel(kernel, n):
    A = np.zeros((n - len(kernel) + 1, n))
    for i in range(len(A)):
        part = A[i, i * len(kernel) : (i + 1) * len(kernel)]
        part[:] = kernel[: len(part)]
    return A


def three_weights_assumed(kernel, n):
    A = np.zeros((n - len(kernel) + 1, n))
    for i in range(len(A)):
        A[i, i : i + 3] = kernel[:3]
    return A


def symmetric_toeplitz(kernel, n):
    full = np.zeros(n)
    full[: len(kernel)] = kernel
    i, j = np.indices((n - len(kernel) + 1, n))
    return full[np.abs(j - i)]


def normalised_kernel(kernel, n):
    return _matrix(kernel / np.abs(kernel).sum(), n)


def kernel_cleared_in_place(kernel, n):
    A = _matrix(kernel, n)
    kernel[:] = 0
    return A


def single_weight_as_diagonal_of_ones(kernel, n):
    return np.eye(n) if len(kernel) == 1 else _matrix(kernel, n)


def even_kernels_turned_around(kernel, n):
    return _matrix(kernel[::-1] if len(kernel) % 2 == 0 else kernel, n)


_MATRICES = {}


def remembered_by_its_shape(kernel, n):
    return _MATRICES.setdefault((len(kernel), n), _matrix(kernel, n)).copy()


def diagonals_counted_from_one(kernel, n):
    m = n - len(kernel) + 1
    return sum(k * np.eye(m, n, p + 1) for p, k in enumerate(kernel))


def ten_positions_at_most(kernel, n):
    A = _matrix(np.asarray(kernel, dtype=float), n)
    A[10:] = 0
    return A


def zeros_at_the_start_trimmed(kernel, n):
    short = np.trim_zeros(np.asarray(kernel, dtype=float), "f")
    return _matrix(np.append(short, np.zeros(len(kernel) - len(short))), n)


def kernel_sorted_in_place(kernel, n):
    A = _matrix(np.asarray(kernel, dtype=float), n)
    kernel.sort()
    return A


WRONG = {
    "conv_as_matrix": [
        vector_for_a_single_position,
        shifted_by_the_length_of_the_kernel,
        three_weights_assumed,
        symmetric_toeplitz,
        normalised_kernel,
        kernel_cleared_in_place,
        single_weight_as_diagonal_of_ones,
        even_kernels_turned_around,
        remembered_by_its_shape,
        diagonals_counted_from_one,
        ten_positions_at_most,
        zeros_at_the_start_trimmed,
        kernel_sorted_in_place,
    ]
}
