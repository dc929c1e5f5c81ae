"""Wrong binary cross-entropies."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "bernoulli_nll"


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def softplus(u):
    return np.maximum(u, 0.0) + np.log1p(np.exp(-np.abs(u)))


def terms(z, y):
    return softplus(np.where(y == 1, -z, z))


@misconception(
    "positive-labels-only",
    function=FUNCTION,
    en="Samples with label 0 cost nothing in your loss. What should the model be charged for them?",
    zh="标签为 0 的样本在你的损失里不花任何代价。模型应当为它们付出什么？",
)
def positive_labels_only(z, y):
    return np.mean(y * softplus(-z))


@misconception(
    "labels-exchanged",
    function=FUNCTION,
    en="You charge for the probability of the other label: does p belong to y = 1 or to y = 0?",
    zh="你算的是另一个标签的概率：p 是 y = 1 的概率，还是 y = 0 的概率？",
)
def labels_exchanged(z, y):
    return np.mean(softplus(np.where(y == 1, z, -z)))


@misconception(
    "both-terms-always",
    function=FUNCTION,
    en="Every sample pays both log p and log(1 - p). Which factor switches one of them off?",
    zh="每个样本都同时付出了 log p 和 log(1 - p)。是哪个因子让其中一项不起作用？",
)
def both_terms_always(z, y):
    return np.mean(softplus(-z) + softplus(z))


@misconception(
    "logits-as-probabilities",
    function=FUNCTION,
    en="You take logarithms of z and 1 - z. Does z lie between 0 and 1?",
    zh="你对 z 和 1 - z 取了对数。z 一定在 0 和 1 之间吗？",
)
def logits_as_probabilities(z, y):
    return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))


@misconception(
    "sigmoid-twice",
    function=FUNCTION,
    en="Your loss hardly reacts to the logits, as if the sigmoid had been applied twice.",
    zh="你的损失对 logits 几乎没有反应，好像用了两次 sigmoid。",
)
def sigmoid_twice(z, y):
    return np.mean(terms(sigmoid(z), y))


@misconception(
    "squared-error",
    function=FUNCTION,
    en="This is the squared error of the probabilities. Which likelihood belongs to a coin toss?",
    zh="这是概率的平方误差。抛硬币对应的是哪一种似然？",
)
def squared_error(z, y):
    return np.mean((sigmoid(z) - y) ** 2)


@misconception(
    "no-logarithm",
    function=FUNCTION,
    en="You average the probabilities of the labels. What turns a product over samples into a sum?",
    zh="你平均的是标签的概率本身。是什么把对样本的连乘变成求和？",
)
def no_logarithm(z, y):
    return -np.mean(np.exp(-terms(z, y)))


@misconception(
    "log-of-the-mean",
    function=FUNCTION,
    en="You average the probabilities before the logarithm. Is that the same as averaging the losses?",
    zh="你先对概率取平均，再取对数。这和对各个样本的损失取平均一样吗？",
)
def log_of_the_mean(z, y):
    return -np.log(np.mean(np.exp(-terms(z, y))))


@misconception(
    "summed-over-samples",
    function=FUNCTION,
    en="Your loss grows with the number of samples: is the sum or the mean asked for?",
    zh="你的损失随样本数成倍增大：题目要的是和还是平均？",
    convention=True,
)
def summed_over_samples(z, y):
    return np.sum(terms(z, y))


@misconception(
    "negative-loss",
    function=FUNCTION,
    en="Your loss is below 0. Can -log p be negative when p is a probability?",
    zh="你的损失小于 0。p 是概率时，-log p 可能是负数吗？",
)
def negative_loss(z, y):
    return -np.mean(terms(z, y))


@misconception(
    "base-two",
    function=FUNCTION,
    en="Your loss is larger by the factor 1/ln 2: in which unit, bits or nats, is it asked for?",
    zh="你的损失大了 1/ln 2 倍：题目要求的单位是比特还是奈特？",
    convention=True,
)
def base_two(z, y):
    return np.mean(terms(z, y)) / np.log(2.0)


@misconception(
    "divided-by-two-classes",
    function=FUNCTION,
    en="Your loss is half of what it should be: over how many terms does the mean run, n or 2n?",
    zh="你的损失只有应有的一半：平均是对 n 项还是 2n 项取的？",
)
def divided_by_two_classes(z, y):
    return np.mean(terms(z, y)) / 2


@misconception(
    "labels-of-plus-and-minus-one",
    function=FUNCTION,
    en="Your loss is right for y = 1 and log 2 for every y = 0: which two values do your formula's labels take?",
    zh="y = 1 时你的损失正确，y = 0 时却总是 log 2：你的公式里标签取的是哪两个值？",
)
def labels_of_plus_and_minus_one(z, y):
    return np.mean(softplus(-y * z))


@misconception(
    "logarithms-of-rounded-probabilities",
    function=FUNCTION,
    en="Right for moderate logits, not a number for extreme ones: what is 0 times log 0 to a computer?",
    zh="logits 适中时正确，极端时出现 NaN：对计算机来说，0 乘以 log 0 是什么？",
    edge=("+-1e4, confidently wrong", "+-1e4, confidently right", "+-100 in float32"),
)
def logarithms_of_rounded_probabilities(z, y):
    p = sigmoid(z)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@misconception(
    "clipped-probabilities",
    function=FUNCTION,
    en="Your loss never exceeds a certain number per sample. Where does that ceiling come from, and how is it avoided?",
    zh="你的损失在每个样本上都不超过某个数。这个上限从何而来，又怎样避免？",
    edge=("+-1e4, confidently wrong", "+-100 in float32"),
)
def clipped_probabilities(z, y):
    p = np.clip(sigmoid(z), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


@misconception(
    "softplus-that-overflows",
    function=FUNCTION,
    en="The formula from logits is right, but log(1 + exp(u)) is infinite for large u: what is it close to there?",
    zh="由 logits 直接写出的公式是对的，但 u 很大时 log(1 + exp(u)) 成了无穷大：它在那里近似等于什么？",
    edge=("+-1e4, confidently wrong", "+-100 in float32"),
)
def softplus_that_overflows(z, y):
    return np.mean(np.log(1 + np.exp(np.where(y == 1, -z, z))))


@misconception(
    "overflow-on-the-right-side",
    function=FUNCTION,
    en="Right for confident mistakes, not a number for confident successes: which exponent is positive there?",
    zh="自信却错了时正确，自信且对了时出现 NaN：这时哪个指数是正的？",
    edge="+-1e4, confidently right",
)
def overflow_on_the_right_side(z, y):
    u = np.where(y == 1, -z, z)
    return np.mean(u + np.log(1 + np.exp(-u)))


@misconception(
    "integer-buffer",
    function=FUNCTION,
    en="For integer z your losses are cut to whole numbers on the way: what dtype does zeros_like give?",
    zh="z 为整数时，你的损失在中间被截断成了整数：zeros_like 得到的 dtype 是什么？",
    edge=("float32 and integer logits", "one sample with an integer logit"),
)
def integer_buffer(z, y):
    losses = np.zeros_like(z)
    losses[...] = terms(z, y)
    return np.mean(losses)


@misconception(
    "changes-the-logits",
    function=FUNCTION,
    en="The loss is right, but z is different after the call: which line writes into the argument?",
    zh="损失是对的，但调用之后 z 变了：哪一行写进了参数里？",
    edge="the arguments stay as they are",
)
def changes_the_logits(z, y):
    z[y == 1] *= -1
    return np.mean(softplus(z))


@misconception(
    "unsigned-labels-wrap",
    function=FUNCTION,
    en="Right for ordinary labels, wrong for unsigned ones: what is 1 - 2 in an array of type uint8?",
    zh="普通标签时正确，无符号类型的标签时出错：在 uint8 数组里，1 - 2 等于多少？",
    edge="labels of an unsigned integer type",
)
def unsigned_labels_wrap(z, y):
    return np.mean(softplus((1 - 2 * y) * z))


@misconception(
    "negative-term-with-wrong-sign",
    function=FUNCTION,
    en="Samples with label 1 cost what they should, those with label 0 count with the opposite sign. Which terms does "
    "the minus sign belong to?",
    zh="标签为 1 的样本损失是对的，标签为 0 的样本符号相反。公式里的负号作用于哪几项？",
)
def negative_term_with_wrong_sign(z, y):
    return np.mean(np.where(y == 1, 1.0, -1.0) * terms(z, y))


def any_bernoulli(z, y, *, exchanged=False, twice=False, log=True, reduce="mean", sign=1, base=1.0, only=False):
    z = sigmoid(z) if twice else z
    losses = terms(z, 1 - y if exchanged else y)
    losses = losses if log else -np.exp(-losses)
    losses = losses * y if only else losses
    return sign * losses.sum() / {"mean": len(z), "sum": 1, "classes": 2 * len(z)}[reduce] / base


PAIRS = pairs(
    FUNCTION,
    any_bernoulli,
    {
        "positive-labels-only": {"only": True},
        "labels-exchanged": {"exchanged": True},
        "sigmoid-twice": {"twice": True},
        "no-logarithm": {"log": False},
        "summed-over-samples": {"reduce": "sum"},
        "negative-loss": {"sign": -1},
        "base-two": {"base": float(np.log(2.0))},
    },
)
