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


def as_array(what: str, got: object) -> np.ndarray:
    """The value as an array; of a ragged list, one without numbers."""
    if got is None:
        raise failure(f"{what}: nothing is returned", f"{what}\uff1a\u6ca1\u6709\u8fd4\u56de\u503c")
    try:
        return np.asarray(got)
    except ValueError:
        return np.asarray(None)


def compare(what: str, got: object, expected: object, tolerance: float = 1e-6) -> None:
    """The type, then the shape, then the values: the first wrong entry is named."""
    want = np.asarray(expected, dtype=float)
    array = as_array(what, got)
    if array.dtype.kind not in "fiu" or (array.dtype.kind != "f" and array.ndim and isinstance(got, np.ndarray)):
        kind = array.dtype if isinstance(got, np.ndarray) else type(got).__name__
        raise failure(f"{what}: expected floating-point numbers, got {kind}", f"{what}\uff1a\u5e94\u4e3a\u6d6e\u70b9\u6570\uff0c\u5f97\u5230 {kind}")
    if array.shape != want.shape:
        raise failure(
            f"{what}: expected shape {want.shape}, got {array.shape}",
            f"{what}\uff1a\u5f62\u72b6\u5e94\u4e3a {want.shape}\uff0c\u5f97\u5230 {array.shape}",
        )
    wrong = ~(np.abs(array - want) <= tolerance * max(1.0, float(np.abs(want).max(initial=0.0))))
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        where, place = (f" at {list(at)}", f"\u5728 {list(at)} \u5904") if at else ("", "")
        raise failure(
            f"{what}: wrong{where}: got {array[at]:.6g}, expected {want[at]:.6g}",
            f"{what}\uff1a{place}\u4e0d\u5bf9\uff1a\u5f97\u5230 {array[at]:.6g}\uff0c\u5e94\u4e3a {want[at]:.6g}",
        )


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
name = "weight_penalties"

W = np.array([1.0, -0.5, 0.02, 0.0])
G = np.array([0.4, 0.2, -0.1, 0.0])


@test_case(name="public: the worked example, L2", points=0, hidden=False)
def test_l2(l2_step):
    compare("w", l2_step(W.copy(), G.copy(), 0.1, 0.5), [0.86, -0.47, 0.028, 0.0])


@test_case(name="public: the worked example, L1", points=0, hidden=False)
def test_l1(l1_step):
    compare("w", l1_step(W.copy(), G.copy(), 0.1, 0.5), [0.91, -0.47, -0.02, 0.0])


@test_case(name="public: the worked example, soft threshold", points=0, hidden=False)
def test_soft_threshold(soft_threshold_step):
    # u = (0.96, -0.52, 0.03, 0), threshold 0.05
    compare("w", soft_threshold_step(W.copy(), G.copy(), 0.1, 0.5), [0.91, -0.47, 0.0, 0.0])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(l2_step, l1_step, soft_threshold_step):
    for name, step in (("l2_step", l2_step), ("l1_step", l1_step), ("soft_threshold_step", soft_threshold_step)):
        unchanged(f"{name}(w, g, lr, lam)", step, W, G, 0.1, 0.5)


@test_case(name="public: a step across 0", points=0, hidden=False)
def test_across(soft_threshold_step):
    compare("w", soft_threshold_step(np.array([0.1]), np.array([4.0]), 0.1, 0.5), [-0.25])


@test_case(name="public: whole numbers, and arrays of any shape", points=0, hidden=False)
def test_shapes(l2_step, l1_step, soft_threshold_step):
    for shape in ((), (2, 1, 2)):
        w, g = np.ones(shape, dtype=int), np.full(shape, 0.4)
        soft = soft_threshold_step(w.copy(), g.copy(), 0.1, 0.5)
        compare(say("w, L2", "w\uff08L2\uff09"), l2_step(w.copy(), g.copy(), 0.1, 0.5), np.full(shape, 0.86))
        compare(say("w, L1", "w\uff08L1\uff09"), l1_step(w.copy(), g.copy(), 0.1, 0.5), np.full(shape, 0.91))
        compare(say("w, soft threshold", "w\uff08\u8f6f\u9608\u503c\uff09"), soft, np.full(shape, 0.91))
