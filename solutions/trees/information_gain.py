"""Reference for trees/information_gain."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import log2


def conditional_entropy(values: Sequence[Hashable], labels: Sequence[Hashable]) -> float:
    """Entropy of the labels that is left, on average, once the attribute's value is known, in bits.

    Args:
        values: the attribute's value for each of the n >= 1 samples.
        labels: the n labels, in the same order.

    Returns:
        H(Y | X), between 0 and H(Y).
    """
    # BEGIN SOLUTION
    n = len(labels)
    branch = Counter(values)  # n_v
    pairs = Counter(zip(values, labels))
    # -> n_v? = list(branch.values()) # -> n_v / n = [branch[v] / n for v in branch]
    # -> H(Y_v) = [sum(c / branch[u] * log2(branch[u] / c) for (v, _), c in pairs.items() if v == u) for u in branch]
    # (n_v / n) * (c / n_v) * log2(n_v / c), the n_v cancelled
    return sum(c / n * log2(branch[v] / c) for (v, _), c in pairs.items())
    # END SOLUTION


def information_gain(values: Sequence[Hashable], labels: Sequence[Hashable]) -> float:
    """Reduction of the labels' entropy by knowing the attribute's value, in bits.

    Args:
        values: the attribute's value for each of the n >= 1 samples.
        labels: the n labels, in the same order.

    Returns:
        The gain, between 0 and H(Y) (up to rounding).

    Source: Quinlan, Induction of Decision Trees, 1986.
    """
    # BEGIN SOLUTION
    n = len(labels)
    H = sum(c / n * log2(n / c) for c in Counter(labels).values())  # -> H(Y) = H
    left = conditional_entropy(values, labels)  # -> H(Y | X) = left
    return H - left
    # END SOLUTION
