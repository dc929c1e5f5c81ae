"""Oracle: the mutual information by SciPy's entr; the first listed attribute within 1e-9 of the largest is right."""

from collections import Counter
from math import log

import numpy as np
from otter.test_files import test_case
from scipy.special import entr

from autograder.checks import Mismatch, assert_pure, seeded

OK_FORMAT = False
name = "best_split_hidden"

# An attribute is given by its branches: how many samples of each class have its first value, its second, ...
GOOD = [(10, 1), (1, 8)]
POOR = [(4, 3), (4, 3), (3, 3)], [(5, 3), (3, 3), (3, 3)], [(3, 4), (4, 2), (4, 3)]
# The first has the largest gain, by 0.02 or more; Gini decrease, gain ratio, error rate and the gain without branch
# weights all choose another one.
DISPUTED = [
    ([(7, 0), (3, 6)], [(9, 1), (1, 5)], [(10, 3), (0, 3)], [(4, 1), (2, 1), (1, 1), (2, 0), (1, 3)]),
    ([(5, 0), (1, 6), (2, 2)], [(7, 1), (1, 7)], [(3, 4), (4, 1), (1, 3)], [(4, 3), (3, 3), (0, 2), (1, 0)]),
]
# To tell three classes with an error each gains more than to tell one class without; the last tells nothing.
ALL_CLASSES = [(9, 0, 1), (1, 9, 0), (0, 1, 9)]
ONE_CLASS = [(10, 0, 0), (0, 10, 10)], [(0, 10, 0), (10, 0, 10)], [(0, 0, 10), (10, 10, 0)]
NO_CLASS = [(2, 2, 2)] * 5
# Gains that differ by 2e-6, below 0.04, and by 7e-8, at 0.479.
CLOSE = [
    ([(16, 7), (4, 5), (4, 4)], [(16, 8), (5, 3), (3, 5)]),
    ([(21, 3), (9, 4), (0, 13)], [(18, 3), (9, 0), (3, 17)]),
]
# Labels and attributes, sample by sample. Gains that are equal on paper, but differ in the last bit for nearly every
# order of summation: the branches are the same in another order, or three yes to two no in all of them.
TIED = [("ynyynynynnn", "qqprpppqppr", "qprpprpprpq"), ("yynyynnynnny", "rqqrrpqrprqp", "rpqqqprqrppq")]
TIED_AT_ZERO = ("yyyyyyyyynnnnnn", "ppppppppppppppp", "pppqqqqqqppqqqq", "pppqqqrrrppqqrr")
# watermelon 2.0, one attribute per line, melons 1 to 17; the first 8 are ripe
MELONS = {
    "色泽": "青乌乌青浅青乌乌乌青浅浅青浅乌浅青",
    "根蒂": "蜷蜷蜷蜷蜷稍稍稍稍硬硬蜷稍稍稍蜷蜷",
    "敲声": "浊沉浊沉浊浊浊浊沉清清浊浊沉浊浊沉",
    "纹理": "清清清清清清稍清稍清模模稍稍清模稍",
    "脐部": "凹凹凹凹凹稍稍稍稍平平平凹凹稍平稍",
    "触感": "硬硬硬硬硬软软硬硬软硬软硬硬软硬硬",
}
RIPE = ["是"] * 8 + ["否"] * 9


def bits(items):
    counts = np.array([*Counter(items).values()])
    return float(entr(counts / counts.sum()).sum()) / log(2)


def assert_choice(best_split, rows, labels, listed):
    """The first listed attribute whose gain H(X) + H(Y) - H(X, Y) is largest."""
    columns, before = [[row[a] for row in rows] for a in listed], bits(labels)
    gains = [bits(values) + before - bits(zip(values, labels)) for values in columns]
    expected = next(a for a, g in zip(listed, gains) if g >= max(gains) - 1e-9)
    got = best_split([dict(row) for row in rows], list(labels), list(listed))
    if not isinstance(got, str) or got != expected:
        raise Mismatch(f"expected {expected!r}, got " + (repr(str(got)) if isinstance(got, str) else "no string"))


def names(rng, count):
    """Attribute names whose order says nothing."""
    return [f"{chr(97 + int(i))}{int(rng.integers(10, 99))}" for i in rng.permutation(26)[:count]]


def as_rows(attributes, columns):
    return [dict(zip(attributes, values)) for values in zip(*columns)]


def melons(textures):
    """Rows and labels of the melons with one of these textures."""
    rows = as_rows(MELONS, MELONS.values())
    pairs = [(row, y) for row, y in zip(rows, RIPE) if row["纹理"] in textures]
    return [row for row, _ in pairs], [y for _, y in pairs]


def samples(rng, attributes, branches):
    """Rows and labels in which the attributes have these branches, and all the rest is random."""
    labels = [y for y, size in zip("xyz", np.sum(branches[0], axis=0)) for _ in range(size)]
    columns = []
    for table in branches:
        classes = [[v for v, size in zip("pqrst", sizes) for _ in range(size)] for sizes in np.transpose(table)]
        columns.append([str(v) for values in classes for v in rng.permutation(values)])
    order, rows = rng.permutation(len(labels)), as_rows(attributes, columns)
    return [rows[i] for i in order], [labels[i] for i in order]


def clear_cut(rng):
    """Rows, labels, the name of a good attribute, and those of three poor ones."""
    good, *poor = names(rng, 4)
    return *samples(rng, [good, *poor], [GOOD, *POOR]), good, poor


@test_case(name="the attribute of largest gain", points=3.1, hidden=True)
@seeded
def test_largest_gain(best_split, rng):
    for place in (0, 2, 3):
        rows, labels, good, poor = clear_cut(rng)
        assert_choice(best_split, rows, labels, [*poor[:place], good, *poor[place:]])


@test_case(name="three classes", points=1, hidden=True)
@seeded
def test_three_classes(best_split, rng):
    best, *others = names(rng, 5)
    rows, labels = samples(rng, [best, *others], [ALL_CLASSES, *ONE_CLASS, NO_CLASS])
    assert_choice(best_split, rows, labels, [*others[:2], best, *others[2:]])


@test_case(name="where other criteria choose otherwise", points=2, hidden=True)
@seeded
def test_criterion(best_split, rng):
    for branches in DISPUTED:
        best, *others = names(rng, 4)
        rows, labels = samples(rng, [best, *others], branches)
        assert_choice(best_split, rows, labels, [*others[:2], best, *others[2:]])


@test_case(name="the watermelons, all and those of slightly blurred texture", points=1, hidden=True)
@seeded
def test_watermelons(best_split, rng):
    first, *others = (str(a) for a in rng.permutation(["色泽", "根蒂", "敲声", "脐部"]))
    assert_choice(best_split, *melons("清稍模"), [first, "触感", "纹理", *others])
    assert_choice(best_split, *melons("稍"), [first, "触感", *others])


@test_case(name="the same rows with other labels, the same labels with other rows", points=0.25, hidden=True)
@seeded
def test_every_call_anew(best_split, rng):
    rows, labels, good, poor = clear_cut(rng)
    assert_choice(best_split, rows, labels, [poor[0], good, poor[1]])
    labels = [row[poor[0]] for row in rows]
    assert_choice(best_split, rows, labels, [poor[0], good, poor[1]])
    exchanged = [{**row, good: row[poor[0]], poor[0]: row[good]} for row in rows]
    assert_choice(best_split, exchanged, labels, [poor[0], good, poor[1]])


@test_case(name="only the listed attributes are candidates", points=0.5, hidden=True)
@seeded
def test_candidates(best_split, rng):
    rows, labels, good, poor = clear_cut(rng)
    rows = [{"number": i, "label": row[poor[0]], **row} for i, row in enumerate(rows)]  # the labels are others
    assert_choice(best_split, rows, labels, [poor[0], good, poor[1]])


@test_case(name="an attribute that numbers the samples gains most", points=0.25, hidden=True)
@seeded
def test_number(best_split, rng):
    rows, labels, good, poor = clear_cut(rng)
    assert_choice(best_split, rows, labels, [poor[0], good, poor[1]])
    rows = [{**row, "number": f"no. {i}"} for i, row in enumerate(rows)]
    assert_choice(best_split, rows, labels, [poor[0], "number", good])


@test_case(name="values are names: 0, False, an empty string, -1 and -2", points=0.25, hidden=True)
@seeded
def test_kinds_of_values(best_split, rng):
    rows, labels, good, (zero, false, empty) = clear_cut(rng)
    integers = {"p": -1, "q": -2}  # hash(-1) is hash(-2)
    rows = [{zero: 0, false: False, empty: "", good: integers[row[good]]} for row in rows]
    assert_choice(best_split, rows, labels, [zero, false, good, empty])


@test_case(name="exact ties go to the earliest attribute", points=0.5, hidden=True)
@seeded
def test_ties(best_split, rng):
    rows, labels, good, (poor, twin, _) = clear_cut(rng)
    rows = [{**row, twin: row[good]} for row in rows]
    for listed in ([poor, good, twin], [poor, twin, good]):
        assert_choice(best_split, rows, labels, listed)


@test_case(name="nothing gains (equal labels, a single sample): the first attribute", points=0.25, hidden=True)
@seeded
def test_no_gain(best_split, rng):
    rows, labels, good, (poor, *_) = clear_cut(rng)
    assert_choice(best_split, rows, labels, [poor, good])
    constant = [{**row, poor: "one value"} for row in rows]
    for listed in ([poor, good], [good, poor]):
        assert_choice(best_split, rows, ["same"] * len(rows), listed)
    assert_choice(best_split, constant, ["same"] * len(rows), [poor, good])
    assert_choice(best_split, rows[:1], labels[:1], [poor, good])


@test_case(name="nothing gains but for rounding: the first attribute", points=0.25, hidden=True)
@seeded
def test_no_gain_up_to_rounding(best_split, rng):
    labels, *columns = TIED_AT_ZERO
    a, b, c, good = names(rng, 4)
    rows = as_rows([a, b, c], columns)
    assert_choice(best_split, [{**row, good: y} for row, y in zip(rows, labels)], labels, [a, good])
    for listed in ([a, b, c], [b, c, a], [c, a, b]):
        assert_choice(best_split, rows, labels, listed)


@test_case(name="gains that differ by rounding tie", points=0.25, hidden=True)
@seeded
def test_ties_up_to_rounding(best_split, rng):
    for labels, *columns in TIED:
        a, b = names(rng, 2)
        for listed in ([a, b], [b, a]):
            assert_choice(best_split, as_rows([a, b], columns), labels, listed)
    # among the melons of clear texture the navel ties with stem and touch
    rows, labels = melons("清")
    assert_choice(best_split, rows, labels, ["敲声", "脐部", "根蒂", "触感", "色泽"])


@test_case(name="gains that differ by more than rounding do not tie: by 2e-6, by 7e-8", points=0.25, hidden=True)
@seeded
def test_close(best_split, rng):
    for branches in CLOSE:
        a, b = names(rng, 2)
        rows, labels = samples(rng, [a, b], branches)
        first = next(i for i, row in enumerate(rows) if row[a] == row[b] == "p")  # whoever asks for the first value
        rows, labels = ([part[first], *part[:first], *part[first + 1 :]] for part in (rows, labels))
        for listed in ([a, b], [b, a]):
            assert_choice(best_split, rows, labels, listed)


@test_case(name="the arguments stay as they are", points=0.15, hidden=True)
@seeded
def test_unchanged(best_split, rng):
    rows, labels, good, poor = clear_cut(rng)
    assert_choice(best_split, rows, labels, [poor[0], good, poor[1]])
    further = [{"number": i, **row} for i, row in enumerate(rows)]
    assert_pure(best_split, further, labels, [poor[0], good, poor[1]])
