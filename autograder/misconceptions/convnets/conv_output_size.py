"""Wrong output sizes of a sliding window."""

import math

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "conv_output_size"


@misconception(
    "rounded-up",
    function=FUNCTION,
    en="Your last window sticks out over the edge of the input: in which direction is the division rounded here?",
    zh="你的最后一个窗口伸出了输入的边界：这里的除法应朝哪个方向取整？",
    convention=True,
)
def rounded_up(size, kernel, stride, padding):
    return math.ceil((size + 2 * padding - kernel) / stride) + 1


@misconception(
    "padded-on-one-side",
    function=FUNCTION,
    en="The padding counts only once: at how many ends of the axis are zeros added?",
    zh="补零只算了一次：这个轴的几端都要补零？",
)
def padded_on_one_side(size, kernel, stride, padding):
    return (size + padding - kernel) // stride + 1


@misconception(
    "padding-ignored",
    function=FUNCTION,
    en="The padding has no effect on your answer.",
    zh="补零对你的结果没有任何影响。",
)
def padding_ignored(size, kernel, stride, padding):
    return (size - kernel) // stride + 1


@misconception(
    "stride-ignored",
    function=FUNCTION,
    en="The stride has no effect on your answer.",
    zh="步长对你的结果没有任何影响。",
)
def stride_ignored(size, kernel, stride, padding):
    return size + 2 * padding - kernel + 1


@misconception(
    "true-division",
    function=FUNCTION,
    en="A size is a whole number, and yours is a float: what does / give in Python, even when it divides evenly?",
    zh="尺寸是整数，而你返回了浮点数：在 Python 里，即使能整除，/ 得到的是什么？",
)
def true_division(size, kernel, stride, padding):
    return (size + 2 * padding - kernel) / stride + 1


@misconception(
    "only-padding-divided",
    function=FUNCTION,
    en="Only a part of the numerator is divided by the stride. Check the brackets.",
    zh="只有分子的一部分除以了步长。请检查括号。",
)
def only_padding_divided(size, kernel, stride, padding):
    return (size - kernel) + 2 * padding // stride + 1


@misconception(
    "one-inside-the-division",
    function=FUNCTION,
    en="Is the first position of the window also divided by the stride?",
    zh="窗口的第一个位置也要除以步长吗？",
)
def one_inside_the_division(size, kernel, stride, padding):
    return (size + 2 * padding - kernel + 1) // stride


@misconception(
    "one-forgotten",
    function=FUNCTION,
    en="You count how often the window moves. At how many places does it stand?",
    zh="你数的是窗口移动的次数。它一共停在多少个位置上？",
)
def one_forgotten(size, kernel, stride, padding):
    return (size + 2 * padding - kernel) // stride


@misconception(
    "half-kernel-border",
    function=FUNCTION,
    en="You take off a border of half a kernel on both sides: does that hold for even kernels and larger strides?",
    zh="你在两侧各去掉半个卷积核的宽度：卷积核为偶数、步长大于 1 时还成立吗？",
)
def half_kernel_border(size, kernel, stride, padding):
    return (size + 2 * padding - 2 * (kernel // 2)) // stride


@misconception(
    "rounded-to-nearest",
    function=FUNCTION,
    en="You round to the nearest integer. Does a window count that fits for the most part?",
    zh="你用了四舍五入。一个只能放下大半的窗口算数吗？",
)
def rounded_to_nearest(size, kernel, stride, padding):
    return math.floor((size + 2 * padding - kernel) / stride + 0.5) + 1


def any_size(size, kernel, stride, padding, *, sides=2, divide="down", one="outside", stepped=True):
    room = size + sides * padding - kernel + (1 if one == "inside" else 0)
    if not stepped:
        steps = room
    else:
        steps = {
            "down": room // stride,
            "up": math.ceil(room / stride),
            "nearest": math.floor(room / stride + 0.5),
            "true": room / stride,
        }[divide]
    return steps + (1 if one == "outside" else 0)


PAIRS = pairs(
    FUNCTION,
    any_size,
    {
        "padded-on-one-side": {"sides": 1},
        "padding-ignored": {"sides": 0},
        "rounded-up": {"divide": "up"},
        "rounded-to-nearest": {"divide": "nearest"},
        "true-division": {"divide": "true"},
        "one-inside-the-division": {"one": "inside"},
        "one-forgotten": {"one": "none"},
        "stride-ignored": {"stepped": False},
    },
)
