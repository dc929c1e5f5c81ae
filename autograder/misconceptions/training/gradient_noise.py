"""Wrong variances of a mini-batch gradient and wrong scalings of the learning rate."""

import math

from autograder.checks.misconceptions import misconception

VARIANCE = "minibatch_gradient_variance"
RATE = "scaled_learning_rate"


@misconception(
    "batch-size-ignored",
    function=VARIANCE,
    en="The batch size has no effect. Is the mean of many samples as noisy as one sample?",
    zh="批次大小没有影响。许多样本的平均与单个样本的噪声一样大吗？",
)
def batch_size_ignored(sigma2, batch_size):
    return sigma2


@misconception(
    "standard-deviation",
    function=VARIANCE,
    en="That is the standard deviation of the mean. Which of the two is asked for?",
    zh="这是平均值的标准差。题目要的是标准差还是方差？",
)
def standard_deviation(sigma2, batch_size):
    return math.sqrt(sigma2 / batch_size)


@misconception(
    "divided-by-root",
    function=VARIANCE,
    en="The root of B belongs to the standard deviation. How does a variance scale?",
    zh="B 的平方根是标准差的规律。方差应当怎样变化？",
)
def divided_by_root(sigma2, batch_size):
    return sigma2 / math.sqrt(batch_size)


@misconception(
    "divided-by-square",
    function=VARIANCE,
    en="The mean carries 1/B, which squared gives 1/B^2. How many independent terms does the sum have?",
    zh="平均带来 1/B，平方后是 1/B^2。求和中有多少个独立的项？",
)
def divided_by_square(sigma2, batch_size):
    return sigma2 / batch_size**2


@misconception(
    "variance-of-the-sum",
    function=VARIANCE,
    en="That is the variance of a sum. A mini-batch gradient is a mean: what does the division do to it?",
    zh="这是求和的方差。小批量梯度是平均：除法会怎样改变方差？",
)
def variance_of_the_sum(sigma2, batch_size):
    return sigma2 * batch_size


@misconception(
    "divided-by-one-less",
    function=VARIANCE,
    en="B - 1 belongs to the estimate of a variance from data. Is sigma^2 estimated here?",
    zh="B - 1 用于由数据估计方差。这里的 sigma^2 是估计出来的吗？",
)
def divided_by_one_less(sigma2, batch_size):
    return sigma2 / max(batch_size - 1, 1)


@misconception(
    "sigma-squared-again",
    function=VARIANCE,
    en="You square the given number, but it is a variance already. What does `sigma2` hold?",
    zh="你把给定的数又平方了一次，但它已经是方差。`sigma2` 里是什么？",
)
def sigma_squared_again(sigma2, batch_size):
    return sigma2**2 / batch_size


@misconception(
    "square-root-rule",
    function=RATE,
    convention=True,
    en="This is the square-root rule, which keeps the noise of a single step. Which rule is asked for?",
    zh="这是平方根规则，它保持单步噪声不变。题目要的是哪条规则？",
)
def square_root_rule(lr, batch_size, new_batch_size):
    return lr * math.sqrt(new_batch_size / batch_size)


@misconception(
    "rate-unchanged",
    function=RATE,
    en="Your learning rate does not change. A larger batch makes fewer steps per epoch: what makes up for that?",
    zh="你的学习率没有变化。批次变大，每个轮次的步数变少：用什么来补偿？",
)
def rate_unchanged(lr, batch_size, new_batch_size):
    return lr


@misconception(
    "upside-down",
    function=RATE,
    en="A larger batch makes your learning rate smaller. Is its gradient less reliable or more?",
    zh="批次变大时，你的学习率反而变小。大批次的梯度更可靠还是更不可靠？",
)
def upside_down(lr, batch_size, new_batch_size):
    return lr * batch_size / new_batch_size


@misconception(
    "old-size-ignored",
    function=RATE,
    en="The old batch size has no effect. For which batch size was the given rate found?",
    zh="旧的批次大小没有起作用。给定的学习率是针对哪个批次大小的？",
)
def old_size_ignored(lr, batch_size, new_batch_size):
    return lr * new_batch_size


@misconception(
    "divided-by-new-size",
    function=RATE,
    en="You divide by the batch size. The gradient is a mean already: what is left to divide?",
    zh="你除以了批次大小。梯度已经是平均值：还需要除什么？",
)
def divided_by_new_size(lr, batch_size, new_batch_size):
    return lr / new_batch_size


@misconception(
    "whole-multiples-only",
    function=RATE,
    en="For a smaller batch your rate becomes 0. What does // do to a ratio below 1?",
    zh="批次变小时，你的学习率变成了 0。对小于 1 的比值使用 // 会怎样？",
)
def whole_multiples_only(lr, batch_size, new_batch_size):
    return lr * (new_batch_size // batch_size)


@misconception(
    "never-smaller",
    function=RATE,
    en="Your rule only works upwards. What happens when the batch shrinks?",
    zh="你的规则只在增大时起作用。批次缩小时会怎样？",
)
def never_smaller(lr, batch_size, new_batch_size):
    return lr * max(1.0, new_batch_size / batch_size)


@misconception(
    "difference-instead-of-ratio",
    function=RATE,
    en="You add to the rate instead of scaling it. What does twice the batch mean for the rate?",
    zh="你是给学习率加上一个量，而不是按比例缩放。批次翻倍时，学习率应当怎样？",
)
def difference_instead_of_ratio(lr, batch_size, new_batch_size):
    return lr * (1 + new_batch_size - batch_size)
