"""Reference for trees/decision_tree."""

from collections import Counter
from collections.abc import Hashable, Sequence
from math import log2


def build_tree(rows: list[dict[str, Hashable]], labels: Sequence[Hashable], attributes: list[str]) -> dict:
    """Decision tree by ID3: split on an attribute of largest information gain until nothing is left to ask.

    Args:
        rows: n >= 1 samples, each a dict from attribute to value.
        labels: the n labels, in the same order; all strings or all integers.
        attributes: those that may be asked for (each at most once on a path); may be empty.

    Returns:
        A leaf `{"label": y}`, or a node `{"attribute": a, "majority": y, "children": {value: tree}}` with a child for
        every value of a seen at the node. Majority ties go to the smallest label.

    Source: Quinlan, Induction of Decision Trees, 1986.
    """
    # BEGIN SOLUTION
    n = len(labels)
    counts = Counter(labels)
    majority = min(counts, key=lambda y: (-counts[y], y))
    if len(counts) == 1 or not attributes:
        return {"label": majority}

    def H(items):
        return sum(c / n * log2(n / c) for c in Counter(items).values())

    def gain(a):
        values = [row[a] for row in rows]
        return H(values) + H(labels) - H(zip(values, labels))

    best = max(attributes, key=gain)
    rest = [a for a in attributes if a != best]  # a new list for each node: siblings may need the same attribute
    children = {}
    for v in dict.fromkeys(row[best] for row in rows):
        branch = [i for i, row in enumerate(rows) if row[best] == v]
        children[v] = build_tree([rows[i] for i in branch], [labels[i] for i in branch], rest)
    return {"attribute": best, "majority": majority, "children": children}
    # END SOLUTION


def predict(tree: dict, row: dict[str, Hashable]) -> Hashable:
    """Label that a tree gives to one sample.

    Args:
        tree: a leaf or a node as `build_tree` returns it.
        row: the sample, with a value for every attribute of the tree; further keys do not matter.

    Returns:
        The label of the leaf that is reached, or the majority of the node where the row's value has no child.
    """
    # BEGIN SOLUTION
    while "label" not in tree:
        value = row[tree["attribute"]]
        if value not in tree["children"]:
            return tree["majority"]
        tree = tree["children"][value]
    return tree["label"]
    # END SOLUTION
