"""Cross-entropies as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


def my_softmax(z):
    e = np.exp(z - np.max(z))
    return e / e.sum()


def softmax_rows(z):
    e = np.exp(z - z.max(axis=1).reshape(-1, 1))
    return e / e.sum(axis=1).reshape(-1, 1)


@written("unlisted", function="cross_entropy", names=("one-sum-for-all",))
def helper_normalises_the_whole_batch(logits, labels):
    probs = my_softmax(logits)
    loss = 0
    for i, label in enumerate(labels):
        loss -= np.log(probs[i, label])
    return loss / len(labels)


@written("unlisted", function="cross_entropy", names=("softmax-twice",))
def probabilities_through_log_softmax(logits, labels):
    probs = softmax_rows(logits)
    logp = np.log(softmax_rows(probs))
    n = logits.shape[0]
    total = 0.0
    for i in range(n):
        total += logp[i][labels[i]]
    return float(-total / n)
