"""Softmaxes as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("unlisted", function="softmax", names=("sum-carried-over|~place",))
def total_not_reset(logits):
    logits = np.atleast_2d(logits)
    out = np.zeros(logits.shape)
    total = 0.0
    for i in range(logits.shape[0]):
        row = logits[i] - max(logits[i])
        for j in range(len(row)):
            total += np.exp(row[j])
        for j in range(len(row)):
            out[i][j] = np.exp(row[j]) / total
    return out


@written("unlisted", function="softmax", leads=("precision",))
def rounded_for_printing(logits):
    z = logits - np.max(logits, axis=-1, keepdims=True)
    p = np.exp(z) / np.sum(np.exp(z), axis=-1, keepdims=True)
    return np.round(p, 3)


@written("variant", function="log_softmax", names=("shift-not-undone",), leads=("place", "rows"))
def shift_of_everything_not_undone(logits):
    biggest = np.max(logits)
    sums = np.exp(logits - biggest).sum(axis=-1, keepdims=True)
    return logits - np.log(sums)
