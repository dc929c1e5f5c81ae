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

name = "minibatches"


@test_case(name="public: the worked example, iterations", points=0, hidden=False)
def test_iterations(iterations_per_epoch):
    for n, drop_last, expected in ((10, False, 3), (10, True, 2), (8, False, 2)):
        got = iterations_per_epoch(n, 4, drop_last)
        whole = isinstance(got, (int, np.integer, np.ndarray)) and not isinstance(got, bool) and np.ndim(got) == 0
        if not whole or got != expected:
            what = f"iterations_per_epoch({n}, 4, {drop_last})"
            raise AssertionError(
                say(f"{what}: expected the integer {expected}", f"{what}\uff1a\u5e94\u4e3a\u6574\u6570 {expected}")
            )


@test_case(name="public: ten samples in batches of four", points=0, hidden=False)
def test_batches(minibatch_indices):
    parts = minibatch_indices(10, 4, 0)
    try:
        parts = [[int(i) for i in part] for part in parts]
    except (TypeError, ValueError):
        raise AssertionError(
            say(
                "expected a list of lists of integers",
                "\u5e94\u8fd4\u56de\u7531\u6574\u6570\u5217\u8868\u7ec4\u6210\u7684\u5217\u8868",
            )
        ) from None
    if [len(part) for part in parts] != [4, 4, 2]:
        raise AssertionError(
            say(
                "expected batches of 4, 4 and 2 indices",
                "\u5404\u6279\u6b21\u5e94\u5206\u522b\u6709 4\u30014\u30012 \u4e2a\u4e0b\u6807",
            )
        )
    if sorted(i for part in parts for i in part) != list(range(10)):
        raise AssertionError(
            say(
                "expected every index 0..9 exactly once",
                "0..9 \u6bcf\u4e2a\u4e0b\u6807\u5e94\u6070\u597d\u51fa\u73b0\u4e00\u6b21",
            )
        )
