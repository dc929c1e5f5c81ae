# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Convolution, LeNet and depth / 卷积、LeNet 与深度
#
# A convolution is a linear layer that has been told two things: what matters is near, and it may be anywhere. You count
# its sizes and parameters, write it forward and backward, see it as a matrix with most entries zero and the others
# shared, and put LeNet together in PyTorch. The last part is about depth: a skip connection lets gradients through, and
# a network a few units wide bends a line into exponentially many pieces.
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
# **Packages.** When graded, your file can import the standard library and NumPy; in question 7 (`lenet_module`) PyTorch
# too; nothing else. The cells that draw pictures need Matplotlib; they are not graded.
#
# **Time.** All questions together take about 8 hours; each says its own time, and what it builds on. Times are for
# orientation and are not graded.

# %% [markdown]
# 卷积是一种带有两条先验的线性层：重要的东西就在附近，而它可能出现在任何位置。本次作业计算它的尺寸与参数量，写出它的前向与反向，把它看作一个大部分为零、其余共享的矩阵，并用 PyTorch 搭出 LeNet。最后一部分讨论深度：跳跃连接让梯度得以通过；只有几个单元宽的网络，可以把一条直线折成指数多段。
#
# **怎样做。** 先运行下面的初始化单元格，然后逐个补全函数（写着 `# 在此处作答` 的地方），再运行它下方的检查单元格：它会告诉你期望的结果和你的函数返回的结果。有些题目后面还有一个用你写的函数画图的单元格，仅供观察，不计分。全部能从头到尾运行之后，提交一个文件：本文档的 `.ipynb` **或** `.py`，你在哪一个里作答就交哪一个。
#
# **数值。** 输入是 float64 就用 float64 计算；整数数组的类型是 int64，除非题目另有说明。题目提到输入可能是 float32 时，返回 float32 的结果也可以，比较时精确到约四位有效数字；输入是 float64 时，float32 的精度不够。
#
# **怎样评分。** 编程题合计 100 分。你看到的检查不计分：成绩来自另外的测试，每位同学的输入都不同；测试划分得较细，漏掉一种边界情形只丢它自己的几分，不会丢掉整道题。没有完成的函数影响它所在的题，以及用到它的函数。如果识别出某种常见错误，反馈会直接指出它的名字。简答题由人工评阅，分数另计；请写在两个标记之间，不要删掉标记。
#
# **可用的库。** 评分时可以导入标准库和 NumPy；第 7 题（`lenet_module`）还可以导入 PyTorch；别的库都不能用。画图的单元格要用 Matplotlib，它们不参与评分。
#
# **用时。** 全部题目合计约需 8 小时；每道题都注明了自己的用时和前置知识。用时仅供参考，与评分无关。

# %%
# Run this cell first. / 请先运行本单元格。
# Available when graded: the standard library, numpy; in lenet_module torch too.
# 评分时可用：标准库、numpy；lenet_module 还可用 torch。
from typing import TypedDict

import numpy as np
from homework_cells import checks, explore, label
from jaxtyping import Float

LANGUAGE = ""  # of the checks: "en", "zh", or "" for your system's / 检查结果的语言："zh"、"en"，留空则随系统
grader = checks("convnets", LANGUAGE)


# %% [markdown]
# ## 1. Output size of a convolution / 卷积的输出尺寸 (6 points / 6 分)
#
# About 15 minutes. Builds on: integer division.
#
# Before a convolution computes anything, one has to know how large its output will be: the next layer is built for that
# size. Along one axis the question is only how many places a window can stand at. Add $P$ zeros at *each* end of an input
# of length $H$, put a window of length $K$ at the very start, and move it by $S$ as long as it still fits. How many moves are there, and how
# many places? When the last move would push the window over the edge, it is not made, and the pixels left over are never
# looked at. Find the formula for $H_{\text{out}}$; the example shows whether it is right.
#
# **Write** `conv_output_size(size, kernel, stride, padding)`.
#
# | | type | meaning |
# |---|---|---|
# | `size` | integer | $H$, length of the input along this axis |
# | `kernel` | integer | $K$, length of the window |
# | `stride` | integer | $S \ge 1$, how far the window moves |
# | `padding` | integer | $P \ge 0$, zeros added at each end |
# | returns | integer | $H_{\text{out}}$ |
#
# *By hand.* $H = 8$, $K = 3$, $S = 2$, $P = 0$: the window starts at 0, 2 and 4. At 6 it would need a pixel with index 8,
# which does not exist. So the output has length 3; a formula that gives $3.5$ forgets the edge.
#
# **Conventions and edges.**
#
# - The answer is an integer (`int`), not a float that happens to be whole.
# - The kernel may be even or odd, and as long as the padded input; then there is one place only. It is never longer.
# - Deep-learning libraries round down, for convolution and by default for pooling. (Caffe rounded pooling up: another
#   convention.)

# %% [markdown]
# 约 15 分钟。前置：整数除法。
#
# 卷积还没有开始计算，就得先知道输出有多大，因为下一层要按这个尺寸来搭。单看一个轴，问题只是：窗口一共能放在多少个位置上？在长度为 $H$ 的输入*两端各*补 $P$ 个零，把长度为 $K$ 的窗口放在最前面，每次移动 $S$，只要还放得下就继续。一共能移动几次？一共有几个位置？如果再移一步窗口就会越界，那么这一步不走，剩下的像素就没有窗口去看。请写出 $H_{\text{out}}$ 的公式，并用下面的例子检验。
#
# **请实现** `conv_output_size(size, kernel, stride, padding)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `size` | 整数 | $H$，输入在这个轴上的长度 |
# | `kernel` | 整数 | $K$，窗口的长度 |
# | `stride` | 整数 | $S \ge 1$，每次移动的步长 |
# | `padding` | 整数 | $P \ge 0$，两端各补多少个零 |
# | 返回值 | 整数 | $H_{\text{out}}$ |
#
# *手算一例。* $H = 8$、$K = 3$、$S = 2$、$P = 0$：窗口从 0、2、4 开始。若从 6 开始，就要用到下标为 8 的像素，而它并不存在。所以输出长度是 3；如果公式算出 $3.5$，那就是忘了边缘处的情形。
#
# **约定与边界情形。**
#
# - 返回值是整数（`int`），而不是恰好取整数值的浮点数。
# - 卷积核长度可奇可偶，也可以与补零后的输入一样长，这时只有一个位置；不会比它更长。
# - 深度学习框架都向下取整，卷积如此，池化默认也如此。（Caffe 的池化向上取整，那是另一种约定。）

# %%
def conv_output_size(size: int, kernel: int, stride: int, padding: int) -> int:
    """Number of positions of a sliding window along one axis.

    Args:
        size: length of the input along this axis.
        kernel: length of the window, at most size + 2 padding.
        stride: step between two positions, at least 1.
        padding: zeros added at each of the two ends, at least 0.

    Returns:
        The length of the output along this axis; input at the end that no further step can reach does not count.
    """
    # your code here / 在此处作答
    raise NotImplementedError("conv_output_size")


# %% tags=["check"]
grader.check("conv_output_size")


# %% [markdown]
# ## 2. Counting LeNet's parameters / LeNet 的参数量 (14 points / 14 分)
#
# About 20 minutes. Builds on: question 1 (`conv_output_size`).
#
# LeNet reads a grey image of $32 \times 32$ pixels and names the digit in it. Seven layers lie between the two:
#
# | layer | what it does | output |
# |---|---|---|
# | C1 | convolution, 6 filters of $5 \times 5$ | 6 maps of $28 \times 28$ |
# | S2 | $2 \times 2$ pooling | 6 maps of $14 \times 14$ |
# | C3 | convolution, 16 filters of $5 \times 5$ | 16 maps of $10 \times 10$ |
# | S4 | $2 \times 2$ pooling | 16 maps of $5 \times 5$ |
# | F5 | fully connected | 120 |
# | F6 | fully connected | 84 |
# | F7 | fully connected | 10 |
#
# (The paper by LeCun et al. calls the last three C5, F6 and OUTPUT.) Only C1, C3, F5, F6 and F7 hold parameters that are
# learned. Counting them shows where a network keeps its memory: a
# convolution uses the same few weights at every position of the image, a fully connected layer has a weight of its own
# for every pair of input and output.
#
# **Write** `conv_parameters(c_in, c_out, kernel, bias)` and `lenet_parameters(bias)`.
#
# | | type | meaning |
# |---|---|---|
# | `c_in` | integer | number of input maps |
# | `c_out` | integer | number of output maps, that is, of filters |
# | `kernel` | integer | side of the square kernel |
# | `bias` | bool | count the biases too, or weights alone |
# | `conv_parameters` returns | integer | parameters of that one layer |
# | `lenet_parameters` returns | dict of integers | one entry for each of `"C1"`, `"C3"`, `"F5"`, `"F6"`, `"F7"` |
#
# *By hand.* C1 sees a single map, the image. Each of its 6 filters has $5 \times 5 = 25$ weights, so C1 has 150
# parameters without biases, and 156 when each filter also has one bias.
#
# **Conventions and edges.**
#
# - Every filter of C3 looks at *all* maps that S2 hands on. (The paper of 1998 wires C3 to S2 by a sparse table, to save
#   work; we do not.)
# - With `bias` true, each filter and each fully connected output has exactly one bias; with `bias` false, nothing has.
# - Pooling has no parameters here. F5 takes all numbers that S4 puts out, laid in one row.
# - The answers are integers. A kernel may be $1 \times 1$, and there may be just one map.

# %% [markdown]
# 约 20 分钟。前置：第 1 题（`conv_output_size`）。
#
# LeNet 读入一张 $32 \times 32$ 的灰度图，输出图中的数字。中间一共有七层：
#
# | 层 | 作用 | 输出 |
# |---|---|---|
# | C1 | 卷积，6 个 $5 \times 5$ 的滤波器 | 6 张 $28 \times 28$ 的特征图 |
# | S2 | $2 \times 2$ 池化 | 6 张 $14 \times 14$ 的特征图 |
# | C3 | 卷积，16 个 $5 \times 5$ 的滤波器 | 16 张 $10 \times 10$ 的特征图 |
# | S4 | $2 \times 2$ 池化 | 16 张 $5 \times 5$ 的特征图 |
# | F5 | 全连接 | 120 |
# | F6 | 全连接 | 84 |
# | F7 | 全连接 | 10 |
#
# （LeCun 等人的论文把最后三层称为 C5、F6 和 OUTPUT。）其中只有 C1、C3、F5、F6、F7 含有可学习的参数。把它们数清楚，就能看出网络的“记忆”都存放在哪里：卷积层在图像的每个位置复用同一小组权重，而全连接层为每一对输入与输出都单独配一个权重。
#
# **请实现** `conv_parameters(c_in, c_out, kernel, bias)` 与 `lenet_parameters(bias)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `c_in` | 整数 | 输入特征图的个数 |
# | `c_out` | 整数 | 输出特征图的个数，也就是滤波器的个数 |
# | `kernel` | 整数 | 正方形卷积核的边长 |
# | `bias` | 布尔值 | 是否把偏置也算进去 |
# | `conv_parameters` 的返回值 | 整数 | 这一层的参数量 |
# | `lenet_parameters` 的返回值 | 整数组成的字典 | `"C1"`、`"C3"`、`"F5"`、`"F6"`、`"F7"` 各一项 |
#
# *手算一例。* C1 的输入只有一张图，即图像本身。它的 6 个滤波器各有 $5 \times 5 = 25$ 个权重，所以不计偏置时 C1 有 150 个参数；每个滤波器再加一个偏置，就是 156 个。
#
# **约定与边界情形。**
#
# - C3 的每个滤波器都要看 S2 送来的*全部*特征图。（1998 年的论文为了节省计算，用一张稀疏连接表把 C3 接到 S2，这里不这样做。）
# - `bias` 为真时，每个滤波器、每个全连接输出恰好各有一个偏置；`bias` 为假时一律没有。
# - 这里的池化层没有参数。F5 的输入是把 S4 输出的所有数排成一行。
# - 返回值都是整数。卷积核可以是 $1 \times 1$，特征图也可以只有一张。

# %%
class LeNetParameters(TypedDict):
    """Number of learnable parameters of each layer that has any."""

    C1: int
    C3: int
    F5: int
    F6: int
    F7: int


def conv_parameters(c_in: int, c_out: int, kernel: int, bias: bool) -> int:
    """Learnable parameters of a convolution layer with square kernels, every input map feeding every output map.

    Args:
        c_in: number of input maps.
        c_out: number of output maps (filters).
        kernel: side of the square kernel.
        bias: whether each filter has a bias.

    Returns:
        The number of learnable parameters.
    """
    # your code here / 在此处作答
    raise NotImplementedError("conv_parameters")


def lenet_parameters(bias: bool) -> LeNetParameters:
    """Learnable parameters of LeNet's layers for one 32 x 32 grey image, C3 fully connected to the maps of S2.

    Args:
        bias: whether every layer with weights also has biases.

    Returns:
        The number of learnable parameters of C1, C3, F5, F6 and F7.

    Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998,
    section II.B; there C3 is connected to the maps of S2 by a sparse table, here it is not.
    """

    # your code here / 在此处作答
    raise NotImplementedError("lenet_parameters")


# %% tags=["check"]
grader.check("lenet_parameters")


# %% [markdown]
# ## 3. Convolution, forward and backward / 二维卷积的前向与反向 (25 points / 25 分)
#
# About 90 minutes. Builds on: question 1 (`conv_output_size`); the chain rule.
#
# A convolution layer slides a small filter over an image and writes down, at every place, how well the image agrees with
# it. The same weights serve at all places, so a pattern is found wherever it stands. With images $x$ of several channels,
# a bank of filters $w$, zero padding $P$ and stride $S$,
#
# $$y_{n,f,i,j} = b_f + \sum_{c}\sum_{p}\sum_{q} w_{f,c,p,q}\; \tilde x_{n,c,\,iS+p,\,jS+q},$$
#
# where $\tilde x$ is $x$ with $P$ rows or columns of zeros on each of its four sides. Mathematicians would call this
# *cross-correlation*: the kernel is not turned around. It is what every deep-learning library computes.
#
# Backwards, let $g = \partial L / \partial y$ be given. Each output is a sum of products, so every gradient is one too:
#
# $$\frac{\partial L}{\partial b_f} = \sum_{n,i,j} g_{n,f,i,j}, \qquad
# \frac{\partial L}{\partial w_{f,c,p,q}} = \sum_{n,i,j} g_{n,f,i,j}\, \tilde x_{n,c,\,iS+p,\,jS+q},$$
#
# $$\frac{\partial L}{\partial \tilde x_{n,c,u,v}} = \sum_{f} \sum_{(i,j,p,q)\,:\; iS+p=u,\; jS+q=v} g_{n,f,i,j}\, w_{f,c,p,q}.$$
#
# The last sum runs over *all* windows that saw the pixel $(u, v)$; the rows and columns that were only padding are then cut off.
#
# **Write** `conv2d_forward(x, w, b, stride, padding)` and `conv2d_backward(dout, x, w, stride, padding)`.
#
# | | shape | meaning |
# |---|---|---|
# | `x` | $(N, C, H, W)$ | images |
# | `w` | $(F, C, K_h, K_w)$ | filters |
# | `b` | $(F,)$ | one bias per filter |
# | `stride`, `padding` | integers | $S \ge 1$ and $P \ge 0$, the same in both directions |
# | `dout` | $(N, F, H_{\text{out}}, W_{\text{out}})$ | $\partial L / \partial y$ |
# | forward returns | $(N, F, H_{\text{out}}, W_{\text{out}})$ | $y$ |
# | backward returns | shapes of `x`, `w`, `b` | the tuple `(dx, dw, db)` |
#
# *By hand.* One channel, one filter, $S = 1$, $P = 0$:
#
# $$x = \begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \\ 7 & 8 & 9 \end{pmatrix}, \quad
# w = \begin{pmatrix} 1 & 2 \\ 0 & -1 \end{pmatrix}, \quad b = \tfrac12, \quad
# y = \begin{pmatrix} 0.5 & 2.5 \\ 6.5 & 8.5 \end{pmatrix}.$$
#
# The first entry is $1 + 2 \cdot 2 - 5 + \tfrac12$. With $g = \begin{pmatrix} 1 & 0 \\ 0 & 2 \end{pmatrix}$ we get
# $\partial L/\partial b = 3$,
#
# $$\frac{\partial L}{\partial w} = \begin{pmatrix} 11 & 14 \\ 20 & 23 \end{pmatrix}, \qquad
# \frac{\partial L}{\partial x} = \begin{pmatrix} 1 & 2 & 0 \\ 0 & 1 & 4 \\ 0 & 0 & -2 \end{pmatrix}.$$
#
# The pixel in the middle lies in both windows: $-1 + 2 = 1$.
#
# **Conventions and edges.**
#
# - Images and kernels need not be square, and a kernel may have even sides. The windows may overlap, touch, or leave gaps.
# - If the stride does not divide evenly, the leftover pixels at the end are never seen, and their gradient is 0.
# - The tests look separately at padding 0, overlapping windows, leftover pixels, as many filters as channels, a batch of
#   one image with a single channel and filter, and float32 or integer arrays (the answers are floating).
# - Return new arrays; leave all arguments as they are.

# %% [markdown]
# 约 90 分钟。前置：第 1 题（`conv_output_size`）；链式法则。
#
# 卷积层让一个小小的滤波器在图像上滑动，在每个位置记下图像与它有多吻合。所有位置共用同一组权重，所以一个图案无论出现在哪里都能被找到。设图像 $x$ 有若干通道，滤波器组为 $w$，补零宽度为 $P$，步长为 $S$，则
#
# $$y_{n,f,i,j} = b_f + \sum_{c}\sum_{p}\sum_{q} w_{f,c,p,q}\; \tilde x_{n,c,\,iS+p,\,jS+q},$$
#
# 其中 $\tilde x$ 是在 $x$ 的四边各补 $P$ 行（列）零得到的图像。数学上这叫*互相关*：卷积核并不翻转。所有深度学习框架计算的都是它。
#
# 再看反向。设已知 $g = \partial L / \partial y$。每个输出都是乘积之和，因此每个梯度也是乘积之和：
#
# $$\frac{\partial L}{\partial b_f} = \sum_{n,i,j} g_{n,f,i,j}, \qquad
# \frac{\partial L}{\partial w_{f,c,p,q}} = \sum_{n,i,j} g_{n,f,i,j}\, \tilde x_{n,c,\,iS+p,\,jS+q},$$
#
# $$\frac{\partial L}{\partial \tilde x_{n,c,u,v}} = \sum_{f} \sum_{(i,j,p,q)\,:\; iS+p=u,\; jS+q=v} g_{n,f,i,j}\, w_{f,c,p,q}.$$
#
# 最后一个求和要取遍*所有*看到过像素 $(u, v)$ 的窗口；之后再把只属于补零部分的行和列裁掉。
#
# **请实现** `conv2d_forward(x, w, b, stride, padding)` 与 `conv2d_backward(dout, x, w, stride, padding)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `x` | $(N, C, H, W)$ | 图像 |
# | `w` | $(F, C, K_h, K_w)$ | 滤波器 |
# | `b` | $(F,)$ | 每个滤波器一个偏置 |
# | `stride`、`padding` | 整数 | $S \ge 1$ 与 $P \ge 0$，两个方向相同 |
# | `dout` | $(N, F, H_{\text{out}}, W_{\text{out}})$ | $\partial L / \partial y$ |
# | 前向返回值 | $(N, F, H_{\text{out}}, W_{\text{out}})$ | $y$ |
# | 反向返回值 | 与 `x`、`w`、`b` 形状相同 | 元组 `(dx, dw, db)` |
#
# *手算一例。* 一个通道、一个滤波器，$S = 1$，$P = 0$：
#
# $$x = \begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \\ 7 & 8 & 9 \end{pmatrix}, \quad
# w = \begin{pmatrix} 1 & 2 \\ 0 & -1 \end{pmatrix}, \quad b = \tfrac12, \quad
# y = \begin{pmatrix} 0.5 & 2.5 \\ 6.5 & 8.5 \end{pmatrix}.$$
#
# 第一个元素是 $1 + 2 \cdot 2 - 5 + \tfrac12$。取 $g = \begin{pmatrix} 1 & 0 \\ 0 & 2 \end{pmatrix}$，则 $\partial L/\partial b = 3$，
#
# $$\frac{\partial L}{\partial w} = \begin{pmatrix} 11 & 14 \\ 20 & 23 \end{pmatrix}, \qquad
# \frac{\partial L}{\partial x} = \begin{pmatrix} 1 & 2 & 0 \\ 0 & 1 & 4 \\ 0 & 0 & -2 \end{pmatrix}.$$
#
# 正中间的像素同时位于两个窗口之中：$-1 + 2 = 1$。
#
# **约定与边界情形。**
#
# - 图像和卷积核都不一定是正方形，卷积核的边长可以是偶数。窗口之间可以重叠、相接，也可以留有空隙。
# - 步长不能整除时，末尾剩下的像素没有窗口看到，它们的梯度为 0。
# - 以下情形会单独测试：不补零（补零宽度为 0）、窗口重叠、末尾有剩余像素、滤波器数与通道数相同、只有一张单通道图像和一个滤波器，以及 float32 或整数数组（返回值应为浮点数）。
# - 返回新的数组，不要改动任何参数。

# %%
def conv2d_forward(
    x: Float[np.ndarray, "n c h w"],
    w: Float[np.ndarray, "f c kh kw"],
    b: Float[np.ndarray, "f"],
    stride: int,
    padding: int,
) -> Float[np.ndarray, "n f oh ow"]:
    """Two-dimensional cross-correlation of a batch of images with a bank of filters.

    y[n, f, i, j] = b[f] + sum_{c, p, q} w[f, c, p, q] x_pad[n, c, i stride + p, j stride + q]

    Args:
        x: images, shape (n, c, h, w).
        w: filters, shape (f, c, kh, kw).
        b: one bias per filter, shape (f,).
        stride: step of the window, the same in both directions.
        padding: rows and columns of zeros added on each of the four sides.

    Returns:
        The output maps, shape (n, f, oh, ow), with oh and ow as `conv_output_size` counts them.
    """
    # your code here / 在此处作答
    raise NotImplementedError("conv2d_forward")


def conv2d_backward(
    dout: Float[np.ndarray, "n f oh ow"],
    x: Float[np.ndarray, "n c h w"],
    w: Float[np.ndarray, "f c kh kw"],
    stride: int,
    padding: int,
) -> tuple[Float[np.ndarray, "n c h w"], Float[np.ndarray, "f c kh kw"], Float[np.ndarray, "f"]]:
    """Gradients of a scalar loss L through `conv2d_forward`, given dout = dL/dy.

    Args:
        dout: gradient with respect to the output maps, shape (n, f, oh, ow).
        x: images of the forward pass, shape (n, c, h, w).
        w: filters of the forward pass, shape (f, c, kh, kw).
        stride: step of the window.
        padding: rows and columns of zeros on each side.

    Returns:
        dx of shape (n, c, h, w), dw of shape (f, c, kh, kw) and db of shape (f,).
    """
    # your code here / 在此处作答
    raise NotImplementedError("conv2d_backward")


# %% tags=["check"]
grader.check("conv2d")


# %% tags=["explore", "otter_ignore"]
# What a filter sees: the same picture through three small kernels.
# 滤波器看到了什么：同一张图分别经过三个小卷积核。
@explore
def picture_of_conv2d():
    import matplotlib.pyplot as plt

    rows, columns = np.mgrid[0:64, 0:64]
    picture = np.zeros((64, 64))
    picture[34:56, 12:46] = 0.55  # a house,
    picture[(rows >= 16) & (rows < 34) & (np.abs(columns - 28.5) <= 1.2 * (rows - 15))] = 0.85  # its roof,
    picture[42:56, 24:31] = 0.15  # its door
    picture[(rows - 12) ** 2 + (columns - 51) ** 2 <= 49] = 1.0  # and the sun
    kernels = {
        ("vertical edges", "竖直边缘"): [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        ("horizontal edges", "水平边缘"): [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
        ("all edges", "所有边缘"): [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]],
    }

    w = np.array(list(kernels.values()), dtype=float)[:, None]  # (3, 1, 3, 3)
    maps = np.asarray(conv2d_forward(picture[None, None], w, np.zeros(3), 1, 0))[0]

    figure, axes = plt.subplots(2, 4, figsize=(10, 4.4), layout="constrained", height_ratios=[4, 1.25])
    axes[0, 0].imshow(picture, cmap="gray")
    axes[0, 0].set_title(label("picture", "原图"), fontsize=11)
    axes[1, 0].axis("off")
    for k, (en, zh) in enumerate(kernels, start=1):
        top = np.abs(maps[k - 1]).max() or 1.0
        shown = axes[0, k].imshow(maps[k - 1], cmap="RdBu_r", vmin=-top, vmax=top)
        axes[0, k].set_title(label(en, zh), fontsize=11)
        kernel = w[k - 1, 0]
        axes[1, k].imshow(kernel, cmap="RdBu_r", vmin=-np.abs(kernel).max(), vmax=np.abs(kernel).max())
        for (p, q), value in np.ndenumerate(kernel):
            dark = abs(value) > 0.6 * np.abs(kernel).max()
            axes[1, k].text(q, p, f"{value:g}", ha="center", va="center", fontsize=8, color="w" if dark else "k")
    for ax in axes.flat:
        ax.set_xticks([])
        ax.set_yticks([])
    bar = figure.colorbar(shown, ax=axes[0, 3], ticks=[-top, 0, top], shrink=0.8)
    bar.ax.set_yticklabels([label("negative", "负响应"), "0", label("positive", "正响应")], fontsize=8)
    plt.show()


# %% [markdown]
# ## 4. Max pooling, forward and backward / 最大池化的前向与反向 (17 points / 17 分)
#
# About 50 minutes. Builds on: questions 1 (`conv_output_size`) and 3 (`conv2d`).
#
# After a convolution has said *where* a pattern was found, pooling makes the answer coarser: of each small window only the
# largest response survives. The maps shrink, and a pattern that moves by a pixel changes little. There is nothing to learn
# in this layer, but gradients have to find their way back through it.
#
# $$y_{n,c,i,j} = \max_{0 \le p,\,q < K} \; x_{n,c,\,iS+p,\,jS+q}$$
#
# A small change of $x$ changes $y_{n,c,i,j}$ only if it happens at the place of the maximum, and then by the same amount.
# So backwards each $\partial L / \partial y_{n,c,i,j}$ is handed to that one pixel, and all others of the window get nothing
# from it. If windows overlap ($S < K$), one pixel can win several of them, and what it is handed adds up.
#
# **Write** `max_pool2d_forward(x, kernel, stride)` and `max_pool2d_backward(dout, x, kernel, stride)`.
#
# | | shape | meaning |
# |---|---|---|
# | `x` | $(N, C, H, W)$ | images |
# | `kernel`, `stride` | integers | $K$ and $S$, the same in both directions; there is no padding |
# | `dout` | $(N, C, H_{\text{out}}, W_{\text{out}})$ | $\partial L / \partial y$ |
# | forward returns | $(N, C, H_{\text{out}}, W_{\text{out}})$ | $y$ |
# | backward returns | $(N, C, H, W)$ | $\partial L / \partial x$ |
#
# *By hand.* One image, one channel, $K = 2$, $S = 1$:
#
# $$x = \begin{pmatrix} 1 & 3 & 2 \\ 4 & 0 & 5 \\ 2 & 2 & 1 \end{pmatrix}, \quad
# y = \begin{pmatrix} 4 & 5 \\ 4 & 5 \end{pmatrix}, \quad
# \frac{\partial L}{\partial y} = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}, \quad
# \frac{\partial L}{\partial x} = \begin{pmatrix} 0 & 0 & 0 \\ 4 & 0 & 6 \\ 0 & 0 & 0 \end{pmatrix}.$$
#
# The 4 wins both windows on the left, $1 + 3$, and the 5 both on the right, $2 + 4$.
#
# **Conventions and edges.**
#
# - *Ties.* If the maximum occurs more than once in a window, the gradient goes to its first occurrence, reading the window
#   row by row from the top left, as PyTorch does. Ties are not rare: after a ReLU whole windows are 0.
# - All entries of a window may be negative; the maximum is then negative too.
# - If the stride does not divide evenly, or is larger than the kernel, some pixels lie in no window: their gradient is 0.
# - The tests look separately at ties, overlapping windows, leftover pixels, negative windows, and a single image with one
#   channel in one window. Images need not be square; they hold floats.
# - Return new arrays; leave all arguments as they are.

# %% [markdown]
# 约 50 分钟。前置：第 1 题（`conv_output_size`）、第 3 题（`conv2d`）。
#
# 卷积告诉我们图案*在哪里*出现，池化则让这个答案变得粗略一些：每个小窗口里只留下最大的响应。特征图因此缩小，图案移动一个像素也不会带来多大变化。这一层没有要学习的参数，但梯度必须能穿过它传回去。
#
# $$y_{n,c,i,j} = \max_{0 \le p,\,q < K} \; x_{n,c,\,iS+p,\,jS+q}$$
#
# $x$ 的微小变动只有发生在最大值所在的位置时才会影响 $y_{n,c,i,j}$，而且影响的大小完全相同。所以反向传播时，每个 $\partial L / \partial y_{n,c,i,j}$ 只交给那一个像素，窗口里的其他像素什么也得不到。如果窗口重叠（$S < K$），一个像素可能在好几个窗口中都是最大值，它得到的各份梯度要加起来。
#
# **请实现** `max_pool2d_forward(x, kernel, stride)` 与 `max_pool2d_backward(dout, x, kernel, stride)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `x` | $(N, C, H, W)$ | 图像 |
# | `kernel`、`stride` | 整数 | $K$ 与 $S$，两个方向相同；不补零 |
# | `dout` | $(N, C, H_{\text{out}}, W_{\text{out}})$ | $\partial L / \partial y$ |
# | 前向返回值 | $(N, C, H_{\text{out}}, W_{\text{out}})$ | $y$ |
# | 反向返回值 | $(N, C, H, W)$ | $\partial L / \partial x$ |
#
# *手算一例。* 一张图像、一个通道，$K = 2$，$S = 1$：
#
# $$x = \begin{pmatrix} 1 & 3 & 2 \\ 4 & 0 & 5 \\ 2 & 2 & 1 \end{pmatrix}, \quad
# y = \begin{pmatrix} 4 & 5 \\ 4 & 5 \end{pmatrix}, \quad
# \frac{\partial L}{\partial y} = \begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}, \quad
# \frac{\partial L}{\partial x} = \begin{pmatrix} 0 & 0 & 0 \\ 4 & 0 & 6 \\ 0 & 0 & 0 \end{pmatrix}.$$
#
# 4 是左边两个窗口的最大值，得到 $1 + 3$；5 是右边两个窗口的最大值，得到 $2 + 4$。
#
# **约定与边界情形。**
#
# - *并列最大值。* 如果窗口中最大值不止出现一次，梯度交给第一次出现的那个：从左上角开始逐行阅读窗口，与 PyTorch 一致。并列并不罕见：经过 ReLU 之后，整个窗口可能全是 0。
# - 窗口里的数可能全为负数，这时最大值也是负数。
# - 步长不能整除、或者步长大于窗口时，有些像素不在任何窗口里，它们的梯度为 0。
# - 以下情形会单独测试：并列最大值、窗口重叠、剩余像素、全为负数的窗口，以及单张单通道图像只有一个窗口。图像不一定是正方形，元素都是浮点数。
# - 返回新的数组，不要改动任何参数。

# %%
def max_pool2d_forward(x: Float[np.ndarray, "n c h w"], kernel: int, stride: int) -> Float[np.ndarray, "n c oh ow"]:
    """The largest value of every window, channel by channel, without padding.

    y[n, c, i, j] = max_{0 <= p, q < kernel} x[n, c, i stride + p, j stride + q]

    Args:
        x: images, shape (n, c, h, w).
        kernel: side of the square window.
        stride: step of the window, the same in both directions.

    Returns:
        The maxima, shape (n, c, oh, ow), with oh and ow as `conv_output_size` counts them.
    """
    # your code here / 在此处作答
    raise NotImplementedError("max_pool2d_forward")


def max_pool2d_backward(
    dout: Float[np.ndarray, "n c oh ow"], x: Float[np.ndarray, "n c h w"], kernel: int, stride: int
) -> Float[np.ndarray, "n c h w"]:
    """Gradient of a scalar loss L through `max_pool2d_forward`, given dout = dL/dy.

    Each dout[n, c, i, j] goes to the first maximum of its window, in row-major order.

    Args:
        dout: gradient with respect to the maxima, shape (n, c, oh, ow).
        x: images of the forward pass, shape (n, c, h, w).
        kernel: side of the square window.
        stride: step of the window.

    Returns:
        dx, shape (n, c, h, w).
    """
    # your code here / 在此处作答
    raise NotImplementedError("max_pool2d_backward")


# %% tags=["check"]
grader.check("max_pool2d")


# %% [markdown]
# ## 5. A convolution is a matrix / 卷积就是一个矩阵 (8 points / 8 分)
#
# About 20 minutes. Builds on: question 3 (`conv2d`).
#
# A convolution is linear in its input, so it is some fully connected layer, written differently. Which one? Lay a kernel
# $k = (k_0, \dots, k_{K-1})$ over a signal $x$ of length $n$, without padding and with stride 1:
#
# $$y_i = \sum_{p=0}^{K-1} k_p \, x_{i+p}, \qquad i = 0, \dots, n - K.$$
#
# This is $y = A x$ for a matrix $A$ with one row per position of the kernel. Two assumptions about images become visible in
# it. *Locality*: an output looks at $K$ neighbours only, so all entries away from a diagonal band are 0. *Weight sharing*:
# each row holds the same numbers as the row above, moved one place to the right, so a pattern is recognised at any place.
# A fully connected layer of the same shape could choose $n (n - K + 1)$ weights freely; here there are $K$.
#
# **Write** `conv_as_matrix(kernel, n)`.
#
# | | shape | meaning |
# |---|---|---|
# | `kernel` | $(K,)$ | the weights $k_0, \dots, k_{K-1}$ |
# | `n` | integer | length of the signal, $n \ge K$ |
# | returns | $(n - K + 1,\, n)$ | the matrix $A$ |
#
# *By hand.* For $k = (1, 2, -1)$ and $n = 4$ there are two positions:
#
# $$A = \begin{pmatrix} 1 & 2 & -1 & 0 \\ 0 & 1 & 2 & -1 \end{pmatrix}.$$
#
# **Conventions and edges.**
#
# - As everywhere in deep learning, the kernel is *not* turned around.
# - The kernel may be symmetric or not, have even or odd length, a single weight, or the length of the signal.
# - The kernel may hold float32 numbers or integers; $A$ is an array of floats. Leave the argument as it is.
# - Something to think about: the transposed matrix carries gradients from the output back to the input, which is why that
#   operation is called a *transposed convolution*.

# %% [markdown]
# 约 20 分钟。前置：第 3 题（`conv2d`）。
#
# 卷积对输入是线性的，所以它其实就是某个全连接层，只是写法不同。是哪一个呢？把卷积核 $k = (k_0, \dots, k_{K-1})$ 放到长度为 $n$ 的信号 $x$ 上，不补零，步长为 1：
#
# $$y_i = \sum_{p=0}^{K-1} k_p \, x_{i+p}, \qquad i = 0, \dots, n - K.$$
#
# 这就是 $y = A x$，矩阵 $A$ 的每一行对应卷积核的一个位置。关于图像的两条假设在这个矩阵里一目了然。*局部性*：一个输出只看 $K$ 个相邻的输入，因此除了对角线附近的一条带，其余元素全是 0。*权重共享*：每一行的数与上一行相同，只是右移了一格，因此图案出现在哪里都能认出来。同样形状的全连接层可以自由选取 $n (n - K + 1)$ 个权重，这里却只有 $K$ 个。
#
# **请实现** `conv_as_matrix(kernel, n)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `kernel` | $(K,)$ | 权重 $k_0, \dots, k_{K-1}$ |
# | `n` | 整数 | 信号的长度，$n \ge K$ |
# | 返回值 | $(n - K + 1,\, n)$ | 矩阵 $A$ |
#
# *手算一例。* 取 $k = (1, 2, -1)$，$n = 4$，共有两个位置：
#
# $$A = \begin{pmatrix} 1 & 2 & -1 & 0 \\ 0 & 1 & 2 & -1 \end{pmatrix}.$$
#
# **约定与边界情形。**
#
# - 与深度学习中的惯例一致，卷积核*不*翻转。
# - 卷积核可以对称，也可以不对称；长度可奇可偶，可以只有一个权重，也可以与信号一样长。
# - 卷积核的元素可以是 float32 或整数，$A$ 应为浮点数组。不要改动参数。
# - 想一想：这个矩阵的转置把梯度从输出带回输入，*转置卷积*正是由此得名。

# %%
def conv_as_matrix(kernel: Float[np.ndarray, "k"], n: int) -> Float[np.ndarray, "positions n_inputs"]:
    """The matrix A for which A @ x is the valid cross-correlation of a signal x with the kernel.

    (A x)_i = sum_p kernel_p x_{i+p},  i = 0, ..., n - k

    Args:
        kernel: weights of the filter, shape (k,), k at most n.
        n: length of the signal.

    Returns:
        A, shape (n - k + 1, n): one row per position of the kernel.
    """
    # your code here / 在此处作答
    raise NotImplementedError("conv_as_matrix")


# %% tags=["check"]
grader.check("conv_as_matrix")


# %% [markdown]
# ## 6. A residual block, forward and backward / 残差块的前向与反向 (12 points / 12 分)
#
# About 35 minutes. Builds on: `linear_backward` of “Likelihood, losses and their gradients”; `activations` of
# “Multilayer perceptrons and backpropagation”.
#
# Stack more and more layers, and at some point even the error on the *training* set grows: a plain deep network finds it
# hard to learn something as simple as "leave the input as it is". A residual block makes just that the easy case. It adds
# its input to what its layers compute, so the layers only have to learn the difference:
#
# $$y = x + \operatorname{relu}(x W_1)\, W_2.$$
#
# From $x$ to $y$ there are two paths, and gradients add over paths. Write $g = \partial L/\partial y$ and
# $z = x W_1$. The branch is an ordinary two-layer network; the shortcut has the derivative 1. So, whatever the weights are,
# $g$ itself always reaches the layers below:
#
# $$\frac{\partial L}{\partial x} = g + \frac{\partial L}{\partial z} W_1^\top, \qquad
# \frac{\partial L}{\partial z} = (g\, W_2^\top) \odot [\,z > 0\,].$$
#
# The gradients of $W_1$ and $W_2$ are those of two linear layers, with their inputs $x$ and $\operatorname{relu}(z)$.
#
# **Write** `residual_forward(x, W1, W2)` and `residual_backward(dout, x, W1, W2)`.
#
# | | shape | meaning |
# |---|---|---|
# | `x` | $(n, d)$ | one row per sample |
# | `W1` | $(d, h)$ | weights into the branch |
# | `W2` | $(h, d)$ | weights out of it |
# | `dout` | $(n, d)$ | $\partial L/\partial y$ |
# | forward returns | $(n, d)$ | $y$ |
# | backward returns | shapes of `x`, `W1`, `W2` | the tuple `(dx, dW1, dW2)` |
#
# *By hand.* Let $W_1 = \begin{pmatrix} 1 \\ 1 \end{pmatrix}$ and $W_2 = \begin{pmatrix} 2 & -1 \end{pmatrix}$. For
# $x = (1, 2)$ the branch has $z = 3$, so $y = (1, 2) + 3 \cdot (2, -1) = (7, -1)$; with $g = (1, 1)$ we get
# $\partial L / \partial z = 1$ and $\partial L/\partial x = (1, 1) + (1, 1) = (2, 2)$. For $x = (-1, -2)$ the ReLU is shut:
# $y = x$ and $\partial L/\partial x = g$.
#
# **Conventions and edges.**
#
# - Nothing follows the addition. (He et al. put a ReLU behind it; blocks of later networks leave it out, as we do.)
# - The derivative of ReLU at exactly 0 is 0, and the tests look at that point in a case of its own.
# - Further cases: all weights 0, where the block is the identity; $h = d$ and $n = d$; one sample; float32 or integer
#   arrays (the answers are floating).
# - Return new arrays; leave all arguments as they are.

# %% [markdown]
# 约 35 分钟。前置：《似然、损失函数及其梯度》的 `linear_backward`；《多层感知机与反向传播》的 `activations`。
#
# 层数越叠越多，到了某个程度，连*训练集*上的误差都会上升：普通的深层网络很难学会“原样输出”这么简单的事。残差块恰恰把这件事变成最容易的情形：它把输入加到各层的计算结果上，于是这些层只需要学习两者之差：
#
# $$y = x + \operatorname{relu}(x W_1)\, W_2.$$
#
# 从 $x$ 到 $y$ 有两条路径，而梯度要对所有路径求和。记 $g = \partial L/\partial y$，$z = x W_1$。残差分支就是普通的两层网络，捷径的导数则恒为 1。所以无论权重取什么值，$g$ 本身总能传到前面的层：
#
# $$\frac{\partial L}{\partial x} = g + \frac{\partial L}{\partial z} W_1^\top, \qquad
# \frac{\partial L}{\partial z} = (g\, W_2^\top) \odot [\,z > 0\,].$$
#
# $W_1$ 与 $W_2$ 的梯度就是两个线性层的梯度，它们的输入分别是 $x$ 和 $\operatorname{relu}(z)$。
#
# **请实现** `residual_forward(x, W1, W2)` 与 `residual_backward(dout, x, W1, W2)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `x` | $(n, d)$ | 每个样本一行 |
# | `W1` | $(d, h)$ | 进入分支的权重 |
# | `W2` | $(h, d)$ | 离开分支的权重 |
# | `dout` | $(n, d)$ | $\partial L/\partial y$ |
# | 前向返回值 | $(n, d)$ | $y$ |
# | 反向返回值 | 与 `x`、`W1`、`W2` 形状相同 | 元组 `(dx, dW1, dW2)` |
#
# *手算一例。* 设 $W_1 = \begin{pmatrix} 1 \\ 1 \end{pmatrix}$，$W_2 = \begin{pmatrix} 2 & -1 \end{pmatrix}$。当 $x = (1, 2)$ 时，分支中 $z = 3$，所以 $y = (1, 2) + 3 \cdot (2, -1) = (7, -1)$；取 $g = (1, 1)$，则 $\partial L / \partial z = 1$，$\partial L/\partial x = (1, 1) + (1, 1) = (2, 2)$。当 $x = (-1, -2)$ 时 ReLU 关闭：$y = x$，$\partial L/\partial x = g$。
#
# **约定与边界情形。**
#
# - 相加之后不再有任何运算。（何恺明等人在后面加了一个 ReLU；后来的网络把它去掉了，本题也是如此。）
# - ReLU 在 0 处的导数取 0，对此有单独的测试。
# - 其他单独测试的情形：权重全为 0（此时残差块是恒等映射）；$h = d$ 且 $n = d$；只有一个样本；float32 或整数数组（返回值应为浮点数）。
# - 返回新的数组，不要改动任何参数。

# %%
def residual_forward(
    x: Float[np.ndarray, "n d"], W1: Float[np.ndarray, "d h"], W2: Float[np.ndarray, "h d"]
) -> Float[np.ndarray, "n d"]:
    """A residual block: two linear maps with a ReLU between them find what is added to the input.

    Args:
        x: one row per sample, shape (n, d).
        W1: weights into the branch, shape (d, h).
        W2: weights out of the branch, shape (h, d).

    Returns:
        y, shape (n, d).
    """
    # your code here / 在此处作答
    raise NotImplementedError("residual_forward")


def residual_backward(
    dout: Float[np.ndarray, "n d"],
    x: Float[np.ndarray, "n d"],
    W1: Float[np.ndarray, "d h"],
    W2: Float[np.ndarray, "h d"],
) -> tuple[Float[np.ndarray, "n d"], Float[np.ndarray, "d h"], Float[np.ndarray, "h d"]]:
    """Gradients of a scalar loss L through `residual_forward`, given dout = dL/dy; relu'(0) = 0.

    Args:
        dout: gradient with respect to y, shape (n, d).
        x: input of the forward pass, shape (n, d).
        W1: weights into the branch, shape (d, h).
        W2: weights out of the branch, shape (h, d).

    Returns:
        dx of shape (n, d), dW1 of shape (d, h) and dW2 of shape (h, d).
    """
    # your code here / 在此处作答
    raise NotImplementedError("residual_backward")


# %% tags=["check"]
grader.check("residual_block")

# %% [markdown]
# ## 7. LeNet as a PyTorch module / 用 PyTorch 搭建 LeNet (10 points / 10 分)
#
# About 30 minutes. Builds on: question 2 (`lenet_parameters`); `torch.nn.Module`.
#
# You have counted LeNet's parameters; now build it. In PyTorch a network is a `torch.nn.Module`: an object that holds its
# layers and says how an input passes through them. Gradients, which you wrote by hand so far, come for free.
#
# | layer | what it does | output for $n$ images |
# |---|---|---|
# | C1 | convolution, $5 \times 5$, then ReLU | $(n, 6, 28, 28)$ |
# | S2 | max pooling, $2 \times 2$ | $(n, 6, 14, 14)$ |
# | C3 | convolution, $5 \times 5$, then ReLU | $(n, 16, 10, 10)$ |
# | S4 | max pooling, $2 \times 2$ | $(n, 16, 5, 5)$ |
# | F5 | linear on the flattened maps, then ReLU | $(n, 120)$ |
# | F6 | linear, then ReLU | $(n, 84)$ |
# | F7 | linear | $(n, 10)$ |
#
# **Write** `build_lenet()`.
#
# | | type | meaning |
# |---|---|---|
# | returns | `torch.nn.Module` | a new network that maps $(n, 1, 32, 32)$ to logits of shape $(n, 10)$ |
#
# *By hand.* The parameters, in order, begin with the shapes $(6, 1, 5, 5)$ and $(6,)$: weights and bias of C1. There are 10
# of them, a weight and a bias for each of the five layers, and $61\,706$ numbers in all: the sum of the counts with biases
# in the earlier question.
#
# **Conventions and edges.**
#
# - The tests read the shapes of `module.parameters()`, put weights of their own into them in this order, and compare
#   the logits. So create (and register) the layers in the order C1, C3, F5, F6, F7, each with a bias. A class of your own
#   and `torch.nn.Sequential` are equally good; write all sizes out, without lazy layers.
# - Convolutions have no padding. Pooling windows do not overlap. Maps are flattened as `torch.nn.Flatten` does it.
# - ReLU and max pooling are the usual choices today. LeNet of 1998 used tanh-like units and average pooling, which is another
#   variant and not the one asked for here.
# - F7 returns logits: no softmax, no ReLU behind it.
# - The tests pass a single image as well as several at once. The module is put into evaluation mode before.

# %% [markdown]
# 约 30 分钟。前置：第 2 题（`lenet_parameters`）；`torch.nn.Module`。
#
# LeNet 的参数量已经数过了，现在把它搭出来。在 PyTorch 里，网络是一个 `torch.nn.Module`：它保存各个层，并规定输入如何依次通过它们。此前手写的梯度，到这里全部自动得到。
#
# | 层 | 作用 | $n$ 张图像的输出 |
# |---|---|---|
# | C1 | 卷积，$5 \times 5$，之后 ReLU | $(n, 6, 28, 28)$ |
# | S2 | 最大池化，$2 \times 2$ | $(n, 6, 14, 14)$ |
# | C3 | 卷积，$5 \times 5$，之后 ReLU | $(n, 16, 10, 10)$ |
# | S4 | 最大池化，$2 \times 2$ | $(n, 16, 5, 5)$ |
# | F5 | 展平后的线性层，之后 ReLU | $(n, 120)$ |
# | F6 | 线性层，之后 ReLU | $(n, 84)$ |
# | F7 | 线性层 | $(n, 10)$ |
#
# **请实现** `build_lenet()`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | 返回值 | `torch.nn.Module` | 一个新的网络，把 $(n, 1, 32, 32)$ 映射为形状 $(n, 10)$ 的 logits |
#
# *手算一例。* 按顺序排列的参数，开头两个的形状是 $(6, 1, 5, 5)$ 和 $(6,)$，即 C1 的权重与偏置。参数张量一共 10 个，五层各有一个权重和一个偏置；总共 $61\,706$ 个数，正是前面那道题里带偏置的各层参数量之和。
#
# **约定与边界情形。**
#
# - 测试会读取 `module.parameters()` 的形状，按这个顺序装入测试自己的权重，再比较 logits。因此请按 C1、C3、F5、F6、F7 的顺序创建（并注册）各层，每层都带偏置。自己写一个类，或者用 `torch.nn.Sequential`，都可以；所有尺寸都要写明，不要使用 lazy 层。
# - 卷积不补零，池化窗口不重叠，特征图按 `torch.nn.Flatten` 的方式展平。
# - ReLU 与最大池化是如今的常用选择。1998 年的 LeNet 用的是类似 tanh 的激活和平均池化，那是另一种变体，不是本题所要的。
# - F7 输出的是 logits：后面没有 softmax，也没有 ReLU。
# - 测试既会传入单张图像，也会一次传入多张。测试前会把模块切换到评估模式。

# %%
import torch


def build_lenet() -> torch.nn.Module:
    """LeNet for images of shape (n, 1, 32, 32), with ReLU and max pooling; it returns logits of shape (n, 10).

    C1 conv 5x5 -> relu -> pool 2x2 -> C3 conv 5x5 -> relu -> pool 2x2 -> F5 -> relu -> F6 -> relu -> F7

    Returns:
        A new module; its layers with parameters are created in the order C1, C3, F5, F6, F7, each with a bias.

    Source: LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998, which has
    tanh-like units, trainable average pooling and a sparse C3 instead.
    """
    # your code here / 在此处作答
    raise NotImplementedError("build_lenet")


# %% tags=["check"]
grader.check("lenet_module")


# %% [markdown]
# ## 8. A sawtooth: what depth buys / 锯齿网络：深度换来了什么 (8 points / 8 分)
#
# About 45 minutes. Builds on: composing functions.
#
# A single hidden layer can approximate any continuous function on a closed interval if it is wide enough. Why then build networks of a hundred
# layers? Here is one answer that needs no experiment: you construct a network that a shallow one of similar size cannot
# imitate.
#
# A network of ReLU units with one input computes a function whose graph is a polygonal line: straight pieces joined at kinks. One
# hidden layer of $m$ units has at most $m + 1$ pieces, for each unit bends the graph once. So width adds pieces. Depth
# *multiplies* them: a layer that folds the interval $[0, 1]$ onto itself makes everything behind it happen twice, once on
# the way there and once, mirrored, on the way back. Fold $L$ times, and
#
# $$\text{pieces} = 2^{L}.$$
#
# The network here is
#
# $$h_0 = x, \qquad h_l = \operatorname{relu}(h_{l-1} W_l + b_l) \;\; (l = 1, \dots, L), \qquad
# y = h_L W_{L+1} + b_{L+1}.$$
#
# **Write** `sawtooth_network(depth)`.
#
# | | type | meaning |
# |---|---|---|
# | `depth` | integer | $L \ge 1$, the number of hidden layers |
# | returns | list of $L + 1$ pairs `(W, b)` | `W` of shape $(n_{\text{in}}, n_{\text{out}})$, `b` of shape $(n_{\text{out}},)$, arrays of floats |
#
# *By hand.* For $L = 1$, two units are enough. $y = x - \operatorname{relu}(2x - 1)$ rises on $[0, \tfrac12]$ and falls on
# $[\tfrac12, 1]$: two pieces. On $[0, 1]$ we may write $\operatorname{relu}(x)$ for $x$, so
# $W_1 = \begin{pmatrix} 1 & 2 \end{pmatrix}$, $b_1 = (0, -1)$, $W_2 = \begin{pmatrix} 1 \\ -1 \end{pmatrix}$, $b_2 = (0)$.
# Before you go on to $L = 2$: onto which interval does this function fold $[0, 1]$, and onto which one should it?
#
# **Conventions and edges.**
#
# - The first $n_{\text{in}}$ and the last $n_{\text{out}}$ are 1, neighbouring shapes fit, and every hidden layer has at
#   most 4 units. The output layer is linear.
# - On $[0, 1]$ the graph must have *exactly* $2^{L}$ pieces. Any network that has them is right; how high the teeth are, and
#   whether they are equally wide, is up to you.
# - The pieces are counted in exact arithmetic from the weights as they are stored, by following every kink through the
#   layers, not on a grid. Numbers such as $\tfrac13$ are rounded when they are stored; therefore a piece narrower than
#   $10^{-6}$, or a change of slope smaller than $10^{-6}$ of the steepest slope, is taken for rounding and does not count.
# - The tests use depths from 1 to 6.

# %% [markdown]
# 约 45 分钟。前置：函数的复合。
#
# 只要足够宽，单个隐藏层就能逼近闭区间上的任何连续函数。那为什么还要搭上百层的网络？这里有一个不靠实验的答案：亲手构造一个网络，同等规模的浅层网络无法模仿它。
#
# 只有一个输入的 ReLU 网络，其函数图像是一条折线：一段段直线在拐点处相接。$m$ 个单元的单隐藏层最多有 $m + 1$ 段，因为每个单元只能让图像弯折一次。可见宽度是把段数*相加*，而深度是把段数*相乘*：如果某一层把区间 $[0, 1]$ 对折到它自身上，那么后面各层的一切都会发生两遍，去时一遍，回来时再镜像一遍。对折 $L$ 次，就有
#
# $$\text{段数} = 2^{L}.$$
#
# 这里的网络是
#
# $$h_0 = x, \qquad h_l = \operatorname{relu}(h_{l-1} W_l + b_l) \;\; (l = 1, \dots, L), \qquad
# y = h_L W_{L+1} + b_{L+1}.$$
#
# **请实现** `sawtooth_network(depth)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `depth` | 整数 | $L \ge 1$，隐藏层的层数 |
# | 返回值 | 由 $L + 1$ 对 `(W, b)` 组成的列表 | `W` 的形状为 $(n_{\text{in}}, n_{\text{out}})$，`b` 的形状为 $(n_{\text{out}},)$，都是浮点数组 |
#
# *手算一例。* 当 $L = 1$ 时，两个单元就够了。$y = x - \operatorname{relu}(2x - 1)$ 在 $[0, \tfrac12]$ 上上升，在 $[\tfrac12, 1]$ 上下降：共两段。在 $[0, 1]$ 上可以把 $x$ 写成 $\operatorname{relu}(x)$，于是 $W_1 = \begin{pmatrix} 1 & 2 \end{pmatrix}$，$b_1 = (0, -1)$，$W_2 = \begin{pmatrix} 1 \\ -1 \end{pmatrix}$，$b_2 = (0)$。在做 $L = 2$ 之前先想一想：这个函数把 $[0, 1]$ 折到了哪个区间上？它应当折到哪个区间上？
#
# **约定与边界情形。**
#
# - 第一个 $n_{\text{in}}$ 和最后一个 $n_{\text{out}}$ 都是 1，相邻的形状要能衔接，每个隐藏层最多 4 个单元。输出层是线性的。
# - 在 $[0, 1]$ 上，图像必须*恰好*有 $2^{L}$ 段。满足这一点的任何网络都算对；锯齿有多高、是否等宽，由你决定。
# - 段数是按存储的权重用精确算术数出来的：让每个拐点逐层通过网络，而不是在网格上取点。像 $\tfrac13$ 这样的数存储时会有舍入，因此宽度小于 $10^{-6}$ 的段，或者小于最陡斜率的 $10^{-6}$ 的斜率变化，都视为舍入误差，不计入段数。
# - 测试使用的深度为 1 到 6。

# %%
def sawtooth_network(depth: int) -> list[tuple[Float[np.ndarray, "..."], Float[np.ndarray, "..."]]]:
    """A narrow ReLU network of one input whose graph on [0, 1] has exactly 2**depth linear pieces.

    h_0 = x,  h_l = relu(h_{l-1} W_l + b_l) for l = 1, ..., depth,  y = h_depth W_{depth+1} + b_{depth+1}

    Args:
        depth: number of ReLU hidden layers, at least 1.

    Returns:
        depth + 1 pairs (W, b), W of shape (n_in, n_out) and b of shape (n_out,); the first n_in and the last n_out are
        1, every hidden layer has at most 4 units.

    Source: Telgarsky, "Benefits of depth in neural networks", 2016, section 3.1.
    """
    # your code here / 在此处作答
    raise NotImplementedError("sawtooth_network")


# %% tags=["check"]
grader.check("sawtooth")


# %% tags=["explore", "otter_ignore"]
# What depth buys: the graphs of your networks, and how many pieces one hidden layer could have had instead.
# 深度换来了什么：画出你的网络的图像，并与单隐藏层所能达到的段数比较。
@explore
def picture_of_sawtooth():
    import matplotlib.pyplot as plt


    def network_output(layers, x):
        h = x[:, None]
        for W, b in layers[:-1]:
            h = np.maximum(h @ W + b, 0.0)
        W, b = layers[-1]
        return (h @ W + b)[:, 0]


    def count_pieces(y):
        bends = np.abs(np.diff(y, 2))
        bent = np.concatenate([[False], bends > 1e-6 * max(1e-12, bends.max())])
        return 1 + int((bent[1:] & ~bent[:-1]).sum())  # a kink between two grid points bends at both


    x = np.linspace(0.0, 1.0, 20001)
    networks = {depth: sawtooth_network(depth) for depth in range(1, 8)}
    outputs = {depth: network_output(layers, x) for depth, layers in networks.items()}
    units = [sum(W.shape[1] for W, b in layers[:-1]) for layers in networks.values()]
    pieces = [count_pieces(y) for y in outputs.values()]

    figure = plt.figure(figsize=(10, 4.6), layout="constrained")
    grid = figure.add_gridspec(3, 2, width_ratios=[1.25, 1])
    for row, depth in enumerate((1, 3, 5)):
        axes = figure.add_subplot(grid[row, 0])
        axes.plot(x, outputs[depth], color=plt.cm.viridis(0.15 + 0.3 * row), linewidth=1.4)
        axes.set_xlim(0, 1)
        axes.margins(y=0.12)
        axes.set_ylabel("$y$")
        axes.set_title(
            label(
                f"depth {depth}: {units[depth - 1]} hidden units, {pieces[depth - 1]} pieces",
                f"深度 {depth}：{units[depth - 1]} 个隐藏单元，{pieces[depth - 1]} 段",
            ),
            fontsize=10,
            loc="left",
        )
        axes.tick_params(labelbottom=row == 2)
    axes.set_xlabel("$x$")

    axes = figure.add_subplot(grid[:, 1])
    axes.plot(units, pieces, "o-", color=plt.cm.viridis(0.45), label=label("your networks", "你的网络"))
    axes.plot(
        units,
        [m + 1 for m in units],
        "s--",
        color="0.55",
        label=label("one hidden layer at best", "单隐藏层的上限"),
    )
    axes.set_yscale("log", base=2)
    axes.set_xlabel(label("hidden units in all", "隐藏单元总数"))
    axes.set_ylabel(label("linear pieces on [0, 1]", "[0, 1] 上的线段数"))
    axes.set_title(label("depth multiplies, width adds", "深度相乘，宽度相加"), fontsize=11)
    axes.grid(True, which="major", alpha=0.3)
    axes.legend(frameon=False, loc="lower right")
    plt.show()

# %% [markdown]
# ## 9. Locality and translation invariance / 局部性与平移不变性 (written / 简答, 10 points / 10 分)
#
# About 40 minutes. Builds on: question 5 (`conv_as_matrix`).
#
# A convolution layer is built on two assumptions about images: *locality* and *translation invariance*.
#
# Say for each what it means, what it does to the weight matrix that you wrote down in `conv_as_matrix`, and how many weights
# it saves. Then say exactly what happens to the output of a convolution when the image is shifted, what happens to it
# behind a pooling layer, and why the two words *invariant* and *equivariant* should be kept apart. Finally, name one kind of
# image or data for which one of the two assumptions fails.
#
# About 150 to 250 words, and a formula where it helps.

# %% [markdown]
# 约 40 分钟。前置：第 5 题（`conv_as_matrix`）。
#
# 卷积层建立在关于图像的两条假设之上：*局部性*与*平移不变性*。
#
# 请分别说明它们的含义，它们对你在 `conv_as_matrix` 中写出的权重矩阵起什么作用，以及各自节省了多少权重。然后准确地说明：图像平移时，卷积的输出会怎样变化，经过池化层之后又会怎样，以及为什么应当区分*不变*（invariant）与*等变*（equivariant）这两个词。最后举出一类图像或数据，使其中一条假设不成立。
#
# 约 240 至 400 字，必要时可以写公式。

# %% [markdown]
# <!-- BEGIN ANSWER locality -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER locality -->

# %% [markdown]
# ## 10. What ResNet changes / ResNet 改变了什么 (written / 简答, 10 points / 10 分)
#
# About 40 minutes. Builds on: question 6 (`residual_block`).
#
# What does ResNet change in the architecture of a deep network, and why does that help?
#
# Describe the residual block with its formula. Say which observation about plain deep networks led to it (which error grows
# with depth, and why this is not overfitting), why it is easy for a residual block to do nothing, and what the
# shortcut does to the gradient of a stack of many blocks. Say also how a block is built whose input and output differ in shape.
#
# About 150 to 250 words, with the formulas for one block and for the gradient through a stack.

# %% [markdown]
# 约 40 分钟。前置：第 6 题（`residual_block`）。
#
# ResNet 对深层网络的结构做了什么改变？为什么有效？
#
# 请写出残差块的公式并加以说明：关于普通深层网络的哪一个观察促成了它（随深度上升的是哪种误差，为什么这不是过拟合），为什么残差块很容易做到“什么都不改变”，以及捷径连接对许多残差块堆叠后的梯度有什么影响。再说明输入与输出形状不同时，残差块应怎样搭建。
#
# 约 240 至 400 字，写出单个残差块以及梯度穿过多个残差块的公式。

# %% [markdown]
# <!-- BEGIN ANSWER resnet -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER resnet -->

# %% [markdown]
# ## 11. Deep learning and the brain / 深度学习与大脑 (written / 简答, 10 points / 10 分)
#
# About 40 minutes.
#
# Deep networks owe their first ideas to the brain. Where, in your view, do the learning of today's networks and the learning
# of a brain agree most, and where do they differ most?
#
# Choose one similarity and one difference, explain what is known on both sides, and be careful about what is *not* known.
# Say for the difference whether anything in machine learning already goes in the brain's direction.
#
# About 200 to 300 words. There is more than one good answer; what counts is how it is argued.

# %% [markdown]
# 约 40 分钟。
#
# 深度网络最初的想法来自大脑。在你看来，今天的深度网络与大脑在学习机制上最大的相似之处和最大的不同之处分别是什么？
#
# 请各选一点，说明两边已知的事实，并谨慎对待*尚不清楚*的部分。对于不同之处，再说明机器学习中是否已有朝大脑方向靠近的做法。
#
# 约 320 至 480 字。好答案不止一种，看重的是论证。

# %% [markdown]
# <!-- BEGIN ANSWER brain -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER brain -->

# %% [markdown]
# ## 12. Why depth? / 为什么需要深度？ (written / 简答, 10 points / 10 分)
#
# About 45 minutes. Builds on: question 8 (`sawtooth`).
#
# By the universal approximation theorem a network with a single hidden layer can approximate every continuous function on a
# closed and bounded region as closely as one likes, if it has enough units. Why then do we build networks of a hundred layers?
#
# Argue from three sides: *capacity* (what does the theorem leave open, and what did your sawtooth show?), *computation*
# (parameters and operations for the same function, and what depth costs), and *abstraction* (what do the layers of a
# trained image network respond to?). Say at least once where depth alone is not enough.
#
# About 200 to 300 words.

# %% [markdown]
# 约 45 分钟。前置：第 8 题（`sawtooth`）。
#
# 根据通用近似定理，只要单元足够多，只有一个隐藏层的网络就能在有界闭区域上以任意精度逼近任何连续函数。那么，为什么还要搭建上百层的网络？
#
# 请从三个角度论证：*模型容量*（定理没有说明什么？你构造的锯齿网络说明了什么？）、*计算效率*（表示同一个函数所需的参数量与运算量，以及深度的代价）、*特征抽象*（训练好的图像网络的各层分别对什么有响应？）。至少指出一处仅靠深度还不够的地方。
#
# 约 320 至 480 字。

# %% [markdown]
# <!-- BEGIN ANSWER why_depth -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER why_depth -->
