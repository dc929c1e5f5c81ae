"""Wrong standard deviations of a pre-activation."""

import math

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "preactivation_std"


@misconception(
    "variance",
    function=FUNCTION,
    en="That is the variance of z. What is asked for has the unit of z itself.",
    zh="这是 z 的方差。题目要的量，单位与 z 本身相同。",
)
def variance(n, var_w, var_x, var_b):
    return n * var_w * var_x + var_b


@misconception(
    "no-n",
    function=FUNCTION,
    en="How many products are summed, and what does each of them add to the variance?",
    zh="一共有多少个乘积相加？每个乘积给方差贡献多少？",
)
def no_n(n, var_w, var_x, var_b):
    return math.sqrt(var_w * var_x + var_b)


@misconception(
    "n-squared",
    function=FUNCTION,
    en="You treat the sum as n copies of one product. Do independent terms all point the same way?",
    zh="你把和当成了同一个乘积的 n 倍。相互独立的各项会总是同号吗？",
)
def n_squared(n, var_w, var_x, var_b):
    return math.sqrt(n**2 * var_w * var_x + var_b)


@misconception(
    "mean-of-products",
    function=FUNCTION,
    en="You divide by n: is z the sum or the mean of the products?",
    zh="你除以了 n：z 是这些乘积的和，还是平均？",
)
def mean_of_products(n, var_w, var_x, var_b):
    return math.sqrt(var_w * var_x / n + var_b)


@misconception(
    "bias-counted-n-times",
    function=FUNCTION,
    en="The bias is added once, not once per input.",
    zh="偏置只加一次，而不是每个输入加一次。",
)
def bias_counted_n_times(n, var_w, var_x, var_b):
    return math.sqrt(n * (var_w * var_x + var_b))


@misconception(
    "no-bias",
    function=FUNCTION,
    en="Right without a bias: what does an independent bias add to the variance?",
    zh="没有偏置时正确：一个独立的偏置会给方差加上多少？",
)
def no_bias(n, var_w, var_x, var_b):
    return math.sqrt(n * var_w * var_x)


@misconception(
    "bias-outside-the-root",
    function=FUNCTION,
    en="The standard deviation of the bias is added to that of the sum. Which of the two quantities adds up?",
    zh="你把偏置的标准差加到了和的标准差上。标准差与方差，哪一个可以相加？",
)
def bias_outside_the_root(n, var_w, var_x, var_b):
    return math.sqrt(n * var_w * var_x) + math.sqrt(var_b)


@misconception(
    "standard-deviations-added",
    function=FUNCTION,
    en="Standard deviations of independent terms do not add up. What does?",
    zh="独立项的标准差不能相加。什么量可以？",
)
def standard_deviations_added(n, var_w, var_x, var_b):
    return n * math.sqrt(var_w * var_x) + math.sqrt(var_b)


@misconception(
    "variances-taken-for-stds",
    function=FUNCTION,
    en="The arguments are squared once more: are they variances or standard deviations?",
    zh="你又把参数平方了一次：它们是方差，还是标准差？",
)
def variances_taken_for_stds(n, var_w, var_x, var_b):
    return math.sqrt(n * var_w**2 * var_x**2 + var_b**2)


@misconception(
    "product-as-sum",
    function=FUNCTION,
    en="You add the variances of w and x. That would be right for w + x; what holds for a product with mean 0?",
    zh="你把 w 与 x 的方差相加了。这适用于 w + x；对均值为 0 的乘积成立的是什么？",
)
def product_as_sum(n, var_w, var_x, var_b):
    return math.sqrt(n * (var_w + var_x) + var_b)


def any_std(n, var_w, var_x, var_b, *, count="n", bias="inside", root=True, spread="var"):
    w, x, b = (var_w, var_x, var_b) if spread == "var" else (var_w**2, var_x**2, var_b**2)
    times = {"n": n, "1": 1, "n^2": n**2, "1/n": 1 / n}[count]
    inner = times * w * x
    if bias == "n":
        inner += n * b
    elif bias == "inside":
        inner += b
    return math.sqrt(inner) if root else inner


PAIRS = pairs(
    FUNCTION,
    any_std,
    {
        "no-n": {"count": "1"},
        "n-squared": {"count": "n^2"},
        "mean-of-products": {"count": "1/n"},
        "no-bias": {"bias": "none"},
        "bias-counted-n-times": {"bias": "n"},
        "variance": {"root": False},
        "variances-taken-for-stds": {"spread": "std"},
    },
)
