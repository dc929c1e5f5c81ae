"""Reference for trees/entropy."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import log2


def entropy(labels: Sequence[Hashable]) -> float:
    """Entropy of the empirical distribution of the labels, in bits.

    Args:
        labels: n >= 1 labels of any hashable kind (strings, integers, booleans).

    Returns:
        H(Y) >= 0; 0 if all labels are equal.

    Source: Shannon, A Mathematical Theory of Communication, 1948.
    """
    # BEGIN SOLUTION
    n = len(labels)
    # log2(n / c) = -log2 p: every term is >= 0, and only classes that occur are summed, so log2(0) never comes up
    return sum(c / n * log2(n / c) for c in Counter(labels).values())
    # END SOLUTION
