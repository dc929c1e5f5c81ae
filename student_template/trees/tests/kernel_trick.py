import os

import numpy as np
from otter.test_files import test_case


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


OK_FORMAT = False
name = "kernel_trick"

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


@test_case(name="public: the worked example, and the diagonal", points=0, hidden=False)
def test_rbf_kernel(rbf_kernel):
    X = np.array([[0.0, 0.0], [1.0, 2.0]])
    compare("kernel", rbf_kernel(X, X.copy(), 0.1), [[1.0, 0.606530659713], [0.606530659713, 1.0]])


@test_case(name="public: one row per point of X, one column per point of Z", points=0, hidden=False)
def test_shape(rbf_kernel):
    # squared distances 0, 1, 4
    got = rbf_kernel(np.array([[1.0]]), np.array([[1.0], [2.0], [3.0]]), 0.5)
    compare("kernel", got, [[1.0, 0.606530659713, 0.135335283237]])


@test_case(name="public: the lifted points have a form that can be judged", points=0, hidden=False)
def test_lift(lift_xor):
    phi = lift_xor(CORNERS.copy())
    shape = np.shape(phi)
    if len(shape) != 2 or shape[0] != 4 or not 1 <= shape[1] <= 10:
        raise failure(
            f"expected shape (4, p) with p from 1 to 10, got {shape}",
            f"\u5f62\u72b6\u5e94\u4e3a (4, p)\uff0cp \u4e3a 1 \u5230 10\uff0c\u5f97\u5230 {shape}",
        )
    # no plane parts the two segments where both have the same midpoint; other inseparable images are not looked for
    phi = np.asarray(phi, dtype=float)
    if not np.isfinite(phi).all() or np.abs(phi[0] + phi[3] - phi[1] - phi[2]).max() < 1e-9:
        raise failure("no plane separates these images of the XOR points", "\u6ca1\u6709\u5e73\u9762\u80fd\u628a\u5f02\u6216\u56db\u4e2a\u70b9\u7684\u8fd9\u4e9b\u50cf\u5206\u5f00")
