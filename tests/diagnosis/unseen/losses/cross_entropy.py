"""Cross-entropies written last, of which the engine has learnt nothing."""

import numpy as np

from tests.diagnosis.verdicts import written


def log_probs(scores):
    scores = scores - scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))


@written("unlisted", function="cross_entropy", names=("divided-by-n-minus-one",), leads=("factor",))
def mean_over_one_less(logits, labels):
    lp = log_probs(logits)
    s = 0
    for i in range(len(labels)):
        s -= lp[i, labels[i]]
    return s / max(len(labels) - 1, 1)


@written("pair", function="cross_entropy", names=("base-two", "labels-count-from-one"))
def bits_of_the_previous_class(logits, labels):
    p = np.exp(log_probs(logits))
    picked = [p[i][labels[i] - 1] for i in range(len(p))]
    return float(-np.mean(np.log2(picked)))
