"""Directions that are not the steepest, or not of unit length."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "steepest_descent_direction"


@misconception(
    "uphill",
    function=FUNCTION,
    en="Your direction climbs: in which direction does the gradient itself point?",
    zh="你的方向是上升的：梯度本身指向哪里？",
)
def uphill(grad):
    norm = np.linalg.norm(grad)
    return grad / norm if norm else np.zeros(len(grad))


@misconception(
    "not-normalised",
    function=FUNCTION,
    en="The direction is right, its length is not: the comparison is among unit vectors.",
    zh="方向是对的，长度不对：这里是在单位向量之间比较。",
)
def not_normalised(grad):
    return -1.0 * grad


@misconception(
    "divided-by-the-square",
    function=FUNCTION,
    en="A short gradient gives you a long direction: have you divided by the norm or by its square?",
    zh="梯度越短，你的方向反而越长：你除以的是范数，还是范数的平方？",
)
def divided_by_the_square(grad):
    square = float(np.dot(grad, grad))
    return -grad / square if square else np.zeros(len(grad))


@misconception(
    "one-norm",
    function=FUNCTION,
    en="You divide by the sum of the absolute values. Which norm measures length here?",
    zh="你除以的是各分量绝对值之和。这里用哪种范数衡量长度？",
)
def one_norm(grad):
    total = np.abs(grad).sum()
    return -grad / total if total else np.zeros(len(grad))


@misconception(
    "largest-entry",
    function=FUNCTION,
    en="You divide by the largest entry, so your direction is longer than 1. Which norm measures length here?",
    zh="你除以的是绝对值最大的分量，所以方向的长度超过了 1。这里用哪种范数衡量长度？",
)
def largest_entry(grad):
    largest = np.abs(grad).max()
    return -grad / largest if largest else np.zeros(len(grad))


@misconception(
    "signs",
    function=FUNCTION,
    en="You keep only the signs. That is steepest descent for another norm: which unit ball has corners there?",
    zh="你只保留了符号。那是另一种范数下的最速下降：哪种范数的单位球在那里有顶点？",
)
def signs(grad):
    return -np.sign(grad).astype(float)


@misconception(
    "signs-scaled",
    function=FUNCTION,
    en="All entries of your unit vector are of equal size. Should a steep coordinate count more than a flat one?",
    zh="你的向量长度为 1，但各分量大小相等。陡的坐标难道不该比平缓的坐标占更大比重吗？",
)
def signs_scaled(grad):
    s = np.sign(grad).astype(float)
    return -s / max(np.linalg.norm(s), 1.0)


@misconception(
    "one-coordinate",
    function=FUNCTION,
    en="You move along one axis only. It is steepest for another norm: does a second coordinate gain nothing?",
    zh="你只沿一个坐标轴移动。那是另一种范数下的最速下降：再动用一个坐标就没有好处吗？",
)
def one_coordinate(grad):
    j = np.abs(grad).argmax()
    direction = np.zeros(len(grad))
    direction[j] = -np.sign(grad[j])
    return direction


@misconception(
    "mean-square",
    function=FUNCTION,
    en="Your direction is too long by the root of the number of entries: is the sum or the mean of the squares needed?",
    zh="你的方向长了“分量个数的平方根”倍：需要的是平方和，还是平方的平均？",
)
def mean_square(grad):
    rms = np.sqrt(np.mean(np.square(grad, dtype=float)))
    return -grad / rms if rms else np.zeros(len(grad))


@misconception(
    "not-a-number-at-zero",
    function=FUNCTION,
    en="For a zero gradient you divide 0 by 0: what is asked for at a stationary point?",
    zh="梯度为零时你计算了 0 除以 0：在驻点处题目要求返回什么？",
    edge="a zero gradient, of several entries and of one",
)
def not_a_number_at_zero(grad):
    return -grad / np.linalg.norm(grad)


@misconception(
    "constant-in-the-denominator",
    function=FUNCTION,
    en="For a short gradient your direction is shorter than 1: what else stands in the denominator?",
    zh="梯度很短时，你的方向长度小于 1：分母里还加了什么？",
    edge="short and long gradients",
)
def constant_in_the_denominator(grad):
    return -grad / (np.linalg.norm(grad) + 1e-8)


@misconception(
    "integer-buffer",
    function=FUNCTION,
    en="For an integer gradient your direction is cut to whole numbers: what dtype does zeros_like give?",
    zh="梯度为整数时，你的方向被截断成了整数：zeros_like 得到的 dtype 是什么？",
    edge=("float32 and integer gradients", "integers with squares of more than 32 bits"),
)
def integer_buffer(grad):
    direction, norm = np.zeros_like(grad), np.linalg.norm(grad)
    if norm:
        direction[...] = -grad / norm
    return direction


@misconception(
    "changes-the-gradient",
    function=FUNCTION,
    en="The direction is right, but the gradient is different after the call: which line writes into the argument?",
    zh="方向是对的，但调用之后梯度变了：哪一行写进了参数里？",
    edge="a new array, for a zero gradient, too; the argument stays as it is",
)
def changes_the_gradient(grad):
    norm = np.linalg.norm(grad)
    if norm and grad.dtype.kind == "f":
        grad /= -norm
        return grad.copy()
    return -grad / norm if norm else np.zeros(len(grad))


@misconception(
    "short-gradient-taken-for-zero",
    function=FUNCTION,
    en="Your answer for a very short gradient is the one for a zero gradient. Does a short gradient have no direction?",
    zh="对很短的梯度，你给出的是零梯度的答案。梯度短，就没有方向了吗？",
    edge="short and long gradients",
)
def short_gradient_taken_for_zero(grad):
    norm = np.linalg.norm(grad)
    return -grad / norm if norm > 1e-8 else np.zeros(len(grad))


@misconception(
    "zero-sum-taken-for-zero",
    function=FUNCTION,
    en="Zeros for a gradient whose entries cancel in the sum. When is a vector zero?",
    zh="梯度各分量之和为零时，你返回了零向量。向量在什么时候才是零？",
    edge="entries that sum to 0",
)
def zero_sum_taken_for_zero(grad):
    return -grad / np.linalg.norm(grad) if np.sum(grad) != 0 else np.zeros(len(grad))


@misconception(
    "clipped-not-normalised",
    function=FUNCTION,
    en="Only long gradients come out with length 1: that is clipping. How long is the direction of a short one?",
    zh="只有较长的梯度得到了长度为 1 的方向：这是梯度裁剪。短梯度的方向应当有多长？",
    edge="short and long gradients",
)
def clipped_not_normalised(grad):
    return -grad / max(1.0, np.linalg.norm(grad))


def any_direction(grad, *, sign=-1, norm="two"):
    size = {
        "two": np.linalg.norm(grad),
        "square": np.sum(grad**2),
        "one": np.abs(grad).sum(),
        "largest": np.abs(grad).max(),
        "mean": np.sqrt(np.mean(grad**2)),
        "none": 1.0,
    }[norm]
    return sign * grad / size if size else np.zeros(len(grad))


PAIRS = pairs(
    FUNCTION,
    any_direction,
    {
        "uphill": {"sign": 1},
        "divided-by-the-square": {"norm": "square"},
        "one-norm": {"norm": "one"},
        "largest-entry": {"norm": "largest"},
        "mean-square": {"norm": "mean"},
    },
)
