"""Wrong entropies of a set of labels."""

from collections import Counter
from math import log, log2, log10

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "entropy"


def shares(labels):
    return [c / len(labels) for c in Counter(labels).values()]


@misconception(
    "nats",
    function=FUNCTION,
    convention=True,
    en="Off by the constant factor ln 2: your entropy is measured in nats. Which base makes the unit a bit?",
    zh="结果差一个常数因子 ln 2：你的熵以奈特（nat）为单位。对数取什么底，单位才是比特？",
)
def nats(labels):
    return -sum(p * log(p) for p in shares(labels))


@misconception(
    "base-10",
    function=FUNCTION,
    convention=True,
    en="Off by a constant factor of about 0.301: which base does your logarithm have?",
    zh="结果差一个约 0.301 的常数因子：你的对数以什么为底？",
)
def base_10(labels):
    return -sum(p * log10(p) for p in shares(labels))


@misconception(
    "normalised-by-classes",
    function=FUNCTION,
    convention=True,
    en="With three or more classes your entropy never exceeds 1: is the base of the logarithm the number of classes?",
    zh="类别达到三个以上时，你的熵仍然不超过 1：对数的底是不是取成了类别数？",
)
def normalised_by_classes(labels):
    p = shares(labels)
    return -sum(q * log(q) for q in p) / log(len(p)) if len(p) > 1 else 0.0


@misconception(
    "negative",
    function=FUNCTION,
    en="Your entropy is negative. The logarithm of a share is at most 0: what turns the sum positive?",
    zh="你的熵是负数。比例的对数不大于 0，怎样才能使和为正？",
)
def negative(labels):
    return sum(p * log2(p) for p in shares(labels))


@misconception(
    "counts-for-shares",
    function=FUNCTION,
    en="Your result grows with the number of samples. Does the formula weigh logarithms of counts, or of shares?",
    zh="你的结果随样本数增大而变化。公式里的是频数，还是比例？",
)
def counts_for_shares(labels):
    return -sum(c * log2(c) for c in Counter(labels).values())


@misconception(
    "not-weighted",
    function=FUNCTION,
    en="You add up the logarithms of the shares, rare classes as heavily as frequent ones. What stands before the log?",
    zh="你直接把各比例的对数相加，少见的类别和常见的类别权重一样。对数前面还应有什么？",
)
def not_weighted(labels):
    return -sum(log2(p) for p in shares(labels))


@misconception(
    "divided-by-samples-twice",
    function=FUNCTION,
    en="Your entropy shrinks as the same mixture gets more samples; it should depend on the shares alone.",
    zh="各类比例不变、样本增多时，你的熵却变小了；熵应当只取决于比例。",
)
def divided_by_samples_twice(labels):
    return -sum(p * log2(p) for p in shares(labels)) / len(labels)


@misconception(
    "log-of-class-count",
    function=FUNCTION,
    en="Your entropy depends only on how many classes there are: where does it matter how often each occurs?",
    zh="你的熵只取决于类别的个数：每个类别出现的频率体现在哪里？",
)
def log_of_class_count(labels):
    return log2(len(set(labels)))


@misconception(
    "gini",
    function=FUNCTION,
    en="That is the Gini impurity, another measure of how mixed a node is. Where is the logarithm?",
    zh="这是基尼不纯度，是衡量结点混杂程度的另一种指标。对数在哪里？",
)
def gini(labels):
    return 1.0 - sum(p * p for p in shares(labels))


@misconception(
    "one-class-only",
    function=FUNCTION,
    en="Only one class contributes to your sum. Does the loop come to its end before the function returns?",
    zh="你的求和里只有一个类别有贡献。函数返回之前，循环走完了吗？",
)
def one_class_only(labels):
    p = shares(labels)[0]
    return -p * log2(p)


@misconception(
    "absent-class-is-nan",
    function=FUNCTION,
    edge=(
        "a pure node has entropy 0",
        "booleans and integers are names: with gaps, negative, large",
    ),
    en="NaN where some class does not occur at this node: what value does 0 log 0 have by convention?",
    zh="当某个类别在该结点上没有出现时，你得到 NaN：按约定，0 log 0 等于多少？",
)
def absent_class_is_nan(labels):
    names = sorted(set(labels))
    whole = isinstance(names[0], int) and names[0] >= 0  # integers are counted by position, 0 up to the largest
    p = np.bincount(np.asarray(labels, dtype=int)) / len(labels) if whole else np.array(shares(labels))
    return float(-(p * np.log2(p)).sum())


@misconception(
    "epsilon-in-the-log",
    function=FUNCTION,
    en="A pure node should have entropy exactly 0, yours is slightly off. What does a small constant inside the "
    "logarithm do to all other nodes?",
    zh="纯结点的熵应当恰好为 0，而你的略有偏差。在对数里加一个小常数，会怎样影响其他结点？",
)
def epsilon_in_the_log(labels):
    return -sum(p * log2(p + 1e-6) for p in shares(labels))


@misconception(
    "binary-only",
    function=FUNCTION,
    en="Right for two classes, wrong for more: you treat all classes but the first as one.",
    zh="两个类别时正确，更多类别时出错：你把第一类之外的所有类别当成了一类。",
)
def binary_only(labels):
    p = shares(labels)[0]
    return 0.0 if p == 1 else -p * log2(p) - (1 - p) * log2(1 - p)


@misconception(
    "sorts-its-argument",
    function=FUNCTION,
    edge="the labels stay as they are",
    en="The value is right, but the caller's list comes back in another order. Work on a copy.",
    zh="数值正确，但调用者的列表被重新排了序。请在副本上操作。",
)
def sorts_its_argument(labels):
    if isinstance(labels, list):
        labels.sort()
    return -sum(p * log2(p) for p in shares(labels))


@misconception(
    "returns-after-the-first-label",
    function=FUNCTION,
    en="Your function has seen one label when it returns. Where do the sum and the return stand: inside the "
    "loop or below?",
    zh="函数只看了一个标签就返回了。求和与 return 写在循环里面还是外面？",
)
def returns_after_the_first_label(labels):
    return log2(len(labels)) / len(labels)


@misconception(
    "counts-reset-for-each-label",
    function=FUNCTION,
    en="Every label is counted once, however often it occurs: is a key looked for among the keys or among the values?",
    zh="不论出现多少次，每个标签都只计了一次：查找键时，你是在字典的键里找，还是在值里找？",
)
def counts_reset_for_each_label(labels):
    return len(set(labels)) / len(labels) * log2(len(labels))


def any_entropy(labels, *, base=log2, weighted=True, sign=-1, size=1):
    p = shares(labels)
    total = sum((q if weighted else 1.0) * base(q) for q in p)
    return sign * total / (len(labels) if size == "n" else 1)


PAIRS = pairs(
    FUNCTION,
    any_entropy,
    {
        "nats": {"base": log},
        "base-10": {"base": log10},
        "not-weighted": {"weighted": False},
        "negative": {"sign": 1},
        "divided-by-samples-twice": {"size": "n"},
    },
)
