"""Reference for trees/gain_ratio."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import log2


def gain_ratio(values: Sequence[Hashable], labels: Sequence[Hashable]) -> float:
    """Information gain per bit that the attribute itself takes to tell.

    Args:
        values: the attribute's value for each of the n >= 1 samples.
        labels: the n labels, in the same order.

    Returns:
        The gain ratio, between 0 and 1 (up to rounding); 0.0 for an attribute with a single value.

    Source: Quinlan, C4.5: Programs for Machine Learning, 1993.
    """
    # BEGIN SOLUTION
    n = len(labels)

    def H(items):
        return sum(c / n * log2(n / c) for c in Counter(items).values())

    intrinsic_value = H(values)
    if intrinsic_value == 0:
        return 0.0
    # IG is the mutual information of X and Y: H(X) + H(Y) - H(X, Y)
    return (intrinsic_value + H(labels) - H(zip(values, labels))) / intrinsic_value
    # END SOLUTION
