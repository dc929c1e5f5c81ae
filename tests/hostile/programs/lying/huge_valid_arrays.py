# Arrays as large as the memory allows, some of them only in their strides.
# slow
import numpy as np

ZERO = np.zeros(1)


def square(x):
    return np.zeros(1 << 24)


def mean_and_std(x):
    return np.lib.stride_tricks.as_strided(ZERO, (1 << 40,), (0,)), 0.0


def split_evenly(total, parts):
    return np.lib.stride_tricks.as_strided(ZERO, (1 << 20, 1 << 20), (0, 0))
