# Threads that go on changing what was returned, while it is read and encoded.
import threading

import numpy as np


def shake(array, items):
    while True:
        array += 1.0
        items.append(1.0)
        del items[:-3]


BOARD, ITEMS = np.zeros(200_000), [1.0] * 3
threads = []


def square(x):
    if not threads:
        threads.append(threading.Thread(target=shake, args=(BOARD, ITEMS), daemon=True))
        threads[0].start()
    return BOARD


def mean_and_std(x):
    square(x)
    return ITEMS


def split_evenly(total, parts):
    square(None)
    return ITEMS
