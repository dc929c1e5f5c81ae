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


def integer(what: str, got: object, expected: int) -> None:
    """The integer `expected`, which neither 3.0 nor True is."""
    array = as_array(what, got)
    if array.ndim or array.dtype.kind not in "iu":
        kind = type(got).__name__
        raise failure(f"{what}: expected an integer, got {kind}", f"{what}\uff1a\u5e94\u4e3a\u6574\u6570\uff0c\u5f97\u5230 {kind}")
    if array != expected:
        raise failure(f"{what}: wrong: got {got}, expected {expected}", f"{what}\uff1a\u4e0d\u5bf9\uff1a\u5f97\u5230 {got}\uff0c\u5e94\u4e3a {expected}")


def parts(what: str, got: object, count: int) -> list[object]:
    """The values of a tuple or a list; of an array the rows, as the grading takes them."""
    if isinstance(got, np.ndarray) and got.ndim:
        got = list(got)
    if not isinstance(got, (tuple, list)) or len(got) != count:
        found = len(got) if isinstance(got, (tuple, list)) else type(got).__name__
        raise failure(f"{what}: expected {count} values, got {found}", f"{what}\uff1a\u5e94\u8fd4\u56de {count} \u4e2a\u503c\uff0c\u5f97\u5230 {found}")
    return list(got)


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
name = "early_stopping"


def check(got, stop, best):
    stop_epoch, best_epoch = parts("(stop_epoch, best_epoch)", got, 2)
    integer("stop_epoch", stop_epoch, stop)
    integer("best_epoch", best_epoch, best)


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(early_stopping):
    check(early_stopping(np.array([0.9, 0.7, 0.8, 0.6, 0.65, 0.61, 0.5]), 2), 5, 3)


@test_case(name="public: a run that never stops early", points=0, hidden=False)
def test_never(early_stopping):
    check(early_stopping(np.array([0.9, 0.7, 0.8, 0.6, 0.65]), 2), 4, 3)


@test_case(name="public: a loss equal to the best, and one hardly smaller", points=0, hidden=False)
def test_equal(early_stopping):
    check(early_stopping(np.array([0.5, 0.5, 0.5, 0.4]), 2), 2, 0)
    check(early_stopping(np.array([0.5, 0.499999999, 0.6, 0.6, 0.4]), 2), 3, 1)


@test_case(name="public: an epoch that diverged", points=0, hidden=False)
def test_diverged(early_stopping):
    check(early_stopping(np.array([np.nan, 0.7, np.inf, 0.6]), 2), 3, 3)
    check(early_stopping(np.array([0.7, np.nan, np.nan, 0.5]), 2), 2, 0)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(early_stopping):
    unchanged("early_stopping(losses, patience)", early_stopping, np.array([np.nan, 0.7, 0.8, np.inf]), 2)
