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
name = "mlp_loss_and_grads"


def compare_all(got, loss, gradients):
    if not isinstance(got, (tuple, list)) or len(got) != 2 or not hasattr(got[1], "keys"):
        raise failure("return (loss, grads), grads being a dict", "\u8bf7\u8fd4\u56de (loss, grads)\uff0cgrads \u662f\u5b57\u5178")
    if set(got[1]) != set(gradients):
        expected = ", ".join(gradients)
        raise failure(f"grads: the keys are {expected}", f"grads\uff1a\u952e\u5e94\u4e3a {expected}")
    compare("loss", got[0], loss)
    for key, expected in gradients.items():
        compare(f'grads["{key}"]', got[1][key], expected)


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(mlp_loss_and_grads):
    ln3 = np.log(3.0)
    got = mlp_loss_and_grads(
        np.array([[2.0]]),
        np.array([1]),
        np.array([[ln3]]),
        np.array([-ln3]),
        np.array([[0.0, 4.0]]),
        np.array([0.0, -3.0]),
    )
    gradients = {"W1": [[-0.75]], "b1": [-0.375], "W2": [[0.375, -0.375]], "b2": [0.5, -0.5]}
    compare_all(got, np.log(2.0), gradients)


@test_case(name="public: two samples, two inputs, three hidden units", points=0, hidden=False)
def test_two_samples(mlp_loss_and_grads):
    # W1 = 0 makes every hidden unit 1/2; the logits are (0, 1/2) for both samples, whatever X
    got = mlp_loss_and_grads(
        np.array([[1.0, -2.0], [3.0, 0.5]]),
        np.array([0, 1]),
        np.zeros((2, 3)),
        np.zeros(3),
        np.array([[1.0, 0.0], [0.0, 2.0], [-1.0, -1.0]]),
        np.zeros(2),
    )
    gradients = {
        "W1": [[0.06377033, -0.12754067, 0.0], [0.17921112, -0.35842225, 0.0]],
        "b1": [-0.03061483, 0.06122967, 0.0],
        "W2": [[-0.06122967, 0.06122967]] * 3,
        "b2": [-0.12245933, 0.12245933],
    }
    compare_all(got, 0.72407698, gradients)
