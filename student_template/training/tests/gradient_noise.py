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
name = "gradient_noise"


@test_case(name="public: the worked example, variance", points=0, hidden=False)
def test_variance(minibatch_gradient_variance):
    compare(say("variance", "\u65b9\u5dee"), minibatch_gradient_variance(6.0, 4), 1.5)


@test_case(name="public: another variance and batch size", points=0, hidden=False)
def test_another_variance(minibatch_gradient_variance):
    compare(say("variance", "\u65b9\u5dee"), minibatch_gradient_variance(10.0, 5), 2.0)


@test_case(name="public: the worked example, learning rate", points=0, hidden=False)
def test_learning_rate(scaled_learning_rate):
    compare(say("learning rate", "\u5b66\u4e60\u7387"), scaled_learning_rate(0.1, 64, 256), 0.4)
    compare(say("learning rate", "\u5b66\u4e60\u7387"), scaled_learning_rate(0.1, 64, 16), 0.025)


@test_case(name="public: another learning rate", points=0, hidden=False)
def test_another_rate(scaled_learning_rate):
    compare(say("learning rate", "\u5b66\u4e60\u7387"), scaled_learning_rate(0.3, 50, 20), 0.12)
