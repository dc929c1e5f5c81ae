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


def bits(items):
    counts = np.array([*Counter(items).values()])
    return float(entr(counts / counts.sum()).sum()) / log(2)


def conditional_oracle(values, labels):
    """H(Y | X) = H(X, Y) - H(X)."""
    return bits(zip(values, labels)) - bits(values)


def gain_oracle(values, labels):
    """The mutual information, H(X) + H(Y) - H(X, Y)."""
    return bits(values) + bits(labels) - bits(zip(values, labels))


def small_branches(labels):
    """One value with a single sample and one with two samples that differ: neither is worth nothing."""
    return ["rare", "seldom", "seldom"], [labels[1], labels[0], labels[2]]


def draw(rng, values="uvw", labels="yn", table=None):
    """Samples of a table of counts (a row per value): branches of very unequal size and mixture, shuffled."""
    if table is None:
        table = np.array([[9, 2, 4], [1, 5, 3], [14, 13, 6], [2, 1, 7]])[: len(values), : len(labels)]
        table = rng.permutation(table + rng.integers(0, 2, size=table.shape))
    pairs = [(v, y) for v, row in zip(values, table) for y, count in zip(labels, row) for _ in range(count)]
    pairs = [pairs[i] for i in rng.permutation(len(pairs))]
    return [v for v, _ in pairs], [y for _, y in pairs]


@test_case(name="conditional entropy of two classes", points=3, hidden=True)
@seeded
def test_conditional_entropy(conditional_entropy, rng):
    for attribute in (["left", "right"], ["a", "b", "c"]):
        values, labels = draw(rng, attribute, ["yes", "no"])
        assert_close(conditional_entropy(list(values), list(labels)), conditional_oracle(values, labels), "H(Y | X)")


@test_case(name="conditional entropy of three classes", points=1, hidden=True)
@seeded
def test_conditional_entropy_of_three_classes(conditional_entropy, rng):
    values, labels = map(list.__add__, small_branches("rgb"), draw(rng, "abcd", "rgb"))
    assert_close(conditional_entropy(list(values), list(labels)), conditional_oracle(values, labels), "H(Y | X)")
    labels = ["g" if y == "b" else y for y in labels]  # the same attribute, other labels
    assert_close(conditional_entropy(list(values), list(labels)), conditional_oracle(values, labels), "H(Y | X)")


@test_case(name="conditional entropy: one value, and a value per sample", points=2, hidden=True)
@seeded
def test_extreme_attributes(conditional_entropy, rng):
    values, labels = draw(rng)
    n = len(labels)
    assert_close(conditional_entropy(list(values), list(labels)), conditional_oracle(values, labels), "H(Y | X)")
    expected = conditional_oracle(["same"] * n, labels)
    assert_close(conditional_entropy(["same"] * n, list(labels)), expected, "H(Y | X) of a constant attribute")
    each = [f"melon {i}" for i in rng.permutation(n)]
    assert_close(conditional_entropy(each, list(labels)), 0.0, "H(Y | X) of an attribute unique per sample")
    labels = draw(rng, "abcd", "rgb")[1]  # more than one bit is open
    got = conditional_entropy(["same"] * len(labels), list(labels))
    assert_close(got, bits(labels), "H(Y | X) of a constant attribute")


@test_case(name="information gain of two classes", points=3, hidden=True)
@seeded
def test_information_gain(information_gain, rng):
    for attribute in (["left", "right"], ["a", "b", "c"]):
        values, labels = draw(rng, attribute, ["yes", "no"])
        expected = float(mutual_info_score(values, labels)) / log(2)
        assert_close(information_gain(list(values), list(labels)), expected, "gain")


@test_case(name="information gain of three classes", points=1, hidden=True)
@seeded
def test_information_gain_of_three_classes(information_gain, rng):
    values, labels = map(list.__add__, small_branches("rgb"), draw(rng, "abcd", "rgb"))
    assert_close(information_gain(list(values), list(labels)), gain_oracle(values, labels), "gain")
    labels = ["g" if y == "b" else y for y in labels]  # the same attribute, other labels
    assert_close(information_gain(list(values), list(labels)), gain_oracle(values, labels), "gain")


@test_case(name="information gain: one value, and a value per sample", points=2, hidden=True)
@seeded
def test_gain_of_extreme_attributes(information_gain, rng):
    values, labels = draw(rng)
    n = len(labels)
    assert_close(information_gain(list(values), list(labels)), gain_oracle(values, labels), "gain")
    assert_close(information_gain(["same"] * n, list(labels)), 0.0, "gain of a constant attribute")
    each = [f"melon {i}" for i in rng.permutation(n)]
    assert_close(information_gain(each, list(labels)), bits(labels), "gain of an attribute unique per sample")
    labels = draw(rng, "abcd", "rgb")[1]  # more than one bit to gain
    got = information_gain([*range(len(labels))], list(labels))
    assert_close(got, bits(labels), "gain of an attribute unique per sample")


@test_case(name="the six attributes of the watermelons", points=2, hidden=True)
@seeded
def test_watermelons(information_gain, rng):
    order = rng.permutation(17)
    labels = [RIPE[i] for i in order]
    for attribute, (column, published) in MELONS.items():
        values = [column[i] for i in order]
        assert_close(information_gain(values, list(labels)), published, f"gain of {attribute}", floor=1e-6)


@test_case(name="booleans, integers and tuples", points=1, hidden=True)
@seeded
def test_other_kinds(conditional_entropy, information_gain, rng):
    values, labels = draw(rng, [False, True], [-4, 0, 9])
    got = conditional_entropy(tuple(values), tuple(labels))
    assert_close(got, conditional_oracle(values, labels), "H(Y | X)")
    values, labels = draw(rng, [3, 0, -3], [True, False])
    assert_close(information_gain(tuple(values), tuple(labels)), gain_oracle(values, labels), "gain")
    # names that only look alike: in lower case, by their hash (that of -1 is that of -2), without the sign, glued
    # together ("1" with "12" and "11" with "2", also where a space or a comma stands between)
    alike = (
        (["dull", "Dull", "duller"], ["ripe", "Ripe", "ripened"]),
        ([-1, 1, -2, 2], [-2, -1, 2]),
        (["1", "11", "1 1"], ["2", "12", "1 2"]),
        (["1", "2", "1,1"], ["2", "1,2"]),
    )
    for pair in alike:
        values, labels = draw(rng, *pair)
        assert_close(conditional_entropy(list(values), list(labels)), conditional_oracle(values, labels), "H(Y | X)")
        assert_close(information_gain(list(values), list(labels)), gain_oracle(values, labels), "gain")


@test_case(name="both sequences stay as they are", points=1, hidden=True)
@seeded
def test_pure(conditional_entropy, information_gain, rng):
    values, labels = draw(rng)
    values, labels = ["w", "u", *values], ["y", "n", *labels]  # not in order
    assert_close(conditional_entropy(list(values), list(labels)), conditional_oracle(values, labels), "H(Y | X)")
    assert_close(information_gain(list(values), list(labels)), gain_oracle(values, labels), "gain")
    assert_pure(conditional_entropy, values, labels)
    assert_pure(information_gain, values, labels)
    values, labels = draw(rng, [3, 0, -3], [True, False])
    assert_pure(conditional_entropy, values, labels)
    assert_pure(information_gain, values, labels)
