# Objects that are arrays by protocol only: __array__, __array_interface__, __array_struct__, buffers, dlpack.
import array
import ctypes

import numpy as np


class Interface:
    __array_interface__ = {"shape": (2**20,), "typestr": "<f8", "data": (4096, False), "version": 3}


class Struct:
    @property
    def __array_struct__(self):
        raise SystemExit


class Array:
    def __array__(self, *args, **kwargs):
        return np.ones(3)

    def __buffer__(self, flags):
        return memoryview(b"x")

    def __dlpack__(self, **kwargs):
        raise SystemExit


def square(x):
    return [Interface(), Struct(), Array()][x.size % 3]


def mean_and_std(x):
    return Array(), memoryview(bytearray(8)).cast("d")


def split_evenly(total, parts):
    return [array.array("i", [1]), (ctypes.c_int * 2)(1, 2)][parts % 2]
