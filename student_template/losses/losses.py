# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Likelihood, losses and their gradients / 似然、损失函数及其梯度
#
# Where do loss functions come from, and why are their gradients so simple? You write the two that matter most, squared
# error and cross-entropy, find each of them again as a likelihood, and derive the gradients with which every later
# homework trains. Two themes run through it: the arithmetic must survive scores of ten thousand, and a loss over a batch
# is a mean. The last questions look at the shape of a loss: a network with two weights is enough to be non-convex, and
# you find the proof.
#
# **How to work.** Run the setup cell below. Then fill in one stub after another, where it says `# your code here`, and
# run the check cell below it: it shows what was expected and what your function returned. A cell that draws a picture
# with your functions follows here and there; it is for you and never counts. When everything runs from top to bottom,
# hand in one file: this document as `.ipynb` **or** as `.py`, whichever you worked in.
#
# **Marks.** The coded questions sum to 100 points. The checks you see are worth none: marks come from further tests
# with inputs of their own for each student, cut so that an edge case costs its own few points and not the question. A stub left
# open costs its question only. Where a known mistake is recognised, the feedback names it. Written answers are marked
# by a person and have points of their own; write between the two marks and leave the marks in place.

# %% [markdown]
# 损失函数从何而来，它们的梯度为什么如此简洁？本次作业写出最重要的两个损失：平方误差与交叉熵，再把它们分别还原为似然，并推导出后面各次作业训练时都要用到的梯度。有两点贯穿始终：得分大到一万时数值计算也不能出错；对一个批次的损失取平均。最后几题考察损失的形状：只有两个权重的网络就已经非凸，而证明由你来找。
#
# **怎样做。** 先运行下面的初始化单元格，然后逐个补全函数（写着 `# 在此处作答` 的地方），再运行它下方的检查单元格：它会告诉你期望的结果和你的函数返回的结果。有些题目后面还有一个用你写的函数画图的单元格，仅供观察，不计分。全部能从头到尾运行之后，提交一个文件：本文档的 `.ipynb` **或** `.py`，你在哪一个里作答就交哪一个。
#
# **怎样评分。** 编程题合计 100 分。你看到的检查不计分：成绩来自另外的测试，每位同学的输入都不同；测试划分得较细，漏掉一种边界情形只丢它自己的几分，不会丢掉整道题。没有完成的函数只影响它所在的题。如果识别出某种常见错误，反馈会直接指出它的名字。简答题由人工评阅，分数另计；请写在两个标记之间，不要删掉标记。

# %%
# Run this cell first. / 请先运行本单元格。
import functools
import os

import numpy as np
from jaxtyping import Float, Int


@functools.cache
def chinese_font():
    """Name of a font with Chinese characters that matplotlib finds (it is then used), or None."""
    try:
        from matplotlib import font_manager, rcParams
    except ImportError:
        return None
    wanted = (
        "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "PingFang SC",
        "Hiragino Sans GB", "Heiti SC", "SimHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Sans SC",
        "Noto Sans CJK JP", "Arial Unicode MS",
    )
    installed = {font.name for font in font_manager.fontManager.ttflist}
    name = next((name for name in wanted if name in installed), None)
    if name:
        rcParams["font.sans-serif"] = [name, *rcParams["font.sans-serif"]]
        rcParams["axes.unicode_minus"] = False
    return name


def label(en, zh):
    """Text for a plot: in both languages where a Chinese font is installed, else in English."""
    return f"{en} / {zh}" if chinese_font() else en


def explore(picture):
    """Draws a picture at once; while an answer is missing or wrong it says so in a line."""
    try:
        picture()
    except NotImplementedError as stub:
        print(f"Finish `{stub}` first, then run this cell again. / 请先完成 `{stub}`，再运行本单元格。")
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        print(f"No picture yet; the check above may tell why. / 暂时画不出图，请看上面的检查结果。({reason})")


import otter

grader = otter.Notebook("losses.ipynb" if os.path.isfile("losses.ipynb") else None)


# %% [markdown]
# ## 1. Softmax and log-softmax / Softmax 与 log-softmax (10 points / 10 分)
#
# The last layer of a classifier gives $k$ scores $z_1, \dots, z_k$, the *logits*: any real numbers, large for classes
# that look likely. Softmax makes a probability distribution of them,
#
# $$p_j = \frac{e^{z_j}}{\sum_{c=1}^{k} e^{z_c}},$$
#
# and most losses need its logarithm,
#
# $$\log p_j = z_j - \log \sum_{c=1}^{k} e^{z_c}.$$
#
# On paper this is one line. In floating point $e^{z}$ overflows beyond $z \approx 709$ (in float32 beyond 88), and
# $e^{-1000}$ is 0, whose logarithm is $-\infty$. Two remarks cure both. First, adding the same constant to all logits
# changes no probability, so you may choose the constant. Second, $\log p_j$ need not be computed from $p_j$: a
# probability of $e^{-20000}$ cannot be stored, its logarithm $-20000$ can.
#
# **Write** `softmax(logits)` and `log_softmax(logits)`.
#
# | | shape | meaning |
# |---|---|---|
# | `logits` | $(k,)$ or $(n, k)$ | the scores of one sample, or one row per sample |
# | `softmax` returns | as `logits` | probabilities, which sum to 1 over the last axis |
# | `log_softmax` returns | as `logits` | their natural logarithms |
#
# *By hand.* For $z = (0, \ln 3)$ the exponentials are $1$ and $3$, so $p = (\tfrac14, \tfrac34)$ and
# $\log p = (-\ln 4, \ln\tfrac34) \approx (-1.386294, -0.287682)$. For $z = (1000, 1000 + \ln 3)$ the answers are the same.
#
# **Conventions and edges.**
#
# - The classes lie along the *last* axis, for a single vector as well as for a matrix.
# - Entries as large as $\pm 10^4$ give finite answers from both functions; where a probability underflows, 0 is right for
#   `softmax` but not for `log_softmax`.
# - `logits` may be float32 or integers; the answer is floating. A single class ($k = 1$) has probability 1.
# - Return a new array; leave the argument as it is.

# %% [markdown]
# 分类器的最后一层输出 $k$ 个得分 $z_1, \dots, z_k$，称为 *logits*：可以是任意实数，越大表示该类别越有可能。Softmax 把它们变成概率分布，
#
# $$p_j = \frac{e^{z_j}}{\sum_{c=1}^{k} e^{z_c}},$$
#
# 而多数损失函数用到的是它的对数，
#
# $$\log p_j = z_j - \log \sum_{c=1}^{k} e^{z_c}.$$
#
# 纸面上这只是一行公式。但在浮点运算中，$z \approx 709$ 以上时 $e^{z}$ 就会上溢（float32 是 88 以上），而 $e^{-1000}$ 直接等于 0，它的对数是 $-\infty$。记住两件事就能避开这两个问题：第一，给所有 logits 加上同一个常数，概率不变，所以这个常数可以由你来选；第二，$\log p_j$ 不必由 $p_j$ 算出：$e^{-20000}$ 这样的概率存不下来，但它的对数 $-20000$ 可以。
#
# **请实现** `softmax(logits)` 和 `log_softmax(logits)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `logits` | $(k,)$ 或 $(n, k)$ | 一个样本的得分，或每个样本一行 |
# | `softmax` 返回值 | 与 `logits` 相同 | 概率，沿最后一个轴求和为 1 |
# | `log_softmax` 返回值 | 与 `logits` 相同 | 概率的自然对数 |
#
# *手算一例。* 对 $z = (0, \ln 3)$，指数分别是 $1$ 和 $3$，所以 $p = (\tfrac14, \tfrac34)$，$\log p = (-\ln 4, \ln\tfrac34) \approx (-1.386294, -0.287682)$。对 $z = (1000, 1000 + \ln 3)$，结果完全一样。
#
# **约定与边界情形。**
#
# - 类别总是沿*最后一个*轴排列，单个向量和矩阵都如此。
# - 输入可能大到 $\pm 10^4$，两个函数都必须返回有限值；概率下溢时，`softmax` 返回 0 是对的，`log_softmax` 则不能返回负无穷。
# - `logits` 可能是 float32 或整数，返回值应为浮点数。只有一个类别（$k = 1$）时概率为 1。
# - 返回新的数组，不要改动参数。

# %%
def softmax(logits: Float[np.ndarray, "*batch k"]) -> Float[np.ndarray, "*batch k"]:
    """Softmax over the last axis.

    p_j = exp(z_j) / sum_c exp(z_c)

    Args:
        logits: scores z, one vector (k,) or one row per sample (n, k); entries up to +-1e4.

    Returns:
        Probabilities of the same shape; they sum to 1 over the last axis.
    """
    # your code here / 在此处作答
    raise NotImplementedError("softmax")


def log_softmax(logits: Float[np.ndarray, "*batch k"]) -> Float[np.ndarray, "*batch k"]:
    """Logarithm of the softmax over the last axis.

    log p_j = z_j - log sum_c exp(z_c)

    Args:
        logits: scores z, one vector (k,) or one row per sample (n, k); entries up to +-1e4.

    Returns:
        Log-probabilities of the same shape, finite also where the probability itself underflows to 0.
    """
    # your code here / 在此处作答
    raise NotImplementedError("log_softmax")


# %% tags=["check"]
grader.check("softmax")


# %% tags=["explore", "otter_ignore"]
# Temperature: softmax(z / T) for the same five logits. Change `logits` and `temperatures` and run again.
# 温度：同一组 logits 在不同温度 T 下的 softmax(z / T)。改动 `logits` 和 `temperatures` 再运行试试。
@explore
def picture_of_softmax():
    import matplotlib.pyplot as plt

    logits = np.array([2.0, 1.0, 0.5, -0.5, -2.0])
    temperatures = [0.25, 1.0, 4.0]
    try:
        rows = [softmax(logits / T) for T in temperatures]
    except NotImplementedError:
        print("Finish `softmax` first, then run this cell again. / 先完成 `softmax`，再运行本单元格。")
    else:
        fig, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
        for i, (T, p) in enumerate(zip(temperatures, rows)):
            bars = ax.bar(np.arange(len(logits)) + (i - 1) * 0.27, p, width=0.25, label=f"T = {T:g}")
            ax.bar_label(bars, fmt="%.2f", fontsize=8, padding=1)
        ax.set_xticks(range(len(logits)), [f"z = {z:g}" for z in logits])
        ax.set_ylim(0, 1.1)
        ax.set_ylabel(label("probability", "概率"))
        ax.set_title(label("Low T: the winner takes all", "温度越低，越是赢者通吃"))
        ax.legend(frameon=False)
        ax.spines[["top", "right"]].set_visible(False)
        plt.show()


# %% [markdown]
# ## 2. Cross-entropy from logits / 由 logits 计算交叉熵 (10 points / 10 分)
#
# A classifier is judged by the probability it gave to what really happened. If sample $i$ has the true class $y_i$ and
# the model says $p_{i,y_i}$, the surprise is $-\log p_{i,y_i}$: zero for certainty, large for a confident mistake. The
# cross-entropy of a batch is the mean surprise,
#
# $$L = -\frac{1}{n}\sum_{i=1}^{n} \log p_{i,y_i}, \qquad p_{ij} = \frac{e^{z_{ij}}}{\sum_{c} e^{z_{ic}}}.$$
#
# The sum of the $-\log p_{i,y_i}$ is the negative log-likelihood of the labels, so minimising $L$ is maximum likelihood.
#
# **Write** `cross_entropy(logits, labels)`.
#
# | | shape | meaning |
# |---|---|---|
# | `logits` | $(n, k)$ | scores $z$, one row per sample |
# | `labels` | $(n,)$ | integers $0, \dots, k-1$ |
# | returns | a number | $L$, with the natural logarithm |
#
# *By hand.* Two samples with the same logits $(0, \ln 3)$, hence $p = (\tfrac14, \tfrac34)$, and the labels $1$ and $0$.
# The surprises are $-\ln\tfrac34 \approx 0.287682$ and $-\ln\tfrac14 \approx 1.386294$; their mean is $L \approx 0.836988$.
#
# **Conventions and edges.**
#
# - The loss is a *mean* over the samples, and the logarithm is natural. Both are what PyTorch's `cross_entropy` does.
# - The answer is exact also for logits of $\pm 10^4$. One sample with $z = (10^4, -10^4)$ and label $1$ has the loss
#   $20000$: not $\infty$, and not $16.1$ or $27.6$, where clipping $p$ at a small constant would stop. This has cases of its own:
#   once with the large logit on a wrong class, once on the right one.
# - A batch of one sample and a single class ($k = 1$, loss 0) are batches like any other.
# - `logits` may be float32 or integers, `labels` may be any integer type; leave both arguments as they are.

# %% [markdown]
# 评价一个分类器，就看它给真正发生的结果多大的概率。设样本 $i$ 的真实类别是 $y_i$，模型给出的概率是 $p_{i,y_i}$，那么 $-\log p_{i,y_i}$ 衡量“意外程度”：完全确定时为 0，信心十足却错了时很大。一个批次的交叉熵就是平均的意外程度，
#
# $$L = -\frac{1}{n}\sum_{i=1}^{n} \log p_{i,y_i}, \qquad p_{ij} = \frac{e^{z_{ij}}}{\sum_{c} e^{z_{ic}}}.$$
#
# 各项 $-\log p_{i,y_i}$ 之和正是这些标签的负对数似然，所以最小化 $L$ 就是极大似然估计。
#
# **请实现** `cross_entropy(logits, labels)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `logits` | $(n, k)$ | 得分 $z$，每个样本一行 |
# | `labels` | $(n,)$ | 整数 $0, \dots, k-1$ |
# | 返回值 | 一个数 | $L$，使用自然对数 |
#
# *手算一例。* 两个样本的 logits 都是 $(0, \ln 3)$，即 $p = (\tfrac14, \tfrac34)$，标签分别为 $1$ 和 $0$。两项分别是 $-\ln\tfrac34 \approx 0.287682$ 和 $-\ln\tfrac14 \approx 1.386294$，平均得 $L \approx 0.836988$。
#
# **约定与边界情形。**
#
# - 损失是对样本的*平均*，对数取自然对数，与 PyTorch 的 `cross_entropy` 一致。
# - logits 为 $\pm 10^4$ 时结果也必须准确。一个样本若 $z = (10^4, -10^4)$、标签为 $1$，损失就是 $20000$：不是 $\infty$，也不是 $16.1$ 或 $27.6$（把 $p$ 截断在某个小常数处才会停在那里）。这有单独的测试：一次让很大的 logit 落在错误的类别上，一次落在正确的类别上。
# - 只有一个样本的批次，以及只有一个类别（$k = 1$，损失为 0），都按同样的公式处理。
# - `logits` 可能是 float32 或整数，`labels` 可以是任意整数类型；不要改动两个参数。

# %%
def cross_entropy(logits: Float[np.ndarray, "n k"], labels: Int[np.ndarray, "n"]) -> float:
    """Mean softmax cross-entropy of integer labels, from logits, in nats.

    L = -(1/n) sum_i log p_{i, y_i},  log p_ij = z_ij - log sum_c exp(z_ic)

    Args:
        logits: scores z, one row per sample, shape (n, k); entries up to +-1e4.
        labels: true classes y in 0..k-1, shape (n,).

    Returns:
        The loss, one number; exact also where p underflows (a logit wrong by 2e4 costs 2e4, not inf).
    """
    # your code here / 在此处作答
    raise NotImplementedError("cross_entropy")


# %% tags=["check"]
grader.check("cross_entropy")


# %% tags=["explore", "otter_ignore"]
# What a mistake costs: the loss of one sample with logits (0, m) and true class 1, as its margin m grows.
# 犯错的代价：一个样本的 logits 为 (0, m)，真实类别为 1，损失随间隔 m 的变化。
@explore
def picture_of_cross_entropy():
    import matplotlib.pyplot as plt

    margins = np.linspace(-60, 20, 321)
    try:
        exact = [cross_entropy(np.array([[0.0, m]]), np.array([1])) for m in margins]
    except NotImplementedError:
        print("Finish `cross_entropy` first, then run this cell again. / 先完成 `cross_entropy`，再运行本单元格。")
    else:
        p = 1 / (1 + np.exp(-margins))  # the probability of the true class
        fig, ax = plt.subplots(figsize=(7, 3.8), layout="constrained")
        ax.plot(margins, exact, lw=2.5, label=label("your cross_entropy", "你的 cross_entropy"))
        ax.plot(margins, -np.log(np.maximum(p, 1e-12)), "--", label=label("p clipped at 1e-12", "p 截断在 1e-12"))
        ax.plot(margins, 20 * (1 - p) ** 2, ":", label=r"$20\,(1 - p)^2$")
        ax.axvline(0, color="0.8", zorder=0)
        ax.set_xlabel(label("margin m of the true class", "真实类别的间隔 m"))
        ax.set_ylabel(label("loss", "损失"))
        ax.set_title(label("Flat means no gradient", "平坦处没有梯度"))
        ax.legend(frameon=False)
        ax.spines[["top", "right"]].set_visible(False)
        plt.show()


# %% [markdown]
# ## 3. Gradient of softmax cross-entropy / Softmax 交叉熵的梯度 (14 points / 14 分)
#
# A classifier gives each sample $i$ a row of scores $z_i$, the *logits*. Softmax turns them into probabilities, and
# the loss is the mean of the negative log-probabilities of the true classes $y_i$:
#
# $$p_{ij} = \frac{e^{z_{ij}}}{\sum_{c} e^{z_{ic}}}, \qquad L = -\frac{1}{n}\sum_{i=1}^{n} \log p_{i,y_i}.$$
#
# Differentiating $\log p_{i,y_i} = z_{i,y_i} - \log\sum_c e^{z_{ic}}$ leaves something remarkably simple:
#
# $$\frac{\partial L}{\partial z_{ij}} = \frac{1}{n}\bigl(p_{ij} - [\,j = y_i\,]\bigr).$$
#
# **Write** `softmax_cross_entropy_grad(logits, labels)`.
#
# | | shape | meaning |
# |---|---|---|
# | `logits` | $(n, k)$ | one row of scores per sample |
# | `labels` | $(n,)$ | integers $0, \dots, k-1$ |
# | returns | $(n, k)$ | $\partial L / \partial z$ |
#
# *By hand.* One sample, $z = (0, \ln 3)$, true class 1. Then $p = (\tfrac14, \tfrac34)$ and the gradient is
# $(\tfrac14, -\tfrac14)$: the score of the true class should grow, the other one shrink, by equal amounts.
#
# **Conventions and edges.**
#
# - The loss is a *mean*, so the gradient carries the factor $1/n$.
# - Each row of the gradient sums to 0: adding a constant to a row of logits changes no probability. Use that same fact
#   to keep $e^{z}$ from overflowing: entries may be as large as $\pm 10^4$.
# - A batch of one sample, a batch whose labels are all equal, and a single class ($k = 1$, gradient 0) are batches like
#   any other.
# - `logits` may be float32 or integers; the answer is floating. `labels` may be of any integer type.
# - Return a new array; leave both arguments as they are.

# %% [markdown]
# 分类器为每个样本 $i$ 给出一行得分 $z_i$，称为 *logits*。Softmax 把得分变成概率，损失是真实类别 $y_i$ 的负对数概率在整个批次上的平均：
#
# $$p_{ij} = \frac{e^{z_{ij}}}{\sum_{c} e^{z_{ic}}}, \qquad L = -\frac{1}{n}\sum_{i=1}^{n} \log p_{i,y_i}.$$
#
# 注意到 $\log p_{i,y_i} = z_{i,y_i} - \log\sum_c e^{z_{ic}}$，逐项求导后结果非常简洁：
#
# $$\frac{\partial L}{\partial z_{ij}} = \frac{1}{n}\bigl(p_{ij} - [\,j = y_i\,]\bigr).$$
#
# **请实现** `softmax_cross_entropy_grad(logits, labels)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `logits` | $(n, k)$ | 每个样本一行得分 |
# | `labels` | $(n,)$ | 整数 $0, \dots, k-1$ |
# | 返回值 | $(n, k)$ | $\partial L / \partial z$ |
#
# *手算一例。* 只有一个样本，$z = (0, \ln 3)$，真实类别为 1。此时 $p = (\tfrac14, \tfrac34)$，梯度为 $(\tfrac14, -\tfrac14)$：真实类别的得分应当上升，另一个应当下降，幅度相同。
#
# **约定与边界情形。**
#
# - 损失取的是*平均*，所以梯度里有因子 $1/n$。
# - 梯度每一行之和为 0：给一行 logits 加上同一个常数，概率不变。也正好可以利用这一点避免 $e^{z}$ 溢出，因为输入可能大到 $\pm 10^4$。
# - 只有一个样本的批次、所有标签都相同的批次，以及只有一个类别（$k = 1$，梯度为 0），都按同样的公式处理。
# - `logits` 可能是 float32 或整数，返回值应为浮点数；`labels` 可以是任意整数类型。
# - 返回新的数组，不要改动两个参数。

# %%
def softmax_cross_entropy_grad(
    logits: Float[np.ndarray, "n k"], labels: Int[np.ndarray, "n"]
) -> Float[np.ndarray, "n k"]:
    """Gradient of the mean softmax cross-entropy with respect to the logits.

    dL/dlogits = (softmax(logits) - onehot(labels)) / n,  L = -(1/n) sum_i log softmax(logits_i)[labels_i]

    Args:
        logits: scores, one row per sample, shape (n, k); entries up to +-1e4.
        labels: true classes 0..k-1, shape (n,).

    Returns:
        The gradient, shape (n, k); its rows sum to 0.
    """
    # your code here / 在此处作答
    raise NotImplementedError("softmax_cross_entropy_grad")


# %% tags=["check"]
grader.check("softmax_cross_entropy_grad")


# %% [markdown]
# ## 4. Backward pass of a linear layer / 线性层的反向传播 (14 points / 14 分)
#
# Every neural network is mostly linear layers. Going forward, a batch $X$ of $n$ rows becomes
#
# $$Y = XW + b, \qquad Y_{ij} = \sum_{c} X_{ic} W_{cj} + b_j .$$
#
# Going backward, whatever comes after the layer hands it $dY$, the array of all $\partial L/\partial Y_{ij}$ for a scalar
# loss $L$. The layer answers three questions: how does $L$ change with its input, with its weights, with its bias? The
# chain rule over all entries of $Y$ gives sums that are matrix products in disguise:
#
# $$\frac{\partial L}{\partial X_{ic}} = \sum_{j} dY_{ij} W_{cj}, \qquad
# \frac{\partial L}{\partial W_{cj}} = \sum_{i} X_{ic}\, dY_{ij}, \qquad
# \frac{\partial L}{\partial b_j} = \sum_{i} dY_{ij} .$$
#
# Write each as a product of whole arrays; the shapes leave hardly any choice.
#
# **Write** `linear_backward(X, W, dY)`.
#
# | | shape | meaning |
# |---|---|---|
# | `X` | $(n, d)$ | input of the layer, one row per sample |
# | `W` | $(d, m)$ | weights |
# | `dY` | $(n, m)$ | $\partial L / \partial Y$ |
# | returns | $(n, d)$, $(d, m)$, $(m,)$ | the tuple $(dX, dW, db)$ |
#
# *By hand.* $X = \begin{pmatrix}1 & 2\\ 3 & -1\end{pmatrix}$, $W = \begin{pmatrix}1\\ 2\end{pmatrix}$ and
# $dY = \begin{pmatrix}1\\ 0.5\end{pmatrix}$ give $dX = \begin{pmatrix}1 & 2\\ 0.5 & 1\end{pmatrix}$,
# $dW = \begin{pmatrix}1\cdot 1 + 3\cdot 0.5\\ 2\cdot 1 - 1\cdot 0.5\end{pmatrix} = \begin{pmatrix}2.5\\ 1.5\end{pmatrix}$ and
# $db = (1.5)$.
#
# **Conventions and edges.**
#
# - Nothing is averaged here. If the loss is a mean over the batch, the factor $1/n$ is already inside $dY$.
# - $db$ has the shape $(m,)$, as $b$ has; not $(1, m)$.
# - The tests look at a batch of one sample, a layer with one input and one unit, as many samples as inputs and units,
#   and float32 or integer `X` and `W` (the answers are floating).
# - Return new arrays; leave all three arguments as they are.

# %% [markdown]
# 神经网络的主体就是一层层线性变换。前向时，$n$ 行的批次 $X$ 变成
#
# $$Y = XW + b, \qquad Y_{ij} = \sum_{c} X_{ic} W_{cj} + b_j .$$
#
# 反向时，后面的部分把 $dY$ 交给这一层，也就是标量损失 $L$ 对每个输出的偏导 $\partial L/\partial Y_{ij}$。这一层要回答三个问题：$L$ 随输入、随权重、随偏置分别怎样变化？对 $Y$ 的所有元素使用链式法则，得到的求和其实都是矩阵乘法：
#
# $$\frac{\partial L}{\partial X_{ic}} = \sum_{j} dY_{ij} W_{cj}, \qquad
# \frac{\partial L}{\partial W_{cj}} = \sum_{i} X_{ic}\, dY_{ij}, \qquad
# \frac{\partial L}{\partial b_j} = \sum_{i} dY_{ij} .$$
#
# 请把它们写成整个数组的运算；对一下形状，几乎没有别的写法可选。
#
# **请实现** `linear_backward(X, W, dY)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `X` | $(n, d)$ | 这一层的输入，每个样本一行 |
# | `W` | $(d, m)$ | 权重 |
# | `dY` | $(n, m)$ | $\partial L / \partial Y$ |
# | 返回值 | $(n, d)$, $(d, m)$, $(m,)$ | 元组 $(dX, dW, db)$ |
#
# *手算一例。* 设 $X = \begin{pmatrix}1 & 2\\ 3 & -1\end{pmatrix}$，$W = \begin{pmatrix}1\\ 2\end{pmatrix}$，$dY = \begin{pmatrix}1\\ 0.5\end{pmatrix}$，则 $dX = \begin{pmatrix}1 & 2\\ 0.5 & 1\end{pmatrix}$，$dW = \begin{pmatrix}1\cdot 1 + 3\cdot 0.5\\ 2\cdot 1 - 1\cdot 0.5\end{pmatrix} = \begin{pmatrix}2.5\\ 1.5\end{pmatrix}$，$db = (1.5)$。
#
# **约定与边界情形。**
#
# - 这里不取任何平均。如果损失是批次上的平均，因子 $1/n$ 已经包含在 $dY$ 里了。
# - $db$ 的形状与 $b$ 相同，是 $(m,)$，不是 $(1, m)$。
# - 测试会涉及：只有一个样本的批次、只有一个输入和一个单元的层、样本数与输入数和单元数都相等的情形，以及 float32 或整数的 `X` 和 `W`（返回值应为浮点数）。
# - 返回新的数组，不要改动三个参数。

# %%
def linear_backward(
    X: Float[np.ndarray, "n d"], W: Float[np.ndarray, "d m"], dY: Float[np.ndarray, "n m"]
) -> tuple[Float[np.ndarray, "n d"], Float[np.ndarray, "d m"], Float[np.ndarray, "m"]]:
    """Backward pass of the linear layer Y = X W + b.

    dX_ic = sum_j dY_ij W_cj,  dW_cj = sum_i X_ic dY_ij,  db_j = sum_i dY_ij

    Args:
        X: the layer's input, one row per sample, shape (n, d).
        W: its weights, shape (d, m).
        dY: gradient of the loss with respect to Y, shape (n, m).

    Returns:
        (dX, dW, db), of the shapes (n, d), (d, m) and (m,).
    """
    # your code here / 在此处作答
    raise NotImplementedError("linear_backward")


# %% tags=["check"]
grader.check("linear_backward")


# %% [markdown]
# ## 5. The logistic sigmoid, forward and backward / Sigmoid 函数的前向与反向 (8 points / 8 分)
#
# With two classes one score is enough. The logistic sigmoid turns it into the probability of class 1,
#
# $$h = \sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}},$$
#
# and for decades it was also the standard nonlinearity of hidden layers. It rises from 0 to 1, $\sigma(0) = \tfrac12$, and
# $\sigma(-z) = 1 - \sigma(z)$. Its derivative can be written with its own value:
#
# $$\sigma'(z) = \sigma(z)\,\bigl(1 - \sigma(z)\bigr) \le \tfrac14 .$$
#
# Going backward, the activation receives $dh = \partial L/\partial h$ and passes on
# $dz = \partial L/\partial z = dh \odot \sigma'(z)$, entry by entry.
#
# **Write** `sigmoid(z)` and `sigmoid_backward(z, dh)`.
#
# | | shape | meaning |
# |---|---|---|
# | `z` | any | pre-activation, what goes *into* the sigmoid |
# | `dh` | as `z` | $\partial L / \partial h$ with $h = \sigma(z)$ |
# | `sigmoid` returns | as `z` | $\sigma(z)$ |
# | `sigmoid_backward` returns | as `z` | $\partial L / \partial z$ |
#
# *By hand.* $\sigma(\ln 3) = \tfrac{3}{3+1} = \tfrac34$ and $\sigma'(\ln 3) = \tfrac34\cdot\tfrac14 = \tfrac{3}{16}$, so with
# $dh = 2$ the answer is $dz = \tfrac38$.
#
# **Conventions and edges.**
#
# - `sigmoid_backward` is given $z$, not $h$.
# - Entries of $\pm 10^4$ give 0 or 1 forward and 0 backward. The two ways of writing $\sigma$ above behave differently
#   there: one of them becomes $\infty/\infty$. A warning about overflow costs nothing, NaN does.
# - `z` may be float32 or integers; the answers are floating. `z` may have one axis or several.
# - Return new arrays; leave the arguments as they are.

# %% [markdown]
# 只有两个类别时，一个得分就够了。Sigmoid（逻辑斯谛）函数把它变成类别 1 的概率，
#
# $$h = \sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^{z}}{1 + e^{z}},$$
#
# 它也曾在几十年里是隐藏层的标准激活函数。它从 0 单调上升到 1，满足 $\sigma(0) = \tfrac12$ 和 $\sigma(-z) = 1 - \sigma(z)$。它的导数可以用函数值本身来表示：
#
# $$\sigma'(z) = \sigma(z)\,\bigl(1 - \sigma(z)\bigr) \le \tfrac14 .$$
#
# 反向传播时，激活函数收到 $dh = \partial L/\partial h$，逐元素地向前一层传出 $dz = \partial L/\partial z = dh \odot \sigma'(z)$。
#
# **请实现** `sigmoid(z)` 和 `sigmoid_backward(z, dh)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `z` | 任意 | 预激活值，即*输入* sigmoid 的值 |
# | `dh` | 与 `z` 相同 | $\partial L / \partial h$，其中 $h = \sigma(z)$ |
# | `sigmoid` 返回值 | 与 `z` 相同 | $\sigma(z)$ |
# | `sigmoid_backward` 返回值 | 与 `z` 相同 | $\partial L / \partial z$ |
#
# *手算一例。* $\sigma(\ln 3) = \tfrac{3}{3+1} = \tfrac34$，$\sigma'(\ln 3) = \tfrac34\cdot\tfrac14 = \tfrac{3}{16}$，所以 $dh = 2$ 时 $dz = \tfrac38$。
#
# **约定与边界情形。**
#
# - `sigmoid_backward` 得到的是 $z$，不是 $h$。
# - 元素为 $\pm 10^4$ 时，前向得到 0 或 1，反向得到 0。上面 $\sigma$ 的两种写法在这里表现不同：其中一种会变成 $\infty/\infty$。出现溢出警告不扣分，出现 NaN 会扣分。
# - `z` 可能是 float32 或整数，返回值应为浮点数。`z` 可以有一个轴，也可以有多个轴。
# - 返回新的数组，不要改动参数。

# %%
def sigmoid(z: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Logistic sigmoid, entry by entry.

    sigma(z) = 1 / (1 + exp(-z))

    Args:
        z: an array of any shape; entries up to +-1e4.

    Returns:
        sigma(z), of the same shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("sigmoid")


def sigmoid_backward(z: Float[np.ndarray, "*shape"], dh: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
    """Backward pass of h = sigma(z).

    dz = dh sigma'(z), entry by entry

    Args:
        z: the pre-activation, what went into the sigmoid; any shape.
        dh: gradient of the loss with respect to h, same shape.

    Returns:
        Gradient of the loss with respect to z, same shape.
    """
    # your code here / 在此处作答
    raise NotImplementedError("sigmoid_backward")


# %% tags=["check"]
grader.check("sigmoid")


# %% [markdown]
# ## 6. Gaussian noise and least squares / 高斯噪声与最小二乘 (10 points / 10 分)
#
# Why does regression minimise *squared* errors, and not their fourth powers? Suppose a target is the prediction plus
# Gaussian noise, $y_i = \mu_i + \varepsilon_i$ with $\varepsilon_i \sim \mathcal N(0, \sigma^2)$, independently. Its
# density is
#
# $$p(y_i) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\!\Bigl(-\frac{(y_i - \mu_i)^2}{2\sigma^2}\Bigr),$$
#
# and the mean negative log-likelihood of $n$ targets is
#
# $$\mathrm{NLL} = -\frac1n \sum_{i=1}^{n} \log p(y_i)
# = \frac1n \sum_{i=1}^{n} \Bigl[\tfrac12 \log(2\pi\sigma^2) + \frac{(y_i - \mu_i)^2}{2\sigma^2}\Bigr].$$
#
# The predictions enter through $\mathrm{MSE} = \frac1n\sum_i (y_i - \mu_i)^2$ alone. For a fixed variance there are numbers
# $a > 0$ and $c$ with $\mathrm{NLL} = a\,\mathrm{MSE} + c$, so whatever minimises one minimises the other: least squares *is*
# maximum likelihood. The third function states this as code.
#
# **Write** `gaussian_nll(y, mu, var)`, `mse(y, mu)` and `nll_from_mse(mse, var)`.
#
# | | shape | meaning |
# |---|---|---|
# | `y` | $(n,)$ | observed targets |
# | `mu` | $(n,)$ | predicted means |
# | `var` | a number | the variance $\sigma^2 > 0$ (not $\sigma$), the same for all samples |
# | `mse` | a number | as argument of `nll_from_mse`: the mean squared error |
# | each returns | a number | NLL, MSE, and NLL again |
#
# *By hand.* $y = (1, 3)$, $\mu = (0, 1)$ and $\sigma^2 = 2$. The squared errors are $1$ and $4$, so $\mathrm{MSE} = 2.5$ and
# $\mathrm{NLL} = \tfrac12\ln(4\pi) + \tfrac{2.5}{4} \approx 1.265512 + 0.625 = 1.890512$. The last function finds the same
# number from $2.5$ and $2$ alone.
#
# **Conventions and edges.**
#
# - All constants count, $2\pi$ included, and the logarithm is natural. For a small variance NLL may be negative: densities
#   are not probabilities.
# - `mse` has no factor $\tfrac12$.
# - The tests look at variances below, at and above 1, one sample and a thousand, a perfect fit and an outlier, and float32 or
#   integer `y` and `mu`. A density, and all the more a product of many, may underflow to 0 where its logarithm is finite.
# - Leave the arguments as they are.

# %% [markdown]
# 回归为什么最小化误差的*平方*，而不是四次方？假设观测值等于预测值加上高斯噪声，$y_i = \mu_i + \varepsilon_i$，其中 $\varepsilon_i \sim \mathcal N(0, \sigma^2)$ 相互独立。那么它的概率密度是
#
# $$p(y_i) = \frac{1}{\sqrt{2\pi\sigma^2}} \exp\!\Bigl(-\frac{(y_i - \mu_i)^2}{2\sigma^2}\Bigr),$$
#
# $n$ 个观测值的平均负对数似然是
#
# $$\mathrm{NLL} = -\frac1n \sum_{i=1}^{n} \log p(y_i)
# = \frac1n \sum_{i=1}^{n} \Bigl[\tfrac12 \log(2\pi\sigma^2) + \frac{(y_i - \mu_i)^2}{2\sigma^2}\Bigr].$$
#
# 预测值只通过 $\mathrm{MSE} = \frac1n\sum_i (y_i - \mu_i)^2$ 起作用。方差固定时，存在常数 $a > 0$ 和 $c$，使得 $\mathrm{NLL} = a\,\mathrm{MSE} + c$，所以使其中一个最小的预测也使另一个最小：最小二乘*就是*极大似然。第三个函数就是用代码写出这句话。
#
# **请实现** `gaussian_nll(y, mu, var)`、`mse(y, mu)` 和 `nll_from_mse(mse, var)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `y` | $(n,)$ | 观测值 |
# | `mu` | $(n,)$ | 预测的均值 |
# | `var` | 一个数 | 方差 $\sigma^2 > 0$（不是 $\sigma$），所有样本相同 |
# | `mse` | 一个数 | 作为 `nll_from_mse` 的参数：均方误差 |
# | 各自返回 | 一个数 | 依次为 NLL、MSE、NLL |
#
# *手算一例。* 设 $y = (1, 3)$，$\mu = (0, 1)$，$\sigma^2 = 2$。平方误差是 $1$ 和 $4$，所以 $\mathrm{MSE} = 2.5$，$\mathrm{NLL} = \tfrac12\ln(4\pi) + \tfrac{2.5}{4} \approx 1.265512 + 0.625 = 1.890512$。最后一个函数只凭 $2.5$ 和 $2$ 也能得到同一个数。
#
# **约定与边界情形。**
#
# - 所有常数都要算上，包括 $2\pi$；对数取自然对数。方差很小时 NLL 可以是负数：密度不是概率。
# - `mse` 没有因子 $\tfrac12$。
# - 测试会涉及：小于 1、等于 1 和大于 1 的方差，一个样本和一千个样本，预测完全准确和含有离群值的情形，以及 float32 或整数的 `y` 和 `mu`。密度可能下溢为 0，许多密度的乘积更是如此，而它的对数仍是有限的。
# - 不要改动参数。

# %%
def gaussian_nll(y: Float[np.ndarray, "n"], mu: Float[np.ndarray, "n"], var: float) -> float:
    """Mean negative log-likelihood of targets with Gaussian noise, constant included.

    -(1/n) sum_i log N(y_i; mu_i, var) = (1/n) sum_i [ log(2 pi var) / 2 + (y_i - mu_i)^2 / (2 var) ]

    Args:
        y: observed targets, shape (n,).
        mu: predicted means, shape (n,).
        var: variance of the noise (sigma squared), above 0, the same for all samples.

    Returns:
        The mean, one number; it may be negative, as a density may exceed 1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("gaussian_nll")


def mse(y: Float[np.ndarray, "n"], mu: Float[np.ndarray, "n"]) -> float:
    """Mean squared error.

    (1/n) sum_i (y_i - mu_i)^2

    Args:
        y: observed targets, shape (n,).
        mu: predicted means, shape (n,).

    Returns:
        The mean, one number.
    """
    # your code here / 在此处作答
    raise NotImplementedError("mse")


def nll_from_mse(mse: float, var: float) -> float:
    """Mean negative log-likelihood of Gaussian noise, from the mean squared error alone.

    The affine map NLL = a MSE + c with nll_from_mse(mse(y, mu), var) = gaussian_nll(y, mu, var).

    Args:
        mse: mean squared error of the predictions.
        var: variance of the noise, above 0.

    Returns:
        The mean negative log-likelihood, one number.
    """
    # your code here / 在此处作答
    raise NotImplementedError("nll_from_mse")


# %% tags=["check"]
grader.check("gaussian_likelihood")


# %% [markdown]
# ## 7. Bernoulli labels and binary cross-entropy / 伯努利标签与二元交叉熵 (8 points / 8 分)
#
# A yes-or-no label is the toss of a coin whose bias the model predicts: $y_i = 1$ with probability $p_i = \sigma(z_i)$,
# else $y_i = 0$. Both cases fit into one formula, $p(y_i) = p_i^{\,y_i}(1 - p_i)^{1 - y_i}$, and the mean negative log-likelihood is
#
# $$\mathrm{NLL} = -\frac1n\sum_{i=1}^{n} \bigl[\, y_i \log p_i + (1 - y_i)\log(1 - p_i) \,\bigr],
# \qquad p_i = \sigma(z_i) = \frac{1}{1 + e^{-z_i}} .$$
#
# Practice calls it *binary cross-entropy*, and it is the softmax cross-entropy of two classes with the logits $(0, z_i)$:
# only the difference of two scores matters. So in classification, too, minimising the usual loss is maximum likelihood.
#
# Computed literally, the formula fails for a confident model: $\sigma(40)$ is exactly 1 in float64, and $\log(1 - 1)$ is not
# finite. But $-\log \sigma(z) = \log(1 + e^{-z})$. What is $-\log(1 - \sigma(z))$? And how do you compute $\log(1 + e^{u})$ when
# $e^{u}$ overflows?
#
# **Write** `bernoulli_nll(z, y)`.
#
# | | shape | meaning |
# |---|---|---|
# | `z` | $(n,)$ | logits of class 1, not probabilities |
# | `y` | $(n,)$ | labels, integers $0$ or $1$ |
# | returns | a number | NLL, with the natural logarithm |
#
# *By hand.* $z = (\ln 3, \ln 3)$ and $y = (1, 0)$. Both $p_i$ are $\tfrac34$; the terms are $-\ln\tfrac34 \approx 0.287682$ and
# $-\ln\tfrac14 \approx 1.386294$, their mean $0.836988$.
#
# **Conventions and edges.**
#
# - The answer is exact also for logits of $\pm 10^4$: $z = 10^4$ with $y = 0$ costs $10000$, with $y = 1$ it costs $0$. The
#   confident mistake and the confident success have a case each.
# - The tests look at batches with only one of the two labels, at a single sample, and at float32 or integer `z`. `y` may be
#   of any integer type; in an unsigned one, such as `uint8`, neither $-y$ nor $1 - 2y$ can be negative.
# - Leave both arguments as they are.

# %% [markdown]
# “是或否”的标签好比抛一枚硬币，硬币正面朝上的概率由模型预测：$y_i = 1$ 的概率是 $p_i = \sigma(z_i)$，否则 $y_i = 0$。两种情形可以写成一个式子 $p(y_i) = p_i^{\,y_i}(1 - p_i)^{1 - y_i}$，平均负对数似然就是
#
# $$\mathrm{NLL} = -\frac1n\sum_{i=1}^{n} \bigl[\, y_i \log p_i + (1 - y_i)\log(1 - p_i) \,\bigr],
# \qquad p_i = \sigma(z_i) = \frac{1}{1 + e^{-z_i}} .$$
#
# 实践中它叫作*二元交叉熵*，其实就是 logits 为 $(0, z_i)$ 的两类 softmax 交叉熵：起作用的只是两个得分之差。所以在分类问题里，最小化常用的损失同样是极大似然估计。
#
# 如果照公式逐字计算，模型很自信时就会出问题：在 float64 中 $\sigma(40)$ 恰好等于 1，而 $\log(1 - 1)$ 不是有限值。不过 $-\log \sigma(z) = \log(1 + e^{-z})$。那么 $-\log(1 - \sigma(z))$ 等于什么？当 $e^{u}$ 上溢时，又怎样计算 $\log(1 + e^{u})$？
#
# **请实现** `bernoulli_nll(z, y)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `z` | $(n,)$ | 类别 1 的 logit，不是概率 |
# | `y` | $(n,)$ | 标签，整数 $0$ 或 $1$ |
# | 返回值 | 一个数 | NLL，使用自然对数 |
#
# *手算一例。* 设 $z = (\ln 3, \ln 3)$，$y = (1, 0)$。两个 $p_i$ 都是 $\tfrac34$；两项分别是 $-\ln\tfrac34 \approx 0.287682$ 和 $-\ln\tfrac14 \approx 1.386294$，平均为 $0.836988$。
#
# **约定与边界情形。**
#
# - logits 为 $\pm 10^4$ 时结果也必须准确：$z = 10^4$、$y = 0$ 时损失是 $10000$，$y = 1$ 时损失是 $0$。“自信却错了”和“自信且对了”各有一个单独的测试。
# - 测试会涉及：只含一种标签的批次、只有一个样本，以及 float32 或整数的 `z`。`y` 可以是任意整数类型；在 `uint8` 这样的无符号类型里，$-y$ 和 $1 - 2y$ 都不会是负数。
# - 不要改动两个参数。

# %%
def bernoulli_nll(z: Float[np.ndarray, "n"], y: Int[np.ndarray, "n"]) -> float:
    """Mean negative log-likelihood of binary labels, from logits: the binary cross-entropy, in nats.

    -(1/n) sum_i [ y_i log p_i + (1 - y_i) log(1 - p_i) ],  p_i = sigma(z_i)

    Args:
        z: logits of class 1, shape (n,); entries up to +-1e4.
        y: labels, 0 or 1, shape (n,).

    Returns:
        The mean, one number; exact also where sigma(z) rounds to 0 or 1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("bernoulli_nll")


# %% tags=["check"]
grader.check("bernoulli_likelihood")


# %% [markdown]
# ## 8. The 1-1-1 network: loss, gradient, Hessian / 1-1-1 网络：损失、梯度与 Hessian (14 points / 14 分)
#
# The smallest network with a hidden layer has one input, one hidden unit, one output and two weights:
#
# $$z_1 = w_1 x, \quad h = \sigma(z_1), \qquad z_2 = w_2 h, \quad o = \sigma(z_2), \qquad \sigma(z) = \frac{1}{1 + e^{-z}} .$$
#
# It is small enough to differentiate by hand, twice, and already shows everything that makes training hard. For one sample
# with the target $y \in [0, 1]$ there are two losses,
#
# $$L_{\mathrm{mse}} = \tfrac12 (o - y)^2, \qquad L_{\mathrm{ce}} = -\bigl[\, y \log o + (1 - y) \log (1 - o) \,\bigr] .$$
#
# *Gradient.* Let $\delta = \partial L/\partial z_2$. It is $(o - y)\,\sigma'(z_2)$ for the squared error and simply $o - y$ for the
# cross-entropy. Then $\partial L/\partial w_2 = \delta\, h$ and $\partial L/\partial w_1 = \delta\, w_2\, \sigma'(z_1)\, x$.
#
# *Hessian.* Let $\kappa = \partial^2 L/\partial z_2^2$. Since $L$ depends on the weights through $z_2$ alone,
#
# $$\frac{\partial^2 L}{\partial w_i\,\partial w_j} = \kappa\, \frac{\partial z_2}{\partial w_i}\frac{\partial z_2}{\partial w_j}
# + \delta\, \frac{\partial^2 z_2}{\partial w_i\,\partial w_j} .$$
#
# The first term cannot be negative along any direction if $\kappa \ge 0$; the second can. You will need
# $\sigma' = \sigma(1 - \sigma)$ and $\sigma'' = \sigma(1 - \sigma)(1 - 2\sigma)$.
#
# **Write** `tiny_loss(w1, w2, x, y, loss)`, `tiny_gradient(w1, w2, x, y, loss)` and `tiny_hessian(w1, w2, x, y, loss)`.
#
# | | shape | meaning |
# |---|---|---|
# | `w1`, `w2`, `x` | numbers | weights and input |
# | `y` | a number | target in $[0, 1]$, not only $0$ or $1$ |
# | `loss` | `"mse"` or `"ce"` | which loss |
# | `tiny_loss` returns | a number | $L$ |
# | `tiny_gradient` returns | $(2,)$ | $(\partial L/\partial w_1, \partial L/\partial w_2)$ |
# | `tiny_hessian` returns | $(2, 2)$ | second derivatives, in the same order |
#
# *By hand.* $w_1 = 0$, $w_2 = 2\ln 3$, $x = 2$, $y = 1$. Then $h = \tfrac12$, $z_2 = \ln 3$, $o = \tfrac34$. Squared error:
# $L = \tfrac1{32}$, $\delta = -\tfrac14\cdot\tfrac3{16} = -\tfrac3{64}$, gradient $\approx (-0.051497, -0.023438)$ and Hessian
# $\approx \begin{pmatrix}0.070720 & 0.008748\\ 0.008748 & 0.014648\end{pmatrix}$. Cross-entropy: $L = \ln\tfrac43$,
# $\delta = -\tfrac14$, gradient $\approx (-0.274653, -0.125)$ and Hessian
# $\approx \begin{pmatrix}0.226303 & -0.022005\\ -0.022005 & 0.046875\end{pmatrix}$.
#
# **Conventions and edges.**
#
# - The squared error carries the factor $\tfrac12$; all logarithms are natural.
# - The tests look at targets between 0 and 1 and at 0 and 1, at weights of either sign, at a zero weight. Weights and inputs
#   are moderate, so $o$ never rounds to 0 or 1.
# - Gradient and Hessian have to be exact to 12 digits: finite differences are not accurate enough (but they are a fine check
#   of your own).

# %% [markdown]
# 带隐藏层的最小网络只有一个输入、一个隐藏单元、一个输出和两个权重：
#
# $$z_1 = w_1 x, \quad h = \sigma(z_1), \qquad z_2 = w_2 h, \quad o = \sigma(z_2), \qquad \sigma(z) = \frac{1}{1 + e^{-z}} .$$
#
# 它小到可以手工求两次导，却已经包含了训练之所以困难的全部因素。对目标值为 $y \in [0, 1]$ 的一个样本，考虑两种损失，
#
# $$L_{\mathrm{mse}} = \tfrac12 (o - y)^2, \qquad L_{\mathrm{ce}} = -\bigl[\, y \log o + (1 - y) \log (1 - o) \,\bigr] .$$
#
# *梯度。* 记 $\delta = \partial L/\partial z_2$。平方误差时它是 $(o - y)\,\sigma'(z_2)$，交叉熵时就是 $o - y$。于是 $\partial L/\partial w_2 = \delta\, h$，$\partial L/\partial w_1 = \delta\, w_2\, \sigma'(z_1)\, x$。
#
# *Hessian 矩阵。* 记 $\kappa = \partial^2 L/\partial z_2^2$。由于 $L$ 只通过 $z_2$ 依赖于权重，
#
# $$\frac{\partial^2 L}{\partial w_i\,\partial w_j} = \kappa\, \frac{\partial z_2}{\partial w_i}\frac{\partial z_2}{\partial w_j}
# + \delta\, \frac{\partial^2 z_2}{\partial w_i\,\partial w_j} .$$
#
# 当 $\kappa \ge 0$ 时，第一项沿任何方向都不会为负，第二项却可能为负。你会用到 $\sigma' = \sigma(1 - \sigma)$ 和 $\sigma'' = \sigma(1 - \sigma)(1 - 2\sigma)$。
#
# **请实现** `tiny_loss(w1, w2, x, y, loss)`、`tiny_gradient(w1, w2, x, y, loss)` 和 `tiny_hessian(w1, w2, x, y, loss)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `w1`, `w2`, `x` | 数 | 权重与输入 |
# | `y` | 一个数 | 目标值，取值于 $[0, 1]$，不一定是 $0$ 或 $1$ |
# | `loss` | `"mse"` 或 `"ce"` | 使用哪种损失 |
# | `tiny_loss` 返回值 | 一个数 | $L$ |
# | `tiny_gradient` 返回值 | $(2,)$ | $(\partial L/\partial w_1, \partial L/\partial w_2)$ |
# | `tiny_hessian` 返回值 | $(2, 2)$ | 二阶导数，顺序同上 |
#
# *手算一例。* 设 $w_1 = 0$，$w_2 = 2\ln 3$，$x = 2$，$y = 1$，则 $h = \tfrac12$，$z_2 = \ln 3$，$o = \tfrac34$。平方误差：$L = \tfrac1{32}$，$\delta = -\tfrac14\cdot\tfrac3{16} = -\tfrac3{64}$，梯度 $\approx (-0.051497, -0.023438)$，Hessian 矩阵 $\approx \begin{pmatrix}0.070720 & 0.008748\\ 0.008748 & 0.014648\end{pmatrix}$。交叉熵：$L = \ln\tfrac43$，$\delta = -\tfrac14$，梯度 $\approx (-0.274653, -0.125)$，Hessian 矩阵 $\approx \begin{pmatrix}0.226303 & -0.022005\\ -0.022005 & 0.046875\end{pmatrix}$。
#
# **约定与边界情形。**
#
# - 平方误差带有因子 $\tfrac12$；所有对数都是自然对数。
# - 测试会涉及：0 与 1 之间的目标值以及 0 和 1 本身、正负两种符号的权重、等于零的权重。权重和输入的大小适中，$o$ 不会被舍入成 0 或 1。
# - 梯度和 Hessian 矩阵必须精确到 12 位有效数字：有限差分的精度不够（但很适合用来自查）。

# %%
def tiny_loss(w1: float, w2: float, x: float, y: float, loss: str) -> float:
    """Loss of the 1-1-1 network o = sigma(w2 sigma(w1 x)) on one sample.

    "mse": (o - y)^2 / 2,  "ce": -[y log o + (1 - y) log(1 - o)]

    Args:
        w1: weight of the hidden unit.
        w2: weight of the output unit.
        x: input.
        y: target, in [0, 1].
        loss: "mse" or "ce".

    Returns:
        The loss, one number.
    """
    # your code here / 在此处作答
    raise NotImplementedError("tiny_loss")


def tiny_gradient(w1: float, w2: float, x: float, y: float, loss: str) -> Float[np.ndarray, "2"]:
    """Gradient of `tiny_loss` with respect to the weights, in the order (w1, w2).

    With z1 = w1 x, h = sigma(z1), z2 = w2 h, o = sigma(z2) and delta = dL/dz2:
    dL/dw2 = delta h,  dL/dw1 = delta w2 sigma'(z1) x

    Args:
        w1: weight of the hidden unit.
        w2: weight of the output unit.
        x: input.
        y: target, in [0, 1].
        loss: "mse" or "ce".

    Returns:
        (dL/dw1, dL/dw2), shape (2,).
    """
    # your code here / 在此处作答
    raise NotImplementedError("tiny_gradient")


def tiny_hessian(w1: float, w2: float, x: float, y: float, loss: str) -> Float[np.ndarray, "2 2"]:
    """Hessian of `tiny_loss` with respect to the weights, in the order (w1, w2).

    d2L/dwi dwj = kappa (dz2/dwi) (dz2/dwj) + delta d2z2/dwi dwj,  delta = dL/dz2, kappa = d2L/dz2^2

    Args:
        w1: weight of the hidden unit.
        w2: weight of the output unit.
        x: input.
        y: target, in [0, 1].
        loss: "mse" or "ce".

    Returns:
        The symmetric matrix of second derivatives, shape (2, 2).
    """
    # your code here / 在此处作答
    raise NotImplementedError("tiny_hessian")


# %% tags=["check"]
grader.check("tiny_network")


# %% [markdown]
# ## 9. A witness against convexity / 非凸性的见证 (7 points / 7 分)
#
# "The loss of a neural network is not convex" is often repeated and rarely proved. Yet a proof fits into one line. A
# function $f$ is convex if it never rises above a chord: for all points $a$, $b$ and all $t \in (0, 1)$
#
# $$f\bigl(t a + (1 - t) b\bigr) \le t f(a) + (1 - t) f(b) .$$
#
# So two points and one number that break this are a complete proof, and a machine can check it. A second proof is local: a
# convex function has no negative curvature, so one point whose Hessian has a negative eigenvalue will do.
#
# The function here is the loss of the 1-1-1 network of the previous question for the sample $x = y = 1$, as a function of
# $\theta = (w_1, w_2)$,
#
# $$f(\theta) = L\bigl(\sigma(w_2\,\sigma(w_1)),\, 1\bigr),$$
#
# once with the squared error ("mse") and once with the cross-entropy ("ce"). Find the answers in any way you like: on paper, by
# a random search with `tiny_loss` and `tiny_hessian`, by looking at a picture. Then return them as constants.
#
# **Write** `nonconvexity_witness(loss)` and `negative_curvature_point(loss)`.
#
# | | shape | meaning |
# |---|---|---|
# | `loss` | `"mse"` or `"ce"` | which loss; both are asked for |
# | `nonconvexity_witness` returns | $(2,)$, $(2,)$, a number | the tuple $(\theta_a, \theta_b, t)$ with $f(t\theta_a + (1 - t)\theta_b) > t f(\theta_a) + (1 - t) f(\theta_b) + 10^{-6}$ |
# | `negative_curvature_point` returns | $(2,)$ | $\theta$, where the Hessian of $f$ has an eigenvalue below $-10^{-3}$ |
#
# *By hand*, for another function: $g(u, v) = (1 - uv)^2$, a network of two linear units. $a = (2, \tfrac12)$ and
# $b = (\tfrac12, 2)$ both have $g = 0$; in the middle, at $(\tfrac54, \tfrac54)$, $g = (1 - \tfrac{25}{16})^2 \approx 0.316 > 0$. So
# $(a, b, \tfrac12)$ is a witness. At $(0, 0)$ the Hessian is $\begin{pmatrix}0 & -2\\ -2 & 0\end{pmatrix}$, with the eigenvalues
# $\pm 2$.
#
# **Conventions and edges.**
#
# - Every answer that satisfies the inequality is right; there are very many, and the same one may serve both losses.
# - Floats, not integers: `np.array([10.0, 20.0])`. All entries lie between $-100$ and $100$, and $0 < t < 1$.
# - Think before you search. Where is the loss flat, and where does it bend to get there? For a fixed $w_1$, is the
#   cross-entropy convex in $w_2$?
# - The public tests only look at the form of your answer; check the inequality yourself with `tiny_loss`.

# %% [markdown]
# “神经网络的损失函数不是凸的”，这句话常有人说，却很少有人证明。其实证明只要一行。凸函数 $f$ 的图像从不高于弦：对任意两点 $a$、$b$ 和任意 $t \in (0, 1)$ 都有
#
# $$f\bigl(t a + (1 - t) b\bigr) \le t f(a) + (1 - t) f(b) .$$
#
# 因此，只要有两个点和一个数使不等式不成立，就是完整的证明，而且可以由机器检验。另一种证明是局部的：凸函数没有负曲率，所以只要找到一个点，那里的 Hessian 矩阵有负特征值即可。
#
# 这里的函数是上一题的 1-1-1 网络在样本 $x = y = 1$ 上的损失，看作 $\theta = (w_1, w_2)$ 的函数，
#
# $$f(\theta) = L\bigl(\sigma(w_2\,\sigma(w_1)),\, 1\bigr),$$
#
# 一次用平方误差（"mse"），一次用交叉熵（"ce"）。用什么方法找都可以：在纸上推导，用 `tiny_loss` 和 `tiny_hessian` 随机搜索，或者看图。找到之后直接以常数返回。
#
# **请实现** `nonconvexity_witness(loss)` 和 `negative_curvature_point(loss)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `loss` | `"mse"` 或 `"ce"` | 哪种损失；两种都要回答 |
# | `nonconvexity_witness` 返回值 | $(2,)$, $(2,)$, 一个数 | 元组 $(\theta_a, \theta_b, t)$，满足 $f(t\theta_a + (1 - t)\theta_b) > t f(\theta_a) + (1 - t) f(\theta_b) + 10^{-6}$ |
# | `negative_curvature_point` 返回值 | $(2,)$ | 一个点 $\theta$，$f$ 在此处的 Hessian 矩阵有小于 $-10^{-3}$ 的特征值 |
#
# *手算一例*（换一个函数）：$g(u, v) = (1 - uv)^2$，即两个线性单元组成的网络。$a = (2, \tfrac12)$ 和 $b = (\tfrac12, 2)$ 处都有 $g = 0$；而在中点 $(\tfrac54, \tfrac54)$ 处，$g = (1 - \tfrac{25}{16})^2 \approx 0.316 > 0$。所以 $(a, b, \tfrac12)$ 就是一个见证。在 $(0, 0)$ 处，Hessian 矩阵是 $\begin{pmatrix}0 & -2\\ -2 & 0\end{pmatrix}$，特征值为 $\pm 2$。
#
# **约定与边界情形。**
#
# - 凡是满足不等式的答案都对；这样的答案非常多，同一个答案也可以同时用于两种损失。
# - 请用浮点数而不是整数：`np.array([10.0, 20.0])`。所有分量都在 $-100$ 与 $100$ 之间，且 $0 < t < 1$。
# - 先想再找：损失在哪里是平坦的？又在哪里弯曲着过渡到平坦处？固定 $w_1$ 时，交叉熵关于 $w_2$ 是凸的吗？
# - 公开测试只检查答案的形式；请自己用 `tiny_loss` 验证不等式。

# %%
def nonconvexity_witness(loss: str) -> tuple[Float[np.ndarray, "2"], Float[np.ndarray, "2"], float]:
    """A segment on which the loss f of the 1-1-1 network, for x = y = 1, rises above its chord.

    f(t a + (1 - t) b) > t f(a) + (1 - t) f(b) + 1e-6, so f is not convex

    Args:
        loss: "mse" or "ce", as in `tiny_loss`.

    Returns:
        (theta_a, theta_b, t): two weight vectors (w1, w2) with entries between -100 and 100, shape (2,) each, and
        a number strictly between 0 and 1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("nonconvexity_witness")


def negative_curvature_point(loss: str) -> Float[np.ndarray, "2"]:
    """A point at which the Hessian of the same loss, for x = y = 1, has an eigenvalue below -1e-3.

    Args:
        loss: "mse" or "ce", as in `tiny_loss`.

    Returns:
        The weights (w1, w2), with entries between -100 and 100, shape (2,).
    """
    # your code here / 在此处作答
    raise NotImplementedError("negative_curvature_point")


# %% tags=["check"]
grader.check("nonconvexity_witness")


# %% tags=["explore", "otter_ignore"]
# Your proof as a picture: the two loss surfaces from above with your segment, and a cut along it. Needs `tiny_loss`.
# 把你的证明画出来：俯视两张损失曲面和你的线段，再看沿线段的剖面。需要先完成 `tiny_loss`。
@explore
def picture_of_nonconvexity_witness():
    import matplotlib.pyplot as plt

    try:
        fig, axes = plt.subplots(2, 2, figsize=(9.5, 7), height_ratios=[3, 2], layout="constrained")
        for (top, bottom), loss in zip(axes.T, ("mse", "ce")):
            a, b, t = nonconvexity_witness(loss)
            a, b, point = (np.asarray(w, dtype=float) for w in (a, b, negative_curvature_point(loss)))
            low, high = np.min([a, b, point, [-8, -8]], axis=0) - 1, np.max([a, b, point, [8, 8]], axis=0) + 1
            W1, W2 = np.meshgrid(np.linspace(low[0], high[0], 61), np.linspace(low[1], high[1], 61))
            surface = [[tiny_loss(w1, w2, 1.0, 1.0, loss) for w1, w2 in zip(*row)] for row in zip(W1, W2)]
            fig.colorbar(top.contourf(W1, W2, surface, levels=25, cmap="viridis"), ax=top)
            top.plot(*zip(a, b), "o-", color="tab:red", lw=2, label=label("your segment", "你的线段"))
            top.plot(*point, "*", color="white", ms=14, mec="black", label=label("negative curvature", "负曲率点"))
            top.set(xlabel="$w_1$", ylabel="$w_2$", title=f'"{loss}"')
            top.legend(loc="upper left", fontsize=8)

            s = np.linspace(0, 1, 101)
            cut = [tiny_loss(*(r * a + (1 - r) * b), 1.0, 1.0, loss) for r in s]
            chord = s * cut[-1] + (1 - s) * cut[0]
            below, above = t * cut[-1] + (1 - t) * cut[0], tiny_loss(*(t * a + (1 - t) * b), 1.0, 1.0, loss)
            gap = label(f"gap at t: {above - below:.3g}", f"t 处的差：{above - below:.3g}")
            bottom.plot(s, cut, lw=2.5, label=label("loss", "损失"))
            bottom.plot(s, chord, "--", color="tab:red", label=label("chord", "弦"))
            bottom.fill_between(s, chord, cut, where=np.array(cut) > chord, color="tab:red", alpha=0.15)
            bottom.plot([t, t], [below, above], "k.-", lw=1, label=gap)
            bottom.set(xlabel=label("t (0: theta_b, 1: theta_a)", "t（0：theta_b，1：theta_a）"), ylabel="L")
            bottom.legend(fontsize=8)
            bottom.spines[["top", "right"]].set_visible(False)
        plt.show()
    except NotImplementedError:
        plt.close()
        print(
            "Finish `tiny_loss` and both functions of this question first, then run this cell again."
            " / 先完成 `tiny_loss` 和本题的两个函数，再运行本单元格。"
        )


# %% [markdown]
# ## 10. The direction of steepest descent / 最速下降方向 (5 points / 5 分)
#
# Gradient descent steps against the gradient. Why there, of all directions? Near $\theta_0$ a smooth function is almost linear:
# for a small step of length $\eta$ in the direction of a unit vector $v$,
#
# $$f(\theta_0 + \eta v) \approx f(\theta_0) + \eta\, g^{\top} v, \qquad g = \nabla f(\theta_0), \quad \lVert v \rVert_2 = 1 .$$
#
# The step gains most where $g^{\top} v$ is smallest. By the Cauchy-Schwarz inequality $g^{\top} v \ge -\lVert g \rVert_2$, and
# exactly one unit vector reaches this bound. Find it. (With another norm in place of $\lVert\cdot\rVert_2$ the answer is another
# one: steepest descent always belongs to a norm.)
#
# **Write** `steepest_descent_direction(grad)`.
#
# | | shape | meaning |
# |---|---|---|
# | `grad` | $(d,)$ | the gradient $g$ |
# | returns | $(d,)$ | the unit vector $v$ along which $f$ falls fastest |
#
# *By hand.* $g = (3, -4)$ has the length 5, so $v = (-0.6, 0.8)$ and $g^{\top} v = -5$. The coordinate direction $(0, 1)$ gives $-4$,
# the diagonal $(-1, 1)/\sqrt2$ about $-4.95$: close, but not best.
#
# **Conventions and edges.**
#
# - The direction has length 1 in the 2-norm, however short or long the gradient: add no small constant to the norm.
# - For a zero gradient no direction is best: return zeros, not NaN.
# - The tests also hold your direction against 1000 random unit vectors, and look at short and long gradients, at gradients
#   with zero entries, with a single entry, and of float32 or integers.
# - Return a new array; leave the argument as it is.

# %% [markdown]
# 梯度下降总是逆着梯度走。那么多方向，为什么偏偏选这个？光滑函数在 $\theta_0$ 附近几乎是线性的：沿单位向量 $v$ 走一小步，步长为 $\eta$，则
#
# $$f(\theta_0 + \eta v) \approx f(\theta_0) + \eta\, g^{\top} v, \qquad g = \nabla f(\theta_0), \quad \lVert v \rVert_2 = 1 .$$
#
# $g^{\top} v$ 越小，这一步下降得越多。由柯西-施瓦茨不等式，$g^{\top} v \ge -\lVert g \rVert_2$，而恰好有一个单位向量能取到等号。请找出它。（如果把 $\lVert\cdot\rVert_2$ 换成别的范数，答案也会不同：最速下降总是相对于某个范数而言的。）
#
# **请实现** `steepest_descent_direction(grad)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `grad` | $(d,)$ | 梯度 $g$ |
# | 返回值 | $(d,)$ | 使 $f$ 下降最快的单位向量 $v$ |
#
# *手算一例。* $g = (3, -4)$ 的长度是 5，所以 $v = (-0.6, 0.8)$，$g^{\top} v = -5$。坐标方向 $(0, 1)$ 只能得到 $-4$，对角方向 $(-1, 1)/\sqrt2$ 约为 $-4.95$：接近，但不是最好的。
#
# **约定与边界情形。**
#
# - 无论梯度长短，返回的方向在 2-范数下长度为 1：不要在范数上加小常数。
# - 梯度为零时没有最好的方向：返回零向量，而不是 NaN。
# - 测试还会把你的方向与 1000 个随机单位向量比较，并涉及很短和很长的梯度、含有零分量的梯度、只有一个分量的梯度，以及 float32 或整数的梯度。
# - 返回新的数组，不要改动参数。

# %%
def steepest_descent_direction(grad: Float[np.ndarray, "d"]) -> Float[np.ndarray, "d"]:
    """Unit vector along which a function with this gradient falls fastest.

    v = argmin of grad . v over all v with ||v||_2 = 1

    Args:
        grad: gradient at the current point, shape (d,).

    Returns:
        The direction, of 2-norm 1 and shape (d,); zeros if the gradient is zero.
    """
    # your code here / 在此处作答
    raise NotImplementedError("steepest_descent_direction")


# %% tags=["check"]
grader.check("steepest_descent")


# %% tags=["explore", "otter_ignore"]
# Every direction in the plane, and how fast the function falls along it: three unit balls, three steepest directions.
# 平面上所有方向各自的下降速度：不同范数的单位球，最速下降方向也不同。
@explore
def picture_of_steepest_descent():
    import matplotlib.pyplot as plt

    grad = np.array([3.0, -1.2])
    try:
        best = np.asarray(steepest_descent_direction(grad), dtype=float)
    except NotImplementedError:
        print(
            "Finish `steepest_descent_direction` first, then run this cell again."
            " / 先完成 `steepest_descent_direction`，再运行本单元格。"
        )
    else:
        angles = np.linspace(-np.pi, np.pi, 361)
        circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
        fig, (left, right) = plt.subplots(1, 2, figsize=(9.5, 3.8), layout="constrained")
        left.plot(np.degrees(angles), circle @ grad, lw=2.5, label=label("slope along v", "沿 v 的斜率"))
        left.plot(
            np.degrees(np.arctan2(best[1], best[0])), best @ grad, "o", color="tab:red", label=label("yours", "你的方向")
        )
        left.set(xlabel=label("angle of v in degrees", "v 的角度（度）"), ylabel="$g^T v$", xticks=range(-180, 181, 90))
        left.legend(frameon=False)
        left.spines[["top", "right"]].set_visible(False)

        xs = np.linspace(-1.9, 1.9, 50)
        X, Y = np.meshgrid(xs, xs)
        right.contour(X, Y, grad[0] * X + grad[1] * Y, levels=15, cmap="Greys", alpha=0.6)
        balls = {"1": np.abs(circle).sum(axis=1), "2": np.ones(len(circle)), "\\infty": np.abs(circle).max(axis=1)}
        for norm, size in balls.items():
            ball = circle / size[:, None]
            corner = ball[(ball @ grad).argmin()]
            (line,) = right.plot(*ball.T, label=f"$\\|v\\|_{{{norm}}} = 1$")
            right.plot(*corner, "o", color=line.get_color())
        right.annotate("", best, (0, 0), arrowprops={"arrowstyle": "->", "color": "tab:red", "lw": 2})
        right.set(aspect="equal", xlabel="$v_1$", ylabel="$v_2$", title=label("Three norms", "三种范数"))
        right.legend(fontsize=8, loc="upper right")
        plt.show()

# %% [markdown]
# ## 11. Two losses are two likelihoods / 两种损失，两种似然 (written / 简答, 10 points / 10 分)
#
# The questions above used two facts as code. Derive both, with your own words between the formulas; about one page in all.
#
# 1. *Regression.* The targets are the predictions of a model with parameters $\theta$ plus independent Gaussian noise of a fixed
#    variance. Show that the $\theta$ of largest likelihood is the $\theta$ of smallest mean squared error.
# 2. *Classification.* A model with parameters $\theta$ gives each sample a probability for each of $k$ classes. Show that the
#    $\theta$ of largest likelihood is the $\theta$ of smallest cross-entropy.
#
# Start from the probability of one sample, say where you use each assumption, and say for every step why it does not move the
# optimum: taking the logarithm, changing the sign, dropping a term, dividing by something. Close with two sentences on what the
# two results rest on: which assumption could fail, and which loss would the likelihood ask for then?

# %% [markdown]
# 前面的题目把两个事实直接写成了代码。请推导这两个事实，公式之间要有自己的文字说明；总共约一页。
#
# 1. *回归。* 观测值等于参数为 $\theta$ 的模型的预测，加上方差固定且相互独立的高斯噪声。证明：使似然最大的 $\theta$ 就是使均方误差最小的 $\theta$。
# 2. *分类。* 参数为 $\theta$ 的模型为每个样本给出 $k$ 个类别的概率。证明：使似然最大的 $\theta$ 就是使交叉熵最小的 $\theta$。
#
# 请从单个样本的概率出发，指明每个假设用在了哪里，并说明每一步为什么不改变最优点：取对数、变号、去掉某一项、除以某个量。最后用两句话谈谈这两个结论依赖什么：哪个假设可能不成立？那时似然对应的又是哪种损失？

# %% [markdown]
# <!-- BEGIN ANSWER likelihood_derivations -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER likelihood_derivations -->
