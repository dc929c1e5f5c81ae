"""Oracle: the mutual information by SciPy's entr, over data whose largest gain is clear or an exact tie."""

from collections import Counter
from math import log

import numpy as np
from otter.test_files import test_case
from scipy.special import entr

from autograder.checks import Mismatch, assert_pure, seeded

OK_FORMAT = False
name = "best_split_hidden"

# 16 to 20 samples, labels first, then four attributes. Gain, Gini decrease, gain ratio, error rate and the gain
# without branch weights do not agree here: the first attribute has the largest gain, by more than 1e-3.
DISPUTED = [
    ("yyynyyynnnnnyyyy", "pqpqppqqqqqqpqpp", "pppqpqpqqpqqpppp", "pppqpppqqppppppp", "ptsqrspttrptpqpq"),
    ("nynynnyynnnyyyyn", "qqqprqrprqqrpppq", "qpppqqqpqqqppppq", "rqrqqpprprpqpqpp", "rpqpprptpqpqqpqq"),
    (
        "yynyyyynnyynnyyynyyn",
        "qprpprpqqppqrpqprppq",
        "ppqppppqqpppqppqqppq",
        "qppppppqrppsqpppqprq",
        "psqpptpqqprqrqppqqrr",
    ),
]
# Two attributes with the same branches in another order: equal gains, but they differ in the last bit for nearly
# every order of summation.
LAST_BIT = [
    ("ynyynynynnn", "qqprpppqppr", "qprpprpprpq"),
    ("yynyynnynnny", "rqqrrpqrprqp", "rpqqqprqrppq"),
]
# 24 yes and 16 no, in the branches (yes, no) of two attributes. The second gains 2e-6 bits more, too much for a tie,
# and is the better one by the other criteria as well; the gains are below 0.04.
CLOSE = ((16, 7), (4, 5), (4, 4)), ((16, 8), (5, 3), (3, 5))
# Likewise for 30 yes and 20 no, with gains of 0.479 that differ by 7e-8: close relative to their size, but no tie.
CLOSE_AND_LARGE = ((21, 3), (9, 4), (0, 13)), ((18, 3), (9, 0), (3, 17))
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


def gain(values, labels):
    return bits(values) + bits(labels) - bits(zip(values, labels))


def as_rows(columns):
    return [dict(zip(columns, values)) for values in zip(*columns.values())]


def assert_name(got, expected):
    if not isinstance(got, str) or got != expected:
        raise Mismatch(f"expected {expected!r}, got " + (repr(str(got)) if isinstance(got, str) else "no string"))


def names(rng, count):
    """Attribute names whose order says nothing."""
    return [f"{chr(97 + int(i))}{int(rng.integers(10, 99))}" for i in rng.permutation(26)[:count]]


def clear_cut(rng, n=20):
    """Labels, one good but imperfect binary attribute, and three noisy ones with gains at least 0.1 below it."""
    while True:
        labels = [str(y) for y in rng.permutation(["yes"] * 11 + ["no"] * (n - 11))]
        good = ["p" if y == "yes" else "q" for y in labels]
        for i in rng.choice(n, size=2, replace=False):
            good[i] = "q" if good[i] == "p" else "p"
        noise = [[f"{'uvw'[k]}" for k in rng.integers(0, 3, size=n)] for _ in range(3)]
        if all(0 < gain(column, labels) < gain(good, labels) - 0.1 for column in noise):
            return labels, good, noise


def column(branches):
    """The values of the yes samples, then those of the no samples."""
    return [v for label in (0, 1) for v, counts in zip("pqr", branches) for _ in range(counts[label])]


@test_case(name="the attribute of largest gain", points=2, hidden=True)
@seeded
def test_largest_gain(best_split, rng):
    for place in (0, 2, 3):
        labels, good, noise = clear_cut(rng)
        attributes = names(rng, 4)
        rest = iter(noise)
        columns = {a: good if i == place else next(rest) for i, a in enumerate(attributes)}
        assert_name(best_split(as_rows(columns), list(labels), list(attributes)), attributes[place])


@test_case(name="more than two classes, and other labels for the same rows", points=1, hidden=True)
@seeded
def test_three_classes(best_split, rng):
    # every other attribute tells one class from the rest without error, the best one all three with one error each
    classes, a = "xyz", names(rng, 4)
    labels = [c for c in classes for _ in range(10)]
    good = ["y", *"x" * 9, "z", *"y" * 9, "x", *"z" * 9]
    columns = {a[0]: good} | {name: ["p" if y == c else "q" for y in labels] for name, c in zip(a[1:], classes)}
    order = rng.permutation(30)
    rows, labels = [as_rows(columns)[i] for i in order], [labels[i] for i in order]
    listed = [a[1], a[2], a[0], a[3]]
    assert_name(best_split([dict(row) for row in rows], list(labels), list(listed)), a[0])
    labels = [str(row[a[3]]) for row in rows]  # now one attribute tells all
    assert_name(best_split(rows, labels, list(listed)), a[3])
    renamed = [{**row, a[3]: row[a[1]], a[1]: row[a[3]]} for row in rows]  # the same labels, other rows
    assert_name(best_split(renamed, labels, list(listed)), a[1])


@test_case(name="where other criteria choose otherwise", points=2, hidden=True)
@seeded
def test_criterion(best_split, rng):
    for labels, *columns in DISPUTED:
        attributes = names(rng, len(columns))
        order = rng.permutation(len(labels))
        table = {a: [column[i] for i in order] for a, column in zip(attributes, columns)}
        listed = [attributes[i] for i in (1, 2, 0, 3)]
        assert_name(best_split(as_rows(table), [labels[i] for i in order], list(listed)), attributes[0])
    # the number of the sample gains most of all: it is a bad choice, but the choice of this criterion
    table["number"] = [f"no. {i}" for i in order]
    assert_name(best_split(as_rows(table), [labels[i] for i in order], [*listed, "number"]), "number")


@test_case(name="only the listed attributes are candidates", points=1, hidden=True)
@seeded
def test_candidates(best_split, rng):
    labels, good, noise = clear_cut(rng)
    attributes = names(rng, 4)
    columns = {
        "number": list(range(len(labels))),
        "label": noise[0],  # not the label: that is in `labels`
        **dict(zip(attributes, [noise[0], good, *noise[1:]])),
    }
    assert_name(best_split(as_rows(columns), list(labels), list(attributes)), attributes[1])
    columns[attributes[1]] = [-1 if value == "p" else -2 for value in good]  # hash(-1) is hash(-2)
    assert_name(best_split(as_rows(columns), list(labels), list(attributes)), attributes[1])
    for value in (0, False, ""):  # values like any other: one for all samples gains nothing
        columns[attributes[0]] = [value] * len(labels)
        assert_name(best_split(as_rows(columns), list(labels), list(attributes)), attributes[1])


@test_case(name="exact ties go to the earliest attribute", points=1, hidden=True)
@seeded
def test_ties(best_split, rng):
    labels, good, noise = clear_cut(rng)
    first, second, *others = names(rng, 4)
    rows = as_rows({first: good, second: good, others[0]: noise[0], others[1]: noise[1]})
    assert_name(best_split(rows, list(labels), [others[0], first, others[1], second]), first)
    assert_name(best_split(rows, list(labels), [others[0], second, first, others[1]]), second)
    # all labels equal: every gain is 0
    attributes = [others[1], second, first]
    assert_name(best_split(rows, ["same"] * len(labels), list(attributes)), attributes[0])
    rows = [{**row, first: "one value"} for row in rows]  # a candidate like any other
    assert_name(best_split(rows, ["same"] * len(labels), [first, others[1]]), first)
    assert_name(best_split(rows[:1], labels[:1], [second, first]), second)


@test_case(name="gains that differ by rounding tie", points=1, hidden=True)
@seeded
def test_ties_up_to_rounding(best_split, rng):
    labels, good, noise = clear_cut(rng)
    a, b, c = names(rng, 3)
    rows = as_rows({a: noise[0], b: good, c: noise[1]})
    assert_name(best_split(rows, list(labels), [a, b, c]), b)
    for close in (CLOSE, CLOSE_AND_LARGE):
        yes, no = (sum(branch[label] for branch in close[0]) for label in (0, 1))
        rows, labels = as_rows(dict(zip((a, b), map(column, close)))), ["yes"] * yes + ["no"] * no
        assert_name(best_split(rows, list(labels), [a, b]), b)
        assert_name(best_split(rows, list(labels), [b, a]), b)
    for labels, one, other in LAST_BIT:
        a, b = names(rng, 2)
        rows = as_rows({a: one, b: other})
        assert_name(best_split(rows, list(labels), [a, b]), a)
        assert_name(best_split(rows, list(labels), [b, a]), b)
    # three yes to two no in every branch: nothing gains, but rounding leaves 1e-16 here and 0 or -1e-16 there
    branches = [(9, 6)], [(3, 2), (6, 4)], [(3, 2), (3, 2), (3, 2)]
    rows = as_rows(dict(zip((a, b, c), map(column, branches))))
    for attributes in ([a, b, c], [b, c, a], [c, a, b]):
        assert_name(best_split(rows, ["yes"] * 9 + ["no"] * 6, list(attributes)), attributes[0])


@test_case(name="the watermelons, all and those of clear texture", points=1, hidden=True)
@seeded
def test_watermelons(best_split, rng):
    # under clear texture the navel ties with stem and touch, and stands before them
    before, after = (str(a) for a in rng.permutation(["色泽", "敲声"]))
    tied = [str(a) for a in rng.permutation(["根蒂", "触感"])]
    attributes = [before, "脐部", "纹理", *tied, after]
    rows = as_rows(MELONS)
    assert_name(best_split(rows, list(RIPE), list(attributes)), "纹理")
    clear = [i for i in range(17) if rows[i]["纹理"] == "清"]
    attributes.remove("纹理")
    assert_name(best_split([rows[i] for i in clear], [RIPE[i] for i in clear], list(attributes)), "脐部")


@test_case(name="the arguments stay as they are", points=1, hidden=True)
@seeded
def test_pure(best_split, rng):
    labels, good, noise = clear_cut(rng)
    attributes = sorted(names(rng, 4), reverse=True)
    rows = as_rows({"number": range(20), **dict(zip(attributes, [noise[0], noise[1], good, noise[2]]))})
    assert_name(best_split([dict(row) for row in rows], list(labels), list(attributes)), attributes[2])
    assert_pure(best_split, rows, labels, attributes)
