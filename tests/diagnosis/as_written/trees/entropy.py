"""Entropies as students write them."""

import math

import numpy as np

from tests.diagnosis.verdicts import written


@written("variant", function="entropy", names=("returns-after-the-first-label",), leads=("value",))
def return_in_the_loop(labels):
    counts, result = {}, 0.0
    for label in labels:
        counts[label] = counts.get(label, 0) + 1
        for key in counts:
            p = counts[key] / len(labels)
            result -= p * math.log2(p)
        return result


@written("pair", function="entropy", names=("nats", "epsilon-in-the-log|~precision"))
def nats_with_epsilon(labels):
    result = 0.0
    for c in set(labels):
        p = list(labels).count(c) / len(labels)
        result -= p * math.log(p + 1e-9)
    return result


@written("variant", function="entropy", names=("counts-reset-for-each-label",), leads=("value",))
def key_sought_among_values(labels):
    counts = {}
    for label in labels:
        if label not in counts.values():
            counts[label] = 0
        counts[label] += 1
    result = 0.0
    for key in counts:
        p = counts[key] / len(labels)
        result -= p * math.log(p, 2)
    return result


@written("edge", function="entropy", names=("nats",))
def nats_of_an_array(labels):
    _, counts = np.unique(labels, return_counts=True)
    p = counts / counts.sum()
    return -np.sum(p * np.log(p))
