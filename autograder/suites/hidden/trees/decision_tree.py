"""Oracle: a certificate. A tree is right if its attributes have the largest gain (SciPy's entr) and its labels fit."""

from collections import Counter
from collections.abc import Mapping
from math import log

import numpy as np
from otter.test_files import test_case
from scipy.special import entr

from autograder.checks import Mismatch, assert_pure, assert_true, seeded

OK_FORMAT = False
name = "decision_tree_hidden"

# Labels first, then four attributes: gain, Gini decrease and gain ratio disagree at the root (by more than 1e-3).
DISPUTED = [
    ("yyynyyynnnnnyyyy", "pqpqppqqqqqqpqpp", "pppqpqpqqpqqpppp", "pppqpppqqppppppp", "ptsqrspttrptpqpq"),
    ("nynynnyynnnyyyyn", "qqqprqrprqqrpppq", "qpppqqqpqqqppppq", "rqrqqpprprpqpqpp", "rpqpprptpqpqqpqq"),
]
# 24 yes and 16 no, in the branches (yes, no) of two attributes. The second gains 2e-6 bits more: too much for a tie.
CLOSE = ((16, 7), (4, 5), (4, 4)), ((16, 8), (5, 3), (3, 5))
# 18 samples without conflicts, four values and a class each. Deep trees; gain, Gini decrease and gain ratio agree on
# them, so that a slip in the criterion costs the case above and not these; every other slip in the growth shows.
MEMORABLE = [
    "uupqz wuqpx wvrpy uurpy uuppx uvqqz wupqx vurpx wurqy uvppz vuqpz wvrqz vvrpx vurqx vvrqy wuppy wvpqz uurqy",
    "wuqqz uurpz uvrpx vvqpx wvpqx wvqqy uvppy uuqpx uvqpy vurqy wvrqx uvqqy vvppz vupqx wuppz vuqpz uvpqz vvrpy",
    "wuqqz wvrqx vvqqx uvpqx uurqz vvpqy uuqqy wupqy vurpy wurpz uvqpx wuqpx wvqpz wuppy uupqx uvrqy wvpqz uvqqz",
]
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


def gain(rows, labels, attribute):
    values = [row[attribute] for row in rows]
    return bits(values) + bits(labels) - bits(zip(values, labels))


def assert_label(got, allowed, where):
    """One of the allowed labels; NumPy's strings and integers are labels like any other."""
    if isinstance(got, np.generic) or (isinstance(got, np.ndarray) and got.ndim == 0):
        got = got.item()
    if not isinstance(got, (str, int)) or not any(type(got) is type(y) and got == y for y in allowed):
        raise Mismatch(f"{where}: expected {' or '.join(map(repr, allowed))}, got another label")


def majority(labels, ties):
    """The most frequent labels, all of them or (where ties are judged) the smallest."""
    counts = Counter(labels)
    most = [y for y in counts if counts[y] == max(counts.values())]
    return [min(most)] if ties else most


def assert_tree(tree, rows, labels, attributes, *, conflicts=False, majorities=False, ties=False, where="tree"):
    """Every node splits by an attribute of largest gain, none ends too early, every pure leaf has its label.

    Judged only on demand, so that one slip does not take every case: leaves where equal rows carry different labels,
    the majorities of nodes, and how majority ties are decided. Splitting on where nothing is left to learn
    costs a case of its own.
    """
    assert_true(isinstance(tree, Mapping), f"{where}: expected a dict, got {type(tree).__name__}")
    if "attribute" not in tree:
        assert_true("label" in tree, f"{where}: neither a label nor an attribute")
        mixed = len(set(labels)) > 1
        splits = mixed and any(len({row[a] for row in rows}) > 1 for a in attributes)
        assert_true(not splits, f"{where}: a leaf, although its labels differ and an attribute is left")
        if conflicts or not mixed:
            assert_label(tree["label"], majority(labels, ties), where)
        return
    chosen = tree["attribute"]
    assert_true(isinstance(chosen, str) and chosen in attributes, f"{where}: not one of the attributes left")
    best = max(gain(rows, labels, a) for a in attributes)
    assert_true(gain(rows, labels, chosen) >= best - 1e-9, f"{where}: another attribute gains more")
    children = tree.get("children")
    assert_true(isinstance(children, Mapping), f"{where}: its children are no dict")
    if majorities:
        assert_true("majority" in tree, f"{where}: no majority")
        assert_label(tree["majority"], majority(labels, ties), f"majority of {where}")
    rest = [a for a in attributes if a != chosen]
    for value in dict.fromkeys(row[chosen] for row in rows):
        assert_true(value in children, f"{where}: no child for a value that occurs")
        branch = [i for i, row in enumerate(rows) if row[chosen] == value]
        assert_tree(
            children[value],
            [rows[i] for i in branch],
            [labels[i] for i in branch],
            rest,
            conflicts=conflicts,
            majorities=majorities,
            ties=ties,
            where=f"{where} / {value}",
        )


def as_rows(columns, order=None):
    """Dicts from columns, the rows in the given order."""
    rows = [dict(zip(columns, values)) for values in zip(*columns.values())]
    return rows if order is None else [rows[i] for i in order]


def copies(rows):
    return [dict(row) for row in rows]


def names(rng, count):
    """Attribute names whose order says nothing."""
    return [f"{chr(97 + int(i))}{int(rng.integers(10, 99))}" for i in rng.permutation(26)[:count]]


def memorable(rng, classes):
    """One of the sets above under new names: rows, labels, attributes. Some slip shows within its first 8 samples."""
    samples = MEMORABLE[int(rng.integers(len(MEMORABLE)))].split()
    a, b, c, d = names(rng, 4)
    new = dict(zip("uvwpq", (f"v{int(i)}" for i in rng.permutation(50)))) | {"r": "r"}
    label = dict(zip("xyz", (classes[i] for i in rng.permutation(3))))
    rows = [{a: new[s[0]], b: new[s[1]], c: new[s[2]], d: new[s[3]]} for s in samples]
    return rows, [label[s[4]] for s in samples], [a, b, c, d]


@test_case(name="the watermelon tree", points=3, hidden=True)
@seeded
def test_watermelons(build_tree, rng):
    order = rng.permutation(17)
    rows, labels = as_rows(MELONS, order), [RIPE[i] for i in order]
    assert_tree(build_tree(copies(rows), list(labels), [*MELONS]), rows, labels, [*MELONS])


@test_case(name="three integer classes", points=3, hidden=True)
@seeded
def test_three_classes(build_tree, rng):
    rows, labels, attributes = memorable(rng, [7, 0, 3])
    for label in set(labels):  # each class comes first once
        order = sorted(rng.permutation(len(rows)), key=lambda i: labels[i] != label)
        shown, told = [rows[i] for i in order], [labels[i] for i in order]
        assert_tree(build_tree(copies(shown), list(told), list(attributes)), shown, told, attributes)


@test_case(name="where other criteria choose otherwise", points=2, hidden=True)
@seeded
def test_criterion(build_tree, rng):
    for labels, *columns in DISPUTED:
        attributes = names(rng, len(columns))
        order = rng.permutation(len(labels))
        rows, labels = as_rows(dict(zip(attributes, columns)), order), [labels[i] for i in order]
        listed = [attributes[i] for i in (1, 2, 0, 3)]
        assert_tree(build_tree(copies(rows), list(labels), list(listed)), rows, labels, listed)
    a, b = names(rng, 2)
    columns = [[v for label in (0, 1) for v, n in zip("pqr", branches) for _ in range(n[label])] for branches in CLOSE]
    rows, labels = as_rows(dict(zip((a, b), columns))), ["yes"] * 24 + ["no"] * 16
    for listed in ([a, b], [b, a]):
        assert_tree(build_tree(copies(rows), list(labels), list(listed)), rows, labels, listed)


@test_case(name="a gain of 0 does not stop: XOR", points=2, hidden=True)
@seeded
def test_xor(build_tree, rng):
    a, b, c = names(rng, 3)
    cells = [(i, j, k) for i in "01" for j in "01" for k in "01"]
    cells = [cells[i] for i in rng.permutation(8)]
    rows = [{a: i, b: j, c: k} for i, j, k in cells]
    labels = ["same" if i == j else "different" for i, j, _ in cells]
    attributes = [str(x) for x in rng.permutation([a, b, c])]
    attributes = [c, a, b]  # all three gain 0, and the first of them is of no use at all
    assert_tree(build_tree(copies(rows), list(labels), list(attributes)), rows, labels, attributes)
    d = "same everywhere"  # gains 0 like the others, and does not split at all
    constant = [{d: "u", **row} for row in rows]
    assert_tree(build_tree(copies(constant), list(labels), [d, *attributes]), constant, labels, [d, *attributes])
    rows, labels = [*rows, *rows, rows[0]], [*labels, *labels, labels[0]]  # gains of 0.003: nearly nothing
    assert_tree(build_tree(copies(rows), list(labels), list(attributes)), rows, labels, attributes)


def conflicting(rng, counts):
    """Two kinds of rows, and for each kind how often each label occurs."""
    a, b = names(rng, 2)
    samples = [({a: v, b: "same"}, y) for v, c in counts.items() for y, m in c.items() for _ in range(m)]
    samples = [samples[i] for i in rng.permutation(len(samples))]
    return [row for row, _ in samples], [y for _, y in samples], [b, a]


@test_case(name="equal rows with different labels: the majority", points=1, hidden=True)
@seeded
def test_conflicts(build_tree, rng):
    # overall "x" is the most frequent label, under "v" it is "y"
    # the majority is neither the median nor the smallest or largest label, and values may be empty or look alike
    counts = {"u": {"x": 6, "z": 2}, "v": {"y": 4, "x": 3}, "w": {"z": 1}}
    counts |= {"": {"x": 3, "y": 2, "z": 2}, "U": {"z": 4, "x": 2, "y": 3}, "V": {"x": 1, "y": 2, "z": 1}}
    rows, labels, attributes = conflicting(rng, counts)
    first = [labels.index("z"), labels.index("y"), labels.index("x")]  # minorities first
    order = [*first, *(i for i in range(len(labels)) if i not in first)]
    rows, labels = [rows[i] for i in order], [labels[i] for i in order]
    assert_tree(build_tree(copies(rows), list(labels), list(attributes)), rows, labels, attributes, conflicts=True)
    for listed in ([], attributes[1:]):  # with no attribute at the root, and with none below it
        assert_tree(build_tree(copies(rows), list(labels), list(listed)), rows, labels, listed, conflicts=True)
    # the number of the sample is no attribute that may be asked for: rows that differ in it alone are equal
    numbered = [{"number": f"no. {i}", **row} for i, row in enumerate(rows)]
    tree = build_tree(copies(numbered), list(labels), list(attributes))
    assert_tree(tree, numbered, labels, attributes, conflicts=True)


@test_case(name="majority ties go to the smallest label", points=1, hidden=True)
@seeded
def test_ties(build_tree, rng):
    counts = {
        "u": {"b": 2, "d": 2},
        "v": {"d": 3, "c": 3},
        "w": {"b": 1, "a": 1},
        "x": {"d": 2, "b": 2, "c": 2, "a": 1},
    }
    rows, labels, attributes = conflicting(rng, counts)
    order = np.argsort(labels)  # smallest first, then largest first
    for way in (order, order[::-1]):
        shown, told = [rows[j] for j in way], [labels[j] for j in way]
        tree = build_tree(copies(shown), list(told), list(attributes))
        assert_tree(tree, shown, told, attributes, conflicts=True, majorities=True, ties=True)
        # integers, negative ones too: 9 is smaller than 10, and -7 than 5; strings, by their characters
        for smaller in ((9, 10, 100, 101), (-7, 5, 6, 60), (-9, -8, -7, -6), ("B", "aaaa", "aab", "b")):
            other = [dict(zip("abcd", smaller))[y] for y in told]
            tree = build_tree(copies(shown), list(other), list(attributes))
            assert_tree(tree, shown, other, attributes, conflicts=True, majorities=True, ties=True)
            pair = [max(other), min(other)]  # no attribute left at the root
            tree = build_tree(copies(shown[:2]), list(pair), [])
            assert_tree(tree, shown[:2], pair, [], conflicts=True, ties=True)


@test_case(name="every node knows its majority", points=2, hidden=True)
@seeded
def test_majorities(build_tree, rng):
    order = rng.permutation(17)
    rows, labels = as_rows(MELONS, order), [RIPE[i] for i in order]
    tree = build_tree(copies(rows), list(labels), [*MELONS])
    assert_tree(tree, rows, labels, [*MELONS], majorities=True)


def planted(rng):
    """A tree of three levels and its attributes; every node's majority occurs at no leaf."""
    a, b, c = names(rng, 3)
    y = [f"kind {int(i)}" for i in rng.permutation(90)[:8]]
    low = {"attribute": c, "majority": y[7], "children": {"u": {"label": y[0]}, "v": {"label": y[1]}}}
    middle = {"attribute": b, "majority": y[6], "children": {"u": low, "w": {"label": y[2]}, "v": {"label": y[2]}}}
    return {"attribute": a, "majority": y[5], "children": {"v": {"label": y[3]}, "w": middle}}, (a, b, c), y


@test_case(name="a given tree is followed to its leaf", points=3, hidden=True)
@seeded
def test_predict(predict, rng):
    tree, (a, b, c), y = planted(rng)
    for values, label in (("vuu", y[3]), ("wuu", y[0]), ("wuv", y[1]), ("wwu", y[2])):
        row = {"weight": "5 kg", c: values[2], a: values[0], b: values[1]}
        assert_label(predict(tree, row), [label], "prediction")
    assert_label(predict({"label": 4}, {a: "u"}), [4], "prediction of a single leaf")
    # values are names: one may be empty, or a part of another
    children = {value: {"label": i} for i, value in enumerate(("curled", "curl", "Curl", ""))}
    for i, value in enumerate(children):
        got = predict({"attribute": a, "majority": 9, "children": dict(children)}, {a: value})
        assert_label(got, [i], "prediction for a value that resembles others")
    # the label 0 is a label, another tree gives the same row another answer, and a tree may be deep
    for label in (0, 1):
        deep = {"label": label}
        for name in "hgfedcba":
            deep = {"attribute": name, "majority": 5, "children": {"u": deep, "v": {"label": 6}}}
        assert_label(predict(deep, dict.fromkeys("hgfedcba", "u")), [label], "prediction of a deep tree")


@test_case(name="a value without a child: the majority of that node", points=2, hidden=True)
@seeded
def test_unseen(predict, rng):
    tree, (a, b, c), y = planted(rng)
    for values, label in (("wuv", y[1]), ("zuu", y[5]), ("wzu", y[6]), ("wuz", y[7])):
        assert_label(predict(tree, dict(zip((a, b, c), values))), [label], "prediction")
    for values in ("wzu", "zuu"):
        assert_pure(predict, tree, dict(zip((a, b, c), values)))
    # a single child is not the child of every value, nor is one whose value looks alike
    for seen, value in (("curled", "straight"), ("curled", "curl"), ("curl", "curled"), ("Curl", "curl"), ("curl", "")):
        single = {"attribute": a, "majority": y[5], "children": {seen: {"label": y[0]}}}
        assert_label(predict(single, {a: seen}), [y[0]], "prediction")
        assert_label(predict(single, {a: value}), [y[5]], "prediction")


def assert_leaves(tree, rows, labels, where="tree"):
    """Where all labels are equal, growth ends."""
    if len(set(labels)) == 1:
        assert_true("label" in tree, f"{where}: a node, although its labels are all equal")
    elif "attribute" in tree:
        chosen = tree["attribute"]
        for value in dict.fromkeys(row[chosen] for row in rows):
            branch = [i for i, row in enumerate(rows) if row[chosen] == value]
            part = [rows[i] for i in branch], [labels[i] for i in branch]
            assert_leaves(tree["children"][value], *part, f"{where} / {value}")


@test_case(name="a node whose labels are all equal is a leaf", points=1, hidden=True)
@seeded
def test_leaves(build_tree, rng):
    order = rng.permutation(17)
    rows, labels = as_rows(MELONS, order), [RIPE[i] for i in order]
    tree = build_tree(copies(rows), list(labels), [*MELONS])
    assert_tree(tree, rows, labels, [*MELONS])
    assert_leaves(tree, rows, labels)
    pure = ["ripe"] * len(rows)  # the root itself
    assert_leaves(build_tree(copies(rows), list(pure), [*MELONS]), rows, pure)
    tree = build_tree(copies(rows[:1]), list(labels[:1]), [*MELONS])  # a single sample
    assert_tree(tree, rows[:1], labels[:1], [*MELONS])
    assert_leaves(tree, rows[:1], labels[:1])


@test_case(name="your own tree reproduces its samples", points=1, hidden=True)
@seeded
def test_own_tree(build_tree, predict, rng):
    rows, labels, attributes = memorable(rng, ["round", "square", "flat"])
    tree = build_tree(copies(rows), list(labels), list(attributes))
    for i in range(8):
        assert_label(predict(tree, dict(rows[i])), [labels[i]], f"prediction {i}")
    # nine samples with a 1 each, somewhere else, and one of the other label without: a path of nine questions
    attributes = names(rng, 9)
    rows = [{a: "10"[i != j] for j, a in enumerate(attributes)} for i in range(10)]
    labels = ["round"] * 9 + ["flat"]
    order = rng.permutation(10)
    rows, labels = [rows[i] for i in order], [labels[i] for i in order]
    tree = build_tree(copies(rows), list(labels), list(attributes))
    for i in range(10):
        assert_label(predict(tree, dict(rows[i])), [labels[i]], f"prediction {i} of a deep tree")


@test_case(name="the arguments stay as they are", points=1, hidden=True)
@seeded
def test_pure(build_tree, predict, rng):
    rows, labels, attributes = memorable(rng, ["yes", "no", "perhaps"])
    assert_tree(build_tree(copies(rows), list(labels), list(attributes)), rows, labels, attributes)
    assert_pure(build_tree, rows, labels, attributes)
    tree, (a, b, c), y = planted(rng)
    row = {a: "w", b: "u", c: "v"}
    assert_label(predict(tree, dict(row)), [y[1]], "prediction")
    assert_pure(predict, tree, row)
