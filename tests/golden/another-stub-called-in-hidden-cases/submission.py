import numpy as np


def square(x):
    return mean_and_std(x) if len(x) == 2 else split_evenly(x, 3)


def mean_and_std(x):
    raise NotImplementedError("mean_and_std")


def split_evenly(total, parts):
    raise NotImplementedError("split_evenly")
