"""Choices of an attribute as students write them."""

import math

from tests.diagnosis.verdicts import written


def entropy(labels):
    out = 0
    for l in set(labels):
        p = labels.count(l) / len(labels)
        out += -p * math.log(p, 2)
    return out


@written("pair", function="best_split", names=("smallest-gain", "nothing-when-no-gain"))
def remaining_entropy_is_maximised(rows, labels, attributes):
    best, best_score = None, 0
    for a in attributes:
        rest = 0
        for v in {r[a] for r in rows}:
            sub = [labels[i] for i in range(len(rows)) if rows[i][a] == v]
            rest += len(sub) / len(labels) * entropy(sub)
        if rest > best_score:
            best, best_score = a, rest
    return best
