# Crashes: a null pointer, abort, an illegal instruction, a stack overflow in C.
# slow
import ctypes
import os


def square(x):
    return ctypes.string_at(0)


def mean_and_std(x):
    os.abort()


def split_evenly(total, parts):
    value = []
    for _ in range(1_000_000):
        value = [value]
    return value == [value]
