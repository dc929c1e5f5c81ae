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

name = "batch_norm_inference"


def parts(got):
    if isinstance(got, np.ndarray) and got.ndim:
        got = list(got)
    if not isinstance(got, (tuple, list)) or len(got) != 2:
        raise AssertionError(
            say(
                "expected the two values (running_mean, running_var)",
                "\u5e94\u8fd4\u56de\u4e24\u4e2a\u503c (running_mean, running_var)",
            )
        )
    return got


@test_case(name="public: the worked example, running statistics", points=0, hidden=False)
def test_statistics(update_running_stats):
    # the batch (1, 5) has mean 3 and unbiased variance 8
    x = np.array([[1.0], [5.0]])
    mean, var = parts(update_running_stats(x, np.array([2.0]), np.array([4.0]), 0.25))
    compare("running_mean", mean, [2.25])
    compare("running_var", var, [5.0])


@test_case(name="public: one sample is a ValueError", points=0, hidden=False)
def test_one_sample(update_running_stats):
    try:
        update_running_stats(np.array([[1.0, 5.0]]), np.zeros(2), np.ones(2), 0.1)
    except ValueError:
        return
    raise AssertionError(
        say(
            "a batch of one sample should raise ValueError",
            "\u53ea\u6709\u4e00\u4e2a\u6837\u672c\u7684\u6279\u6b21\u5e94\u629b\u51fa ValueError",
        )
    )


@test_case(name="public: the worked example, outputs", points=0, hidden=False)
def test_outputs(batch_norm_inference):
    x = np.array([[1.0], [5.0], [2.0]])
    y = batch_norm_inference(x, np.array([2.0]), np.array([3.0]), np.array([4.0]), np.array([0.5]), 1.0)
    compare("y", y, [[-1.5], [6.5], [0.5]])
