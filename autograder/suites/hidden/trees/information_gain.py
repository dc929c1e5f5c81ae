"""Oracles: SciPy's entr (-p log p, exact at 0), scikit-learn's mutual_info_score, the published melon figures."""

from collections import Counter
from math import log

import numpy as np
from otter.test_files import test_case
from scipy.special import entr
from sklearn.metrics import mutual_info_score

from autograder.checks import assert_close, assert_pure, seeded

OK_FORMAT = False
name = "information_gain_hidden"

# watermelon 2.0, one attribute per line, melons 1 to 17; the first 8 are ripe. With the published gain in bits.
MELONS = {
    "色泽": ("青乌乌青浅青乌乌乌青浅浅青浅乌浅青", 0.108125),
    "根蒂": ("蜷蜷蜷蜷蜷稍稍稍稍硬硬蜷稍稍稍蜷蜷", 0.142675),
    "敲声": ("浊沉浊沉浊浊浊浊沉清清浊浊沉浊浊沉", 0.140781),
    "纹理": ("清清清清清清稍清稍清模模稍稍清模稍", 0.380592),
    "脐部": ("凹凹凹凹凹稍稍稍稍平平平凹凹稍平稍", 0.289159),
    "触感": ("硬硬硬硬硬软软硬硬软硬软硬硬软硬硬", 0.006046),
}
RIPE = ["是"] * 8 + ["否"] * 9
# Samples of each value (row) and label (column): branches of unequal size, no two of them mixed alike.
COUNTS = np.array([[9, 2, 4, 3], [1, 5, 3, 8], [14, 13, 6, 2], [3, 5, 1, 7]])


def bits(items):
    counts = np.array([*Counter(items).values()])
    return float(entr(counts / counts.sum()).sum()) / log(2)


def assert_conditional_entropy(conditional_entropy, values, labels, what="H(Y | X)"):
    """H(Y | X) = H(X, Y) - H(X)."""
    expected = bits(zip(values, labels)) - bits(values)
    assert_close(conditional_entropy(list(values), list(labels)), expected, what)


def assert_gain(information_gain, values, labels, what="gain"):
    """The gain is the mutual information, H(X) + H(Y) - H(X, Y)."""
    expected = bits(values) + bits(labels) - bits(zip(values, labels))
    assert_close(information_gain(list(values), list(labels)), expected, what)


def draw(rng, values, labels):
    """Values and labels of the samples, by counts about those above, in random order."""
    counts = COUNTS[: len(values), : len(labels)]
    counts = rng.permutation(counts + rng.integers(0, 2, size=counts.shape))
    pairs = [(v, y) for v, row in zip(values, counts) for y, count in zip(labels, row) for _ in range(count)]
    pairs = [pairs[i] for i in rng.permutation(len(pairs))]
    return [v for v, _ in pairs], [y for _, y in pairs]


@test_case(name="conditional entropy of two classes", points=3, hidden=True)
@seeded
def test_conditional_entropy(conditional_entropy, rng):
    for attribute in (["left", "right"], ["a", "b", "c"]):
        assert_conditional_entropy(conditional_entropy, *draw(rng, attribute, ["yes", "no"]))


@test_case(name="conditional entropy of three classes, then of two by the same attribute", points=2, hidden=True)
@seeded
def test_conditional_entropy_of_three_classes(conditional_entropy, rng):
    values, labels = draw(rng, "abcd", "rgb")
    assert_conditional_entropy(conditional_entropy, values, labels)
    assert_conditional_entropy(conditional_entropy, values, ["g" if y == "b" else y for y in labels])


@test_case(name="conditional entropy: an attribute with one value", points=0.5, hidden=True)
@seeded
def test_conditional_entropy_of_a_constant(conditional_entropy, rng):
    values, labels = draw(rng, "abcd", "rgb")
    assert_conditional_entropy(conditional_entropy, values, labels)
    assert_conditional_entropy(conditional_entropy, ["same"] * len(labels), labels, "H(Y | X) of a constant attribute")


@test_case(name="conditional entropy: an attribute with a value per sample", points=0.5, hidden=True)
@seeded
def test_conditional_entropy_of_a_number(conditional_entropy, rng):
    values, labels = draw(rng, "abcd", "rgb")
    assert_conditional_entropy(conditional_entropy, values, labels)
    each = [f"melon {i}" for i in rng.permutation(len(labels))]
    assert_conditional_entropy(conditional_entropy, each, labels, "H(Y | X) of an attribute unique per sample")


@test_case(name="information gain of two classes", points=3.35, hidden=True)
@seeded
def test_information_gain(information_gain, rng):
    for attribute in (["left", "right"], ["a", "b", "c"]):
        values, labels = draw(rng, attribute, ["yes", "no"])
        expected = float(mutual_info_score(values, labels)) / log(2)
        assert_close(information_gain(values, labels), expected, "gain")


@test_case(name="information gain of three classes, then of two by the same attribute", points=2, hidden=True)
@seeded
def test_information_gain_of_three_classes(information_gain, rng):
    values, labels = draw(rng, "abcd", "rgb")
    assert_gain(information_gain, values, labels)
    assert_gain(information_gain, values, ["g" if y == "b" else y for y in labels])


@test_case(name="information gain: an attribute with one value", points=0.5, hidden=True)
@seeded
def test_gain_of_a_constant(information_gain, rng):
    values, labels = draw(rng, "uvw", "yn")
    assert_gain(information_gain, values, labels)
    assert_gain(information_gain, ["same"] * len(labels), labels, "gain of a constant attribute")


@test_case(name="information gain: an attribute with a value per sample, more than one bit", points=0.5, hidden=True)
@seeded
def test_gain_of_a_number(information_gain, rng):
    values, labels = draw(rng, "abcd", "rgb")
    assert_gain(information_gain, values, labels)
    each = [f"melon {i}" for i in rng.permutation(len(labels))]
    assert_gain(information_gain, each, labels, "gain of an attribute unique per sample")


@test_case(name="the six attributes of the watermelons", points=2, hidden=True)
@seeded
def test_watermelons(information_gain, rng):
    order = rng.permutation(17)
    labels = [RIPE[i] for i in order]
    for attribute, (column, published) in MELONS.items():
        values = [column[i] for i in order]
        assert_close(information_gain(values, list(labels)), published, f"gain of {attribute}", floor=1e-6)


@test_case(name="branches of one and of two samples", points=0.5, hidden=True)
@seeded
def test_small_branches(conditional_entropy, information_gain, rng):
    values, labels = draw(rng, "uvw", "yn")
    values, labels = ["rare", "seldom", "seldom", *values], ["y", "y", "n", *labels]
    assert_conditional_entropy(conditional_entropy, values, labels)
    assert_gain(information_gain, values, labels)


@test_case(name="booleans and integers are names: 0, negative ones", points=0.5, hidden=True)
@seeded
def test_numbers_as_names(conditional_entropy, information_gain, rng):
    for kinds in (([False, True], [True, False]), ([-1, 0, 1, -2], [0, -2, 2, -1])):  # hash(-1) is hash(-2)
        values, labels = draw(rng, *kinds)
        assert_conditional_entropy(conditional_entropy, values, labels)
        assert_gain(information_gain, values, labels)


@test_case(name="names that look alike, also when value and label are glued together", points=0.25, hidden=True)
@seeded
def test_alike(conditional_entropy, information_gain, rng):
    # glued, with a space or a comma or nothing between: "1" and "12", "11" and "2"
    glued = ["1", "11", "1 1", "1,1"], ["2", "12", "1 2", "1,2"]
    for kinds in ((["dull", "Dull", "duller"], ["ripe", "Ripe", "ripened"]), glued):
        values, labels = draw(rng, *kinds)
        assert_conditional_entropy(conditional_entropy, values, labels)
        assert_gain(information_gain, values, labels)


@test_case(name="tuples of values and labels", points=0.25, hidden=True)
@seeded
def test_tuples(conditional_entropy, information_gain, rng):
    values, labels = map(tuple, draw(rng, "uvw", "yn"))
    joint = bits(zip(values, labels))
    assert_close(conditional_entropy(values, labels), joint - bits(values), "H(Y | X)")
    assert_close(information_gain(values, labels), bits(values) + bits(labels) - joint, "gain")


@test_case(name="both sequences stay as they are", points=0.15, hidden=True)
@seeded
def test_unchanged(conditional_entropy, information_gain, rng):
    values, labels = draw(rng, [3, 10, 5], "yn")  # integers, so that a change into text shows
    values, labels = [5, 3, *values], ["y", "n", *labels]  # not in order
    assert_conditional_entropy(conditional_entropy, values, labels)
    assert_gain(information_gain, values, labels)
    assert_pure(conditional_entropy, values, labels)
    assert_pure(information_gain, values, labels)
