"""Wrong gradient norms and wrong bounds on the product of sigmoid slopes."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

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


def gradients(X, Y, weights, biases, activation):
    """The right dW and db of every layer, and the deltas."""
    slope = SLOPE[activation]
    A = [X]
    for W, b in zip(weights, biases):
        A.append(PHI[activation](A[-1] @ W + b))
    deltas = [(A[-1] - Y) / len(X) * slope(A[-1])]
    for layer in reversed(range(1, len(weights))):
        deltas.insert(0, (deltas[0] @ weights[layer].T) * slope(A[layer]))
    return [a.T @ delta for a, delta in zip(A, deltas)], [delta.sum(axis=0) for delta in deltas], deltas


@misconception(
    "norm-squared",
    function="gradient_norms",
    en="You return sums of squares: what is still missing for a length?",
    zh="返回的是平方和：要得到长度还差哪一步？",
)
def norm_squared(X, Y, weights, biases, activation):
    return [float((dW**2).sum()) for dW in gradients(X, Y, weights, biases, activation)[0]]


@misconception(
    "root-mean-square",
    function="gradient_norms",
    en="Your values are too small by the root of the number of entries: a norm, or a root mean square?",
    zh="你的值小了“元素个数的平方根”倍：这是范数，还是均方根？",
)
def root_mean_square(X, Y, weights, biases, activation):
    return [float(np.sqrt((dW**2).mean())) for dW in gradients(X, Y, weights, biases, activation)[0]]


@misconception(
    "spectral-norm",
    function="gradient_norms",
    en="norm(A, 2) of a matrix is its largest singular value. Look up what `ord` means for matrices.",
    zh="对矩阵来说，norm(A, 2) 是最大奇异值。查一查 `ord` 对矩阵的含义。",
)
def spectral_norm(X, Y, weights, biases, activation):
    return [float(np.linalg.norm(dW, 2)) for dW in gradients(X, Y, weights, biases, activation)[0]]


@misconception(
    "sum-of-absolute-values",
    function="gradient_norms",
    en="You add absolute values. The Frobenius norm generalises another length than that.",
    zh="你求的是绝对值之和。Frobenius 范数推广的是另一种长度。",
)
def sum_of_absolute_values(X, Y, weights, biases, activation):
    return [float(np.abs(dW).sum()) for dW in gradients(X, Y, weights, biases, activation)[0]]


@misconception(
    "largest-entry",
    function="gradient_norms",
    en="You return the largest entry of each gradient, not its norm.",
    zh="返回的是每个梯度中绝对值最大的元素，而不是范数。",
)
def largest_entry(X, Y, weights, biases, activation):
    return [float(np.abs(dW).max()) for dW in gradients(X, Y, weights, biases, activation)[0]]


@misconception(
    "biases-included",
    function="gradient_norms",
    en="Your norms are a little too large: which parameters of a layer are to be counted?",
    zh="你的范数略微偏大：每一层应当计入哪些参数？",
)
def biases_included(X, Y, weights, biases, activation):
    dWs, dbs, _ = gradients(X, Y, weights, biases, activation)
    return [float(np.sqrt((dW**2).sum() + (db**2).sum())) for dW, db in zip(dWs, dbs)]


@misconception(
    "norm-of-delta",
    function="gradient_norms",
    en="You measure the error delta of each layer. Which factor turns it into the gradient of the weights?",
    zh="你量的是各层的误差项 delta。它还要乘上什么，才是权重的梯度？",
)
def norm_of_delta(X, Y, weights, biases, activation):
    return [float(np.linalg.norm(delta)) for delta in gradients(X, Y, weights, biases, activation)[2]]


@misconception(
    "norm-of-the-weights",
    function="gradient_norms",
    en="You measure the weights themselves. Does your answer change when the targets do?",
    zh="你量的是权重本身。换一组目标值，你的结果会变吗？",
)
def norm_of_the_weights(X, Y, weights, biases, activation):
    return [float(np.linalg.norm(W)) for W in weights]


@misconception(
    "last-layer-first",
    function="gradient_norms",
    en="Your norms stand in the order in which they are found. In which order are they asked for?",
    zh="你的范数按求出的先后排列。题目要求的是什么顺序？",
)
def last_layer_first(X, Y, weights, biases, activation):
    return [float(np.linalg.norm(dW)) for dW in gradients(X, Y, weights, biases, activation)[0]][::-1]


@misconception(
    "summed-over-samples",
    function="gradient_norms",
    en="Every norm is too large by exactly the number of samples: the loss is a mean over them.",
    zh="每个范数都恰好大了“样本数”倍：损失对样本取的是平均。",
    convention=True,
)
def summed_over_samples(X, Y, weights, biases, activation):
    return [float(np.linalg.norm(dW)) * len(X) for dW in gradients(X, Y, weights, biases, activation)[0]]


@misconception(
    "norms-rounded",
    function="gradient_norms",
    en="Your norms are rounded to a fixed number of decimals: what is left of a norm of 1e-9?",
    zh="你的范数四舍五入到了固定的小数位：1e-9 这么小的范数还剩下什么？",
)
def norms_rounded(X, Y, weights, biases, activation):
    return [round(float(np.linalg.norm(dW)), 4) for dW in gradients(X, Y, weights, biases, activation)[0]]


@misconception(
    "norms-scale-the-weights",
    function="gradient_norms",
    en="The norms are right, but the weights you were given have changed.",
    zh="范数是对的，但传入的权重变了。",
    edge="gradient_norms leaves its arguments as they are",
)
def norms_scale_the_weights(X, Y, weights, biases, activation):
    dWs = gradients(X, Y, weights, biases, activation)[0]
    for W, dW in zip(weights, dWs):
        W -= dW
    return [float(np.linalg.norm(dW)) for dW in dWs]


@misconception(
    "bound-half",
    function="vanishing_bound",
    en="1/2 is the sigmoid's value at 0. What is its slope there?",
    zh="1/2 是 sigmoid 在 0 处的函数值。它在那里的斜率是多少？",
)
def bound_half(depth):
    return 0.5**depth


@misconception(
    "bound-linear",
    function="vanishing_bound",
    en="Slopes on a chain are multiplied, not added.",
    zh="链上的斜率是相乘，而不是相加。",
)
def bound_linear(depth):
    return 0.25 * depth


@misconception(
    "bound-harmonic",
    function="vanishing_bound",
    en="Your bound falls like 1/depth. How does a product of `depth` equal factors fall?",
    zh="你的上界按 1/depth 下降。`depth` 个相同因子的乘积应当怎样下降？",
)
def bound_harmonic(depth):
    return 1.0 / (4.0 * depth) if depth else 1.0


@misconception(
    "bound-one-layer-short",
    function="vanishing_bound",
    en="One factor is missing: through how many sigmoids does the gradient go?",
    zh="少了一个因子：梯度一共穿过几个 sigmoid？",
)
def bound_one_layer_short(depth):
    return 0.25 ** (depth - 1)


@misconception(
    "bound-growing",
    function="vanishing_bound",
    en="Your bound grows with depth: is the largest slope above or below 1?",
    zh="你的上界随深度增大：最大斜率大于 1 还是小于 1？",
)
def bound_growing(depth):
    return 4.0**depth


@misconception(
    "bound-of-tanh",
    function="vanishing_bound",
    en="A slope of 1 at 0 belongs to tanh: this bound says nothing about the sigmoid.",
    zh="在 0 处斜率为 1 的是 tanh：这个上界说明不了 sigmoid 的情况。",
)
def bound_of_tanh(depth):
    return 1.0**depth


@misconception(
    "bound-rounded",
    function="vanishing_bound",
    en="Right for few layers, 0 for many: the rounding hides how small the bound is.",
    zh="层数少时正确，层数多时成了 0：四舍五入掩盖了上界究竟有多小。",
    edge="the bound of hundreds of sigmoids",
)
def bound_rounded(depth):
    return round(0.25**depth, 60)


@misconception(
    "no-output-slope",
    function="gradient_norms",
    en="A slope is missing from every norm. Does the output layer have an activation here, and where does its slope "
    "enter?",
    zh="每个范数都少乘了一个斜率。本题的输出层有激活函数吗？它的斜率在哪里起作用？",
)
def no_output_slope(X, Y, weights, biases, activation):
    phi, slope = PHI[activation], SLOPE[activation]
    A = [X]
    for W, b in zip(weights, biases):
        A.append(phi(A[-1] @ W + b))
    norms, delta = [], (A[-1] - Y) / len(X)
    for layer in reversed(range(len(weights))):
        norms.insert(0, float(np.linalg.norm(A[layer].T @ delta)))
        delta = (delta @ weights[layer].T) * slope(A[layer])
    return norms


def probes(rng):
    """Depths at which a power in other arithmetic is gone, and a rounded one is not yet."""
    return {"vanishing_bound": [(int(depth),) for depth in rng.integers(80, 91, size=2)]}


def any_norms(X, Y, weights, biases, activation, *, out=True, measure="two", n=1, order=1):
    phi, slope = PHI[activation], SLOPE[activation]
    A = [X]
    for W, b in zip(weights, biases):
        A.append(phi(A[-1] @ W + b))
    norms, delta = [], (A[-1] - Y) / (len(X) if n == 1 else 1) * (slope(A[-1]) if out else 1.0)
    length = {
        "two": lambda G: float(np.linalg.norm(G)),
        "squared": lambda G: float((G**2).sum()),
        "mean": lambda G: float(np.sqrt((G**2).mean())),
        "spectral": lambda G: float(np.linalg.norm(G, 2)),
        "one": lambda G: float(np.abs(G).sum()),
        "largest": lambda G: float(np.abs(G).max()),
    }[measure]
    for layer in reversed(range(len(weights))):
        norms.insert(0, length(A[layer].T @ delta))
        delta = (delta @ weights[layer].T) * slope(A[layer])
    return norms[::order]


PAIRS = pairs(
    "gradient_norms",
    any_norms,
    {
        "no-output-slope": {"out": False},
        "norm-squared": {"measure": "squared"},
        "root-mean-square": {"measure": "mean"},
        "spectral-norm": {"measure": "spectral"},
        "sum-of-absolute-values": {"measure": "one"},
        "largest-entry": {"measure": "largest"},
        "summed-over-samples": {"n": 0},
        "last-layer-first": {"order": -1},
    },
)
