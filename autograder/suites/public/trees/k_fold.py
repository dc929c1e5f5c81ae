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

name = "k_fold"


def same_splits(got, expected):
    try:
        splits = [[[int(i) for i in part] for part in pair] for pair in got]
    except TypeError:
        raise AssertionError(
            say(
                "expected a list of pairs of index lists",
                "\u5e94\u8fd4\u56de\u7531\u4e00\u5bf9\u5bf9\u4e0b\u6807\u5217\u8868\u7ec4\u6210\u7684\u5217\u8868",
            )
        ) from None
    if len(splits) != len(expected):
        raise AssertionError(
            say(
                f"got {len(splits)} pairs, expected {len(expected)}",
                f"\u5f97\u5230 {len(splits)} \u5bf9\uff0c\u5e94\u4e3a {len(expected)} \u5bf9",
            )
        )
    for i, (pair, want) in enumerate(zip(splits, expected)):
        if pair != [list(part) for part in want]:
            raise AssertionError(
                say(
                    f"pair {i}: got {pair}, expected {want}",
                    f"\u7b2c {i} \u5bf9\uff1a\u5f97\u5230 {pair}\uff0c\u5e94\u4e3a {want}",
                )
            )


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(k_fold):
    same_splits(k_fold(5, 2), [([3, 4], [0, 1, 2]), ([0, 1, 2], [3, 4])])


@test_case(name="public: leave one out", points=0, hidden=False)
def test_leave_one_out(k_fold):
    same_splits(k_fold(3, 3), [([1, 2], [0]), ([0, 2], [1]), ([0, 1], [2])])


@test_case(name="public: one fold is not enough", points=0, hidden=False)
def test_one_fold(k_fold):
    same_splits(k_fold(2, 2), [([1], [0]), ([0], [1])])
    try:
        k_fold(4, 1)
    except ValueError:
        return
    raise AssertionError(say("k = 1 should raise ValueError", "k = 1 \u65f6\u5e94\u629b\u51fa ValueError"))
