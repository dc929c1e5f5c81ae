"""Wrong exponential moving averages."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs, together

EMA = "ema"
WEIGHTS = "ema_weights"
WINDOW = "effective_window"


def recursion(values, beta, m=0.0):
    averages = []
    for g in values:
        m = beta * m + (1 - beta) * g
        averages.append(m)
    return np.array(averages)


@misconception(
    "bias-corrected",
    function=EMA,
    convention=True,
    en="You divide by 1 - beta^t, as Adam does. Is bias correction part of this question?",
    zh="你像 Adam 那样除以了 1 - beta^t。本题要求偏差修正吗？",
)
def bias_corrected(values, beta):
    return recursion(values, beta) / (1 - beta ** np.arange(1, len(values) + 1))


@misconception(
    "starts-at-first-value",
    function=EMA,
    convention=True,
    en="Your average starts at the first value. What is m_0 here?",
    zh="你的平均从第一个值开始。本题中 m_0 是多少？",
)
def starts_at_first_value(values, beta):
    return recursion(values, beta, float(values[0]))


@misconception(
    "plain-mean",
    function=EMA,
    en="All past values count alike in your average. Which ones should fade?",
    zh="在你的平均中，过去所有的值权重相同。哪些值应当逐渐淡出？",
)
def plain_mean(values, beta):
    return np.cumsum(values) / np.arange(1, len(values) + 1)


@misconception(
    "beta-weighs-the-new-value",
    function=EMA,
    en="A beta close to 1 should give a long memory; yours follows the newest value. What does beta multiply?",
    zh="beta 接近 1 时记忆应当很长，而你的平均紧跟最新值。beta 应当乘在哪一项上？",
)
def beta_weighs_the_new_value(values, beta):
    return recursion(values, 1 - beta)


@misconception(
    "accumulates",
    function=EMA,
    en="For constant values your m grows far beyond them. With which weight does a new value enter an *average*?",
    zh="输入为常数时，你的 m 会远远超过它。在*平均*中，新值的权重应当是多少？",
)
def accumulates(values, beta):
    return recursion(values, beta) / (1 - beta)


@misconception(
    "starts-with-zero",
    function=EMA,
    en="Your list begins with m_0. Which averages are asked for?",
    zh="你的列表从 m_0 开始。题目要求返回哪些平均值？",
)
def starts_with_zero(values, beta):
    return np.concatenate([[0.0], recursion(values, beta)[:-1]])


@misconception(
    "last-average-only",
    function=EMA,
    en="You return the last average only. How many are asked for?",
    zh="你只返回了最后一个平均值。题目要求返回多少个？",
)
def last_average_only(values, beta):
    return recursion(values, beta)[-1]


@misconception(
    "corrected-value-kept",
    function=EMA,
    en="You divide inside the recursion, so that the correction piles up. Is a correction asked for at all?",
    zh="你在递推内部做了除法，修正会不断叠加。题目要求修正吗？",
)
def corrected_value_kept(values, beta):
    averages, m = [], 0.0
    for t, g in enumerate(values, 1):
        m = (beta * m + (1 - beta) * g) / (1 - beta**t)
        averages.append(m)
    return np.array(averages)


@misconception(
    "overwrites-values",
    function=EMA,
    edge="ema: the argument stays as it is",
    en="The averages are right, but they stand in the caller's array. Where should they be stored?",
    zh="平均值正确，但写进了调用者的数组。应当存放在哪里？",
)
def overwrites_values(values, beta):
    averages = recursion(values, beta)
    values[...] = averages
    return averages


@misconception(
    "keeps-integer-type",
    function=EMA,
    edge="ema: float32 and integer values",
    en="For integers your averages lose their decimals. Of which type is the array that you fill?",
    zh="输入为整数时，你的平均值丢掉了小数部分。你所填充的数组是什么类型？",
)
def keeps_integer_type(values, beta):
    return recursion(values, beta).astype(values.dtype)


@misconception(
    "powers-without-factor",
    function=WEIGHTS,
    en="Your weights add up to much more than 1. What stands in front of the power?",
    zh="你的权重之和远大于 1。幂的前面还有什么？",
)
def powers_without_factor(beta, k):
    return beta ** np.arange(k)


@misconception(
    "powers-from-one",
    function=WEIGHTS,
    en="Your newest value is already faded. With which power of beta does it enter?",
    zh="你的最新值已经被衰减了。它对应 beta 的几次方？",
)
def powers_from_one(beta, k):
    return (1 - beta) * beta ** np.arange(1, k + 1)


@misconception(
    "oldest-first",
    function=WEIGHTS,
    en="Your weights stand in the other order. Which value should come first?",
    zh="你的权重顺序反了。应当先列出哪个值的权重？",
)
def oldest_first(beta, k):
    return ((1 - beta) * beta ** np.arange(k))[::-1]


@misconception(
    "weights-normalised",
    function=WEIGHTS,
    en="You force the k weights to add up to 1. What weight is left for the values before them?",
    zh="你强行让这 k 个权重之和为 1。更早的值还剩多少权重？",
)
def weights_normalised(beta, k):
    weights = beta ** np.arange(k)
    return weights / weights.sum()


@misconception(
    "weights-with-beta-exchanged",
    function=WEIGHTS,
    en="Your weights fade the faster, the larger beta is. Should it be so?",
    zh="beta 越大，你的权重衰减得越快。应当如此吗？",
)
def weights_with_beta_exchanged(beta, k):
    return beta * (1 - beta) ** np.arange(k)


@misconception(
    "equal-weights",
    function=WEIGHTS,
    en="All your weights are equal: that is a plain average. Which value should count most?",
    zh="你的权重全都相等，那是普通平均。哪个值的权重应当最大？",
)
def equal_weights(beta, k):
    return np.full(k, 1 / k)


@misconception(
    "window-without-present",
    function=WINDOW,
    en="Your window is one too short. Does the present value count?",
    zh="你的窗口少了 1。当前值算不算在内？",
)
def window_without_present(beta):
    return beta / (1 - beta)


@misconception(
    "window-is-the-weight",
    function=WINDOW,
    en="That is the weight of the newest value. How many such weights make a full average?",
    zh="这是最新值的权重。多少个这样的权重合起来才是完整的平均？",
)
def window_is_the_weight(beta):
    return 1 - beta


@misconception(
    "window-from-beta",
    function=WINDOW,
    en="Your window hardly grows as beta approaches 1. Which quantity goes to 0 there?",
    zh="beta 趋近 1 时，你的窗口几乎不变。此时哪个量趋于 0？",
)
def window_from_beta(beta):
    return 1 / max(beta, 1e-9)


@misconception(
    "window-rounded",
    function=WINDOW,
    en="You round the window to a whole number. Does the formula ask for that?",
    zh="你把窗口取整了。公式要求这样做吗？",
)
def window_rounded(beta):
    return float(round(1 / (1 - beta)))


@misconception(
    "window-of-squares",
    function=WINDOW,
    convention=True,
    en="(1 + beta) / (1 - beta) is the length of a plain mean of equal *variance*, another definition.",
    zh="(1 + beta) / (1 - beta) 是*方差*相等的普通平均的长度，那是另一种定义。",
)
def window_of_squares(beta):
    return (1 + beta) / (1 - beta)


@together("starts-at-first-value", "beta-weighs-the-new-value", function=EMA)
def first_value_and_exchanged(values, beta):
    return recursion(values, 1 - beta, float(values[0]))


@together("bias-corrected", "beta-weighs-the-new-value", function=EMA)
def corrected_and_exchanged(values, beta):
    return recursion(values, 1 - beta) / (1 - (1 - beta) ** np.arange(1, len(values) + 1))


def any_ema(values, beta, *, old="b", start=0.0, corrected=False, zero=False):
    a, b = (1 - beta, beta) if old == "1 - b" else (beta, 1 - beta)
    b = 1.0 if old == "sum" else b
    averages, m = [], start
    for t, g in enumerate(values, start=1):
        m = g if start == "first" and t == 1 else a * m + b * g
        averages.append(m / (1 - a**t) if corrected else m)
    return np.array([0.0, *averages[:-1]] if zero else averages)


PAIRS = pairs(
    EMA,
    any_ema,
    {
        "bias-corrected": {"corrected": True},
        "starts-at-first-value": {"start": "first"},
        "beta-weighs-the-new-value": {"old": "1 - b"},
        "accumulates": {"old": "sum"},
        "starts-with-zero": {"zero": True},
    },
)


def any_weights(beta, k, *, factor="1 - b", first=0, reverse=False, normalised=False, base="b"):
    a = 1 - beta if base == "1 - b" else beta
    w = (1 - a if factor == "1 - b" else 1.0) * a ** np.arange(first, k + first)
    w = w / w.sum() if normalised else w
    return w[::-1].copy() if reverse else w


PAIRS_WEIGHTS = pairs(
    WEIGHTS,
    any_weights,
    {
        "powers-without-factor": {"factor": ""},
        "powers-from-one": {"first": 1},
        "oldest-first": {"reverse": True},
        "weights-normalised": {"normalised": True},
        "weights-with-beta-exchanged": {"base": "1 - b"},
    },
)
