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
name = "tiny_network"

# w1 = 0 and w2 = 2 ln 3 with x = 2, y = 1: h = 1/2 and o = 3/4
W2 = 2.1972245773362196


@test_case(name="public: tiny_loss of the worked example", points=0, hidden=False)
def test_loss(tiny_loss):
    compare(say("squared error", "\u5e73\u65b9\u8bef\u5dee"), tiny_loss(0.0, W2, 2.0, 1.0, "mse"), 0.03125)
    compare(say("cross-entropy", "\u4ea4\u53c9\u71b5"), tiny_loss(0.0, W2, 2.0, 1.0, "ce"), 0.2876820725)
    compare(say("cross-entropy, y = 0.25", "\u4ea4\u53c9\u71b5\uff08y = 0.25\uff09"), tiny_loss(0.0, W2, 2.0, 0.25, "ce"), 1.1116412890)


@test_case(name="public: tiny_loss, another target and another weight", points=0, hidden=False)
def test_another_loss(tiny_loss):
    compare(say("squared error, y = 0.25", "\u5e73\u65b9\u8bef\u5dee\uff08y = 0.25\uff09"), tiny_loss(0.0, W2, 2.0, 0.25, "mse"), 0.125)
    compare(say("squared error, -w2", "\u5e73\u65b9\u8bef\u5dee\uff08-w2\uff09"), tiny_loss(0.0, -W2, 5.0, 1.0, "mse"), 0.28125)


@test_case(name="public: tiny_loss, cross-entropy", points=0, hidden=False)
def test_cross_entropy(tiny_loss):
    compare(say("cross-entropy, -w2", "\u4ea4\u53c9\u71b5\uff08-w2\uff09"), tiny_loss(0.0, -W2, 5.0, 1.0, "ce"), 1.3862943611)


@test_case(name="public: tiny_gradient of the worked example", points=0, hidden=False)
def test_gradient(tiny_gradient):
    compare(
        say("gradient, squared error", "\u5e73\u65b9\u8bef\u5dee\u7684\u68af\u5ea6"),
        tiny_gradient(0.0, W2, 2.0, 1.0, "mse"),
        [-0.0514974510, -0.0234375],
    )
    compare(
        say("gradient, cross-entropy", "\u4ea4\u53c9\u71b5\u7684\u68af\u5ea6"), tiny_gradient(0.0, W2, 2.0, 1.0, "ce"), [-0.2746530722, -0.125]
    )


@test_case(name="public: tiny_hessian of the worked example", points=0, hidden=False)
def test_hessian(tiny_hessian):
    expected = [[0.0707196657, 0.0087484069], [0.0087484069, 0.0146484375]]
    compare(say("Hessian, squared error", "\u5e73\u65b9\u8bef\u5dee\u7684 Hessian \u77e9\u9635"), tiny_hessian(0.0, W2, 2.0, 1.0, "mse"), expected)
    expected = [[0.2263029302, -0.0220050979], [-0.0220050979, 0.046875]]
    compare(say("Hessian, cross-entropy", "\u4ea4\u53c9\u71b5\u7684 Hessian \u77e9\u9635"), tiny_hessian(0.0, W2, 2.0, 1.0, "ce"), expected)


@test_case(name="public: exact to twelve digits", points=0, hidden=False)
def test_exact(tiny_gradient, tiny_hessian):
    gradient, hessian = tiny_gradient(0.0, W2, 2.0, 1.0, "ce"), tiny_hessian(0.0, W2, 2.0, 1.0, "ce")
    compare(say("gradient, cross-entropy", "\u4ea4\u53c9\u71b5\u7684\u68af\u5ea6"), gradient, [-0.274653072167027, -0.125], tolerance=1e-12)
    expected = [[0.226302930152359, -0.0220050979373647], [-0.0220050979373647, 0.046875]]
    compare(say("Hessian, cross-entropy", "\u4ea4\u53c9\u71b5\u7684 Hessian \u77e9\u9635"), hessian, expected, tolerance=1e-12)
