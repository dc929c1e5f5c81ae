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


def changed_arguments(function: object, *args: np.ndarray) -> list[int]:
    """Positions of the arguments that a call changes; the grader calls in another process, and asks there."""
    watched = getattr(function, "watched_arguments", None)
    if watched is not None:
        return list(watched(*args)[0])
    assert callable(function)
    given = [arg.copy() for arg in args]
    function(*given)
    return [i for i, (now, before) in enumerate(zip(given, args)) if not np.array_equal(now, before)]


OK_FORMAT = False
name = "activations"

Z = np.array([[-1.0, 0.0, 2.0], [0.5, -3.0, 1.5]])
DH = np.array([[5.0, 5.0, 5.0], [-2.0, 4.0, 3.0]])


@test_case(name="public: relu", points=0, hidden=False)
def test_relu(relu):
    compare("relu(z)", relu(Z.copy()), [[0.0, 0.0, 2.0], [0.5, 0.0, 1.5]])


@test_case(name="public: relu_backward", points=0, hidden=False)
def test_relu_backward(relu_backward):
    compare("relu_backward(z, dh)", relu_backward(Z.copy(), DH.copy()), [[0.0, 0.0, 5.0], [-2.0, 0.0, 3.0]])


@test_case(name="public: tanh_backward", points=0, hidden=False)
def test_tanh_backward(tanh_backward):
    # tanh(0) = 0, tanh(ln(3) / 2) = 1/2, tanh(-ln(2)) = -3/5
    z = np.array([0.0, np.log(3.0) / 2.0, -np.log(2.0)])
    compare("tanh_backward(z, dh)", tanh_backward(z, np.array([7.0, 4.0, -2.0])), [7.0, 3.0, -1.28])


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(relu, relu_backward, tanh_backward):
    compare("relu(z)", relu(Z.copy()), [[0.0, 0.0, 2.0], [0.5, 0.0, 1.5]])
    compare("relu_backward(z, dh)", relu_backward(Z.copy(), DH.copy()), [[0.0, 0.0, 5.0], [-2.0, 0.0, 3.0]])
    for what, function, args in (
        ("relu(z)", relu, (Z,)),
        ("relu_backward(z, dh)", relu_backward, (Z, DH)),
        ("tanh_backward(z, dh)", tanh_backward, (Z, DH)),
    ):
        changed = changed_arguments(function, *args)
        if changed:
            argument = ("z", "dh")[changed[0]]
            raise failure(f"{what} changes {argument}", f"{what} \u6539\u53d8\u4e86 {argument}")
