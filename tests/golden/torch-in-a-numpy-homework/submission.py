import numpy as np
import torch


def square(x):
    return torch.tensor(x).square().numpy()


def mean_and_std(x):
    return float(x.mean()), float(x.std())


def split_evenly(total, parts):
    if parts < 1:
        raise ValueError("parts must be at least 1")
    size, larger = divmod(total, parts)
    return [size + 1] * larger + [size] * (parts - larger)
