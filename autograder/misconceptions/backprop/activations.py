"""Wrong activations and wrong slopes."""

import numpy as np

from autograder.checks.misconceptions import misconception, together


@misconception(
    "relu-reduces",
    function="relu",
    en="np.max and np.maximum are different functions: one looks for the largest entry along an axis.",
    zh="np.max 与 np.maximum 是两个不同的函数：其中一个沿某个轴找最大的元素。",
)
def relu_reduces(z):
    return np.max(z, 0)


@misconception(
    "relu-leaks",
    function="relu",
    en="Your ReLU lets a little of the negative side through: is this the leaky variant?",
    zh="你的 ReLU 让负半轴漏过去了一点：这是不是 Leaky ReLU？",
)
def relu_leaks(z):
    return np.where(z > 0, z, 0.01 * z)


@misconception(
    "relu-is-step",
    function="relu",
    en="You return 0 and 1. Is that the function, or its derivative?",
    zh="返回值只有 0 和 1。这是函数本身，还是它的导数？",
)
def relu_is_step(z):
    return (z > 0).astype(float)


@misconception(
    "relu-is-abs",
    function="relu",
    en="Negative entries come out positive. What should become of them?",
    zh="负数变成了正数。它们本应变成什么？",
)
def relu_is_abs(z):
    return np.abs(z)


@misconception(
    "relu-of-the-negative-side",
    function="relu",
    en="You keep the negative entries and drop the positive ones: is it the smaller or the larger of z and 0?",
    zh="你留下了负数，丢掉了正数：要取的是 z 与 0 中较小的，还是较大的？",
)
def relu_of_the_negative_side(z):
    return np.minimum(z, 0.0)


@misconception(
    "relu-in-place",
    function="relu",
    en="The result is right, but z itself has changed, and the backward pass still needs it.",
    zh="结果是对的，但 z 本身被改掉了，而反向传播还要用到它。",
    edge="relu leaves its argument as it is",
)
def relu_in_place(z):
    z[z < 0] = 0
    return z


@misconception(
    "relu-slope-one-at-zero",
    function="relu_backward",
    en="Right except where z is exactly 0: which slope does this course assign to ReLU there?",
    zh="只有在 z 恰好为 0 处不对：本课程约定 ReLU 在该点的导数是多少？",
    convention=True,
    edge=("relu_backward at exactly 0", "relu_backward at integers that are 0"),
)
def relu_slope_one_at_zero(z, dh):
    return dh * (z >= 0)


@misconception(
    "relu-slope-half-at-zero",
    function="relu_backward",
    en="Right except where z is exactly 0, where you take the middle of 0 and 1. What does the prompt say?",
    zh="只有在 z 恰好为 0 处不对：你取了 0 与 1 的中间值。题面是怎样约定的？",
    convention=True,
    edge=("relu_backward at exactly 0", "relu_backward at integers that are 0"),
)
def relu_slope_half_at_zero(z, dh):
    return dh * np.heaviside(z, 0.5)


@misconception(
    "relu-backward-in-place",
    function="relu_backward",
    en="The result is right, but the gradient you were handed is overwritten.",
    zh="结果是对的，但传进来的上游梯度被覆盖了。",
    edge="the backward functions leave their arguments as they are",
)
def relu_backward_in_place(z, dh):
    dh[z <= 0] = 0
    return dh


@misconception(
    "relu-zero-only-blocks",
    function="relu_backward",
    en="Only entries equal to 0 are blocked. That test fits the output of ReLU; what does z look like there?",
    zh="你只截断了等于 0 的位置。这样判断适用于 ReLU 的输出；而在这些位置上，z 是什么样的？",
)
def relu_zero_only_blocks(z, dh):
    return np.where(z == 0, 0.0, dh)


@misconception(
    "relu-backward-no-upstream",
    function="relu_backward",
    en="You return the slope alone. Where does what comes from the layer above enter?",
    zh="你只返回了导数本身。从后一层传来的量在哪里起作用？",
)
def relu_backward_no_upstream(z, dh):
    return (z > 0).astype(float)


@misconception(
    "relu-backward-looks-at-dh",
    function="relu_backward",
    en="You let a gradient pass by its own sign. What decided in the forward pass whether a unit was open?",
    zh="你按梯度自身的符号决定是否放行。前向传播时，是什么决定了单元是否打开？",
)
def relu_backward_looks_at_dh(z, dh):
    return dh * (dh > 0)


@misconception(
    "relu-backward-times-output",
    function="relu_backward",
    en="Open units multiply the gradient by their output. How steep is ReLU on the positive side?",
    zh="打开的单元把梯度乘上了自己的输出。ReLU 在正半轴上的斜率是多少？",
)
def relu_backward_times_output(z, dh):
    return dh * np.maximum(z, 0.0)


@misconception(
    "relu-backward-integer-buffer",
    function="relu_backward",
    en="Right for floating z, cut to whole numbers for integer z: which dtype does zeros_like take over?",
    zh="z 为浮点数时正确，为整数时结果被截断：zeros_like 沿用的是什么 dtype？",
    edge=("float32 and integer pre-activations", "relu_backward at integers that are 0"),
)
def relu_backward_integer_buffer(z, dh):
    dz = np.zeros_like(z)
    dz[z > 0] = dh[z > 0]
    return dz


@misconception(
    "tanh-slope-not-squared",
    function="tanh_backward",
    en="tanh is odd, so its slope is the same at z and -z. Is yours?",
    zh="tanh 是奇函数，所以它在 z 与 -z 处的斜率相同。你的呢？",
)
def tanh_slope_not_squared(z, dh):
    return dh * (1 - np.tanh(z))


@misconception(
    "tanh-slope-takes-z-for-h",
    function="tanh_backward",
    en="1 - h^2 holds for the output h. What is handed in here?",
    zh="1 - h^2 里的 h 是输出。这里传进来的是什么？",
)
def tanh_slope_takes_z_for_h(z, dh):
    return dh * (1 - z**2)


@misconception(
    "tanh-twice",
    function="tanh_backward",
    en="The slope is taken at tanh(z) instead of z: tanh is applied once too often.",
    zh="导数取在了 tanh(z) 处，而不是 z 处：tanh 多作用了一次。",
)
def tanh_twice(z, dh):
    return dh * (1 - np.tanh(np.tanh(z)) ** 2)


@misconception(
    "tanh-with-sigmoid-rule",
    function="tanh_backward",
    en="h (1 - h) is the slope of another S-shaped function. What is the slope of tanh at 0?",
    zh="h (1 - h) 是另一种 S 形函数的导数。tanh 在 0 处的斜率是多少？",
)
def tanh_with_sigmoid_rule(z, dh):
    h = np.tanh(z)
    return dh * h * (1 - h)


@misconception(
    "tanh-backward-no-upstream",
    function="tanh_backward",
    en="You return the slope alone. Where does what comes from the layer above enter?",
    zh="你只返回了导数本身。从后一层传来的量在哪里起作用？",
)
def tanh_backward_no_upstream(z, dh):
    return 1 - np.tanh(z) ** 2


@misconception(
    "tanh-overflows",
    function="tanh_backward",
    en="Right for moderate z, nan for large ones: what is exp(z) / exp(z) once both are infinite?",
    zh="z 适中时正确，很大时得到 nan：exp(z) / exp(z) 的分子分母都成了无穷大时会怎样？",
    edge="tanh_backward at +-1e4",
)
def tanh_overflows(z, dh):
    h = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return dh * (1 - h**2)


@misconception(
    "tanh-backward-in-place",
    function="tanh_backward",
    en="The result is right, but the gradient you were handed is overwritten.",
    zh="结果是对的，但传进来的上游梯度被覆盖了。",
    edge="the backward functions leave their arguments as they are",
)
def tanh_backward_in_place(z, dh):
    dh *= 1 - np.tanh(z) ** 2
    return dh


@misconception(
    "relu-backward-passes-everything",
    function="relu_backward",
    en="Your gradient passes through at every entry. For which z does ReLU's output not change with z? (The output is "
    "never negative, so h >= 0 holds everywhere.)",
    zh="你的梯度在每个元素处都通过了。z 取哪些值时，ReLU 的输出不随 z 变化？（输出从不为负，所以 h >= 0 处处成立。）",
)
def relu_backward_passes_everything(z, dh):
    return 1.0 * dh


@misconception(
    "tanh-of-half-the-argument",
    function="tanh_backward",
    en="Your tanh is that of z/2, not of z. How exactly are tanh and the sigmoid related?",
    zh="你用的是 tanh(z/2)，而不是 tanh(z)。tanh 与 sigmoid 之间究竟是什么关系？",
)
def tanh_of_half_the_argument(z, dh):
    return dh * (1 - np.tanh(z / 2) ** 2)


@together("relu-slope-one-at-zero", "relu-backward-no-upstream", function="relu_backward")
def step_with_one_at_zero(z, dh):
    return np.where(z >= 0, 1.0, 0.0)
