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
name = "lenet_parameters"


def counted(counts):
    """The dict, once it has the five layers and an integer for each."""
    layers = ["C1", "C3", "F5", "F6", "F7"]
    if not isinstance(counts, dict) or sorted(counts) != layers:
        raise failure(
            f"lenet_parameters: expected a dict with the keys {layers}",
            f"lenet_parameters\uff1a\u5e94\u8fd4\u56de\u952e\u4e3a {layers} \u7684\u5b57\u5178",
        )
    for layer in layers:
        if not isinstance(counts[layer], (int, np.integer)):
            kind = type(counts[layer]).__name__
            raise failure(f"{layer}: expected an integer, got {kind}", f"{layer}\uff1a\u5e94\u4e3a\u6574\u6570\uff0c\u5f97\u5230 {kind}")
    return counts


@test_case(name="public: C1 by hand", points=0, hidden=False)
def test_first_layer(conv_parameters):
    compare("conv_parameters(1, 6, 5, False)", conv_parameters(1, 6, 5, False), 150)
    compare("conv_parameters(1, 6, 5, True)", conv_parameters(1, 6, 5, True), 156)


@test_case(name="public: one layer with two input maps", points=0, hidden=False)
def test_two_maps(conv_parameters):
    # three filters, each two maps deep: 3 * 2 * 4 weights and 3 biases
    compare("conv_parameters(2, 3, 2, True)", conv_parameters(2, 3, 2, True), 27)


@test_case(name="public: a dict of integers for the five layers", points=0, hidden=False)
def test_layers(lenet_parameters):
    counts = counted(lenet_parameters(True))
    compare("C1", counts["C1"], 156)


@test_case(name="public: C1 without its biases", points=0, hidden=False)
def test_no_biases(lenet_parameters):
    compare("C1", counted(lenet_parameters(False))["C1"], 150)
