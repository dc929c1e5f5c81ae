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

name = "nonconvexity_witness"


def weights(what, got):
    """Two floats between -100 and 100."""
    array = np.asarray(got)
    if array.dtype.kind not in "fi" or (array.dtype.kind == "i" and isinstance(got, np.ndarray)):
        raise AssertionError(
            say(
                f"{what}: expected floating-point numbers, as in np.array([10.0, 20.0])",
                f"{what}\uff1a\u5e94\u4e3a\u6d6e\u70b9\u6570\uff0c\u4f8b\u5982 np.array([10.0, 20.0])",
            )
        )
    if array.shape != (2,):
        raise AssertionError(
            say(
                f"{what}: expected shape (2,), got {array.shape}",
                f"{what}\uff1a\u5f62\u72b6\u5e94\u4e3a (2,)\uff0c\u5f97\u5230 {array.shape}",
            )
        )
    if not (np.abs(array) <= 100).all():
        raise AssertionError(
            say(
                f"{what}: expected entries between -100 and 100, got {array.tolist()}",
                f"{what}\uff1a\u5206\u91cf\u5e94\u5728 -100 \u4e0e 100 \u4e4b\u95f4\uff0c\u5f97\u5230 {array.tolist()}",
            )
        )
    return array.astype(float)


@test_case(name="public: the witness has the right form", points=0, hidden=False)
def test_witness_form(nonconvexity_witness):
    for loss in ("mse", "ce"):
        got = nonconvexity_witness(loss)
        if not isinstance(got, (tuple, list)) or len(got) != 3:
            kind = type(got).__name__
            raise AssertionError(
                say(
                    f"{loss}: expected the tuple (theta_a, theta_b, t), got {kind}",
                    f"{loss}\uff1a\u5e94\u8fd4\u56de\u5143\u7ec4 (theta_a, theta_b, t)\uff0c\u5f97\u5230 {kind}",
                )
            )
        a, b = weights(f"theta_a for {loss}", got[0]), weights(f"theta_b for {loss}", got[1])
        if (a == b).all():
            raise AssertionError(
                say(
                    f"{loss}: theta_a and theta_b are the same point",
                    f"{loss}\uff1atheta_a \u4e0e theta_b \u662f\u540c\u4e00\u4e2a\u70b9",
                )
            )
        if not 0 < got[2] < 1:
            raise AssertionError(
                say(
                    f"t for {loss}: expected a number with 0 < t < 1, got {got[2]}",
                    f"{loss} \u7684 t\uff1a\u5e94\u6ee1\u8db3 0 < t < 1\uff0c\u5f97\u5230 {got[2]}",
                )
            )


@test_case(name="public: the point has the right form", points=0, hidden=False)
def test_point_form(negative_curvature_point):
    for loss in ("mse", "ce"):
        weights(f"the point for {loss}", negative_curvature_point(loss))
