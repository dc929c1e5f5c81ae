"""Choices of a split as in the books."""

from math import log

from tests.diagnosis.verdicts import written


def entropy(labels):
    counts = {}
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
    total = 0.0
    for key in counts:
        prob = float(counts[key]) / len(labels)
        total -= prob * log(prob, 2)
    return total


@written("variant", function="best_split", names=("best-index-starts-at-minus-one",), leads=("edge-tie",))
def machine_learning_in_action(rows, labels, attributes):
    base = entropy(labels)
    best_gain, best_feature = 0.0, -1
    for i in range(len(attributes)):
        values = [row[attributes[i]] for row in rows]
        new = 0.0
        for value in set(values):
            sub = [y for v, y in zip(values, labels) if v == value]
            new += len(sub) / float(len(labels)) * entropy(sub)
        if base - new > best_gain:
            best_gain, best_feature = base - new, i
    return attributes[best_feature]


@written("pair", function="best_split", names=("branches-not-weighted", "last-of-a-tie"))
def plain_sum_last_of_a_tie(rows, labels, attributes):
    base = entropy(labels)
    best, name = -1e9, None
    for a in attributes:
        values = [row[a] for row in rows]
        gain = base
        for value in set(values):
            gain -= entropy([y for v, y in zip(values, labels) if v == value])
        if gain >= best:
            best, name = gain, a
    return name
