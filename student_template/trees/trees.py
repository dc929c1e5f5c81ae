# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Decision trees and model selection / 决策树与模型选择
#
# A decision tree asks one question after another, and the whole art is which to ask next. You build one from its parts:
# entropy measures how mixed a set of labels is, information gain how much an attribute unmixes it, and ID3 repeats the
# best question until nothing is left to ask. The example is the watermelon data of `data/watermelon2.csv`, small enough
# to check every figure by hand. Then come the tools by which one model is chosen over another: folds, bootstrap
# samples, penalties, kernels.
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
# **Time.** All questions together take about 5 hours; each says its own time, and what it builds on. Times are for
# orientation and are not graded.

# %% [markdown]
# 决策树一个接一个地提问，关键在于下一步问什么。本次作业从零件做起：信息熵衡量一组标签有多混杂，信息增益衡量一个属性能把它理清多少，ID3 则反复提出最好的问题，直到无可再问。贯穿始终的例子是 `data/watermelon2.csv` 里的西瓜数据集，小到每个数字都可以手算核对。随后是在模型之间作选择的几样工具：交叉验证、自助采样、正则项与核函数。
#
# **怎样做。** 先运行下面的初始化单元格，然后逐个补全函数（写着 `# 在此处作答` 的地方），再运行它下方的检查单元格：它会告诉你期望的结果和你的函数返回的结果。有些题目后面还有一个用你写的函数画图的单元格，仅供观察，不计分。全部能从头到尾运行之后，提交一个文件：本文档的 `.ipynb` **或** `.py`，你在哪一个里作答就交哪一个。
#
# **数值。** 输入是 float64 就用 float64 计算；整数数组的类型是 int64，除非题目另有说明。题目提到输入可能是 float32 时，返回 float32 的结果也可以，比较时精确到约四位有效数字；输入是 float64 时，float32 的精度不够。
#
# **怎样评分。** 编程题合计 100 分。你看到的检查不计分：成绩来自另外的测试，每位同学的输入都不同；测试划分得较细，漏掉一种边界情形只丢它自己的几分，不会丢掉整道题。没有完成的函数影响它所在的题，以及用到它的函数。如果识别出某种常见错误，反馈会直接指出它的名字。简答题由人工评阅，分数另计；请写在两个标记之间，不要删掉标记。
#
# **可用的库。** 评分时可以导入标准库和 NumPy；别的库都不能用。画图的单元格要用 Matplotlib，它们不参与评分。
#
# **用时。** 全部题目合计约需 5 小时；每道题都注明了自己的用时和前置知识。用时仅供参考，与评分无关。

# %%
# Run this cell first. / 请先运行本单元格。
# Available when graded: the standard library, numpy.
# 评分时可用：标准库、numpy。
from collections import Counter
from collections.abc import Hashable, Sequence
from math import log2

import numpy as np
from homework_cells import checks, explore, label
from jaxtyping import Float, Int

LANGUAGE = ""  # of the checks: "en", "zh", or "" for your system's / 检查结果的语言："zh"、"en"，留空则随系统
grader = checks("trees", LANGUAGE)


# %% [markdown]
# ## 1. Entropy of a set of labels / 标签集合的信息熵 (10 points / 10 分)
#
# About 15 minutes. Builds on: counting labels; logarithms.
#
# You pick a melon from a pile at random and must say whether it is ripe. If every melon of the pile is ripe, you cannot
# go wrong; if half of them are, you might as well toss a coin. *Entropy* measures this uncertainty. A decision tree is
# grown by asking, again and again, the question that removes the most of it, so everything else in this homework
# builds on this one function.
#
# Let $p_c$ be the share of the label $c$ among the $n$ labels of a node. Then
#
# $$H(Y) = -\sum_{c} p_c \log_2 p_c .$$
#
# The logarithm has base 2, so the unit is the *bit*. To learn the label of a randomly drawn sample takes at least $H(Y)$
# yes/no answers on average. It is a lower bound: a single label may well take more, since there is no half a question, and
# one comes close to $H(Y)$ only by asking about many labels together.
#
# **Write** `entropy(labels)`.
#
# | | type | meaning |
# |---|---|---|
# | `labels` | sequence of $n \ge 1$ hashable values | the labels of the samples at a node |
# | returns | `float` | $H(Y)$ in bits |
#
# *By hand.* Four labels `["a", "a", "a", "b"]` have $p_a = \tfrac34$ and $p_b = \tfrac14$, so
# $H = \tfrac34 \log_2 \tfrac43 + \tfrac14 \log_2 4 = 0.811278$ bits. The 17 melons of `watermelon2.csv`, 8 ripe and 9
# not, have $H = 0.997503$ bits: almost a coin toss.
#
# **Conventions and edges.**
#
# - $0 \log_2 0$ counts as 0: a class that does not occur contributes nothing, and a *pure* node (one label only, or a
#   single sample) has entropy 0.
# - Labels are names, not numbers. They may be strings, booleans or integers, with gaps (`0` and `7`) or negative; there
#   may be more than two classes, and then $H$ may exceed 1.
# - The sequence may be a list or a tuple. Leave it as it is.

# %% [markdown]
# 约 15 分钟。前置：统计标签个数；对数。
#
# 从一堆西瓜里随手拿一个，猜它是不是好瓜。如果整堆都是好瓜，怎么猜都对；如果一半好一半坏，那就和抛硬币差不多。*信息熵*衡量的正是这种不确定性。决策树的生长过程，就是反复提出最能消除不确定性的问题，因此本次作业的其他内容都以这个函数为基础。
#
# 设结点上共有 $n$ 个标签，其中标签 $c$ 所占的比例为 $p_c$，则
#
# $$H(Y) = -\sum_{c} p_c \log_2 p_c .$$
#
# 对数以 2 为底，单位是*比特*。随机抽取一个样本，要知道它的标签，平均至少要问 $H(Y)$ 个是非题。这是下界：是非题没有“半个”，只问一个标签时往往要多问一些；只有把许多标签合在一起问，才能接近 $H(Y)$。
#
# **请实现** `entropy(labels)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `labels` | 含 $n \ge 1$ 个可哈希值的序列 | 结点上各样本的标签 |
# | 返回值 | `float` | 以比特为单位的 $H(Y)$ |
#
# *手算一例。* 四个标签 `["a", "a", "a", "b"]` 中 $p_a = \tfrac34$，$p_b = \tfrac14$，于是 $H = \tfrac34 \log_2 \tfrac43 + \tfrac14 \log_2 4 = 0.811278$ 比特。数据文件 `watermelon2.csv` 中有 17 个西瓜，8 个好瓜、9 个坏瓜，$H = 0.997503$ 比特，几乎就是抛硬币。
#
# **约定与边界情形。**
#
# - 规定 $0 \log_2 0$ 等于 0：没有出现的类别不产生贡献；*纯*结点（只有一种标签，或只有一个样本）的熵为 0。
# - 标签只是名称，不是数值：可以是字符串、布尔值或整数，整数可以不连续（如 `0` 和 `7`），也可以是负数；类别可以多于两个，此时 $H$ 可能大于 1。
# - 序列可能是列表，也可能是元组。请不要改动它。

# %%
def entropy(labels: Sequence[Hashable]) -> float:
    """Entropy of the empirical distribution of the labels, in bits.

    Args:
        labels: n >= 1 labels of any hashable kind (strings, integers, booleans).

    Returns:
        H(Y) >= 0; 0 if all labels are equal.

    Source: Shannon, A Mathematical Theory of Communication, 1948.
    """
    # your code here / 在此处作答
    raise NotImplementedError("entropy")


# %% tags=["check"]
grader.check("entropy")


# %% [markdown]
# ## 2. Information gain of an attribute / 属性的信息增益 (16 points / 16 分)
#
# About 25 minutes. Builds on: question 1 (`entropy`); conditional probability.
#
# Asking for the value of an attribute $X$ splits the samples into branches, one per value $v$. Each branch has its own
# labels $Y_v$ and its own entropy. What is left of the uncertainty, on average over the samples, is the *conditional
# entropy*; what has gone is the *information gain*:
#
# $$H(Y \mid X) = \sum_v \frac{n_v}{n} H(Y_v), \qquad \mathrm{IG}(Y, X) = H(Y) - H(Y \mid X),$$
#
# with $n_v$ the number of samples that have the value $v$. A branch is weighed by its size: a tiny pure branch is worth
# little, since few samples ever get there.
#
# **Write** `conditional_entropy(values, labels)` and `information_gain(values, labels)`.
#
# | | type | meaning |
# |---|---|---|
# | `values` | sequence of $n \ge 1$ hashable values | the attribute, one value per sample |
# | `labels` | sequence of $n$ hashable values | the labels, in the same order |
# | returns | `float` | $H(Y \mid X)$, or $\mathrm{IG}(Y, X)$, in bits |
#
# *By hand.* Values `["clear", "clear", "clear", "blurry"]` and labels `["yes", "yes", "no", "no"]`: before the split
# $H(Y) = 1$. The branch `clear` holds two yes and one no, $H = 0.918296$; `blurry` is pure. So
# $H(Y \mid X) = \tfrac34 \cdot 0.918296 + \tfrac14 \cdot 0 = 0.688722$, and the gain is $0.311278$ bits.
#
# For the 17 melons, where $H(Y) = 0.997503$, the six attributes gain
#
# | 色泽 (colour) | 根蒂 (stem) | 敲声 (sound) | 纹理 (texture) | 脐部 (navel) | 触感 (touch) |
# |---|---|---|---|---|---|
# | 0.108125 | 0.142675 | 0.140781 | 0.380592 | 0.289159 | 0.006046 |
#
# **Conventions and edges.**
#
# - Base 2, and $0 \log_2 0 = 0$, as in `entropy`.
# - An attribute with a single value tells nothing: its gain is 0. One with a different value for every sample leaves
#   nothing open: $H(Y \mid X) = 0$, and the gain is all of $H(Y)$.
# - Do not round on the way. Rounding each entropy to three decimals gives $0.109$ for 色泽, already wrong in the third.
# - Values and labels are names: strings, booleans or integers, in lists or tuples. Leave both sequences as they are.
# - You may call your `entropy`, and one of the two functions from the other; if what you call has a mistake, the function
#   that calls it inherits it.

# %% [markdown]
# 约 25 分钟。前置：第 1 题（`entropy`）；条件概率。
#
# 询问属性 $X$ 的取值，就把样本分成了若干分支，每个取值 $v$ 对应一支。每一支有自己的标签 $Y_v$，也有自己的熵。按样本平均之后剩下的不确定性，称为*条件熵*；被消除的那一部分，就是*信息增益*：
#
# $$H(Y \mid X) = \sum_v \frac{n_v}{n} H(Y_v), \qquad \mathrm{IG}(Y, X) = H(Y) - H(Y \mid X),$$
#
# 其中 $n_v$ 是取值为 $v$ 的样本数。各分支按大小加权：一个很小的纯分支价值有限，因为很少有样本会走到那里。
#
# **请实现** `conditional_entropy(values, labels)` 和 `information_gain(values, labels)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `values` | 含 $n \ge 1$ 个可哈希值的序列 | 各样本在该属性上的取值 |
# | `labels` | 含 $n$ 个可哈希值的序列 | 标签，顺序与取值一致 |
# | 返回值 | `float` | $H(Y \mid X)$ 或 $\mathrm{IG}(Y, X)$，单位为比特 |
#
# *手算一例。* 取值为 `["clear", "clear", "clear", "blurry"]`，标签为 `["yes", "yes", "no", "no"]`：划分之前 $H(Y) = 1$。分支 `clear` 中两个 yes、一个 no，$H = 0.918296$；`blurry` 是纯的。因此 $H(Y \mid X) = \tfrac34 \cdot 0.918296 + \tfrac14 \cdot 0 = 0.688722$，增益为 $0.311278$ 比特。
#
# 对 17 个西瓜，$H(Y) = 0.997503$，六个属性的信息增益分别为
#
# | 色泽 | 根蒂 | 敲声 | 纹理 | 脐部 | 触感 |
# |---|---|---|---|---|---|
# | 0.108125 | 0.142675 | 0.140781 | 0.380592 | 0.289159 | 0.006046 |
#
# **约定与边界情形。**
#
# - 与 `entropy` 相同：对数以 2 为底，$0 \log_2 0 = 0$。
# - 只有一种取值的属性什么也没有告诉我们，增益为 0；每个样本取值都不同的属性不留任何疑问，$H(Y \mid X) = 0$，增益等于全部的 $H(Y)$。
# - 中间结果不要四舍五入。如果每个熵都先保留三位小数，色泽的增益会变成 $0.109$，第三位就错了。
# - 取值和标签都只是名称：字符串、布尔值或整数，放在列表或元组里。两个序列都不要改动。
# - 可以调用自己写的 `entropy`，这两个函数之间也可以互相调用；如果被调用的函数有错，调用它的函数也会跟着错。

# %%
def conditional_entropy(values: Sequence[Hashable], labels: Sequence[Hashable]) -> float:
    """Entropy of the labels that is left, on average, once the attribute's value is known, in bits.

    Args:
        values: the attribute's value for each of the n >= 1 samples.
        labels: the n labels, in the same order.

    Returns:
        H(Y | X), between 0 and H(Y).
    """
    # your code here / 在此处作答
    raise NotImplementedError("conditional_entropy")


def information_gain(values: Sequence[Hashable], labels: Sequence[Hashable]) -> float:
    """Reduction of the labels' entropy by knowing the attribute's value, in bits.

    Args:
        values: the attribute's value for each of the n >= 1 samples.
        labels: the n labels, in the same order.

    Returns:
        The gain, between 0 and H(Y) (up to rounding).

    Source: Quinlan, Induction of Decision Trees, 1986.
    """
    # your code here / 在此处作答
    raise NotImplementedError("information_gain")


# %% tags=["check"]
grader.check("information_gain")


# %% [markdown]
# ## 3. Gain ratio / 信息增益率 (8 points / 8 分)
#
# About 15 minutes. Builds on: question 2 (`information_gain`).
#
# Information gain has a weakness: it favours attributes with many values. The extreme is the melon's number in the
# list. Every branch then holds one melon and is pure, so the gain is all of $H(Y)$; yet a new melon has a new number,
# and the tree knows nothing about it. C4.5, the successor of ID3, divides the gain by the information that it takes to
# tell the value itself, called *intrinsic value* (or split information):
#
# $$\mathrm{IV}(X) = -\sum_v \frac{n_v}{n} \log_2 \frac{n_v}{n}, \qquad
# \mathrm{GR}(Y, X) = \frac{\mathrm{IG}(Y, X)}{\mathrm{IV}(X)},$$
#
# with $n_v$ the number of samples of value $v$. The intrinsic value is nothing but the entropy of the attribute; the
# labels do not occur in it. Splitting 17 melons by their number costs $\log_2 17 = 4.087463$ bits, splitting them by
# their touch only $0.873981$.
#
# **Write** `gain_ratio(values, labels)`.
#
# | | type | meaning |
# |---|---|---|
# | `values` | sequence of $n \ge 1$ hashable values | the attribute, one value per sample |
# | `labels` | sequence of $n$ hashable values | the labels, in the same order |
# | returns | `float` | $\mathrm{GR}(Y, X)$ |
#
# *By hand.* Values `["clear", "clear", "clear", "blurry"]` and labels `["yes", "yes", "no", "no"]`: the gain is
# $0.311278$ bits, the intrinsic value $\tfrac34 \log_2 \tfrac43 + \tfrac14 \log_2 4 = 0.811278$, and the ratio
# $0.383689$. If each of the four samples had a value of its own, the gain would be $1$, the intrinsic value $2$ and the
# ratio $0.5$.
#
# **Conventions and edges.**
#
# - Both parts are in bits; the ratio would be the same in any unit, as long as it is one and the same.
# - An attribute with a single value has $\mathrm{IV}(X) = 0$ and gains nothing. The ratio would be $0/0$; return `0.0`.
# - If all labels are equal, the gain is 0 and so is the ratio.
# - Values and labels are names (strings, booleans, integers) in lists or tuples; leave both as they are.
# - You may call your `information_gain`; if it has a mistake, this question inherits it.

# %% [markdown]
# 约 15 分钟。前置：第 2 题（`information_gain`）。
#
# 信息增益有一个弱点：偏爱取值多的属性。最极端的例子是西瓜的编号：按编号划分，每个分支只有一个瓜，当然是纯的，增益等于全部的 $H(Y)$；可是新来的瓜有新的编号，这棵树对它一无所知。ID3 的后继算法 C4.5 把增益除以“说出属性取值本身”所需的信息量，后者称为*固有值*（intrinsic value，也叫分裂信息）：
#
# $$\mathrm{IV}(X) = -\sum_v \frac{n_v}{n} \log_2 \frac{n_v}{n}, \qquad
# \mathrm{GR}(Y, X) = \frac{\mathrm{IG}(Y, X)}{\mathrm{IV}(X)},$$
#
# 其中 $n_v$ 是取值为 $v$ 的样本数。固有值其实就是属性自身的熵，与标签无关。把 17 个西瓜按编号划分，固有值为 $\log_2 17 = 4.087463$ 比特；按触感划分只有 $0.873981$ 比特。
#
# **请实现** `gain_ratio(values, labels)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `values` | 含 $n \ge 1$ 个可哈希值的序列 | 各样本在该属性上的取值 |
# | `labels` | 含 $n$ 个可哈希值的序列 | 标签，顺序与取值一致 |
# | 返回值 | `float` | $\mathrm{GR}(Y, X)$ |
#
# *手算一例。* 取值为 `["clear", "clear", "clear", "blurry"]`，标签为 `["yes", "yes", "no", "no"]`：增益为 $0.311278$ 比特，固有值为 $\tfrac34 \log_2 \tfrac43 + \tfrac14 \log_2 4 = 0.811278$，增益率为 $0.383689$。如果四个样本的取值各不相同，则增益为 $1$，固有值为 $2$，增益率为 $0.5$。
#
# **约定与边界情形。**
#
# - 分子分母都以比特为单位；换成别的单位，只要两者一致，比值不变。
# - 只有一种取值的属性 $\mathrm{IV}(X) = 0$，增益也为 0，比值成了 $0/0$；此时请返回 `0.0`。
# - 如果所有标签都相同，增益为 0，增益率也为 0。
# - 取值和标签都只是名称（字符串、布尔值或整数），放在列表或元组里；两者都不要改动。
# - 可以调用自己写的 `information_gain`；如果它有错，本题也会跟着错。

# %%
def gain_ratio(values: Sequence[Hashable], labels: Sequence[Hashable]) -> float:
    """Information gain per bit that the attribute itself takes to tell.

    Args:
        values: the attribute's value for each of the n >= 1 samples.
        labels: the n labels, in the same order.

    Returns:
        The gain ratio, between 0 and 1 (up to rounding); 0.0 for an attribute with a single value.

    Source: Quinlan, C4.5: Programs for Machine Learning, 1993.
    """
    # your code here / 在此处作答
    raise NotImplementedError("gain_ratio")


# %% tags=["check"]
grader.check("gain_ratio")


# %% [markdown]
# ## 4. Choosing the attribute to split on / 选择划分属性 (10 points / 10 分)
#
# About 20 minutes. Builds on: question 2 (`information_gain`); rounding in floating-point numbers.
#
# A tree grows greedily: at every node it asks for the attribute that removes most of the uncertainty about the label,
# here and now, without looking ahead. With the information gain
#
# $$\mathrm{IG}(Y, X_a) = H(Y) - \sum_v \frac{n_v}{n} H(Y_v)$$
#
# of each candidate $a$ (entropies in bits, $Y_v$ the labels of the $n_v$ samples with value $v$), the choice is
#
# $$a^* = \arg\max_{a} \mathrm{IG}(Y, X_a).$$
#
# **Write** `best_split(rows, labels, attributes)`.
#
# | | type | meaning |
# |---|---|---|
# | `rows` | list of $n \ge 1$ dicts | one dict per sample, from attribute name to value |
# | `labels` | sequence of $n$ hashable values | the labels, in the same order |
# | `attributes` | list of strings, at least one | the candidates, in order of preference |
# | returns | `str` | the name of the chosen attribute |
#
# *By hand.* Four samples with labels `["yes", "yes", "no", "no"]`:
#
# | texture | touch | sound | label |
# |---|---|---|---|
# | clear | hard | dull | yes |
# | clear | hard | dull | yes |
# | clear | soft | dull | no |
# | blurry | soft | dull | no |
#
# The gains are $0.311278$ for `texture`, $1$ for `touch` and $0$ for `sound`; the answer is `"touch"`.
#
# **Conventions and edges.**
#
# - *Ties.* Gains that agree within $10^{-9}$ count as equal, and the attribute that comes first in `attributes` wins.
#   Mind the tolerance: two gains that are equal on paper often differ by $10^{-16}$ in floating point, depending on the
#   order of the sum, and then rounding would make the choice. Among the 9 melons of clear texture 根蒂 (stem),
#   脐部 (navel) and 触感 (touch) tie in this way at $0.458106$.
# - If nothing gains anything (all labels equal, say), all candidates tie at 0, and the first one is returned.
# - Only the names in `attributes` are candidates. A row may hold further keys, such as a running number or the label
#   itself; they do not count.
# - Return the name, not its position. Leave all three arguments as they are.
# - The criterion is the information gain, neither the gain ratio nor the Gini impurity, which sometimes choose
#   differently.
# - You may call your functions of earlier questions; if one has a mistake, this question inherits it.

# %% [markdown]
# 约 20 分钟。前置：第 2 题（`information_gain`）；浮点数的舍入误差。
#
# 决策树的生长是贪心的：在每个结点上，只看眼前，选出当下最能减少标签不确定性的属性来提问，不考虑以后的步骤。设候选属性 $a$ 的信息增益为
#
# $$\mathrm{IG}(Y, X_a) = H(Y) - \sum_v \frac{n_v}{n} H(Y_v)$$
#
# （熵以比特为单位，$Y_v$ 是取值为 $v$ 的 $n_v$ 个样本的标签），则选择
#
# $$a^* = \arg\max_{a} \mathrm{IG}(Y, X_a).$$
#
# **请实现** `best_split(rows, labels, attributes)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `rows` | 含 $n \ge 1$ 个字典的列表 | 每个样本一个字典，从属性名到取值 |
# | `labels` | 含 $n$ 个可哈希值的序列 | 标签，顺序与各样本一致 |
# | `attributes` | 字符串列表，至少一个 | 候选属性，按优先顺序排列 |
# | 返回值 | `str` | 所选属性的名称 |
#
# *手算一例。* 四个样本，标签为 `["yes", "yes", "no", "no"]`：
#
# | texture | touch | sound | 标签 |
# |---|---|---|---|
# | clear | hard | dull | yes |
# | clear | hard | dull | yes |
# | clear | soft | dull | no |
# | blurry | soft | dull | no |
#
# 三个属性的增益依次为：`texture` $0.311278$，`touch` $1$，`sound` $0$，所以答案是 `"touch"`。
#
# **约定与边界情形。**
#
# - *并列。* 相差不超过 $10^{-9}$ 的增益视为相等，此时取 `attributes` 中最靠前的那个。这个容差不能省：纸面上相等的两个增益，由于求和次序不同，浮点结果常常相差 $10^{-16}$，不留容差就等于让舍入误差来做选择。在纹理清晰的 9 个瓜中，根蒂、脐部、触感的增益就这样并列为 $0.458106$。
# - 如果任何属性都没有增益（例如所有标签相同），全部候选并列为 0，返回第一个。
# - 只有 `attributes` 里的名称才是候选。每行可能还有别的键，例如编号，甚至标签本身，它们都不参与选择。
# - 返回属性的名称，而不是它的位置。三个参数都不要改动。
# - 准则是信息增益，而不是增益率或基尼不纯度，后两者有时会做出不同的选择。
# - 可以调用前面各题中自己写的函数；如果它有错，本题也会跟着错。

# %%
def best_split(rows: list[dict[str, Hashable]], labels: Sequence[Hashable], attributes: list[str]) -> str:
    """The attribute of largest information gain.

    Args:
        rows: n >= 1 samples, each a dict from attribute to value; keys outside `attributes` do not count.
        labels: the n labels, in the same order.
        attributes: the candidates, at least one.

    Returns:
        One of `attributes`; gains within 1e-9 of the largest tie, and the earliest in `attributes` wins.
    """
    # your code here / 在此处作答
    raise NotImplementedError("best_split")


# %% tags=["check"]
grader.check("best_split")


# %% [markdown]
# ## 5. Growing and using a decision tree (ID3) / 决策树的生成与预测（ID3） (22 points / 22 分)
#
# About 60 minutes. Builds on: question 4 (`best_split`); recursion.
#
# Now the pieces come together. *ID3* grows a tree from the top: pick the attribute with the largest information gain
# $\mathrm{IG}(Y, X_a)$, make a branch for each of its values, and do the same in every branch with the samples that
# fall into it and the attributes that are left. To classify a melon, start at the root and follow its values down to a
# leaf.
#
# **Write** `build_tree(rows, labels, attributes)` and `predict(tree, row)`.
#
# | | type | meaning |
# |---|---|---|
# | `rows` | list of $n \ge 1$ dicts | one dict per sample, from attribute name to value (values are strings) |
# | `labels` | sequence of $n$ labels | all strings or all integers |
# | `attributes` | list of strings, may be empty | the attributes that may be asked for |
# | `build_tree` returns | `dict` | the tree, see below |
# | `tree`, `row` | `dict`, `dict` | a tree of this form, and one sample |
# | `predict` returns | a label | |
#
# A tree is made of plain dicts of two kinds:
#
# - a leaf: `{"label": y}`;
# - a node: `{"attribute": a, "majority": y, "children": {value: tree, ...}}`, with one child for every value of `a` that
#   is *seen at this node*. `majority` is the most frequent label among the samples at the node.
#
# *By hand.* Four melons, labels `["yes", "yes", "no", "no"]`, of texture clear, clear, clear, blurry and touch hard, hard,
# soft, soft. `touch` gains $1$ bit and `texture` $0.311278$, so the tree is
# `{"attribute": "touch", "majority": "no", "children": {"hard": {"label": "yes"}, "soft": {"label": "no"}}}`.
# A melon of touch `"spongy"` finds no child and gets the majority, `"no"`: the labels tie two to two, and `"no"`
# is the smaller string.
#
# **Conventions and edges.**
#
# - *When to stop.* A node becomes a leaf when all its labels are equal or no attribute is left; you *may* also stop
#   when all its rows agree in every attribute left. Nothing else stops the growth, in particular not a gain of 0: if
#   the label is the XOR of two attributes, neither gains anything alone, yet together they tell all.
# - A leaf with mixed labels takes the most frequent one. In every majority, ties go to the smallest label.
# - On one path an attribute is asked at most once, but two branches may well use the same attribute.
# - Where several attributes have the largest gain (within $10^{-9}$), any of them is right: the tests judge your tree by
#   its attributes' gains and its labels, not by comparing it with one solution.
# - `predict` gets trees that the tests wrote themselves as well as trees that you built; a tree may be a single leaf.
#   Where the row's value has no child, the answer is the majority *of that node*.
# - Leave all arguments as they are, the caller's list of attributes and the tree included.
# - You may call your functions of earlier questions; if one has a mistake, this question inherits it.

# %% [markdown]
# 约 60 分钟。前置：第 4 题（`best_split`）；递归。
#
# 现在把前面的部件组装起来。*ID3* 自上而下地生成决策树：选出信息增益 $\mathrm{IG}(Y, X_a)$ 最大的属性，为它的每个取值建一个分支；再在每个分支里，用落入该分支的样本和剩下的属性重复同样的步骤。给一个西瓜分类时，从根结点出发，按照它的属性取值一路走到叶结点。
#
# **请实现** `build_tree(rows, labels, attributes)` 和 `predict(tree, row)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `rows` | 含 $n \ge 1$ 个字典的列表 | 每个样本一个字典，从属性名到取值（取值为字符串） |
# | `labels` | 含 $n$ 个标签的序列 | 全为字符串，或全为整数 |
# | `attributes` | 字符串列表，可以为空 | 可供提问的属性 |
# | `build_tree` 返回值 | `dict` | 决策树，形式见下 |
# | `tree`、`row` | `dict`、`dict` | 一棵这样的树，一个样本 |
# | `predict` 返回值 | 标签 | |
#
# 树由两种普通的字典构成：
#
# - 叶结点：`{"label": y}`；
# - 内部结点：`{"attribute": a, "majority": y, "children": {value: tree, ...}}`，对*该结点上出现过的* `a` 的每个取值各有一个子结点。`majority` 是该结点的样本中出现次数最多的标签。
#
# *手算一例。* 四个西瓜，标签为 `["yes", "yes", "no", "no"]`，纹理（texture）依次为 clear、clear、clear、blurry，触感（touch）依次为 hard、hard、soft、soft。属性 `touch` 的增益为 $1$ 比特，`texture` 为 $0.311278$，因此得到的树是 `{"attribute": "touch", "majority": "no", "children": {"hard": {"label": "yes"}, "soft": {"label": "no"}}}`。如果来了一个触感为 `"spongy"` 的瓜，找不到对应的子结点，就取多数标签 `"no"`：两种标签二比二持平，而 `"no"` 是较小的字符串。
#
# **约定与边界情形。**
#
# - *何时停止。* 所有标签相同，或者没有剩余属性时，结点成为叶结点；如果各样本在所有剩余属性上取值都相同，*也可以*停止。除此之外都要继续划分，增益为 0 也不例外：如果标签是两个属性的异或，单独看哪一个都没有增益，合在一起却能完全确定标签。
# - 标签不一致的叶结点取出现次数最多的标签。凡是求多数，票数相同时取最小的标签。
# - 同一条路径上，每个属性最多问一次；但两个不同的分支完全可以使用同一个属性。
# - 如果有几个属性的增益同为最大（相差不超过 $10^{-9}$），选哪一个都对：测试依据各结点属性的增益和标签来判断，而不是与某个固定答案比较。
# - `predict` 既会收到测试自己写的树，也会收到你生成的树；树可能只有一个叶结点。如果样本的取值没有对应的子结点，答案是*那个结点*的多数标签。
# - 不要改动任何参数，包括调用者的属性列表和传入的树。
# - 可以调用前面各题中自己写的函数；如果它有错，本题也会跟着错。

# %%
def build_tree(rows: list[dict[str, Hashable]], labels: Sequence[Hashable], attributes: list[str]) -> dict:
    """Decision tree by ID3: split on an attribute of largest information gain until nothing is left to ask.

    Args:
        rows: n >= 1 samples, each a dict from attribute to value.
        labels: the n labels, in the same order; all strings or all integers.
        attributes: those that may be asked for (each at most once on a path); may be empty.

    Returns:
        A leaf `{"label": y}`, or a node `{"attribute": a, "majority": y, "children": {value: tree}}` with a child for
        every value of a seen at the node. Majority ties go to the smallest label.

    Source: Quinlan, Induction of Decision Trees, 1986.
    """
    # your code here / 在此处作答
    raise NotImplementedError("build_tree")


def predict(tree: dict, row: dict[str, Hashable]) -> Hashable:
    """Label that a tree gives to one sample.

    Args:
        tree: a leaf or a node as `build_tree` returns it.
        row: the sample, with a value for every attribute of the tree; further keys do not matter.

    Returns:
        The label of the leaf that is reached, or the majority of the node where the row's value has no child.
    """
    # your code here / 在此处作答
    raise NotImplementedError("predict")


# %% tags=["check"]
grader.check("decision_tree")


# %% tags=["explore", "otter_ignore"]
# Explore: your tree for the 17 watermelons, drawn. Not graded.
# 探索：画出你为 17 个西瓜生成的决策树。不计分。
@explore
def picture_of_decision_tree():
    import csv
    from pathlib import Path

    import matplotlib.pyplot as plt

    ENGLISH = {
        **{"色泽": "colour", "根蒂": "stem", "敲声": "sound", "纹理": "texture", "脐部": "navel", "触感": "touch"},
        **{"青绿": "green", "乌黑": "black", "浅白": "pale"},
        **{"蜷缩": "curled", "稍蜷": "half curled", "硬挺": "stiff"},
        **{"浊响": "dull", "沉闷": "muffled", "清脆": "crisp"},
        **{"清晰": "clear", "稍糊": "half blurred", "模糊": "blurred"},
        **{"凹陷": "sunken", "稍凹": "half sunken", "平坦": "flat"},
        **{"硬滑": "hard", "软粘": "soft"},
        **{"是": "ripe", "否": "unripe"},
    }
    LEAF = {"是": "#cfe8cf", "否": "#f3d3cd"}


    def word(chinese):
        return label(ENGLISH.get(chinese, chinese), {"是": "好瓜", "否": "坏瓜"}.get(chinese, chinese))


    def place(tree, depth=0, left=0.0):
        """Width in leaves, and for every node its position, text and colour, and the edges to its children."""
        if "children" not in tree:
            return 1.0, [(left + 0.5, -depth, word(tree["label"]), LEAF[tree["label"]])], []
        nodes, edges, width = [], [], 0.0
        for value, child in tree["children"].items():
            w, below, lines = place(child, depth + 1, left + width)
            edges += [(*below[-1][:2], word(value)), *lines]
            nodes += below
            width += w
        own = [x for x, y, *_ in nodes if y == -depth - 1]
        x = (min(own) + max(own)) / 2
        edges = [(x, -depth, *e) if len(e) == 3 else e for e in edges]
        return width, [*nodes, (x, -depth, word(tree["attribute"]) + "?", "#dde6f2")], edges


    def draw_melons():
        with (Path("data") / "watermelon2.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        labels = [row.pop("好瓜") for row in rows]
        attributes = [a for a in rows[0] if a != "id"]
        tree = build_tree(rows, labels, attributes)
        width, nodes, edges = place(tree)
        depth = -min(y for _, y, *_ in nodes)
        _, ax = plt.subplots(figsize=(max(7, 1.55 * width), 1.35 * depth + 1.2), layout="constrained")
        for x0, y0, x1, y1, text in edges:
            ax.plot([x0, x1], [y0, y1], color="0.55", lw=1.2, zorder=1)
            x, y = 0.38 * x0 + 0.62 * x1, 0.38 * y0 + 0.62 * y1
            ax.text(x, y, text, ha="center", va="center", fontsize=9, color="0.25", zorder=2).set_bbox(
                {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
            )
        for x, y, text, colour in nodes:
            box = {"boxstyle": "round,pad=0.45", "facecolor": colour, "edgecolor": "0.4"}
            ax.text(x, y, text, ha="center", va="center", fontsize=11, bbox=box, zorder=3)
        right = sum(predict(tree, row) == y for row, y in zip(rows, labels))
        ax.set_title(
            label(f"Your tree reproduces {right} of {len(rows)} melons", f"你的树答对了 {len(rows)} 个西瓜中的 {right} 个")
        )
        ax.set(xlim=(0, width), ylim=(-depth - 0.3, 0.3))
        ax.axis("off")
        plt.show()


    draw_melons()


# %% [markdown]
# ## 6. K-fold cross-validation / K 折交叉验证 (9 points / 9 分)
#
# About 20 minutes. Builds on: division with remainder.
#
# Setting aside one validation set wastes data when there is little of it, and the verdict depends on which samples
# happened to be set aside. *Cross-validation* lets everybody take a turn: cut the data into $k$ folds, validate on one
# fold after training on the other $k - 1$, do so for each fold, and average the $k$ scores. Every sample is validated
# exactly once, and never by a model that has seen it in training.
#
# For $n$ samples the folds are as equal as possible. With $n = qk + r$ and $0 \le r < k$,
#
# $$\text{size of fold } i = \begin{cases} q + 1 & i < r \\ q & i \ge r \end{cases} \qquad (i = 0, \dots, k-1).$$
#
# **Write** `k_fold(n, k)`.
#
# | | type | meaning |
# |---|---|---|
# | `n` | `int` | number of samples |
# | `k` | `int` | number of folds |
# | returns | list of $k$ pairs `(train, validation)` | two lists of indices each, both in ascending order |
#
# *By hand.* `k_fold(5, 2)`: $5 = 2 \cdot 2 + 1$, so the first fold has 3 indices and the second 2:
#
# | $i$ | `train` | `validation` |
# |---|---|---|
# | 0 | `[3, 4]` | `[0, 1, 2]` |
# | 1 | `[0, 1, 2]` | `[3, 4]` |
#
# **Conventions and edges.**
#
# - Folds are contiguous and come in order, nothing is shuffled: for a random split, permute the data first. (For
#   data sorted by class one must.)
# - The first $n \bmod k$ folds are one larger. No sample is left out, and none is validated twice.
# - `k = n` is *leave-one-out*: folds of a single index.
# - Raise `ValueError` unless $2 \le k \le n$: one fold leaves nothing to train on, more folds than samples leaves some
#   of them empty.
# - Indices are integers; lists, tuples and integer arrays are all accepted.

# %% [markdown]
# 约 20 分钟。前置：带余除法。
#
# 数据不多时，专门留出一份验证集有些浪费，而且结论取决于碰巧留出了哪些样本。*交叉验证*让每个样本轮流上场：把数据切成 $k$ 折，用其余 $k - 1$ 折训练，在这一折上验证；每一折都这样做一遍，最后把 $k$ 个得分取平均。于是每个样本恰好被验证一次，而且验证它的模型在训练时没有见过它。
#
# $n$ 个样本的各折应尽可能一样大。设 $n = qk + r$，$0 \le r < k$，则
#
# $$\text{第 } i \text{ 折的大小} = \begin{cases} q + 1 & i < r \\ q & i \ge r \end{cases} \qquad (i = 0, \dots, k-1).$$
#
# **请实现** `k_fold(n, k)`。
#
# | | 类型 | 含义 |
# |---|---|---|
# | `n` | `int` | 样本数 |
# | `k` | `int` | 折数 |
# | 返回值 | 含 $k$ 个 `(train, validation)` 的列表 | 每对是两个下标列表，都按升序排列 |
#
# *手算一例。* `k_fold(5, 2)`：$5 = 2 \cdot 2 + 1$，所以第一折有 3 个下标，第二折有 2 个：
#
# | $i$ | `train` | `validation` |
# |---|---|---|
# | 0 | `[3, 4]` | `[0, 1, 2]` |
# | 1 | `[0, 1, 2]` | `[3, 4]` |
#
# **约定与边界情形。**
#
# - 各折是连续的，依次排列，不打乱：需要随机划分时，先把数据打乱即可（如果数据按类别排好了序，就必须先打乱）。
# - 前 $n \bmod k$ 折各多一个样本。不能漏掉任何样本，也不能有样本被验证两次。
# - `k = n` 就是*留一法*：每折只有一个下标。
# - 除非 $2 \le k \le n$，否则抛出 `ValueError`：只有一折，就没有训练数据；折数多于样本数，就会出现空的折。
# - 下标为整数；列表、元组、整数数组都可以。

# %%
def k_fold(n: int, k: int) -> list[tuple[list[int], list[int]]]:
    """Splits of n samples for k-fold cross-validation.

    The indices 0..n-1 are cut, in order, into k contiguous folds; the first n mod k of them hold one sample more.

    Args:
        n: number of samples.
        k: number of folds, 2 <= k <= n.

    Returns:
        k pairs (train, validation): the i-th fold is the i-th validation list, train is all the rest, both ascending.

    Raises:
        ValueError: unless 2 <= k <= n.
    """
    # your code here / 在此处作答
    raise NotImplementedError("k_fold")


# %% tags=["check"]
grader.check("k_fold")


# %% [markdown]
# ## 7. The two random draws of a random forest / 随机森林的两种随机抽样 (9 points / 9 分)
#
# About 25 minutes. Builds on: `numpy.random.default_rng`.
#
# A single deep tree fits its data to the last melon, and a few other melons would have given quite another tree: high
# variance. A *random forest* grows many trees and lets them vote. Averaging helps only as far as the trees err in
# different ways, so two draws make them different.
#
# *Bootstrap.* Each tree gets its own sample of size $n$, drawn from the $n$ training samples **with replacement**.
# Some samples come twice or more often, others not at all. A given sample is missed with probability
#
# $$\Bigl(1 - \frac{1}{n}\Bigr)^{n} \longrightarrow e^{-1} \approx 0.368 \qquad (n \to \infty),$$
#
# so a good third of the data is *out of bag*: this tree has never seen it, and may be validated on it for free.
#
# *Random features.* At each node, only $m$ of the $d$ features, drawn **without replacement**, are candidates for the
# split; $m \approx \sqrt{d}$ is usual. Otherwise one strong feature would head every tree.
#
# **Write** `bootstrap_indices(n, seed)`, `out_of_bag(indices, n)` and `random_features(d, m, seed)`.
#
# | function | arguments | returns |
# |---|---|---|
# | `bootstrap_indices` | `n` samples, $n \ge 1$; integer `seed` | $(n,)$ integers of $0, \dots, n-1$ |
# | `out_of_bag` | `indices`, an integer array of any length; `n` | the integers of $0, \dots, n-1$ that do not occur, ascending |
# | `random_features` | `d` features, $1 \le m \le d$; integer `seed` | $(m,)$ different integers of $0, \dots, d-1$, in any order |
#
# *By hand.* `out_of_bag([3, 0, 3, 5, 0, 0], 6)` is `[1, 2, 4]`: three of six samples were never drawn.
#
# **Conventions and edges.**
#
# - Make the generator inside the function, `rng = np.random.default_rng(seed)`. The same seed gives the same draw,
#   another seed another one.
# - No particular numbers are expected. The tests look at the statistics of large draws: every index as likely as any
#   other, the first and the last included, and about $63.2\,\%$ different indices in a bootstrap sample. The bounds are
#   so wide that a right function fails less than once in $10^9$ runs.
# - `random_features` with $m = d$ returns all features, in some order.
# - `indices` may have more or fewer than $n$ entries. If every sample has been drawn, `out_of_bag` is empty. Leave
#   `indices` as it is.

# %% [markdown]
# 约 25 分钟。前置：`numpy.random.default_rng`。
#
# 单独一棵很深的树会把训练数据记得一个不差，只要换掉几个西瓜，长出来的树就大不相同，也就是方差很大。*随机森林*种很多棵树，让它们投票。只有各棵树犯的错误不一样，取平均才有用，因此要用两种随机抽样让它们彼此不同。
#
# *自助采样*（bootstrap）。每棵树都有自己的样本集：从 $n$ 个训练样本中**有放回**地抽取 $n$ 次。有些样本被抽到两次甚至更多，有些一次也没抽到。某个样本没有被抽到的概率为
#
# $$\Bigl(1 - \frac{1}{n}\Bigr)^{n} \longrightarrow e^{-1} \approx 0.368 \qquad (n \to \infty),$$
#
# 因此有三分之一强的数据属于*袋外*（out of bag）样本：这棵树从未见过它们，正好可以免费拿来验证。
#
# *随机选择特征*。每个结点划分时，只从 $d$ 个特征中**无放回**地抽取 $m$ 个作为候选，常取 $m \approx \sqrt{d}$。否则每棵树的根结点都会是同一个最强的特征。
#
# **请实现** `bootstrap_indices(n, seed)`、`out_of_bag(indices, n)` 和 `random_features(d, m, seed)`。
#
# | 函数 | 参数 | 返回值 |
# |---|---|---|
# | `bootstrap_indices` | 样本数 `n`，$n \ge 1$；整数 `seed` | $(n,)$ 个整数，取自 $0, \dots, n-1$ |
# | `out_of_bag` | 任意长度的整数数组 `indices`；`n` | $0, \dots, n-1$ 中没有出现的整数，升序 |
# | `random_features` | 特征数 `d`，$1 \le m \le d$；整数 `seed` | $(m,)$ 个互不相同的整数，取自 $0, \dots, d-1$，次序不限 |
#
# *手算一例。* `out_of_bag([3, 0, 3, 5, 0, 0], 6)` 等于 `[1, 2, 4]`：六个样本中有三个从未被抽到。
#
# **约定与边界情形。**
#
# - 随机数生成器在函数内部创建：`rng = np.random.default_rng(seed)`。种子相同，结果相同；种子不同，结果不同。
# - 不要求得到某组特定的数。测试看的是大量抽样的统计性质：每个下标（包括第一个和最后一个）机会均等，一次自助采样中约有 $63.2\,\%$ 的下标互不相同。判定的界限放得很宽，正确的函数在 $10^9$ 次运行中失败不到一次。
# - 当 $m = d$ 时，`random_features` 返回全部特征，次序不限。
# - `indices` 的元素个数可以多于或少于 $n$。如果所有样本都被抽到了，`out_of_bag` 为空。不要改动 `indices`。

# %%
def bootstrap_indices(n: int, seed: int) -> Int[np.ndarray, "n"]:
    """Indices of a bootstrap sample: n independent draws from 0..n-1, with replacement, each equally likely.

    Args:
        n: number of samples, at least 1.
        seed: of the random generator.

    Returns:
        n indices; the same ones whenever the seed is the same.

    Source: Breiman, Bagging Predictors, 1996.
    """
    # your code here / 在此处作答
    raise NotImplementedError("bootstrap_indices")


def out_of_bag(indices: Int[np.ndarray, "b"], n: int) -> Int[np.ndarray, "u"]:
    """The samples that a bootstrap sample has never drawn.

    Args:
        indices: drawn indices, in any order and with repetitions.
        n: number of samples; indices are 0..n-1.

    Returns:
        The indices among 0..n-1 that do not occur, in ascending order; empty if all have been drawn.
    """
    # your code here / 在此处作答
    raise NotImplementedError("out_of_bag")


def random_features(d: int, m: int, seed: int) -> Int[np.ndarray, "m"]:
    """The features that one node of a random forest may choose from.

    Args:
        d: number of features.
        m: how many to draw, 1 <= m <= d.
        seed: of the random generator.

    Returns:
        m distinct indices of 0..d-1, every subset of m equally likely, in any order.

    Source: Breiman, Random Forests, 2001.
    """
    # your code here / 在此处作答
    raise NotImplementedError("random_features")


# %% tags=["check"]
grader.check("random_forest_sampling")


# %% [markdown]
# ## 8. Objective of the elastic net / 弹性网络的目标函数 (7 points / 7 分)
#
# About 15 minutes. Builds on: norms of a vector.
#
# Where there are many features and few samples, least squares finds weights that fit the noise as well. A penalty on the
# size of the weights holds it back, and its form decides how. The L1 norm $\|w\|_1 = \sum_j |w_j|$ sets many weights to
# exactly 0, so it chooses features, but of two correlated ones it keeps one almost at random. The squared L2 norm
# $\|w\|_2^2 = \sum_j w_j^2$ shrinks all weights smoothly and lets correlated features share, but drops none. The
# *elastic net* mixes both:
#
# $$J(w) = \frac{1}{2n}\|Xw - y\|_2^2 + \alpha\rho\,\|w\|_1 + \frac{\alpha(1-\rho)}{2}\,\|w\|_2^2 .$$
#
# Here $\alpha \ge 0$ is the strength of the penalty and $\rho \in [0, 1]$ the share of the L1 part: $\rho = 1$ is the
# *lasso*, $\rho = 0$ is *ridge regression*.
#
# **Write** `elastic_net_objective(X, y, w, alpha, rho)`.
#
# | | shape | meaning |
# |---|---|---|
# | `X` | $(n, d)$ | one row of features per sample |
# | `y` | $(n,)$ | targets |
# | `w` | $(d,)$ | weights; there is no intercept |
# | `alpha`, `rho` | floats | $\alpha$ and $\rho$ |
# | returns | float | $J(w)$ |
#
# *By hand.* $X = \begin{pmatrix} 1 & 0 \\ 1 & 2 \end{pmatrix}$, $y = (1, 0)$, $w = (2, -1)$, $\alpha = 0.5$, $\rho = 0.4$.
# The residual is $Xw - y = (1, 0)$, so the data term is $\tfrac{1}{4}$; $\|w\|_1 = 3$ adds $0.2 \cdot 3 = 0.6$, and
# $\|w\|_2^2 = 5$ adds $0.15 \cdot 5 = 0.75$. Together $J(w) = 1.6$.
#
# **Conventions and edges.**
#
# - The factors are those of scikit-learn's `ElasticNet`, where $\rho$ is called `l1_ratio`. Other texts scale the L2 part
#   differently, some print $2\alpha(1-\rho)$; that is the same family of objectives with other values of $\alpha$ and
#   $\rho$, but not the same number.
# - The division by $n$ concerns the data term only.
# - `X`, `y` and `w` may be float32 or integers. Leave all three as they are.

# %% [markdown]
# 约 15 分钟。前置：向量的范数。
#
# 特征很多而样本很少时，最小二乘得到的权重会连噪声一起拟合。给权重的大小加上惩罚可以抑制这一点，而惩罚的形式决定了抑制的方式。L1 范数 $\|w\|_1 = \sum_j |w_j|$ 会使许多权重恰好为 0，相当于选择特征，但在两个相关的特征中几乎是随机地保留一个；L2 范数的平方 $\|w\|_2^2 = \sum_j w_j^2$ 使所有权重平滑地收缩，让相关的特征共同承担，但不会去掉任何一个。*弹性网络*把两者结合起来：
#
# $$J(w) = \frac{1}{2n}\|Xw - y\|_2^2 + \alpha\rho\,\|w\|_1 + \frac{\alpha(1-\rho)}{2}\,\|w\|_2^2 .$$
#
# 其中 $\alpha \ge 0$ 是惩罚的强度，$\rho \in [0, 1]$ 是 L1 部分所占的比例：$\rho = 1$ 就是 *Lasso*，$\rho = 0$ 就是*岭回归*。
#
# **请实现** `elastic_net_objective(X, y, w, alpha, rho)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `X` | $(n, d)$ | 每个样本一行特征 |
# | `y` | $(n,)$ | 目标值 |
# | `w` | $(d,)$ | 权重，没有截距项 |
# | `alpha`、`rho` | 浮点数 | $\alpha$ 和 $\rho$ |
# | 返回值 | 浮点数 | $J(w)$ |
#
# *手算一例。* $X = \begin{pmatrix} 1 & 0 \\ 1 & 2 \end{pmatrix}$，$y = (1, 0)$，$w = (2, -1)$，$\alpha = 0.5$，$\rho = 0.4$。残差 $Xw - y = (1, 0)$，数据项为 $\tfrac{1}{4}$；$\|w\|_1 = 3$，贡献 $0.2 \cdot 3 = 0.6$；$\|w\|_2^2 = 5$，贡献 $0.15 \cdot 5 = 0.75$。合计 $J(w) = 1.6$。
#
# **约定与边界情形。**
#
# - 各项系数与 scikit-learn 的 `ElasticNet` 一致，那里把 $\rho$ 称为 `l1_ratio`。不同文献对 L2 部分的系数有不同的写法，有的写作 $2\alpha(1-\rho)$；这只是换了一组 $\alpha$ 和 $\rho$，目标函数属于同一族，但数值不同。
# - 只有数据项要除以 $n$。
# - `X`、`y`、`w` 可能是 float32 或整数。三者都不要改动。

# %%
def elastic_net_objective(
    X: Float[np.ndarray, "n d"], y: Float[np.ndarray, "n"], w: Float[np.ndarray, "d"], alpha: float, rho: float
) -> float:
    """Objective that the elastic net minimises over the weights w.

    The mean squared error, halved, plus both penalties; there is no intercept.

    Args:
        X: one row of features per sample, shape (n, d).
        y: targets, shape (n,).
        w: weights, shape (d,).
        alpha: strength of the penalty, >= 0.
        rho: share of the L1 part, between 0 and 1.

    Returns:
        The objective, one number.

    Source: Zou and Hastie, Regularization and Variable Selection via the Elastic Net, 2005; scaled as in scikit-learn.
    """
    # your code here / 在此处作答
    raise NotImplementedError("elastic_net_objective")


# %% tags=["check"]
grader.check("elastic_net")


# %% [markdown]
# ## 9. Kernels and lifting to more dimensions / 核函数与升维 (9 points / 9 分)
#
# About 35 minutes. Builds on: inner products; broadcasting.
#
# A straight line cannot separate every two classes. The smallest example is XOR: of the four points $(0,0)$, $(0,1)$,
# $(1,0)$, $(1,1)$, the two in the middle form one class, the other two the second, and every line has points of both
# classes on one side. But a *feature map* $\varphi$ into a space of more dimensions may spread them out so that a plane
# does it there.
#
# Many methods (support vector machines first of all) need only inner products of samples. A *kernel*
# $k(x, z) = \langle \varphi(x), \varphi(z) \rangle$ supplies these products directly, and $\varphi$ is never computed:
# that is the kernel trick. The most used one is the Gaussian or *RBF* kernel, whose feature space has infinitely many
# dimensions:
#
# $$k(x, z) = \exp\bigl(-\gamma \|x - z\|_2^2\bigr).$$
#
# **Write** `rbf_kernel(X, Z, gamma)` and `lift_xor(X)`.
#
# | | shape | meaning |
# |---|---|---|
# | `X`, `Z` | $(n, d)$, $(m, d)$ | points, one per row |
# | `gamma` | float | $\gamma > 0$: the larger, the narrower the kernel |
# | `rbf_kernel` returns | $(n, m)$ | entry $(i, j)$ is $k(x_i, z_j)$ |
# | `lift_xor` takes | $(n, 2)$ | points of the plane |
# | `lift_xor` returns | $(n, p)$, $1 \le p \le 10$ | $\varphi(x)$ for each row; $p$ is yours to choose |
#
# *By hand.* $x = (0, 0)$ and $z = (1, 2)$ have the squared distance 5; with $\gamma = 0.1$ the kernel is
# $e^{-0.5} = 0.606531$.
#
# **Conventions and edges.**
#
# - $X$ and $Z$ may be one and the same; then the diagonal is 1. Points far apart have a kernel of practically 0, which is
#   right and not an error. $n$, $m$ and $d$ may be 1. Input may be float32 or integers, the answer is floating.
# - *Any* map is right in which the images of $(0,1)$ and $(1,0)$ can be separated from those of $(0,0)$ and $(1,1)$ by a
#   plane $u^\top \varphi(x) + c = 0$, with a margin that is not lost in rounding. The tests look for $u$ and $c$ by
#   linear programming.
# - $\varphi(x)$ depends on the row $x$ alone, not on its place in `X` nor on the other rows: a single row, or rows in
#   another order or repeated, get the same images. The result is a two-dimensional floating array even if $p = 1$.
# - Leave all arguments as they are.

# %% [markdown]
# 约 35 分钟。前置：内积；广播。
#
# 并不是任意两类点都能用一条直线分开。最小的例子就是异或（XOR）：在 $(0,0)$、$(0,1)$、$(1,0)$、$(1,1)$ 四个点中，中间两个是一类，另外两个是另一类；无论怎样画直线，总有一侧同时含有两类点。但是用一个*特征映射* $\varphi$ 把它们送到更高维的空间，就有可能散开，从而用一个平面分开。
#
# 许多方法（首先是支持向量机）只用到样本之间的内积。*核函数* $k(x, z) = \langle \varphi(x), \varphi(z) \rangle$ 直接给出这些内积，完全不必计算 $\varphi$：这就是核技巧。最常用的是高斯核，也称 *RBF* 核，它对应的特征空间是无穷维的：
#
# $$k(x, z) = \exp\bigl(-\gamma \|x - z\|_2^2\bigr).$$
#
# **请实现** `rbf_kernel(X, Z, gamma)` 和 `lift_xor(X)`。
#
# | | 形状 | 含义 |
# |---|---|---|
# | `X`、`Z` | $(n, d)$、$(m, d)$ | 每行一个点 |
# | `gamma` | 浮点数 | $\gamma > 0$，越大则核越窄 |
# | `rbf_kernel` 返回值 | $(n, m)$ | 第 $(i, j)$ 个元素是 $k(x_i, z_j)$ |
# | `lift_xor` 的参数 | $(n, 2)$ | 平面上的点 |
# | `lift_xor` 返回值 | $(n, p)$、$1 \le p \le 10$ | 每一行的 $\varphi(x)$；$p$ 由你选择 |
#
# *手算一例。* $x = (0, 0)$ 与 $z = (1, 2)$ 的距离平方为 5；取 $\gamma = 0.1$，核的值为 $e^{-0.5} = 0.606531$。
#
# **约定与边界情形。**
#
# - $X$ 和 $Z$ 可以是同一组点，此时对角线为 1。相距很远的点，核的值几乎为 0，这是正确的，并不是错误。$n$、$m$、$d$ 都可以为 1。输入可能是 float32 或整数，返回值应为浮点数。
# - 只要 $(0,1)$、$(1,0)$ 的像与 $(0,0)$、$(1,1)$ 的像能被某个平面 $u^\top \varphi(x) + c = 0$ 分开，并且间隔不至于淹没在舍入误差里，*任何*映射都算对。测试用线性规划来寻找 $u$ 和 $c$。
# - $\varphi(x)$ 只取决于 $x$ 这一行本身，与它在 `X` 中的位置、与其他行都无关：单独一行，或者把各行重排、重复，得到的像都不变。即使 $p = 1$，返回值也应是二维浮点数组。
# - 不要改动任何参数。

# %%
def rbf_kernel(X: Float[np.ndarray, "n d"], Z: Float[np.ndarray, "m d"], gamma: float) -> Float[np.ndarray, "n m"]:
    """Gram matrix of the Gaussian (RBF) kernel.

    Args:
        X: points, shape (n, d).
        Z: points, shape (m, d).
        gamma: inverse squared width, > 0.

    Returns:
        The kernel of every row of X with every row of Z, shape (n, m).
    """
    # your code here / 在此处作答
    raise NotImplementedError("rbf_kernel")


def lift_xor(X: Float[np.ndarray, "n d"]) -> Float[np.ndarray, "n p"]:
    """Feature map in which XOR is linearly separable.

    There are u and c with u . phi(x) + c > 0 for x = (0, 1), (1, 0) and < 0 for x = (0, 0), (1, 1).

    Args:
        X: points of the plane, shape (n, 2).

    Returns:
        phi(x) for every row x, shape (n, p) with p <= 10, computed from that row alone.
    """
    # your code here / 在此处作答
    raise NotImplementedError("lift_xor")


# %% tags=["check"]
grader.check("kernel_trick")

# %% [markdown]
# ## 10. Overfitting, and why a validation set / 过拟合，以及为什么需要验证集 (written / 简答, 10 points / 10 分)
#
# About 30 minutes.
#
# Explain in your own words, in about 150 to 250 words:
#
# 1. What is *overfitting*? Say how one notices it, and what favours it.
# 2. Besides the training set one keeps a *validation set* and a *test set*. What is each of the two for, and why is one
#    of them not enough? Describe what goes wrong if the hyperparameters of a model, such as the depth of a decision tree,
#    are chosen on the test set.
#
# A small example or a sketch of two curves is welcome. You are marked for precise statements, not for length.

# %% [markdown]
# 约 30 分钟。
#
# 请用自己的话说明（约 240 至 400 字）：
#
# 1. 什么是*过拟合*？怎样发现它？哪些因素容易导致它？
# 2. 除训练集之外，还要留出*验证集*和*测试集*。两者各有什么用途？为什么只留一个不够？如果用测试集来选择模型的超参数（例如决策树的深度），会出什么问题？
#
# 欢迎举一个小例子，或画两条曲线的示意图。评分看表述是否准确，不看篇幅。

# %% [markdown]
# <!-- BEGIN ANSWER overfitting -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER overfitting -->

# %% [markdown]
# ## 11. Classification against regression / 分类与回归 (written / 简答, 7 points / 7 分)
#
# About 25 minutes.
#
# Explain in about 100 to 200 words how *classification* and *regression* differ, and what they have in common. Go into
#
# 1. what is predicted in each case, and what a distance between two predictions means;
# 2. which output and which loss function one usually chooses, and how the quality is measured;
# 3. one example of each that is not in this handout.
#
# Is logistic regression classification or regression? Give a reason.

# %% [markdown]
# 约 25 分钟。
#
# 请用约 160 至 320 字说明*分类*与*回归*的区别和联系，包括：
#
# 1. 两者预测的分别是什么？两个预测值之间的距离有没有意义？
# 2. 通常选用什么样的输出和损失函数？如何衡量好坏？
# 3. 各举一个本讲义之外的例子。
#
# 逻辑回归是分类还是回归？请说明理由。

# %% [markdown]
# <!-- BEGIN ANSWER classification_regression -->
#
# *Write your answer here, between the two marks. / 请在这两个标记之间作答。*
#
# <!-- END ANSWER classification_regression -->
