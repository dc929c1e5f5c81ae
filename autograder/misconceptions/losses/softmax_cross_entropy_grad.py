"""Wrong gradients of the mean softmax cross-entropy."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "softmax_cross_entropy_grad"


def softmax(z, axis=-1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def onehot(labels, k):
    return np.eye(k)[labels]


@misconception(
    "summed-over-batch",
    function=FUNCTION,
    en="Your gradient is too large by exactly the number of samples: is the loss a sum or a mean over the batch?",
    zh="你的梯度恰好大了“样本数”倍：损失对整个批次取的是和，还是平均？",
)
def summed_over_batch(logits, labels):
    return softmax(logits) - onehot(labels, logits.shape[1])


@misconception(
    "divided-by-classes",
    function=FUNCTION,
    en="You divide by the number of classes. Which axis of the array is the batch?",
    zh="你除以的是类别数。数组的哪一个轴才是批次？",
)
def divided_by_classes(logits, labels):
    return (softmax(logits) - onehot(labels, logits.shape[1])) / logits.shape[1]


@misconception(
    "divided-by-entries",
    function=FUNCTION,
    en="You divide by the number of entries of the array. How many terms does the mean in the loss have?",
    zh="你除以的是数组的元素总数。损失里的平均一共有多少项？",
)
def divided_by_entries(logits, labels):
    return (softmax(logits) - onehot(labels, logits.shape[1])) / logits.size


@misconception(
    "wrong-sign",
    function=FUNCTION,
    en="Every sign is flipped. Should a small step along the gradient raise the loss or lower it?",
    zh="所有符号都反了。沿梯度方向走一小步，损失应当增大还是减小？",
)
def wrong_sign(logits, labels):
    return (onehot(labels, logits.shape[1]) - softmax(logits)) / len(labels)


@misconception(
    "raw-logits",
    function=FUNCTION,
    en="The rows of this gradient should sum to 0, yours do not: have the scores become probabilities?",
    zh="这个梯度的每一行之和应为 0，你的却不是：得分变成概率了吗？",
)
def raw_logits(logits, labels):
    return (logits - onehot(labels, logits.shape[1])) / len(labels)


@misconception(
    "unnormalised-exponentials",
    function=FUNCTION,
    en="You use exp(z) itself. It is positive, but is it a distribution over the classes yet?",
    zh="你直接用了 exp(z)。它是正数，但已经是各类别上的概率分布了吗？",
)
def unnormalised_exponentials(logits, labels):
    return (np.exp(logits) - onehot(labels, logits.shape[1])) / len(labels)


@misconception(
    "softmax-over-the-batch",
    function=FUNCTION,
    en="Your probabilities sum to 1 down the columns. Between which entries does a sample have to choose?",
    zh="你的概率是按列加起来等于 1。一个样本是在哪些元素之间做选择？",
)
def softmax_over_the_batch(logits, labels):
    return (softmax(logits, axis=0) - onehot(labels, logits.shape[1])) / len(labels)


@misconception(
    "one-normaliser-for-all",
    function=FUNCTION,
    en="The probabilities of all samples together sum to 1. What should sum to 1, and over which axis?",
    zh="你把所有样本的概率合在一起才等于 1。应当是什么沿哪个轴求和为 1？",
)
def one_normaliser_for_all(logits, labels):
    e = np.exp(logits - logits.max())
    return (e / e.sum() - onehot(labels, logits.shape[1])) / len(labels)


@misconception(
    "divided-by-another-row",
    function=FUNCTION,
    en="Each entry seems to be divided by the sum of another row: what shape does your denominator have?",
    zh="每个元素似乎除以了另一行的和：你的分母是什么形状？",
)
def divided_by_another_row(logits, labels):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1) - onehot(labels, logits.shape[1])) / len(labels)


@misconception(
    "whole-columns",
    function=FUNCTION,
    en="You subtract 1 from whole columns. What does P[:, labels] select, and how does a row meet its own label?",
    zh="你在整列上都减了 1。P[:, labels] 选中的是什么？怎样让每一行只对应自己的标签？",
)
def whole_columns(logits, labels):
    P = softmax(logits)
    P[:, labels] -= 1.0
    return P / len(labels)


@misconception(
    "softmax-twice",
    function=FUNCTION,
    en="The probabilities are too close to each other, as if something had been turned into probabilities twice.",
    zh="各类概率过于接近，好像有什么东西被变成了两次概率。",
)
def softmax_twice(logits, labels):
    return (softmax(softmax(logits)) - onehot(labels, logits.shape[1])) / len(labels)


@misconception(
    "only-the-true-class",
    function=FUNCTION,
    en="Only the true class receives a gradient. How do the other scores enter the probability of the true class?",
    zh="只有真实类别得到了梯度。其他类别的得分是怎样影响真实类别的概率的？",
)
def only_the_true_class(logits, labels):
    return onehot(labels, logits.shape[1]) * (softmax(logits) - 1.0) / len(labels)


@misconception(
    "diagonal-of-the-jacobian",
    function=FUNCTION,
    en="You multiply by p(1 - p) entry by entry. Is the derivative of softmax diagonal, as a sigmoid's is?",
    zh="你逐元素乘上了 p(1 - p)。Softmax 的导数像 sigmoid 那样是对角的吗？",
)
def diagonal_of_the_jacobian(logits, labels):
    P = softmax(logits)
    return (P - onehot(labels, logits.shape[1])) * P * (1.0 - P) / len(labels)


@misconception(
    "derivative-by-probabilities",
    function=FUNCTION,
    en="This is the derivative with respect to p. Which factor of the chain rule leads from p to z?",
    zh="这是对概率 p 的导数。从 p 到 z 还差链式法则中的哪一个因子？",
)
def derivative_by_probabilities(logits, labels):
    return -onehot(labels, logits.shape[1]) / softmax(logits) / len(labels)


@misconception(
    "labels-count-from-one",
    function=FUNCTION,
    en="The 1 is subtracted one class too early: is the first class called 0 or 1?",
    zh="1 减在了前一个类别上：第一个类别的编号是 0 还是 1？",
)
def labels_count_from_one(logits, labels):
    P = softmax(logits)
    P[np.arange(len(labels)), labels - 1] -= 1.0
    return P / len(labels)


@misconception(
    "predicted-class-for-label",
    function=FUNCTION,
    en="You subtract 1 at the class the model likes best. Where do the labels enter?",
    zh="你在模型得分最高的类别上减了 1。标签用在了哪里？",
)
def predicted_class_for_label(logits, labels):
    return (softmax(logits) - onehot(logits.argmax(axis=1), logits.shape[1])) / len(labels)


@misconception(
    "no-shift",
    function=FUNCTION,
    en="Right for small logits, not a number for large ones: what is exp(10000), and what may be subtracted first?",
    zh="logits 较小时正确，较大时出现 NaN：exp(10000) 是多少？取指数之前可以先减去什么？",
    edge="logits of +-1e4, and of +-100 in float32",
)
def no_shift(logits, labels):
    e = np.exp(logits)
    return (e / e.sum(axis=1, keepdims=True) - onehot(labels, logits.shape[1])) / len(labels)


@misconception(
    "one-shift-for-all-rows",
    function=FUNCTION,
    en="One row with large logits spoils all the others: how many rows share the number that you subtract?",
    zh="只要有一行 logits 很大，其他行就全坏了：你减去的那个数由多少行共用？",
    edge="logits of +-1e4, and of +-100 in float32",
)
def one_shift_for_all_rows(logits, labels):
    e = np.exp(logits - logits.max())
    return (e / e.sum(axis=1, keepdims=True) - onehot(labels, logits.shape[1])) / len(labels)


@misconception(
    "integer-buffer",
    function=FUNCTION,
    en="For integer logits your probabilities are all cut to whole numbers: what dtype does zeros_like give?",
    zh="logits 为整数时，你的概率全被截断成了整数：zeros_like 得到的 dtype 是什么？",
    edge="float32 and integer logits",
)
def integer_buffer(logits, labels):
    P = np.zeros_like(logits)
    P[...] = softmax(logits)
    return (P - onehot(labels, logits.shape[1])) / len(labels)


@misconception(
    "changes-the-logits",
    function=FUNCTION,
    en="The gradient is right, but the logits are different after the call: which line writes into the argument?",
    zh="梯度是对的，但调用之后 logits 变了：哪一行写进了参数里？",
    edge="a new array, the arguments stay as they are",
)
def changes_the_logits(logits, labels):
    if logits.dtype.kind != "f":
        logits = logits.astype(float)
    logits -= logits.max(axis=1, keepdims=True)
    return (softmax(logits) - onehot(labels, logits.shape[1])) / len(labels)


def any_gradient(logits, labels, *, axis=1, twice=False, raw="", target="label", count="n", sign=1):
    z = softmax(logits) if twice else logits
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    P = {"logits": logits, "exp": np.exp(logits)}.get(raw, e / e.sum(axis=axis, keepdims=True))
    y = {"first is 1": labels.astype(int) - 1, "predicted": logits.argmax(axis=1)}.get(target, labels)
    n, k = logits.shape
    return sign * (P - onehot(y, k)) / {"n": n, "1": 1, "k": k, "n k": n * k}[count]


PAIRS = pairs(
    FUNCTION,
    any_gradient,
    {
        "summed-over-batch": {"count": "1"},
        "divided-by-classes": {"count": "k"},
        "divided-by-entries": {"count": "n k"},
        "wrong-sign": {"sign": -1},
        "raw-logits": {"raw": "logits"},
        "unnormalised-exponentials": {"raw": "exp"},
        "softmax-over-the-batch": {"axis": 0},
        "one-normaliser-for-all": {"axis": None},
        "softmax-twice": {"twice": True},
        "labels-count-from-one": {"target": "first is 1"},
        "predicted-class-for-label": {"target": "predicted"},
    },
)
