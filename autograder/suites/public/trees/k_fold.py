from otter.test_files import test_case

from autograder.checks.public import failure

OK_FORMAT = False
name = "k_fold"


def same_splits(got, expected):
    try:
        splits = [[[int(i) for i in part] for part in pair] for pair in got]
    except TypeError:
        raise failure("expected a list of pairs of index lists", "应返回由一对对下标列表组成的列表") from None
    if len(splits) != len(expected):
        raise failure(
            f"got {len(splits)} pairs, expected {len(expected)}",
            f"得到 {len(splits)} 对，应为 {len(expected)} 对",
        )
    for i, (pair, want) in enumerate(zip(splits, expected)):
        if pair != [list(part) for part in want]:
            raise failure(f"pair {i}: got {pair}, expected {want}", f"第 {i} 对：得到 {pair}，应为 {want}")


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
    raise failure("k = 1 should raise ValueError", "k = 1 时应抛出 ValueError")


@test_case(name="public: more folds than samples are too many", points=0, hidden=False)
def test_many_folds(k_fold):
    same_splits(k_fold(2, 2), [([1], [0]), ([0], [1])])
    try:
        k_fold(2, 3)
    except ValueError:
        return
    raise failure("k > n should raise ValueError", "k > n 时应抛出 ValueError")


@test_case(name="public: ten samples in four folds", points=0, hidden=False)
def test_four_folds(k_fold):
    got = k_fold(10, 4)
    sizes = [len(pair[1]) for pair in got]
    if sizes != [3, 3, 2, 2]:
        raise failure(f"folds of {sizes} samples, expected [3, 3, 2, 2]", f"各折样本数为 {sizes}，应为 [3, 3, 2, 2]")
