"""Wrong max pooling, and wrong ways back through it."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs, together

FORWARD = "max_pool2d_forward"
BACKWARD = "max_pool2d_backward"


def out_size(x, kernel, stride):
    return [(side - kernel) // stride + 1 for side in x.shape[2:]]


def windows(x, kernel, stride):
    """All windows, flattened in row-major order: (n, c, oh, ow, kernel^2)."""
    oh, ow = out_size(x, kernel, stride)
    places = np.ndindex(kernel, kernel)
    return np.stack([x[:, :, p : p + stride * oh : stride, q : q + stride * ow : stride] for p, q in places], axis=-1)


def scatter(x, kernel, stride, shares, collect=True):
    """Adds (or writes) shares of shape (n, c, oh, ow, kernel^2) back to the pixels of the windows."""
    oh, ow = out_size(x, kernel, stride)
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(oh, ow):
        at = np.s_[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
        share = shares[:, :, i, j].reshape(*x.shape[:2], kernel, kernel)
        dx[at] = dx[at] + share if collect else share
    return dx


def one_hot(index, length):
    return np.eye(length)[index]


def first(x, kernel, stride):
    """1 at the first maximum of each window."""
    return one_hot(windows(x, kernel, stride).argmax(axis=-1), kernel**2)


@misconception(
    "mean-for-maximum",
    function=FORWARD,
    en="Your windows are averaged: maximum or mean?",
    zh="你对窗口取了平均：应当取最大值还是平均值？",
)
def mean_for_maximum(x, kernel, stride):
    return windows(x, kernel, stride).mean(axis=-1)


@misconception(
    "starts-at-zero",
    function=FORWARD,
    en="A window of negative entries gives 0: with which value does your running maximum start?",
    zh="全为负数的窗口得到了 0：你逐个比较时，最大值的初始值取了多少？",
    edge="forward: windows of negative entries, however far below 0",
)
def starts_at_zero(x, kernel, stride):
    return np.maximum(windows(x, kernel, stride).max(axis=-1), 0.0)


@misconception(
    "largest-in-size",
    function=FORWARD,
    en="You take the entry that is largest in absolute value, and its sign is lost.",
    zh="你取的是绝对值最大的元素，符号丢掉了。",
)
def largest_in_size(x, kernel, stride):
    return np.abs(windows(x, kernel, stride)).max(axis=-1)


@misconception(
    "stride-ignored",
    function=FORWARD,
    en="The stride has no effect: your windows begin at every pixel.",
    zh="步长没有起作用：你的窗口从每个像素都开始一次。",
)
def stride_ignored(x, kernel, stride):
    return windows(x, kernel, 1).max(axis=-1)


@misconception(
    "stride-is-the-kernel",
    function=FORWARD,
    en="Right as long as stride and kernel agree. Which of the two decides where the next window begins?",
    zh="步长与窗口边长相等时才对。下一个窗口从哪里开始，由两者中的哪一个决定？",
)
def stride_is_the_kernel(x, kernel, stride):
    return windows(x, kernel, kernel).max(axis=-1)


@misconception(
    "over-channels",
    function=FORWARD,
    en="The maximum is taken over the channels too. Are they pooled together?",
    zh="最大值也跨越了通道。不同通道应当合在一起池化吗？",
)
def over_channels(x, kernel, stride):
    y = windows(x, kernel, stride).max(axis=-1)
    return np.broadcast_to(y.max(axis=1, keepdims=True), y.shape).copy()


@misconception(
    "leftover-pooled",
    function=FORWARD,
    en="You pool the leftover pixels in a smaller window of their own: how many windows fit as a whole?",
    zh="你把剩余的像素放进一个更小的窗口也做了池化：完整放得下的窗口有多少个？",
    convention=True,
    edge=("forward: leftover pixels", "forward: a single window beside leftover pixels"),
)
def leftover_pooled(x, kernel, stride):
    more = [-(side - kernel) % stride for side in x.shape[2:]]
    x_pad = np.pad(x, [(0, 0), (0, 0), (0, more[0]), (0, more[1])], constant_values=-np.inf)
    return windows(x_pad, kernel, stride).max(axis=-1)


@misconception(
    "height-for-width",
    function=FORWARD,
    en="Your output is square whatever the image is: is the width computed from the height?",
    zh="无论图像是什么形状，你的输出都是正方形：宽度是不是用高度算出来的？",
)
def height_for_width(x, kernel, stride):
    oh, _ = out_size(x, kernel, stride)
    y = np.zeros((*x.shape[:2], oh, oh))
    right = windows(x, kernel, stride).max(axis=-1)[:, :, :, :oh]
    y[:, :, :, : right.shape[3]] = right
    return y


@misconception(
    "image-overwritten",
    function=FORWARD,
    en="The maxima are right, but the caller's image is no longer what it was.",
    zh="最大值正确，但调用者的图像被改动了。",
    edge="forward: a new array, for windows of one pixel, too; the argument stays",
)
def image_overwritten(x, kernel, stride):
    y = windows(x, kernel, stride).max(axis=-1)
    np.maximum(x, 0.0, out=x)
    return y


@misconception(
    "all-ties",
    function=BACKWARD,
    en="Where the maximum occurs twice, both places get the whole gradient: does as much come out as went in?",
    zh="最大值出现两次时，两处都得到了整份梯度：传出去的总量与传进来的相等吗？",
    edge=("backward: ties go to the first maximum, whatever its sign", "backward: ties in windows that overlap"),
)
def all_ties(dout, x, kernel, stride):
    w = windows(x, kernel, stride)
    return scatter(x, kernel, stride, (w == w.max(axis=-1, keepdims=True)) * dout[..., None])


@misconception(
    "ties-share",
    function=BACKWARD,
    en="Your tied maxima share the gradient, which is a valid subgradient; the prompt asks for another rule.",
    zh="你让并列的最大值平分梯度，这也是合法的次梯度；但题目约定的是另一种规则。",
    convention=True,
    edge=("backward: ties go to the first maximum, whatever its sign", "backward: ties in windows that overlap"),
)
def ties_share(dout, x, kernel, stride):
    w = windows(x, kernel, stride)
    mask = (w == w.max(axis=-1, keepdims=True)).astype(float)
    return scatter(x, kernel, stride, mask / mask.sum(axis=-1, keepdims=True) * dout[..., None])


@misconception(
    "last-tie",
    function=BACKWARD,
    en="Among tied maxima you choose the last one. Does your comparison use > or >=?",
    zh="并列时你选了最后一个最大值。你的比较用的是 > 还是 >=？",
    convention=True,
    edge=("backward: ties go to the first maximum, whatever its sign", "backward: ties in windows that overlap"),
)
def last_tie(dout, x, kernel, stride):
    w = windows(x, kernel, stride)
    last = kernel**2 - 1 - w[..., ::-1].argmax(axis=-1)
    return scatter(x, kernel, stride, one_hot(last, kernel**2) * dout[..., None])


@misconception(
    "ties-by-column",
    function=BACKWARD,
    en="Among tied maxima yours is the first one column by column. In which order is the window read?",
    zh="并列时你选的是按列阅读的第一个。窗口应按什么顺序阅读？",
    edge=("backward: ties go to the first maximum, whatever its sign", "backward: ties in windows that overlap"),
)
def ties_by_column(dout, x, kernel, stride):
    w = windows(x, kernel, stride)
    by_column = w.reshape(*w.shape[:4], kernel, kernel).swapaxes(-1, -2).reshape(w.shape).argmax(axis=-1)
    q, p = np.divmod(by_column, kernel)
    return scatter(x, kernel, stride, one_hot(p * kernel + q, kernel**2) * dout[..., None])


@misconception(
    "overlap-overwritten",
    function=BACKWARD,
    en="A pixel can be the maximum of several windows. What happens to its earlier gradient at the next window?",
    zh="一个像素可能是多个窗口的最大值。处理下一个窗口时，之前的梯度去哪了？",
)
def overlap_overwritten(dout, x, kernel, stride):
    return scatter(x, kernel, stride, first(x, kernel, stride) * dout[..., None], collect=False)


@misconception(
    "average-rule",
    function=BACKWARD,
    en="Each pixel of a window gets an equal share: that is the way back through average pooling.",
    zh="窗口里的每个像素得到同样的一份：那是平均池化的反向规则。",
)
def average_rule(dout, x, kernel, stride):
    return scatter(x, kernel, stride, np.ones(kernel**2) / kernel**2 * dout[..., None])


@misconception(
    "copied-to-the-window",
    function=BACKWARD,
    en="The gradient is copied to the whole window. Which of its pixels had an influence on the output?",
    zh="梯度被复制到了整个窗口。窗口里哪个像素对输出有影响？",
)
def copied_to_the_window(dout, x, kernel, stride):
    return scatter(x, kernel, stride, np.ones(kernel**2) * dout[..., None])


@misconception(
    "dout-ignored",
    function=BACKWARD,
    en="You mark the maxima with 1. By what does the chain rule multiply that?",
    zh="你在最大值处填了 1。按链式法则，它还应乘上什么？",
)
def dout_ignored(dout, x, kernel, stride):
    return scatter(x, kernel, stride, first(x, kernel, stride))


@misconception(
    "maximum-passed-back",
    function=BACKWARD,
    en="Your gradient is multiplied by the maximum itself. What is the derivative of the maximum by its argument?",
    zh="你的梯度还乘上了最大值本身。最大值对它所取的那个元素的导数是多少？",
)
def maximum_passed_back(dout, x, kernel, stride):
    w = windows(x, kernel, stride)
    return scatter(x, kernel, stride, first(x, kernel, stride) * w * dout[..., None])


@misconception(
    "backward-stride-is-the-kernel",
    function=BACKWARD,
    en="Right as long as stride and kernel agree. Which of the two decides where the next window begins?",
    zh="步长与窗口边长相等时才对。下一个窗口从哪里开始，由两者中的哪一个决定？",
)
def backward_stride_is_the_kernel(dout, x, kernel, stride):
    oh, ow = out_size(x, kernel, kernel)
    oh, ow = min(oh, dout.shape[2]), min(ow, dout.shape[3])
    shares = first(x, kernel, kernel)[:, :, :oh, :ow] * dout[:, :, :oh, :ow, None]
    dx = np.zeros(x.shape)
    seen = x[:, :, : oh * kernel, : ow * kernel]
    dx[:, :, : oh * kernel, : ow * kernel] = scatter(seen, kernel, kernel, shares)
    return dx


@misconception(
    "leftover-cut-off",
    function=BACKWARD,
    en="When pixels are left over, your dx is smaller than x. What is the gradient of a pixel in no window?",
    zh="有剩余像素时，你的 dx 比 x 小。不在任何窗口里的像素，梯度是多少？",
    edge="backward: leftover pixels",
)
def leftover_cut_off(dout, x, kernel, stride):
    dx = scatter(x, kernel, stride, first(x, kernel, stride) * dout[..., None])
    oh, ow = dout.shape[2:]
    return dx[:, :, : (oh - 1) * stride + kernel, : (ow - 1) * stride + kernel]


@misconception(
    "image-changed",
    function=BACKWARD,
    en="The gradient is right, but the caller's image is no longer what it was.",
    zh="梯度正确，但调用者的图像被改动了。",
    edge="backward: a new array, for windows of one pixel, too; the arguments stay",
)
def image_changed(dout, x, kernel, stride):
    dx = scatter(x, kernel, stride, first(x, kernel, stride) * dout[..., None])
    x[...] = dx
    return dx


@misconception(
    "row-and-column-exchanged",
    function=BACKWARD,
    en="The gradient lands where row and column of the window are exchanged. How do you get both from the index that "
    "argmax returns?",
    zh="梯度落在了窗口里行列互换的位置。怎样由 argmax 返回的下标算出行和列？",
)
def row_and_column_exchanged(dout, x, kernel, stride):
    column, row = np.divmod(windows(x, kernel, stride).argmax(axis=-1), kernel)
    return scatter(x, kernel, stride, one_hot(row * kernel + column, kernel**2) * dout[..., None])


@together("all-ties", "overlap-overwritten", function=BACKWARD)
def all_ties_overwritten(dout, x, kernel, stride):
    seen = windows(x, kernel, stride)
    return scatter(x, kernel, stride, (seen == seen.max(axis=-1, keepdims=True)) * dout[..., None], collect=False)


@together("last-tie", "overlap-overwritten", function=BACKWARD)
def last_tie_overwritten(dout, x, kernel, stride):
    last = kernel**2 - 1 - windows(x, kernel, stride)[..., ::-1].argmax(axis=-1)
    return scatter(x, kernel, stride, one_hot(last, kernel**2) * dout[..., None], collect=False)


@together("overlap-overwritten", function=BACKWARD)
def written_at_the_maximum(dout, x, kernel, stride):
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        window = x[n, c, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
        p, q = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * stride + p, j * stride + q] = dout[n, c, i, j]
    return dx


@together("starts-at-zero", "stride-is-the-kernel", function=FORWARD)
def from_zero_in_steps_of_the_kernel(x, kernel, stride):
    oh, ow = out_size(x, kernel, stride)
    y = np.zeros((*x.shape[:2], oh, ow))
    for i, j in np.ndindex(oh, ow):
        window = x[:, :, i * kernel : (i + 1) * kernel, j * kernel : (j + 1) * kernel]
        y[:, :, i, j] = window.max(axis=(2, 3), initial=0.0)
    return y


def any_pooling(x, kernel, stride, *, step="stride", of="max", floor=False):
    step = {"stride": stride, "kernel": kernel, "one": 1}[step]
    seen = windows(x, kernel, step)
    y = {"max": seen.max(axis=-1), "mean": seen.mean(axis=-1), "size": np.abs(seen).max(axis=-1)}[of]
    return np.maximum(y, 0.0) if floor else y


PAIRS = pairs(
    FORWARD,
    any_pooling,
    {
        "mean-for-maximum": {"of": "mean"},
        "starts-at-zero": {"floor": True},
        "stride-ignored": {"step": "one"},
        "stride-is-the-kernel": {"step": "kernel"},
    },
)


def any_backward(dout, x, kernel, stride, *, rule="first", collect=True, upstream=True, times=False):
    w = windows(x, kernel, stride)
    top = (w == w.max(axis=-1, keepdims=True)).astype(float)
    share = {
        "first": lambda: first(x, kernel, stride),
        "all": lambda: top,
        "shared": lambda: top / top.sum(axis=-1, keepdims=True),
        "last": lambda: one_hot(kernel**2 - 1 - w[..., ::-1].argmax(axis=-1), kernel**2),
        "mean": lambda: np.full(w.shape, 1 / kernel**2),
        "copied": lambda: np.ones(w.shape),
        "column": lambda: one_hot(
            np.sum(np.divmod(w.argmax(axis=-1), kernel) * np.reshape([1, kernel], (2, 1, 1, 1, 1)), axis=0), kernel**2
        ),
    }[rule]()
    return scatter(x, kernel, stride, share * (w if times else 1.0) * (dout[..., None] if upstream else 1.0), collect)


PAIRS_BACKWARD = pairs(
    BACKWARD,
    any_backward,
    {
        "all-ties": {"rule": "all"},
        "ties-share": {"rule": "shared"},
        "last-tie": {"rule": "last"},
        "average-rule": {"rule": "mean"},
        "copied-to-the-window": {"rule": "copied"},
        "row-and-column-exchanged": {"rule": "column"},
        "overlap-overwritten": {"collect": False},
        "dout-ignored": {"upstream": False},
        "maximum-passed-back": {"times": True},
    },
)
