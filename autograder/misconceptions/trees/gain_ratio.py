"""Wrong gain ratios."""

from collections import Counter, defaultdict
from math import log, log2

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "gain_ratio"


def H(items):
    items = list(items)
    return sum(c / len(items) * log2(len(items) / c) for c in Counter(items).values())


def branches(values, labels):
    result = defaultdict(list)
    for v, y in zip(values, labels):
        result[v].append(y)
    return list(result.values())


def gain(values, labels):
    return H(labels) - sum(len(b) / len(labels) * H(b) for b in branches(values, labels))


@misconception(
    "divided-by-label-entropy",
    function=FUNCTION,
    en="The denominator measures the attribute, not the labels: how many bits does it take to tell its value?",
    zh="分母度量的是属性，而不是标签：说出属性的取值需要多少比特？",
)
def divided_by_label_entropy(values, labels):
    return gain(values, labels) / H(labels) if H(labels) else 0.0


@misconception(
    "plain-gain",
    function=FUNCTION,
    en="That is the information gain. What is it divided by?",
    zh="这是信息增益。它还应当除以什么？",
)
def plain_gain(values, labels):
    return gain(values, labels)


@misconception(
    "zero-by-zero",
    function=FUNCTION,
    edge="an attribute with a single value",
    en="NaN, or a division by zero, for an attribute with a single value. What does the prompt ask for there?",
    zh="属性只有一种取值时，结果是 NaN，或者出现除以零。题目对这种情形是怎么规定的？",
)
def zero_by_zero(values, labels):
    return float(np.float64(gain(values, labels)) / np.float64(H(values)))


@misconception(
    "constant-attribute-scores-one",
    function=FUNCTION,
    edge="an attribute with a single value",
    en="An attribute with a single value gets a large ratio in your version, although it tells nothing.",
    zh="在你的结果里，只有一种取值的属性得到很大的增益率，而它其实什么也没有说明。",
)
def constant_attribute_scores_one(values, labels):
    return gain(values, labels) / H(values) if H(values) else 1.0


@misconception(
    "number-of-values",
    function=FUNCTION,
    en="You divide by the number of values. Does a split 99 to 1 take as many bits to tell as one 50 to 50?",
    zh="你除以了取值的个数。把样本分成 99 比 1 与分成 50 比 50，说出取值需要的比特数一样吗？",
)
def number_of_values(values, labels):
    return gain(values, labels) / len(set(values))


@misconception(
    "log-of-number-of-values",
    function=FUNCTION,
    en="Your denominator is right only when all branches have the same size: it should depend on how large each is.",
    zh="只有各分支大小相同时，你的分母才正确：它应当取决于每个分支的大小。",
)
def log_of_number_of_values(values, labels):
    k = len(set(values))
    return gain(values, labels) / log2(k) if k > 1 else 0.0


@misconception(
    "intrinsic-value-unweighted",
    function=FUNCTION,
    en="One factor is missing in your intrinsic value: what stands before each logarithm?",
    zh="你的固有值里少了一个因子：每个对数前面应当是什么？",
)
def intrinsic_value_unweighted(values, labels):
    iv = sum(log2(len(labels) / c) for c in Counter(values).values())
    return gain(values, labels) / iv if iv else 0.0


@misconception(
    "negative-intrinsic-value",
    function=FUNCTION,
    en="Your ratio is negative: which sign does the logarithm of a share have?",
    zh="你的增益率是负数：比例的对数是什么符号？",
)
def negative_intrinsic_value(values, labels):
    return -gain(values, labels) / H(values) if H(values) else 0.0


@misconception(
    "mixed-units",
    function=FUNCTION,
    en="Off by a constant factor: gain and intrinsic value must be measured in the same unit.",
    zh="结果差一个常数因子：增益与固有值必须使用同一单位。",
)
def mixed_units(values, labels):
    return gain(values, labels) / (H(values) * log(2)) if H(values) else 0.0


@misconception(
    "conditional-entropy-over-intrinsic-value",
    function=FUNCTION,
    en="Your numerator is the uncertainty that is left after the split, not what the split removed.",
    zh="你的分子是划分之后剩下的不确定性，而不是划分所消除的部分。",
)
def conditional_entropy_over_intrinsic_value(values, labels):
    return (H(labels) - gain(values, labels)) / H(values) if H(values) else 0.0


@misconception(
    "joint-entropy-denominator",
    function=FUNCTION,
    en="The labels enter your denominator as well. Does the cost of telling the attribute's value depend on them?",
    zh="你的分母里也出现了标签。说出属性取值的代价与标签有关吗？",
)
def joint_entropy_denominator(values, labels):
    joint = H(zip(values, labels))
    return gain(values, labels) / joint if H(values) else 0.0


@misconception(
    "numerator-guarded",
    function=FUNCTION,
    edge="all labels equal",
    en="Right, except where all labels are equal. Which of the two entropies may not be divided by?",
    zh="除了所有标签都相同的情形之外都正确。两个熵之中，哪一个为零时不能作除数？",
)
def numerator_guarded(values, labels):
    return gain(values, labels) / H(values) if H(labels) and H(values) else float(H(values) > 0)


@misconception(
    "sorts-its-arguments",
    function=FUNCTION,
    edge="both sequences stay as they are",
    en="The value is right, but the caller's lists come back in another order. Work on copies.",
    zh="数值正确，但调用者的列表被重新排了序。请在副本上操作。",
)
def sorts_its_arguments(values, labels):
    result = gain(values, labels) / H(values) if H(values) else 0.0
    if isinstance(values, list):
        values.sort(key=str)
    return result


@misconception(
    "branches-not-weighted",
    function=FUNCTION,
    en="You average the branches' entropies plainly. Should a branch of two samples count as much as one of twenty?",
    zh="你对各分支的熵做了简单平均。两个样本的分支和二十个样本的分支应当同样重要吗？",
)
def branches_not_weighted(values, labels):
    parts = branches(values, labels)
    rest = sum(H(b) for b in parts) / len(parts)
    return (H(labels) - rest) / H(values) if H(values) else 0.0


@misconception(
    "branches-summed",
    function=FUNCTION,
    en="You subtract the sum of the branches' entropies. With which weight should each branch enter?",
    zh="你减去的是各分支的熵之和。每个分支应当乘上什么权重？",
)
def branches_summed(values, labels):
    rest = sum(H(b) for b in branches(values, labels))
    return (H(labels) - rest) / H(values) if H(values) else 0.0


def any_ratio(values, labels, *, above="gain", below="H(X)", unit=1.0, weighted=True):
    parts = branches(values, labels)
    rest = sum((len(b) / len(labels) if weighted else 1.0 / len(parts)) * H(b) for b in parts)
    size = {"H(X)": H(values), "H(Y)": H(labels), "count": len(parts), "joint": H(zip(values, labels))}[below]
    return (H(labels) - rest if above == "gain" else rest) / (size * unit) if size else 0.0


PAIRS = pairs(
    FUNCTION,
    any_ratio,
    {
        "divided-by-label-entropy": {"below": "H(Y)"},
        "number-of-values": {"below": "count"},
        "joint-entropy-denominator": {"below": "joint"},
        "conditional-entropy-over-intrinsic-value": {"above": "rest"},
        "mixed-units": {"unit": log(2)},
        "branches-not-weighted": {"weighted": False},
    },
)
