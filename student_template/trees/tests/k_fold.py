import os

from otter.test_files import test_case


def say(en: str, zh: str = "") -> str:
    """The message in the student's language; a course in one language has one."""
    language = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return zh if zh and language.startswith("zh") else en


def failure(en: str, zh: str = "") -> AssertionError:
    """What to raise for a wrong answer."""
    return AssertionError(say(en, zh))


OK_FORMAT = False
name = "k_fold"


def same_splits(got, expected):
    try:
        splits = [[[int(i) for i in part] for part in pair] for pair in got]
    except TypeError:
        raise failure("expected a list of pairs of index lists", "\u5e94\u8fd4\u56de\u7531\u4e00\u5bf9\u5bf9\u4e0b\u6807\u5217\u8868\u7ec4\u6210\u7684\u5217\u8868") from None
    if len(splits) != len(expected):
        raise failure(
            f"got {len(splits)} pairs, expected {len(expected)}",
            f"\u5f97\u5230 {len(splits)} \u5bf9\uff0c\u5e94\u4e3a {len(expected)} \u5bf9",
        )
    for i, (pair, want) in enumerate(zip(splits, expected)):
        if pair != [list(part) for part in want]:
            raise failure(f"pair {i}: got {pair}, expected {want}", f"\u7b2c {i} \u5bf9\uff1a\u5f97\u5230 {pair}\uff0c\u5e94\u4e3a {want}")


@test_case(name="public: the worked example", points=0, hidden=False)
def test_worked_example(k_fold):
    same_splits(k_fold(5, 2), [([3, 4], [0, 1, 2]), ([0, 1, 2], [3, 4])])


@test_case(name="public: leave one out", points=0, hidden=False)
def test_leave_one_out(k_fold):
    same_splits(k_fold(3, 3), [([1, 2], [0]), ([0, 2], [1]), ([0, 1], [2])])


@test_case(name="public: one fold is not enough", points=0, hidden=False)
def test_one_fold(k_fold):
    same_splits(k_fold(2, 2), [([1], [0]), ([0], [1])])
    try:
        k_fold(4, 1)
    except ValueError:
        return
    raise failure("k = 1 should raise ValueError", "k = 1 \u65f6\u5e94\u629b\u51fa ValueError")


@test_case(name="public: more folds than samples are too many", points=0, hidden=False)
def test_many_folds(k_fold):
    same_splits(k_fold(2, 2), [([1], [0]), ([0], [1])])
    try:
        k_fold(2, 3)
    except ValueError:
        return
    raise failure("k > n should raise ValueError", "k > n \u65f6\u5e94\u629b\u51fa ValueError")


@test_case(name="public: ten samples in four folds", points=0, hidden=False)
def test_four_folds(k_fold):
    got = k_fold(10, 4)
    sizes = [len(pair[1]) for pair in got]
    if sizes != [3, 3, 2, 2]:
        raise failure(f"folds of {sizes} samples, expected [3, 3, 2, 2]", f"\u5404\u6298\u6837\u672c\u6570\u4e3a {sizes}\uff0c\u5e94\u4e3a [3, 3, 2, 2]")
