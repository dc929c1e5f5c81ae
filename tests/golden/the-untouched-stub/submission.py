import numpy as np


def square(x):
    raise NotImplementedError  # TODO


def mean_and_std(x):
    raise NotImplementedError  # TODO


def split_evenly(total, parts):
    raise NotImplementedError  # TODO
