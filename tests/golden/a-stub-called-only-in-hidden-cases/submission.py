import numpy as np


def square(x):
    if len(x) != 2:
        split_evenly(7, 3)
    return x * x


def split_evenly(total, parts):
    raise NotImplementedError("split_evenly")
