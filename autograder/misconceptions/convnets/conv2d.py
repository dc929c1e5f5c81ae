"""Wrong convolutions, and wrong gradients of right ones."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs, together

FORWARD = "conv2d_forward"
BACKWARD = "conv2d_backward"


def pad(x, padding, **mode):
    return np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)], **mode)


def out_size(x_pad, w, stride):
    return [(n - k) // stride + 1 for n, k in zip(x_pad.shape[2:], w.shape[2:])]


def correlate(x_pad, w, stride):
    """Cross-correlation of an image that is padded already, without bias."""
    oh, ow = out_size(x_pad, w, stride)
    y = np.zeros((len(x_pad), len(w), oh, ow))
    for p, q in np.ndindex(*w.shape[2:]):
        seen = x_pad[:, :, p : p + stride * oh : stride, q : q + stride * ow : stride]
        y += np.einsum("ncij,fc->nfij", seen, w[:, :, p, q])
    return y


def right(x, w, b, stride, padding):
    return correlate(pad(x, padding), w, stride) + b[:, None, None]


def gradients(dout, x, w, stride, padding, collect=True):
    """The right gradients; with `collect` false the last window that saw a pixel overwrites the others."""
    x_pad = pad(x, padding)
    oh, ow = dout.shape[2:]
    kh, kw = w.shape[2:]
    dx, dw = np.zeros(x_pad.shape), np.zeros(w.shape)
    for i, j in np.ndindex(oh, ow):
        rows, columns = slice(i * stride, i * stride + kh), slice(j * stride, j * stride + kw)
        g = dout[:, :, i, j]  # (n, f)
        dw += np.einsum("nf,ncpq->fcpq", g, x_pad[:, :, rows, columns])
        share = np.einsum("nf,fcpq->ncpq", g, w)
        dx[:, :, rows, columns] = dx[:, :, rows, columns] + share if collect else share
    return dx, dw, dout.sum(axis=(0, 2, 3))


def unpad(dx, x, padding):
    h, width = x.shape[2:]
    return dx[:, :, padding : padding + h, padding : padding + width]


def backward(dout, x, w, stride, padding, **how):
    dx, dw, db = gradients(dout, x, w, stride, padding, **how)
    return unpad(dx, x, padding), dw, db


@misconception(
    "kernel-flipped",
    function=FORWARD,
    en="Your kernel is turned by 180 degrees before it is applied: convolution or cross-correlation?",
    zh="你的卷积核在使用前被旋转了 180 度：要算的是严格意义上的卷积，还是互相关？",
    convention=True,
)
def kernel_flipped(x, w, b, stride, padding):
    return right(x, w[:, :, ::-1, ::-1], b, stride, padding)


@misconception(
    "kernel-transposed",
    function=FORWARD,
    en="Rows and columns of the kernel are exchanged. Try a kernel that is not square.",
    zh="卷积核的行与列被交换了。用一个不是正方形的卷积核试试。",
)
def kernel_transposed(x, w, b, stride, padding):
    return right(x, w.transpose(0, 1, 3, 2), b, stride, padding)


@misconception(
    "bias-missing",
    function=FORWARD,
    en="Every map is off by a constant of its own: which term of the formula stands outside the sums?",
    zh="每张特征图都差一个常数：公式里哪一项在求和号之外？",
)
def bias_missing(x, w, b, stride, padding):
    return right(x, w, 0 * b, stride, padding)


@misconception(
    "bias-inside-the-sums",
    function=FORWARD,
    en="The bias is added once for every weight of the filter. Is it inside the sums of the formula?",
    zh="偏置对滤波器的每个权重都加了一次。在公式里它位于求和号之内吗？",
)
def bias_inside_the_sums(x, w, b, stride, padding):
    return right(x, w, b * w[0].size, stride, padding)


@misconception(
    "bias-per-channel",
    function=FORWARD,
    en="The bias is added once for every input channel.",
    zh="偏置对每个输入通道都加了一次。",
)
def bias_per_channel(x, w, b, stride, padding):
    return right(x, w, b * x.shape[1], stride, padding)


@misconception(
    "stride-in-the-shape-only",
    function=FORWARD,
    en="Your windows move by one pixel only, whatever the stride. Where does window (i, j) begin?",
    zh="无论步长是多少，你的窗口每次只移动一个像素。窗口 (i, j) 从哪里开始？",
)
def stride_in_the_shape_only(x, w, b, stride, padding):
    oh, ow = out_size(pad(x, padding), w, stride)
    return right(x, w, b, 1, padding)[:, :, :oh, :ow]


@misconception(
    "padded-at-one-end",
    function=FORWARD,
    en="Your image is shifted: all the padding lies at the bottom and on the right.",
    zh="你的图像发生了平移：补的零全都在下方和右侧。",
)
def padded_at_one_end(x, w, b, stride, padding):
    x_pad = np.pad(x, [(0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)])
    return correlate(x_pad, w, stride) + b[:, None, None]


@misconception(
    "border-repeated",
    function=FORWARD,
    en="Look at the windows at the border of the image: which value do padded pixels have?",
    zh="看看图像边缘处的窗口：补上去的像素取什么值？",
)
def border_repeated(x, w, b, stride, padding):
    return correlate(pad(x, padding, mode="edge"), w, stride) + b[:, None, None]


@misconception(
    "padding-ignored",
    function=FORWARD,
    en="The padding has no effect on your answer.",
    zh="补零对你的结果没有任何影响。",
)
def padding_ignored(x, w, b, stride, padding):
    return right(x, w, b, stride, 0)


@misconception(
    "padding-always-one",
    function=FORWARD,
    en="Right for padding 1 and for no other: is a number written down where the argument belongs?",
    zh="只有补零宽度为 1 时正确：是不是在该用参数的地方写死了一个数？",
)
def padding_always_one(x, w, b, stride, padding):
    return right(x, w, b, stride, 1)


@misconception(
    "padding-zero-empty",
    function=FORWARD,
    en="Right for every padding but 0: what does the slice [p:-p] select when p is 0?",
    zh="除了补零宽度为 0，其余都对：当 p 为 0 时，切片 [p:-p] 选出的是什么？",
    edge="forward: padding 0",
)
def padding_zero_empty(x, w, b, stride, padding):
    x_pad = np.zeros((*x.shape[:2], x.shape[2] + 2 * padding, x.shape[3] + 2 * padding))
    x_pad[:, :, padding:-padding, padding:-padding] = x
    return correlate(x_pad, w, stride) + b[:, None, None]


@misconception(
    "filter-and-channel-exchanged",
    function=FORWARD,
    en="Which axis of w counts the filters, and which the channels? With as many of both, nothing warns you.",
    zh="w 的哪个轴是滤波器，哪个轴是通道？两者个数相同时，程序不会报错提醒你。",
)
def filter_and_channel_exchanged(x, w, b, stride, padding):
    return right(x, w.transpose(1, 0, 2, 3), b, stride, padding)


@misconception(
    "channels-averaged",
    function=FORWARD,
    en="The channels are averaged. What does the formula do over c?",
    zh="你对各通道取了平均。公式对 c 做的是什么运算？",
)
def channels_averaged(x, w, b, stride, padding):
    return right(x, w / x.shape[1], b, stride, padding)


@misconception(
    "only-the-first-channel",
    function=FORWARD,
    en="Only the first channel of the image reaches your output.",
    zh="你的输出只用到了图像的第一个通道。",
)
def only_the_first_channel(x, w, b, stride, padding):
    return right(x[:, :1], w[:, :1], b, stride, padding)


@misconception(
    "output-size-rounded-up",
    function=FORWARD,
    en="Your last windows stick out over the edge when the stride leaves pixels over.",
    zh="当步长剩下一些像素时，你最后的窗口伸出了边界。",
    convention=True,
    edge="forward: leftover pixels",
)
def output_size_rounded_up(x, w, b, stride, padding):
    x_pad = pad(x, padding)
    more = [-(n - k) % stride for n, k in zip(x_pad.shape[2:], w.shape[2:])]
    return correlate(np.pad(x_pad, [(0, 0), (0, 0), (0, more[0]), (0, more[1])]), w, stride) + b[:, None, None]


@misconception(
    "integer-maps",
    function=FORWARD,
    en="For an integer image your output is cut down to integers: which dtype does `zeros_like` take over?",
    zh="图像为整数时，你的输出被截断成了整数：`zeros_like` 会沿用谁的 dtype？",
    edge="forward: float32 and integers",
)
def integer_maps(x, w, b, stride, padding):
    return right(x, w, b, stride, padding).astype(x.dtype)


@misconception(
    "filters-changed",
    function=FORWARD,
    en="The values are right, but the caller's array w is no longer what it was.",
    zh="数值正确，但调用者的数组 w 被改动了。",
    edge="forward: the arguments stay as they are",
)
def filters_changed(x, w, b, stride, padding):
    y = right(x, w, b, stride, padding)
    w *= 0
    return y


@misconception(
    "overlap-overwritten",
    function=BACKWARD,
    en="A pixel that lies in several windows keeps the gradient of the last one only.",
    zh="一个像素若位于多个窗口之中，你只保留了最后一个窗口的梯度。",
)
def overlap_overwritten(dout, x, w, stride, padding):
    return backward(dout, x, w, stride, padding, collect=False)


@misconception(
    "dw-turned",
    function=BACKWARD,
    en="Your weight gradient is turned by 180 degrees.",
    zh="你的权重梯度旋转了 180 度。",
)
def dw_turned(dout, x, w, stride, padding):
    dx, dw, db = backward(dout, x, w, stride, padding)
    return dx, dw[:, :, ::-1, ::-1].copy(), db


@misconception(
    "dx-kernel-not-turned",
    function=BACKWARD,
    en="Your dx is itself a cross-correlation with w. Follow one weight from an output back to its pixel.",
    zh="你的 dx 是用 w 再做了一次互相关。试着跟踪一个权重，从某个输出回到它所乘的那个像素。",
)
def dx_kernel_not_turned(dout, x, w, stride, padding):
    return backward(dout, x, w[:, :, ::-1, ::-1], stride, padding)[0], *backward(dout, x, w, stride, padding)[1:]


@misconception(
    "db-averaged",
    function=BACKWARD,
    en="The bias is used at every position of every image: are its contributions summed or averaged?",
    zh="偏置在每张图像的每个位置都用到了：它的各份贡献应当相加还是取平均？",
)
def db_averaged(dout, x, w, stride, padding):
    dx, dw, _ = backward(dout, x, w, stride, padding)
    return dx, dw, dout.mean(axis=(0, 2, 3))


@misconception(
    "db-over-the-batch-only",
    function=BACKWARD,
    en="One number per filter belongs to b; over which axes of dout must be summed?",
    zh="b 里每个滤波器只有一个数：应当对 dout 的哪些轴求和？",
)
def db_over_the_batch_only(dout, x, w, stride, padding):
    dx, dw, _ = backward(dout, x, w, stride, padding)
    return dx, dw, dout.sum(axis=0)


@misconception(
    "dw-averaged",
    function=BACKWARD,
    en="Your dw is divided by the number of images. Is there a mean in the formula, or is it in dout already?",
    zh="你的 dw 除以了图像数。公式里有平均吗，还是已经包含在 dout 中？",
)
def dw_averaged(dout, x, w, stride, padding):
    dx, dw, db = backward(dout, x, w, stride, padding)
    return dx, dw / len(x), db


@misconception(
    "dw-of-one-image",
    function=BACKWARD,
    en="Only one image of the batch contributes to your dw.",
    zh="你的 dw 只来自批次中的一张图像。",
)
def dw_of_one_image(dout, x, w, stride, padding):
    dx, _, db = backward(dout, x, w, stride, padding)
    return dx, backward(dout[-1:], x[-1:], w, stride, padding)[1], db


@misconception(
    "dw-without-padding",
    function=BACKWARD,
    en="Your dw lines up dout with the image as it is. Which image did the windows of the forward pass look at?",
    zh="你的 dw 把 dout 与原图对齐。前向传播时窗口看到的是哪一张图？",
)
def dw_without_padding(dout, x, w, stride, padding):
    dx, _, db = backward(dout, x, w, stride, padding)
    shifted = np.pad(x, [(0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)])
    return dx, gradients(dout, shifted, w, stride, 0)[1], db


@misconception(
    "padding-kept",
    function=BACKWARD,
    en="Your dx still has the size of the padded image.",
    zh="你的 dx 仍是补零之后的尺寸。",
)
def padding_kept(dout, x, w, stride, padding):
    return gradients(dout, x, w, stride, padding)


@misconception(
    "padding-cut-from-one-end",
    function=BACKWARD,
    en="Your dx is shifted: on which sides does the padding lie that has to go?",
    zh="你的 dx 位置错开了：要裁掉的补零在哪几侧？",
)
def padding_cut_from_one_end(dout, x, w, stride, padding):
    dx, dw, db = gradients(dout, x, w, stride, padding)
    return dx[:, :, : x.shape[2], : x.shape[3]], dw, db


@misconception(
    "backward-padding-zero-empty",
    function=BACKWARD,
    en="Right for every padding but 0: what does the slice [p:-p] select when p is 0?",
    zh="除了补零宽度为 0，其余都对：当 p 为 0 时，切片 [p:-p] 选出的是什么？",
    edge="backward: padding 0",
)
def backward_padding_zero_empty(dout, x, w, stride, padding):
    dx, dw, db = gradients(dout, x, w, stride, padding)
    return dx[:, :, padding:-padding, padding:-padding], dw, db


@misconception(
    "backward-padding-always-one",
    function=BACKWARD,
    en="Right for padding 1 and for no other: is a number written down where the argument belongs?",
    zh="只有补零宽度为 1 时正确：是不是在该用参数的地方写死了一个数？",
)
def backward_padding_always_one(dout, x, w, stride, padding):
    dx, dw, db = gradients(dout, x, w, stride, padding)
    return dx[:, :, 1:-1, 1:-1], dw, db


@misconception(
    "leftover-cut-off",
    function=BACKWARD,
    en="When the stride leaves pixels over, your dx is smaller than x. What is the gradient of a pixel nobody saw?",
    zh="步长剩下一些像素时，你的 dx 比 x 小。没有窗口看到的像素，梯度是多少？",
    edge="backward: leftover pixels",
)
def leftover_cut_off(dout, x, w, stride, padding):
    dx, dw, db = gradients(dout, x, w, stride, padding)
    oh, ow = dout.shape[2:]
    seen = dx[:, :, : (oh - 1) * stride + w.shape[2], : (ow - 1) * stride + w.shape[3]]
    return seen[:, :, padding : seen.shape[2] - padding, padding : seen.shape[3] - padding], dw, db


@misconception(
    "stride-ignored",
    function=BACKWARD,
    en="For strides above 1 your gradients land on the wrong pixels: where did window (i, j) begin?",
    zh="步长大于 1 时，你的梯度落在了错误的像素上：窗口 (i, j) 是从哪里开始的？",
)
def stride_ignored(dout, x, w, stride, padding):
    return backward(dout, x, w, 1, padding)


@misconception(
    "integer-gradients",
    function=BACKWARD,
    en="For integer images your gradient is cut down to integers: which dtype does `zeros_like` take over?",
    zh="图像为整数时，你的梯度被截断成了整数：`zeros_like` 会沿用谁的 dtype？",
    edge="backward: float32 and integers",
)
def integer_gradients(dout, x, w, stride, padding):
    dx, dw, db = backward(dout, x, w, stride, padding)
    return dx.astype(x.dtype), dw.astype(w.dtype), db


@misconception(
    "dout-changed",
    function=BACKWARD,
    en="The gradients are right, but the caller's dout is no longer what it was.",
    zh="梯度正确，但调用者的 dout 被改动了。",
    edge="backward: the arguments stay as they are, for one image, too",
)
def dout_changed(dout, x, w, stride, padding):
    answer = backward(dout, x, w, stride, padding)
    dout *= 0
    return answer


@together("bias-inside-the-sums", "stride-in-the-shape-only", function=FORWARD)
def bias_inside_without_stride(x, w, b, stride, padding):
    oh, ow = out_size(pad(x, padding), w, stride)
    y = correlate(pad(x, padding), w, 1)[:, :, :oh, :ow]
    return y + w[0].size * b[:, None, None]


@together("backward-padding-zero-empty", function=BACKWARD)
def empty_slice_into_a_buffer(dout, x, w, stride, padding):
    dx_pad, dw, db = gradients(dout, x, w, stride, padding)
    dx = np.zeros(x.shape)
    dx[...] = dx_pad[:, :, padding:-padding, padding:-padding]
    return dx, dw, db


def any_convolution(x, w, b, stride, padding, *, kernel=0, bias=1.0, step="stride", edge="zeros", channels=True):
    w = {0: w, "flipped": w[:, :, ::-1, ::-1], "transposed": w.transpose(0, 1, 3, 2)}[kernel]
    w = w if channels is True else w / x.shape[1] if channels == "averaged" else w[:, :1]
    x = x[:, :1] if channels == "first" else x
    x_pad = {
        "zeros": lambda: pad(x, padding),
        "border": lambda: pad(x, padding, mode="edge"),
        "none": lambda: x,
        "one": lambda: pad(x, 1),
        "end": lambda: np.pad(x, [(0, 0), (0, 0), (0, 2 * padding), (0, 2 * padding)]),
    }[edge]()
    times = {"entries": w[0].size, "channels": x.shape[1]}.get(bias, bias)
    oh, ow = out_size(x_pad, w, stride)
    y = correlate(x_pad, w, stride) if step == "stride" else correlate(x_pad, w, 1)[:, :, :oh, :ow]
    return y + times * b[:, None, None]


PAIRS = pairs(
    FORWARD,
    any_convolution,
    {
        "kernel-flipped": {"kernel": "flipped"},
        "kernel-transposed": {"kernel": "transposed"},
        "bias-missing": {"bias": 0.0},
        "bias-inside-the-sums": {"bias": "entries"},
        "bias-per-channel": {"bias": "channels"},
        "stride-in-the-shape-only": {"step": "one"},
        "padded-at-one-end": {"edge": "end"},
        "border-repeated": {"edge": "border"},
        "padding-ignored": {"edge": "none"},
        "padding-always-one": {"edge": "one"},
        "channels-averaged": {"channels": "averaged"},
        "only-the-first-channel": {"channels": "first"},
    },
)


def any_backward(dout, x, w, stride, padding, *, collect=True, kernel=True, dw_by=1, turned=False, db="sum", cut=""):
    dx_pad, dw, _ = gradients(dout, x, w, stride, padding, collect=collect)
    if not kernel:
        dx_pad = gradients(dout, x, w[:, :, ::-1, ::-1], stride, padding, collect=collect)[0]
    dx = (
        dx_pad[:, :, : x.shape[2], : x.shape[3]]
        if cut == "end"
        else dx_pad
        if cut == "none"
        else unpad(dx_pad, x, padding)
    )
    dw = dw[:, :, ::-1, ::-1].copy() if turned else dw
    dw = dw / (len(x) if dw_by == "n" else 1)
    return dx, dw, {"sum": dout.sum(axis=(0, 2, 3)), "mean": dout.mean(axis=(0, 2, 3))}[db]


PAIRS_BACKWARD = pairs(
    BACKWARD,
    any_backward,
    {
        "overlap-overwritten": {"collect": False},
        "dx-kernel-not-turned": {"kernel": False},
        "dw-averaged": {"dw_by": "n"},
        "dw-turned": {"turned": True},
        "db-averaged": {"db": "mean"},
        "padding-kept": {"cut": "none"},
        "padding-cut-from-one-end": {"cut": "end"},
    },
)
