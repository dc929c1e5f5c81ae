import matplotlib.pyplot as plt
import numpy as np


def square(x):
    return x * x


def mean_and_std(x):
    return float(x.mean()), float(x.std())


def split_evenly(total, parts):
    if parts < 1:
        raise ValueError("parts must be at least 1")
    size, larger = divmod(total, parts)
    return [size + 1] * larger + [size] * (parts - larger)


fig, (left, right) = plt.subplots(1, 2, figsize=(8, 3))
left.plot(np.arange(3), square(np.arange(3)))
right.set_title("squares")
plt.show()
