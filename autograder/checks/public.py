"""Vocabulary for public suites: `from autograder.checks.public import compare, failure, ...`.

Students have a suite without this package: `release/public_suite.py` puts the functions that a suite imports in the
place of the import. So they use copy, os, numpy and each other, and no annotation needs an import of its own. Their
examples stand here, since what stands in a function goes to students with it:

    >>> compare("loss", 0.5, 0.5)
    >>> compare("loss", [0.5, 0.3], [0.5, 0.25])
    Traceback (most recent call last):
        ...
    AssertionError: loss: wrong at [1]: got 0.3, expected 0.25
    >>> integer("depth", 3.0, 3)
    Traceback (most recent call last):
        ...
    AssertionError: depth: expected an integer, got float
    >>> loss, grad = parts("loss_and_grad", (0.5, np.zeros(2)), 2)
    >>> unchanged("sort(x)", np.sort, np.ones(3), new=True)
    >>> unchanged("sort(x)", lambda x: x, np.ones(3), new=True)
    Traceback (most recent call last):
        ...
    AssertionError: sort(x) hands back x itself, or a part of it: return a new array
    >>> str(failure("the depth is negative", "深度为负"))
    'the depth is negative'
"""

import copy
import os

import numpy as np


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
        raise failure(f"{what}: nothing is returned", f"{what}：没有返回值")
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
        raise failure(f"{what}: expected floating-point numbers, got {kind}", f"{what}：应为浮点数，得到 {kind}")
    if array.shape != want.shape:
        raise failure(
            f"{what}: expected shape {want.shape}, got {array.shape}",
            f"{what}：形状应为 {want.shape}，得到 {array.shape}",
        )
    wrong = ~(np.abs(array - want) <= tolerance * max(1.0, float(np.abs(want).max(initial=0.0))))
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        where, place = (f" at {list(at)}", f"在 {list(at)} 处") if at else ("", "")
        raise failure(
            f"{what}: wrong{where}: got {array[at]:.6g}, expected {want[at]:.6g}",
            f"{what}：{place}不对：得到 {array[at]:.6g}，应为 {want[at]:.6g}",
        )


def integer(what: str, got: object, expected: int) -> None:
    """The integer `expected`, which neither 3.0 nor True is."""
    array = as_array(what, got)
    if array.ndim or array.dtype.kind not in "iu":
        kind = type(got).__name__
        raise failure(f"{what}: expected an integer, got {kind}", f"{what}：应为整数，得到 {kind}")
    if array != expected:
        raise failure(f"{what}: wrong: got {got}, expected {expected}", f"{what}：不对：得到 {got}，应为 {expected}")


def parts(what: str, got: object, count: int) -> list[object]:
    """The values of a tuple or a list; of an array the rows, as the grading takes them."""
    if isinstance(got, np.ndarray) and got.ndim:
        got = list(got)
    if not isinstance(got, (tuple, list)) or len(got) != count:
        found = len(got) if isinstance(got, (tuple, list)) else type(got).__name__
        raise failure(f"{what}: expected {count} values, got {found}", f"{what}：应返回 {count} 个值，得到 {found}")
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
        raise failure(f"{call} changes {names[changed[0]]}", f"{call} 改变了 {names[changed[0]]}")
    if new and shared:
        name = names[shared[0]]
        raise failure(
            f"{call} hands back {name} itself, or a part of it: return a new array",
            f"{call} 返回的就是 {name} 本身或它的一部分：请返回新的数组",
        )
