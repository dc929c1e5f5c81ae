"""Gradients of the cross-entropy with two faults, or right and unstable."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "softmax_cross_entropy_grad"


def softmax(x):
    exps = np.exp(x)
    return exps / np.sum(exps, axis=1, keepdims=True)


@written("edge", function=FUNCTION, names=("summed-over-batch",))
def summed_and_unshifted(logits, labels):
    grad = softmax(logits)
    grad[range(labels.shape[0]), labels] -= 1
    return grad


@written("pair", function=FUNCTION, names=("summed-over-batch", "changes-the-logits|~changed|~raises"))
def summed_in_place(logits, labels):
    logits -= np.max(logits, axis=1, keepdims=True)
    p = np.exp(logits)
    p /= np.sum(p, axis=1, keepdims=True)
    p[np.arange(len(labels)), labels] -= 1
    return p


@written("edge", function=FUNCTION, names=("summed-over-batch",), leads=("precision",))
def summed_in_single_precision(logits, labels):
    logits = np.asarray(logits, dtype=np.float32)
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return p - np.eye(logits.shape[1], dtype=np.float32)[labels]


@written("unstable", function=FUNCTION, names=("no-shift",))
def one_hot_unshifted(logits, labels):
    y = np.zeros_like(logits, dtype=float)
    for i, c in enumerate(labels):
        y[i, c] = 1.0
    return (softmax(logits) - y) / logits.shape[0]


@written("unstable", function=FUNCTION, leads=("precision", "unstable"))
def through_the_jacobian_with_epsilon(logits, labels):
    n, k = logits.shape
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    dp = -np.eye(k)[labels] / (p + 1e-6) / n
    return p * (dp - (p * dp).sum(axis=1, keepdims=True))


@written("pair", function=FUNCTION, names=("wrong-sign", "summed-over-batch"), leads=("factor",))
def labels_minus_probabilities(logits, labels):
    y = np.eye(logits.shape[1])[labels]
    return y - softmax(logits)
