import numpy as np


class Answers:
    def square(self, x):
        return x * x


def mean_and_std(x):
    return float(x.mean()), float(x.std())


def split_evenly(total, parts):
    if parts < 1:
        raise ValueError(parts)
    return [(total + parts - 1 - i) // parts for i in range(parts)]
