import os

import numpy as np

os._exit(1)
os._exit(2)
os._exit(3)
os._exit(4)


def square(x):
    return x * x


def mean_and_std(x):
    return float(x.mean()), float(x.std())


def split_evenly(total, parts):
    if parts < 1:
        raise ValueError("parts must be at least 1")
    size, larger = divmod(total, parts)
    return [size + 1] * larger + [size] * (parts - larger)
