"""Information gains as students write them."""

import math

from tests.diagnosis.verdicts import written


def entropy_of(subset, n):
    h = 0.0
    for c in set(subset):
        p = subset.count(c) / n
        h -= p * math.log2(p)
    return h


@written("unlisted", function="conditional_entropy", names=("shares-of-all-samples",))
def helper_divides_by_all_samples(values, labels):
    n = len(labels)
    total = 0.0
    for v in set(values):
        subset = [labels[i] for i in range(n) if values[i] == v]
        total += len(subset) / n * entropy_of(subset, n)
    return total


@written("variant", function="information_gain", names=("branches-not-weighted",))
def helper_sums_the_branches(values, labels):
    labels = list(labels)
    gain = entropy_of(labels, len(labels))
    for v in set(values):
        part = [l for x, l in zip(values, labels) if x == v]
        gain -= entropy_of(part, len(part))
    return gain
