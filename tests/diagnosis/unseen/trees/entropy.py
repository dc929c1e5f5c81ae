"""Entropies written last."""

import math

from tests.diagnosis.verdicts import written


@written("unlisted", function="entropy", names=("counts-in-the-logarithm",), leads=("function", "factor", "rows"))
def log_of_the_counts(labels):
    total = 0
    for y in set(labels):
        c = labels.count(y)
        total -= c / len(labels) * math.log2(c)
    return total
