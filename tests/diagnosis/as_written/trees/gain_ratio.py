"""Written after the engine, before it was asked."""

import math
from collections import Counter

from tests.diagnosis.verdicts import written


@written("pair", function="gain_ratio", names=("zero-by-zero|~raises", "mixed-units|~factor"), later=True)
def nats_below_bits(values, labels):
    def H(x, l=math.log2):
        return -sum(c / len(x) * l(c / len(x)) for c in Counter(x).values())

    g = H(labels) - sum(
        len(b) / len(labels) * H(b) for v in set(values) for b in [[y for x, y in zip(values, labels) if x == v]]
    )
    return g / H(values, math.log)
