"""Wrong softmaxes and log-softmaxes."""

import numpy as np

from autograder.checks.misconceptions import misconception


def stable_softmax(z, axis=-1):
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def as_floating(z):
    return z if z.dtype.kind == "f" else z.astype(float)


@misconception(
    "rows-only",
    function="softmax",
    en="Right for a matrix, an error for a single sample of shape (k,): which axis holds the classes in both?",
    zh="对矩阵正确，对形状为 (k,) 的单个样本却报错：在这两种情形里，类别都在哪个轴上？",
    edge=("softmax of a single vector, of one row and of one class", "softmax leaves a single vector as it is"),
)
def rows_only(logits):
    return stable_softmax(logits, axis=1)


@misconception(
    "over-the-batch",
    function="softmax",
    en="Your columns sum to 1. Who competes for the probability: the samples, or the classes of one sample?",
    zh="你的结果按列求和为 1。是各个样本在争夺概率，还是同一样本的各个类别？",
)
def over_the_batch(logits):
    return stable_softmax(logits, axis=0)


@misconception(
    "one-sum-for-all",
    function="softmax",
    en="All entries of the batch together sum to 1. How many distributions should come out?",
    zh="整个批次的元素加在一起才等于 1。应当得到几个概率分布？",
)
def one_sum_for_all(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum()


@misconception(
    "sum-without-its-axis",
    function="softmax",
    en="Entries are divided by the sum of another row. Which shape has your denominator, and how is it broadcast?",
    zh="元素除以了另一行的和。你的分母是什么形状，会怎样广播？",
)
def sum_without_its_axis(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum(axis=-1)


@misconception(
    "shift-per-class",
    function="softmax",
    en="The shift changes your probabilities. Softmax ignores a constant per row: is yours constant within a row?",
    zh="你的平移改变了概率。Softmax 只对“每行同一个常数”不敏感：你减去的数在一行之内是常数吗？",
)
def shift_per_class(logits):
    e = np.exp(logits - logits.max(axis=0))
    return e / e.sum(axis=-1, keepdims=True)


@misconception(
    "no-shift",
    function="softmax",
    en="Right for small logits, not a number for large ones: what is exp(10000), and what may be subtracted first?",
    zh="logits 较小时正确，较大时出现 NaN：exp(10000) 是多少？取指数之前可以先减去什么？",
    edge="softmax at +-1e4, and at +-100 in float32",
)
def no_shift(logits):
    e = np.exp(logits)
    return e / e.sum(axis=-1, keepdims=True)


@misconception(
    "shift-by-the-smallest",
    function="softmax",
    en="Your shift makes every exponent positive. Which sign should the exponents have so that none can overflow?",
    zh="你的平移让所有指数都变成了非负数。指数应当是什么符号，才不会上溢？",
    edge="softmax at +-1e4, and at +-100 in float32",
)
def shift_by_the_smallest(logits):
    e = np.exp(logits - logits.min(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


@misconception(
    "shift-by-the-largest-of-all",
    function="softmax",
    en="A row of small logits next to a row of large ones becomes 0/0: how many rows share the number you subtract?",
    zh="一行很小的 logits 遇上另一行很大的 logits 就成了 0/0：你减去的那个数由多少行共用？",
    edge="softmax at +-1e4, and at +-100 in float32",
)
def shift_by_the_largest_of_all(logits):
    e = np.exp(logits - logits.max())
    return e / e.sum(axis=-1, keepdims=True)


@misconception(
    "sigmoid-of-each",
    function="softmax",
    en="Each entry lies in (0, 1), but the rows do not sum to 1: do the classes take notice of each other?",
    zh="每个元素都在 (0, 1) 内，但每行之和不为 1：各个类别之间有相互影响吗？",
)
def sigmoid_of_each(logits):
    return 1.0 / (1.0 + np.exp(-logits))


@misconception(
    "sum-inside-the-exponential",
    function="softmax",
    en="Check your brackets: does the division happen before or after the exponential?",
    zh="检查一下括号：除法是在取指数之前还是之后？",
)
def sum_inside_the_exponential(logits):
    return np.exp(logits / np.exp(logits).sum(axis=-1, keepdims=True))


@misconception(
    "divided-by-the-sum-of-logits",
    function="softmax",
    en="The rows sum to 1, but some entries are negative. What makes a score positive before it is normalised?",
    zh="每行之和是 1，但有的元素是负数。归一化之前，是什么保证了得分为正？",
)
def divided_by_the_sum_of_logits(logits):
    return logits / logits.sum(axis=-1, keepdims=True)


@misconception(
    "integer-buffer",
    function="softmax",
    en="For integer logits your probabilities are all cut to whole numbers: what dtype does zeros_like give?",
    zh="logits 为整数时，你的概率全被截断成了整数：zeros_like 得到的 dtype 是什么？",
    edge="softmax of float32 and integers",
)
def integer_buffer(logits):
    P = np.zeros_like(logits)
    P[...] = stable_softmax(logits)
    return P


@misconception(
    "changes-the-logits",
    function="softmax",
    en="The probabilities are right, but the logits are different after the call: which line writes into the argument?",
    zh="概率是对的，但调用之后 logits 变了：哪一行写进了参数里？",
    edge=("softmax leaves its argument as it is", "softmax leaves a single vector as it is"),
)
def changes_the_logits(logits):
    logits = as_floating(logits)
    logits -= logits.max(axis=-1, keepdims=True)
    return stable_softmax(logits)


@misconception(
    "log-of-the-probabilities",
    function="log_softmax",
    en="Minus infinity where the answer is about -20000: what is left of a tiny probability before its logarithm?",
    zh="答案约为 -20000 的地方得到了负无穷：极小的概率在取对数之前还剩下什么？",
    edge=("log_softmax at +-1e4, and at +-100 in float32", "log_softmax of a probability near 0"),
)
def log_of_the_probabilities(logits):
    return np.log(stable_softmax(logits))


@misconception(
    "log-of-clipped-probabilities",
    function="log_softmax",
    en="Your log-probabilities never fall below one particular number. Where does that floor come from?",
    zh="你的对数概率从不低于某个固定的数。这个下限是从哪里来的？",
    edge=("log_softmax at +-1e4, and at +-100 in float32", "log_softmax of a probability near 0"),
)
def log_of_clipped_probabilities(logits):
    return np.log(np.maximum(stable_softmax(logits), 1e-12))


@misconception(
    "log-sum-exp-unshifted",
    function="log_softmax",
    en="Right for small logits, infinite for large ones: the sum of exponentials overflows before the logarithm.",
    zh="logits 较小时正确，较大时得到无穷：指数之和在取对数之前就上溢了。",
    edge="log_softmax at +-1e4, and at +-100 in float32",
)
def log_sum_exp_unshifted(logits):
    return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))


@misconception(
    "shift-not-undone",
    function="log_softmax",
    en="You subtract the largest logit in one place and not in the other: do both terms of the difference still match?",
    zh="你在一处减去了最大的 logit，另一处却没有：相减的两项还对得上吗？",
)
def shift_not_undone(logits):
    return logits - np.log(np.exp(logits - logits.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True))


@misconception(
    "shift-undone-twice",
    function="log_softmax",
    en="The largest logit is subtracted once too often: count in how many terms it appears.",
    zh="最大的 logit 多减了一次：数一数它出现在几项里。",
)
def shift_undone_twice(logits):
    m = logits.max(axis=-1, keepdims=True)
    return (logits - m) - (m + np.log(np.exp(logits - m).sum(axis=-1, keepdims=True)))


@misconception(
    "log-over-the-batch",
    function="log_softmax",
    en="exp of your answer sums to 1 down the columns: which axis holds the classes?",
    zh="对你的结果取指数，是按列求和为 1：类别在哪个轴上？",
)
def log_over_the_batch(logits):
    shifted = logits - logits.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))


@misconception(
    "log-rows-only",
    function="log_softmax",
    en="Right for a matrix, an error for a single sample of shape (k,): which axis holds the classes in both?",
    zh="对矩阵正确，对形状为 (k,) 的单个样本却报错：在这两种情形里，类别都在哪个轴上？",
    edge=("log_softmax of a single vector, of one row and of one class", "log_softmax leaves a single vector as it is"),
)
def log_rows_only(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@misconception(
    "sum-of-logs",
    function="log_softmax",
    en="You sum the logits themselves. Is the logarithm of a sum the same as the sum of the logarithms?",
    zh="你把 logits 本身加了起来。和的对数等于对数的和吗？",
)
def sum_of_logs(logits):
    return logits - logits.sum(axis=-1, keepdims=True)


@misconception(
    "base-two",
    function="log_softmax",
    en="Every entry is too large by one common factor, 1/ln 2: which logarithm undoes the exponential?",
    zh="每个元素都差同一个倍数 1/ln 2：与 exp 互逆的是以什么为底的对数？",
    convention=True,
)
def base_two(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return (shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))) / np.log(2.0)


@misconception(
    "log-negated",
    function="log_softmax",
    en="Your answers are positive. Can the logarithm of a probability be above 0?",
    zh="你的结果是正数。概率的对数会大于 0 吗？",
)
def log_negated(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=-1, keepdims=True)) - shifted


@misconception(
    "log-integer-buffer",
    function="log_softmax",
    en="For integer logits your answers are cut to whole numbers: what dtype does zeros_like give?",
    zh="logits 为整数时，你的结果被截断成了整数：zeros_like 得到的 dtype 是什么？",
    edge="log_softmax of float32 and integers",
)
def log_integer_buffer(logits):
    out = np.zeros_like(logits)
    shifted = logits - logits.max(axis=-1, keepdims=True)
    out[...] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return out


@misconception(
    "log-changes-the-logits",
    function="log_softmax",
    en="The answer is right, but the logits are different after the call: which line writes into the argument?",
    zh="结果是对的，但调用之后 logits 变了：哪一行写进了参数里？",
    edge=("log_softmax leaves its argument as it is", "log_softmax leaves a single vector as it is"),
)
def log_changes_the_logits(logits):
    logits = as_floating(logits)
    logits -= logits.max(axis=-1, keepdims=True)
    return logits - np.log(np.exp(logits).sum(axis=-1, keepdims=True))
