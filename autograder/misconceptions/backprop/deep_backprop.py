"""Wrong gradients of a network of many layers."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "deep_gradients"

PHI = {
    "sigmoid": lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0.0),
}
SLOPE = {  # of the output a = phi(z)
    "sigmoid": lambda a: a * (1.0 - a),
    "tanh": lambda a: 1.0 - a**2,
    "relu": lambda a: (a > 0) * 1.0,
}


def forward(X, weights, biases, phi):
    A = [X]
    for W, b in zip(weights, biases):
        A.append(phi(A[-1] @ W + b))
    return A


def backward(A, delta, weights, slope):
    """The right recursion from the output's delta down to layer 1."""
    dWs, dbs = [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, A[layer].T @ delta)
        dbs.insert(0, delta.sum(axis=0))
        if layer:
            delta = (delta @ weights[layer].T) * slope(A[layer])
    return dWs, dbs


def right(X, Y, weights, biases, activation):
    slope = SLOPE[activation]
    A = forward(X, weights, biases, PHI[activation])
    return backward(A, (A[-1] - Y) / len(X) * slope(A[-1]), weights, slope)


@misconception(
    "no-output-slope",
    function=FUNCTION,
    en="Your output error lacks a factor: with cross-entropy it cancels, with a squared error it stays.",
    zh="输出层的误差项少了一个因子：用交叉熵时它会约掉，用平方误差时却还在。",
)
def no_output_slope(X, Y, weights, biases, activation):
    A = forward(X, weights, biases, PHI[activation])
    return backward(A, (A[-1] - Y) / len(X), weights, SLOPE[activation])


@misconception(
    "linear-output",
    function=FUNCTION,
    en="You treat the last layer as linear. Which layers have the activation in this question?",
    zh="你把最后一层当成了线性层。本题中哪些层之后有激活函数？",
    convention=True,
)
def linear_output(X, Y, weights, biases, activation):
    A = forward(X, weights[:-1], biases[:-1], PHI[activation])
    A.append(A[-1] @ weights[-1] + biases[-1])
    return backward(A, (A[-1] - Y) / len(X), weights, SLOPE[activation])


@misconception(
    "no-hidden-slopes",
    function=FUNCTION,
    en="Before the last layer something is missing: what does each hidden activation do to the error on its way back?",
    zh="最后一层之前的各层少了点什么：误差往回传时，每个隐藏层的激活函数会对它做什么？",
)
def no_hidden_slopes(X, Y, weights, biases, activation):
    A = forward(X, weights, biases, PHI[activation])
    delta = (A[-1] - Y) / len(X) * SLOPE[activation](A[-1])
    return backward(A, delta, weights, lambda a: 1.0)


@misconception(
    "always-the-sigmoid-slope",
    function=FUNCTION,
    en="You take a (1 - a) for every activation: that is the slope of the sigmoid, not of the others.",
    zh="你对每种激活函数都用了 a (1 - a)：这是 sigmoid 的斜率，不是其他激活函数的。",
)
def always_the_sigmoid_slope(X, Y, weights, biases, activation):
    slope = SLOPE["sigmoid"]
    A = forward(X, weights, biases, PHI[activation])
    return backward(A, (A[-1] - Y) / len(X) * slope(A[-1]), weights, slope)


@misconception(
    "slope-at-the-output",
    function=FUNCTION,
    en="The slopes are taken at A instead of Z: the activation is applied once too often.",
    zh="斜率取在了 A 处，而不是 Z 处：激活函数多作用了一次。",
)
def slope_at_the_output(X, Y, weights, biases, activation):
    phi = PHI[activation]

    def slope(a):
        return SLOPE[activation](phi(a))

    A = forward(X, weights, biases, phi)
    return backward(A, (A[-1] - Y) / len(X) * slope(A[-1]), weights, slope)


@misconception(
    "slope-of-the-layer-above",
    function=FUNCTION,
    en="The error meets the slopes in the wrong order: which layer's slope goes with W_{l+1}^T?",
    zh="误差遇到斜率的次序不对：与 W_{l+1}^T 配对的，是哪一层的斜率？",
)
def slope_of_the_layer_above(X, Y, weights, biases, activation):
    slope = SLOPE[activation]
    A = forward(X, weights, biases, PHI[activation])
    delta, dWs, dbs = (A[-1] - Y) / len(X), [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, A[layer].T @ delta)
        dbs.insert(0, delta.sum(axis=0))
        delta = (delta * slope(A[layer + 1])) @ weights[layer].T
    return dWs, dbs


@misconception(
    "weight-of-the-wrong-layer",
    function=FUNCTION,
    en="The error of layer l goes back through a weight matrix that is not between l and l + 1.",
    zh="第 l 层的误差经由的权重矩阵，并不是连接第 l 层与第 l + 1 层的那个。",
)
def weight_of_the_wrong_layer(X, Y, weights, biases, activation):
    slope = SLOPE[activation]
    A = forward(X, weights, biases, PHI[activation])
    delta, dWs, dbs = (A[-1] - Y) / len(X) * slope(A[-1]), [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, A[layer].T @ delta)
        dbs.insert(0, delta.sum(axis=0))
        if layer:
            delta = (delta @ weights[layer - 1].T) * slope(A[layer])
    return dWs, dbs


@misconception(
    "first-layer-skipped",
    function=FUNCTION,
    en="The first layer never gets a gradient: at which layer does your loop end?",
    zh="第一层一直没有得到梯度：你的循环在哪一层结束？",
)
def first_layer_skipped(X, Y, weights, biases, activation):
    dWs, dbs = right(X, Y, weights, biases, activation)
    return [np.zeros_like(dWs[0]), *dWs[1:]], [np.zeros_like(dbs[0]), *dbs[1:]]


@misconception(
    "last-layer-first",
    function=FUNCTION,
    en="Your gradients stand in the order in which they are found. In which order are they asked for?",
    zh="你的梯度按求出的先后排列。题目要求的是什么顺序？",
)
def last_layer_first(X, Y, weights, biases, activation):
    dWs, dbs = right(X, Y, weights, biases, activation)
    return dWs[::-1], dbs[::-1]


@misconception(
    "weights-see-the-output",
    function=FUNCTION,
    en="The gradient of W_l uses what comes out of layer l. What goes into it?",
    zh="W_l 的梯度用了第 l 层的输出。进入这一层的是什么？",
)
def weights_see_output(X, Y, weights, biases, activation):
    slope = SLOPE[activation]
    A = forward(X, weights, biases, PHI[activation])
    delta, dWs, dbs = (A[-1] - Y) / len(X) * slope(A[-1]), [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, A[layer + 1].T @ delta)
        dbs.insert(0, delta.sum(axis=0))
        if layer:
            delta = (delta @ weights[layer].T) * slope(A[layer])
    return dWs, dbs


def scaled(result, factor):
    return [factor * g for g in result[0]], [factor * g for g in result[1]]


@misconception(
    "summed-over-samples",
    function=FUNCTION,
    en="Every gradient is too large by exactly the number of samples: is the loss a sum or a mean over them?",
    zh="每个梯度都恰好大了“样本数”倍：损失对样本取的是和，还是平均？",
    convention=True,
)
def summed_over_samples(X, Y, weights, biases, activation):
    return scaled(right(X, Y, weights, biases, activation), len(X))


@misconception(
    "averaged-twice",
    function=FUNCTION,
    en="Every gradient is too small by the number of samples: where does 1/n enter a second time?",
    zh="每个梯度都小了“样本数”倍：1/n 在哪里又乘了一次？",
)
def averaged_twice(X, Y, weights, biases, activation):
    return scaled(right(X, Y, weights, biases, activation), 1 / len(X))


@misconception(
    "no-half",
    function=FUNCTION,
    en="Every gradient is twice the right one: what stands in front of the square?",
    zh="每个梯度都是正确值的两倍：平方项前面的系数是多少？",
    convention=True,
)
def no_half(X, Y, weights, biases, activation):
    return scaled(right(X, Y, weights, biases, activation), 2)


@misconception(
    "mean-over-outputs",
    function=FUNCTION,
    en="Your loss is averaged over the outputs too. Which of the two axes does this loss sum over?",
    zh="你的损失对各个输出也取了平均。本题的损失在哪个轴上是求和？",
    convention=True,
)
def mean_over_outputs(X, Y, weights, biases, activation):
    return scaled(right(X, Y, weights, biases, activation), 1 / Y.shape[1])


@misconception(
    "sign-flipped",
    function=FUNCTION,
    en="Every gradient points the other way: which comes first in the difference, the output or the target?",
    zh="所有梯度的符号都反了：相减时，输出与目标谁在前？",
)
def sign_flipped(X, Y, weights, biases, activation):
    return scaled(right(X, Y, weights, biases, activation), -1)


@misconception(
    "bias-gradients-averaged",
    function=FUNCTION,
    en="The bias gradients are divided by the number of samples in a step of their own. Where does the 1/n of the "
    "loss enter?",
    zh="偏置的梯度又单独除以了一次样本数。损失里的 1/n 应当在哪里进入？",
)
def bias_gradients_averaged(X, Y, weights, biases, activation):
    dWs, dbs = right(X, Y, weights, biases, activation)
    return dWs, [db / len(X) for db in dbs]


@misconception(
    "weight-gradients-summed",
    function=FUNCTION,
    en="The gradients of the biases are averaged over the samples, those of the weights are summed. Where is the 1/n "
    "of the loss in the matrix products?",
    zh="偏置的梯度对样本取了平均，权重的梯度却是求和。在矩阵乘积里，损失中的 1/n 去哪里了？",
)
def weight_gradients_summed(X, Y, weights, biases, activation):
    dWs, dbs = right(X, Y, weights, biases, activation)
    return [dW * len(X) for dW in dWs], dbs


@misconception(
    "relu-slope-one-at-zero",
    function=FUNCTION,
    en="Right except for ReLU units at exactly 0: which slope does this course assign to them?",
    zh="只有恰好停在 0 处的 ReLU 单元不对：本课程约定它的斜率是多少？",
    convention=True,
    edge="relu at exactly 0",
)
def relu_slope_one_at_zero(X, Y, weights, biases, activation):
    if activation != "relu":
        return right(X, Y, weights, biases, activation)
    Z, A = [X], [X]
    for W, b in zip(weights, biases):
        Z.append(A[-1] @ W + b)
        A.append(np.maximum(Z[-1], 0.0))
    delta, dWs, dbs = (A[-1] - Y) / len(X) * (Z[-1] >= 0), [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, A[layer].T @ delta)
        dbs.insert(0, delta.sum(axis=0))
        delta = (delta @ weights[layer].T) * (Z[layer] >= 0)
    return dWs, dbs


@misconception(
    "sigmoid-overflows",
    function=FUNCTION,
    en="Right until a pre-activation grows large, then nan: which form of the sigmoid never has inf/inf?",
    zh="预激活值一大就得到 nan：sigmoid 的哪种写法不会出现 inf/inf？",
    edge="pre-activations of +-12 and +-1e4",
)
def sigmoid_overflows(X, Y, weights, biases, activation):
    slope, phi = SLOPE[activation], PHI[activation]
    if activation == "sigmoid":

        def phi(z):
            return np.exp(z) / (1 + np.exp(z))

    A = forward(X, weights, biases, phi)
    return backward(A, (A[-1] - Y) / len(X) * slope(A[-1]), weights, slope)


@misconception(
    "steps-on-the-way",
    function=FUNCTION,
    en="The gradients are right, but the weights you were given have changed: the step is not part of this function.",
    zh="梯度是对的，但传入的权重变了：更新参数不是这个函数的事。",
    edge="the arguments stay as they are",
)
def steps_on_the_way(X, Y, weights, biases, activation):
    dWs, dbs = right(X, Y, weights, biases, activation)
    for W, b, dW, db in zip(weights, biases, dWs, dbs):
        W -= 0.1 * dW
        b -= 0.1 * db
    return dWs, dbs


@misconception(
    "updated-weights-on-the-way",
    function=FUNCTION,
    en="A layer is updated before the error goes back through it, so the layers below see the new weights.",
    zh="误差还没有穿过某一层，这一层就先更新了，于是前面各层看到的是新的权重。",
)
def updated_weights_on_the_way(X, Y, weights, biases, activation):
    slope = SLOPE[activation]
    A = forward(X, weights, biases, PHI[activation])
    delta, dWs, dbs = (A[-1] - Y) / len(X) * slope(A[-1]), [], []
    for layer in reversed(range(len(weights))):
        dWs.insert(0, A[layer].T @ delta)
        dbs.insert(0, delta.sum(axis=0))
        if layer:
            delta = (delta @ (weights[layer] - 0.1 * dWs[0]).T) * slope(A[layer])
    return dWs, dbs


def any_network(
    X, Y, weights, biases, activation, *, out="slope", slopes="own", n=1, times=1.0, sign=1, order=1, **how
):
    phi, slope = PHI[activation], SLOPE[activation]
    if slopes == "none":

        def hidden(a):
            return 1.0

    elif slopes == "sigmoid":
        hidden = slope = SLOPE["sigmoid"]
    elif slopes == "at the output":

        def hidden(a):
            return SLOPE[activation](phi(a))

        slope = hidden
    else:
        hidden = slope
    A = forward(X, weights, biases, phi)
    delta = sign * (A[-1] - Y) * times / (len(X) if n == 1 else 1) / (Y.shape[1] if how.get("outputs") else 1)
    dWs, dbs = backward(A, delta * (slope(A[-1]) if out == "slope" else 1.0), weights, hidden)
    dbs = [db / len(X) for db in dbs] if how.get("averaged") else dbs
    return dWs[::order], dbs[::order]


PAIRS = pairs(
    FUNCTION,
    any_network,
    {
        "no-output-slope": {"out": "none"},
        "no-hidden-slopes": {"slopes": "none"},
        "always-the-sigmoid-slope": {"slopes": "sigmoid"},
        "slope-at-the-output": {"slopes": "at the output"},
        "summed-over-samples": {"n": 0},
        "no-half": {"times": 2.0},
        "mean-over-outputs": {"outputs": True},
        "sign-flipped": {"sign": -1},
        "last-layer-first": {"order": -1},
        "bias-gradients-averaged": {"averaged": True},
    },
)
