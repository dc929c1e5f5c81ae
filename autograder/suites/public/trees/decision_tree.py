import numpy as np
from otter.test_files import test_case

from autograder.checks.public import failure, say, unchanged

OK_FORMAT = False
name = "decision_tree"

ROWS = [
    {"texture": "clear", "touch": "hard"},
    {"texture": "clear", "touch": "hard"},
    {"texture": "clear", "touch": "soft"},
    {"texture": "blurry", "touch": "soft"},
]
RIPE = ["yes", "yes", "no", "no"]


def rows():
    return [dict(row) for row in ROWS]


def equal(what, got, expected):
    if got is None:
        raise failure(f"{what}: nothing is returned", f"{what}：没有返回值")
    if type(got) is not type(expected) and isinstance(got, (dict, list, tuple, np.ndarray)):
        kind = type(got).__name__
        raise failure(f"{what}: got a {kind}", f"{what}：得到的是 {kind}")
    if not got == expected:
        raise failure(f"{what}: got {got!r}, expected {expected!r}", f"{what}：得到 {got!r}，应为 {expected!r}")


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(build_tree):
    children = {"hard": {"label": "yes"}, "soft": {"label": "no"}}
    expected = {"attribute": "touch", "majority": "no", "children": children}
    equal(say("tree", "树"), build_tree(rows(), list(RIPE), ["texture", "touch"]), expected)


@test_case(name="public: no attribute left", points=0, hidden=False)
def test_no_attribute(build_tree):
    equal(say("tree", "树"), build_tree(rows()[:3], ["yes", "no", "yes"], []), {"label": "yes"})


@test_case(name="public: following a tree", points=0, hidden=False)
def test_predict(predict):
    soft = {
        "attribute": "texture",
        "majority": "no",
        "children": {"clear": {"label": "yes"}, "blurry": {"label": "no"}},
    }
    tree = {"attribute": "touch", "majority": "yes", "children": {"hard": {"label": "yes"}, "soft": soft}}
    equal(say("label of row 0", "第 0 行的标签"), predict(tree, ROWS[0]), "yes")
    equal(say("label of row 3", "第 3 行的标签"), predict(tree, ROWS[3]), "no")
    equal(
        say("label for a new texture", "纹理为新取值时的标签"),
        predict(tree, {"touch": "soft", "texture": "striped"}),
        "no",
    )


@test_case(name="public: both together", points=0, hidden=False)
def test_together(build_tree, predict):
    tree = build_tree(rows(), list(RIPE), ["texture", "touch"])
    for i, (row, label) in enumerate(zip(rows(), RIPE)):
        equal(say(f"label of row {i}", f"第 {i} 行的标签"), predict(tree, row), label)


@test_case(name="public: a gain of zero is no reason to stop", points=0, hidden=False)
def test_no_gain(build_tree, predict):
    xor = [{"a": a, "b": b} for a in ("0", "1") for b in ("0", "1")]
    labels = ["no", "yes", "yes", "no"]
    tree = build_tree([dict(row) for row in xor], list(labels), ["a", "b"])
    for i, (row, label) in enumerate(zip(xor, labels)):
        equal(say(f"label of row {i}", f"第 {i} 行的标签"), predict(tree, row), label)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(build_tree, predict):
    unchanged("build_tree(rows, labels, attributes)", build_tree, ROWS, RIPE, ["texture", "touch"])
    tree = {"attribute": "touch", "majority": "no", "children": {"hard": {"label": "yes"}, "soft": {"label": "no"}}}
    unchanged("predict(tree, row)", predict, tree, ROWS[0])
    unchanged("predict(tree, row)", predict, tree, {"touch": "spongy", "texture": "clear"})


@test_case(name="public: labels that are integers, 0 among them", points=0, hidden=False)
def test_integer_labels(build_tree, predict):
    equal(say("tree", "树"), build_tree(rows()[:3], [1, 0, 0], []), {"label": 0})
    equal(say("tree of tied labels", "标签票数相同时的树"), build_tree(rows()[:2], [2, 1], []), {"label": 1})
    equal(say("label of a leaf", "叶结点的标签"), predict({"label": 0}, ROWS[0]), 0)
