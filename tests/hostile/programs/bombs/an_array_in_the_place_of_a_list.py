# Eight million numbers of a byte where a list is asked for: an object each, and a check of its own.
import numpy as np


def square(x):
    return np.ones(8_000_000, np.uint8)


def mean_and_std(x):
    return np.ones(8_000_000, bool)


def split_evenly(total, parts):
    return np.ones(8_000_000, np.uint8)
