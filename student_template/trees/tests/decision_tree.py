import copy

import os

import numpy as np
from otter.test_files import test_case


def say(en: str, zh: str = "") -> str:
    """The message in the student's language; a course in one language has one."""
    language = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return zh if zh and language.startswith("zh") else en


def failure(en: str, zh: str = "") -> AssertionError:
    """What to raise for a wrong answer."""
    return AssertionError(say(en, zh))


def same(a: object, b: object) -> bool:
    """Whether two values are equal to the bit, in lists, tuples and dicts of arrays as well."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and (a == b or a != a)


def arrays(value: object) -> list[np.ndarray]:
    """The arrays in a value."""
    if isinstance(value, np.ndarray):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [array for one in inside for array in arrays(one)]


def watched_arguments(function: object, *args: object) -> tuple[list[int], list[int]]:
    """Positions of the arguments that a call changes, and of those that it hands back, or a part of them.

    The grader calls in another process, from which nothing comes back into these arguments, and asks there.
    """
    ask = getattr(function, "watched_arguments", None)
    if ask is not None:
        changed, shared = ask(*args)
        return list(changed), list(shared)
    assert callable(function)
    given = copy.deepcopy(args)
    returned = arrays(function(*given))
    changed = [i for i, (now, before) in enumerate(zip(given, args)) if not same(now, before)]
    shared = [i for i, arg in enumerate(given) if any(np.may_share_memory(a, b) for a in arrays(arg) for b in returned)]
    return changed, shared


def unchanged(call: str, function: object, *args: object, new: bool = False) -> None:
    """The arguments stay as they are, with `new` none is handed back; `call` names them, as in "softmax(logits)"."""
    names = call[call.index("(") + 1 : -1].split(", ")
    changed, shared = watched_arguments(function, *args)
    if changed:
        raise failure(f"{call} changes {names[changed[0]]}", f"{call} \u6539\u53d8\u4e86 {names[changed[0]]}")
    if new and shared:
        name = names[shared[0]]
        raise failure(
            f"{call} hands back {name} itself, or a part of it: return a new array",
            f"{call} \u8fd4\u56de\u7684\u5c31\u662f {name} \u672c\u8eab\u6216\u5b83\u7684\u4e00\u90e8\u5206\uff1a\u8bf7\u8fd4\u56de\u65b0\u7684\u6570\u7ec4",
        )


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
    equal(say("tree", "\u6811"), build_tree(rows(), list(RIPE), ["texture", "touch"]), expected)


@test_case(name="public: no attribute left", points=0, hidden=False)
def test_no_attribute(build_tree):
    equal(say("tree", "\u6811"), build_tree(rows()[:3], ["yes", "no", "yes"], []), {"label": "yes"})


@test_case(name="public: following a tree", points=0, hidden=False)
def test_predict(predict):
    soft = {
        "attribute": "texture",
        "majority": "no",
        "children": {"clear": {"label": "yes"}, "blurry": {"label": "no"}},
    }
    tree = {"attribute": "touch", "majority": "yes", "children": {"hard": {"label": "yes"}, "soft": soft}}
    equal(say("label of row 0", "\u7b2c 0 \u884c\u7684\u6807\u7b7e"), predict(tree, ROWS[0]), "yes")
    equal(say("label of row 3", "\u7b2c 3 \u884c\u7684\u6807\u7b7e"), predict(tree, ROWS[3]), "no")
    equal(
        say("label for a new texture", "\u7eb9\u7406\u4e3a\u65b0\u53d6\u503c\u65f6\u7684\u6807\u7b7e"),
        predict(tree, {"touch": "soft", "texture": "striped"}),
        "no",
    )


@test_case(name="public: both together", points=0, hidden=False)
def test_together(build_tree, predict):
    tree = build_tree(rows(), list(RIPE), ["texture", "touch"])
    for i, (row, label) in enumerate(zip(rows(), RIPE)):
        equal(say(f"label of row {i}", f"\u7b2c {i} \u884c\u7684\u6807\u7b7e"), predict(tree, row), label)


@test_case(name="public: a gain of zero is no reason to stop", points=0, hidden=False)
def test_no_gain(build_tree, predict):
    xor = [{"a": a, "b": b} for a in ("0", "1") for b in ("0", "1")]
    labels = ["no", "yes", "yes", "no"]
    tree = build_tree([dict(row) for row in xor], list(labels), ["a", "b"])
    for i, (row, label) in enumerate(zip(xor, labels)):
        equal(say(f"label of row {i}", f"\u7b2c {i} \u884c\u7684\u6807\u7b7e"), predict(tree, row), label)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(build_tree, predict):
    unchanged("build_tree(rows, labels, attributes)", build_tree, ROWS, RIPE, ["texture", "touch"])
    tree = {"attribute": "touch", "majority": "no", "children": {"hard": {"label": "yes"}, "soft": {"label": "no"}}}
    unchanged("predict(tree, row)", predict, tree, ROWS[0])
    unchanged("predict(tree, row)", predict, tree, {"touch": "spongy", "texture": "clear"})


@test_case(name="public: labels that are integers, 0 among them", points=0, hidden=False)
def test_integer_labels(build_tree, predict):
    equal(say("tree", "\u6811"), build_tree(rows()[:3], [1, 0, 0], []), {"label": 0})
    equal(say("tree of tied labels", "\u6807\u7b7e\u7968\u6570\u76f8\u540c\u65f6\u7684\u6811"), build_tree(rows()[:2], [2, 1], []), {"label": 1})
    equal(say("label of a leaf", "\u53f6\u7ed3\u70b9\u7684\u6807\u7b7e"), predict({"label": 0}, ROWS[0]), 0)
