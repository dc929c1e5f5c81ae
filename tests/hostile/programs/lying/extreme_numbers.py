# Finite numbers that overflow, vanish or round in whatever is computed with them next.
import itertools

import numpy as np

TURN = itertools.count()
NUMBERS = [1e308, -1e308, 5e-324, -0.0, 2.0**1023, np.float16(65504), np.float32(3.4e38), np.float16(6e-8), 1.7e154]


def square(x):
    return np.full(x.shape, NUMBERS[next(TURN) % len(NUMBERS)])


def mean_and_std(x):
    number = NUMBERS[next(TURN) % len(NUMBERS)]
    return number, number


def split_evenly(total, parts):
    return [[2**63 - 1, -(2**63), 2**64 - 1, 0, -1][next(TURN) % 5]] * parts
