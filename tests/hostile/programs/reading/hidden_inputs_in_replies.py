# Hides inputs in what a contract's message may repeat: shapes, types' names, dict keys, dtypes.
import numpy as np


def square(x):
    text = "_".join(f"{v:.6f}" for v in x.ravel())
    return type(text, (), {})()


def mean_and_std(x):
    text = "_".join(f"{v:.6f}" for v in x.ravel())
    return {text: text}, np.zeros(tuple(int(abs(v) * 10) for v in x.ravel()[:6]))


def split_evenly(total, parts):
    return np.zeros((total, parts), dtype=f"S{total}")
