"""Vocabulary for public suites: `from autograder.checks.public import compare, failure, ...`.

Students have a suite without this package: `release/public_suite.py` puts the functions that a suite imports in the
place of the import. So they use os, numpy and each other, and no annotation needs an import of its own.
"""

import os

import numpy as np


def say(en: str, zh: str) -> str:
    """The message in the student's language."""
    language = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return zh if language.startswith("zh") else en


def failure(en: str, zh: str) -> AssertionError:
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


def changed_arguments(function: object, *args: np.ndarray) -> list[int]:
    """Positions of the arguments that a call changes; the grader calls in another process, and asks there."""
    watched = getattr(function, "watched_arguments", None)
    if watched is not None:
        return list(watched(*args)[0])
    assert callable(function)
    given = [arg.copy() for arg in args]
    function(*given)
    return [i for i, (now, before) in enumerate(zip(given, args)) if not np.array_equal(now, before)]
