"""Wrong splits for k-fold cross-validation."""

from itertools import pairwise

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "k_fold"


def check(n, k):
    if not 2 <= k <= n:
        raise ValueError(k)


def paired(n, folds):
    """Each fold with the rest of 0..n-1, as lists."""
    return [([i for i in range(n) if i not in set(fold)], [int(i) for i in fold]) for fold in folds]


def right(n, k):
    return paired(n, np.array_split(np.arange(n), k))


@misconception(
    "remainder-dropped",
    function=FUNCTION,
    en="When k does not divide n, the last samples are never validated. Which fold should take them?",
    zh="k 不能整除 n 时，最后几个样本从未被验证。它们应当归入哪些折？",
)
def remainder_dropped(n, k):
    size = n // k
    return paired(n, [range(i * size, (i + 1) * size) for i in range(k)])


@misconception(
    "remainder-in-last-fold",
    function=FUNCTION,
    en="The last fold takes the whole remainder. By how much may the sizes of two folds differ?",
    zh="最后一折承担了全部余数。任意两折的大小最多可以相差多少？",
)
def remainder_in_last_fold(n, k):
    size = n // k
    return paired(n, [range(i * size, n if i == k - 1 else (i + 1) * size) for i in range(k)])


@misconception(
    "last-folds-larger",
    function=FUNCTION,
    en="Sizes differ by one as they should, but the larger folds stand at the end. Where does the prompt want them?",
    zh="各折大小相差一，这是对的，但较大的折排在了最后。题目要求它们排在哪里？",
)
def last_folds_larger(n, k):
    starts = [i * (n // k) + max(0, i - (k - n % k)) for i in range(k + 1)]
    return paired(n, [range(a, b) for a, b in pairwise(starts)])


@misconception(
    "rounded-up-folds",
    function=FUNCTION,
    en="You round the fold size up, so the last folds come out too small, or empty. Which of the folds are one larger?",
    zh="你把每折的大小向上取整，于是最后的折过小，甚至为空。应当有哪些折多一个样本？",
)
def rounded_up_folds(n, k):
    size = -(-n // k)
    return paired(n, [range(min(i * size, n), min((i + 1) * size, n)) for i in range(k)])


@misconception(
    "last-fold-overlaps",
    function=FUNCTION,
    en="Some samples are validated twice when k does not divide n: the last fold reaches back into its neighbour.",
    zh="k 不能整除 n 时，有的样本被验证了两次：最后一折与前一折重叠了。",
)
def last_fold_overlaps(n, k):
    size = -(-n // k)
    starts = [max(0, min(i * size, n - size)) for i in range(k)]
    return paired(n, [range(s, s + size) for s in starts])


@misconception(
    "boundaries-rounded",
    function=FUNCTION,
    en="Your fold boundaries are rounded multiples of n/k: sizes differ by one, but which folds are the larger?",
    zh="你的边界是 n/k 的倍数取整：各折大小相差一，但较大的并不是最前面的几折。",
)
def boundaries_rounded(n, k):
    edges = [i * n // k for i in range(k + 1)]
    return paired(n, [range(a, b) for a, b in pairwise(edges)])


@misconception(
    "strided-folds",
    function=FUNCTION,
    en="A valid partition, but every k-th sample goes into a fold. What does contiguous mean?",
    zh="这也是一种划分，但每隔 k 个样本取一个。“连续”是什么意思？",
)
def strided_folds(n, k):
    return paired(n, [range(i, n, k) for i in range(k)])


@misconception(
    "shuffled",
    function=FUNCTION,
    en="Your folds are shuffled. Who permutes the data, if that is wanted?",
    zh="你把样本打乱了。需要打乱时，由谁来做？",
)
def shuffled(n, k):
    folds = np.array_split(np.random.default_rng(0).permutation(n), k)
    return paired(n, [sorted(fold.tolist()) for fold in folds])


@misconception(
    "validation-in-train",
    function=FUNCTION,
    en="The training part still holds the validation samples. Whom should the model not have seen?",
    zh="训练部分里仍然包含验证样本。哪些样本是模型不应见过的？",
)
def validation_in_train(n, k):
    return [([*range(n)], validation) for _, validation in right(n, k) if check(n, k) is None]


@misconception(
    "only-what-came-before",
    function=FUNCTION,
    en="You train only on the folds before the validation fold. That suits time series: which folds are left out?",
    zh="你只用验证折之前的数据训练，那是时间序列的做法。这里漏掉了哪些折？",
)
def only_what_came_before(n, k):
    return [([i for i in train if i < validation[0]], validation) for train, validation in right(n, k)]


@misconception(
    "parts-exchanged",
    function=FUNCTION,
    en="Your training part is the small one. Which of the two comes first in a pair?",
    zh="你的训练部分反而是小的那个。一对之中，哪个在前？",
)
def parts_exchanged(n, k):
    return [(validation, train) for train, validation in right(n, k)]


@misconception(
    "counted-from-one",
    function=FUNCTION,
    en="Your indices run from 1 to n. What is the index of the first sample?",
    zh="你的下标从 1 到 n。第一个样本的下标是多少？",
)
def counted_from_one(n, k):
    return [([i + 1 for i in train], [i + 1 for i in validation]) for train, validation in right(n, k)]


@misconception(
    "single-split",
    function=FUNCTION,
    en="There is one pair only. How many times is a model trained in k-fold cross-validation?",
    zh="你只给出了一对。k 折交叉验证要训练多少次模型？",
)
def single_split(n, k):
    return right(n, k)[:1]


@misconception(
    "folds-without-train",
    function=FUNCTION,
    en="You return the folds alone. Which two lists belong to each split?",
    zh="你只返回了各折本身。每次划分需要哪两个列表？",
)
def folds_without_train(n, k):
    return [validation for _, validation in right(n, k)]


@misconception(
    "one-fold-allowed",
    function=FUNCTION,
    edge="ValueError: fewer than two folds",
    en="A single fold passes without an error. What would its model be trained on?",
    zh="只有一折时没有报错。这时用什么来训练模型？",
)
def one_fold_allowed(n, k):
    if k > n:
        raise ValueError(k)
    return right(n, max(k, 1))


@misconception(
    "empty-folds-allowed",
    function=FUNCTION,
    edge=(
        "ValueError: more folds than samples",
        "ValueError: no sample, or a single one",
    ),
    en="More folds than samples pass without an error, and some folds are empty. What would they validate?",
    zh="折数多于样本数时没有报错，出现了空的折。空折能验证什么？",
)
def empty_folds_allowed(n, k):
    if k < 2:
        raise ValueError(k)
    return right(n, k)


@misconception(
    "leave-one-out-refused",
    function=FUNCTION,
    edge=(
        "leave one out",
        "two samples in two folds",
    ),
    en="k = n raises an error in your version. Is leave-one-out impossible?",
    zh="k = n 时你报了错。留一法不可以吗？",
)
def leave_one_out_refused(n, k):
    if not 2 <= k < n:
        raise ValueError(k)
    return right(n, k)


@misconception(
    "remainder-left-out",
    function=FUNCTION,
    en="When k does not divide n, the last samples are in no fold and in no training part: for whom are they kept?",
    zh="k 不能整除 n 时，最后几个样本既不在任何一折里，也不在训练部分里：它们留给谁用？",
)
def remainder_left_out(n, k):
    size = n // k
    used = range(size * k)
    folds = [range(i * size, (i + 1) * size) for i in range(k)]
    return [([i for i in used if i not in fold], [*fold]) for fold in folds]


def any_folds(n, k, *, folds="larger first", order=1, shift=0, train="rest"):
    if folds == "shuffled":
        parts = [p.tolist() for p in np.array_split(np.random.default_rng(0).permutation(n), k)]
    else:
        size = n // k
        parts = {
            "larger first": lambda: [p.tolist() for p in np.array_split(np.arange(n), k)],
            "dropped": lambda: [[*range(i * size, (i + 1) * size)] for i in range(k)],
            "last takes all": lambda: [[*range(i * size, n if i == k - 1 else (i + 1) * size)] for i in range(k)],
            "strided": lambda: [[*range(i, n, k)] for i in range(k)],
        }[folds]()
    pairs_of = paired(n, parts)
    if train == "all":
        pairs_of = [([*range(n)], val) for _, val in pairs_of]
    pairs_of = [([i + shift for i in a], [i + shift for i in b]) for a, b in pairs_of]
    return pairs_of if order == 1 else [(b, a) for a, b in pairs_of]


PAIRS = pairs(
    FUNCTION,
    any_folds,
    {
        "remainder-dropped": {"folds": "dropped"},
        "remainder-in-last-fold": {"folds": "last takes all"},
        "strided-folds": {"folds": "strided"},
        "parts-exchanged": {"order": -1},
        "counted-from-one": {"shift": 1},
        "validation-in-train": {"train": "all"},
    },
)
