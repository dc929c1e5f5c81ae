"""Oracles: SciPy's entr (-p log p, exact at 0), scikit-learn's mutual_info_score, textbook figures for the melons."""

from collections import Counter

import numpy as np
from otter.test_files import test_case
from scipy.special import entr
from sklearn.metrics import mutual_info_score

from autograder.checks import assert_close, assert_pure, seeded

OK_FORMAT = False
name = "gain_ratio_hidden"


def nats(items):
    counts = np.array([*Counter(items).values()])
    return float(entr(counts / counts.sum()).sum())


def oracle(values, labels):
    """The mutual information, H(X) + H(Y) - H(X, Y), over H(X)."""
    return (nats(values) + nats(labels) - nats(zip(values, labels))) / nats(values)


def draw(rng, values, labels):
    """Samples of a table of counts (a row per value): branches of very unequal size and mixture, shuffled."""
    table = np.array([[9, 2, 4], [1, 5, 3], [14, 13, 6], [2, 1, 7]])[: len(values), : len(labels)]
    table = rng.permutation(table + rng.integers(0, 2, size=table.shape))
    pairs = [(v, y) for v, row in zip(values, table) for y, count in zip(labels, row) for _ in range(count)]
    pairs = [pairs[i] for i in rng.permutation(len(pairs))]
    return [v for v, _ in pairs], [y for _, y in pairs]


@test_case(name="an attribute with two or three values", points=3, hidden=True)
@seeded
def test_few_values(gain_ratio, rng):
    for attribute in (["left", "right"], ["dull", "Dull", "duller"]):
        values, labels = draw(rng, attribute, ["yes", "no"])
        expected = float(mutual_info_score(values, labels)) / nats(values)
        assert_close(gain_ratio(list(values), list(labels)), expected, "gain ratio")


@test_case(name="three classes, integer values, tuples", points=1, hidden=True)
@seeded
def test_three_classes(gain_ratio, rng):
    values, labels = draw(rng, [3, 0, 12, -1], ["red", "green", "blue"])
    assert_close(gain_ratio(tuple(values), tuple(labels)), oracle(values, labels), "gain ratio")
    # hash(-1) is hash(-2), and a sign makes another name; glued together, "1" with "12" is "11" with "2"
    for alike in (
        ([-1, 1, -2, 2], [-2, -1, 2]),
        (["1", "11", "1 1"], ["2", "12", "1 2"]),
        (["1", "1,1"], ["2", "1,2"]),
    ):
        values, labels = draw(rng, *alike)
        assert_close(gain_ratio(tuple(values), tuple(labels)), oracle(values, labels), "gain ratio")


@test_case(name="an attribute that numbers the samples", points=1, hidden=True)
@seeded
def test_unique_values(gain_ratio, rng):
    # 17 melons, 8 of them ripe: H(Y) = 0.997503 over IV = log2(17) = 4.087463
    labels = ["ripe" if i < 8 else "unripe" for i in rng.permutation(17)]
    assert_close(gain_ratio(list(range(17)), labels), 0.9975025463691 / 4.0874628412503, "gain ratio")


@test_case(name="an attribute with a single value", points=1, hidden=True)
@seeded
def test_constant_attribute(gain_ratio, rng):
    values, labels = draw(rng, "uvw", "yn")
    assert_close(gain_ratio(list(values), list(labels)), oracle(values, labels), "gain ratio")
    assert_close(gain_ratio(["same"] * len(labels), list(labels)), 0.0, "gain ratio of a constant attribute")
    # one sample of two thousand differs: IV = 0.0062, small but not 0
    values = ["other", *["same"] * 1999]
    labels = ["yes", *(str(y) for y in rng.permutation(["yes"] * 800 + ["no"] * 1199))]
    assert_close(gain_ratio(list(values), list(labels)), oracle(values, labels), "gain ratio of a rare value")


@test_case(name="all labels equal", points=1, hidden=True)
@seeded
def test_pure_labels(gain_ratio, rng):
    values, labels = draw(rng, "uvw", "yn")
    assert_close(gain_ratio(list(values), list(labels)), oracle(values, labels), "gain ratio")
    assert_close(gain_ratio(list(values), ["yes"] * len(values)), 0.0, "gain ratio of pure labels")


@test_case(name="both sequences stay as they are", points=1, hidden=True)
@seeded
def test_pure(gain_ratio, rng):
    values, labels = draw(rng, "uvw", "yn")
    values, labels = ["w", "u", *values], ["y", "n", *labels]  # not in order
    assert_close(gain_ratio(list(values), list(labels)), oracle(values, labels), "gain ratio")
    assert_pure(gain_ratio, values, labels)
