"""Oracles: SciPy's entr (-p log p, exact at 0), scikit-learn's mutual_info_score, textbook figures for the melons."""

from collections import Counter

import numpy as np
from otter.test_files import test_case
from scipy.special import entr
from sklearn.metrics import mutual_info_score

from autograder.checks import assert_close, assert_pure, seeded

OK_FORMAT = False
name = "gain_ratio_hidden"

# Samples of each value (row) and label (column): branches of unequal size, no two of them mixed alike.
COUNTS = np.array([[9, 2, 4, 3], [1, 5, 3, 8], [14, 13, 6, 2], [3, 5, 1, 7]])


def nats(items):
    counts = np.array([*Counter(items).values()])
    return float(entr(counts / counts.sum()).sum())


def oracle(values, labels):
    """The mutual information, H(X) + H(Y) - H(X, Y), over H(X)."""
    return (nats(values) + nats(labels) - nats(zip(values, labels))) / nats(values)


def assert_ratio(gain_ratio, values, labels):
    assert_close(gain_ratio(list(values), list(labels)), oracle(values, labels), "gain ratio")


def draw(rng, values, labels):
    """Values and labels of the samples, by counts about those above, in random order."""
    counts = COUNTS[: len(values), : len(labels)]
    counts = rng.permutation(counts + rng.integers(0, 2, size=counts.shape))
    pairs = [(v, y) for v, row in zip(values, counts) for y, count in zip(labels, row) for _ in range(count)]
    pairs = [pairs[i] for i in rng.permutation(len(pairs))]
    return [v for v, _ in pairs], [y for _, y in pairs]


@test_case(name="attributes with two and with three values", points=3.6, hidden=True)
@seeded
def test_few_values(gain_ratio, rng):
    sound, labels = draw(rng, ["dull", "muffled", "crisp"], ["yes", "no"])
    expected = float(mutual_info_score(sound, labels)) / nats(sound)
    assert_close(gain_ratio(list(sound), list(labels)), expected, "gain ratio")
    for value in ("dull", "crisp"):  # two attributes of the same samples, with branches of other sizes
        assert_ratio(gain_ratio, [value if v == value else "another" for v in sound], labels)


@test_case(name="three classes", points=1.5, hidden=True)
@seeded
def test_three_classes(gain_ratio, rng):
    assert_ratio(gain_ratio, *draw(rng, "abcd", ["red", "green", "blue"]))


@test_case(name="an attribute that numbers the samples", points=0.75, hidden=True)
@seeded
def test_unique_values(gain_ratio, rng):
    # 17 melons, 8 of them ripe: H(Y) = 0.997503 over IV = log2(17) = 4.087463
    labels = ["ripe" if i < 8 else "unripe" for i in rng.permutation(17)]
    values = [f"melon {i}" for i in range(17)]
    assert_close(gain_ratio(values, labels), 0.9975025463691 / 4.0874628412503, "gain ratio")


@test_case(name="an attribute with a single value", points=0.5, hidden=True)
@seeded
def test_constant_attribute(gain_ratio, rng):
    values, labels = draw(rng, "uvw", "yn")
    assert_ratio(gain_ratio, values, labels)
    assert_close(gain_ratio(["same"] * len(labels), list(labels)), 0.0, "gain ratio of a constant attribute")


@test_case(name="one sample of two thousand differs: an intrinsic value of 0.006", points=0.25, hidden=True)
@seeded
def test_rare_value(gain_ratio, rng):
    labels = [str(y) for y in rng.permutation(["yes"] * 800 + ["no"] * 1199)]
    assert_ratio(gain_ratio, ["other", *["same"] * 1999], ["yes", *labels])


@test_case(name="all labels equal", points=0.5, hidden=True)
@seeded
def test_pure_labels(gain_ratio, rng):
    values, labels = draw(rng, "uvw", "yn")
    assert_ratio(gain_ratio, values, labels)
    assert_close(gain_ratio(list(values), ["yes"] * len(values)), 0.0, "gain ratio of pure labels")


@test_case(name="booleans and integers are names: 0, negative ones", points=0.25, hidden=True)
@seeded
def test_numbers_as_names(gain_ratio, rng):
    for kinds in (([False, True], [True, False]), ([-1, 0, 1, -2], [0, -2, 2, -1])):  # hash(-1) is hash(-2)
        assert_ratio(gain_ratio, *draw(rng, *kinds))


@test_case(name="names that look alike, also when value and label are glued together", points=0.25, hidden=True)
@seeded
def test_alike(gain_ratio, rng):
    # glued, with a space or a comma or nothing between: "1" and "12", "11" and "2"
    glued = ["1", "11", "1 1", "1,1"], ["2", "12", "1 2", "1,2"]
    for kinds in ((["dull", "Dull", "duller"], ["ripe", "Ripe", "ripened"]), glued):
        assert_ratio(gain_ratio, *draw(rng, *kinds))


@test_case(name="tuples of values and labels", points=0.25, hidden=True)
@seeded
def test_tuples(gain_ratio, rng):
    values, labels = map(tuple, draw(rng, "uvw", "yn"))
    assert_close(gain_ratio(values, labels), oracle(values, labels), "gain ratio")


@test_case(name="both sequences stay as they are", points=0.15, hidden=True)
@seeded
def test_unchanged(gain_ratio, rng):
    values, labels = draw(rng, "uvw", "yn")
    values, labels = ["w", "u", *values], ["y", "n", *labels]  # not in order
    assert_ratio(gain_ratio, values, labels)
    assert_pure(gain_ratio, values, labels)
