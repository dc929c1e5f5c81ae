# -- The helpers of every public suite: the same lines in each, so that a suite needs numpy and otter only. --
import os

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
_LANG = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"


def say(en, zh):
    return zh if _LANG.startswith("zh") else en


def compare(what, got, expected, tolerance=1e-6):
    """The type, then the shape, then the values: the first wrong entry is named."""
    want = np.asarray(expected, dtype=float)
    if got is None:
        raise AssertionError(say(f"{what}: nothing is returned", f"{what}\uff1a\u6ca1\u6709\u8fd4\u56de\u503c"))
    try:
        array = np.asarray(got)
    except ValueError:
        array = np.asarray(None)
    if array.dtype.kind not in "fiu" or (array.dtype.kind != "f" and array.ndim and isinstance(got, np.ndarray)):
        kind = array.dtype if isinstance(got, np.ndarray) else type(got).__name__
        raise AssertionError(
            say(
                f"{what}: expected floating-point numbers, got {kind}",
                f"{what}\uff1a\u5e94\u4e3a\u6d6e\u70b9\u6570\uff0c\u5f97\u5230 {kind}",
            )
        )
    if array.shape != want.shape:
        raise AssertionError(
            say(
                f"{what}: expected shape {want.shape}, got {array.shape}",
                f"{what}\uff1a\u5f62\u72b6\u5e94\u4e3a {want.shape}\uff0c\u5f97\u5230 {array.shape}",
            )
        )
    wrong = ~(np.abs(array - want) <= tolerance * max(1.0, float(np.abs(want).max(initial=0.0))))
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        where = f" at {list(at)}" if at else ""
        place = f"\u5728 {list(at)} \u5904" if at else ""
        raise AssertionError(
            say(
                f"{what}: wrong{where}: got {array[at]:.6g}, expected {want[at]:.6g}",
                f"{what}\uff1a{place}\u4e0d\u5bf9\uff1a\u5f97\u5230 {array[at]:.6g}\uff0c\u5e94\u4e3a {want[at]:.6g}",
            )
        )


# -- End of the helpers. --

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
        raise AssertionError(say(f"{what}: nothing is returned", f"{what}\uff1a\u6ca1\u6709\u8fd4\u56de\u503c"))
    if type(got) is not type(expected) and isinstance(got, (dict, list, tuple, np.ndarray)):
        kind = type(got).__name__
        raise AssertionError(say(f"{what}: got a {kind}", f"{what}\uff1a\u5f97\u5230\u7684\u662f {kind}"))
    if not got == expected:
        raise AssertionError(
            say(
                f"{what}: got {got!r}, expected {expected!r}",
                f"{what}\uff1a\u5f97\u5230 {got!r}\uff0c\u5e94\u4e3a {expected!r}",
            )
        )


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
