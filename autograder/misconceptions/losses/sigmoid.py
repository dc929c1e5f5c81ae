"""Wrong sigmoids and wrong derivatives of the sigmoid."""

import numpy as np

from autograder.checks.misconceptions import misconception


def stable_sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


@misconception(
    "decreasing",
    function="sigmoid",
    en="Your function falls from 1 to 0. Which value should it approach for large positive z?",
    zh="你的函数从 1 降到 0。z 为很大的正数时，它应当趋向多少？",
)
def decreasing(z):
    return stable_sigmoid(-z)


@misconception(
    "brackets",
    function="sigmoid",
    en="Some values are above 1: in which order does Python divide and add?",
    zh="有的值大于 1：Python 先算除法还是先算加法？",
)
def brackets(z):
    return 1 / 1 + np.exp(-z)


@misconception(
    "hyperbolic-tangent",
    function="sigmoid",
    en="Your values are negative for negative z, and 0 at 0: which squashing function is this?",
    zh="z 为负时你的值也为负，z 为 0 时值为 0：这是哪一个激活函数？",
)
def hyperbolic_tangent(z):
    return np.tanh(z)


@misconception(
    "tangent-without-half",
    function="sigmoid",
    en="The sigmoid is a shifted tanh, but yours is too steep by a common factor: of which argument is the tanh taken?",
    zh="Sigmoid 确实是平移缩放后的 tanh，但你的曲线太陡：tanh 里的自变量应当是什么？",
)
def tangent_without_half(z):
    return 0.5 * (1.0 + np.tanh(z))


@misconception(
    "infinity-over-infinity",
    function="sigmoid",
    en="Not a number for large positive z: what are numerator and denominator there, and which other form avoids it?",
    zh="z 为很大的正数时得到 NaN：这时分子和分母各是多少？换哪一种写法可以避免？",
    edge=("sigmoid at +-1e4", "sigmoid at +-100 in float32"),
)
def infinity_over_infinity(z):
    return np.exp(z) / (1.0 + np.exp(z))


@misconception(
    "clipped-input",
    function="sigmoid",
    en="In the tails your function stops a little short of 0 and 1: does clipping z keep it the same function?",
    zh="在两端，你的函数停在离 0 和 1 还差一点的地方：把 z 截断之后，还是原来的函数吗？",
    edge=("sigmoid at +-1e4", "sigmoid at +-100 in float32"),
)
def clipped_input(z):
    return 1.0 / (1.0 + np.exp(-np.clip(z, -10, 10)))


@misconception(
    "softmax-of-all-entries",
    function="sigmoid",
    en="Your entries sum to 1, so each depends on all others. How many numbers does one output depend on here?",
    zh="你的所有元素之和为 1，每个都受其他元素影响。这里的一个输出应当只依赖几个数？",
)
def softmax_of_all_entries(z):
    e = np.exp(z - z.max())
    return e / e.sum()


@misconception(
    "derivative-for-function",
    function="sigmoid",
    en="Your values never exceed 1/4: is this the sigmoid or its slope?",
    zh="你的值从不超过 1/4：这是 sigmoid 本身，还是它的斜率？",
)
def derivative_for_function(z):
    return stable_sigmoid(z) * (1.0 - stable_sigmoid(z))


@misconception(
    "integer-buffer",
    function="sigmoid",
    en="For integers your answers are all cut to 0 (or 1): what dtype does zeros_like give?",
    zh="输入为整数时，你的结果全被截断成了 0（或 1）：zeros_like 得到的 dtype 是什么？",
    edge="sigmoid of float32 and integers",
)
def integer_buffer(z):
    h = np.zeros_like(z)
    h[...] = stable_sigmoid(z)
    return h


@misconception(
    "changes-its-input",
    function="sigmoid",
    en="The values are right, but z is different after the call: which line writes into the argument?",
    zh="值是对的，但调用之后 z 变了：哪一行写进了参数里？",
    edge="sigmoid leaves its argument as it is, large entries, too",
)
def changes_its_input(z):
    if z.dtype.kind == "f":
        np.negative(z, out=z)
        return stable_sigmoid(-z)
    return stable_sigmoid(z)


@misconception(
    "pre-activation-for-output",
    function="sigmoid_backward",
    en="You put z itself into h(1 - h). Is the first argument what goes into the sigmoid, or what comes out of it?",
    zh="你把 z 本身代入了 h(1 - h)。第一个参数是输入 sigmoid 的值，还是它的输出？",
)
def pre_activation_for_output(z, dh):
    return dh * z * (1.0 - z)


@misconception(
    "rule-of-tanh",
    function="sigmoid_backward",
    en="1 - h^2 belongs to another activation. How do you get the sigmoid's slope from its value?",
    zh="1 - h^2 是另一个激活函数的导数。怎样由 sigmoid 的值得到它的斜率？",
)
def rule_of_tanh(z, dh):
    return dh * (1.0 - stable_sigmoid(z) ** 2)


@misconception(
    "no-upstream-gradient",
    function="sigmoid_backward",
    en="Your answer does not depend on dh. Which factor of the chain rule is missing?",
    zh="你的结果与 dh 无关。链式法则中缺了哪个因子？",
)
def no_upstream_gradient(z, dh):
    h = stable_sigmoid(z)
    return h * (1.0 - h)


@misconception(
    "half-of-the-product",
    function="sigmoid_backward",
    en="One factor of the slope is missing: for large positive z, should the gradient vanish or stay?",
    zh="斜率里少了一个因子：z 为很大的正数时，梯度应当消失还是保留？",
)
def half_of_the_product(z, dh):
    return dh * stable_sigmoid(z)


@misconception(
    "other-half-of-the-product",
    function="sigmoid_backward",
    en="One factor of the slope is missing: for large negative z, should the gradient vanish or stay?",
    zh="斜率里少了一个因子：z 为很大的负数时，梯度应当消失还是保留？",
)
def other_half_of_the_product(z, dh):
    return dh * (1.0 - stable_sigmoid(z))


@misconception(
    "sigmoid-twice",
    function="sigmoid_backward",
    en="Your slope is far too flat around 0, as if the sigmoid had been applied twice.",
    zh="你的斜率在 0 附近过于平坦，好像用了两次 sigmoid。",
)
def sigmoid_twice(z, dh):
    h = stable_sigmoid(stable_sigmoid(z))
    return dh * h * (1.0 - h)


@misconception(
    "slope-at-the-upstream-gradient",
    function="sigmoid_backward",
    en="You take the slope at dh. At which point of the curve does the forward pass stand?",
    zh="你在 dh 处求斜率。前向计算停在曲线的哪一点上？",
)
def slope_at_the_upstream_gradient(z, dh):
    h = stable_sigmoid(dh)
    return z * h * (1.0 - h)


@misconception(
    "wrong-sign",
    function="sigmoid_backward",
    en="Every sign is flipped. Is the sigmoid rising or falling?",
    zh="所有符号都反了。Sigmoid 是上升的还是下降的？",
)
def wrong_sign(z, dh):
    h = stable_sigmoid(z)
    return dh * h * (h - 1.0)


@misconception(
    "exponentials-that-overflow",
    function="sigmoid_backward",
    en="Right near 0, not a number far out: which of your exponentials overflows, and can h itself be used instead?",
    zh="在 0 附近正确，很远处出现 NaN：哪个指数上溢了？能不能改用 h 本身？",
    edge="sigmoid_backward at +-1e4",
)
def exponentials_that_overflow(z, dh):
    return dh * np.exp(-z) / (1.0 + np.exp(-z)) ** 2


@misconception(
    "backward-integer-buffer",
    function="sigmoid_backward",
    en="For integer z your gradients are all cut to 0: what dtype does zeros_like give?",
    zh="z 为整数时，你的梯度全被截断成了 0：zeros_like 得到的 dtype 是什么？",
    edge="sigmoid_backward of float32 and integers",
)
def backward_integer_buffer(z, dh):
    dz = np.zeros_like(z)
    dz[...] = dh * stable_sigmoid(z) * (1.0 - stable_sigmoid(z))
    return dz


@misconception(
    "changes-the-upstream-gradient",
    function="sigmoid_backward",
    en="The values are right, but dh is different after the call: which line writes into the argument?",
    zh="值是对的，但调用之后 dh 变了：哪一行写进了参数里？",
    edge="sigmoid_backward leaves its arguments as they are, large entries, too",
)
def changes_the_upstream_gradient(z, dh):
    h = stable_sigmoid(z)
    dh *= h * (1.0 - h)
    return dh.copy()


@misconception(
    "overflow-in-single-precision",
    function="sigmoid",
    en="Right for float64, not a number for float32: from which z on does e^z overflow there?",
    zh="float64 时正确，float32 时得到 NaN：在 float32 里，z 从多大开始 e^z 就会溢出？",
    edge="sigmoid at +-100 in float32",
)
def overflow_in_single_precision(z):
    e = np.exp(np.clip(z, -500, 500))
    return e / (1.0 + e)
