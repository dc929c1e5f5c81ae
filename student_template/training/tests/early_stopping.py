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


def integer(what: str, got: object, expected: int) -> None:
    """The integer `expected`, which neither 3.0 nor True is."""
    array = as_array(what, got)
    if array.ndim or array.dtype.kind not in "iu":
        kind = type(got).__name__
        raise failure(f"{what}: expected an integer, got {kind}", f"{what}\uff1a\u5e94\u4e3a\u6574\u6570\uff0c\u5f97\u5230 {kind}")
    if array != expected:
        raise failure(f"{what}: wrong: got {got}, expected {expected}", f"{what}\uff1a\u4e0d\u5bf9\uff1a\u5f97\u5230 {got}\uff0c\u5e94\u4e3a {expected}")


def parts(what: str, got: object, count: int) -> list[object]:
    """The values of a tuple or a list; of an array the rows, as the grading takes them."""
    if isinstance(got, np.ndarray) and got.ndim:
        got = list(got)
    if not isinstance(got, (tuple, list)) or len(got) != count:
        found = len(got) if isinstance(got, (tuple, list)) else type(got).__name__
        raise failure(f"{what}: expected {count} values, got {found}", f"{what}\uff1a\u5e94\u8fd4\u56de {count} \u4e2a\u503c\uff0c\u5f97\u5230 {found}")
    return list(got)


OK_FORMAT = False
name = "early_stopping"


def check(got, stop, best):
    stop_epoch, best_epoch = parts("(stop_epoch, best_epoch)", got, 2)
    integer("stop_epoch", stop_epoch, stop)
    integer("best_epoch", best_epoch, best)


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(early_stopping):
    check(early_stopping(np.array([0.9, 0.7, 0.8, 0.6, 0.65, 0.61, 0.5]), 2), 5, 3)


@test_case(name="public: a run that never stops early", points=0, hidden=False)
def test_never(early_stopping):
    check(early_stopping(np.array([0.9, 0.7, 0.8, 0.6, 0.65]), 2), 4, 3)
