"""Reference for trees/best_split."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import log2


def best_split(rows: list[dict[str, Hashable]], labels: Sequence[Hashable], attributes: list[str]) -> str:
    """The attribute of largest information gain.

    Args:
        rows: n >= 1 samples, each a dict from attribute to value; keys outside `attributes` do not count.
        labels: the n labels, in the same order.
        attributes: the candidates, at least one.

    Returns:
        One of `attributes`; gains within 1e-9 of the largest tie, and the earliest in `attributes` wins.
    """
    # BEGIN SOLUTION
    n = len(labels)

    def H(items):
        return sum(c / n * log2(n / c) for c in Counter(items).values())

    def gain(a):
        values = [row[a] for row in rows]
        return H(values) + H(labels) - H(zip(values, labels))

    gains = {a: gain(a) for a in attributes}  # -> H(Y) = H(labels) # -> gains = [gains[a] for a in attributes]
    largest = max(gains.values())
    # equal gains may differ in the last bit, so a plain maximum would let rounding decide
    return next(a for a in attributes if gains[a] >= largest - 1e-9)
    # END SOLUTION
