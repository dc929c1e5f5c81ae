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
name = "random_forest_sampling"


def integers(what, got):
    array = np.asarray(got)
    if got is None or array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        kind = array.dtype if isinstance(got, np.ndarray) else type(got).__name__
        raise failure(f"{what}: expected a sequence of integers, got {kind}", f"{what}\uff1a\u5e94\u4e3a\u6574\u6570\u5e8f\u5217\uff0c\u5f97\u5230 {kind}")
    return [int(i) for i in array]


def check(condition, en, zh):
    if not condition:
        raise failure(en, zh)


@test_case(name="public: a bootstrap sample of ten", points=0, hidden=False)
def test_bootstrap(bootstrap_indices):
    drawn = integers("bootstrap_indices(10, 0)", bootstrap_indices(10, 0))
    check(len(drawn) == 10, f"expected 10 indices, got {len(drawn)}", f"\u5e94\u6709 10 \u4e2a\u4e0b\u6807\uff0c\u5f97\u5230 {len(drawn)} \u4e2a")
    check(min(drawn) >= 0 and max(drawn) <= 9, f"indices outside 0..9: {drawn}", f"\u4e0b\u6807\u8d85\u51fa 0..9\uff1a{drawn}")
    again = integers("bootstrap_indices(10, 0)", bootstrap_indices(10, 0))
    check(drawn == again, "the same seed gives another draw", "\u79cd\u5b50\u76f8\u540c\uff0c\u7ed3\u679c\u5374\u4e0d\u540c")


@test_case(name="public: out of bag, the worked example", points=0, hidden=False)
def test_out_of_bag(out_of_bag):
    got = integers("out_of_bag", out_of_bag(np.array([3, 0, 3, 5, 0, 0]), 6))
    check(got == [1, 2, 4], f"got {got}, expected [1, 2, 4]", f"\u5f97\u5230 {got}\uff0c\u5e94\u4e3a [1, 2, 4]")


@test_case(name="public: three of five features", points=0, hidden=False)
def test_features(random_features):
    drawn = integers("random_features(5, 3, 1)", random_features(5, 3, 1))
    right = len(drawn) == 3 and len(set(drawn)) == 3 and set(drawn) <= set(range(5))
    check(right, f"expected three different numbers of 0..4, got {drawn}", f"\u5e94\u4e3a 0..4 \u4e2d\u4e09\u4e2a\u4e0d\u540c\u7684\u6570\uff0c\u5f97\u5230 {drawn}")


@test_case(name="public: every sample was drawn", points=0, hidden=False)
def test_none_left(out_of_bag):
    got = integers("out_of_bag", out_of_bag(np.array([1, 0, 2, 1]), 3))
    check(got == [], f"got {got}, expected no index", f"\u5f97\u5230 {got}\uff0c\u5e94\u4e3a\u7a7a")


@test_case(name="public: another seed, another draw", points=0, hidden=False)
def test_other_seed(bootstrap_indices, random_features):
    for what, draw in (
        ("bootstrap_indices(60, seed)", lambda seed: bootstrap_indices(60, seed)),
        ("random_features(60, 30, seed)", lambda seed: random_features(60, 30, seed)),
    ):
        one, other = integers(what, draw(1)), integers(what, draw(2))
        check(one != other, f"{what}: seeds 1 and 2 give the same draw", f"{what}\uff1a\u79cd\u5b50 1 \u548c 2 \u7684\u7ed3\u679c\u76f8\u540c")


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(out_of_bag):
    unchanged("out_of_bag(indices, n)", out_of_bag, np.array([3, 0, 3, 5, 0, 0]), 6)


@test_case(name="public: with replacement, and without", points=0, hidden=False)
def test_replacement(bootstrap_indices, random_features):
    drawn = integers("bootstrap_indices(60, 1)", bootstrap_indices(60, 1))
    check(len(set(drawn)) < 60, "60 draws of 60, and none comes twice", "\u4ece 60 \u4e2a\u4e2d\u62bd 60 \u6b21\uff0c\u7adf\u6ca1\u6709\u4e00\u4e2a\u91cd\u590d")
    drawn = integers("random_features(5, 5, 1)", random_features(5, 5, 1))
    check(sorted(drawn) == [0, 1, 2, 3, 4], f"expected all of 0..4, got {drawn}", f"\u5e94\u4e3a 0..4 \u5168\u90e8\uff0c\u5f97\u5230 {drawn}")
