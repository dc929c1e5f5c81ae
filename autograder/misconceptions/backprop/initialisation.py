"""Wrong scales and wrong draws of initial weights."""

import math

import numpy as np

from autograder.checks.misconceptions import misconception


def uniform(n_in, n_out, seed, a):
    return np.random.default_rng(seed).uniform(-a, a, size=(n_in, n_out))


def normal(n_in, n_out, seed, std):
    return np.random.default_rng(seed).normal(0.0, std, size=(n_in, n_out))


@misconception(
    "xavier-variance",
    function="xavier_std",
    en="That is the variance. What does a normal distribution take as its scale?",
    zh="这是方差。正态分布的尺度参数要的是什么？",
)
def xavier_variance(n_in, n_out):
    return 2 / (n_in + n_out)


@misconception(
    "xavier-precedence",
    function="xavier_std",
    en="Your value is larger than 1 and grows with n_out: check the brackets of the fraction.",
    zh="你的值大于 1，还随 n_out 增大：检查分式的括号。",
)
def xavier_precedence(n_in, n_out):
    return math.sqrt(2 / n_in + n_out)


@misconception(
    "xavier-sum-of-fans",
    function="xavier_std",
    en="Too small by the root of 2: is it the sum of the two fans, or their mean?",
    zh="小了根号 2 倍：用的应是两个单元数之和，还是它们的平均？",
)
def xavier_sum_of_fans(n_in, n_out):
    return math.sqrt(1 / (n_in + n_out))


@misconception(
    "xavier-forward-only",
    function="xavier_std",
    en="You keep the variance of the forward signals only. What does n_out stand for?",
    zh="你只照顾了前向信号的方差。n_out 起什么作用？",
    convention=True,
)
def xavier_forward_only(n_in, n_out):
    return math.sqrt(1 / n_in)


@misconception(
    "xavier-is-bound",
    function="xavier_std",
    en="That is the half-width of the uniform version. How does it differ from the standard deviation?",
    zh="这是均匀分布版本的半宽。它与标准差差多少？",
)
def xavier_is_bound(n_in, n_out):
    return math.sqrt(6 / (n_in + n_out))


@misconception(
    "bound-is-std",
    function="xavier_bound",
    en="You take the standard deviation for the bound. What is the variance of a uniform variable on (-a, a)?",
    zh="你把标准差当成了半宽。(-a, a) 上均匀分布的方差是多少？",
)
def bound_is_std(n_in, n_out):
    return math.sqrt(2 / (n_in + n_out))


@misconception(
    "bound-of-he",
    function="xavier_bound",
    en="n_out does not matter to your bound: is this the one for ReLU layers?",
    zh="你的半宽与 n_out 无关：这是不是用于 ReLU 层的那一个？",
)
def bound_of_he(n_in, n_out):
    return math.sqrt(6 / n_in)


@misconception(
    "bound-full-width",
    function="xavier_bound",
    en="That is the width of the whole interval. What is asked for is its half.",
    zh="这是整个区间的宽度。题目要的是它的一半。",
)
def bound_full_width(n_in, n_out):
    return 2 * math.sqrt(6 / (n_in + n_out))


@misconception(
    "bound-twelve",
    function="xavier_bound",
    en="Too large by the root of 2: does 12 belong to the variance of (0, 1), or of (-1, 1)?",
    zh="大了根号 2 倍：12 对应的是 (0, 1) 的方差，还是 (-1, 1) 的方差？",
)
def bound_twelve(n_in, n_out):
    return math.sqrt(12 / (n_in + n_out))


@misconception(
    "bound-counts-the-bias",
    function="xavier_bound",
    en="Very nearly right: is the bias counted among the units?",
    zh="几乎对了：偏置算在单元数里吗？",
)
def bound_counts_the_bias(n_in, n_out):
    return math.sqrt(6 / (n_in + n_out + 1))


@misconception(
    "bound-precedence",
    function="xavier_bound",
    en="Your value grows with n_out: check the brackets of the fraction.",
    zh="你的值随 n_out 增大：检查分式的括号。",
)
def bound_precedence(n_in, n_out):
    return math.sqrt(6 / n_in + n_out)


@misconception(
    "he-variance",
    function="he_std",
    en="That is the variance, not the standard deviation.",
    zh="这是方差，不是标准差。",
)
def he_variance(n_in):
    return 2 / n_in


@misconception(
    "he-without-two",
    function="he_std",
    en="Too small by the root of 2: what does ReLU do to half of the signal?",
    zh="小了根号 2 倍：ReLU 把一半的信号怎么样了？",
)
def he_without_two(n_in):
    return math.sqrt(1 / n_in)


@misconception(
    "he-two-outside-the-root",
    function="he_std",
    en="The 2 stands outside the root: is it a factor of the variance or of the standard deviation?",
    zh="2 跑到根号外面去了：它是方差的因子，还是标准差的因子？",
)
def he_two_outside_the_root(n_in):
    return 2 / math.sqrt(n_in)


@misconception(
    "he-is-bound",
    function="he_std",
    en="That is the half-width of the uniform version, not a standard deviation.",
    zh="这是均匀分布版本的半宽，不是标准差。",
)
def he_is_bound(n_in):
    return math.sqrt(6 / n_in)


@misconception(
    "uniform-is-normal",
    function="xavier_uniform",
    en="The spread is right, the distribution is not: look at your largest weight.",
    zh="离散程度是对的，分布却不对：看看你最大的权重。",
)
def uniform_is_normal(n_in, n_out, seed):
    return normal(n_in, n_out, seed, math.sqrt(2 / (n_in + n_out)))


@misconception(
    "uniform-within-one-std",
    function="xavier_uniform",
    en="Your weights end at one standard deviation, so their spread is too small by the root of 3.",
    zh="你的权重只到一倍标准差为止，于是离散程度小了根号 3 倍。",
)
def uniform_within_one_std(n_in, n_out, seed):
    return uniform(n_in, n_out, seed, math.sqrt(2 / (n_in + n_out)))


@misconception(
    "uniform-positive",
    function="xavier_uniform",
    en="All your weights are positive: what is the mean of the interval?",
    zh="你的权重全是正数：这个区间的均值是多少？",
)
def uniform_positive(n_in, n_out, seed):
    return np.random.default_rng(seed).uniform(0.0, math.sqrt(6 / (n_in + n_out)), size=(n_in, n_out))


@misconception(
    "uniform-transposed",
    function="xavier_uniform",
    en="The axes are exchanged: in this course weights have the shape (inputs, outputs).",
    zh="两个轴颠倒了：本课程中权重的形状是（输入数，输出数）。",
)
def uniform_transposed(n_in, n_out, seed):
    return uniform(n_out, n_in, seed, math.sqrt(6 / (n_in + n_out)))


@misconception(
    "uniform-unseeded",
    function="xavier_uniform",
    en="Two calls with the same seed give different weights: where does the seed go?",
    zh="同一个种子两次调用得到不同的权重：种子用在哪里了？",
)
def uniform_unseeded(n_in, n_out, seed):
    return uniform(n_in, n_out, None, math.sqrt(6 / (n_in + n_out)))


@misconception(
    "uniform-seed-zero-lost",
    function="xavier_uniform",
    en="Right for every seed but 0: what is `seed or None` for a seed of 0?",
    zh="除种子 0 以外都对：种子为 0 时，`seed or None` 是什么？",
    edge="xavier_uniform: the seed 0",
)
def uniform_seed_zero_lost(n_in, n_out, seed):
    return uniform(n_in, n_out, seed or None, math.sqrt(6 / (n_in + n_out)))


@misconception(
    "uniform-fixed-seed",
    function="xavier_uniform",
    en="Every seed gives the same weights: is the generator made from the argument?",
    zh="无论种子是多少，权重都一样：生成器是用传入的参数创建的吗？",
)
def uniform_fixed_seed(n_in, n_out, seed):
    return uniform(n_in, n_out, 0, math.sqrt(6 / (n_in + n_out)))


@misconception(
    "uniform-one-row-for-all",
    function="xavier_uniform",
    en="One row of weights is repeated for all inputs: how many draws are needed?",
    zh="同一行权重被重复用于所有输入：一共需要抽取多少个数？",
)
def uniform_one_row_for_all(n_in, n_out, seed):
    return np.tile(uniform(1, n_out, seed, math.sqrt(6 / (n_in + n_out))), (n_in, 1))


@misconception(
    "uniform-one-unit-for-all",
    function="xavier_uniform",
    en="All units of the layer start with the same weights, and will learn the same thing for ever.",
    zh="这一层的所有单元从相同的权重出发，以后也只会学到同样的东西。",
)
def uniform_one_unit_for_all(n_in, n_out, seed):
    return np.tile(uniform(n_in, 1, seed, math.sqrt(6 / (n_in + n_out))), (1, n_out))


@misconception(
    "normal-is-uniform",
    function="he_normal",
    en="The spread is right, the distribution is not: none of your weights lies beyond two standard deviations.",
    zh="离散程度是对的，分布却不对：没有一个权重超出两倍标准差。",
)
def normal_is_uniform(n_in, n_out, seed):
    return uniform(n_in, n_out, seed, math.sqrt(6 / n_in))


@misconception(
    "normal-with-fan-out",
    function="he_normal",
    en="The spread belongs to n_out: which fan keeps the forward signals alive?",
    zh="离散程度用的是 n_out：要保持前向信号，应看哪一个单元数？",
)
def normal_with_fan_out(n_in, n_out, seed):
    return normal(n_in, n_out, seed, math.sqrt(2 / n_out))


@misconception(
    "normal-of-xavier",
    function="he_normal",
    en="The spread is Xavier's, the compromise between both fans: which one does He use?",
    zh="离散程度是 Xavier 的，是两个单元数的折中：He 用的是哪一个？",
)
def normal_of_xavier(n_in, n_out, seed):
    return normal(n_in, n_out, seed, math.sqrt(2 / (n_in + n_out)))


@misconception(
    "normal-variance-as-scale",
    function="he_normal",
    en="Your weights are far too small: is the scale of a normal distribution a variance?",
    zh="你的权重小得多：正态分布的尺度参数是方差吗？",
)
def normal_variance_as_scale(n_in, n_out, seed):
    return normal(n_in, n_out, seed, 2 / n_in)


@misconception(
    "normal-truncated",
    function="he_normal",
    en="Weights beyond two standard deviations are missing: some libraries cut them off, this course does not.",
    zh="没有超出两倍标准差的权重：有的库会截断，本课程不截断。",
    convention=True,
)
def normal_truncated(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    W = rng.normal(size=(n_in, n_out))
    while (beyond := np.abs(W) > 2).any():
        W[beyond] = rng.normal(size=int(beyond.sum()))
    return W * math.sqrt(2 / n_in) / 0.8796  # the standard deviation of what is left


@misconception(
    "normal-unseeded",
    function="he_normal",
    en="Two calls with the same seed give different weights: where does the seed go?",
    zh="同一个种子两次调用得到不同的权重：种子用在哪里了？",
)
def normal_unseeded(n_in, n_out, seed):
    return normal(n_in, n_out, None, math.sqrt(2 / n_in))


@misconception(
    "normal-fixed-seed",
    function="he_normal",
    en="Every seed gives the same weights: is the generator made from the argument?",
    zh="无论种子是多少，权重都一样：生成器是用传入的参数创建的吗？",
)
def normal_fixed_seed(n_in, n_out, seed):
    return normal(n_in, n_out, 0, math.sqrt(2 / n_in))


@misconception(
    "normal-without-two",
    function="he_normal",
    en="Your variance is 1/n_in. ReLU sets half of the signal to 0: what makes up for that?",
    zh="你的方差是 1/n_in。ReLU 把一半的信号置零：怎样补偿？",
)
def normal_without_two(n_in, n_out, seed):
    return normal(n_in, n_out, seed, math.sqrt(1 / n_in))


@misconception(
    "normal-of-one-size",
    function="he_normal",
    en="Your weights have the same spread for layers of any width. On what should the standard deviation depend?",
    zh="无论层有多宽，权重的标准差都一样。标准差应当取决于什么？",
)
def normal_of_one_size(n_in, n_out, seed):
    return normal(n_in, n_out, seed, 0.01)


@misconception(
    "uniform-of-he",
    function="xavier_uniform",
    en="Your bound depends on n_in alone. Xavier is a compromise between two directions through the layer: which one "
    "is left out here?",
    zh="你的半宽只取决于 n_in。Xavier 是前向与反向之间的折中：这里漏掉了哪一个方向？",
)
def uniform_of_he(n_in, n_out, seed):
    return uniform(n_in, n_out, seed, math.sqrt(6 / n_in))


NEAR = 0.08  # several times what the spread of so many weights varies by


def matrices(shown):
    """The drawn weights, if all have the right shape and are centred; otherwise None."""
    found = []
    for one in shown:
        W = np.asarray(one.result, dtype=float) if not one.error and one.result is not None else np.zeros(0)
        if W.shape != tuple(one.args[:2]) or not np.isfinite(W).all() or abs(W.mean()) > 0.1 * W.std():
            return None
        if (W.std(axis=0) == 0).any() or (W.std(axis=1) == 0).any():
            return None
        found.append(W)
    return found


def nearest(measured, candidates):
    """The one candidate whose value is near the measured one in every call."""
    fits = [
        name
        for name, values in candidates.items()
        if all(abs(m / value - 1) < NEAR for m, value in zip(measured, values))
    ]
    return fits[0] if len(fits) == 1 else None


def look_at_normal(shown):
    """Whichever generator draws: the spread of the weights, and whether they end sharply as uniform ones do."""
    found = matrices(shown)
    if found is None:
        return None
    sizes = [one.args[:2] for one in shown]
    spreads = [W.std() for W in found]
    if all(np.abs(W).max() < 1.85 * W.std() for W in found):
        return nearest(spreads, {"normal-is-uniform": [math.sqrt(2 / i) for i, _ in sizes]})
    if not all(np.abs(W).max() > 2.7 * W.std() for W in found):
        return None
    return nearest(
        spreads,
        {
            "": [math.sqrt(2 / i) for i, _ in sizes],
            "normal-without-two": [math.sqrt(1 / i) for i, _ in sizes],
            "normal-with-fan-out": [math.sqrt(2 / o) for _, o in sizes],
            "normal-of-xavier": [math.sqrt(2 / (i + o)) for i, o in sizes],
            "normal-variance-as-scale": [2 / i for i, _ in sizes],
            "normal-of-one-size": [spreads[0] if 0.0 < spreads[0] < 0.06 else -1.0] * len(sizes),
        },
    )


def look_at_uniform(shown):
    found = matrices(shown)
    if found is None:
        return None
    sizes = [one.args[:2] for one in shown]
    largest = [np.abs(W).max() for W in found]
    right = [math.sqrt(6 / (i + o)) for i, o in sizes]
    if all(big > 2.7 * W.std() for big, W in zip(largest, found)):
        return nearest([math.sqrt(3) * W.std() for W in found], {"uniform-is-normal": right})
    if not all(big < 1.85 * W.std() for big, W in zip(largest, found)):
        return None
    return nearest(
        largest,
        {
            "": right,
            "uniform-within-one-std": [a / math.sqrt(3) for a in right],
            "uniform-of-he": [math.sqrt(6 / i) for i, _ in sizes],
        },
    )


def probes(rng):
    seeds = [int(seed) for seed in rng.choice(1000, size=2, replace=False)]
    sizes = [(90, 40), (30, 110)]
    return {name: [(*size, seed) for size, seed in zip(sizes, seeds)] for name in ("he_normal", "xavier_uniform")}


RECOGNISE = {"he_normal": look_at_normal, "xavier_uniform": look_at_uniform}
