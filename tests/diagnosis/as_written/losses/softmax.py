"""Softmaxes with two faults, or right and unstable."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("edge", function="softmax", names=("one-sum-for-all",))
def one_sum_unshifted(logits):
    exps = np.exp(logits)
    return exps / np.sum(exps)


@written("unstable", function="softmax", names=("no-shift", "rows-only|~raises"))
def unshifted_rows(logits):
    exps = np.exp(logits)
    return exps / np.sum(exps, axis=1).reshape(-1, 1)


@written("edge", function="softmax", names=("over-the-batch",))
def columns_unshifted(logits):
    return np.exp(logits) / np.sum(np.exp(logits), axis=0)


@written("unstable", function="log_softmax", names=("log-of-the-probabilities|log-sum-exp-unshifted",))
def logged_unshifted(logits):
    exps = np.exp(logits)
    return np.log(exps / exps.sum(axis=-1, keepdims=True))


@written("unstable", function="log_softmax", names=("log-of-clipped-probabilities",), leads=("precision",))
def logged_with_epsilon(logits):
    exps = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.log(exps / exps.sum(axis=-1, keepdims=True) + 1e-8)


@written("edge", function="log_softmax", names=("log-over-the-batch",))
def logged_columns(logits):
    exps = np.exp(logits - logits.max(axis=0))
    return np.log(exps / exps.sum(axis=0))
