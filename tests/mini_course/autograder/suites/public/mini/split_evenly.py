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

name = "split_evenly"


@test_case(name="public: seven into three", points=0, hidden=False)
def test_seven(split_evenly):
    got = split_evenly(7, 3)
    assert list(got) == [3, 2, 2], say(
        f"got {got}, expected [3, 2, 2]", f"\u5f97\u5230 {got}\uff0c\u5e94\u4e3a [3, 2, 2]"
    )


@test_case(name="public: no part is an error", points=0, hidden=False)
def test_no_part(split_evenly):
    try:
        split_evenly(7, 0)
    except ValueError:
        return
    raise AssertionError(
        say(
            "expected ValueError for 0 parts, got a result",
            "0 \u4efd\u5e94\u629b\u51fa ValueError\uff0c\u5374\u6709\u8fd4\u56de\u503c",
        )
    )
