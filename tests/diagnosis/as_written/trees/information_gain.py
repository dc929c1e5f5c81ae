"""Gains as students write them."""

import math
from collections import Counter

import numpy as np

from tests.diagnosis.verdicts import written


def entropy(labels, log=math.log2):
    n = len(labels)
    return -sum(c / n * log(c / n) for c in Counter(labels).values())


@written("variant", function="conditional_entropy", names=("length-of-where",), leads=("value",))
def length_of_where(values, labels):
    values, labels = np.array(values), np.array(labels)
    result = 0.0
    for v in set(values.tolist()):
        where = np.where(values == v)
        share = len(where) / len(values)
        result += share * entropy(labels[where].tolist())
    return result


@written("pair", function="conditional_entropy", names=("branches-summed", "conditional-entropy-in-nats"))
def plain_sum_in_nats(values, labels):
    result = 0.0
    for v in set(values):
        result += entropy([y for x, y in zip(values, labels) if x == v], math.log)
    return result


@written("pair", function="information_gain", names=("branches-not-weighted", "gain-in-nats"))
def unweighted_in_nats(values, labels):
    gain = entropy(labels, math.log)
    for v in set(values):
        gain -= entropy([y for x, y in zip(values, labels) if x == v], math.log)
    return gain


@written("pair", function="information_gain", names=("difference-reversed", "gain-in-nats"), leads=("factor",))
def reversed_in_nats(values, labels):
    n = len(labels)
    rest = 0.0
    for v in set(values):
        branch = [y for x, y in zip(values, labels) if x == v]
        rest += len(branch) / n * entropy(branch, math.log)
    return rest - entropy(labels, math.log)
