import numpy as np
from otter.test_files import test_case

from autograder.checks.public import failure, unchanged

OK_FORMAT = False
name = "random_forest_sampling"


def integers(what, got):
    array = np.asarray(got)
    if got is None or array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        kind = array.dtype if isinstance(got, np.ndarray) else type(got).__name__
        raise failure(f"{what}: expected a sequence of integers, got {kind}", f"{what}：应为整数序列，得到 {kind}")
    return [int(i) for i in array]


def check(condition, en, zh):
    if not condition:
        raise failure(en, zh)


@test_case(name="public: a bootstrap sample of ten", points=0, hidden=False)
def test_bootstrap(bootstrap_indices):
    drawn = integers("bootstrap_indices(10, 0)", bootstrap_indices(10, 0))
    check(len(drawn) == 10, f"expected 10 indices, got {len(drawn)}", f"应有 10 个下标，得到 {len(drawn)} 个")
    check(min(drawn) >= 0 and max(drawn) <= 9, f"indices outside 0..9: {drawn}", f"下标超出 0..9：{drawn}")
    again = integers("bootstrap_indices(10, 0)", bootstrap_indices(10, 0))
    check(drawn == again, "the same seed gives another draw", "种子相同，结果却不同")


@test_case(name="public: out of bag, the worked example", points=0, hidden=False)
def test_out_of_bag(out_of_bag):
    got = integers("out_of_bag", out_of_bag(np.array([3, 0, 3, 5, 0, 0]), 6))
    check(got == [1, 2, 4], f"got {got}, expected [1, 2, 4]", f"得到 {got}，应为 [1, 2, 4]")


@test_case(name="public: three of five features", points=0, hidden=False)
def test_features(random_features):
    drawn = integers("random_features(5, 3, 1)", random_features(5, 3, 1))
    right = len(drawn) == 3 and len(set(drawn)) == 3 and set(drawn) <= set(range(5))
    check(right, f"expected three different numbers of 0..4, got {drawn}", f"应为 0..4 中三个不同的数，得到 {drawn}")


@test_case(name="public: every sample was drawn", points=0, hidden=False)
def test_none_left(out_of_bag):
    got = integers("out_of_bag", out_of_bag(np.array([1, 0, 2, 1]), 3))
    check(got == [], f"got {got}, expected no index", f"得到 {got}，应为空")


@test_case(name="public: another seed, another draw", points=0, hidden=False)
def test_other_seed(bootstrap_indices, random_features):
    for what, draw in (
        ("bootstrap_indices(60, seed)", lambda seed: bootstrap_indices(60, seed)),
        ("random_features(60, 30, seed)", lambda seed: random_features(60, 30, seed)),
    ):
        one, other = integers(what, draw(1)), integers(what, draw(2))
        check(one != other, f"{what}: seeds 1 and 2 give the same draw", f"{what}：种子 1 和 2 的结果相同")


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(out_of_bag):
    unchanged("out_of_bag(indices, n)", out_of_bag, np.array([3, 0, 3, 5, 0, 0]), 6)


@test_case(name="public: with replacement, and without", points=0, hidden=False)
def test_replacement(bootstrap_indices, random_features):
    drawn = integers("bootstrap_indices(60, 1)", bootstrap_indices(60, 1))
    check(len(set(drawn)) < 60, "60 draws of 60, and none comes twice", "从 60 个中抽 60 次，竟没有一个重复")
    drawn = integers("random_features(5, 5, 1)", random_features(5, 5, 1))
    check(sorted(drawn) == [0, 1, 2, 3, 4], f"expected all of 0..4, got {drawn}", f"应为 0..4 全部，得到 {drawn}")
