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


def parts(what: str, got: object, count: int) -> list[object]:
    """The values of a tuple or a list; of an array the rows, as the grading takes them."""
    if isinstance(got, np.ndarray) and got.ndim:
        got = list(got)
    if not isinstance(got, (tuple, list)) or len(got) != count:
        found = len(got) if isinstance(got, (tuple, list)) else type(got).__name__
        raise failure(f"{what}: expected {count} values, got {found}", f"{what}\uff1a\u5e94\u8fd4\u56de {count} \u4e2a\u503c\uff0c\u5f97\u5230 {found}")
    return list(got)


OK_FORMAT = False
name = "conv2d"

X = np.array([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]]])
W = np.array([[[[1.0, 2.0], [0.0, -1.0]]]])
DOUT = np.array([[[[1.0, 0.0], [0.0, 2.0]]]])


@test_case(name="public: forward, the worked example", points=0, hidden=False)
def test_forward(conv2d_forward):
    got = conv2d_forward(X.copy(), W.copy(), np.array([0.5]), 1, 0)
    compare("y", got, [[[[0.5, 2.5], [6.5, 8.5]]]])


@test_case(name="public: forward, stride 2 and padding 1", points=0, hidden=False)
def test_forward_padded(conv2d_forward):
    # two filters on one channel; the windows start at rows and columns 0 and 2 of the padded 5 x 5 image
    w = np.array([[[[1.0, 2.0], [0.0, -1.0]]], [[[0.0, 0.0], [0.0, 1.0]]]])
    got = conv2d_forward(X.copy(), w, np.array([0.0, 10.0]), 2, 1)
    compare("y", got, [[[[-1.0, -3.0], [1.0, 8.0]], [[11.0, 13.0], [17.0, 19.0]]]])


@test_case(name="public: backward, the worked example", points=0, hidden=False)
def test_backward(conv2d_backward):
    dx, dw, db = parts("(dx, dw, db)", conv2d_backward(DOUT.copy(), X.copy(), W.copy(), 1, 0), 3)
    compare("dx", dx, [[[[1.0, 2.0, 0.0], [0.0, 1.0, 4.0], [0.0, 0.0, -2.0]]]])
    compare("dw", dw, [[[[11.0, 14.0], [20.0, 23.0]]]])
    compare("db", db, [3.0])


@test_case(name="public: backward, padding 1", points=0, hidden=False)
def test_backward_padded(conv2d_backward):
    # a 1 x 1 kernel sees the padding too, and no pixel twice
    dout = np.arange(25.0).reshape(1, 1, 5, 5)
    got = conv2d_backward(dout, X.copy(), np.array([[[[2.0]]]]), 1, 1)
    dx, dw, db = parts("(dx, dw, db)", got, 3)
    compare("dx", dx, [[[[12.0, 14.0, 16.0], [22.0, 24.0, 26.0], [32.0, 34.0, 36.0]]]])
    compare("dw", dw, [[[[636.0]]]])
    compare("db", db, [300.0])
