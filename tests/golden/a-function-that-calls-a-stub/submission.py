import numpy as np


def square(x):
    return x * x


def mean_and_std(x):
    first, *_ = split_evenly(len(x), 1)
    return float(x.sum() / first), float(x.std())


def split_evenly(total, parts):
    raise NotImplementedError("split_evenly")
