# An array whose header in memory is overwritten: more entries than it has, another place, another type.
import ctypes

import numpy as np


def fields(array):
    return (ctypes.c_void_p * 8).from_address(id(array))


def square(x):
    y = x.ravel().copy()
    ctypes.cast(fields(y)[4], ctypes.POINTER(ctypes.c_ssize_t))[0] = 100_000
    return y


def mean_and_std(x):
    y = np.array([float(x.mean()), float(x.std())])
    fields(y)[2] = 64
    return y


def split_evenly(total, parts):
    y = np.arange(parts)
    fields(y)[7] = id(np.dtype(object))
    return y
