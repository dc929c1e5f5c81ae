# Random answers of the right form, and constants that satisfy some property.
import numpy as np


def square(x):
    return np.abs(np.random.default_rng().normal(size=x.shape))


def mean_and_std(x):
    return float(np.random.default_rng().normal()), 1.0


def split_evenly(total, parts):
    if parts < 1:
        raise ValueError("no parts")
    return [0] * parts
