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
name = "initialisation"


def floats(got, shape):
    array = np.asarray(got)
    if array.shape != shape or array.dtype.kind != "f":
        raise failure(f"expected floats of shape {shape}", f"\u5e94\u4e3a {shape} \u7684\u6d6e\u70b9\u6570\u7ec4")
    return array


@test_case(name="public: the three formulas", points=0, hidden=False)
def test_formulas(xavier_std, xavier_bound, he_std):
    compare("xavier_std(6, 2)", xavier_std(6, 2), 0.5)
    compare("xavier_bound(6, 2)", xavier_bound(6, 2), 0.8660254)
    compare("he_std(8)", he_std(8), 0.5)


@test_case(name="public: the three formulas for other sizes", points=0, hidden=False)
def test_other_sizes(xavier_std, xavier_bound, he_std):
    compare("xavier_std(30, 20)", xavier_std(30, 20), 0.2)
    compare("xavier_bound(10, 14)", xavier_bound(10, 14), 0.5)
    compare("he_std(50)", he_std(50), 0.2)


@test_case(name="public: xavier_uniform", points=0, hidden=False)
def test_xavier_uniform(xavier_uniform):
    W = floats(xavier_uniform(60, 90, 1), (60, 90))
    compare(say("mean", "\u5747\u503c"), W.mean(), 0.0, tolerance=0.01)
    compare(say("largest entry", "\u6700\u5927\u5143\u7d20"), np.abs(W).max(), 0.2, tolerance=0.005)


@test_case(name="public: he_normal", points=0, hidden=False)
def test_he_normal(he_normal):
    W = floats(he_normal(50, 90, 1), (50, 90))
    compare(say("mean", "\u5747\u503c"), W.mean(), 0.0, tolerance=0.02)
    compare(say("standard deviation", "\u6807\u51c6\u5dee"), W.std(), 0.2, tolerance=0.02)


@test_case(name="public: the seed decides", points=0, hidden=False)
def test_seed(xavier_uniform, he_normal):
    for name, draw in (("xavier_uniform", xavier_uniform), ("he_normal", he_normal)):
        first, again, other = (floats(draw(4, 3, seed), (4, 3)) for seed in (0, 0, 1))
        if not np.array_equal(first, again):
            raise failure(f"{name}: the same seed gives other weights", f"{name}\uff1a\u79cd\u5b50\u76f8\u540c\uff0c\u6743\u91cd\u5374\u4e0d\u540c")
        if np.array_equal(first, other):
            raise failure(f"{name}: another seed gives the same weights", f"{name}\uff1a\u79cd\u5b50\u4e0d\u540c\uff0c\u6743\u91cd\u5374\u76f8\u540c")
