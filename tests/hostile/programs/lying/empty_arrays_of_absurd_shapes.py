# Empty arrays whose other dimensions no memory holds.
import numpy as np


def square(x):
    return np.lib.stride_tricks.as_strided(np.zeros(1), (0, 2**62), (0, 0))


def mean_and_std(x):
    return np.zeros((0,) * 30 + (1,)), np.zeros((1,) * 40)


def split_evenly(total, parts):
    return np.zeros((2**31, 0, 2**31))
