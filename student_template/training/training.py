# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Normalisation, optimisers, regularisation / 归一化、优化器与正则化
#
# Between a right gradient and a trained network lies a box of tools. You build the ones that everybody uses: batch
# normalisation with its backward pass, momentum and Adam, weight penalties, clipping, dropout, minibatches, early
# stopping. Each fits in a few lines, and each has a convention that people get wrong: where the epsilon stands, which
# variance is meant, at which step the count begins. The prompts say which one is meant here, and why.
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
# **Marks.** The coded questions sum to 100 points. The checks you see are worth none: marks come from further tests
# with inputs of their own for each student, cut so that an edge case costs its own few points and not the question. A stub left
# open costs its question, and what you write on top of it. Where a known mistake is recognised, the feedback names it.
# Written answers are marked by a person and have points of their own; write between the two marks and leave the marks in
# place.
#
# **Packages.** When graded, your file can import the standard library and NumPy; nothing else. The cells that draw
# pictures need Matplotlib; they are not graded.
#
# **Time.** All questions together take about 8 hours; each says its own time, and what it builds on. Times are for
# orientation and are not graded.

# %% [markdown]
# 从正确的梯度到训练好的网络，中间还隔着一整箱工具。本次作业实现其中人人都在用的那些：批归一化及其反向传播、动量与 Adam、权重惩罚、梯度裁剪、Dropout、小批量、早停。每一个都只有几行，每一个又都有容易弄错的约定：epsilon 放在哪里，指的是哪一种方差，步数从几开始数。题目会说明这里采用哪一种，以及为什么。
#
# **怎样做。** 先运行下面的初始化单元格，然后逐个补全函数（写着 `# 在此处作答` 的地方），再运行它下方的检查单元格：它会告诉你期望的结果和你的函数返回的结果。有些题目后面还有一个用你写的函数画图的单元格，仅供观察，不计分。全部能从头到尾运行之后，提交一个文件：本文档的 `.ipynb` **或** `.py`，你在哪一个里作答就交哪一个。
#
# **数值。** 输入是 float64 就用 float64 计算；整数数组的类型是 int64，除非题目另有说明。题目提到输入可能是 float32 时，返回 float32 的结果也可以，比较时精确到约四位有效数字；输入是 float64 时，float32 的精度不够。
#
# **怎样评分。** 编程题合计 100 分。你看到的检查不计分：成绩来自另外的测试，每位同学的输入都不同；测试划分得较细，漏掉一种边界情形只丢它自己的几分，不会丢掉整道题。没有完成的函数影响它所在的题，以及用到它的函数。如果识别出某种常见错误，反馈会直接指出它的名字。简答题由人工评阅，分数另计；请写在两个标记之间，不要删掉标记。
#
# **可用的库。** 评分时可以导入标准库和 NumPy；别的库都不能用。画图的单元格要用 Matplotlib，它们不参与评分。
#
# **用时。** 全部题目合计约需 8 小时；每道题都注明了自己的用时和前置知识。用时仅供参考，与评分无关。

# %%
# Run this cell first. / 请先运行本单元格。
# Available when graded: the standard library, numpy.
# 评分时可用：标准库、numpy。
import numpy as np
from homework_cells import checks, explore, label
from jaxtyping import Float

LANGUAGE = ""  # of the checks: "en", "zh", or "" for your system's / 检查结果的语言："zh"、"en"，留空则随系统
grader = checks("training", LANGUAGE)


# %% [markdown]
# ## 1. Batch normalisation, forward and backward / 批归一化的前向与反向 (20 points / 20 分)
#
# About 60 minutes. Builds on: the chain rule; mean and variance.
#
# A layer learns badly when its inputs sit far from zero or on very different scales, and both change with every update
# of the layers below. Batch normalisation puts each *feature* (column) of a mini-batch at mean 0 and variance 1, and
# then lets the network choose its own scale $\gamma$ and shift $\beta$. For a feature with values $x_1, \dots, x_n$:
#
# $$\mu = \frac1n\sum_{i=1}^n x_i, \qquad \sigma^2 = \frac1n\sum_{i=1}^n (x_i-\mu)^2, \qquad
# \hat x_i = \frac{x_i-\mu}{\sqrt{\sigma^2+\varepsilon}}, \qquad y_i = \gamma\,\hat x_i + \beta.$$
#
# The way back is the interesting part, because $\mu$ and $\sigma^2$ depend on every sample: one $x_i$ reaches the loss
# directly, through $\mu$, and through $\sigma^2$. Let $g_i = \partial L/\partial y_i$ be the upstream gradient `dout`.
# The parameters are the easy part,
#
# $$\frac{\partial L}{\partial \gamma} = \sum_i g_i \hat x_i, \qquad
# \frac{\partial L}{\partial \beta} = \sum_i g_i .$$
#
# For $\partial L/\partial x_i$ take the three paths on paper. You need how one sample moves the two statistics, and how these move every
# normalised value:
#
# $$\frac{\partial \mu}{\partial x_i} = \frac1n, \qquad \frac{\partial \sigma^2}{\partial x_i} = \frac{2\,(x_i-\mu)}{n}, \qquad
# \frac{\partial \hat x_j}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2+\varepsilon}}, \qquad
# \frac{\partial \hat x_j}{\partial \sigma^2} = -\frac{\hat x_j}{2\,(\sigma^2+\varepsilon)} .$$
#
# Add the paths up, and write $(x_i - \mu)/\sqrt{\sigma^2+\varepsilon}$ as $\hat x_i$ wherever you can: the sum becomes a common factor times three
# short terms, one for each path.
#
# **Write** `batch_norm_forward(x, gamma, beta, eps)` and `batch_norm_backward(dout, x, gamma, eps)`.
#
# | | shape | meaning |
# |---|---|---|
# | `x`, `dout` | $(n, d)$ | the batch, one row per sample, and $\partial L/\partial y$ |
# | `gamma`, `beta` | $(d,)$ | scale and shift of each feature |
# | `eps` | number | $\varepsilon > 0$, the same in both functions |
# | forward returns | $(n, d)$ | `y` alone |
# | backward returns | $(n, d)$, $(d,)$, $(d,)$ | the tuple `(dx, dgamma, dbeta)` |
#
# *By hand.* Forward: the column $(1, 5)$ has $\mu = 3$, $\sigma^2 = 4$; with $\gamma = 2$, $\beta = 0.5$ and a
# negligible $\varepsilon$ it becomes $(-1.5, 2.5)$. Backward: the column $(1, 2, 3)$ with $\varepsilon = \tfrac13$ has
# $\sigma^2 + \varepsilon = 1$ and $\hat x = (-1, 0, 1)$; for $g = (3, 0, 0)$ and $\gamma = 2$ the gradients are `dx`
# $= (2, -2, 0)$, `dgamma` $= -3$, `dbeta` $= 3$.
#
# **Conventions and edges.**
#
# - Training mode only: the statistics are those of the batch. The variance is the *population* variance (divided by
#   $n$).
# - $\varepsilon$ is added to the variance, under the root. The tests use tiny values and values as large as 0.3.
# - A feature may be constant over the batch, and a batch may hold a single sample: then `y` is $\beta$ there, and for
#   the single sample `dx` and `dgamma` are 0.
# - A mean may be far larger than the spread ($10^5$ against 0.05): compute the variance from centred values.
# - A `dout` that is the same everywhere gives `dx` $= 0$: shifting a whole batch changes nothing.
# - `x` may be float32 or integers; the answers are floating. Return new arrays; leave the arguments as they are.

# %% [markdown]
# 约 60 分钟。前置：链式法则；均值与方差。
#
# 如果一层的输入远离零点，或者各个特征的尺度相差悬殊，这一层就很难学好；而前面各层每更新一次，输入的分布又会随之改变。批归一化把小批量中的每个*特征*（每一列）变成均值 0、方差 1，再让网络自己选择缩放 $\gamma$ 与平移 $\beta$。设某个特征在批次上的取值为 $x_1, \dots, x_n$：
#
# $$\mu = \frac1n\sum_{i=1}^n x_i, \qquad \sigma^2 = \frac1n\sum_{i=1}^n (x_i-\mu)^2, \qquad
# \hat x_i = \frac{x_i-\mu}{\sqrt{\sigma^2+\varepsilon}}, \qquad y_i = \gamma\,\hat x_i + \beta.$$
#
# 真正有意思的是反向传播：$\mu$ 和 $\sigma^2$ 依赖于每一个样本，所以 $x_i$ 通过三条路径影响损失：直接的一条、经过 $\mu$ 的一条、经过 $\sigma^2$ 的一条。记上游梯度 `dout` 为 $g_i = \partial L/\partial y_i$，两个参数的梯度很简单，
#
# $$\frac{\partial L}{\partial \gamma} = \sum_i g_i \hat x_i, \qquad
# \frac{\partial L}{\partial \beta} = \sum_i g_i .$$
#
# 至于 $\partial L/\partial x_i$，请在纸上把三条路径写出来。需要知道一个样本怎样影响两个统计量，以及两个统计量又怎样影响每个归一化之后的值：
#
# $$\frac{\partial \mu}{\partial x_i} = \frac1n, \qquad \frac{\partial \sigma^2}{\partial x_i} = \frac{2\,(x_i-\mu)}{n}, \qquad
# \frac{\partial \hat x_j}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2+\varepsilon}}, \qquad
# \frac{\partial \hat x_j}{\partial \sigma^2} = -\frac{\hat x_j}{2\,(\sigma^2+\varepsilon)} .$$
#
# 把三条路径相加，凡是 $(x_i - \mu)/\sqrt{\sigma^2+\varepsilon}$ 都写成 $\hat x_i$：结果是一个公共因子乘以三个很短的项，每条路径一项。
#
# **请实现** `batch_norm_forward(x, gamma, beta, eps)` 和 `batch_norm_backward(dout, x, gamma, eps)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `x`、`dout` | $(n, d)$ | 一个批次，每行一个样本；以及 $\partial L/\partial y$ |
# | `gamma`、`beta` | $(d,)$ | 每个特征的缩放与平移 |
# | `eps` | 数 | $\varepsilon > 0$，两个函数中取值相同 |
# | 前向返回值 | $(n, d)$ | 只返回 `y` |
# | 反向返回值 | $(n, d)$、$(d,)$、$(d,)$ | 元组 `(dx, dgamma, dbeta)` |
#
# *手算一例。* 前向：列 $(1, 5)$ 的 $\mu = 3$，$\sigma^2 = 4$；取 $\gamma = 2$，$\beta = 0.5$，$\varepsilon$ 小到可以忽略，结果为 $(-1.5, 2.5)$。反向：列 $(1, 2, 3)$ 取 $\varepsilon = \tfrac13$，则 $\sigma^2 + \varepsilon = 1$，$\hat x = (-1, 0, 1)$；当 $g = (3, 0, 0)$、$\gamma = 2$ 时，各梯度为 `dx` $= (2, -2, 0)$，`dgamma` $= -3$，`dbeta` $= 3$。
#
# **约定与边界情形。**
#
# - 只考虑训练模式：统计量来自当前批次。方差是*总体*方差（除以 $n$）。
# - $\varepsilon$ 加在方差上，位于根号之内。测试中既有极小的值，也有大到 0.3 的值。
# - 某个特征在批次上可能是常数，批次也可能只有一个样本：此时对应的 `y` 等于 $\beta$；只有一个样本时 `dx` 与 `dgamma` 都为 0。
# - 均值可能远大于离散程度（$10^5$ 对 0.05）：请用中心化之后的值计算方差。
# - 如果 `dout` 处处相同，则 `dx` $= 0$：把整个批次平移，什么都不会改变。
# - `x` 可能是 float32 或整数，返回值应为浮点数。返回新的数组，不要改动参数。

# %%
def batch_norm_forward(
    x: Float[np.ndarray, "n d"], gamma: Float[np.ndarray, "d"], beta: Float[np.ndarray, "d"], eps: float
) -> Float[np.ndarray, "n d"]:
    """Batch normalisation in training mode.

    Each feature with its mean and its population variance over the batch.

    Args:
        x: one row per sample, shape (n, d).
        gamma: scale of each feature, shape (d,).
        beta: shift of each feature, shape (d,).
        eps: positive, added to the variance under the root.

    Returns:
        y, shape (n, d).

    Source: Ioffe and Szegedy (2015), algorithm 1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("batch_norm_forward")


def batch_norm_backward(
    dout: Float[np.ndarray, "n d"], x: Float[np.ndarray, "n d"], gamma: Float[np.ndarray, "d"], eps: float
) -> tuple[Float[np.ndarray, "n d"], Float[np.ndarray, "d"], Float[np.ndarray, "d"]]:
    """Gradients through batch normalisation in training mode.

    Every sample of the batch acts on every other one, through the two statistics.

    Args:
        dout: dL/dy, shape (n, d).
        x: the input of the forward pass, shape (n, d).
        gamma: scale of each feature, shape (d,).
        eps: the same as in the forward pass.

    Returns:
        (dx, dgamma, dbeta), of shapes (n, d), (d,) and (d,).
    """
    # your code here / 在此处作答
    raise NotImplementedError("batch_norm_backward")


# %% tags=["check"]
grader.check("batch_norm")


# %% tags=["explore", "otter_ignore"]
# What a layer's features look like before and after your batch normalisation (never counts towards the marks).
# 看看一层的各个特征在你的批归一化前后是什么样子（不计分）。
@explore
def picture_of_batch_norm():
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(0)
    inputs = rng.gamma(2.0, 1.0, size=(2000, 30))  # all positive, as after a ReLU
    weights = rng.normal(size=(30, 4)) * np.array([0.1, 0.3, 0.6, 1.0])
    before = inputs @ weights + np.array([6.0, -4.0, 0.0, 10.0])
    after = batch_norm_forward(before, np.ones(4), np.zeros(4), 1e-5)
    figure, axes = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained", sharey=True)
    panels = (
        (axes[0], before, (-20, 45), label("before", "归一化之前")),
        (axes[1], after, (-4, 4), label("after", "归一化之后")),
    )
    for axis, values, limits, title in panels:
        bins = np.linspace(*limits, 61)
        for j in range(4):
            counts, _ = np.histogram(values[:, j], bins)
            name = label(f"feature {j}", f"特征 {j}")
            axis.stairs(counts / counts.max(), bins, fill=True, alpha=0.4, color=f"C{j}", label=name)
        axis.set(title=title, xlim=limits, ylim=(0, 1.4), xlabel=label("value", "取值"))
    axes[0].set_ylabel(label("frequency relative to the peak", "相对频数（峰值为 1）"))
    axes[0].legend(frameon=False, ncols=2, loc="upper center")
    plt.show()


# %% [markdown]
# ## 2. Batch normalisation at test time / 批归一化的推理阶段 (10 points / 10 分)
#
# About 25 minutes. Builds on: question 1 (`batch_norm`).
#
# At test time a prediction must not depend on which other samples happen to share its batch, and a batch may hold one
# sample only. So during training batch normalisation also keeps a *running* mean and variance of every feature, and at
# test time it uses these instead of the batch's own. With $\mu_B$ and $s_B^2$ the mean and variance of the present
# training batch and $\alpha$ the `momentum`:
#
# $$\bar\mu \leftarrow (1-\alpha)\,\bar\mu + \alpha\,\mu_B, \qquad \bar\sigma^2 \leftarrow (1-\alpha)\,\bar\sigma^2 + \alpha\, s_B^2,
# \qquad s_B^2 = \frac{1}{n-1}\sum_{i=1}^n (x_i - \mu_B)^2 .$$
#
# At test time the layer is then a fixed affine map of each feature:
#
# $$y = \gamma\,\frac{x - \bar\mu}{\sqrt{\bar\sigma^2 + \varepsilon}} + \beta .$$
#
# **Write** `update_running_stats(x, running_mean, running_var, momentum)` and
# `batch_norm_inference(x, running_mean, running_var, gamma, beta, eps)`.
#
# | | shape | meaning |
# |---|---|---|
# | `x` | $(n, d)$ | a batch, one row per sample |
# | `running_mean`, `running_var` | $(d,)$ | $\bar\mu$ and $\bar\sigma^2$ so far |
# | `gamma`, `beta` | $(d,)$ | scale and shift |
# | `momentum`, `eps` | numbers | $0 \le \alpha \le 1$, $\varepsilon > 0$ |
# | `update_running_stats` returns | $(d,)$, $(d,)$ | the tuple of the new `(running_mean, running_var)` |
# | `batch_norm_inference` returns | $(n, d)$ | $y$ |
#
# *By hand.* The batch $(1, 5)$ has mean 3 and unbiased variance 8. From $\bar\mu = 2$, $\bar\sigma^2 = 4$ and
# $\alpha = 0.25$ follow $\bar\mu = 2.25$ and $\bar\sigma^2 = 5$. A test sample $x = 5$ with $\bar\mu = 2$,
# $\bar\sigma^2 = 3$, $\varepsilon = 1$, $\gamma = 4$, $\beta = 0.5$ gives $y = 4 \cdot 3/2 + 0.5 = 6.5$.
#
# **Conventions and edges.**
#
# - PyTorch's conventions: `momentum` is the weight of the *new* batch (TensorFlow gives that name to the weight of the
#   old value), and the running variance averages *unbiased* variances (divided by $n-1$), although training itself
#   normalises with the population variance.
# - The unbiased variance of one sample does not exist: `update_running_stats` raises `ValueError` for a batch of 1.
#   `batch_norm_inference` takes a batch of 1 like any other.
# - A `momentum` of 0 keeps the statistics, a `momentum` of 1 replaces them.
# - $\varepsilon$ is added under the root; the tests use tiny values and 0.3.
# - Batches may be float32 or integers; the answers are floating. Return new arrays; leave the arguments as they are.

# %% [markdown]
# 约 25 分钟。前置：第 1 题（`batch_norm`）。
#
# 推理时，一个样本的预测不能取决于碰巧与它同批的其他样本，而且一个批次可能只有一个样本。因此在训练过程中，批归一化还要为每个特征维护*滑动*均值与滑动方差，推理时用它们代替批次自身的统计量。设当前训练批次的均值与方差为 $\mu_B$ 与 $s_B^2$，`momentum` 记为 $\alpha$：
#
# $$\bar\mu \leftarrow (1-\alpha)\,\bar\mu + \alpha\,\mu_B, \qquad \bar\sigma^2 \leftarrow (1-\alpha)\,\bar\sigma^2 + \alpha\, s_B^2,
# \qquad s_B^2 = \frac{1}{n-1}\sum_{i=1}^n (x_i - \mu_B)^2 .$$
#
# 于是推理时，这一层对每个特征都只是一个固定的仿射变换：
#
# $$y = \gamma\,\frac{x - \bar\mu}{\sqrt{\bar\sigma^2 + \varepsilon}} + \beta .$$
#
# **请实现** `update_running_stats(x, running_mean, running_var, momentum)` 和 `batch_norm_inference(x, running_mean, running_var, gamma, beta, eps)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `x` | $(n, d)$ | 一个批次，每行一个样本 |
# | `running_mean`、`running_var` | $(d,)$ | 目前的 $\bar\mu$ 与 $\bar\sigma^2$ |
# | `gamma`、`beta` | $(d,)$ | 缩放与平移 |
# | `momentum`、`eps` | 数 | $0 \le \alpha \le 1$，$\varepsilon > 0$ |
# | `update_running_stats` 返回值 | $(d,)$、$(d,)$ | 新的 `(running_mean, running_var)` 组成的元组 |
# | `batch_norm_inference` 返回值 | $(n, d)$ | $y$ |
#
# *手算一例。* 批次 $(1, 5)$ 的均值为 3，无偏方差为 8。由 $\bar\mu = 2$、$\bar\sigma^2 = 4$ 和 $\alpha = 0.25$ 得到 $\bar\mu = 2.25$、$\bar\sigma^2 = 5$。推理时样本 $x = 5$，取 $\bar\mu = 2$、$\bar\sigma^2 = 3$、$\varepsilon = 1$、$\gamma = 4$、$\beta = 0.5$，则 $y = 4 \cdot 3/2 + 0.5 = 6.5$。
#
# **约定与边界情形。**
#
# - 采用 PyTorch 的约定：`momentum` 是*新*批次的权重（在 TensorFlow 中，这个名字指旧值的权重）；滑动方差平均的是*无偏*方差（除以 $n-1$），尽管训练时的归一化本身用的是总体方差。
# - 单个样本没有无偏方差：批次大小为 1 时，`update_running_stats` 应抛出 `ValueError`。`batch_norm_inference` 则照常接受大小为 1 的批次。
# - `momentum` 为 0 时统计量不变，`momentum` 为 1 时完全替换。
# - $\varepsilon$ 加在根号之内；测试中既有极小的值，也有 0.3。
# - 批次可能是 float32 或整数，返回值应为浮点数。返回新的数组，不要改动参数。

# %%
def update_running_stats(
    x: Float[np.ndarray, "n d"],
    running_mean: Float[np.ndarray, "d"],
    running_var: Float[np.ndarray, "d"],
    momentum: float,
) -> tuple[Float[np.ndarray, "d"], Float[np.ndarray, "d"]]:
    """Running statistics after one more training batch, as PyTorch keeps them.

    They follow the batch's mean and its unbiased variance.

    Args:
        x: a training batch, one row per sample, shape (n, d).
        running_mean: the running mean so far, shape (d,).
        running_var: the running variance so far, shape (d,).
        momentum: weight of the new batch, in [0, 1].

    Returns:
        (running_mean, running_var), both of shape (d,).

    Raises:
        ValueError: the batch holds one sample, which has no unbiased variance.
    """
    # your code here / 在此处作答
    raise NotImplementedError("update_running_stats")


def batch_norm_inference(
    x: Float[np.ndarray, "n d"],
    running_mean: Float[np.ndarray, "d"],
    running_var: Float[np.ndarray, "d"],
    gamma: Float[np.ndarray, "d"],
    beta: Float[np.ndarray, "d"],
    eps: float,
) -> Float[np.ndarray, "n d"]:
    """Batch normalisation at test time: a fixed affine map of each feature.

    Args:
        x: one row per sample, shape (n, d); n may be 1.
        running_mean: from training, shape (d,).
        running_var: from training, shape (d,).
        gamma: scale of each feature, shape (d,).
        beta: shift of each feature, shape (d,).
        eps: positive, added to the variance under the root.

    Returns:
        y, shape (n, d).
    """
    # your code here / 在此处作答
    raise NotImplementedError("batch_norm_inference")


# %% tags=["check"]
grader.check("batch_norm_inference")


# %% [markdown]
# ## 3. Gradient descent and momentum / 梯度下降与动量 (9 points / 9 分)
#
# About 20 minutes. Builds on: gradient descent.
#
# Gradient descent walks downhill: from the present parameters $w$ by a step of $\eta g$ against the gradient $g$. With a
# gradient from a mini-batch the same line is *stochastic* gradient descent:
#
# $$w \leftarrow w - \eta\, g.$$
#
# In a long narrow valley this is slow: the steep walls force a small $\eta$, and along the valley floor, where the
# slope is gentle, such a step hardly moves. *Momentum* gives the parameters a velocity $v$. A share $\mu$ of it
# survives each step, and the gradient pushes on it:
#
# $$v \leftarrow \mu\, v - \eta\, g, \qquad w \leftarrow w + v.$$
#
# Pushes along the valley add up, to as much as $1/(1-\mu)$ times a single step, while pushes across it change sign and
# cancel.
#
# **Write** `sgd_step(w, g, lr)` and `momentum_step(w, g, v, lr, mu)`.
#
# | | shape | meaning |
# |---|---|---|
# | `w`, `g` | any | parameters and the gradient at `w` |
# | `v` | as `w` | velocity after the step before; zeros at the first step |
# | `lr`, `mu` | numbers | learning rate $\eta > 0$, momentum $0 \le \mu < 1$ |
# | `sgd_step` returns | as `w` | the new `w` |
# | `momentum_step` returns | as `w`, twice | the tuple `(w, v)` of new parameters and new velocity |
#
# *By hand.* `w` $= 1$, `g` $= 0.5$, `v` $= 0.2$, $\eta = 0.1$, $\mu = 0.9$: the new velocity is $0.18 - 0.05 = 0.13$
# and the new parameter is $1.13$. The old velocity still carries it uphill.
#
# **Conventions and edges.**
#
# - The learning rate stands *inside* the velocity, and $w$ moves by the *new* velocity. Other forms exist: PyTorch
#   collects bare gradients in $v$ and multiplies by $\eta$ afterwards (the same path only while $\eta$ is constant),
#   others average with a factor $1-\mu$. Here the formula above counts; the tests change $\eta$ from step to step.
# - A step is a pure function: state comes in as an argument and goes out as a result. The tests start from rest and
#   resume from a given velocity. Leave the arguments as they are.
# - Arrays may have any shape, also that of a single number (a 0-d array). `w` of `sgd_step` may be float32 or integers;
#   the answer is floating.

# %% [markdown]
# 约 20 分钟。前置：梯度下降。
#
# 梯度下降从当前参数 $w$ 出发，沿梯度 $g$ 的反方向走一步 $\eta g$。如果梯度来自一个小批量，同样的公式就是*随机*梯度下降：
#
# $$w \leftarrow w - \eta\, g.$$
#
# 在狭长的山谷里，这样走很慢：两侧陡峭，$\eta$ 只能取得很小；而谷底方向坡度平缓，这么小的步子几乎走不动。*动量*法给参数一个速度 $v$，每一步保留其中的一部分（比例为 $\mu$），再由梯度推它一把：
#
# $$v \leftarrow \mu\, v - \eta\, g, \qquad w \leftarrow w + v.$$
#
# 沿谷底方向的推动不断累加，最多可达单步的 $1/(1-\mu)$ 倍；横跨山谷方向的推动正负交替，互相抵消。
#
# **请实现** `sgd_step(w, g, lr)` 和 `momentum_step(w, g, v, lr, mu)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `w`、`g` | 任意 | 参数，以及在 `w` 处的梯度 |
# | `v` | 同 `w` | 上一步之后的速度；第一步时全为零 |
# | `lr`、`mu` | 数 | 学习率 $\eta > 0$，动量系数 $0 \le \mu < 1$ |
# | `sgd_step` 返回值 | 同 `w` | 新的 `w` |
# | `momentum_step` 返回值 | 两个，均同 `w` | 元组 `(w, v)`：新的参数与新的速度 |
#
# *手算一例。* `w` $= 1$，`g` $= 0.5$，`v` $= 0.2$，$\eta = 0.1$，$\mu = 0.9$：新的速度为 $0.18 - 0.05 = 0.13$，新的参数为 $1.13$。旧速度还在带着它往上坡走。
#
# **约定与边界情形。**
#
# - 学习率在速度*之内*，而且 $w$ 按*新的*速度移动。也有其他写法：PyTorch 在 $v$ 中只累积梯度，最后才乘 $\eta$（只有 $\eta$ 不变时轨迹才相同）；还有的写法带因子 $1-\mu$，即取平均。本题以上面的公式为准，测试中 $\eta$ 会逐步变化。
# - 每一步都是纯函数：状态作为参数传入，作为结果传出。测试既会从静止出发，也会从给定的速度继续。不要改动参数。
# - 数组可以是任意形状，包括单个数（0 维数组）。`sgd_step` 的 `w` 可能是 float32 或整数，返回值应为浮点数。

# %%
def sgd_step(w: Float[np.ndarray, "*shape"], g: Float[np.ndarray, "*shape"], lr: float) -> Float[np.ndarray, "*shape"]:
    """One step of (stochastic) gradient descent.

    Args:
        w: parameters, any shape.
        g: gradient of the loss at w, of w's shape.
        lr: learning rate.

    Returns:
        The new parameters, of w's shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("sgd_step")


def momentum_step(
    w: Float[np.ndarray, "*shape"], g: Float[np.ndarray, "*shape"], v: Float[np.ndarray, "*shape"], lr: float, mu: float
) -> tuple[Float[np.ndarray, "*shape"], Float[np.ndarray, "*shape"]]:
    """One step of gradient descent with momentum (the heavy ball).

    The learning rate acts inside the velocity, and w moves by the new velocity.

    Args:
        w: parameters, any shape.
        g: gradient of the loss at w, of w's shape.
        v: velocity from the step before (zeros at the first), of w's shape.
        lr: learning rate of this step.
        mu: momentum coefficient, in [0, 1).

    Returns:
        (w, v): the new parameters and the new velocity.

    Source: Sutskever et al. (2013), equations 1 and 2.
    """
    # your code here / 在此处作答
    raise NotImplementedError("momentum_step")


# %% tags=["check"]
grader.check("momentum")


# %% [markdown]
# ## 4. Adam / Adam 优化器 (16 points / 16 分)
#
# About 30 minutes. Builds on: question 3 (`momentum`); exponential averages.
#
# One learning rate for all parameters is a compromise: some get gradients a thousand times larger than others. Adam
# keeps two exponential averages per parameter, the *first moment* $m$ of the gradient and the *second moment* $v$ of
# its square, and divides the one by the root of the other. Multiply all gradients by 10 and the step stays the same, as far
# as $\varepsilon$ below is negligible.
#
# $$m \leftarrow \beta_1 m + (1-\beta_1)\, g, \qquad v \leftarrow \beta_2 v + (1-\beta_2)\, g^2 \quad\text{(entry by entry)}$$
#
# Both averages start at 0, so that after $t$ steps their weights sum to $1-\beta^t$ instead of 1. Dividing by that sum
# removes the pull towards 0, which would otherwise spoil the first steps:
#
# $$\hat m = \frac{m}{1-\beta_1^{\,t}}, \qquad \hat v = \frac{v}{1-\beta_2^{\,t}}, \qquad
# w \leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}.$$
#
# **Write** `adam_step(w, g, m, v, t, lr, beta1, beta2, eps)`.
#
# | | shape | meaning |
# |---|---|---|
# | `w`, `g` | any | parameters and the gradient at `w` |
# | `m`, `v` | as `w` | moments after the step before; zeros at the first step |
# | `t` | integer | number of this step, **1** at the first |
# | `lr`, `beta1`, `beta2`, `eps` | numbers | $\eta > 0$, $0 \le \beta_1, \beta_2 < 1$, $\varepsilon > 0$ |
# | returns | as `w`, three times | the tuple `(w, m, v)` |
#
# *By hand.* $w = 1$, $m = v = 0$, $\eta = 0.1$, $\beta_1 = 0.9$, $\beta_2 = 0.99$, negligible $\varepsilon$. First
# step, $g = 0.5$: $m = 0.05$, $v = 0.0025$, hence $\hat m = 0.5$, $\hat v = 0.25$ and $w = 1 - 0.1 = 0.9$. Second step,
# $g = -0.5$: $m = -0.005$, $v = 0.004975$, $\hat m = -0.005/0.19$, $\hat v = 0.25$ and $w \approx 0.90526$. The second
# moment saw no change, the first one did.
#
# **Conventions and edges.**
#
# - Return $m$ and $v$ as they are *before* the bias correction; $\hat m$ and $\hat v$ live for one step only.
# - $\varepsilon$ is added to $\sqrt{\hat v}$, outside the root. The original paper also gives a short form that
#   corrects the learning rate and adds an $\hat\varepsilon$ to $\sqrt v$: another convention, which differs as soon as
#   $\varepsilon$ is not tiny. The tests use values up to 0.3.
# - A pure function: state comes in and goes out. The tests start from zero moments, resume at a later `t`, change `lr`
#   from step to step and serve two arrays in turn. Leave the arguments as they are.
# - A parameter whose gradient is always 0 stays where it is. Gradients may be of size $10^{-8}$ or $10^8$.
# - Arrays may have any shape, also that of a single number (a 0-d array), and may be float32; `w` may hold integers.
#   The answers are floating.

# %% [markdown]
# 约 30 分钟。前置：第 3 题（`momentum`）；指数移动平均。
#
# 让所有参数共用一个学习率只能是折中：有些参数的梯度可能比另一些大上千倍。Adam 为每个参数维护两个指数移动平均：梯度的*一阶矩* $m$ 和梯度平方的*二阶矩* $v$，并用前者除以后者的平方根。这样一来，只要下面的 $\varepsilon$ 可以忽略，把所有梯度都乘以 10，步长也不变。
#
# $$m \leftarrow \beta_1 m + (1-\beta_1)\, g, \qquad v \leftarrow \beta_2 v + (1-\beta_2)\, g^2 \quad\text{（逐元素）}$$
#
# 两个平均都从 0 开始，所以 $t$ 步之后权重之和只有 $1-\beta^t$，而不是 1。除以这个和，就消除了朝 0 的偏差；否则最初几步的大小就会失真：
#
# $$\hat m = \frac{m}{1-\beta_1^{\,t}}, \qquad \hat v = \frac{v}{1-\beta_2^{\,t}}, \qquad
# w \leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat v} + \varepsilon}.$$
#
# **请实现** `adam_step(w, g, m, v, t, lr, beta1, beta2, eps)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `w`、`g` | 任意 | 参数，以及在 `w` 处的梯度 |
# | `m`、`v` | 同 `w` | 上一步之后的两个矩；第一步时全为零 |
# | `t` | 整数 | 当前是第几步，第一步为 **1** |
# | `lr`、`beta1`、`beta2`、`eps` | 数 | $\eta > 0$，$0 \le \beta_1, \beta_2 < 1$，$\varepsilon > 0$ |
# | 返回值 | 三个，均同 `w` | 元组 `(w, m, v)` |
#
# *手算一例。* $w = 1$，$m = v = 0$，$\eta = 0.1$，$\beta_1 = 0.9$，$\beta_2 = 0.99$，$\varepsilon$ 小到可以忽略。第一步 $g = 0.5$：$m = 0.05$，$v = 0.0025$，于是 $\hat m = 0.5$，$\hat v = 0.25$，$w = 1 - 0.1 = 0.9$。第二步 $g = -0.5$：$m = -0.005$，$v = 0.004975$，$\hat m = -0.005/0.19$，$\hat v = 0.25$，$w \approx 0.90526$。二阶矩看不出变化，一阶矩却感受到了。
#
# **约定与边界情形。**
#
# - 返回的 $m$ 与 $v$ 是偏差修正*之前*的值；$\hat m$ 与 $\hat v$ 只在这一步中使用。
# - $\varepsilon$ 加在 $\sqrt{\hat v}$ 上，位于根号之外。原论文还给出一种简写形式：修正学习率，并把 $\hat\varepsilon$ 加到 $\sqrt v$ 上。那是另一种约定，只要 $\varepsilon$ 不是极小，结果就不同。测试中的值最大为 0.3。
# - 纯函数：状态传入再传出。测试会从零矩出发、从较大的 `t` 继续、逐步改变 `lr`，并交替更新两个数组。不要改动参数。
# - 梯度始终为 0 的参数应当保持不动。梯度的量级可能是 $10^{-8}$ 或 $10^8$。
# - 数组可以是任意形状，包括单个数（0 维数组），也可能是 float32；`w` 可能是整数。返回值应为浮点数。

# %%
def adam_step(
    w: Float[np.ndarray, "*shape"],
    g: Float[np.ndarray, "*shape"],
    m: Float[np.ndarray, "*shape"],
    v: Float[np.ndarray, "*shape"],
    t: int,
    lr: float,
    beta1: float,
    beta2: float,
    eps: float,
) -> tuple[Float[np.ndarray, "*shape"], Float[np.ndarray, "*shape"], Float[np.ndarray, "*shape"]]:
    """One step of Adam.

    Args:
        w: parameters, any shape.
        g: gradient of the loss at w, of w's shape.
        m: first moment from the step before (zeros at the first), of w's shape.
        v: second moment from the step before (zeros at the first), of w's shape.
        t: number of this step, 1 at the first.
        lr: learning rate of this step.
        beta1: decay of the first moment, in [0, 1).
        beta2: decay of the second moment, in [0, 1).
        eps: positive, added to the root.

    Returns:
        (w, m, v): the new parameters and the new moments, not bias-corrected.

    Source: Kingma and Ba (2015), algorithm 1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("adam_step")


# %% tags=["check"]
grader.check("adam")


# %% tags=["explore", "otter_ignore"]
# The same ravine, three ways down: your gradient descent, your momentum and your Adam (never counts towards the marks).
# 同一个狭长山谷，三种走法：你实现的梯度下降、动量和 Adam（不计分）。
# All three are tuned alike: of the same 81 rates each takes the one whose last ten steps are best at their worst.
# 三者以同样的方式调参：都从同样的 81 个学习率中，取最后十步里最大损失最小的那个。
@explore
def picture_of_adam():
    import matplotlib.pyplot as plt

    curvature = np.array([1.0, 30.0])  # gentle along the valley, steep across it
    start, steps, rates = np.array([-9.0, 1.6]), 60, np.geomspace(1e-3, 10, 81)


    def walk(step, *state):
        """The positions of `steps` steps; `step` takes and returns (w, *state)."""
        w, path = start, [start]
        for t in range(1, steps + 1):
            w, *state = step(t, w, curvature * w, *state)
            path.append(w)
        return np.array(path)


    def loss(path):
        return (curvature * path**2).sum(axis=1) / 2


    def tuned(method):
        """The best rate of a method and its path."""
        walks = {rate: method(rate) for rate in rates}
        best = min(walks, key=lambda rate: loss(walks[rate])[-10:].max())
        return best, walks[best]


    zero = np.zeros(2)
    methods = {
        label("gradient descent", "梯度下降"): lambda lr: walk(lambda t, w, g: (sgd_step(w, g, lr),)),
        label("momentum", "动量"): lambda lr: walk(lambda t, w, g, v: momentum_step(w, g, v, lr, 0.8), zero),
        "Adam": lambda lr: walk(lambda t, w, g, m, v: adam_step(w, g, m, v, t, lr, 0.9, 0.99, 1e-8), zero, zero),
    }
    paths = {}
    for name, method in methods.items():
        rate, path = tuned(method)
        paths[f"{name}, $\\eta$ = {rate:.2g}"] = path
    figure, (map_axis, loss_axis) = plt.subplots(
        1, 2, figsize=(12, 3.8), layout="constrained", gridspec_kw={"width_ratios": [2, 1]}
    )
    x, y = np.meshgrid(np.linspace(-10, 3, 200), np.linspace(-2.2, 2.2, 200))
    heights = (curvature[0] * x**2 + curvature[1] * y**2) / 2
    map_axis.contour(x, y, heights, levels=[0.3, 2, 6, 14, 28, 48, 75], colors="0.8", linewidths=0.8)
    map_axis.plot(0, 0, "k*", markersize=12)
    for name, path in paths.items():
        map_axis.plot(*path.T, ".-", markersize=4, linewidth=1.1, label=name)
        loss_axis.semilogy(loss(path), label=name)
    map_axis.set(
        xlabel="$w_1$",
        ylabel="$w_2$",
        title=label("a ravine seen from above", "俯视山谷"),
        xlim=(-10, 3),
        ylim=(-2.2, 2.2),
    )
    map_axis.legend(frameon=False, loc="lower right")
    loss_axis.set(xlabel=label("step", "步数"), ylabel=label("loss", "损失"), ylim=(1e-6, 200))
    loss_axis.set_title(label("loss along the way", "沿途的损失"))
    plt.show()


# %% [markdown]
# ## 5. Exponential moving average / 指数移动平均 (6 points / 6 分)
#
# About 20 minutes. Builds on: geometric series.
#
# Momentum, Adam and the running statistics of batch normalisation share one tool: an average that forgets. The
# *exponential moving average* of a sequence $g_1, g_2, \dots$ needs no more memory than its own last value:
#
# $$m_0 = 0, \qquad m_t = \beta\, m_{t-1} + (1-\beta)\, g_t .$$
#
# Unrolling the recursion shows what it averages. One step of it gives
#
# $$m_t = (1-\beta)\, g_t + \beta\,\bigl(\beta\, m_{t-2} + (1-\beta)\, g_{t-1}\bigr).$$
#
# Go on: which weight has the value from $i$ steps ago? (A check: the first $k$ weights sum to $1-\beta^k$.) A plain mean of
# $N$ values gives each of them the weight $1/N$. One says that $m_t$ averages *about* the last $N_{\text{eff}}$ values, where
# $N_{\text{eff}}$ is the number for which that weight is as large as the one that the newest value has here. Older ones are
# not cut off: at $i = N_{\text{eff}}$ the weights have fallen to about $1/e$ of the first.
#
# **Write** `ema(values, beta)`, `ema_weights(beta, k)` and `effective_window(beta)`.
#
# | | shape | meaning |
# |---|---|---|
# | `values` | $(T,)$ | $g_1, \dots, g_T$, at least one |
# | `beta` | number | $0 \le \beta < 1$ |
# | `k` | integer | how many weights, at least 1 |
# | `ema` returns | $(T,)$ | $m_1, \dots, m_T$ |
# | `ema_weights` returns | $(k,)$ | the weights of the values from $i = 0, \dots, k-1$ steps ago: newest value first |
# | `effective_window` returns | number | $N_{\text{eff}}$, not rounded |
#
# *By hand.* $g = (4, 8, -2)$ and $\beta = 0.75$: $m_1 = 1$, $m_2 = 0.75 + 2 = 2.75$, $m_3 = 2.0625 - 0.5 = 1.5625$. The
# weights are $0.25, 0.1875, 0.140625, \dots$ and the window is 4.
#
# **Conventions and edges.**
#
# - The average starts at $m_0 = 0$, so the first values are too small. Adam mends that by dividing by $1-\beta^t$; here
#   nothing is mended.
# - $\beta = 0$ means no memory: the average is the sequence itself, the weights are $1, 0, 0, \dots$ and the window is
#   1.
# - `values` may be float32 or integers; the averages are floating. Leave `values` as it is.

# %% [markdown]
# 约 20 分钟。前置：等比级数。
#
# 动量、Adam 和批归一化的滑动统计量都用到同一个工具：会“遗忘”的平均。序列 $g_1, g_2, \dots$ 的*指数移动平均*只需要记住自己的上一个值：
#
# $$m_0 = 0, \qquad m_t = \beta\, m_{t-1} + (1-\beta)\, g_t .$$
#
# 把递推展开，就能看出它在平均什么。展开一步得到
#
# $$m_t = (1-\beta)\, g_t + \beta\,\bigl(\beta\, m_{t-2} + (1-\beta)\, g_{t-1}\bigr).$$
#
# 请继续展开：$i$ 步之前的值，权重是多少？（可以这样检验：前 $k$ 个权重之和为 $1-\beta^k$。）对 $N$ 个值做普通平均，每个值的权重是 $1/N$。人们说，$m_t$ *大约*是最近 $N_{\text{eff}}$ 个值的平均，其中 $N_{\text{eff}}$ 使普通平均中每个值的权重恰好等于这里最新值的权重。更早的值并没有被截掉：到 $i = N_{\text{eff}}$ 时，权重大约降到最初的 $1/e$。
#
# **请实现** `ema(values, beta)`、`ema_weights(beta, k)` 和 `effective_window(beta)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `values` | $(T,)$ | $g_1, \dots, g_T$，至少一个 |
# | `beta` | 数 | $0 \le \beta < 1$ |
# | `k` | 整数 | 权重的个数，至少为 1 |
# | `ema` 返回值 | $(T,)$ | $m_1, \dots, m_T$ |
# | `ema_weights` 返回值 | $(k,)$ | $i = 0, \dots, k-1$ 步之前的值的权重：最新的值在前 |
# | `effective_window` 返回值 | 数 | $N_{\text{eff}}$，不取整 |
#
# *手算一例。* $g = (4, 8, -2)$，$\beta = 0.75$：$m_1 = 1$，$m_2 = 0.75 + 2 = 2.75$，$m_3 = 2.0625 - 0.5 = 1.5625$。权重依次为 $0.25, 0.1875, 0.140625, \dots$，窗口为 4。
#
# **约定与边界情形。**
#
# - 平均从 $m_0 = 0$ 开始，所以最初几个值偏小。Adam 用除以 $1-\beta^t$ 来弥补；本题不做任何修正。
# - $\beta = 0$ 表示没有记忆：平均就是序列本身，权重为 $1, 0, 0, \dots$，窗口为 1。
# - `values` 可能是 float32 或整数，平均值应为浮点数。不要改动 `values`。

# %%
def ema(values: Float[np.ndarray, "T"], beta: float) -> Float[np.ndarray, "T"]:
    """Exponential moving average, without bias correction.

    It starts from m_0 = 0.

    Args:
        values: g_1, ..., g_T, shape (T,), T >= 1.
        beta: decay, in [0, 1).

    Returns:
        m_1, ..., m_T, shape (T,).
    """
    # your code here / 在此处作答
    raise NotImplementedError("ema")


def ema_weights(beta: float, k: int) -> Float[np.ndarray, "k"]:
    """Weights of the last k values in an exponential moving average, newest first.

    Args:
        beta: decay, in [0, 1).
        k: how many weights, at least 1.

    Returns:
        The weights, shape (k,), as they stand in an average that has run for k values or more.
    """
    # your code here / 在此处作答
    raise NotImplementedError("ema_weights")


def effective_window(beta: float) -> float:
    """How many of the last values an exponential moving average is worth.

    Args:
        beta: decay, in [0, 1).

    Returns:
        The window, a float, not rounded.
    """
    # your code here / 在此处作答
    raise NotImplementedError("effective_window")


# %% tags=["check"]
grader.check("ema")


# %% [markdown]
# ## 6. L1 and L2 penalties on the weights / 权重的 L1 与 L2 惩罚 (10 points / 10 分)
#
# About 30 minutes. Builds on: question 3 (`momentum`); subgradients.
#
# A penalty on the size of the weights is the oldest cure for overfitting. Two sizes are in use, and they behave quite
# differently:
#
# $$L(w) + \lambda \lVert w\rVert_2^2 = L(w) + \lambda\sum_j w_j^2, \qquad L(w) + \lambda \lVert w\rVert_1 = L(w) + \lambda\sum_j |w_j| .$$
#
# Let $g = \nabla L(w)$ be the gradient of the loss alone and $\eta$ the learning rate. The gradient step with the first
# penalty multiplies every weight by the same factor, which is why it is called *weight decay*:
#
# $$w \leftarrow w - \eta\,(g + 2\lambda w) = (1 - 2\eta\lambda)\, w - \eta\, g .$$
#
# That penalty and decay are the same holds for such plain gradient steps only. Adam would divide the penalty's gradient by
# $\sqrt{\hat v}$ as well, so that weights with large gradients decay less; AdamW therefore shrinks the weights apart from its step.
#
# The second penalty has a corner at 0. Away from it the pull is always $\lambda$, however small the weight; at the
# corner any slope in $[-\lambda, \lambda]$ is a *subgradient*, and we take 0:
#
# $$w \leftarrow w - \eta\,\bigl(g + \lambda \operatorname{sign}(w)\bigr), \qquad \operatorname{sign}(0) = 0 .$$
#
# This step jumps back and forth around 0 without ever landing there. The *proximal* step does: it takes the gradient
# step on $L$ first and then solves for the penalty exactly, which shrinks by $\eta\lambda$ and stops at 0 (*soft
# thresholding*):
#
# $$u = w - \eta\, g, \qquad w \leftarrow \operatorname{sign}(u)\,\max(|u| - \eta\lambda,\ 0) .$$
#
# **Write** `l2_step(w, g, lr, lam)`, `l1_step(w, g, lr, lam)` and `soft_threshold_step(w, g, lr, lam)`.
#
# | | shape | meaning |
# |---|---|---|
# | `w` | any | weights |
# | `g` | as `w` | gradient of the loss alone |
# | `lr`, `lam` | numbers | $\eta > 0$, $\lambda > 0$ |
# | each returns | as `w` | the new weights |
#
# *By hand.* $w = (1, -0.5, 0.02, 0)$, $g = (0.4, 0.2, -0.1, 0)$, $\eta = 0.1$, $\lambda = 0.5$. L2 gives
# $(0.86, -0.47, 0.028, 0)$. L1 gives $(0.91, -0.47, -0.02, 0)$: the third weight has jumped over 0. Soft thresholding
# gives $(0.91, -0.47, 0, 0)$.
#
# **Conventions and edges.**
#
# - The penalties are $\lambda\lVert w\rVert^2$ and $\lambda\lVert w\rVert_1$ as written, without a factor $\tfrac12$.
#   The L2 decay acts on the old weights, not on the result of the gradient step.
# - `l1_step` leaves a weight that is exactly 0 to its gradient. `soft_threshold_step` must return *exact* zeros, and
#   must also be right where the gradient step carries a weight across 0.
# - Arrays may have any shape, also that of a single number (a 0-d array). `w` may be float32 or integers; the answers
#   are floating. Leave the arguments as they are.

# %% [markdown]
# 约 30 分钟。前置：第 3 题（`momentum`）；次梯度。
#
# 对权重的大小加以惩罚，是对付过拟合最古老的办法。衡量大小的方式有两种，它们的表现截然不同：
#
# $$L(w) + \lambda \lVert w\rVert_2^2 = L(w) + \lambda\sum_j w_j^2, \qquad L(w) + \lambda \lVert w\rVert_1 = L(w) + \lambda\sum_j |w_j| .$$
#
# 记 $g = \nabla L(w)$ 为损失本身的梯度，$\eta$ 为学习率。采用第一种惩罚时，梯度步会把每个权重都乘以同一个因子，所以又叫*权重衰减*：
#
# $$w \leftarrow w - \eta\,(g + 2\lambda w) = (1 - 2\eta\lambda)\, w - \eta\, g .$$
#
# 惩罚与衰减等价，只对这样的普通梯度步成立。Adam 会把惩罚项的梯度也除以 $\sqrt{\hat v}$，梯度大的权重因而衰减得少；AdamW 于是把衰减放到 Adam 的更新之外单独进行。
#
# 第二种惩罚在 0 处有一个尖角。离开尖角，无论权重多小，拉力始终是 $\lambda$；在尖角处，$[-\lambda, \lambda]$ 中的任何斜率都是*次梯度*，我们取 0：
#
# $$w \leftarrow w - \eta\,\bigl(g + \lambda \operatorname{sign}(w)\bigr), \qquad \operatorname{sign}(0) = 0 .$$
#
# 这样的一步会在 0 的两侧来回跳，却总是落不到 0 上。*近端*步则可以：先对 $L$ 走梯度步，再对惩罚项精确求解，结果是收缩 $\eta\lambda$ 并停在 0 处（即*软阈值*）：
#
# $$u = w - \eta\, g, \qquad w \leftarrow \operatorname{sign}(u)\,\max(|u| - \eta\lambda,\ 0) .$$
#
# **请实现** `l2_step(w, g, lr, lam)`、`l1_step(w, g, lr, lam)` 和 `soft_threshold_step(w, g, lr, lam)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `w` | 任意 | 权重 |
# | `g` | 同 `w` | 损失本身的梯度 |
# | `lr`、`lam` | 数 | $\eta > 0$，$\lambda > 0$ |
# | 各返回 | 同 `w` | 新的权重 |
#
# *手算一例。* $w = (1, -0.5, 0.02, 0)$，$g = (0.4, 0.2, -0.1, 0)$，$\eta = 0.1$，$\lambda = 0.5$。L2 得到 $(0.86, -0.47, 0.028, 0)$；L1 得到 $(0.91, -0.47, -0.02, 0)$，第三个权重跳过了 0；软阈值得到 $(0.91, -0.47, 0, 0)$。
#
# **约定与边界情形。**
#
# - 惩罚项就是上面写的 $\lambda\lVert w\rVert^2$ 和 $\lambda\lVert w\rVert_1$，不带因子 $\tfrac12$。L2 的衰减作用在旧权重上，而不是梯度步之后的结果上。
# - `l1_step` 中，恰好为 0 的权重只受自身梯度的影响。`soft_threshold_step` 必须返回*精确*的 0，并且在梯度步使权重越过 0 时也要正确。
# - 数组可以是任意形状，包括单个数（0 维数组）。`w` 可能是 float32 或整数，返回值应为浮点数。不要改动参数。

# %%
def l2_step(
    w: Float[np.ndarray, "*shape"], g: Float[np.ndarray, "*shape"], lr: float, lam: float
) -> Float[np.ndarray, "*shape"]:
    """One gradient step on loss + lam ||w||^2.

    Args:
        w: weights, any shape.
        g: gradient of the loss alone at w, of w's shape.
        lr: learning rate.
        lam: strength of the penalty.

    Returns:
        The new weights, of w's shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("l2_step")


def l1_step(
    w: Float[np.ndarray, "*shape"], g: Float[np.ndarray, "*shape"], lr: float, lam: float
) -> Float[np.ndarray, "*shape"]:
    """One subgradient step on loss + lam ||w||_1.

    At 0 the penalty's subgradient counts as 0.

    Args:
        w: weights, any shape.
        g: gradient of the loss alone at w, of w's shape.
        lr: learning rate.
        lam: strength of the penalty.

    Returns:
        The new weights, of w's shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("l1_step")


def soft_threshold_step(
    w: Float[np.ndarray, "*shape"], g: Float[np.ndarray, "*shape"], lr: float, lam: float
) -> Float[np.ndarray, "*shape"]:
    """One proximal gradient step on loss + lam ||w||_1; small weights become exactly 0.

    Args:
        w: weights, any shape.
        g: gradient of the loss alone at w, of w's shape.
        lr: learning rate.
        lam: strength of the penalty.

    Returns:
        The new weights, of w's shape.

    Source: Beck and Teboulle (2009), equation 1.5 (ISTA).
    """
    # your code here / 在此处作答
    raise NotImplementedError("soft_threshold_step")


# %% tags=["check"]
grader.check("weight_penalties")


# %% tags=["explore", "otter_ignore"]
# Twenty weights, four of them needed: what your three steps make of them (never counts towards the marks).
# 二十个权重，只有四个真正有用：看看你的三种更新把它们变成什么样（不计分）。
@explore
def picture_of_weight_penalties():
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(1)
    n_samples, n_weights, lr, lam = 60, 20, 0.05, 0.25
    true_w = np.zeros(n_weights)
    true_w[[2, 7, 11, 16]] = [2.0, -1.5, 1.0, -2.5]
    X = rng.normal(size=(n_samples, n_weights))
    y = X @ true_w + 0.8 * rng.normal(size=n_samples)


    def train(step):
        """The weights after each of 200 steps on half the mean squared error plus the penalty."""
        w = 0.5 * np.random.default_rng(2).normal(size=n_weights)
        path = [w]
        for _ in range(200):
            w = step(w, X.T @ (X @ w - y) / n_samples, lr, lam)
            path.append(w)
        return np.array(path)


    paths = [train(l2_step), train(l1_step), train(soft_threshold_step)]
    titles = ["L2", label("L1, subgradient", "L1，次梯度"), label("L1, soft threshold", "L1，软阈值")]
    figure, axes = plt.subplots(2, 3, figsize=(12, 6), layout="constrained", sharey="row")
    for (whole, zoom), path, title in zip(axes.T, paths, titles):
        for axis in (whole, zoom):
            axis.axhline(0, color="0.6", linewidth=0.8)
            for j in range(n_weights):
                needed = true_w[j] != 0
                axis.plot(path[:, j], color="C3" if needed else "C0", linewidth=1.6 if needed else 0.7)
            axis.set_xlabel(label("step", "步数"))
        zeros = int((path[-1] == 0).sum())
        whole.set_title(title + "\n" + label(f"{zeros} exact zeros", f"{zeros} 个精确的 0"), fontsize=11)
        whole.set(xlim=(0, 200), ylim=(-2.8, 2.8))
        zoom.set(xlim=(120, 150), ylim=(-0.03, 0.03))
    axes[0, 0].set_ylabel(label("weight", "权重"))
    axes[1, 0].set_ylabel(label("weight, close to 0", "权重（0 附近放大）"))
    axes[0, 0].plot([], [], color="C3", label=label("needed", "有用的"))
    axes[0, 0].plot([], [], color="C0", label=label("not needed", "无用的"))
    axes[0, 0].legend(frameon=False, loc="upper right")
    plt.show()


# %% [markdown]
# ## 7. Gradient clipping / 梯度裁剪 (7 points / 7 分)
#
# About 20 minutes. Builds on: norms of a vector.
#
# In recurrent and very deep networks a gradient now and then is a thousand times longer than usual, and a single step
# along it throws the weights far away. *Clipping* bounds the step. By *value*, every entry is cut to the range from
# $-c$ to $c$:
#
# $$g_i \leftarrow \max\bigl(-c,\ \min(c,\ g_i)\bigr).$$
#
# This bends the gradient: large entries shrink, small ones do not. Clipping by the *global norm* keeps the direction.
# Let $g^{(1)}, \dots, g^{(K)}$ be the gradients of all parameter arrays of a network; they are treated as one long
# vector and share one factor:
#
# $$N = \sqrt{\sum_{k=1}^{K} \sum_{i} \bigl(g^{(k)}_i\bigr)^2}, \qquad
# g^{(k)} \leftarrow \min\Bigl(1,\ \frac{c}{N}\Bigr)\, g^{(k)} .$$
#
# **Write** `clip_by_global_norm(grads, max_norm)` and `clip_by_value(g, limit)`.
#
# | | shape | meaning |
# |---|---|---|
# | `grads` | list of arrays, any shapes | the gradients $g^{(1)}, \dots, g^{(K)}$ |
# | `g` | any | a single gradient |
# | `max_norm`, `limit` | numbers | $c > 0$ |
# | `clip_by_global_norm` returns | list as `grads` | the gradients, scaled |
# | `clip_by_value` returns | as `g` | the gradient, cut |
#
# *By hand.* The gradients $(3, -4)$ and $(12)$ have the joint norm $\sqrt{9 + 16 + 144} = 13$. With $c = 6.5$ both are
# halved, to $(1.5, -2)$ and $(6)$. By value with $c = 2$, the gradient $(0.5, -3, 12)$ becomes $(0.5, -2, 2)$.
#
# **Conventions and edges.**
#
# - One factor for *all* arrays, from their joint norm; never one factor per array.
# - Gradients whose norm is at most $c$ stay as they are: clipping never lengthens. All gradients may be 0.
# - Nothing is added to the norm. (PyTorch adds $10^{-6}$, so its results differ a little.)
# - Arrays may have any shape, also that of a single number (a 0-d array), and may be float32. Return new arrays; leave
#   the arguments as they are.

# %% [markdown]
# 约 20 分钟。前置：向量的范数。
#
# 在循环网络和很深的网络中，梯度偶尔会比平时长上千倍，沿着它走一步就会把权重抛到很远的地方。*裁剪*用来限制这一步。按*值*裁剪，是把每个元素限制在 $-c$ 到 $c$ 的范围内：
#
# $$g_i \leftarrow \max\bigl(-c,\ \min(c,\ g_i)\bigr).$$
#
# 这会扭曲梯度的方向：大的元素变小了，小的却不变。按*全局范数*裁剪则保持方向。设 $g^{(1)}, \dots, g^{(K)}$ 是网络所有参数数组的梯度，把它们看作一个长向量，共用一个因子：
#
# $$N = \sqrt{\sum_{k=1}^{K} \sum_{i} \bigl(g^{(k)}_i\bigr)^2}, \qquad
# g^{(k)} \leftarrow \min\Bigl(1,\ \frac{c}{N}\Bigr)\, g^{(k)} .$$
#
# **请实现** `clip_by_global_norm(grads, max_norm)` 和 `clip_by_value(g, limit)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `grads` | 数组的列表，形状任意 | 各个梯度 $g^{(1)}, \dots, g^{(K)}$ |
# | `g` | 任意 | 单个梯度 |
# | `max_norm`、`limit` | 数 | $c > 0$ |
# | `clip_by_global_norm` 返回值 | 与 `grads` 相同的列表 | 缩放后的各个梯度 |
# | `clip_by_value` 返回值 | 同 `g` | 裁剪后的梯度 |
#
# *手算一例。* 梯度 $(3, -4)$ 与 $(12)$ 的联合范数为 $\sqrt{9 + 16 + 144} = 13$。取 $c = 6.5$，两者都减半，得到 $(1.5, -2)$ 与 $(6)$。按值裁剪取 $c = 2$，梯度 $(0.5, -3, 12)$ 变为 $(0.5, -2, 2)$。
#
# **约定与边界情形。**
#
# - *所有*数组共用一个由联合范数算出的因子，而不是每个数组各用一个。
# - 范数不超过 $c$ 的梯度保持不变：裁剪不会把梯度变长。所有梯度可能都为 0。
# - 范数上不加任何东西。（PyTorch 会加上 $10^{-6}$，因此结果略有差别。）
# - 数组可以是任意形状，包括单个数（0 维数组），也可能是 float32。返回新的数组，不要改动参数。

# %%
def clip_by_global_norm(grads: list[Float[np.ndarray, "..."]], max_norm: float) -> list[Float[np.ndarray, "..."]]:
    """Scales all gradients by one common factor, so that their joint norm is at most max_norm.

    Args:
        grads: one gradient per parameter array, each of any shape.
        max_norm: positive.

    Returns:
        The clipped gradients, in the order and of the shapes of grads.

    Source: Pascanu et al. (2013), algorithm 1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("clip_by_global_norm")


def clip_by_value(g: Float[np.ndarray, "*shape"], limit: float) -> Float[np.ndarray, "*shape"]:
    """Cuts every entry of a gradient to the range from -limit to limit.

    Args:
        g: a gradient, any shape.
        limit: positive.

    Returns:
        The clipped gradient, of g's shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("clip_by_value")


# %% tags=["check"]
grader.check("gradient_clipping")


# %% [markdown]
# ## 8. Dropout and variational dropout / Dropout 与变分 Dropout (9 points / 9 分)
#
# About 30 minutes. Builds on: expected values.
#
# Dropout trains a different part of the network in every step: each unit is dropped (set to 0) with probability $p$,
# independently of the others. No unit can rely on a particular neighbour, and at test time the whole network acts
# approximately like an average over all its parts (exactly so only where it is linear). To keep the mean of every unit the
# same in both modes, *inverted* dropout scales up the kept units during training; at test time it does nothing at all.
# (Here, as in PyTorch, $p$ is the probability to drop; in the paper by Srivastava et al., it is the one to keep.)
#
# So that your answer can be checked, the random numbers come in as an argument. `uniform` holds independent draws $u$
# from the uniform distribution on $[0, 1)$, one per unit, and a unit is *kept* where $u \ge p$ (which happens with
# probability $1-p$):
#
# $$y = \begin{cases} \dfrac{x\,[u \ge p]}{1-p} & \text{in training,}\\[2ex] x & \text{at test time,}\end{cases} \qquad
# \frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}\cdot\frac{[u \ge p]}{1-p} .$$
#
# In a sequence, a new mask at every step would destroy what a recurrent network tries to remember. *Variational*
# dropout (in the sense of Gal and Ghahramani; the same name is also used for a dropout whose rate is learned) draws one mask
# per sample and uses it for all steps. Here the draws of step 0 decide:
#
# $$y_{t} = \frac{x_{t}\,[u_{0} \ge p]}{1-p}, \qquad t = 0, \dots, T-1 .$$
#
# **Write** `dropout_forward(x, uniform, p, train)`, `dropout_backward(dout, uniform, p)` and
# `variational_dropout(x, uniform, p)`.
#
# | | shape | meaning |
# |---|---|---|
# | `x`, `dout` | any | activations, and the upstream gradient $\partial L/\partial y$ |
# | `uniform` | as `x` | the draws $u$ |
# | `p` | number | probability to *drop*, $0 \le p \le 1$ |
# | `train` | bool | training or test |
# | forward and backward return | as `x` | $y$, and $\partial L/\partial x$ in training mode |
# | `variational_dropout` | $(T, n, d)$ | `x`, `uniform` and the result: steps, samples, units; training mode |
#
# *By hand.* $p = 0.25$, $x = (3, -6, 1.5, 9)$, $u = (0.1, 0.9, 0.25, 0.2)$. The second and the third unit are kept and
# divided by $0.75$: $y = (0, -8, 2, 0)$. At test time $y = x$.
#
# **Conventions and edges.**
#
# - A draw of exactly $p$ is kept. Decide by the draws alone, not by the values: a kept unit may be 0.
# - $p = 0$ keeps everything. $p = 1$ drops everything: in training the answers are zeros, not $0/0$.
# - The arrays of the first two functions may have any shape, also that of a single number (a 0-d array). `x` of
#   `dropout_forward` may be float32 or integers; the answer is floating. Return new arrays; leave the arguments as they
#   are.

# %% [markdown]
# 约 30 分钟。前置：期望。
#
# Dropout 在每一步训练网络的一个不同部分：每个单元以概率 $p$ 被丢弃（置 0），彼此独立。这样任何单元都不能依赖某个特定的“邻居”，推理时整个网络则近似于所有这些子网络的平均（只有线性网络才是严格的平均）。为了让每个单元的均值在两种模式下保持一致，*反向随机失活*（inverted dropout）在训练时把保留的单元放大，推理时什么也不做。（本题与 PyTorch 一致，$p$ 是丢弃的概率；在 Srivastava 等人的论文里，它是保留的概率。）
#
# 为了便于检查，随机数由参数给出。`uniform` 是 $[0, 1)$ 上均匀分布的独立随机数 $u$，每个单元一个；当 $u \ge p$ 时*保留*该单元（概率为 $1-p$）：
#
# $$y = \begin{cases} \dfrac{x\,[u \ge p]}{1-p} & \text{训练时，}\\[2ex] x & \text{推理时，}\end{cases} \qquad
# \frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}\cdot\frac{[u \ge p]}{1-p} .$$
#
# 对于序列，如果每一步都换一个掩码，循环网络想要记住的东西就会被破坏。*变分* dropout（指 Gal 与 Ghahramani 的方法；这个名字有时也指丢弃率可以学习的另一种 dropout）为每个样本抽取一个掩码，并用于所有时间步。这里由第 0 步的随机数决定：
#
# $$y_{t} = \frac{x_{t}\,[u_{0} \ge p]}{1-p}, \qquad t = 0, \dots, T-1 .$$
#
# **请实现** `dropout_forward(x, uniform, p, train)`、`dropout_backward(dout, uniform, p)` 和 `variational_dropout(x, uniform, p)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `x`、`dout` | 任意 | 激活值，以及上游梯度 $\partial L/\partial y$ |
# | `uniform` | 同 `x` | 随机数 $u$ |
# | `p` | 数 | *丢弃*概率，$0 \le p \le 1$ |
# | `train` | 布尔值 | 训练还是推理 |
# | 前向与反向返回值 | 同 `x` | $y$，以及训练模式下的 $\partial L/\partial x$ |
# | `variational_dropout` | $(T, n, d)$ | `x`、`uniform` 与返回值：时间步、样本、单元；训练模式 |
#
# *手算一例。* $p = 0.25$，$x = (3, -6, 1.5, 9)$，$u = (0.1, 0.9, 0.25, 0.2)$。第二、第三个单元被保留，并除以 $0.75$：$y = (0, -8, 2, 0)$。推理时 $y = x$。
#
# **约定与边界情形。**
#
# - 随机数恰好等于 $p$ 时保留。只由随机数决定，不看数值：被保留的单元也可能为 0。
# - $p = 0$ 时全部保留。$p = 1$ 时全部丢弃：训练时结果是 0，而不是 $0/0$。
# - 前两个函数的数组可以是任意形状，包括单个数（0 维数组）。`dropout_forward` 的 `x` 可能是 float32 或整数，返回值应为浮点数。返回新的数组，不要改动参数。

# %%
def dropout_forward(
    x: Float[np.ndarray, "*shape"], uniform: Float[np.ndarray, "*shape"], p: float, train: bool
) -> Float[np.ndarray, "*shape"]:
    """Inverted dropout.

    In training a unit is kept where its draw is at least p, and scaled up; at test time nothing happens.

    Args:
        x: activations, any shape.
        uniform: independent draws from U[0, 1), of x's shape.
        p: probability to drop, in [0, 1].
        train: training or test.

    Returns:
        y, of x's shape; zeros in training with p = 1.

    Source: Srivastava et al. (2014), section 10.
    """
    # your code here / 在此处作答
    raise NotImplementedError("dropout_forward")


def dropout_backward(
    dout: Float[np.ndarray, "*shape"], uniform: Float[np.ndarray, "*shape"], p: float
) -> Float[np.ndarray, "*shape"]:
    """Gradient through inverted dropout in training mode.

    Args:
        dout: dL/dy, any shape.
        uniform: the draws of the forward pass, of dout's shape.
        p: probability to drop, in [0, 1].

    Returns:
        dx, of dout's shape; zeros for p = 1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("dropout_backward")


def variational_dropout(
    x: Float[np.ndarray, "t n d"], uniform: Float[np.ndarray, "t n d"], p: float
) -> Float[np.ndarray, "t n d"]:
    """Inverted dropout over a sequence with one mask for all its steps, in training mode.

    Args:
        x: t steps of n samples with d units, shape (t, n, d).
        uniform: draws from U[0, 1), of x's shape; those of step 0 decide.
        p: probability to drop, in [0, 1].

    Returns:
        y, shape (t, n, d); zeros for p = 1.

    Source: Gal and Ghahramani (2016).
    """
    # your code here / 在此处作答
    raise NotImplementedError("variational_dropout")


# %% tags=["check"]
grader.check("dropout")


# %% [markdown]
# ## 9. Epochs, iterations and mini-batches / 轮次、迭代与小批量 (5 points / 5 分)
#
# About 20 minutes. Builds on: permutations.
#
# Three words that everybody mixes up at first. A *batch* is the set of samples behind one gradient. An *iteration* (or
# step) is one update of the parameters, from one batch. An *epoch* is one pass through the training set: as many
# iterations as it takes to see every sample once, but for a rest that one may choose to leave out.
#
# With $n$ samples and batches of $B$, an epoch has
#
# $$\left\lceil \frac nB \right\rceil \text{ iterations, or } \left\lfloor \frac nB \right\rfloor$$
#
# if a last batch that is smaller than $B$ is left out (`drop_last`). In every epoch the samples come in a new random
# order: a permutation of all $n$ of them is cut into pieces. So each sample is seen exactly once (with `drop_last`, at
# most once), and which samples share a batch changes from epoch to epoch. If the data set is sorted by class, cutting without shuffling would give
# batches of a single class.
#
# **Write** `iterations_per_epoch(n, batch_size, drop_last)` and `minibatch_indices(n, batch_size, seed)`.
#
# | | type | meaning |
# |---|---|---|
# | `n`, `batch_size` | integers | $n \ge 1$, $B \ge 1$; $B$ may exceed $n$ |
# | `drop_last` | bool | leave out a last batch smaller than $B$ |
# | `seed` | integer | for `np.random.default_rng(seed)` |
# | `iterations_per_epoch` returns | integer | the number of iterations |
# | `minibatch_indices` returns | list of lists of integers | the batches of one epoch, indices $0, \dots, n-1$ |
#
# *By hand.* $n = 10$ and $B = 4$: three iterations, or two with `drop_last`. The batches have 4, 4 and 2 indices, for
# instance `[[3, 8, 0, 5], [9, 1, 7, 2], [6, 4]]`.
#
# **Conventions and edges.**
#
# - `minibatch_indices` keeps the smaller last batch. All batches before it are full.
# - With $B > n$ there is one batch with everything, or none with `drop_last`.
# - The number of iterations is an integer in type, too.
# - The same seed gives the same batches, another seed gives others. No particular permutation is expected; the tests
#   look at what every random permutation has in common.

# %% [markdown]
# 约 20 分钟。前置：排列。
#
# 这三个词，初学者几乎都会混淆。*批次*（batch）是计算一次梯度所用的一组样本；*迭代*（iteration，也叫 step）是用一个批次更新一次参数；*轮次*（epoch）是把训练集过一遍，也就是每个样本恰好看到一次所需的那么多次迭代，只是末尾的零头可以选择丢弃。
#
# 设有 $n$ 个样本，批次大小为 $B$，则一个轮次有
#
# $$\left\lceil \frac nB \right\rceil \text{ 次迭代，或 } \left\lfloor \frac nB \right\rfloor \text{ 次}$$
#
# 后者对应丢弃不足 $B$ 个样本的最后一个批次（`drop_last`）。每个轮次中，样本都以新的随机顺序出现：把全部 $n$ 个样本的一个随机排列切成若干段。这样每个样本恰好出现一次（设置 `drop_last` 时至多一次），而哪些样本同批，每个轮次都不同。如果数据集按类别排好了序，不打乱就切分会得到只含一个类别的批次。
#
# **请实现** `iterations_per_epoch(n, batch_size, drop_last)` 和 `minibatch_indices(n, batch_size, seed)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `n`、`batch_size` | 整数 | $n \ge 1$，$B \ge 1$；$B$ 可以大于 $n$ |
# | `drop_last` | 布尔值 | 是否丢弃不足 $B$ 的最后一个批次 |
# | `seed` | 整数 | 用于 `np.random.default_rng(seed)` |
# | `iterations_per_epoch` 返回值 | 整数 | 迭代次数 |
# | `minibatch_indices` 返回值 | 整数列表的列表 | 一个轮次的各批次，下标为 $0, \dots, n-1$ |
#
# *手算一例。* $n = 10$，$B = 4$：三次迭代，设置 `drop_last` 时为两次。各批次分别有 4、4、2 个下标，例如 `[[3, 8, 0, 5], [9, 1, 7, 2], [6, 4]]`。
#
# **约定与边界情形。**
#
# - `minibatch_indices` 保留较小的最后一个批次；它之前的批次都是满的。
# - 若 $B > n$，则只有一个包含全部样本的批次；设置 `drop_last` 时一个也没有。
# - 迭代次数在类型上也应是整数。
# - 种子相同则批次相同，种子不同则批次不同。不要求某个特定的排列；测试只检查任何随机排列都具有的性质。

# %%
def iterations_per_epoch(n: int, batch_size: int, drop_last: bool) -> int:
    """How many parameter updates one epoch takes.

    Args:
        n: number of training samples, at least 1.
        batch_size: at least 1; may exceed n.
        drop_last: leave out a last batch that is smaller than batch_size.

    Returns:
        The number of batches, an int.
    """
    # your code here / 在此处作答
    raise NotImplementedError("iterations_per_epoch")


def minibatch_indices(n: int, batch_size: int, seed: int) -> list[list[int]]:
    """One epoch of mini-batches: a random permutation of 0..n-1, cut into pieces.

    Args:
        n: number of training samples, at least 1.
        batch_size: at least 1; may exceed n.
        seed: for numpy.random.default_rng.

    Returns:
        The batches in order, each a list of indices; all have batch_size of them, the last may have fewer.
    """
    # your code here / 在此处作答
    raise NotImplementedError("minibatch_indices")


# %% tags=["check"]
grader.check("minibatches")


# %% [markdown]
# ## 10. The noise of mini-batch gradients / 小批量梯度的噪声 (4 points / 4 分)
#
# About 15 minutes. Builds on: question 9 (`minibatches`); variance of a sum.
#
# A mini-batch gradient is an estimate: the mean $\hat g$ of the gradients of $B$ samples instead of all of them. It is
# right on average, whatever $B$ is. How far it scatters is another matter. Let $\sigma^2$ be the variance of one entry
# of a single sample's gradient, and draw the samples independently; then
#
# $$\operatorname{E}[\hat g] = \nabla L, \qquad
# \operatorname{Var}[\hat g] = \operatorname{Var}\Bigl[\frac1B\sum_{i=1}^{B} g_i\Bigr] .$$
#
# What is that variance? Two rules suffice: a factor $c$ comes out as $c^2$, and variances of independent terms add. Four times the batch costs four times the work and only halves the standard deviation: large batches pay off less and
# less.
#
# A batch $k$ times as large makes $k$ times fewer steps per epoch. To get as far, each step has to be $k$ times as
# long: that is the *linear scaling rule* for the learning rate $\eta$. It is a rule of thumb. It holds while $k$ small steps point in nearly the same direction as one large one, and it
# fails when the learning rate gets so large that training diverges.
#
# **Write** `minibatch_gradient_variance(sigma2, batch_size)` and
# `scaled_learning_rate(lr, batch_size, new_batch_size)`.
#
# | | type | meaning |
# |---|---|---|
# | `sigma2` | number | $\sigma^2 > 0$, a variance |
# | `batch_size`, `new_batch_size` | integers | $B$ and $B_{\text{new}}$, at least 1 |
# | `lr` | number | $\eta$, which works for $B$ |
# | each returns | number | the variance $\operatorname{Var}[\hat g]$; the learning rate for $B_{\text{new}}$ |
#
# *By hand.* $\sigma^2 = 6$ and $B = 4$ give the variance $1.5$. A rate of $0.1$ for batches of 64 becomes $0.4$ for
# batches of 256 and $0.025$ for batches of 16.
#
# **Conventions and edges.**
#
# - The samples of a batch are drawn with replacement, so that they are independent. (Without replacement the variance
#   is a little smaller.)
# - A batch of one has the variance $\sigma^2$. The scaling rule works in both directions.

# %% [markdown]
# 约 15 分钟。前置：第 9 题（`minibatches`）；和的方差。
#
# 小批量梯度是一个估计：它是 $B$ 个样本的梯度的平均 $\hat g$，而不是全部样本的平均。无论 $B$ 是多少，它平均而言都是对的；但它有多分散，就是另一回事了。设单个样本的梯度中某个元素的方差为 $\sigma^2$，样本独立抽取，则
#
# $$\operatorname{E}[\hat g] = \nabla L, \qquad
# \operatorname{Var}[\hat g] = \operatorname{Var}\Bigl[\frac1B\sum_{i=1}^{B} g_i\Bigr] .$$
#
# 这个方差等于多少？只需要两条规则：因子 $c$ 提出来变成 $c^2$；独立的各项方差可以相加。批次扩大到四倍，计算量也是四倍，标准差却只减半：批次越大，收益越小。
#
# 批次扩大 $k$ 倍，每个轮次的步数就减少到 $k$ 分之一。要走同样远，每一步就要有原来的 $k$ 倍长：这就是学习率 $\eta$ 的*线性缩放规则*。这是一条经验规则。只有当 $k$ 个小步与一个大步的方向差不多时，它才成立；学习率大到训练发散时，它就失效了。
#
# **请实现** `minibatch_gradient_variance(sigma2, batch_size)` 和 `scaled_learning_rate(lr, batch_size, new_batch_size)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `sigma2` | 数 | $\sigma^2 > 0$，是方差 |
# | `batch_size`、`new_batch_size` | 整数 | $B$ 与 $B_{\text{new}}$，至少为 1 |
# | `lr` | 数 | 适用于 $B$ 的 $\eta$ |
# | 各返回 | 数 | 方差 $\operatorname{Var}[\hat g]$；适用于 $B_{\text{new}}$ 的学习率 |
#
# *手算一例。* $\sigma^2 = 6$，$B = 4$，方差为 $1.5$。批次大小为 64 时的学习率 $0.1$，在 256 时变为 $0.4$，在 16 时变为 $0.025$。
#
# **约定与边界情形。**
#
# - 一个批次中的样本是有放回抽取的，因此相互独立。（无放回时方差略小。）
# - 批次大小为 1 时方差就是 $\sigma^2$。缩放规则在两个方向上都适用。

# %%
def minibatch_gradient_variance(sigma2: float, batch_size: int) -> float:
    """Variance of a mini-batch gradient, per entry.

    It is the mean of as many independent per-sample gradients as the batch is large.

    Args:
        sigma2: variance of the gradient of a single sample.
        batch_size: at least 1.

    Returns:
        The variance, a float.
    """
    # your code here / 在此处作答
    raise NotImplementedError("minibatch_gradient_variance")


def scaled_learning_rate(lr: float, batch_size: int, new_batch_size: int) -> float:
    """Learning rate for another batch size, by the linear scaling rule.

    Args:
        lr: learning rate that works for batch_size.
        batch_size: the batch size so far, at least 1.
        new_batch_size: the new batch size, at least 1.

    Returns:
        The new learning rate, a float.

    Source: Goyal et al. (2017), section 2.1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("scaled_learning_rate")


# %% tags=["check"]
grader.check("gradient_noise")


# %% tags=["explore", "otter_ignore"]
# Draw many mini-batches and measure: does the scatter of their gradients follow your formula? (never counts)
# 抽取许多小批量并测量：它们的梯度的分散程度符合你的公式吗？（不计分）
@explore
def picture_of_gradient_noise():
    import matplotlib.pyplot as plt

    rng = np.random.default_rng(3)
    x = rng.normal(size=5000)
    y = 1.5 * x + rng.standard_t(5, size=5000)
    per_sample = (0.4 * x - y) * x  # gradients of (w x - y)^2 / 2 at w = 0.4
    sigma2 = per_sample.var()
    sizes = 2 ** np.arange(0, 10)
    measured = [rng.choice(per_sample, size=(1500, B)).mean(axis=1).var() for B in sizes]
    formula = [minibatch_gradient_variance(float(sigma2), int(B)) for B in sizes]
    figure, (line_axis, histogram_axis) = plt.subplots(1, 2, figsize=(11, 3.8), layout="constrained")
    line_axis.loglog(sizes, formula, color="C3", label=label("your formula", "你的公式"))
    line_axis.loglog(sizes, measured, "o", color="C0", label=label("measured, 1500 batches each", "实测，各 1500 个批次"))
    line_axis.set(xlabel=label("batch size B", "批次大小 B"), ylabel=label("variance of the gradient", "梯度的方差"))
    line_axis.set_xticks(sizes, [str(B) for B in sizes])
    line_axis.minorticks_off()
    line_axis.legend(frameon=False)
    bins = np.linspace(-4.5, 2.5, 71)
    for i, B in enumerate((4, 32, 256)):
        means = rng.choice(per_sample, size=(1500, B)).mean(axis=1)
        histogram_axis.hist(means, bins, density=True, alpha=0.5, color=f"C{i}", label=f"B = {B}")
    true = per_sample.mean()
    histogram_axis.axvline(true, color="k", linestyle="--", label=label("full gradient", "全体样本的梯度"))
    histogram_axis.set(xlabel=label("mini-batch gradient", "小批量梯度"), ylabel=label("density", "密度"), xlim=(-4.5, 2.5))
    histogram_axis.legend(frameon=False)
    plt.show()


# %% [markdown]
# ## 11. Early stopping / 早停 (4 points / 4 分)
#
# About 20 minutes.
#
# While the training loss keeps falling, the loss on held-out data falls at first and then rises again: the network has
# begun to learn the noise. *Early stopping* watches the validation loss and ends the training in time. Since that loss
# jumps about, one bad epoch is no reason to stop; one waits for a number of them, the *patience* $P$, and afterwards
# goes back to the parameters of the best epoch.
#
# The rule: an epoch *improves* if its loss is strictly smaller than the best loss so far. Training stops at the epoch
# that is the $P$-th in a row without an improvement.
#
# **Write** `early_stopping(losses, patience)`.
#
# | | shape | meaning |
# |---|---|---|
# | `losses` | $(T,)$ | validation loss after epochs $0, \dots, T-1$ |
# | `patience` | integer | $P \ge 1$ |
# | returns | two integers | the tuple `(stop_epoch, best_epoch)`, counted from 0 |
#
# *By hand.* Losses $0.9,\ 0.7,\ 0.8,\ 0.6,\ 0.65,\ 0.61,\ 0.5$ and $P = 2$. Epoch 2 is worse than epoch 1, but epoch 3
# improves and the count starts anew. Epochs 4 and 5 do not improve: training stops at epoch 5, the best epoch is 3. The
# $0.5$ of epoch 6 never happens.
#
# **Conventions and edges.**
#
# - `best_epoch` is the best one *up to the stop*. Of equal losses the earliest is the best: a loss equal to the best is
#   no improvement.
# - What counts is the best loss so far, not the loss of the epoch before.
# - If training never stops early, `stop_epoch` is the last epoch, $T-1$.
# - A loss may be $\infty$ or NaN (an epoch that diverged), also in the first epoch. Such an epoch never improves. Of the
#   first $P$ losses at least one is finite.
# - Leave `losses` as they are.

# %% [markdown]
# 约 20 分钟。
#
# 训练损失不断下降时，留出数据上的损失会先降后升：网络开始学习噪声了。*早停*盯住验证损失，及时结束训练。验证损失本身有起伏，所以不能因为一个轮次变差就停下；要等若干个轮次，这个数目叫做*耐心值* $P$；停止之后再回到最优轮次的参数。
#
# 规则：如果某个轮次的损失严格小于此前的最优损失，就说它有*改进*。当连续第 $P$ 个轮次没有改进时，训练就停在这个轮次。
#
# **请实现** `early_stopping(losses, patience)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `losses` | $(T,)$ | 轮次 $0, \dots, T-1$ 之后的验证损失 |
# | `patience` | 整数 | $P \ge 1$ |
# | 返回值 | 两个整数 | 元组 `(stop_epoch, best_epoch)`，从 0 开始编号 |
#
# *手算一例。* 损失为 $0.9,\ 0.7,\ 0.8,\ 0.6,\ 0.65,\ 0.61,\ 0.5$，$P = 2$。轮次 2 比轮次 1 差，但轮次 3 有改进，于是重新计数。轮次 4 和 5 都没有改进：训练停在轮次 5，最优轮次是 3。轮次 6 的 $0.5$ 根本不会出现。
#
# **约定与边界情形。**
#
# - `best_epoch` 是*截至停止时*的最优轮次。损失相等时以最早的为最优：与最优值相等不算改进。
# - 比较的对象是此前的最优损失，而不是上一个轮次的损失。
# - 如果始终没有提前停止，`stop_epoch` 就是最后一个轮次 $T-1$。
# - 损失可能是 $\infty$ 或 NaN（该轮次发散了），第一个轮次也可能如此。这样的轮次永远不算改进。前 $P$ 个损失中至少有一个是有限的。
# - 不要改动 `losses`。

# %%
def early_stopping(losses: Float[np.ndarray, "T"], patience: int) -> tuple[int, int]:
    """When training stops, and which epoch's parameters to keep.

    Training stops after `patience` epochs in a row without a strictly smaller loss than the best one so far.

    Args:
        losses: validation loss after each epoch, shape (T,); inf and NaN never count as smaller, and of the
            first `patience` losses at least one is finite.
        patience: at least 1.

    Returns:
        (stop_epoch, best_epoch), counted from 0; stop_epoch is the last epoch if training never stops early.
    """
    # your code here / 在此处作答
    raise NotImplementedError("early_stopping")


# %% tags=["check"]
grader.check("early_stopping")

# %% [markdown]
# ## 12. Epoch, iteration, batch, and the choice of the batch size / 轮次、迭代、批次与批次大小的选择 (written / 简答, 10 points / 10 分)
#
# About 45 minutes. Builds on: questions 9 (`minibatches`) and 10 (`gradient_noise`).
#
# Explain *epoch*, *iteration* (step) and *batch*, and how the three numbers depend on each other; give an example with
# numbers. Then discuss how to choose the batch size: what a larger or a smaller batch does to the gradient estimate, to
# the learning rate, to speed and memory, and to generalisation. Support the first of these by a short derivation (you
# may use what you computed in the question on gradient noise), and say of each other claim whether it is proved,
# measured or a rule of thumb.
#
# About 250 to 400 words. Formulas do not count as words.

# %% [markdown]
# 约 45 分钟。前置：第 9 题（`minibatches`）、第 10 题（`gradient_noise`）。
#
# 解释*轮次*（epoch）、*迭代*（iteration，又称 step）和*批次*（batch），说明三个数之间的关系，并举一个带具体数字的例子。然后讨论如何选择批次大小：批次变大或变小，对梯度估计、学习率、速度与内存、泛化各有什么影响。其中第一点请给出简短的推导（可以使用“小批量梯度的噪声”一题的结果）；其余每一点请说明它是已证明的结论、实验观察，还是经验法则。
#
# 约 400 至 640 字，公式不计入字数。

# %% [markdown]
# <!-- BEGIN ANSWER batch_size -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER batch_size -->

# %% [markdown]
# ## 13. How batch normalisation helps / 批归一化为什么有用 (written / 简答, 9 points / 9 分)
#
# About 45 minutes. Builds on: questions 1 (`batch_norm`) and 2 (`batch_norm_inference`).
#
# What does batch normalisation do for the optimisation of a deep network, and by what mechanism? State the operation in
# training and at test time, then give at least three effects and explain *how* each comes about. One widely told
# explanation is that it reduces "internal covariate shift": say what is meant by that, and what speaks for and against
# it. End with one situation in which batch normalisation works badly, and why.
#
# About 250 to 400 words.

# %% [markdown]
# 约 45 分钟。前置：第 1 题（`batch_norm`）、第 2 题（`batch_norm_inference`）。
#
# 批归一化对深度网络的参数优化起什么作用？通过什么机制？请写出它在训练与推理两个阶段的运算，再给出至少三种作用，并解释每一种是*如何*产生的。流传很广的一种解释是它减少了“内部协变量偏移”：请说明这是什么意思，有哪些支持和反对的理由。最后给出一种批归一化效果不好的情形，并说明原因。
#
# 约 400 至 640 字。

# %% [markdown]
# <!-- BEGIN ANSWER why_batch_norm -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER why_batch_norm -->

# %% [markdown]
# ## 14. SGD, momentum, Adam, and how Adam generalises / SGD、动量、Adam，以及 Adam 的泛化 (written / 简答, 12 points / 12 分)
#
# About 50 minutes. Builds on: questions 3 (`momentum`) and 4 (`adam`).
#
# Compare gradient descent (SGD), SGD with momentum and Adam by how they work: the update rules, what state they keep,
# and what each does in a narrow valley whose curvature differs much between two directions. Show with a formula why
# momentum speeds up progress along the valley and damps the oscillation across it. Then explain what is known about the
# generalisation of Adam compared with well-tuned SGD, with at least two possible reasons, and say how certain they are.
#
# About 300 to 450 words.

# %% [markdown]
# 约 50 分钟。前置：第 3 题（`momentum`）、第 4 题（`adam`）。
#
# 从工作原理上比较梯度下降（SGD）、带动量的 SGD 和 Adam：更新公式、各自保存的状态，以及在两个方向曲率相差很大的狭长山谷中各自的表现。请用公式说明动量为什么能加快沿谷底方向的前进，又能抑制横跨山谷方向的振荡。然后说明：与精心调参的 SGD 相比，人们对 Adam 的泛化性能知道些什么；给出至少两种可能的原因，并说明它们有多确定。
#
# 约 480 至 720 字。

# %% [markdown]
# <!-- BEGIN ANSWER optimisers -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER optimisers -->

# %% [markdown]
# ## 15. L1 against L2 / L1 与 L2 正则化的比较 (written / 简答, 9 points / 9 分)
#
# About 45 minutes. Builds on: question 6 (`weight_penalties`).
#
# Why does an L1 penalty on the weights lead to sparse solutions, while an L2 penalty leads to small, evenly spread
# weights? Argue in two ways: by the gradients (or subgradients) of the two penalties near 0, and by the geometry of the
# constrained problem, with a sketch or a precise description of one. For a single weight with the loss
# $\tfrac12(w-a)^2$ and the penalties $\lambda \lvert w \rvert$ and $\lambda w^2$ (scaled as in `weight_penalties`), give the
# minimiser with either penalty in closed form. Finally say which *algorithm* gives exact
# zeros, and when you would choose which penalty.
#
# About 250 to 400 words and one sketch.

# %% [markdown]
# 约 45 分钟。前置：第 6 题（`weight_penalties`）。
#
# 为什么对权重加 L1 惩罚会得到稀疏解，而 L2 惩罚得到的是数值小、分布均匀（“平滑”）的权重？请从两个角度论证：两种惩罚在 0 附近的梯度（或次梯度），以及约束优化问题的几何图像，后者请画图或准确描述。对单个权重、损失为 $\tfrac12(w-a)^2$ 的情形，惩罚项分别取 $\lambda \lvert w \rvert$ 和 $\lambda w^2$（系数与 `weight_penalties` 一致），写出两种惩罚下极小点的闭式解。最后说明哪种*算法*能得到精确的 0，以及何时选用哪种惩罚。
#
# 约 400 至 640 字，另附一张图。

# %% [markdown]
# <!-- BEGIN ANSWER l1_l2 -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER l1_l2 -->
