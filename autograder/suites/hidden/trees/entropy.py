"""Oracle: SciPy's entr, -p log p with entr(0) = 0 (SciPy comes with scikit-learn)."""

from math import log

import numpy as np
from otter.test_files import test_case
from scipy.special import entr

from autograder.checks import assert_close, assert_pure, seeded

OK_FORMAT = False
name = "entropy_hidden"


def oracle(counts):
    return float(entr(np.array(counts) / sum(counts)).sum()) / log(2)


def shuffled(rng, counts, classes):
    """Every class as often as its count says, in random order."""
    labels = [label for label, count in zip(classes, counts) for _ in range(count)]
    return [labels[i] for i in rng.permutation(len(labels))]


def unequal(rng, k):
    """Counts far from balanced and none of them 1: all classes weigh differently."""
    return [int(c) for c in rng.permutation([3, 8, 17, 31][:k]) + rng.integers(0, 3, size=k)]


@test_case(name="two classes", points=3, hidden=True)
@seeded
def test_two_classes(entropy, rng):
    for _ in range(3):
        counts = unequal(rng, 2)
        assert_close(entropy(shuffled(rng, counts, ["ripe", "unripe"])), oracle(counts), "entropy")


@test_case(name="more than two classes", points=3, hidden=True)
@seeded
def test_many_classes(entropy, rng):
    for k in (3, 4):
        counts = unequal(rng, k)
        assert_close(entropy(shuffled(rng, counts, ["north", "east", "south", "west"])), oracle(counts), "entropy")
    counts = [int(c) for c in rng.permutation(23) + 1]
    assert_close(entropy(shuffled(rng, counts, "abcdefghijklmnopqrstuvw")), oracle(counts), "entropy of 23 classes")


@test_case(name="pure nodes have entropy 0", points=2, hidden=True)
@seeded
def test_pure_nodes(entropy, rng):
    counts = unequal(rng, 2)
    assert_close(entropy(shuffled(rng, counts, [0, 1])), oracle(counts), "entropy of a mixed node")
    assert_close(entropy([1] * int(rng.integers(3, 9))), 0.0, "entropy of equal labels")
    assert_close(entropy(["only"]), 0.0, "entropy of a single sample")
    assert_close(entropy(["one", "other"]), 1.0, "entropy of two samples that are not pure")


@test_case(name="labels are names: booleans, integers with gaps, tuples", points=1, hidden=True)
@seeded
def test_kinds_of_labels(entropy, rng):
    # hash(-1) is hash(-2); -1, 255 and 65535 are one and the same in a small integer type
    whole = [-3, 3, 1000], [-1, 0, 1], [-1, -2, 255, 65535]
    for classes in ([True, False], [0, 7], *whole, ["ripe", "Ripe", "ripened"]):
        counts = unequal(rng, len(classes))
        assert_close(entropy(tuple(shuffled(rng, counts, classes))), oracle(counts), f"entropy of {classes}")


@test_case(name="the labels stay as they are", points=1, hidden=True)
@seeded
def test_pure(entropy, rng):
    counts = unequal(rng, 3)
    labels = shuffled(rng, counts, ["c", "a", "b"])
    labels = ["c", "a", *labels]  # neither sorted nor reversed
    counts = [labels.count(label) for label in "abc"]
    assert_close(entropy(list(labels)), oracle(counts), "entropy")
    assert_pure(entropy, labels)
