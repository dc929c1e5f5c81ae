"""Wrong losses and gradients of the two-layer perceptron."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "mlp_loss_and_grads"


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def log_softmax(Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def forward(X, labels, W1, b1, W2, b2):
    """H, the probabilities P, the one-hot labels Y and the mean loss."""
    H = sigmoid(X @ W1 + b1)
    log_P = log_softmax(H @ W2 + b2)
    Y = np.eye(W2.shape[1])[labels]
    return H, np.exp(log_P), Y, -(Y * log_P).sum() / len(labels)


def backward(X, H, dZ, W2):
    """The right way from dL/dZ to the four gradients."""
    return layers(X, H, dZ, (dZ @ W2.T) * H * (1 - H))


def layers(X, H, dZ, dZ1):
    return {"W1": X.T @ dZ1, "b1": dZ1.sum(axis=0), "W2": H.T @ dZ, "b2": dZ.sum(axis=0)}


@misconception(
    "no-activation-grad",
    function=FUNCTION,
    en="On the way to the hidden layer a factor is missing: what lies between H and Z1, and what is its derivative?",
    zh="误差传到隐藏层时少了一个因子：H 与 Z1 之间隔着什么？它的导数在哪里？",
)
def no_activation_grad(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    dZ = (P - Y) / len(X)
    return loss, layers(X, H, dZ, dZ @ W2.T)


@misconception(
    "activation-grad-at-h",
    function=FUNCTION,
    en="The derivative of the sigmoid is taken at H, which is a sigmoid already. At which point is it due?",
    zh="sigmoid 的导数取在了 H 处，而 H 已经经过一次 sigmoid。导数应当在哪一点取值？",
)
def activation_grad_at_h(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    dZ = (P - Y) / len(X)
    return loss, layers(X, H, dZ, (dZ @ W2.T) * sigmoid(H) * (1 - sigmoid(H)))


@misconception(
    "tanh-slope",
    function=FUNCTION,
    en="1 - H^2 is the slope of another activation. Which function makes H here?",
    zh="1 - H^2 是另一种激活函数的导数。这里的 H 是由哪个函数得到的？",
)
def tanh_slope(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    dZ = (P - Y) / len(X)
    return loss, layers(X, H, dZ, (dZ @ W2.T) * (1 - H**2))


@misconception(
    "back-through-dW2",
    function=FUNCTION,
    en="The error travels back through dW2. Which matrix connects H with the logits?",
    zh="你的误差是经由 dW2 往回传的。连接 H 与 logits 的是哪个矩阵？",
)
def back_through_dW2(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    dZ = (P - Y) / len(X)
    return loss, layers(X, H, dZ, (dZ @ (H.T @ dZ).T) * H * (1 - H))


@misconception(
    "W2-not-transposed",
    function=FUNCTION,
    en="On the way back through W2 the shapes fit only when it is square. What does the chain rule ask of W2 there?",
    zh="往回穿过 W2 时，只有方阵的形状才对得上。链式法则在这里要求对 W2 做什么？",
)
def W2_not_transposed(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    dZ = (P - Y) / len(X)
    return loss, layers(X, H, dZ, (dZ @ W2) * H * (1 - H))


@misconception(
    "summed-gradients",
    function=FUNCTION,
    en="The loss is a mean over the samples, but all four gradients are sums, too large by exactly their number. Of "
    "which loss are these the derivatives?",
    zh="损失对样本取了平均，四个梯度却是求和，恰好大了“样本数”倍。它们是哪个损失的导数？",
)
def summed_gradients(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    return loss, backward(X, H, P - Y, W2)


@misconception(
    "summed-loss",
    function=FUNCTION,
    en="The gradients belong to the mean loss, the loss you return is a sum over the samples.",
    zh="梯度对应的是平均损失，而返回的损失却是对样本求的和。",
)
def summed_loss(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    return loss * len(X), backward(X, H, (P - Y) / len(X), W2)


@misconception(
    "summed-loss-and-gradients",
    function=FUNCTION,
    en="The loss and all four gradients are too large by exactly the number of samples. They belong together, but to "
    "another loss than the one in the prompt: what does it do over the batch?",
    zh="损失和四个梯度都恰好大了“样本数”倍。它们彼此一致，但对应的不是题面中的损失：题面的损失对整个批次做了什么运算？",
    convention=True,
)
def summed_loss_and_gradients(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    return loss * len(X), backward(X, H, P - Y, W2)


@misconception(
    "averaged-twice",
    function=FUNCTION,
    en="The hidden layer's gradients are too small by the number of samples, the output layer's are right: "
    "where does 1/n enter a second time?",
    zh="输出层的梯度对，隐藏层的却小了“样本数”倍：1/n 在哪里又乘了一次？",
)
def averaged_twice(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    dZ = (P - Y) / len(X)
    return loss, layers(X, H, dZ, (dZ @ W2.T) * H * (1 - H) / len(X))


@misconception(
    "sign-flipped",
    function=FUNCTION,
    en="Every gradient points the other way: which comes first in the difference, the prediction or the target?",
    zh="所有梯度的符号都反了：相减时，预测值与目标值谁在前？",
)
def sign_flipped(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    return loss, backward(X, H, (Y - P) / len(X), W2)


@misconception(
    "one-bias-gradient",
    function=FUNCTION,
    en="All biases of a layer get the same gradient. Over which axis do you sum, and what should be left?",
    zh="同一层所有偏置的梯度都一样。求和沿的是哪个轴？应当留下哪个轴？",
)
def one_bias_gradient(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    grads = backward(X, H, (P - Y) / len(X), W2)
    return loss, {**grads, "b1": np.full(b1.shape, grads["b1"].sum()), "b2": np.full(b2.shape, grads["b2"].sum())}


@misconception(
    "bias-gradient-averaged",
    function=FUNCTION,
    en="The bias gradients are divided by the number of samples in a step of their own. Where does the 1/n of the "
    "loss enter?",
    zh="偏置的梯度又单独除以了一次样本数。损失里的 1/n 应当在哪里进入？",
)
def bias_gradient_averaged(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    grads = backward(X, H, (P - Y) / len(X), W2)
    return loss, {**grads, "b1": grads["b1"] / len(X), "b2": grads["b2"] / len(X)}


@misconception(
    "bias-gradient-two-dimensional",
    function=FUNCTION,
    en="The bias gradients have one axis too many: a step of gradient descent would change the shape of the biases.",
    zh="偏置的梯度多了一个轴：照此做一步梯度下降，偏置的形状都会变。",
)
def bias_gradient_two_dimensional(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    grads = backward(X, H, (P - Y) / len(X), W2)
    return loss, {**grads, "b1": grads["b1"][None], "b2": grads["b2"][None]}


@misconception(
    "squared-error",
    function=FUNCTION,
    en="Your output error carries the slope of softmax as with a squared error. Here the loss is cross-entropy.",
    zh="你的输出误差像平方误差那样还乘着 softmax 的导数。而这里的损失是交叉熵。",
)
def squared_error(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    return loss, backward(X, H, (P - Y) * P * (1 - P) / len(X), W2)


@misconception(
    "no-hidden-bias",
    function=FUNCTION,
    en="The hidden units do not feel b1. What goes into the sigmoid?",
    zh="隐藏单元没有用到 b1。送进 sigmoid 的应当是什么？",
)
def no_hidden_bias(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, 0 * b1, W2, b2)
    return loss, backward(X, H, (P - Y) / len(X), W2)


@misconception(
    "log-of-zero",
    function=FUNCTION,
    en="Right for moderate logits, infinite for extreme ones: a probability of 0 reaches the logarithm. "
    "Can the logarithm be taken before the division?",
    zh="logits 适中时正确，极端时变成无穷：为 0 的概率进了对数。能不能在做除法之前先取对数？",
    edge="logits of +-1e4",
)
def log_of_zero(X, labels, W1, b1, W2, b2):
    H, P, Y, _ = forward(X, labels, W1, b1, W2, b2)
    loss = -np.log(P[np.arange(len(X)), labels]).mean()
    return loss, backward(X, H, (P - Y) / len(X), W2)


@misconception(
    "clipped-probabilities",
    function=FUNCTION,
    en="A small constant added to the probability keeps the loss finite, but caps it: how large may it become?",
    zh="给概率加一个小常数，损失是有限了，却也被封了顶：它本来可以有多大？",
    edge="logits of +-1e4",
)
def clipped_probabilities(X, labels, W1, b1, W2, b2):
    H, P, Y, _ = forward(X, labels, W1, b1, W2, b2)
    loss = -np.log(P[np.arange(len(X)), labels] + 1e-12).mean()
    return loss, backward(X, H, (P - Y) / len(X), W2)


@misconception(
    "softmax-overflows",
    function=FUNCTION,
    en="Right for moderate logits, nan for large ones: what may be subtracted from a row of logits before exp?",
    zh="logits 适中时正确，很大时得到 nan：取指数之前，可以先从一行 logits 里减去什么？",
    edge="logits of +-1e4",
)
def softmax_overflows(X, labels, W1, b1, W2, b2):
    H, _, Y, _ = forward(X, labels, W1, b1, W2, b2)
    E = np.exp(H @ W2 + b2)
    P = E / E.sum(axis=1, keepdims=True)
    return -(Y * np.log(P)).sum() / len(X), backward(X, H, (P - Y) / len(X), W2)


@misconception(
    "sigmoid-overflows",
    function=FUNCTION,
    en="Right until a hidden pre-activation grows large, then nan: which form of the sigmoid never has inf/inf?",
    zh="隐藏层的预激活值一大就得到 nan：sigmoid 的哪种写法不会出现 inf/inf？",
    edge="saturated hidden units: pre-activations of +-12 and +-1e4",
)
def sigmoid_overflows(X, labels, W1, b1, W2, b2):
    E = np.exp(X @ W1 + b1)
    H = E / (1 + E)
    log_P = log_softmax(H @ W2 + b2)
    Y = np.eye(W2.shape[1])[labels]
    return -(Y * log_P).sum() / len(X), backward(X, H, (np.exp(log_P) - Y) / len(X), W2)


@misconception(
    "integer-buffer",
    function=FUNCTION,
    en="Right for floating samples, rounded for integer ones: which dtype does your buffer take from X?",
    zh="浮点样本正确，整数样本的结果却被截断：你的缓冲数组从 X 那里继承了什么 dtype？",
    edge="float32 and integer samples",
)
def integer_buffer(X, labels, W1, b1, W2, b2):
    H = np.empty((len(X), len(b1)), dtype=X.dtype)
    H[...] = sigmoid(X @ W1 + b1)
    log_P = log_softmax(H @ W2 + b2)
    Y = np.eye(W2.shape[1])[labels]
    return -(Y * log_P).sum() / len(X), backward(X, H, (np.exp(log_P) - Y) / len(X), W2)


@misconception(
    "takes-the-step-too",
    function=FUNCTION,
    en="The result is right, but the call also changes the weights it was given. Who decides about the step?",
    zh="结果是对的，但调用之后传入的权重变了。该不该走这一步、走多大，由谁决定？",
    edge="the arguments stay as they are",
)
def takes_the_step_too(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1, b1, W2, b2)
    grads = backward(X, H, (P - Y) / len(X), W2)
    W1 -= 0.1 * grads["W1"]
    b1 -= 0.1 * grads["b1"]
    W2 -= 0.1 * grads["W2"]
    b2 -= 0.1 * grads["b2"]
    return loss, grads


@misconception(
    "bias-added-to-the-weights",
    function=FUNCTION,
    en="Your biases are added to the weights, and then multiplied by the input. What is a bias added to?",
    zh="你把偏置加到了权重上，于是它也乘上了输入。偏置应当加在什么上面？",
)
def bias_added_to_the_weights(X, labels, W1, b1, W2, b2):
    H, P, Y, loss = forward(X, labels, W1 + b1, 0 * b1, W2 + b2, 0 * b2)
    return loss, backward(X, H, (P - Y) / len(X), W2)


@misconception(
    "sigmoid-for-softmax",
    function=FUNCTION,
    en="Your output probabilities do not sum to 1 for a sample: do the classes exclude each other, or is "
    "each its own coin?",
    zh="你对一个样本输出的各类概率之和不为 1：这些类别互相排斥，还是各自独立？",
)
def sigmoid_for_softmax(X, labels, W1, b1, W2, b2):
    H = sigmoid(X @ W1 + b1)
    P = sigmoid(H @ W2 + b2)
    Y = np.eye(W2.shape[1])[labels]
    return -np.log(P[np.arange(len(X)), labels]).mean(), backward(X, H, (P - Y) / len(X), W2)


@misconception(
    "relu-hidden",
    function=FUNCTION,
    en="Your hidden layer is a ReLU, forward and backward. Which activation does the prompt ask for?",
    zh="你的隐藏层前向和反向用的都是 ReLU。题目要求的是哪种激活函数？",
)
def relu_hidden(X, labels, W1, b1, W2, b2):
    return any_network(X, labels, W1, b1, W2, b2, act="relu")


@misconception(
    "tanh-hidden",
    function=FUNCTION,
    en="Your hidden layer is a tanh, forward and backward. Which activation does the prompt ask for?",
    zh="你的隐藏层前向和反向用的都是 tanh。题目要求的是哪种激活函数？",
)
def tanh_hidden(X, labels, W1, b1, W2, b2):
    return any_network(X, labels, W1, b1, W2, b2, act="tanh")


@misconception(
    "softmax-twice",
    function=FUNCTION,
    en="The logits go through softmax twice. Which of the functions or formulas that you use already contains it?",
    zh="logits 经过了两次 softmax。你用到的函数或公式里，哪一个已经包含了它？",
)
def softmax_twice(X, labels, W1, b1, W2, b2):
    return any_network(X, labels, W1, b1, W2, b2, twice=True)


@misconception(
    "weight-gradients-summed",
    function=FUNCTION,
    en="The gradients of the biases are averaged over the samples, those of the weights are summed. Where is the 1/n "
    "of the loss in the matrix products?",
    zh="偏置的梯度对样本取了平均，权重的梯度却是求和。在矩阵乘积里，损失中的 1/n 去哪里了？",
)
def weight_gradients_summed(X, labels, W1, b1, W2, b2):
    loss, grads = any_network(X, labels, W1, b1, W2, b2)
    return loss, {**grads, "W1": grads["W1"] * len(X), "W2": grads["W2"] * len(X)}


@misconception(
    "only-output-averaged",
    function=FUNCTION,
    en="The output layer's gradients are averaged over the samples, those of the hidden layer are summed. Does the "
    "error that goes back carry the 1/n?",
    zh="输出层的梯度对样本取了平均，隐藏层的梯度却是求和。往回传的误差里带上 1/n 了吗？",
)
def only_output_averaged(X, labels, W1, b1, W2, b2):
    loss, grads = any_network(X, labels, W1, b1, W2, b2)
    return loss, {**grads, "W1": grads["W1"] * len(X), "b1": grads["b1"] * len(X)}


def any_network(X, labels, W1, b1, W2, b2, *, slope="H", act="sigmoid", n_grad=1, n_loss=1, sign=1, back="W2", **how):
    n = len(X)
    bias = 0.0 if how.get("no_bias") else b1
    z = X @ W1 + bias
    H = {"sigmoid": sigmoid, "relu": lambda v: np.maximum(v, 0.0), "tanh": np.tanh}[act](z)
    Z = H @ W2 + b2
    log_P = log_softmax(log_softmax(Z) if how.get("log_twice") else np.exp(log_softmax(Z)) if how.get("twice") else Z)
    P, Y = np.exp(log_P), np.eye(W2.shape[1])[labels]
    if how.get("output") == "sigmoid":
        P = sigmoid(Z)
        log_P = np.log(P)
    loss = -(Y * log_P).sum() / (n if n_loss == 1 else 1)
    dZ = sign * (P - Y) * (P * (1 - P) if how.get("squared") else 1.0) / (n if n_grad == 1 else 1)
    dH = dZ @ ((H.T @ dZ).T if back == "dW2" else W2.T)
    own = {"sigmoid": H * (1 - H), "relu": (H > 0) * 1.0, "tanh": 1 - H**2}[act]
    slopes = {"H": own, "none": 1.0, "at H": sigmoid(H) * (1 - sigmoid(H)), "tanh": 1 - H**2}
    grads = layers(X, H, dZ, dH * slopes[slope])
    if how.get("bias") == "averaged":
        grads = {**grads, "b1": grads["b1"] / n, "b2": grads["b2"] / n}
    if how.get("bias") == "one number":
        grads = {**grads, "b1": np.full(b1.shape, grads["b1"].sum()), "b2": np.full(b2.shape, grads["b2"].sum())}
    if "penalty" in how:
        strength = how["penalty"]
        loss = loss + 0.5 * strength * ((W1**2).sum() + (W2**2).sum())
        grads = {**grads, "W1": grads["W1"] + strength * W1, "W2": grads["W2"] + strength * W2}
    return loss, grads


PAIRS = pairs(
    FUNCTION,
    any_network,
    {
        "no-activation-grad": {"slope": "none"},
        "activation-grad-at-h": {"slope": "at H"},
        "tanh-slope": {"slope": "tanh"},
        "back-through-dW2": {"back": "dW2"},
        "summed-gradients": {"n_grad": 0},
        "summed-loss": {"n_loss": 0},
        "summed-loss-and-gradients": {"n_grad": 0, "n_loss": 0},
        "sign-flipped": {"sign": -1},
        "bias-gradient-averaged": {"bias": "averaged"},
        "one-bias-gradient": {"bias": "one number"},
        "squared-error": {"squared": True},
        "no-hidden-bias": {"no_bias": True},
        "sigmoid-for-softmax": {"output": "sigmoid"},
        "relu-hidden": {"act": "relu"},
        "tanh-hidden": {"act": "tanh"},
        "softmax-twice": {"twice": True},
    },
)
