import os

import numpy as np
from otter.test_files import test_case


def say(en: str, zh: str) -> str:
    """The message in the student's language."""
    language = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return zh if language.startswith("zh") else en


def failure(en: str, zh: str) -> AssertionError:
    """What to raise for a wrong answer."""
    return AssertionError(say(en, zh))


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
        raise failure(f"{what}: nothing is returned", f"{what}\uff1a\u6ca1\u6709\u8fd4\u56de\u503c")
    if type(got) is not type(expected) and isinstance(got, (dict, list, tuple, np.ndarray)):
        kind = type(got).__name__
        raise failure(f"{what}: got a {kind}", f"{what}\uff1a\u5f97\u5230\u7684\u662f {kind}")
    if not got == expected:
        raise failure(f"{what}: got {got!r}, expected {expected!r}", f"{what}\uff1a\u5f97\u5230 {got!r}\uff0c\u5e94\u4e3a {expected!r}")


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(build_tree):
    children = {"hard": {"label": "yes"}, "soft": {"label": "no"}}
    expected = {"attribute": "touch", "majority": "no", "children": children}
    equal("tree", build_tree(rows(), list(RIPE), ["texture", "touch"]), expected)


@test_case(name="public: no attribute left", points=0, hidden=False)
def test_no_attribute(build_tree):
    equal("tree", build_tree(rows()[:3], ["yes", "no", "yes"], []), {"label": "yes"})


@test_case(name="public: following a tree", points=0, hidden=False)
def test_predict(predict):
    soft = {
        "attribute": "texture",
        "majority": "no",
        "children": {"clear": {"label": "yes"}, "blurry": {"label": "no"}},
    }
    tree = {"attribute": "touch", "majority": "yes", "children": {"hard": {"label": "yes"}, "soft": soft}}
    equal("label of row 0", predict(tree, ROWS[0]), "yes")
    equal("label of row 3", predict(tree, ROWS[3]), "no")
    equal("label for a new texture", predict(tree, {"touch": "soft", "texture": "striped"}), "no")


@test_case(name="public: both together", points=0, hidden=False)
def test_together(build_tree, predict):
    tree = build_tree(rows(), list(RIPE), ["texture", "touch"])
    for i, (row, label) in enumerate(zip(rows(), RIPE)):
        equal(f"label of row {i}", predict(tree, row), label)
