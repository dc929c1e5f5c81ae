"""Wrong matrices of a one-dimensional convolution."""

import numpy as np

from autograder.checks.misconceptions import misconception

FUNCTION = "conv_as_matrix"


def band(kernel, n):
    """The right matrix."""
    k = len(kernel)
    A = np.zeros((n - k + 1, n))
    for i in range(n - k + 1):
        A[i, i : i + k] = kernel
    return A


def same(kernel, n, offset):
    """An (n, n) matrix whose rows begin `offset` places early; what sticks out is cut off."""
    k = len(kernel)
    A = np.zeros((n, n + 2 * k))
    for i in range(n):
        A[i, i + k - offset : i + 2 * k - offset] = kernel
    return A[:, k : k + n]


@misconception(
    "kernel-flipped",
    function=FUNCTION,
    en="Your rows hold the kernel turned around: convolution or cross-correlation?",
    zh="你每一行里的卷积核是翻转过的：是严格意义上的卷积，还是互相关？",
    convention=True,
)
def kernel_flipped(kernel, n):
    return band(kernel[::-1], n)


@misconception(
    "transposed",
    function=FUNCTION,
    en="Your matrix maps outputs back to inputs. Does A have one row or one column per position of the kernel?",
    zh="你的矩阵是把输出映回输入。A 的每一行还是每一列对应卷积核的一个位置？",
)
def transposed(kernel, n):
    return band(kernel, n).T


@misconception(
    "wrapped-around",
    function=FUNCTION,
    en="Your last rows begin again at the front of the signal. Is the signal periodic here?",
    zh="你最后几行又回到了信号的开头。这里的信号是周期的吗？",
)
def wrapped_around(kernel, n):
    row = np.zeros(n)
    row[: len(kernel)] = kernel
    return np.stack([np.roll(row, i) for i in range(n)])


@misconception(
    "padded-to-same-size",
    function=FUNCTION,
    en="Your output is as long as the input, as with padding. At how many places does the kernel fit as a whole?",
    zh="你的输出与输入一样长，像是补了零。卷积核完整放得下的位置有多少个？",
    convention=True,
)
def padded_to_same_size(kernel, n):
    return same(kernel, n, len(kernel) // 2)


@misconception(
    "one-row-missing",
    function=FUNCTION,
    en="The last position of the kernel is missing. How many are there for n = K?",
    zh="少了卷积核的最后一个位置。当 n = K 时有几个位置？",
)
def one_row_missing(kernel, n):
    return band(kernel, n)[:-1]


@misconception(
    "not-moved",
    function=FUNCTION,
    en="All your rows look at the same neighbours. What changes from one output to the next?",
    zh="你的每一行看的都是同一批输入。从一个输出到下一个输出，变化的是什么？",
)
def not_moved(kernel, n):
    A = band(kernel, n)
    return np.tile(A[0], (len(A), 1))


@misconception(
    "moved-by-the-kernel",
    function=FUNCTION,
    en="Your windows lie side by side. How far does the kernel move with stride 1?",
    zh="你的窗口一个挨着一个。步长为 1 时，卷积核每次移动多远？",
)
def moved_by_the_kernel(kernel, n):
    return band(kernel, n)[:: len(kernel)]


@misconception(
    "weights-not-shared",
    function=FUNCTION,
    en="Row by row another weight stands on the band. Do the weights belong to the position or to the kernel?",
    zh="带上的权重逐行在变。权重属于位置，还是属于卷积核？",
)
def weights_not_shared(kernel, n):
    A = band(kernel, n)
    for i in range(len(A)):
        A[i, i : i + len(kernel)] = np.roll(kernel, i)
    return A


@misconception(
    "integer-matrix",
    function=FUNCTION,
    en="For an integer kernel your matrix holds integers; the prompt asks for floats.",
    zh="卷积核为整数时，你的矩阵也是整数；题目要求的是浮点数组。",
    edge="float32 and integers",
)
def integer_matrix(kernel, n):
    return band(kernel, n).astype(kernel.dtype)


@misconception(
    "kernel-changed",
    function=FUNCTION,
    en="The matrix is right, but the caller's kernel is no longer what it was.",
    zh="矩阵正确，但调用者的卷积核被改动了。",
    edge="the argument stays as it is",
)
def kernel_changed(kernel, n):
    A = band(kernel, n)
    kernel[:] = kernel[::-1].copy()
    return A
