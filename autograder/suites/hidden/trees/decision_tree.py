"""Oracle: a certificate. A tree is right if its attributes have the largest gain (SciPy's entr) and its labels fit."""

from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from math import log

import numpy as np
from otter.test_files import test_case
from scipy.special import entr

from autograder.checks import Mismatch, assert_pure, assert_true, seeded

OK_FORMAT = False
name = "decision_tree_hidden"

split = str.split
# Samples as words: a letter for the value of each attribute, then the label. First watermelon 2.0, in another order.
MELONS = split(
    "青稍浊清稍软是 乌稍沉稍稍硬否 青稍浊稍凹硬否 浅稍沉稍凹硬否 浅硬清模平硬否 浅蜷浊清凹硬是 "
    "青蜷沉清凹硬是 青蜷浊清凹硬是 浅蜷浊模平硬否 乌稍浊清稍软否 乌蜷浊清凹硬是 青蜷沉稍稍硬否 "
    "乌稍浊稍稍软是 浅蜷浊模平软否 乌蜷沉清凹硬是 青硬清清平软否 乌稍浊清稍硬是"
)
# Four levels deep; gain, Gini decrease and gain ratio agree.
THREE_CLASSES = split("vurpx uvqpz uvpqy uvrqy vurrx vuqrx vvpqz uvrrz uvppy uvrpz vupry vvprx")
# At the root the first attribute gains most, the second has the largest Gini decrease, the third the largest ratio.
DISPUTED = split("qqprn ppppy qqptn pppsy qqqpn pqppy pppsy qqqtn qqqqn qpptn pppty qpppy pppqy qppry pppqy qpppy")
# At the root the first attribute gains 8e-6 bits more than the second.
CLOSE = split("rrrn prry prpy prqy pqrn pqrn prqy qrpy qqpn ppqy rqrn qqqn pqsy rpqn pprn prry prpy pqpn pppy pqsy")
XOR = split("upua vqva uqvb vpub uqua upvb vqub vpva")  # of the first and the third attribute
NINE_QUESTIONS = ["0" * i + "1" + "0" * (8 - i) + "a" for i in range(9)] + ["0" * 9 + "b"]
ALIKE = ["curled", "curl", "Curled", "curled up", ""]
# Labels of samples that differ in one attribute alone. The majority is never the first or the last label of a value,
# nor always the median, the smallest, the largest or that of all; the smallest label of a tie comes first.
MIXED = [v + y for v, ys in {"u": "yxxxxxxzy", "v": "xyzzyzzyx", "w": "zyyxyz"}.items() for y in ys]
VOTES = [word[-1] for word in MIXED]  # without any attribute
TIED = [v + "s" + y for v, ys in {"u": "bbdd", "v": "cccddd", "w": "aaabbb", "x": "abbccdd"}.items() for y in ys]
# A given tree: its leaves by the values that lead there, and where rows end that meet a value without a child.
LEAVES = ["/v", "/w/u/u", "/w/u/v", "/w/w"]
UNSEEN = {"/z": "", "/w/z": "/w", "/w/u/z": "/w/u"}


def gain(rows, labels, attribute):
    def bits(items):
        return entr(np.array([*Counter(items).values()]) / len(labels)).sum() / log(2)

    values = [row[attribute] for row in rows]
    return bits(values) + bits(labels) - bits(zip(values, labels))


def assert_label(got, allowed, where="prediction"):
    """One of the allowed labels; NumPy's strings and integers are labels like any other."""
    got = got.item() if isinstance(got, (np.generic, np.ndarray)) and got.ndim == 0 else got
    if type(got) not in (str, int) or got not in allowed:
        raise Mismatch(f"{where}: expected {' or '.join(map(repr, allowed))}, got another label")


def assert_tree(tree, rows, labels, attributes, *judged, where="tree"):
    """Every node splits by an attribute of largest gain, none ends too early, every pure leaf has its label.

    Judged on demand, since each costs a case of its own: that pure nodes are leaves ("purity"), the votes of mixed
    leaves ("leaves") and of nodes ("majorities"), and that the smallest label wins a tie ("ties").
    """
    assert_true(isinstance(tree, Mapping), f"{where}: expected a dict, got {type(tree).__name__}")
    counts = Counter(labels)
    winners = sorted(y for y in counts if counts[y] == max(counts.values()))[: 1 if "ties" in judged else None]
    if "attribute" not in tree:
        assert_true("label" in tree, f"{where}: neither a label nor an attribute")
        splits = len(counts) > 1 and any(len({row[a] for row in rows}) > 1 for a in attributes)
        assert_true(not splits, f"{where}: a leaf, although its labels differ and an attribute is left")
        if len(counts) == 1 or "leaves" in judged:
            assert_label(tree["label"], winners, where)
        return
    assert_true(len(counts) > 1 or "purity" not in judged, f"{where}: a node, although its labels are all equal")
    chosen, children = tree["attribute"], tree.get("children")
    assert_true(isinstance(chosen, str) and chosen in attributes, f"{where}: not one of the attributes left")
    gains = {a: gain(rows, labels, a) for a in attributes}
    assert_true(gains[chosen] >= max(gains.values()) - 1e-9, f"{where}: another attribute gains more")
    if "majorities" in judged:
        assert_label(tree.get("majority"), winners, f"majority of {where}")
    assert_true(isinstance(children, Mapping), f"{where}: its children are no dict")
    for value in dict.fromkeys(row[chosen] for row in rows):
        assert_true(value in children, f"{where}: no child for a value that occurs")
        branch = [i for i, row in enumerate(rows) if row[chosen] == value]
        part = [rows[i] for i in branch], [labels[i] for i in branch], [a for a in attributes if a != chosen]
        assert_tree(children[value], *part, *judged, where=f"{where} / {value}")


def samples(rng, words, labels=None):
    """Rows, labels and attributes of the words; the first attribute, often the best one, is not listed first."""
    attributes = [str(a) for a in rng.permutation([*"abcdefghi"])[: len(words[0]) - 1]]
    listed = [*attributes[1:3], *attributes[:1], *attributes[3:]]
    return [dict(zip(attributes, word)) for word in words], [(labels or {}).get(w[-1], w[-1]) for w in words], listed


def grows(name, points, *several, labels=None, judged=(), numbered=False, pure=False):
    """The case that the tree of each list of words is right, and, if asked, that the arguments stay as they are."""

    @test_case(name=name, points=points, hidden=True)
    @seeded
    def case(build_tree, rng):
        for words in several:
            rows, ys, listed = samples(rng, words, labels)
            rows = [{"number": f"no. {i}", **row} for i, row in enumerate(rows)] if numbered else rows
            assert_tree(build_tree(*deepcopy((rows, ys, listed))), rows, ys, listed, *judged)
            if pure:
                assert_pure(build_tree, rows, ys, listed)

    return case


def ties(name, points, ascending):
    """The case of ties of these labels: the smallest first, the largest first, and without any attribute."""
    several = TIED, TIED[::-1], [word[-1] for word in TIED[::-1]]
    return grows(name, points, *several, labels=dict(zip("abcd", ascending)), judged=["leaves", "majorities", "ties"])


def tree_of(leaves, attributes, mark, path=""):
    """The tree with these leaves; a label is the path to its place and the mark."""
    if path in leaves:
        return {"label": path + mark}
    depth = path.count("/")
    values = dict.fromkeys(leaf.split("/")[depth + 1] for leaf in leaves if leaf.startswith(path + "/"))
    children = {value: tree_of(leaves, attributes, mark, f"{path}/{value}") for value in values}
    return {"attribute": attributes[depth], "majority": path + mark, "children": children}


def follows(name, points, leaves, unseen=(), trees=1, pure=False):
    """The case that `predict` finds all leaves of such trees, and where rows end that meet an unseen value."""

    @test_case(name=name, points=points, hidden=True)
    @seeded
    def case(predict, rng):
        attributes = [str(a) for a in rng.permutation([*"abcdefghi"])]
        for mark in "12"[:trees]:
            tree = tree_of(leaves, attributes, mark)
            for path, end in {**dict(zip(leaves, leaves)), **dict(unseen)}.items():
                values = zip(attributes, [*path.split("/")[1:], *"uuuuuuuuu"])
                row = dict(reversed([*values]))  # not in the order of the tree
                assert_label(predict(deepcopy(tree), dict(row)), [end + mark])
                if pure:
                    assert_pure(predict, tree, row)

    return case


test_melons = grows("the watermelon tree", 3.1, MELONS)
test_classes = grows("three classes", 3, THREE_CLASSES)
test_criterion = grows("where other criteria choose otherwise", 2, DISPUTED)
test_majorities = grows("every node knows its majority", 2, MELONS, judged=["majorities"])
test_xor = grows("a gain of 0 does not stop: XOR", 0.5, XOR)
test_constant = grows("a gain of 0 does not stop: XOR beside a constant", 0.25, [w[0] + "s" + w[1:] for w in XOR])
test_small_gain = grows("a gain of 0.003 does not stop: nearly XOR", 0.25, [*XOR, *XOR, XOR[0]])
test_close = grows("gains that differ by 8e-6 are no tie", 0.25, CLOSE, [w[1] + w[0] + w[2:] for w in CLOSE])
test_pure = grows("a node whose labels are all equal is a leaf", 0.5, MELONS, judged=["purity"])
ROOTS = MELONS, [w[:-1] + "x" for w in MELONS], MELONS[:1]
test_root = grows("all labels equal, or a single sample: the root is a leaf", 0.25, *ROOTS, judged=["purity"])
test_mixed = grows("no attribute left, or none at all: the majority", 0.5, MIXED, VOTES, judged=["leaves"])
test_ties = ties("majority ties go to the smallest label", 0.5, "abcd")
test_integer_ties = ties("majority ties of integers: the smallest", 0.25, [-9, -8, 9, 10])
test_string_ties = ties("majority ties of strings: by their characters", 0.25, ["B", "aaaa", "aab", "b"])
test_alike = grows("values that look alike or are empty", 0.25, [*zip(ALIKE, "abcde")])
test_listed = grows("only the listed attributes are asked", 0.25, THREE_CLASSES, numbered=True)
test_deep = grows("a tree of nine questions", 0.25, NINE_QUESTIONS)
test_unchanged = grows("build_tree leaves its arguments as they are", 0.15, THREE_CLASSES, pure=True)

test_followed = follows("two given trees are followed to their leaves", 3.2, LEAVES, trees=2)
test_unseen = follows("a value without a child: the majority of that node", 2, LEAVES, UNSEEN)
test_only_child = follows("an only child is not the child of every value", 0.25, ["/u"], {"/v": ""})
test_given_alike = follows("values that look alike or are empty, in a given tree", 0.25, ["/" + v for v in ALIKE])
FALSE_FRIENDS = dict.fromkeys(["/curl", "/curled up", "/half", "/"], "")
test_false_friends = follows("a value that only looks like one with a child", 0.25, ["/curled", "/Half"], FALSE_FRIENDS)
test_single_leaf = follows("a tree that is a single leaf", 0.25, [""])
test_given_deep = follows("a given tree of nine questions", 0.25, ["/u" * 9, "/u" * 8 + "/v"])
test_given_unchanged = follows("predict leaves tree and row as they are", 0.15, LEAVES[1:], pure=True)
test_unseen_unchanged = follows("an unseen value leaves the tree as it is", 0.15, ["/u"], {"/v": ""}, pure=True)


@test_case(name="the label 0 is a label", points=0.25, hidden=True)
def test_label_0(predict):
    tree = {"attribute": "touch", "majority": 1, "children": {"hard": {"label": 0}, "soft": {"label": 2}}}
    for value, label in (("soft", 2), ("hard", 0)):
        assert_label(predict(tree, {"touch": value}), [label])


@test_case(name="your own tree reproduces its samples", points=0.5, hidden=True)
@seeded
def test_own_tree(build_tree, predict, rng):
    rows, labels, _ = drawn = samples(rng, THREE_CLASSES)
    tree = build_tree(*deepcopy(drawn))
    for row, label in zip(rows, labels):
        assert_label(predict(tree, dict(row)), [label])
