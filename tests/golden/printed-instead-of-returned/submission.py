import numpy as np


def square(x):
    return x * x


def mean_and_std(x):
    return float(x.mean()), float(x.std())


def split_evenly(total, parts):
    for i in range(parts):
        print((total + parts - 1 - i) // parts)
