"""Wrong backward passes of a linear layer."""

import numpy as np

from autograder.checks.misconceptions import misconception

FUNCTION = "linear_backward"


@misconception(
    "weights-not-transposed",
    function=FUNCTION,
    en="dX fits only when W is square, and is wrong even then: which side of W does dY enter when you go backwards?",
    zh="只有 W 是方阵时 dX 的形状才对得上，而且那时数值也不对：反向传播时，dY 是从 W 的哪一侧进入的？",
)
def weights_not_transposed(X, W, dY):
    return dY @ W, X.T @ dY, dY.sum(axis=0)


@misconception(
    "transposed-weight-gradient",
    function=FUNCTION,
    en="Your dW lies on its side. A gradient has the shape of the thing it belongs to: what is the shape of W?",
    zh="你的 dW 转置了。梯度的形状应与它所属的量一致：W 的形状是什么？",
)
def transposed_weight_gradient(X, W, dY):
    return dY @ W.T, dY.T @ X, dY.sum(axis=0)


@misconception(
    "bias-gradient-is-one-number",
    function=FUNCTION,
    en="All entries of your db are equal. Each unit has a bias of its own: over which axis should the sum run?",
    zh="你的 db 各个分量都相等。每个单元有自己的偏置：求和应当沿哪一个轴进行？",
)
def bias_gradient_is_one_number(X, W, dY):
    return dY @ W.T, X.T @ dY, np.full(dY.shape[1], dY.sum())


@misconception(
    "bias-gradient-over-units",
    function=FUNCTION,
    en="db has one entry per sample. Who shares the bias: the samples or the units?",
    zh="你的 db 每个样本有一个分量。偏置是被各个样本共用，还是被各个单元共用？",
)
def bias_gradient_over_units(X, W, dY):
    return dY @ W.T, X.T @ dY, dY.sum(axis=1)


@misconception(
    "bias-gradient-averaged",
    function=FUNCTION,
    en="db is too small by the number of samples: where did the factor 1/n of a mean loss already go?",
    zh="db 小了“样本数”倍：平均损失里的因子 1/n 已经包含在哪里了？",
)
def bias_gradient_averaged(X, W, dY):
    return dY @ W.T, X.T @ dY, dY.mean(axis=0)


@misconception(
    "bias-gradient-keeps-the-axis",
    function=FUNCTION,
    en="db comes back as a matrix with one row. What shape did b have?",
    zh="db 成了只有一行的矩阵。b 原来的形状是什么？",
)
def bias_gradient_keeps_the_axis(X, W, dY):
    return dY @ W.T, X.T @ dY, dY.sum(axis=0, keepdims=True)


@misconception(
    "bias-gradient-from-weight-gradient",
    function=FUNCTION,
    en="Your db contains the inputs. Does x occur in dy/db, or only in dy/dW?",
    zh="你的 db 里出现了输入 x。x 会出现在 dy/db 里，还是只出现在 dy/dW 里？",
)
def bias_gradient_from_weight_gradient(X, W, dY):
    dW = X.T @ dY
    return dY @ W.T, dW, dW.sum(axis=0)


@misconception(
    "bias-gradient-of-ones",
    function=FUNCTION,
    en="Your db is the same whatever dY is: dy/db is 1, but what does the chain rule multiply it by?",
    zh="无论 dY 是什么，你的 db 都一样：dy/db 确实是 1，但链式法则还要乘上什么？",
)
def bias_gradient_of_ones(X, W, dY):
    return dY @ W.T, X.T @ dY, np.ones(dY.shape[1])


@misconception(
    "product-of-means",
    function=FUNCTION,
    en="dW is right for a single sample only. Is the mean of products the same as the product of means?",
    zh="你的 dW 只在批次只有一个样本时才对。乘积的平均等于平均的乘积吗？",
)
def product_of_means(X, W, dY):
    return dY @ W.T, len(X) * np.outer(X.mean(axis=0), dY.mean(axis=0)), dY.sum(axis=0)


@misconception(
    "weight-gradient-averaged",
    function=FUNCTION,
    en="dW and db are too small by the number of samples: is dY the gradient of each sample's loss, or of the batch's?",
    zh="dW 和 db 小了“样本数”倍：dY 是每个样本自己的损失的梯度，还是整个批次损失的梯度？",
)
def weight_gradient_averaged(X, W, dY):
    n = len(X)
    return dY @ W.T, X.T @ dY / n, dY.sum(axis=0) / n


@misconception(
    "input-gradient-averaged",
    function=FUNCTION,
    en="dX is too small by the number of samples. How many rows of dY does one row of dX depend on?",
    zh="dX 小了“样本数”倍。dX 的一行依赖于 dY 的几行？",
)
def input_gradient_averaged(X, W, dY):
    return dY @ W.T / len(X), X.T @ dY, dY.sum(axis=0)


@misconception(
    "weight-gradient-from-output",
    function=FUNCTION,
    en="Your dW is built from what comes out of the layer. Which array does W multiply going forward?",
    zh="你的 dW 用的是这一层的输出。前向时，W 乘的是哪个数组？",
)
def weight_gradient_from_output(X, W, dY):
    return dY @ W.T, (X @ W).T @ dY, dY.sum(axis=0)


@misconception(
    "weight-gradient-elementwise",
    function=FUNCTION,
    en="dW multiplies X and dY entry by entry. Every weight is used by every sample: which product adds that up?",
    zh="你的 dW 把 X 和 dY 逐元素相乘。每个权重都被所有样本用到：哪种乘法会把它们加起来？",
)
def weight_gradient_elementwise(X, W, dY):
    return dY @ W.T, X * dY, dY.sum(axis=0)


@misconception(
    "parts-in-another-order",
    function=FUNCTION,
    en="The three parts look right, but two of them have changed places. In which order are they asked for?",
    zh="三个部分本身看起来是对的，但有两个换了位置。题目要求的返回顺序是什么？",
)
def parts_in_another_order(X, W, dY):
    return X.T @ dY, dY @ W.T, dY.sum(axis=0)


@misconception(
    "integer-buffer",
    function=FUNCTION,
    en="With integer input your gradients lose their fractions: what dtype does zeros_like give the new array?",
    zh="输入为整数时，你的梯度丢掉了小数部分：zeros_like 给新数组的 dtype 是什么？",
    edge="float32 and integer input",
)
def integer_buffer(X, W, dY):
    dX, dW = np.zeros_like(X), np.zeros_like(W)
    dX[...] = dY @ W.T
    dW[...] = X.T @ dY
    return dX, dW, dY.sum(axis=0)


@misconception(
    "changes-the-upstream-gradient",
    function=FUNCTION,
    en="The gradients are right, but dY is not the same after the call: who else may still need it?",
    zh="梯度是对的，但调用之后 dY 变了：还有谁可能要用到它？",
    edge="new arrays, also where a sum has one term; the arguments stay as they are",
)
def changes_the_upstream_gradient(X, W, dY):
    n = len(X)
    dY /= n
    return n * (dY @ W.T), n * (X.T @ dY), n * dY.sum(axis=0)
