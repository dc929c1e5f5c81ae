# Takes memory without end, in Python, NumPy and the C library, while loading and in calls.
# slow
import ctypes

import numpy as np

hoard = []


def take():
    while True:
        hoard.append(np.ones(1 << 20))


try:
    take()
except MemoryError:
    hoard.clear()


def square(x):
    take()


def mean_and_std(x):
    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    while address := libc.malloc(ctypes.c_size_t(1 << 22)):
        ctypes.memset(address, 1, 1 << 22)
    raise MemoryError


def split_evenly(total, parts):
    return [0] * 10**12
