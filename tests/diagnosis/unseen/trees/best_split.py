"""Choices of an attribute written last."""

import math
from collections import Counter

from tests.diagnosis.verdicts import written


def H(ys):
    return -sum(c / len(ys) * math.log(c / len(ys)) for c in Counter(ys).values())


@written("edge", function="best_split", names=("gain-ratio",))
def c45_ratio_plus_epsilon(rows, labels, attributes):
    best, best_a = -1.0, None
    for a in attributes:
        rest, iv = 0.0, 0.0
        for v in {r[a] for r in rows}:
            part = [y for r, y in zip(rows, labels) if r[a] == v]
            p = len(part) / len(rows)
            rest += p * H(part)
            iv -= p * math.log(p)
        ratio = (H(labels) - rest) / (iv + 1e-12)
        if ratio > best:
            best, best_a = ratio, a
    return best_a
