"""Wrong mean cross-entropies."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "cross_entropy"


def softmax(z, axis=-1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def log_softmax(z):
    shifted = z - z.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def of_labels(table, labels):
    return table[np.arange(len(labels)), labels]


@misconception(
    "summed-over-batch",
    function=FUNCTION,
    en="Your loss grows with the number of samples: is it asked for per batch or per sample?",
    zh="你的损失随样本数成倍增大：题目要的是整个批次的和，还是每个样本的平均？",
    convention=True,
)
def summed_over_batch(logits, labels):
    return -of_labels(log_softmax(logits), labels).sum()


@misconception(
    "divided-by-classes",
    function=FUNCTION,
    en="You divide by the number of classes. Which axis of the array is the batch?",
    zh="你除以的是类别数。数组的哪一个轴才是批次？",
)
def divided_by_classes(logits, labels):
    return -of_labels(log_softmax(logits), labels).sum() / logits.shape[1]


@misconception(
    "divided-by-entries",
    function=FUNCTION,
    en="Your mean runs over all entries of an array that is mostly zeros. How many terms does the sum really have?",
    zh="你是对整个数组取平均，而其中大部分元素是 0。求和里真正有多少项？",
)
def divided_by_entries(logits, labels):
    return -of_labels(log_softmax(logits), labels).sum() / logits.size


@misconception(
    "negative-loss",
    function=FUNCTION,
    en="Your loss is below 0. Can -log p be negative when p is a probability?",
    zh="你的损失小于 0。p 是概率时，-log p 可能是负数吗？",
)
def negative_loss(logits, labels):
    return of_labels(log_softmax(logits), labels).mean()


@misconception(
    "base-two",
    function=FUNCTION,
    en="Your loss is larger by the factor 1/ln 2: in which unit, bits or nats, is it asked for?",
    zh="你的损失大了 1/ln 2 倍：题目要求的单位是比特还是奈特？",
    convention=True,
)
def base_two(logits, labels):
    return -of_labels(log_softmax(logits), labels).mean() / np.log(2.0)


@misconception(
    "logits-as-log-probabilities",
    function=FUNCTION,
    en="You average the negated score of the true class. What turns a logit into a log-probability?",
    zh="你直接对真实类别的得分取负再平均。logit 要减去什么才是对数概率？",
)
def logits_as_log_probabilities(logits, labels):
    return -of_labels(logits, labels).mean()


@misconception(
    "log-of-logits",
    function=FUNCTION,
    en="You take the logarithm of raw scores, which may be negative. What has to happen to them first?",
    zh="你对原始得分直接取了对数，而得分可能是负数。取对数之前应当先做什么？",
)
def log_of_logits(logits, labels):
    return -np.log(of_labels(logits, labels)).mean()


@misconception(
    "no-logarithm",
    function=FUNCTION,
    en="Your loss stays between -1 and 0. Which function turns a probability into a surprise?",
    zh="你的损失总在 -1 和 0 之间。是哪个函数把概率变成“意外程度”？",
)
def no_logarithm(logits, labels):
    return -of_labels(softmax(logits), labels).mean()


@misconception(
    "log-of-the-mean",
    function=FUNCTION,
    en="You average the probabilities before the logarithm. Is that the same as averaging the losses?",
    zh="你先对概率取平均，再取对数。这和对各个样本的损失取平均一样吗？",
)
def log_of_the_mean(logits, labels):
    return -np.log(of_labels(softmax(logits), labels).mean())


@misconception(
    "labels-count-from-one",
    function=FUNCTION,
    en="You read the probability of the class before the true one: is the first class called 0 or 1?",
    zh="你取的是真实类别前一个类别的概率：第一个类别的编号是 0 还是 1？",
)
def labels_count_from_one(logits, labels):
    return -of_labels(log_softmax(logits), labels.astype(int) - 1).mean()


@misconception(
    "labels-as-weights",
    function=FUNCTION,
    en="You multiply by the class number itself. Is it a quantity, or the name of a column?",
    zh="你用类别编号本身去乘。它是一个数量，还是某一列的名字？",
)
def labels_as_weights(logits, labels):
    return -(labels[:, None] * log_softmax(logits)).sum() / len(labels)


@misconception(
    "whole-columns",
    function=FUNCTION,
    en="log_p[:, labels] is an n by n table. How is each row paired with its own label?",
    zh="log_p[:, labels] 是一张 n 行 n 列的表。怎样让每一行只对应自己的标签？",
)
def whole_columns(logits, labels):
    return -log_softmax(logits)[:, labels].mean()


@misconception(
    "entropy-of-the-prediction",
    function=FUNCTION,
    en="Your answer does not depend on the labels. Under which distribution is -log p averaged?",
    zh="你的结果与标签无关。-log p 是在哪个分布下取平均的？",
)
def entropy_of_the_prediction(logits, labels):
    return -(softmax(logits) * log_softmax(logits)).sum() / len(labels)


@misconception(
    "predicted-class-for-label",
    function=FUNCTION,
    en="You take the probability of the likeliest class. Of which class should it be?",
    zh="你取的是概率最大的类别的概率。应当取哪个类别的？",
)
def predicted_class_for_label(logits, labels):
    return -log_softmax(logits).max(axis=1).mean()


@misconception(
    "squared-error-of-probabilities",
    function=FUNCTION,
    en="This is the squared error of the probabilities. Which likelihood belongs to a class label?",
    zh="这是概率的平方误差。类别标签对应的是哪一种似然？",
)
def squared_error_of_probabilities(logits, labels):
    Y = np.eye(logits.shape[1])[labels]
    return ((softmax(logits) - Y) ** 2).sum(axis=1).mean()


@misconception(
    "each-class-as-a-coin",
    function=FUNCTION,
    en="You add a term log(1 - p) for every other class. Are the classes independent yes-or-no questions here?",
    zh="你为其他每个类别都加了一项 log(1 - p)。这里的各个类别是相互独立的“是或否”问题吗？",
)
def each_class_as_a_coin(logits, labels):
    P, Y = softmax(logits), np.eye(logits.shape[1])[labels]
    with np.errstate(all="ignore"):
        return -np.where(Y == 1, np.log(P), np.log(1 - P)).sum(axis=1).mean()


@misconception(
    "softmax-over-the-batch",
    function=FUNCTION,
    en="The probabilities inside your loss sum to 1 over the samples. Over what should they?",
    zh="你的损失里，概率是沿样本求和为 1 的。应当沿什么求和为 1？",
)
def softmax_over_the_batch(logits, labels):
    return -np.log(of_labels(softmax(logits, axis=0), labels)).mean()


@misconception(
    "log-of-the-probabilities",
    function=FUNCTION,
    en="Infinite where the answer is 20000: what is left of a tiny probability before its logarithm is taken?",
    zh="答案是 20000 的地方得到了无穷大：极小的概率在取对数之前还剩下什么？",
    edge=("+-1e4, the large logit on a wrong class", "a true class of a probability near 0"),
)
def log_of_the_probabilities(logits, labels):
    return -np.log(of_labels(softmax(logits), labels)).mean()


@misconception(
    "clipped-probabilities",
    function=FUNCTION,
    en="Your loss never exceeds a certain number per sample. Where does that ceiling come from, and how is it avoided?",
    zh="你的损失在每个样本上都不超过某个数。这个上限从何而来，又怎样避免？",
    edge=("+-1e4, the large logit on a wrong class", "a true class of a probability near 0"),
)
def clipped_probabilities(logits, labels):
    return -np.log(np.clip(of_labels(softmax(logits), labels), 1e-12, 1.0)).mean()


@misconception(
    "no-shift",
    function=FUNCTION,
    en="Right for small logits, not a number for large ones: what is exp(10000), and what may be subtracted first?",
    zh="logits 较小时正确，较大时得不到有限值：exp(10000) 是多少？取指数之前可以先减去什么？",
    edge=(
        "+-1e4, the large logit on a wrong class",
        "+-1e4, the large logit on the right class",
        "all logits near 1e4, or near -1e4, and a loss like any other",
        "+-100 in float32",
    ),
)
def no_shift(logits, labels):
    log_sum = np.log(np.exp(logits).sum(axis=1))
    return (log_sum - of_labels(logits, labels)).mean()


@misconception(
    "one-shift-for-all-rows",
    function=FUNCTION,
    en="One row with large logits spoils the others: how many rows share the number that you subtract?",
    zh="只要有一行 logits 很大，其他行就全坏了：你减去的那个数由多少行共用？",
    edge=("+-1e4, the large logit on a wrong class", "+-1e4, the large logit on the right class", "+-100 in float32"),
)
def one_shift_for_all_rows(logits, labels):
    shifted = logits - logits.max()
    return (np.log(np.exp(shifted).sum(axis=1)) - of_labels(shifted, labels)).mean()


@misconception(
    "one-loss-per-sample",
    function=FUNCTION,
    en="You return one loss per sample. What turns them into the loss of the batch?",
    zh="你返回的是每个样本各自的损失。怎样得到整个批次的损失？",
)
def one_loss_per_sample(logits, labels):
    return -of_labels(log_softmax(logits), labels)


@misconception(
    "integer-buffer",
    function=FUNCTION,
    en="For integer logits your loss is cut to whole numbers on the way: what dtype does zeros_like give?",
    zh="logits 为整数时，你的损失在中间被截断成了整数：zeros_like 得到的 dtype 是什么？",
    edge="float32 and integer logits",
)
def integer_buffer(logits, labels):
    log_p = np.zeros_like(logits)
    log_p[...] = log_softmax(logits)
    return -of_labels(log_p, labels).mean()


@misconception(
    "unsigned-labels-wrap",
    function=FUNCTION,
    en="Right for ordinary labels, an error for unsigned ones: what is 0 - 3 in an array of type uint8?",
    zh="普通标签时正确，无符号类型的标签时出错：在 uint8 数组里，0 - 3 等于多少？",
    edge="labels of a small integer type, and unsigned ones",
)
def unsigned_labels_wrap(logits, labels):
    n, k = logits.shape
    return -log_softmax(logits)[np.arange(n), labels - k].mean()


@misconception(
    "changes-the-logits",
    function=FUNCTION,
    en="The loss is right, but the logits are different after the call: which line writes into the argument?",
    zh="损失是对的，但调用之后 logits 变了：哪一行写进了参数里？",
    edge="the arguments stay as they are",
)
def changes_the_logits(logits, labels):
    if logits.dtype.kind != "f":
        logits = logits.astype(float)
    logits -= logits.max(axis=1, keepdims=True)
    return -of_labels(log_softmax(logits), labels).mean()


@misconception(
    "shift-by-the-true-logit",
    function=FUNCTION,
    en="Any constant may be subtracted from the logits, but with yours the exponential still overflows for a confident "
    "mistake. Which constant leaves no exponent above 0?",
    zh="logits 确实可以减去任意常数，但减去你选的常数之后，遇到“自信却错了”的样本，指数函数仍会溢出。"
    "减去哪个常数才能让所有指数都不大于 0？",
    edge=("+-1e4, the large logit on a wrong class", "a true class of a probability near 0"),
)
def shift_by_the_true_logit(logits, labels):
    shifted = logits - of_labels(logits, labels)[:, None]
    return np.log(np.exp(shifted).sum(axis=1)).mean()


@misconception(
    "zero-times-log-zero",
    function=FUNCTION,
    en="Right for moderate logits, not a number for extreme ones: a one-hot product multiplies the log of "
    "every class by "
    "0 or 1. What is 0 times log 0 to a computer?",
    zh="logits 适中时正确，极端时出现 NaN：与 one-hot 相乘，"
    "就是把每一类的对数都乘以 0 或 1。对计算机来说，0 乘以 log 0 是什么？",
    edge=(
        "+-1e4, the large logit on a wrong class",
        "+-1e4, the large logit on the right class",
        "a true class of a probability near 0",
    ),
)
def zero_times_log_zero(logits, labels):
    Y = np.eye(logits.shape[1])[labels]
    return -(Y * np.log(softmax(logits))).sum() / len(labels)


@misconception(
    "rows-for-entries",
    function=FUNCTION,
    en="Your labels pick whole rows of the probabilities, those of other samples. Which two indices name one entry?",
    zh="你用标签取出的是整行概率，而且是别的样本的行。要指定一个元素，需要哪两个下标？",
)
def rows_for_entries(logits, labels):
    return -np.log(softmax(logits)[labels]).mean()


@misconception(
    "one-sum-for-all",
    function=FUNCTION,
    en="Your probabilities sum to 1 over the whole batch, not in every row. Which axis does the sum of exponentials "
    "run over?",
    zh="你的概率在整个批次上加起来等于 1，而不是每一行各自等于 1。指数之和应当沿哪个轴求？",
)
def one_sum_for_all(logits, labels):
    shifted = logits - logits.max()
    return -of_labels(shifted - np.log(np.exp(shifted).sum()), labels).mean()


@misconception(
    "softmax-twice",
    function=FUNCTION,
    en="Your probabilities go through softmax once more, which draws them together. Does the step that receives them "
    "expect logits or probabilities?",
    zh="概率又经过了一次 softmax，各类别的概率因此被拉近。接收它们的那一步要的是 logits，还是概率？",
)
def softmax_twice(logits, labels):
    return -of_labels(log_softmax(softmax(logits)), labels).mean()


def probes(rng):
    """Logits of which the exponential overflows, but its reciprocal is not yet 0."""
    return {FUNCTION: [(np.array([[720.0, 0.0, rng.uniform(-1, 1)]]), np.array([1]))]}


def any_loss(logits, labels, *, axis=1, twice=False, base=1.0, reduce="mean", sign=-1, target="label", log="p"):
    z = softmax(logits) if twice else logits
    shifted = z - z.max(axis=axis, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    k, y = logits.shape[1], labels.astype(int)
    if target == "first is 1":
        y = y - 1
    weights = {"predicted": lambda: np.eye(k)[logits.argmax(axis=1)], "prediction": lambda: np.exp(log_p)}
    weights = weights.get(target, lambda: np.eye(k)[y])()
    terms = (weights * (log_p if log == "p" else np.exp(log_p))).sum(axis=1)
    count = {"mean": len(labels), "sum": 1, "classes": k, "entries": logits.size}[reduce]
    return sign * terms.sum() / count / base


PAIRS = pairs(
    FUNCTION,
    any_loss,
    {
        "summed-over-batch": {"reduce": "sum"},
        "divided-by-classes": {"reduce": "classes"},
        "divided-by-entries": {"reduce": "entries"},
        "negative-loss": {"sign": 1},
        "base-two": {"base": float(np.log(2.0))},
        "no-logarithm": {"log": "none"},
        "labels-count-from-one": {"target": "first is 1"},
        "predicted-class-for-label": {"target": "predicted"},
        "entropy-of-the-prediction": {"target": "prediction"},
        "softmax-over-the-batch": {"axis": 0},
        "one-sum-for-all": {"axis": None},
        "softmax-twice": {"twice": True},
    },
)
