# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Multilayer perceptrons and backpropagation / 多层感知机与反向传播
#
# Backpropagation is the chain rule, done in the right order and with the right shapes. You write it for one hidden layer,
# then for any number of them, and measure what depth does to it: how fast a gradient fades through sigmoids, what the
# scale of the first weights has to do with it, why inputs should be centred. At the end you train a network of your own
# on handwritten digits and bring it to the accuracy that one may expect of it.
#
# **How to work.** Run the setup cell below. Then fill in one stub after another, where it says `# your code here`, and
# run the check cell below it: it shows what was expected and what your function returned. A cell that draws a picture
# with your functions follows here and there; it is for you and never counts. When everything runs from top to bottom,
# hand in one file: this document as `.ipynb` **or** as `.py`, whichever you worked in.
#
# **Numbers.** Compute in float64 for float64 input; integer arrays are int64, unless a question says otherwise. Where a
# question names float32 input, a float32 result is accepted, and compared to about four digits; for float64 input float32
# is not accurate enough.
#
# **Is my gradient right?** `from autograder.student.gradients import gradient_check`, then call
# `gradient_check(f, x, gradient)`: `f` takes an array like `x` and returns the loss, one number. It compares your gradient with
# central differences and names the entry that is furthest off. When your file is graded, the call does nothing.
#
# **Marks.** The coded questions sum to 100 points. The checks you see are worth none: marks come from further tests
# with inputs of their own for each student, cut so that an edge case costs its own few points and not the question. A stub left
# open costs its question, and what you write on top of it. Where a known mistake is recognised, the feedback names it.
# Written answers are marked by a person and have points of their own; write between the two marks and leave the marks in
# place.
#
# **Packages.** When graded, your file can import the standard library and NumPy; nothing else. The cells that draw
# pictures need Matplotlib; they are not graded.
#
# **Time.** All questions together take about 6 hours; each says its own time, and what it builds on. Times are for
# orientation and are not graded.

# %% [markdown]
# 反向传播就是链式法则，只是次序要对、形状要对。先为一个隐藏层写出它，再推广到任意多层，然后测量深度带来的影响：梯度经过 sigmoid 时衰减得有多快，初始权重的尺度与此有何关系，输入为什么应当零均值化。最后，你将在手写数字上训练自己的网络，并达到这一任务应有的准确率。
#
# **怎样做。** 先运行下面的初始化单元格，然后逐个补全函数（写着 `# 在此处作答` 的地方），再运行它下方的检查单元格：它会告诉你期望的结果和你的函数返回的结果。有些题目后面还有一个用你写的函数画图的单元格，仅供观察，不计分。全部能从头到尾运行之后，提交一个文件：本文档的 `.ipynb` **或** `.py`，你在哪一个里作答就交哪一个。
#
# **数值。** 输入是 float64 就用 float64 计算；整数数组的类型是 int64，除非题目另有说明。题目提到输入可能是 float32 时，返回 float32 的结果也可以，比较时精确到约四位有效数字；输入是 float64 时，float32 的精度不够。
#
# **梯度对不对？** 先 `from autograder.student.gradients import gradient_check`，再调用 `gradient_check(f, x, gradient)`：`f` 接收与 `x` 同形的数组，返回损失（一个数）。它用中心差分核对你的梯度，并指出误差最大的元素。评分时这个调用不起作用。
#
# **怎样评分。** 编程题合计 100 分。你看到的检查不计分：成绩来自另外的测试，每位同学的输入都不同；测试划分得较细，漏掉一种边界情形只丢它自己的几分，不会丢掉整道题。没有完成的函数影响它所在的题，以及用到它的函数。如果识别出某种常见错误，反馈会直接指出它的名字。简答题由人工评阅，分数另计；请写在两个标记之间，不要删掉标记。
#
# **可用的库。** 评分时可以导入标准库和 NumPy；别的库都不能用。画图的单元格要用 Matplotlib，它们不参与评分。
#
# **用时。** 全部题目合计约需 6 小时；每道题都注明了自己的用时和前置知识。用时仅供参考，与评分无关。

# %%
# Run this cell first. / 请先运行本单元格。
# Available when graded: the standard library, numpy.
# 评分时可用：标准库、numpy。
from typing import TypedDict

import numpy as np
from homework_cells import checks, explore, label
from jaxtyping import Float, Int

LANGUAGE = ""  # of the checks: "en", "zh", or "" for your system's / 检查结果的语言："zh"、"en"，留空则随系统
grader = checks("backprop", LANGUAGE)


# %% [markdown]
# ## 1. ReLU and tanh, forward and backward / ReLU 与 tanh 的前向与反向 (8 points / 8 分)
#
# About 20 minutes. Builds on: the chain rule.
#
# Without something nonlinear between them, any number of linear layers collapses into one. Two popular choices act on
# each entry of the *pre-activation* $z$ by itself:
#
# $$\operatorname{relu}(z) = \max(z, 0), \qquad \tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}.$$
#
# On the way back, a layer is handed $\partial L/\partial h$, the derivative of the loss with respect to its output, and
# has to pass on $\partial L/\partial z$. For an elementwise $h = \varphi(z)$ the chain rule is one product per entry:
#
# $$\frac{\partial L}{\partial z} = \frac{\partial L}{\partial h} \odot \varphi'(z), \qquad
# \operatorname{relu}'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}, \qquad
# \tanh'(z) = 1 - \tanh^2(z).$$
#
# The slopes tell how a layer treats gradients: ReLU lets them through untouched or not at all, tanh shrinks
# them a little near 0 and almost to nothing where it saturates.
#
# **Write** `relu(z)`, `relu_backward(z, dh)` and `tanh_backward(z, dh)`.
#
# | | shape | meaning |
# |---|---|---|
# | `z` | any | pre-activation, what goes *into* the function |
# | `dh` | that of `z` | $\partial L/\partial h$, handed back by the layer above |
# | returns | that of `z` | $h$ for `relu`, $\partial L/\partial z$ for the two others |
#
# *By hand.* For $z = (-1, 0, 2)$ and $\partial L/\partial h = (5, 5, 5)$: $\operatorname{relu}(z) = (0, 0, 2)$, and the
# gradient that gets through is $(0, 0, 5)$. For tanh at $z = \tfrac12\ln 3$ we have $h = \tfrac12$, so
# $\partial L/\partial h = 4$ becomes $4 \cdot (1 - \tfrac14) = 3$.
#
# **Conventions and edges.**
#
# - At $z = 0$ exactly ReLU has no derivative. This course takes $\operatorname{relu}'(0) = 0$, as PyTorch does; zeros are
#   not rare, every unit with zero weights and bias sits there.
# - Arrays may have any number of axes. `z` may be float32, and whole numbers in the two backward functions.
# - For $z = \pm 10^4$ the slope of tanh is 0, not nan: use a tanh that does not overflow.
# - Return new arrays. A ReLU that zeroes the negative entries of `z` itself destroys what the backward pass needs.

# %% [markdown]
# 约 20 分钟。前置：链式法则。
#
# 如果层与层之间没有非线性，再多的线性层也会合并成一层。下面两种常用的激活函数都对*预激活值* $z$ 逐元素作用：
#
# $$\operatorname{relu}(z) = \max(z, 0), \qquad \tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}.$$
#
# 反向传播时，一层从后一层收到损失对其输出的导数 $\partial L/\partial h$，要向前一层传出 $\partial L/\partial z$。对逐元素的 $h = \varphi(z)$，链式法则就是每个元素乘一次：
#
# $$\frac{\partial L}{\partial z} = \frac{\partial L}{\partial h} \odot \varphi'(z), \qquad
# \operatorname{relu}'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}, \qquad
# \tanh'(z) = 1 - \tanh^2(z).$$
#
# 从导数就能看出各层如何对待梯度：ReLU 要么原样放行，要么完全截断；tanh 在 0 附近略微缩小梯度，在饱和区则几乎缩到零。
#
# **请实现** `relu(z)`、`relu_backward(z, dh)` 和 `tanh_backward(z, dh)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `z` | 任意 | 预激活值，即*送入*激活函数的量 |
# | `dh` | 与 `z` 相同 | 后一层传回的 $\partial L/\partial h$ |
# | 返回值 | 与 `z` 相同 | `relu` 返回 $h$，另外两个返回 $\partial L/\partial z$ |
#
# *手算一例。* 设 $z = (-1, 0, 2)$，$\partial L/\partial h = (5, 5, 5)$：$\operatorname{relu}(z) = (0, 0, 2)$，能通过的梯度是 $(0, 0, 5)$。对 tanh，取 $z = \tfrac12\ln 3$，则 $h = \tfrac12$，于是 $\partial L/\partial h = 4$ 变成 $4 \cdot (1 - \tfrac14) = 3$。
#
# **约定与边界情形。**
#
# - ReLU 在 $z = 0$ 处不可导。本课程与 PyTorch 一致，取 $\operatorname{relu}'(0) = 0$；恰好为零并不罕见，权重和偏置全为零的单元就停在那里。
# - 数组可以有任意多个轴。`z` 可能是 float32；在两个反向函数中还可能是整数。
# - 当 $z = \pm 10^4$ 时 tanh 的导数是 0，而不是 nan：请使用不会溢出的 tanh。
# - 返回新的数组。若 ReLU 直接把 `z` 中的负数改成零，反向传播需要的信息就丢失了。

# %%
def relu(z: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Rectified linear unit, entry by entry.

    Args:
        z: pre-activations, any shape.

    Returns:
        A new array of the same shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("relu")


def relu_backward(z: Float[np.ndarray, "*shape"], dh: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Backward pass of h = relu(z).

    The slope at zero counts as 0.

    Args:
        z: pre-activations, any shape.
        dh: dL/dh, of the same shape.

    Returns:
        dL/dz, of the same shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("relu_backward")


def tanh_backward(z: Float[np.ndarray, "*shape"], dh: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Backward pass of h = tanh(z).

    Args:
        z: pre-activations (not the outputs), any shape.
        dh: dL/dh, of the same shape.

    Returns:
        dL/dz, of the same shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("tanh_backward")


# %% tags=["check"]
grader.check("activations")


# %% [markdown]
# ## 2. Forward pass of a two-layer perceptron / 两层感知机的前向传播 (8 points / 8 分)
#
# About 20 minutes. Builds on: `sigmoid` of “Likelihood, losses and their gradients”; products of matrices;
# broadcasting.
#
# A *multilayer perceptron* stacks linear maps with a nonlinearity in between. The smallest interesting one has a single
# hidden layer; with a sigmoid there, a batch $X$ of $n$ samples becomes $k$ scores per sample in two steps:
#
# $$H = \sigma(X W_1 + b_1), \qquad Z = H W_2 + b_2, \qquad \sigma(z) = \frac{1}{1 + e^{-z}}.$$
#
# The $h$ columns of $H$ are learned features between 0 and 1, and $Z$ holds the *logits*. Softmax is left out on
# purpose: the predicted class is the largest logit anyway, and the loss works on logits to stay stable.
#
# **Write** `mlp_forward(X, W1, b1, W2, b2)`.
#
# | | shape | meaning |
# |---|---|---|
# | `X` | $(n, d)$ | one sample per row |
# | `W1`, `b1` | $(d, h)$, $(h,)$ | hidden layer |
# | `W2`, `b2` | $(h, k)$, $(k,)$ | output layer |
# | returns | $(n, k)$ | the logits $Z$ |
#
# *By hand.* One sample $x = (1, 2)$, one hidden unit with $W_1 = (\ln 3, 0)^\top$ and $b_1 = 0$: the pre-activation is
# $\ln 3$ and $h = \tfrac{1}{1 + 1/3} = \tfrac34$. With $W_2 = (4, -8)$ and $b_2 = (1, 0)$ the logits are
# $(3 + 1, -6 + 0) = (4, -6)$.
#
# **Conventions and edges.**
#
# - Samples are rows, so the weights stand on the *right*: $XW$, with $W$ of shape (inputs, outputs).
# - $b_1$ and $b_2$ are added to every row (broadcasting does it).
# - A pre-activation of $\pm 10^4$ must give a hidden unit of 1 or 0, not nan: mind $e^{z}/(1 + e^{z})$ for large $z$.
# - A batch of one sample is a batch: the result has shape $(1, k)$, and with a single output $(n, 1)$. `X` may be float32 or integers.
# - The hidden layer has an activation, the output layer has none. Leave all arguments as they are.

# %% [markdown]
# 约 20 分钟。前置：《似然、损失函数及其梯度》的 `sigmoid`；矩阵乘法；广播。
#
# *多层感知机*由线性映射堆叠而成，层与层之间夹着非线性。最小而不平凡的例子只有一个隐藏层；隐藏层用 sigmoid 时，含 $n$ 个样本的批次 $X$ 经过两步得到每个样本的 $k$ 个得分：
#
# $$H = \sigma(X W_1 + b_1), \qquad Z = H W_2 + b_2, \qquad \sigma(z) = \frac{1}{1 + e^{-z}}.$$
#
# $H$ 的 $h$ 列是学到的特征，取值在 0 与 1 之间；$Z$ 就是 *logits*。这里有意不做 softmax：预测类别本来就是最大的 logit，而损失函数直接用 logits 计算才稳定。
#
# **请实现** `mlp_forward(X, W1, b1, W2, b2)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `X` | $(n, d)$ | 每行一个样本 |
# | `W1`、`b1` | $(d, h)$、$(h,)$ | 隐藏层 |
# | `W2`、`b2` | $(h, k)$、$(k,)$ | 输出层 |
# | 返回值 | $(n, k)$ | logits $Z$ |
#
# *手算一例。* 一个样本 $x = (1, 2)$，一个隐藏单元，$W_1 = (\ln 3, 0)^\top$，$b_1 = 0$：预激活值为 $\ln 3$，$h = \tfrac{1}{1 + 1/3} = \tfrac34$。再取 $W_2 = (4, -8)$，$b_2 = (1, 0)$，logits 为 $(3 + 1, -6 + 0) = (4, -6)$。
#
# **约定与边界情形。**
#
# - 样本按行排列，所以权重写在*右边*：$XW$，其中 $W$ 的形状为（输入数，输出数）。
# - $b_1$、$b_2$ 加到每一行上（广播会自动完成）。
# - 预激活值为 $\pm 10^4$ 时，隐藏单元应为 1 或 0，而不是 nan：注意 $z$ 很大时的 $e^{z}/(1 + e^{z})$。
# - 只含一个样本的批次也是批次，结果形状为 $(1, k)$；只有一个输出时，形状为 $(n, 1)$。`X` 可能是 float32 或整数。
# - 隐藏层有激活函数，输出层没有。不要改动任何参数。

# %%
def mlp_forward(
    X: Float[np.ndarray, "n d"],
    W1: Float[np.ndarray, "d h"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "h k"],
    b2: Float[np.ndarray, "k"],
) -> Float[np.ndarray, "n k"]:
    """Logits of a perceptron with one sigmoid hidden layer.

    Args:
        X: samples, shape (n, d).
        W1: weights of the hidden layer, shape (d, h).
        b1: biases of the hidden layer, shape (h,).
        W2: weights of the output layer, shape (h, k).
        b2: biases of the output layer, shape (k,).

    Returns:
        The logits Z, shape (n, k): no softmax. Finite for pre-activations up to +-1e4.
    """
    # your code here / 在此处作答
    raise NotImplementedError("mlp_forward")


# %% tags=["check"]
grader.check("mlp_forward")


# %% [markdown]
# ## 3. Loss and gradients of a two-layer perceptron / 两层感知机的损失与梯度 (18 points / 18 分)
#
# About 60 minutes. Builds on: question 2 (`mlp_forward`); `softmax_cross_entropy_grad` and `linear_backward` of
# “Likelihood, losses and their gradients”.
#
# This is the heart of the homework: how does the loss change when any weight of the network changes a little?
# The network has one sigmoid hidden layer and a softmax cross-entropy loss, averaged over the batch:
#
# $$Z_1 = X W_1 + b_1, \qquad H = \sigma(Z_1), \qquad Z = H W_2 + b_2, \qquad
# L = -\frac{1}{n}\sum_{i=1}^{n} \log \operatorname{softmax}(Z_i)_{y_i}.$$
#
# Backpropagation is the chain rule read from right to left. Each step of the forward pass gets one step back, and each
# step back needs only what comes from its right. With $Y$ the one-hot labels,
#
# $$\Delta = \frac{\partial L}{\partial Z} = \frac{1}{n}\bigl(\operatorname{softmax}(Z) - Y\bigr), \qquad
# \Delta_1 = \frac{\partial L}{\partial Z_1} = (\Delta W_2^\top) \odot \sigma'(Z_1), \qquad
# \sigma' = \sigma (1 - \sigma),$$
#
# $$\frac{\partial L}{\partial W_2} = H^\top \Delta, \qquad \frac{\partial L}{\partial b_2} = \sum_i \Delta_i, \qquad
# \frac{\partial L}{\partial W_1} = X^\top \Delta_1, \qquad \frac{\partial L}{\partial b_1} = \sum_i (\Delta_1)_i.$$
#
# Check each line by its shapes: there is usually only one way in which the product can be formed.
#
# **Write** `mlp_loss_and_grads(X, labels, W1, b1, W2, b2)`.
#
# | | shape | meaning |
# |---|---|---|
# | `X` | $(n, d)$ | one sample per row |
# | `labels` | $(n,)$ | integers $0, \dots, k-1$ |
# | `W1`, `b1` | $(d, h)$, $(h,)$ | hidden layer |
# | `W2`, `b2` | $(h, k)$, $(k,)$ | output layer |
# | returns | `(loss, grads)` | $L$ as a float, and a dict with the keys `"W1"`, `"b1"`, `"W2"`, `"b2"` |
#
# *By hand.* One sample $x = 2$, one hidden unit with $w_1 = \ln 3$, $b_1 = -\ln 3$, two classes with $W_2 = (0, 4)$,
# $b_2 = (0, -3)$, true class 1. Then $z_1 = \ln 3$ and $h = \tfrac34$, so both logits are 0 and $L = \ln 2$.
# Backwards: $\Delta = (\tfrac12, -\tfrac12)$, $\partial L/\partial W_2 = (\tfrac38, -\tfrac38)$, then
# $\Delta_1 = -\tfrac12 \cdot 4 \cdot \tfrac34 \cdot \tfrac14 = -\tfrac38$ and $\partial L/\partial w_1 = -\tfrac34$.
#
# **Conventions and edges.**
#
# - Loss and gradients are those of the *mean*. The factor $1/n$ enters once, in $\Delta$, and travels on by itself.
#   If you sum over the batch instead, in the loss and in all four gradients alike, you keep about half of the points; if
#   you do so in some of them only, those are simply wrong.
# - Every gradient has the shape of its parameter: those of the biases are 1-D.
# - Hidden pre-activations and logits may reach $\pm 10^4$: neither the sigmoid nor the softmax may give inf or nan,
#   and the loss must still be exact there (about $2 \cdot 10^4$ for a sample that wrong, not inf).
# - A batch of one sample is a batch. `X` may be float32 or integers; the gradients are floating.
# - Return new arrays; leave all arguments as they are. The step of gradient descent comes later.

# %% [markdown]
# 约 60 分钟。前置：第 2 题（`mlp_forward`）；《似然、损失函数及其梯度》的 `softmax_cross_entropy_grad`、`linear_backward`。
#
# 这是本次作业的核心：任意一个权重稍作改变，损失会随之变化多少？网络只有一个 sigmoid 隐藏层，损失是 softmax 交叉熵在整个批次上的平均：
#
# $$Z_1 = X W_1 + b_1, \qquad H = \sigma(Z_1), \qquad Z = H W_2 + b_2, \qquad
# L = -\frac{1}{n}\sum_{i=1}^{n} \log \operatorname{softmax}(Z_i)_{y_i}.$$
#
# 反向传播就是从右往左读的链式法则：前向的每一步都对应反向的一步，而反向的每一步只用到从它右边传来的量。记 $Y$ 为 one-hot 标签，则
#
# $$\Delta = \frac{\partial L}{\partial Z} = \frac{1}{n}\bigl(\operatorname{softmax}(Z) - Y\bigr), \qquad
# \Delta_1 = \frac{\partial L}{\partial Z_1} = (\Delta W_2^\top) \odot \sigma'(Z_1), \qquad
# \sigma' = \sigma (1 - \sigma),$$
#
# $$\frac{\partial L}{\partial W_2} = H^\top \Delta, \qquad \frac{\partial L}{\partial b_2} = \sum_i \Delta_i, \qquad
# \frac{\partial L}{\partial W_1} = X^\top \Delta_1, \qquad \frac{\partial L}{\partial b_1} = \sum_i (\Delta_1)_i.$$
#
# 每写一行都核对一下形状：矩阵通常只有一种乘得起来的方式。
#
# **请实现** `mlp_loss_and_grads(X, labels, W1, b1, W2, b2)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `X` | $(n, d)$ | 每行一个样本 |
# | `labels` | $(n,)$ | 整数 $0, \dots, k-1$ |
# | `W1`、`b1` | $(d, h)$、$(h,)$ | 隐藏层 |
# | `W2`、`b2` | $(h, k)$、$(k,)$ | 输出层 |
# | 返回值 | `(loss, grads)` | 浮点数 $L$，以及一个字典，键为 `"W1"`、`"b1"`、`"W2"`、`"b2"` |
#
# *手算一例。* 只有一个样本 $x = 2$；一个隐藏单元，$w_1 = \ln 3$，$b_1 = -\ln 3$；两个类别，$W_2 = (0, 4)$，$b_2 = (0, -3)$，真实类别为 1。于是 $z_1 = \ln 3$，$h = \tfrac34$，两个 logit 都是 0，$L = \ln 2$。再往回算：$\Delta = (\tfrac12, -\tfrac12)$，$\partial L/\partial W_2 = (\tfrac38, -\tfrac38)$，接着 $\Delta_1 = -\tfrac12 \cdot 4 \cdot \tfrac34 \cdot \tfrac14 = -\tfrac38$，$\partial L/\partial w_1 = -\tfrac34$。
#
# **约定与边界情形。**
#
# - 损失和梯度都按*平均*计算。因子 $1/n$ 只在 $\Delta$ 里出现一次，之后会自动传下去。如果损失和四个梯度一律对整个批次求和而不取平均，仍可得到大约一半的分数；如果只有其中一部分求了和，这部分就按错误处理。
# - 每个梯度与它对应的参数形状相同，偏置的梯度是一维数组。
# - 隐藏层的预激活值和 logits 都可能达到 $\pm 10^4$：sigmoid 与 softmax 不能给出 inf 或 nan，此时损失也必须准确（错得这么离谱的样本，损失约为 $2 \cdot 10^4$，而不是 inf）。
# - 只含一个样本的批次也是批次。`X` 可能是 float32 或整数，梯度应为浮点数。
# - 返回新的数组，不要改动任何参数；梯度下降那一步留到后面。

# %%
class Gradients(TypedDict):
    """Derivatives of the loss, each in the shape of its parameter."""

    W1: Float[np.ndarray, "d h"]
    b1: Float[np.ndarray, "h"]
    W2: Float[np.ndarray, "h k"]
    b2: Float[np.ndarray, "k"]


def mlp_loss_and_grads(
    X: Float[np.ndarray, "n d"],
    labels: Int[np.ndarray, "n"],
    W1: Float[np.ndarray, "d h"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "h k"],
    b2: Float[np.ndarray, "k"],
) -> tuple[float, Gradients]:
    """Mean softmax cross-entropy of a two-layer perceptron, and its gradients by backpropagation.

    One sigmoid hidden layer, no activation at the output; the loss is a mean over the samples.

    Args:
        X: samples, shape (n, d).
        labels: true classes 0..k-1, shape (n,).
        W1: weights of the hidden layer, shape (d, h).
        b1: biases of the hidden layer, shape (h,).
        W2: weights of the output layer, shape (h, k).
        b2: biases of the output layer, shape (k,).

    Returns:
        The loss, and a dict of the gradients dL/dW1, dL/db1, dL/dW2, dL/db2 under "W1", "b1", "W2", "b2".
        Exact for pre-activations and logits up to +-1e4.
    """
    # your code here / 在此处作答
    raise NotImplementedError("mlp_loss_and_grads")


# %% tags=["check"]
grader.check("mlp_loss_and_grads")


# %% [markdown]
# ## 4. Backpropagation through many layers / 任意层数的反向传播 (14 points / 14 分)
#
# About 60 minutes. Builds on: questions 1 (`activations`) and 3 (`mlp_loss_and_grads`).
#
# Two layers were done by hand; $L$ layers are the same two lines in a loop. Write $A_0 = X$ and, for $l = 1, \dots, L$,
#
# $$Z_l = A_{l-1} W_l + b_l, \qquad A_l = \varphi(Z_l), \qquad
# J = \frac{1}{2n} \sum_{i=1}^{n} \lVert A_{L,i} - Y_i \rVert^2,$$
#
# a regression loss (called $J$, since $L$ counts the layers): half the squared error summed over the outputs, averaged over the samples. The *error* of a layer is
# $\delta_l = \partial J/\partial Z_l$. It starts at the output and travels backwards:
#
# $$\delta_L = \tfrac1n (A_L - Y) \odot \varphi'(Z_L), \qquad
# \delta_l = (\delta_{l+1} W_{l+1}^\top) \odot \varphi'(Z_l),$$
#
# $$\frac{\partial J}{\partial W_l} = A_{l-1}^\top \delta_l, \qquad \frac{\partial J}{\partial b_l} = \sum_i (\delta_l)_i.$$
#
# Each layer costs one multiplication by $W^\top$ and one by a slope: remember these two factors for the next question.
# The activations $A_l$ of the forward pass have to be kept, which is why training needs more memory than prediction.
#
# **Write** `deep_gradients(X, Y, weights, biases, activation)`.
#
# | | shape | meaning |
# |---|---|---|
# | `X`, `Y` | $(n, d)$, $(n, k)$ | samples and targets |
# | `weights` | list of $L$ arrays (inputs, outputs) | $W_1, \dots, W_L$ |
# | `biases` | list of $L$ arrays (outputs,) | $b_1, \dots, b_L$ |
# | `activation` | string | `"sigmoid"`, `"relu"` or `"tanh"` |
# | returns | `(dWs, dbs)` | two lists, layer 1 first, each gradient in the shape of its parameter |
#
# *By hand.* Two ReLU layers of one unit: $x = 1$, $w_1 = 2$, $w_2 = 3$, $b_1 = b_2 = 0$, $y = 5$. Forward: $a_1 = 2$,
# $a_2 = 6$. Backward: $\delta_2 = 1$, $\partial J/\partial w_2 = 2$; $\delta_1 = 1 \cdot 3 = 3$,
# $\partial J/\partial w_1 = 3$.
#
# **Conventions and edges.**
#
# - The same activation follows *every* layer, the last one included, so $\varphi'(Z_L)$ stands in $\delta_L$.
# - The gradients are those of the *mean* over the samples. If you sum instead, in all gradients alike, you keep about half
#   of the points.
# - $\operatorname{relu}'(0) = 0$. Pre-activations of $\pm 10^4$ give no nan, whatever the activation.
# - $L = 1$ is a network too, and so is a batch of one sample; layers may be of equal or different widths.
# - Return new lists of new arrays; leave arrays and lists that you were given as they are.

# %% [markdown]
# 约 60 分钟。前置：第 1 题（`activations`）、第 3 题（`mlp_loss_and_grads`）。
#
# 两层网络已经手算过，$L$ 层无非是把同样的两行放进循环。记 $A_0 = X$，对 $l = 1, \dots, L$ 有
#
# $$Z_l = A_{l-1} W_l + b_l, \qquad A_l = \varphi(Z_l), \qquad
# J = \frac{1}{2n} \sum_{i=1}^{n} \lVert A_{L,i} - Y_i \rVert^2,$$
#
# 这是回归损失（$L$ 已用来表示层数，所以损失记作 $J$）：平方误差的一半，对各输出求和，再对样本取平均。某一层的*误差项*定义为 $\delta_l = \partial J/\partial Z_l$，它从输出层出发，逐层往回传：
#
# $$\delta_L = \tfrac1n (A_L - Y) \odot \varphi'(Z_L), \qquad
# \delta_l = (\delta_{l+1} W_{l+1}^\top) \odot \varphi'(Z_l),$$
#
# $$\frac{\partial J}{\partial W_l} = A_{l-1}^\top \delta_l, \qquad \frac{\partial J}{\partial b_l} = \sum_i (\delta_l)_i.$$
#
# 每经过一层，就要乘一次 $W^\top$、再乘一次斜率：记住这两个因子，下一题要用。前向传播得到的各层 $A_l$ 都得留着，所以训练比预测更费内存。
#
# **请实现** `deep_gradients(X, Y, weights, biases, activation)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `X`、`Y` | $(n, d)$、$(n, k)$ | 样本与目标值 |
# | `weights` | $L$ 个（输入数，输出数）数组的列表 | $W_1, \dots, W_L$ |
# | `biases` | $L$ 个（输出数，）数组的列表 | $b_1, \dots, b_L$ |
# | `activation` | 字符串 | `"sigmoid"`、`"relu"` 或 `"tanh"` |
# | 返回值 | `(dWs, dbs)` | 两个列表，第 1 层在前，每个梯度与对应参数形状相同 |
#
# *手算一例。* 两个各含一个单元的 ReLU 层：$x = 1$，$w_1 = 2$，$w_2 = 3$，$b_1 = b_2 = 0$，$y = 5$。前向：$a_1 = 2$，$a_2 = 6$。反向：$\delta_2 = 1$，$\partial J/\partial w_2 = 2$；$\delta_1 = 1 \cdot 3 = 3$，$\partial J/\partial w_1 = 3$。
#
# **约定与边界情形。**
#
# - *每一层*之后都是同一个激活函数，最后一层也不例外，所以 $\delta_L$ 里有 $\varphi'(Z_L)$。
# - 梯度对应的是对样本取*平均*的损失。如果所有梯度一律对样本求和而不取平均，仍可得到大约一半的分数。
# - $\operatorname{relu}'(0) = 0$。预激活值达到 $\pm 10^4$ 时，任何一种激活函数都不能给出 nan。
# - $L = 1$ 也是网络，只含一个样本也是批次；各层宽度可以相同，也可以不同。
# - 返回新列表、新数组，不要改动传入的数组和列表。

# %%
def deep_gradients(
    X: Float[np.ndarray, "n d"],
    Y: Float[np.ndarray, "n k"],
    weights: list[Float[np.ndarray, "..."]],
    biases: list[Float[np.ndarray, "..."]],
    activation: str,
) -> tuple[list[Float[np.ndarray, "..."]], list[Float[np.ndarray, "..."]]]:
    """Gradients of a network of L layers by the delta recursion.

    The loss is half the squared error, summed over the outputs and averaged over the samples.

    Args:
        X: samples, shape (n, d).
        Y: targets, shape (n, k).
        weights: W_1..W_L, each of shape (inputs, outputs).
        biases: b_1..b_L, each of shape (outputs,).
        activation: phi after every layer, the last included: "sigmoid", "relu" (slope 0 at 0) or "tanh".

    Returns:
        ([dW_1..dW_L], [db_1..db_L]), each in the shape of its parameter.
    """
    # your code here / 在此处作答
    raise NotImplementedError("deep_gradients")


# %% tags=["check"]
grader.check("deep_backprop")


# %% [markdown]
# ## 5. Vanishing gradients, measured / 测量梯度消失 (8 points / 8 分)
#
# About 25 minutes. Builds on: question 4 (`deep_backprop`).
#
# In the delta recursion every layer that the error goes back through multiplies it by a slope and by a weight matrix.
# Written out from the output to layer 1, the slopes alone form the product
#
# $$\varphi'(z_1)\, \varphi'(z_2) \cdots \varphi'(z_L).$$
#
# For the sigmoid, $\sigma'(z) = \sigma(z)(1 - \sigma(z))$ is largest at $z = 0$. How large is it there, and how large can a product
# of $L$ such slopes be, even when no unit is saturated? For ten layers the bound is less than a millionth. Unless the weights make up for it, the early layers receive next to no
# gradient and hardly learn: the gradient *vanishes*. ReLU's slope on an open unit is 1, which is one reason for its
# success. Here you measure the effect instead of taking it on faith.
#
# **Write** `gradient_norms(X, Y, weights, biases, activation)` and `vanishing_bound(depth)`.
#
# | | type | meaning |
# |---|---|---|
# | `X`, `Y`, `weights`, `biases`, `activation` | | a network, loss and data as in `deep_gradients` |
# | `gradient_norms` | list of $L$ floats | $\lVert \partial J/\partial W_l \rVert_F$, layer 1 first |
# | `depth` | int | number of sigmoids, $0$ to $500$ |
# | `vanishing_bound` | float | the bound on the product of that many sigmoid slopes |
#
# The Frobenius norm treats a matrix as one long vector: $\lVert A \rVert_F = \sqrt{\sum_{ij} a_{ij}^2}$. For
# $A = \begin{pmatrix} 1 & 2 \\ 2 & 4 \end{pmatrix}$ it is $\sqrt{1 + 4 + 4 + 16} = 5$.
#
# *By hand.* The ReLU chain of the last question ($x = 1$, $w_1 = 2$, $w_2 = 3$, $y = 5$) has gradients 3 and 2, so the
# norms are $[3, 2]$. And `vanishing_bound(2)` is $\tfrac1{16}$.
#
# **Conventions and edges.**
#
# - One norm per weight matrix; the biases are left out. The tests go down to ten layers, with norms that differ by many
#   orders of magnitude, and compare each norm relative to its own size.
# - You may call your `deep_gradients`; if it has a mistake, this question inherits it. Norms of gradients that are all
#   summed over the samples instead of averaged earn about half of the points that `gradient_norms` has.
# - No sigmoid at all, `depth = 0`, gives an empty product. Leave all arguments as they are.

# %% [markdown]
# 约 25 分钟。前置：第 4 题（`deep_backprop`）。
#
# 在误差项的递推式中，误差每往回穿过一层，就要乘一次斜率和一次权重矩阵。从输出层一直展开到第 1 层，单看斜率就是一个连乘：
#
# $$\varphi'(z_1)\, \varphi'(z_2) \cdots \varphi'(z_L).$$
#
# 对 sigmoid 而言，$\sigma'(z) = \sigma(z)(1 - \sigma(z))$ 在 $z = 0$ 处最大。它在那里等于多少？即使没有任何单元饱和，$L$ 个这样的斜率之积最大又能是多少？十层时，这个上界已不到百万分之一。除非权重把它补回来，靠前的层几乎收不到梯度，也就几乎学不动：这就是*梯度消失*。ReLU 单元打开时斜率为 1，这是它成功的原因之一。本题不靠想象，而是把这个现象测出来。
#
# **请实现** `gradient_norms(X, Y, weights, biases, activation)` 和 `vanishing_bound(depth)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `X`、`Y`、`weights`、`biases`、`activation` | | 网络、损失与数据，同 `deep_gradients` |
# | `gradient_norms` | $L$ 个浮点数的列表 | $\lVert \partial J/\partial W_l \rVert_F$，第 1 层在前 |
# | `depth` | 整数 | sigmoid 的个数，$0$ 到 $500$ |
# | `vanishing_bound` | 浮点数 | 这么多个 sigmoid 斜率之积的上界 |
#
# Frobenius 范数把矩阵看成一个长向量：$\lVert A \rVert_F = \sqrt{\sum_{ij} a_{ij}^2}$。例如 $A = \begin{pmatrix} 1 & 2 \\ 2 & 4 \end{pmatrix}$ 的范数是 $\sqrt{1 + 4 + 4 + 16} = 5$。
#
# *手算一例。* 上一题的 ReLU 链（$x = 1$，$w_1 = 2$，$w_2 = 3$，$y = 5$）的梯度是 3 和 2，所以范数为 $[3, 2]$。而 `vanishing_bound(2)` 等于 $\tfrac1{16}$。
#
# **约定与边界情形。**
#
# - 每个权重矩阵对应一个范数，不含偏置。测试的网络最深有十层，各层范数相差许多个数量级；比较时，每个范数都相对于它自身的大小。
# - 可以调用自己写的 `deep_gradients`；如果它有错，本题也会跟着错。如果所有梯度一律对样本求和而不取平均，由此算出的范数仍可得到 `gradient_norms` 大约一半的分数。
# - 一个 sigmoid 都没有时（`depth = 0`）就是空乘积。不要改动任何参数。

# %%
def gradient_norms(
    X: Float[np.ndarray, "n d"],
    Y: Float[np.ndarray, "n k"],
    weights: list[Float[np.ndarray, "..."]],
    biases: list[Float[np.ndarray, "..."]],
    activation: str,
) -> list[float]:
    """Frobenius norm of the gradient of every layer's weights.

    Network, loss and gradients are those of `deep_gradients`; biases are left out.

    Args:
        X: samples, shape (n, d).
        Y: targets, shape (n, k).
        weights: W_1..W_L, each of shape (inputs, outputs).
        biases: b_1..b_L, each of shape (outputs,).
        activation: after every layer, the last included: "sigmoid", "relu" (slope 0 at 0) or "tanh".

    Returns:
        L norms, layer 1 first. You may call your own deep_gradients.
    """
    # your code here / 在此处作答
    raise NotImplementedError("gradient_norms")


def vanishing_bound(depth: int) -> float:
    """The largest that a product of `depth` sigmoid slopes can be.

    Args:
        depth: how many sigmoids the gradient goes through, from 0 to 500.

    Returns:
        The bound, 1 for depth 0.
    """
    # your code here / 在此处作答
    raise NotImplementedError("vanishing_bound")


# %% tags=["check"]
grader.check("vanishing_gradient")


# %% [markdown]
# ## 6. Xavier and He initialisation / Xavier 与 He 初始化 (12 points / 12 分)
#
# About 30 minutes. Builds on: rules for variances.
#
# How large should random weights be? Let the weights be independent of each other and of the inputs, with mean 0. Then a
# pre-activation $z = \sum_{i=1}^{n_{in}} w_i x_i$ has the variance $n_{in} \operatorname{Var}(w) \operatorname{E}[x^2]$,
# whatever the mean of the inputs is; if that is 0, $\operatorname{E}[x^2]$ is their variance. If the factor
# $n_{in}\operatorname{Var}(w)$ is not near 1, signals grow or fade from layer to layer; on the way back the same holds for
# gradients with $n_{out}$ in place of $n_{in}$. *Xavier* initialisation (Glorot and Bengio, 2010) takes the compromise
#
# $$\operatorname{Var}(w) = \frac{2}{n_{in} + n_{out}}.$$
#
# It may be drawn from a normal distribution, or uniformly from $(-a, a)$, whose variance is $a^2/3$; then $a$ follows
# from $a^2/3 = 2/(n_{in} + n_{out})$. Behind a ReLU the mean is not 0: with $z$ symmetric around 0, half of the signal is
# set to 0 and $\operatorname{E}[x^2] = \tfrac12 \operatorname{Var}(z)$ is left for the next layer. *He* initialisation
# (He et al., 2015) makes up for it with twice the forward variance:
#
# $$\operatorname{Var}(w) = \frac{2}{n_{in}}.$$
#
# **Write** `xavier_std(n_in, n_out)`, `xavier_bound(n_in, n_out)`, `he_std(n_in)`, `xavier_uniform(n_in, n_out, seed)` and
# `he_normal(n_in, n_out, seed)`.
#
# | | type | meaning |
# |---|---|---|
# | `n_in`, `n_out` | int | units that feed the layer, units of the layer; each at least 1 |
# | `seed` | int | for `numpy.random.default_rng(seed)` |
# | `xavier_std`, `he_std` | float | standard deviation of one weight |
# | `xavier_bound` | float | the half-width $a$ |
# | `xavier_uniform`, `he_normal` | $(n_{in}, n_{out})$ | independent draws with mean 0 |
#
# *By hand.* For $n_{in} = 6$ and $n_{out} = 2$ Xavier's standard deviation is $\sqrt{2/8} = \tfrac12$ and its bound
# $\sqrt{6/8} \approx 0.866$. For $n_{in} = 8$ He's standard deviation is $\sqrt{2/8} = \tfrac12$, whatever $n_{out}$.
#
# **Conventions and edges.**
#
# - $n_{in}$ and $n_{out}$ count units; the bias is no part of them.
# - Random weights are judged by their statistics (mean, spread, range, shape of the distribution, independence), not by
#   exact values. `he_normal` is a plain normal distribution: nothing is cut off.
# - The same seed must give the same weights twice, and another seed other ones.

# %% [markdown]
# 约 30 分钟。前置：方差的运算规则。
#
# 随机权重该取多大？设各权重均值为 0，彼此独立，也与输入独立。那么无论输入的均值是多少，预激活值 $z = \sum_{i=1}^{n_{in}} w_i x_i$ 的方差都是 $n_{in} \operatorname{Var}(w) \operatorname{E}[x^2]$；输入均值为 0 时，$\operatorname{E}[x^2]$ 就是输入的方差。如果因子 $n_{in}\operatorname{Var}(w)$ 偏离 1，信号就会逐层放大或衰减；反向传播时梯度也是如此，只是 $n_{in}$ 换成 $n_{out}$。*Xavier* 初始化（Glorot 与 Bengio，2010）取了折中：
#
# $$\operatorname{Var}(w) = \frac{2}{n_{in} + n_{out}}.$$
#
# 权重可以取自正态分布，也可以取自 $(-a, a)$ 上的均匀分布。后者的方差是 $a^2/3$，由 $a^2/3 = 2/(n_{in} + n_{out})$ 即可解出 $a$。经过 ReLU 之后均值不再是 0：设 $z$ 关于 0 对称，一半信号被置零，留给下一层的是 $\operatorname{E}[x^2] = \tfrac12 \operatorname{Var}(z)$。*He* 初始化（何恺明等，2015）于是把前向所需的方差加倍来补偿：
#
# $$\operatorname{Var}(w) = \frac{2}{n_{in}}.$$
#
# **请实现** `xavier_std(n_in, n_out)`、`xavier_bound(n_in, n_out)`、`he_std(n_in)`、`xavier_uniform(n_in, n_out, seed)` 和 `he_normal(n_in, n_out, seed)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `n_in`、`n_out` | 整数 | 本层的输入单元数与输出单元数，均不小于 1 |
# | `seed` | 整数 | 用于 `numpy.random.default_rng(seed)` |
# | `xavier_std`、`he_std` | 浮点数 | 单个权重的标准差 |
# | `xavier_bound` | 浮点数 | 均匀分布的半宽 $a$ |
# | `xavier_uniform`、`he_normal` | $(n_{in}, n_{out})$ | 相互独立、均值为 0 的随机权重 |
#
# *手算一例。* 当 $n_{in} = 6$、$n_{out} = 2$ 时，Xavier 的标准差为 $\sqrt{2/8} = \tfrac12$，半宽为 $\sqrt{6/8} \approx 0.866$。当 $n_{in} = 8$ 时，无论 $n_{out}$ 是多少，He 的标准差都是 $\sqrt{2/8} = \tfrac12$。
#
# **约定与边界情形。**
#
# - $n_{in}$ 与 $n_{out}$ 只数单元，偏置不计在内。
# - 随机权重按统计性质评判（均值、离散程度、取值范围、分布形状、独立性），不比较具体数值。`he_normal` 是普通的正态分布，不做截断。
# - 同一个种子两次调用必须得到同样的权重，换一个种子则得到不同的权重。

# %%
def xavier_std(n_in: int, n_out: int) -> float:
    """Standard deviation of Xavier (Glorot) initialisation.

    Args:
        n_in: units that feed the layer.
        n_out: units of the layer.

    Returns:
        The standard deviation of each weight.

    Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural networks.
    """
    # your code here / 在此处作答
    raise NotImplementedError("xavier_std")


def xavier_bound(n_in: int, n_out: int) -> float:
    """Half-width a of the uniform distribution on (-a, a) that has Xavier's variance.

    Args:
        n_in: units that feed the layer.
        n_out: units of the layer.

    Returns:
        The bound a.
    """
    # your code here / 在此处作答
    raise NotImplementedError("xavier_bound")


def he_std(n_in: int) -> float:
    """Standard deviation of He initialisation, for ReLU layers.

    Args:
        n_in: units that feed the layer.

    Returns:
        The standard deviation of each weight.

    Source: He et al. (2015), Delving deep into rectifiers.
    """
    # your code here / 在此处作答
    raise NotImplementedError("he_std")


def xavier_uniform(n_in: int, n_out: int, seed: int) -> Float[np.ndarray, "n_in n_out"]:
    """Weights drawn independently and uniformly from (-a, a), a = xavier_bound(n_in, n_out).

    Args:
        n_in: units that feed the layer.
        n_out: units of the layer.
        seed: of numpy.random.default_rng; the same seed gives the same weights, another seed others.

    Returns:
        The weights, shape (n_in, n_out).
    """
    # your code here / 在此处作答
    raise NotImplementedError("xavier_uniform")


def he_normal(n_in: int, n_out: int, seed: int) -> Float[np.ndarray, "n_in n_out"]:
    """Weights drawn independently from a normal distribution with mean 0 and standard deviation he_std(n_in).

    Args:
        n_in: units that feed the layer.
        n_out: units of the layer.
        seed: of numpy.random.default_rng; the same seed gives the same weights, another seed others.

    Returns:
        The weights, shape (n_in, n_out).
    """
    # your code here / 在此处作答
    raise NotImplementedError("he_normal")


# %% tags=["check"]
grader.check("initialisation")


# %% tags=["explore", "otter_ignore"]
# Explore: how large is the gradient in each of ten layers, for three activations and three initialisations?
# 探索：十层网络中，不同激活函数、不同初始化下，各层的梯度有多大？
@explore
def picture_of_initialisation():
    import matplotlib.pyplot as plt

    depth, width, samples = 10, 64, 200
    rng = np.random.default_rng(0)
    X, Y = rng.normal(size=(samples, width)), rng.normal(size=(samples, width))
    scales = {
        label("small: 0.01", "过小：0.01"): 0.01,
        "Xavier": xavier_std(width, width),
        "He": he_std(width),
    }
    biases = [np.zeros(width) for _ in range(depth)]
    layers = np.arange(1, depth + 1)

    norms = {}
    for activation in ("sigmoid", "tanh", "relu"):
        for name, std in scales.items():
            weights = [rng.normal(scale=std, size=(width, width)) for _ in range(depth)]
            norms[activation, name] = np.maximum(gradient_norms(X, Y, weights, biases, activation), 1e-30)

    figure, axes = plt.subplots(1, 3, figsize=(12, 3.8), sharey=True, layout="constrained")
    for ax, activation in zip(axes, ("sigmoid", "tanh", "relu")):
        for name, marker in zip(scales, "vos"):
            ax.semilogy(layers, norms[activation, name], marker=marker, label=name)
        ax.set(title=activation, xlabel=label("layer", "层"), xticks=layers, ylim=(1e-17, 1e4))
        ax.grid(alpha=0.3)
    axes[0].set_ylabel(label("norm of the weight gradient", "权重梯度的范数"))
    axes[0].legend(title=label("standard deviation", "标准差"), loc="lower right")
    figure.suptitle(label("Gradients travel from layer 10 to layer 1", "梯度从第 10 层传向第 1 层"))
    plt.show()


# %% [markdown]
# ## 7. Spread of a pre-activation / 预激活值的标准差 (6 points / 6 分)
#
# About 15 minutes. Builds on: rules for variances.
#
# Before a neuron has learned anything, its pre-activation is a sum of many random terms,
#
# $$z = \sum_{i=1}^{n} w_i x_i + b.$$
#
# How far does it scatter? If it is far larger than 1, sigmoid and tanh saturate; if it is far smaller, the layer is
# nearly linear and signals fade. Two facts about *independent* random variables answer the question: variances add, and
# for a product of two variables with mean 0
#
# $$\operatorname{Var}(wx) = \operatorname{E}[w^2 x^2] - 0 = \operatorname{E}[w^2]\operatorname{E}[x^2]
# = \operatorname{Var}(w)\operatorname{Var}(x).$$
#
# Put the two together, for $n$ such products and one bias.
#
# **Write** `preactivation_std(n, var_w, var_x, var_b)`.
#
# | | type | meaning |
# |---|---|---|
# | `n` | int | number of inputs, at least 1 |
# | `var_w`, `var_x`, `var_b` | float | *variances* of each weight, each input and the bias |
# | returns | float | the *standard deviation* of $z$ |
#
# *By hand.* A neuron with $n = 500$ inputs of variance 1, weights of variance $\tfrac{1}{1000}$ and a bias of
# variance 1 has $\operatorname{Var}(z) = \tfrac32$: a third of it comes from the inputs, the rest from the bias. The standard
# deviation is $\sqrt{3/2} \approx 1.2247$.
#
# **Conventions and edges.**
#
# - All weights, inputs and the bias are independent and have mean 0. (An input with another mean would add
#   $n \operatorname{Var}(w) \operatorname{E}[x]^2$: one more reason to centre inputs.)
# - Three variances go in, one standard deviation comes out.
# - `var_b` may be 0 (no bias), and `n` may be 1.

# %% [markdown]
# 约 15 分钟。前置：方差的运算规则。
#
# 神经元在学到任何东西之前，它的预激活值就是许多随机项之和：
#
# $$z = \sum_{i=1}^{n} w_i x_i + b.$$
#
# 它的波动范围有多大？若远大于 1，sigmoid 与 tanh 会饱和；若远小于 1，这一层几乎是线性的，信号逐层变弱。关于*相互独立*的随机变量，有两个事实就足以回答：方差可以相加；两个均值为 0 的变量相乘时，
#
# $$\operatorname{Var}(wx) = \operatorname{E}[w^2 x^2] - 0 = \operatorname{E}[w^2]\operatorname{E}[x^2]
# = \operatorname{Var}(w)\operatorname{Var}(x).$$
#
# 请把两者结合起来，用于 $n$ 个同样的乘积与一个偏置。
#
# **请实现** `preactivation_std(n, var_w, var_x, var_b)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `n` | 整数 | 输入的个数，不小于 1 |
# | `var_w`、`var_x`、`var_b` | 浮点数 | 每个权重、每个输入以及偏置的*方差* |
# | 返回值 | 浮点数 | $z$ 的*标准差* |
#
# *手算一例。* 一个神经元有 $n = 500$ 个方差为 1 的输入，权重方差为 $\tfrac{1}{1000}$，偏置方差为 1，则 $\operatorname{Var}(z) = \tfrac32$：三分之一来自输入，其余来自偏置。标准差为 $\sqrt{3/2} \approx 1.2247$。
#
# **约定与边界情形。**
#
# - 所有权重、输入和偏置相互独立，均值都为 0。（若输入的均值不为 0，还要多出一项 $n \operatorname{Var}(w) \operatorname{E}[x]^2$：这又是一个应当零均值化的理由。）
# - 传入的是三个方差，返回的是一个标准差。
# - `var_b` 可以为 0（没有偏置），`n` 可以为 1。

# %%
def preactivation_std(n: int, var_w: float, var_x: float, var_b: float) -> float:
    """Standard deviation of the pre-activation of one neuron.

    All weights, inputs and the bias are independent of each other and have mean 0.

    Args:
        n: how many inputs, at least 1.
        var_w: variance of each weight.
        var_x: variance of each input.
        var_b: variance of the bias, may be 0.

    Returns:
        The standard deviation of z.
    """
    # your code here / 在此处作答
    raise NotImplementedError("preactivation_std")


# %% tags=["check"]
grader.check("preactivation_std")


# %% [markdown]
# ## 8. Why inputs are centred / 输入为什么要零均值化 (10 points / 10 分)
#
# About 30 minutes. Builds on: eigenvalues of a symmetric matrix.
#
# Why should inputs be centred? Take one linear neuron with the loss $\frac{1}{2n}\lVert Xw - y \rVert^2$. Its Hessian is
# the same everywhere, and its eigenvalues are the curvatures of the loss along its principal axes:
#
# $$H = \frac1n X^\top X, \qquad \kappa = \frac{\lambda_{\max}(H)}{\lambda_{\min}(H)}.$$
#
# Gradient descent needs a step below $2/\lambda_{\max}$ or it diverges. With the step $1/\lambda_{\max}$, say, the error along the
# flattest axis is multiplied by $1 - 1/\kappa$ each time, which is hardly less than 1. The number of steps grows in proportion to $\kappa$, the
# *condition number*. If all inputs are positive, all samples point roughly the same way, along their mean: in this
# one direction of the weights the loss is steep, in the others it is flat, and $\kappa$ is large. Subtracting the means takes that direction away, dividing
# by the standard deviations makes the scales equal:
#
# $$\tilde{x}_{ij} = \frac{x_{ij} - \mu_j}{s_j}, \qquad \mu_j = \frac1n\sum_i x_{ij}, \qquad
# s_j^2 = \frac1n\sum_i (x_{ij} - \mu_j)^2.$$
#
# **Write** `hessian_condition_number(X)` and `standardise(X)`.
#
# | | shape | meaning |
# |---|---|---|
# | `X` | $(n, d)$ | one sample per row |
# | `hessian_condition_number` | float | $\kappa$ of $X^\top X / n$, for $X$ as it is |
# | `standardise` | $(n, d)$ | $\tilde{X}$ |
#
# *By hand.* For the samples $(2, 1)$ and $(1, 2)$, $X^\top X/2 = \begin{pmatrix} 2.5 & 2 \\ 2 & 2.5 \end{pmatrix}$ with
# the eigenvalues 4.5 and 0.5, so $\kappa = 9$. The column $(1, 3)$ has mean 2 and standard deviation 1: standardised it is
# $(-1, 1)$.
#
# **Conventions and edges.**
#
# - `hessian_condition_number` does not centre anything itself: the point is to compare before and after. Its tests have
#   $n > d$ and linearly independent columns; for $d = 1$ the answer is 1.
# - $s_j$ is the *population* standard deviation: divide by $n$, not by $n - 1$, and add no small constant.
# - A constant column (its entries in the tests are whole numbers, so its mean is exact) becomes a column of zeros, not nan.
#   In a single sample every column is constant.
# - `X` may be float32 or integers. Leave it as it is.

# %% [markdown]
# 约 30 分钟。前置：对称矩阵的特征值。
#
# 输入为什么要零均值化？看一个线性神经元，损失为 $\frac{1}{2n}\lVert Xw - y \rVert^2$。它的 Hessian 矩阵处处相同，特征值就是损失沿各主轴方向的曲率：
#
# $$H = \frac1n X^\top X, \qquad \kappa = \frac{\lambda_{\max}(H)}{\lambda_{\min}(H)}.$$
#
# 梯度下降的步长必须小于 $2/\lambda_{\max}$，否则发散。例如取步长 $1/\lambda_{\max}$，沿最平坦主轴的误差每步乘以 $1 - 1/\kappa$，几乎不缩小。所需步数与*条件数* $\kappa$ 成正比。如果输入全是正数，所有样本都大致指向同一个方向，即它们的均值方向：损失沿权重空间的这一个方向很陡，沿其余方向很平，$\kappa$ 就很大。减去均值去掉了这个方向，再除以标准差则让各维的尺度一致：
#
# $$\tilde{x}_{ij} = \frac{x_{ij} - \mu_j}{s_j}, \qquad \mu_j = \frac1n\sum_i x_{ij}, \qquad
# s_j^2 = \frac1n\sum_i (x_{ij} - \mu_j)^2.$$
#
# **请实现** `hessian_condition_number(X)` 和 `standardise(X)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `X` | $(n, d)$ | 每行一个样本 |
# | `hessian_condition_number` | 浮点数 | $X^\top X / n$ 的 $\kappa$，直接用传入的 $X$ |
# | `standardise` | $(n, d)$ | $\tilde{X}$ |
#
# *手算一例。* 样本为 $(2, 1)$ 与 $(1, 2)$ 时，$X^\top X/2 = \begin{pmatrix} 2.5 & 2 \\ 2 & 2.5 \end{pmatrix}$，特征值为 4.5 与 0.5，所以 $\kappa = 9$。列 $(1, 3)$ 的均值为 2，标准差为 1，标准化之后是 $(-1, 1)$。
#
# **约定与边界情形。**
#
# - `hessian_condition_number` 自己不做零均值化：目的正是比较处理前后。测试中 $n > d$ 且各列线性无关；$d = 1$ 时答案为 1。
# - $s_j$ 是*总体*标准差：除以 $n$ 而不是 $n - 1$，也不加任何小常数。
# - 常数列（测试中为整数，因此均值没有舍入误差）应变成全零列，而不是 nan。只有一个样本时，每一列都是常数列。
# - `X` 可能是 float32 或整数，不要改动它。

# %%
def hessian_condition_number(X: Float[np.ndarray, "n d"]) -> float:
    """Condition number of the Hessian of linear least squares.

    The loss is (1/2n) ||X w - y||^2; kappa is the largest eigenvalue of its Hessian over the smallest.

    Args:
        X: inputs as they are (not centred here), shape (n, d), n > d, columns linearly independent.

    Returns:
        kappa, at least 1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("hessian_condition_number")


def standardise(X: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n d"]:
    """Every column with mean 0 and population variance 1; a constant column becomes 0.

    Args:
        X: inputs, shape (n, d).

    Returns:
        A new array of the same shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("standardise")


# %% tags=["check"]
grader.check("input_centring")


# %% [markdown]
# ## 9. Training on handwritten digits / 在手写数字上训练 (16 points / 16 分)
#
# About 90 minutes. Builds on: questions 2 (`mlp_forward`) and 3 (`mlp_loss_and_grads`) and 6 (`initialisation`).
#
# Now everything comes together: train the perceptron of this homework on real images. `data/digits.npz` holds handwritten
# digits of 8 by 8 pixels from the UCI repository, each a row of 64 numbers from 0 to 16:
#
# | array | shape | |
# |---|---|---|
# | `X_train`, `y_train` | $(1078, 64)$, $(1078,)$ | to learn from |
# | `X_val`, `y_val` | $(359, 64)$, $(359,)$ | to choose settings by, or to stop early |
#
# Another 360 images, the test part, are not in the file: they answer how well the network does on digits that neither
# training nor your choices have seen. The 1797 images were shuffled once and cut 60/20/20.
#
# One *epoch* goes through the training images in a random order, in batches of, say, 64, and takes one step of gradient
# descent per batch:
#
# $$\theta \leftarrow \theta - \eta\, g, \qquad g = \sum_{i \in \text{batch}} \frac{\partial \ell_i}{\partial \theta}
# \quad\text{or}\quad g = \frac{1}{\lvert \text{batch} \rvert} \sum_{i \in \text{batch}} \frac{\partial \ell_i}{\partial \theta}.$$
#
# The two differ by the batch size, which is equivalent to the same factor in the learning rate. An earlier homework, whose
# text you do not need, reported a test accuracy of 0.9502 with 75 hidden units, $\eta = 0.005$, batches of 64 and 1000
# epochs. Whether its gradients were sums or means it did not say: find out which of them gets there.
#
# **Write** `train_mlp(X_train, y_train, X_val, y_val, seed)`.
#
# | | shape | meaning |
# |---|---|---|
# | `X_train`, `y_train` | $(n, 64)$, $(n,)$ | images with raw pixels 0 to 16, classes 0 to 9 |
# | `X_val`, `y_val` | $(m, 64)$, $(m,)$ | as above; you need not use them |
# | `seed` | int | for all randomness: `numpy.random.default_rng(seed)` |
# | returns | `(W1, b1, W2, b2)` | shapes $(64, h)$, $(h,)$, $(h, 10)$, $(10,)$; $h$ is your choice |
#
# *By hand.* If you train on scaled pixels $x/16$, your network computes $\frac{x}{16} W_1 + b_1 = x\, \frac{W_1}{16} + b_1$:
# hand back $W_1/16$, and the network takes raw pixels. With centred pixels, $(x - \mu) W_1 + b_1 = x W_1 + (b_1 - \mu W_1)$:
# hand back $b_1 - \mu W_1$.
#
# **Conventions and edges.**
#
# - Scoring takes `argmax(mlp_forward(X, W1, b1, W2, b2), axis=1)` on the test images with *raw* pixels: sigmoid hidden
#   layer, logits. Whatever you do to the inputs must be folded into the weights as above.
# - 8 points for a test accuracy of 0.90, and 7.5 more for 0.9502: of the 360 test images, 324 and 343 right. One
#   call of `train_mlp` is judged by both. The last half point is for leaving the arguments as they are; this is tried with 300 images.
# - The tests choose the seed and renumber the ten classes (all 3s may become 7s, in every part alike): the function must
#   learn from what it is given. Weights from an earlier training are of no use to it.
# - One call may take 30 s of processor time and 2048 MiB of memory; the setting above takes 2 or 3 s.
# - All ten classes occur.

# %% [markdown]
# 约 90 分钟。前置：第 2 题（`mlp_forward`）、第 3 题（`mlp_loss_and_grads`）、第 6 题（`initialisation`）。
#
# 现在把前面各题合在一起：用真实图像训练本次作业的感知机。`data/digits.npz` 里是来自 UCI 的手写数字，每张 8×8 像素，存成一行 64 个数，取值 0 到 16：
#
# | 数组 | 形状 | |
# |---|---|---|
# | `X_train`、`y_train` | $(1078, 64)$、$(1078,)$ | 用来学习 |
# | `X_val`、`y_val` | $(359, 64)$、$(359,)$ | 用来挑选设置，或提前停止训练 |
#
# 另有 360 张图像是测试集，不在文件里：它们回答的是，对训练和调参时都没见过的数字，网络表现如何。1797 张图像只打乱一次，再按 60/20/20 切开。
#
# 一个*轮次*（epoch）就是按随机顺序把训练图像过一遍：分成（比如说）每 64 张一批，每批做一步梯度下降：
#
# $$\theta \leftarrow \theta - \eta\, g, \qquad g = \sum_{i \in \text{batch}} \frac{\partial \ell_i}{\partial \theta}
# \quad\text{或}\quad g = \frac{1}{\lvert \text{batch} \rvert} \sum_{i \in \text{batch}} \frac{\partial \ell_i}{\partial \theta}.$$
#
# 两者相差“批次大小”倍，效果等同于学习率相差这么多倍。以前的一份作业（不需要它的原文）报告说：75 个隐藏单元、$\eta = 0.005$、批次大小 64、训练 1000 个轮次，测试准确率为 0.9502。它没有说明梯度取的是和还是平均：请自己试出哪一种能达到。
#
# **请实现** `train_mlp(X_train, y_train, X_val, y_val, seed)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `X_train`、`y_train` | $(n, 64)$、$(n,)$ | 图像（原始像素 0 到 16）与类别 0 到 9 |
# | `X_val`、`y_val` | $(m, 64)$、$(m,)$ | 同上，可以不用 |
# | `seed` | 整数 | 所有随机数都来自 `numpy.random.default_rng(seed)` |
# | 返回值 | `(W1, b1, W2, b2)` | 形状 $(64, h)$、$(h,)$、$(h, 10)$、$(10,)$，$h$ 自选 |
#
# *手算一例。* 如果用缩放后的像素 $x/16$ 训练，网络算的是 $\frac{x}{16} W_1 + b_1 = x\, \frac{W_1}{16} + b_1$：返回 $W_1/16$，网络就能直接接受原始像素。如果做了零均值化，$(x - \mu) W_1 + b_1 = x W_1 + (b_1 - \mu W_1)$：返回 $b_1 - \mu W_1$。
#
# **约定与边界情形。**
#
# - 评分用 `argmax(mlp_forward(X, W1, b1, W2, b2), axis=1)`，输入是测试图像的*原始*像素：隐藏层为 sigmoid，输出为 logits。对输入做过的任何处理，都要像上面那样折进权重。
# - 测试准确率达到 0.90 得 8 分，达到 0.9502 再得 7.5 分，即 360 张测试图像中分别答对 324 张和 343 张。这两项看的是同一次 `train_mlp` 调用。最后 0.5 分：不改动任何参数，这一项用 300 张图像检查。
# - 种子由测试指定，十个类别也会重新编号（例如各部分中的 3 都变成 7）：函数必须从传入的数据中学习，事先训练好的权重派不上用场。
# - 一次调用最多可用 30 秒处理器时间、2048 MiB 内存，上述设置只需两三秒。
# - 十个类别都会出现。

# %%
def train_mlp(
    X_train: Float[np.ndarray, "n d"],
    y_train: Int[np.ndarray, "n"],
    X_val: Float[np.ndarray, "m d"],
    y_val: Int[np.ndarray, "m"],
    seed: int,
) -> tuple[Float[np.ndarray, "d h"], Float[np.ndarray, "h"], Float[np.ndarray, "h k"], Float[np.ndarray, "k"]]:
    """Trains a two-layer perceptron (sigmoid hidden layer, softmax cross-entropy) on images of digits.

    The result is judged by the accuracy of argmax(mlp_forward(X, W1, b1, W2, b2)) on test images with raw pixels.

    Args:
        X_train: one image per row, pixels 0 to 16, shape (n, 64).
        y_train: classes 0..9, shape (n,).
        X_val: images for choosing settings, or for stopping early; shape (m, 64).
        y_val: their classes, shape (m,).
        seed: of every random number that is drawn.

    Returns:
        (W1, b1, W2, b2), with as many hidden units as you like; they take raw pixels.
    """
    # your code here / 在此处作答
    raise NotImplementedError("train_mlp")


# %% tags=["check"]
grader.check("train_mlp")


# %% tags=["explore", "otter_ignore"]
# Explore: what your network makes of validation images, and what more training images would bring. Not graded.
# 探索：你的网络在验证图像上表现如何，训练图像再多一些又会怎样。不计分。
# The loss curve is yours to draw: let a copy of your `train_mlp` write down the loss after each epoch.
# 损失曲线请自己画：复制一份 `train_mlp`，让它记下每个轮次之后的损失。
@explore
def picture_of_train_mlp():
    import matplotlib.pyplot as plt

    with np.load("data/digits.npz") as digits:
        X_train, y_train, X_val, y_val = (digits[name] for name in ("X_train", "y_train", "X_val", "y_val"))

    sizes = [50, 100, 200, 400, 800, len(X_train)]
    shares = {label("training images", "训练图像"): [], label("validation images", "验证图像"): []}
    for size in sizes:
        network = train_mlp(X_train[:size], y_train[:size], X_val, y_val, 0)
        on_train = np.argmax(mlp_forward(X_train[:size], *network), axis=1) == y_train[:size]
        predicted = np.argmax(mlp_forward(X_val, *network), axis=1)
        for share, right in zip(shares.values(), (on_train, predicted == y_val)):
            share.append(right.mean())

    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4), layout="constrained", width_ratios=[3, 2])
    for name, share in shares.items():
        left.semilogx(sizes, share, "o-", label=name)
    left.axhline(0.9502, color="grey", linestyle=":", linewidth=1)
    left.text(sizes[0], 0.9502, "0.9502", color="grey", fontsize=8, va="bottom")
    left.set_xticks(sizes, [str(size) for size in sizes])
    left.minorticks_off()
    left.set(xlabel=label("images to learn from", "用来学习的图像数"), ylabel=label("accuracy", "准确率"))
    left.grid(alpha=0.3)
    left.legend(loc="lower right")

    wrong = np.flatnonzero(predicted != y_val)[:15]
    board = np.full((3 * 10, 5 * 10), np.nan)
    for k, i in enumerate(wrong):
        row, column = 10 * (k // 5) + 2, 10 * (k % 5)
        board[row : row + 8, column : column + 8] = X_val[i].reshape(8, 8)
        right.text(column, row - 0.8, f"{y_val[i]} → {predicted[i]}", fontsize=9)
    right.imshow(board, cmap="gray_r")
    right.axis("off")
    count = int((predicted != y_val).sum())
    right.set_title(label(f"{count} of {len(y_val)} wrong", f"{len(y_val)} 张中错了 {count} 张") + "\n", fontsize=11)
    plt.show()

# %% [markdown]
# ## 10. A larger learning rate is no cure / 加大学习率不是解药 (written / 简答, 10 points / 10 分)
#
# About 40 minutes. Builds on: questions 4 (`deep_backprop`) and 5 (`vanishing_gradient`).
#
# A ten-layer network with sigmoid activations hardly learns: the gradients of its first layers are tiny.
#
# 1. A fellow student proposes a much larger learning rate. Explain, from the product in the delta recursion, why this does
#    not cure the problem. Say what a larger rate does to the early layers *and* to the late ones.
# 2. Apart from another activation function, name two cures that work in different ways. For each, say in a sentence or
#    two which factor of the product it changes, and how.
#
# About 150 to 250 words; a formula or two are welcome. You may refer to what you measured in this homework.

# %% [markdown]
# 约 40 分钟。前置：第 4 题（`deep_backprop`）、第 5 题（`vanishing_gradient`）。
#
# 一个十层的 sigmoid 网络几乎学不动：靠前几层的梯度非常小。
#
# 1. 有同学建议把学习率调大很多。请从误差项递推式中的连乘出发，说明这为什么不能解决问题；并说清更大的学习率对靠前的层*和*靠后的层分别有什么影响。
# 2. 除更换激活函数外，再举两种原理不同的解决办法；每种用一两句话说明它改变了连乘中的哪个因子、怎样改变。
#
# 约 240 至 400 字，可以写一两个公式，也可以引用你在本次作业中测到的结果。

# %% [markdown]
# <!-- BEGIN ANSWER vanishing_gradient_cures -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER vanishing_gradient_cures -->
