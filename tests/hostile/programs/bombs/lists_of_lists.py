# A list of 300 000 lists, a dict of 20 000 entries.
# slow
import numpy as np


def square(x):
    return [[1.0]] * 300_000


def mean_and_std(x):
    return {float(i): i for i in range(20_000)}


def split_evenly(total, parts):
    return [1] * 300_000
