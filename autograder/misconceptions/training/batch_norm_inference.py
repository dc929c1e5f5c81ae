"""Wrong running statistics and wrong batch normalisation at test time."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs, together

UPDATE = "update_running_stats"
INFERENCE = "batch_norm_inference"


def batch(x):
    """Mean and unbiased variance, which is 0/0 for one sample: who makes a mistake seldom thinks of that."""
    n = len(x)
    return x.mean(0), x.var(0) * n / (n - 1) if n > 1 else np.full(x.shape[1], np.nan)


def checked(x):
    """The same with the ValueError that is asked for."""
    if len(x) == 1:
        raise ValueError
    return batch(x)


@misconception(
    "biased-variance",
    function=UPDATE,
    convention=True,
    en="You store the variance divided by n, as some texts do. Which one does PyTorch keep for the population?",
    zh="你保存的是除以 n 的方差，有些教材确实如此。PyTorch 为总体保存的是哪一种？",
)
def biased_variance(x, running_mean, running_var, momentum):
    mean, _ = batch(x)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * x.var(0)


@misconception(
    "momentum-weighs-the-old-value",
    function=UPDATE,
    convention=True,
    en="In your convention (TensorFlow's) momentum weighs the old value. Which of the two does it weigh here?",
    zh="在你的约定（TensorFlow 的约定）中，momentum 是旧值的权重。本题中它是哪一个的权重？",
)
def momentum_weighs_the_old_value(x, running_mean, running_var, momentum):
    mean, var = batch(x)
    return momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var


@misconception(
    "other-convention-throughout",
    function=UPDATE,
    convention=True,
    en="Momentum weighs the old value and the variance is divided by n: a known convention, but not this course's.",
    zh="momentum 作旧值的权重，方差除以 n：这是一种已知约定，但不是本课程采用的。",
)
def other_convention_throughout(x, running_mean, running_var, momentum):
    mean, _ = batch(x)
    return momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * x.var(0)


@misconception(
    "standard-deviation-stored",
    function=UPDATE,
    en="Your running variance averages standard deviations. In which unit is a variance measured?",
    zh="你的滑动方差平均的是标准差。方差的单位是什么？",
)
def standard_deviation_stored(x, running_mean, running_var, momentum):
    mean, var = batch(x)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * np.sqrt(var)


@misconception(
    "second-moment-stored",
    function=UPDATE,
    en="Your running variance averages x^2. When do second moment and variance agree?",
    zh="你的滑动方差平均的是 x^2。二阶矩和方差在什么情况下才相等？",
)
def second_moment_stored(x, running_mean, running_var, momentum):
    mean, _ = batch(x)
    second = (x**2).mean(0)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * second


@misconception(
    "sum-without-forgetting",
    function=UPDATE,
    en="Your running statistics only grow. How much of the old value should survive?",
    zh="你的滑动统计量只增不减。旧值应当保留多少？",
)
def sum_without_forgetting(x, running_mean, running_var, momentum):
    mean, var = batch(x)
    return running_mean + momentum * mean, running_var + momentum * var


@misconception(
    "batch-replaces",
    function=UPDATE,
    en="Only the last batch counts in your statistics. What is the running value for?",
    zh="你的统计量只反映最后一个批次。滑动值的意义何在？",
)
def batch_replaces(x, running_mean, running_var, momentum):
    return batch(x)


@misconception(
    "statistics-of-each-sample",
    function=UPDATE,
    en="You average over the features. Over which axis do the statistics of a batch run?",
    zh="你沿特征求了平均。批次的统计量应当沿哪个轴计算？",
)
def statistics_of_each_sample(x, running_mean, running_var, momentum):
    mean, var = x.mean(), x.var(ddof=1)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var


@misconception(
    "one-sample-accepted",
    function=UPDATE,
    edge="statistics: one sample is a ValueError",
    en="A batch of one sample passes without complaint. What is 0 / (1 - 1)?",
    zh="只有一个样本的批次没有报错。0 / (1 - 1) 是多少？",
)
def one_sample_accepted(x, running_mean, running_var, momentum):
    mean, var = x.mean(0), x.var(0) * len(x) / max(len(x) - 1, 1)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var


@misconception(
    "statistics-in-place",
    function=UPDATE,
    edge="statistics: new arrays, the arguments stay as they are",
    en="The values are right, but the caller's running statistics change as well. What does `*=` do to an array?",
    zh="数值正确，但调用者手里的滑动统计量也被改掉了。对数组使用 `*=` 会发生什么？",
)
def statistics_in_place(x, running_mean, running_var, momentum):
    mean, var = checked(x)
    running_mean *= 1 - momentum
    running_mean += momentum * mean
    running_var *= 1 - momentum
    running_var += momentum * var
    return running_mean, running_var


@misconception(
    "statistics-cut-to-integers",
    function=UPDATE,
    edge="statistics: float32 and integer batches",
    en="For an integer batch your statistics lose their decimals. Of which type is a mean of integers?",
    zh="批次为整数时，你的统计量丢掉了小数部分。整数的平均值是什么类型？",
)
def statistics_cut_to_integers(x, running_mean, running_var, momentum):
    mean, var = (a.astype(x.dtype) for a in checked(x))
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var


@misconception(
    "batch-statistics-used",
    function=INFERENCE,
    en="Your output for a sample depends on the other samples of its batch. May it, at test time?",
    zh="你对一个样本的输出依赖于同批次的其他样本。推理时可以这样吗？",
)
def batch_statistics_used(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / np.sqrt(x.var(0) + eps) + beta


@misconception(
    "batch-mean-used",
    function=INFERENCE,
    en="You switched only one of the two statistics to the running one. Which one still comes from the batch?",
    zh="两个统计量中你只换了一个。还有哪一个仍来自当前批次？",
)
def batch_mean_used(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / np.sqrt(running_var + eps) + beta


@misconception(
    "batch-variance-used",
    function=INFERENCE,
    en="The mean comes from training, the spread from the batch. Where should both come from?",
    zh="均值来自训练，离散程度却来自当前批次。两者应当来自哪里？",
)
def batch_variance_used(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - running_mean) / np.sqrt(x.var(0) + eps) + beta


@misconception(
    "variance-taken-for-std",
    function=INFERENCE,
    en="You divide by the running variance itself. What is stored, a variance or a standard deviation?",
    zh="你直接除以了滑动方差。保存的究竟是方差还是标准差？",
)
def variance_taken_for_std(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - running_mean) / (running_var + eps) + beta


@misconception(
    "eps-outside-root",
    function=INFERENCE,
    en="A tiny eps hides it, a large one shows it: is eps under the root or next to it?",
    zh="eps 很小时看不出来，较大时就差得明显：它在根号里面还是外面？",
)
def eps_outside_root(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - running_mean) / (np.sqrt(running_var) + eps) + beta


@misconception(
    "eps-missing",
    function=INFERENCE,
    en="eps has no effect. Training and test should use the same formula: which parts of it change?",
    zh="eps 没有起作用。训练与推理应使用同一个公式：其中哪些量会变？",
)
def eps_missing(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - running_mean) / np.sqrt(running_var) + beta


@misconception(
    "no-scale-and-shift",
    function=INFERENCE,
    en="gamma and beta have no effect. Does the network stop using them after training?",
    zh="gamma 和 beta 没有起作用。训练结束后网络就不再使用它们了吗？",
)
def no_scale_and_shift(x, running_mean, running_var, gamma, beta, eps):
    return (x - running_mean) / np.sqrt(running_var + eps)


@misconception(
    "scale-and-shift-exchanged",
    function=INFERENCE,
    en="Scale and shift have changed places: which of gamma and beta multiplies?",
    zh="缩放和平移弄反了：gamma 和 beta 中，哪一个是用来相乘的？",
)
def scale_and_shift_exchanged(x, running_mean, running_var, gamma, beta, eps):
    return beta * (x - running_mean) / np.sqrt(running_var + eps) + gamma


@misconception(
    "inference-in-place",
    function=INFERENCE,
    edge=(
        "outputs: a new array, the arguments stay as they are",
        "outputs: one sample: a new array, the arguments stay as they are",
    ),
    en="The values are right, but the caller's x changes as well. What does `-=` do to an array?",
    zh="数值正确，但调用者手里的 x 也被改掉了。对数组使用 `-=` 会发生什么？",
)
def inference_in_place(x, running_mean, running_var, gamma, beta, eps):
    y = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
    x[...] = x - running_mean
    return y


@misconception(
    "inference-keeps-integer-type",
    function=INFERENCE,
    edge="outputs: float32 and integer input",
    en="For integer x your output is cut to whole numbers. Of which type is the array that you fill?",
    zh="x 为整数时，你的输出被截断成了整数。你所填充的数组是什么类型？",
)
def inference_keeps_integer_type(x, running_mean, running_var, gamma, beta, eps):
    y = np.empty_like(x)
    y[...] = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
    return y


@misconception(
    "brackets-forgotten",
    function=INFERENCE,
    en="Only the mean is divided by the standard deviation in your code. What does a fraction bar do that / does not?",
    zh="你的代码里只有均值被除以了标准差。公式里的分数线能做到、而 / 做不到的是什么？",
)
def brackets_forgotten(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - running_mean / np.sqrt(running_var + eps)) + beta


@misconception(
    "normalised-value-not-used",
    function=INFERENCE,
    en="gamma and beta act on the raw x: the statistics have no effect on your output. Which variable is normalised?",
    zh="gamma 和 beta 作用在原始的 x 上，统计量对输出毫无影响。归一化之后的是哪个变量？",
)
def normalised_value_not_used(x, running_mean, running_var, gamma, beta, eps):
    return gamma * x + beta


@misconception(
    "shift-divided-too",
    function=INFERENCE,
    en="beta is divided by the standard deviation as well. Which comes last: the division or the shift?",
    zh="beta 也被除以了标准差。除法和平移，哪一步在最后？",
)
def shift_divided_too(x, running_mean, running_var, gamma, beta, eps):
    return (gamma * (x - running_mean) + beta) / np.sqrt(running_var + eps)


@misconception(
    "variance-about-the-running-mean",
    function=UPDATE,
    en="Your variance takes deviations from the running mean. From which mean are they taken in the variance of a "
    "batch?",
    zh="你算方差时减去的是滑动均值。一个批次的方差应当减去哪个均值？",
)
def variance_about_the_running_mean(x, running_mean, running_var, momentum):
    mean = (1 - momentum) * running_mean + momentum * x.mean(0)
    var = ((x - mean) ** 2).sum(0) / max(len(x) - 1, 1)
    return mean, (1 - momentum) * running_var + momentum * var


@together("variance-taken-for-std", "eps-missing", function=INFERENCE)
def divided_by_the_bare_variance(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - running_mean) / running_var + beta


@together("batch-mean-used", "eps-outside-root", function=INFERENCE)
def batch_mean_and_eps_outside(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / (np.sqrt(running_var) + eps) + beta


@together("batch-statistics-used", "eps-outside-root", function=INFERENCE)
def batch_statistics_and_eps_outside(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / (x.std(0) + eps) + beta


@together("batch-statistics-used", "eps-missing", function=INFERENCE)
def batch_statistics_without_eps(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / x.std(0) + beta


def any_update(x, running_mean, running_var, momentum, *, new="m", old="1 - m", second="unbiased"):
    n = len(x)
    var = {
        "unbiased": x.var(0) * n / (n - 1) if n > 1 else np.full(x.shape[1], np.nan),
        "biased": x.var(0),
        "moment": (x**2).mean(0),
        "std": np.sqrt(x.var(0) * n / (n - 1)) if n > 1 else np.full(x.shape[1], np.nan),
        "biased std": x.std(0),
    }[second]
    weights = {"m": momentum, "1 - m": 1 - momentum, "1": 1.0}
    a, b = weights[old], weights[new]
    return a * running_mean + b * x.mean(0), a * running_var + b * var


PAIRS_UPDATE = pairs(
    UPDATE,
    any_update,
    {
        "momentum-weighs-the-old-value": {"new": "1 - m", "old": "m"},
        "sum-without-forgetting": {"old": "1"},
        "biased-variance": {"second": "biased"},
        "standard-deviation-stored": {"second": "std"},
        "second-moment-stored": {"second": "moment"},
    },
)


def any_inference(x, running_mean, running_var, gamma, beta, eps, *, mean=0, var=0, root="inside", affine=""):
    mu = x.mean(0) if mean == "batch" else running_mean
    spread = x.var(0) if var == "batch" else running_var
    below = {
        "inside": np.sqrt(spread + eps),
        "outside": np.sqrt(spread) + eps,
        "missing": np.sqrt(spread),
        "variance": spread + eps,
    }[root]
    with np.errstate(all="ignore"):
        x_hat = (x - mu) / below
        if affine == "exchanged":
            return beta * x_hat + gamma
        if affine == "divided":
            return (gamma * (x - mu) + beta) / below
    return x_hat if affine == "none" else gamma * x_hat + beta


PAIRS = pairs(
    INFERENCE,
    any_inference,
    {
        "batch-statistics-used": {"mean": "batch", "var": "batch"},
        "batch-mean-used": {"mean": "batch"},
        "batch-variance-used": {"var": "batch"},
        "variance-taken-for-std": {"root": "variance"},
        "eps-outside-root": {"root": "outside"},
        "eps-missing": {"root": "missing"},
        "no-scale-and-shift": {"affine": "none"},
        "scale-and-shift-exchanged": {"affine": "exchanged"},
        "shift-divided-too": {"affine": "divided"},
    },
)
