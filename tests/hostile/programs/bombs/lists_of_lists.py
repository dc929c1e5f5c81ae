# A list of a million lists, a dict of a million entries.
import numpy as np


def square(x):
    return [[1.0]] * 1_000_000


def mean_and_std(x):
    return {float(i): i for i in range(1_000_000)}


def split_evenly(total, parts):
    return [1] * 3_000_000
