"""Wrong answers to layer_norm."""

import numpy as np

from autograder.checks.misconceptions import misconception


def normalised(x, eps, axis=1, ddof=0):
    """(x_hat, root)."""
    std = np.sqrt(x.var(axis=axis, ddof=ddof, keepdims=True) + eps)
    return (x - x.mean(axis=axis, keepdims=True)) / std, std


def gradients(dout, x_hat, std, gamma):
    g = dout * gamma
    dx = (g - g.mean(axis=1, keepdims=True) - x_hat * (g * x_hat).mean(axis=1, keepdims=True)) / std
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


@misconception(
    "over-the-batch",
    function="layer_norm_forward",
    en="That is batch normalisation: your statistics run over the samples. Over which axis does one sample lie?",
    zh="这是批归一化：你的统计量是对样本求的。一个样本沿哪个轴排列？",
)
def over_the_batch(x, gamma, beta, eps):
    return gamma * normalised(x, eps, axis=0)[0] + beta


@misconception(
    "eps-outside-the-root",
    function="layer_norm_forward",
    en="You add eps to the standard deviation. Where does the formula add it?",
    zh="你把 eps 加到了标准差上。公式里它加在哪里？",
)
def eps_outside_the_root(x, gamma, beta, eps):
    return gamma * (x - x.mean(axis=1, keepdims=True)) / (x.std(axis=1, keepdims=True) + eps) + beta


@misconception(
    "sample-variance",
    function="layer_norm_forward",
    convention=True,
    en="Your variance is divided by d - 1; here it is divided by d.",
    zh="你的方差除以 d - 1；这里应除以 d。",
)
def sample_variance(x, gamma, beta, eps):
    return gamma * normalised(x, eps, ddof=1)[0] + beta


@misconception(
    "centred-in-place",
    function="layer_norm_forward",
    en="The values are right, but the caller's x has changed. Make a new array.",
    zh="数值正确，但调用者的 x 被改动了。请新建一个数组。",
)
def centred_in_place(x, gamma, beta, eps):
    x -= x.mean(axis=1, keepdims=True)
    return gamma * x / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps) + beta


@misconception(
    "statistics-taken-as-constant",
    function="layer_norm_backward",
    en="Your dx treats mean and variance as constants. Both depend on x: what do they add?",
    zh="你的 dx 把均值和方差当作常数。它们都依赖于 x：会多出哪些项？",
)
def statistics_taken_as_constant(dout, x, gamma, eps):
    x_hat, std = normalised(x, eps)
    return dout * gamma / std, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


@misconception(
    "gamma-left-out",
    function="layer_norm_backward",
    en="Your dx is right for gamma = 1 only. What lies between y and x_hat?",
    zh="你的 dx 只在 gamma = 1 时正确。y 和 x_hat 之间还有什么？",
)
def gamma_left_out(dout, x, gamma, eps):
    return gradients(dout, *normalised(x, eps), np.ones_like(gamma))


@misconception(
    "parameters-averaged",
    function="layer_norm_backward",
    en="Your dgamma and dbeta are off by the factor n: is the gradient of a sum over the batch a mean?",
    zh="你的 dgamma 和 dbeta 差一个因子 n：对整批求和的梯度是平均值吗？",
)
def parameters_averaged(dout, x, gamma, eps):
    dx, dgamma, dbeta = gradients(dout, *normalised(x, eps), gamma)
    return dx, dgamma / len(x), dbeta / len(x)
