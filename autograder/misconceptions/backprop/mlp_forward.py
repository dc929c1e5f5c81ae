"""Wrong forward passes of the two-layer perceptron."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "mlp_forward"


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


@misconception(
    "returns-probabilities",
    function=FUNCTION,
    en="Each row sums to 1: these are probabilities. The loss expects what comes before softmax.",
    zh="每一行之和都是 1：这已经是概率了。损失函数要的是 softmax 之前的量。",
)
def returns_probabilities(X, W1, b1, W2, b2):
    Z = sigmoid(X @ W1 + b1) @ W2 + b2
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@misconception(
    "sigmoid-on-the-output",
    function=FUNCTION,
    en="All your logits lie between 0 and 1. Does the output layer have an activation?",
    zh="你的 logits 全都在 0 与 1 之间。输出层有激活函数吗？",
)
def sigmoid_on_the_output(X, W1, b1, W2, b2):
    return sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)


@misconception(
    "no-activation",
    function=FUNCTION,
    en="Your network is linear in X. What stands between the two layers?",
    zh="你的网络对 X 是线性的。两层之间应当有什么？",
)
def no_activation(X, W1, b1, W2, b2):
    return (X @ W1 + b1) @ W2 + b2


@misconception(
    "relu-hidden",
    function=FUNCTION,
    en="Your hidden units can exceed 1. Which activation does this network use?",
    zh="你的隐藏单元可以大于 1。这个网络用的是哪种激活函数？",
)
def relu_hidden(X, W1, b1, W2, b2):
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


@misconception(
    "tanh-hidden",
    function=FUNCTION,
    en="Your hidden units can be negative. Which squashing function has the range (0, 1)?",
    zh="你的隐藏单元可以是负数。哪种 S 形函数的值域是 (0, 1)？",
)
def tanh_hidden(X, W1, b1, W2, b2):
    return np.tanh(X @ W1 + b1) @ W2 + b2


@misconception(
    "sigmoid-falls",
    function=FUNCTION,
    en="Your sigmoid falls where it should rise: check the sign in the exponent.",
    zh="你的 sigmoid 该升的地方在降：检查指数上的符号。",
)
def sigmoid_falls(X, W1, b1, W2, b2):
    return sigmoid(-(X @ W1 + b1)) @ W2 + b2


@misconception(
    "no-hidden-bias",
    function=FUNCTION,
    en="Right when the hidden biases are 0: where does b1 enter?",
    zh="只有隐藏层偏置为 0 时才对：b1 用在了哪里？",
)
def no_hidden_bias(X, W1, b1, W2, b2):
    return sigmoid(X @ W1) @ W2 + b2


@misconception(
    "no-output-bias",
    function=FUNCTION,
    en="Right when the output biases are 0: where does b2 enter?",
    zh="只有输出层偏置为 0 时才对：b2 用在了哪里？",
)
def no_output_bias(X, W1, b1, W2, b2):
    return sigmoid(X @ W1 + b1) @ W2


@misconception(
    "bias-outside-the-sigmoid",
    function=FUNCTION,
    en="The hidden bias is added after the squashing. Does it shift the pre-activation or the output of the unit?",
    zh="隐藏层偏置加在了激活之后。它应当平移预激活值，还是单元的输出？",
)
def bias_outside_the_sigmoid(X, W1, b1, W2, b2):
    return (sigmoid(X @ W1) + b1) @ W2 + b2


@misconception(
    "weights-transposed",
    function=FUNCTION,
    en="Your products fit only square weights: samples are rows here, so what shape has W1?",
    zh="只有权重是方阵时你的乘法才成立：这里样本按行排列，W1 的形状是什么？",
)
def weights_transposed(X, W1, b1, W2, b2):
    return sigmoid(X @ W1.T + b1) @ W2.T + b2


@misconception(
    "sigmoid-overflows",
    function=FUNCTION,
    en="Right until a pre-activation grows large, then nan: which form of the sigmoid never has inf/inf?",
    zh="预激活值一大就得到 nan：sigmoid 的哪种写法不会出现 inf/inf？",
    edge="saturated hidden units: pre-activations of +-12 and +-1e4",
)
def sigmoid_overflows(X, W1, b1, W2, b2):
    E = np.exp(X @ W1 + b1)
    return (E / (1 + E)) @ W2 + b2


@misconception(
    "integer-buffer",
    function=FUNCTION,
    en="Right for floating samples, not for integer ones: which dtype does your buffer take from X?",
    zh="浮点样本正确，整数样本不对：你的缓冲数组从 X 那里继承了什么 dtype？",
    edge="float32 and integer samples",
)
def integer_buffer(X, W1, b1, W2, b2):
    H = np.empty((len(X), len(b1)), dtype=X.dtype)
    H[...] = sigmoid(X @ W1 + b1)
    return H @ W2 + b2


@misconception(
    "one-sample-flattened",
    function=FUNCTION,
    en="A batch of one sample loses an axis: the result should still be a matrix with one row.",
    zh="只有一个样本的批次少了一个轴：结果仍应是只有一行的矩阵。",
    edge="one sample, and one output",
)
def one_sample_flattened(X, W1, b1, W2, b2):
    return np.squeeze(sigmoid(X @ W1 + b1) @ W2 + b2)


@misconception(
    "biases-changed",
    function=FUNCTION,
    en="The logits are right, but a bias vector is not what it was before the call.",
    zh="logits 是对的，但调用之后有一个偏置向量变了。",
    edge="the arguments stay as they are",
)
def biases_changed(X, W1, b1, W2, b2):
    b1 *= -1.0  # so that the exponent needs no sign
    with np.errstate(over="ignore"):
        return 1.0 / (1.0 + np.exp(b1 - X @ W1)) @ W2 + b2


def any_forward(X, W1, b1, W2, b2, *, act="sigmoid", hidden="inside", output=True, end="logits"):
    z = X @ W1 + (b1 if hidden == "inside" else 0.0)
    H = {"sigmoid": sigmoid, "none": lambda v: v, "relu": lambda v: np.maximum(v, 0.0), "tanh": np.tanh}[act](z)
    Z = (H + b1 if hidden == "outside" else H) @ W2 + (b2 if output else 0.0)
    if end == "softmax":
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)
    return sigmoid(Z) if end == "sigmoid" else Z


PAIRS = pairs(
    FUNCTION,
    any_forward,
    {
        "returns-probabilities": {"end": "softmax"},
        "sigmoid-on-the-output": {"end": "sigmoid"},
        "no-activation": {"act": "none"},
        "relu-hidden": {"act": "relu"},
        "tanh-hidden": {"act": "tanh"},
        "no-hidden-bias": {"hidden": "none"},
        "bias-outside-the-sigmoid": {"hidden": "outside"},
        "no-output-bias": {"output": False},
    },
)
