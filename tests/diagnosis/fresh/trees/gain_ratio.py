"""Gain ratios as students write them."""

from collections import Counter
from math import log2

from tests.diagnosis.verdicts import written


def H(seq):
    n = len(seq)
    return -sum(c / n * log2(c / n) for c in Counter(seq).values())


@written("unlisted", function="gain_ratio", names=("branches-not-weighted",))
def mean_of_the_branches(values, labels):
    groups = {}
    for v, y in zip(values, labels):
        groups.setdefault(v, []).append(y)
    cond = sum(H(g) for g in groups.values()) / len(groups)
    iv = H(values)
    if iv == 0:
        return 0.0
    return (H(labels) - cond) / iv
