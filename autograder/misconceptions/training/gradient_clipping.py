"""Wrong gradient clipping."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

NORM = "clip_by_global_norm"
VALUE = "clip_by_value"


def joint_norm(grads):
    return np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads))


@misconception(
    "each-array-alone",
    function=NORM,
    en="Every array has its own factor, which turns the gradient as a whole. Whose norm is limited?",
    zh="每个数组用了各自的因子，整体梯度的方向就变了。要限制的是谁的范数？",
)
def each_array_alone(grads, max_norm):
    return [g * min(1.0, max_norm / max(float(np.linalg.norm(np.ravel(g))), 1e-12)) for g in grads]


@misconception(
    "always-rescaled",
    function=NORM,
    en="Short gradients are blown up to the full norm. Should clipping ever lengthen a gradient?",
    zh="短的梯度被放大到了最大范数。裁剪会把梯度变长吗？",
)
def always_rescaled(grads, max_norm):
    with np.errstate(all="ignore"):
        return [g * (max_norm / joint_norm(grads)) for g in grads]


@misconception(
    "divides-by-zero",
    function=NORM,
    edge="global norm: all gradients 0",
    en="Right, except when all gradients are 0. What is your norm then?",
    zh="其他情况都对，只有所有梯度为 0 时不行。这时你的范数是多少？",
)
def divides_by_zero(grads, max_norm):
    if joint_norm(grads) == 0:
        return [g * np.nan for g in grads]
    return [g * min(1.0, max_norm / joint_norm(grads)) for g in grads]


@misconception(
    "epsilon-added-to-norm",
    function=NORM,
    convention=True,
    en="You add 1e-6 to the norm, as PyTorch does. Does the formula here add anything?",
    zh="你像 PyTorch 那样给范数加了 1e-6。本题的公式加了什么吗？",
)
def epsilon_added_to_norm(grads, max_norm):
    return [g * min(1.0, max_norm / (joint_norm(grads) + 1e-6)) for g in grads]


@misconception(
    "squared-norm",
    function=NORM,
    en="You compare and divide by the sum of squares. What is missing between it and the norm?",
    zh="你用平方和来比较和相除。它与范数之间还差什么？",
)
def squared_norm(grads, max_norm):
    square = joint_norm(grads) ** 2
    return [g * (max_norm / square if square > max_norm else 1.0) for g in grads]


@misconception(
    "largest-entry",
    function=NORM,
    en="You limit the largest entry. Which norm does the prompt ask for?",
    zh="你限制的是绝对值最大的元素。题目要求的是哪一种范数？",
)
def largest_entry(grads, max_norm):
    largest = max(float(np.abs(g).max()) for g in grads)
    return [g * (max_norm / largest if largest > max_norm else 1.0) for g in grads]


@misconception(
    "sum-of-absolute-values",
    function=NORM,
    en="You use the sum of the absolute values. Which norm does the prompt ask for?",
    zh="你用的是绝对值之和。题目要求的是哪一种范数？",
)
def sum_of_absolute_values(grads, max_norm):
    total = sum(float(np.abs(g).sum()) for g in grads)
    return [g * (max_norm / total if total > max_norm else 1.0) for g in grads]


@misconception(
    "sum-of-norms",
    function=NORM,
    en="You add up the norms of the arrays. Do norms add, or do their squares?",
    zh="你把各数组的范数相加。可以相加的是范数，还是范数的平方？",
)
def sum_of_norms(grads, max_norm):
    total = sum(float(np.linalg.norm(np.ravel(g))) for g in grads)
    return [g * (max_norm / total if total > max_norm else 1.0) for g in grads]


@misconception(
    "entries-cut",
    function=NORM,
    en="You cut single entries, which turns the gradient. That is the other function: what should stay the same here?",
    zh="你裁剪的是单个元素，这会改变梯度的方向。那是另一个函数：这里应当保持不变的是什么？",
)
def entries_cut(grads, max_norm):
    return [np.clip(g, -max_norm, max_norm) for g in grads]


@misconception(
    "divided-by-norm-only",
    function=NORM,
    en="Your long gradients come out with norm 1. Which norm should they have?",
    zh="你的长梯度裁剪后范数为 1。它们应当有多大的范数？",
)
def divided_by_norm_only(grads, max_norm):
    norm = joint_norm(grads)
    return [g / norm if norm > max_norm else g for g in grads]


@misconception(
    "vectors-and-matrices-only",
    function=NORM,
    edge=(
        "global norm: a single number, and three axes",
        "global norm: a single number: new arrays, the arguments stay as they are",
    ),
    en="Right for vectors and matrices. What does your code do with a gradient that is a single number?",
    zh="对向量和矩阵正确。如果某个梯度只是一个数，你的代码会怎样？",
)
def vectors_and_matrices_only(grads, max_norm):
    norm = joint_norm(grads)
    return [np.atleast_1d(g) * (max_norm / norm if norm > max_norm else 1.0) for g in grads]


@misconception(
    "norm-in-place",
    function=NORM,
    edge=(
        "global norm: new arrays, the arguments stay as they are",
        "global norm: a single number: new arrays, the arguments stay as they are",
    ),
    en="The values are right, but the caller's gradients change as well. What does `*=` do to an array?",
    zh="数值正确，但调用者手里的梯度也被改掉了。对数组使用 `*=` 会发生什么？",
)
def norm_in_place(grads, max_norm):
    norm = joint_norm(grads)
    if norm > max_norm:
        for g in grads:
            g *= max_norm / norm
    return grads


@misconception(
    "upper-side-only",
    function=VALUE,
    en="Large negative entries survive. From where to where does the range go?",
    zh="很大的负元素没有被裁剪。范围是从哪里到哪里？",
)
def upper_side_only(g, limit):
    return np.minimum(g, limit)


@misconception(
    "signs-lost",
    function=VALUE,
    en="All your entries are positive: where have the signs gone?",
    zh="你的元素全变成了正数：符号到哪里去了？",
)
def signs_lost(g, limit):
    return np.minimum(np.abs(g), limit)


@misconception(
    "all-entries-scaled",
    function=VALUE,
    en="Small entries changed as well. Which entries does clipping by value touch?",
    zh="小的元素也变了。按值裁剪会动到哪些元素？",
)
def all_entries_scaled(g, limit):
    return g * min(1.0, limit / float(np.abs(g).max()))


@misconception(
    "large-entries-dropped",
    function=VALUE,
    en="Entries beyond the limit become 0. Where should they end up?",
    zh="超出范围的元素变成了 0。它们应当变成什么？",
)
def large_entries_dropped(g, limit):
    return np.where(np.abs(g) <= limit, g, 0.0)


@misconception(
    "signs-only",
    function=VALUE,
    en="Every entry becomes plus or minus the limit. What about those that were small already?",
    zh="每个元素都变成了正负上限。原本就小的元素呢？",
)
def signs_only(g, limit):
    return limit * np.sign(g)


@misconception(
    "cut-between-zero-and-limit",
    function=VALUE,
    en="Negative entries become 0. From where to where does the range go?",
    zh="负的元素变成了 0。范围是从哪里到哪里？",
)
def cut_between_zero_and_limit(g, limit):
    return np.clip(g, 0.0, limit)


@misconception(
    "value-vectors-only",
    function=VALUE,
    edge=(
        "value: a single number, and three axes",
        "value: a single number, and three axes, stay as they are",
    ),
    en="Right for vectors and matrices. What does your code do with a gradient that is a single number?",
    zh="对向量和矩阵正确。如果梯度只是一个数，你的代码会怎样？",
)
def value_vectors_only(g, limit):
    return np.clip(np.atleast_1d(g), -limit, limit)


@misconception(
    "value-in-place",
    function=VALUE,
    edge=(
        "value: a new array, the argument stays as it is",
        "value: a single number, and three axes, stay as they are",
    ),
    en="The values are right, but the caller's gradient changes as well. Where does your result live?",
    zh="数值正确，但调用者手里的梯度也被改掉了。你的结果存放在哪里？",
)
def value_in_place(g, limit):
    g[...] = np.clip(g, -limit, limit)
    return g


@misconception(
    "largest-norm",
    function=NORM,
    en="You compare max_norm with the largest of the arrays' norms. What is the norm of all their entries together?",
    zh="你拿来与 max_norm 比较的，是各数组范数中最大的一个。把所有元素看成一个长向量，它的范数是多少？",
)
def largest_norm(grads, max_norm):
    norm = max(np.sqrt(np.sum(g**2)) for g in grads)
    return [max_norm / norm * g if norm > max_norm else 1.0 * g for g in grads]


def any_clip(grads, max_norm, *, size="joint", eps=0.0, always=False, form="max / norm"):
    norm = {
        "joint": joint_norm(grads),
        "squared": joint_norm(grads) ** 2,
        "entry": max(float(np.abs(g).max()) for g in grads),
        "absolute": sum(float(np.abs(g).sum()) for g in grads),
        "sum": sum(float(np.linalg.norm(np.ravel(g))) for g in grads),
        "largest": max(float(np.linalg.norm(np.ravel(g))) for g in grads),
    }[size]
    if not always and norm <= max_norm:
        return [1.0 * g for g in grads]
    with np.errstate(all="ignore"):
        return [g * (max_norm if form == "max / norm" else 1.0) / (norm + eps) for g in grads]


PAIRS = pairs(
    NORM,
    any_clip,
    {
        "squared-norm": {"size": "squared"},
        "largest-entry": {"size": "entry"},
        "sum-of-absolute-values": {"size": "absolute"},
        "sum-of-norms": {"size": "sum"},
        "largest-norm": {"size": "largest"},
        "always-rescaled": {"always": True},
        "divided-by-norm-only": {"form": "1 / norm"},
    },
)
