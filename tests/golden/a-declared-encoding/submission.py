# -*- coding: latin-1 -*-
# café
def square(x):
    return x * x


def mean_and_std(x):
    return float(x.mean()), float(x.std())


name = 'café'


def split_evenly(total, parts):
    if parts < 1 or len(name) != 4:
        raise ValueError
    return [(total + parts - 1 - i) // parts for i in range(parts)]
