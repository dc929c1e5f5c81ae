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


OK_FORMAT = False
name = "random_forest_sampling"


def integers(what, got):
    array = np.asarray(got)
    if got is None or array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        kind = array.dtype if isinstance(got, np.ndarray) else type(got).__name__
        raise failure(f"{what}: expected a sequence of integers, got {kind}", f"{what}\uff1a\u5e94\u4e3a\u6574\u6570\u5e8f\u5217\uff0c\u5f97\u5230 {kind}")
    return [int(i) for i in array]


def check(condition, en, zh):
    if not condition:
        raise failure(en, zh)


@test_case(name="public: a bootstrap sample of ten", points=0, hidden=False)
def test_bootstrap(bootstrap_indices):
    drawn = integers("bootstrap_indices(10, 0)", bootstrap_indices(10, 0))
    check(len(drawn) == 10, f"expected 10 indices, got {len(drawn)}", f"\u5e94\u6709 10 \u4e2a\u4e0b\u6807\uff0c\u5f97\u5230 {len(drawn)} \u4e2a")
    check(min(drawn) >= 0 and max(drawn) <= 9, f"indices outside 0..9: {drawn}", f"\u4e0b\u6807\u8d85\u51fa 0..9\uff1a{drawn}")
    again = integers("bootstrap_indices(10, 0)", bootstrap_indices(10, 0))
    check(drawn == again, "the same seed gives another draw", "\u79cd\u5b50\u76f8\u540c\uff0c\u7ed3\u679c\u5374\u4e0d\u540c")


@test_case(name="public: out of bag, the worked example", points=0, hidden=False)
def test_out_of_bag(out_of_bag):
    got = integers("out_of_bag", out_of_bag(np.array([3, 0, 3, 5, 0, 0]), 6))
    check(got == [1, 2, 4], f"got {got}, expected [1, 2, 4]", f"\u5f97\u5230 {got}\uff0c\u5e94\u4e3a [1, 2, 4]")


@test_case(name="public: three of five features", points=0, hidden=False)
def test_features(random_features):
    drawn = integers("random_features(5, 3, 1)", random_features(5, 3, 1))
    right = len(drawn) == 3 and len(set(drawn)) == 3 and set(drawn) <= set(range(5))
    check(right, f"expected three different numbers of 0..4, got {drawn}", f"\u5e94\u4e3a 0..4 \u4e2d\u4e09\u4e2a\u4e0d\u540c\u7684\u6570\uff0c\u5f97\u5230 {drawn}")
