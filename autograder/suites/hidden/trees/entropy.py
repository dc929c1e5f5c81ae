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


def up_to(rng, k):
    """The counts 1 to k: to take two classes for one always shows."""
    return [int(c) for c in rng.permutation(k) + 1]


def assert_entropy(entropy, rng, counts, classes):
    assert_close(entropy(shuffled(rng, counts, classes)), oracle(counts), f"entropy of {len(counts)} classes")


@test_case(name="two classes", points=4.35, hidden=True)
@seeded
def test_two_classes(entropy, rng):
    for _ in range(3):
        assert_entropy(entropy, rng, unequal(rng, 2), ["ripe", "unripe"])


@test_case(name="three and four classes", points=3, hidden=True)
@seeded
def test_more_classes(entropy, rng):
    for k in (3, 4):
        assert_entropy(entropy, rng, unequal(rng, k), ["north", "east", "south", "west"])


@test_case(name="23 classes", points=0.25, hidden=True)
@seeded
def test_many_classes(entropy, rng):
    assert_entropy(entropy, rng, up_to(rng, 23), "abcdefghijklmnopqrstuvw")


@test_case(name="a pure node has entropy 0", points=0.75, hidden=True)
@seeded
def test_pure_node(entropy, rng):
    assert_entropy(entropy, rng, unequal(rng, 2), ["ripe", "unripe"])
    # an integer: who counts by position finds the absent classes below it, and 0 log 0
    assert_close(entropy([1] * int(rng.integers(3, 9))), 0.0, "entropy of equal labels")


@test_case(name="a single sample, and two that differ", points=0.25, hidden=True)
@seeded
def test_few_samples(entropy, rng):
    assert_close(entropy(["only"]), 0.0, "entropy of a single sample")
    assert_close(entropy(["one", "other"]), 1.0, "entropy of two samples that differ")


@test_case(name="booleans and integers are names: with gaps, negative, large", points=0.75, hidden=True)
@seeded
def test_numbers_as_names(entropy, rng):
    assert_entropy(entropy, rng, unequal(rng, 2), [True, False])
    assert_entropy(entropy, rng, unequal(rng, 2), [0, 7])
    # hash(-1) is hash(-2); -1, 255 and 65535 are one and the same in a small integer type
    assert_entropy(entropy, rng, up_to(rng, 8), [-3, -2, -1, 0, 1, 3, 255, 65535])


@test_case(name="labels that look alike: ripe, Ripe, ripened", points=0.25, hidden=True)
@seeded
def test_alike(entropy, rng):
    assert_entropy(entropy, rng, unequal(rng, 3), ["ripe", "Ripe", "ripened"])


@test_case(name="a tuple of labels", points=0.25, hidden=True)
@seeded
def test_tuple(entropy, rng):
    counts = unequal(rng, 2)
    assert_close(entropy(tuple(shuffled(rng, counts, ["ripe", "unripe"]))), oracle(counts), "entropy")


@test_case(name="the labels stay as they are", points=0.15, hidden=True)
@seeded
def test_unchanged(entropy, rng):
    labels = ["b", "a", *shuffled(rng, unequal(rng, 2), "ab"), "b", "a"]  # neither sorted nor its own mirror image
    assert_close(entropy(list(labels)), oracle([labels.count("a"), labels.count("b")]), "entropy")
    assert_pure(entropy, labels)
