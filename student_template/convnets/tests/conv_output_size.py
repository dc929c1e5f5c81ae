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


def integer(what: str, got: object, expected: int) -> None:
    """The integer `expected`, which neither 3.0 nor True is."""
    array = as_array(what, got)
    if array.ndim or array.dtype.kind not in "iu":
        kind = type(got).__name__
        raise failure(f"{what}: expected an integer, got {kind}", f"{what}\uff1a\u5e94\u4e3a\u6574\u6570\uff0c\u5f97\u5230 {kind}")
    if array != expected:
        raise failure(f"{what}: wrong: got {got}, expected {expected}", f"{what}\uff1a\u4e0d\u5bf9\uff1a\u5f97\u5230 {got}\uff0c\u5e94\u4e3a {expected}")


OK_FORMAT = False
name = "conv_output_size"


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(conv_output_size):
    compare("conv_output_size(8, 3, 2, 0)", conv_output_size(8, 3, 2, 0), 3)


@test_case(name="public: LeNet's first layer", points=0, hidden=False)
def test_lenet(conv_output_size):
    compare("conv_output_size(32, 5, 1, 0)", conv_output_size(32, 5, 1, 0), 28)


@test_case(name="public: an integer", points=0, hidden=False)
def test_integer(conv_output_size):
    integer("conv_output_size(5, 3, 1, 1)", conv_output_size(5, 3, 1, 1), 5)
