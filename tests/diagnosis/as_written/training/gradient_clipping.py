"""Gradient clipping with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "clip_by_global_norm"


@written("variant", function=FUNCTION, names=("epsilon-added-to-norm",), leads=("precision",))
def pytorch(grads, max_norm):
    total = np.sqrt(sum((g**2).sum() for g in grads))
    coefficient = max_norm / (total + 1e-6)
    if coefficient < 1:
        return [g * coefficient for g in grads]
    return grads


@written("pair", function=FUNCTION, names=("epsilon-added-to-norm", "norm-in-place|~changed"))
def pytorch_in_place(grads, max_norm):
    total = 0
    for g in grads:
        total += np.sum(g**2)
    rate = max_norm / (np.sqrt(total) + 1e-6)
    if rate < 1:
        for g in grads:
            g *= rate
    return grads


@written("pair", function=FUNCTION, names=("each-array-alone", "norm-in-place|~changed"))
def one_by_one_in_place(grads, max_norm):
    for g in grads:
        norm = np.linalg.norm(g)
        if norm > max_norm:
            g *= max_norm / norm
    return grads


@written("pair", function=FUNCTION, names=("squared-norm", "always-rescaled"))
def no_root_always(grads, max_norm):
    total = sum(np.sum(g**2) for g in grads)
    return [g * (max_norm / total) for g in grads]


@written("pair", function="clip_by_value", names=("upper-side-only", "value-in-place|~changed"), later=True)
def upper_side_in_place(g, limit):
    g[g > limit] = limit
    return g
