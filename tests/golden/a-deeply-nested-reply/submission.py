import numpy as np


def square(x):
    return x * x


def mean_and_std(x):
    return float(x.mean()), float(x.std())


def split_evenly(total, parts):
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested
