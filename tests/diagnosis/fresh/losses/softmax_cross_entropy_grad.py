"""Gradients of softmax and cross-entropy as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "softmax_cross_entropy_grad"


@written("pair", function=FUNCTION, names=("wrong-sign", "summed-over-batch"))
def target_minus_prediction(logits, labels):
    n, k = logits.shape
    grad = np.zeros((n, k))
    for i in range(n):
        p = np.exp(logits[i]) / np.sum(np.exp(logits[i]))
        for j in range(k):
            t = 1 if labels[i] == j else 0
            grad[i, j] = t - p[j]
    return grad


@written("unlisted", function=FUNCTION, names=("divided-in-the-loop|~place",))
def divided_by_n_inside_the_loop(logits, labels):
    z = logits - logits.max(1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(1, keepdims=True)
    n = len(labels)
    for i in range(n):
        p[i, labels[i]] -= 1
        p /= n
    return p
