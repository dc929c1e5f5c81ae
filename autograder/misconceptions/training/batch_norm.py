"""Wrong batch normalisations."""

import warnings

import numpy as np

from autograder.checks.misconceptions import misconception, pairs, together

FORWARD = "batch_norm_forward"
BACKWARD = "batch_norm_backward"


def normalise(x, eps):
    return (x - x.mean(0)) / np.sqrt(x.var(0) + eps)


@misconception(
    "normalises-each-sample",
    function=FORWARD,
    en="Every row comes out normalised, not every feature. Over which axis does *batch* normalisation average?",
    zh="你归一化的是每一行（每个样本），而不是每个特征。*批*归一化沿哪个轴求平均？",
)
def normalises_each_sample(x, gamma, beta, eps):
    return gamma * (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + eps) + beta


@misconception(
    "one-mean-for-all-features",
    function=FORWARD,
    en="All features share one mean and one variance. How many numbers should each of the two have?",
    zh="所有特征共用了同一个均值和方差。均值和方差各应有多少个数？",
)
def one_mean_for_all_features(x, gamma, beta, eps):
    return gamma * (x - np.mean(x)) / np.sqrt(np.var(x) + eps) + beta


@misconception(
    "unbiased-variance",
    function=FORWARD,
    en="Your outputs are too small by the factor sqrt((n-1)/n). Which variance does the forward pass ask for?",
    zh="你的输出恰好小了 sqrt((n-1)/n) 倍。前向计算要求的是哪一种方差？",
)
def unbiased_variance(x, gamma, beta, eps):
    var = x.var(0, ddof=1) if len(x) > 1 else np.full(x.shape[1], np.nan)
    return gamma * (x - x.mean(0)) / np.sqrt(var + eps) + beta


@misconception(
    "eps-outside-root",
    function=FORWARD,
    en="A tiny eps hides it, a large one shows it: to what exactly is eps added?",
    zh="eps 很小时看不出来，较大时就差得明显：eps 究竟加在什么上面？",
)
def eps_outside_root(x, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / (x.std(0) + eps) + beta


@misconception(
    "eps-missing",
    function=FORWARD,
    en="eps has no effect, and a constant feature gives 0/0. What should keep the denominator away from zero?",
    zh="eps 没有起作用，常数特征会得到 0/0。应当由什么来保证分母不为零？",
)
def eps_missing(x, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / x.std(0) + beta


@misconception(
    "eps-as-floor",
    function=FORWARD,
    en="You use eps as a lower bound of the variance. Look at the formula again: is it a maximum or a sum?",
    zh="你把 eps 当成了方差的下限。再看一遍公式：是取较大值，还是求和？",
)
def eps_as_floor(x, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / np.sqrt(np.maximum(x.var(0), eps)) + beta


@misconception(
    "divides-by-variance",
    function=FORWARD,
    en="After your division the columns do not have standard deviation 1. In which unit is a variance measured?",
    zh="经过你的除法，各列的标准差并不是 1。方差的单位是什么？",
)
def divides_by_variance(x, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / (x.var(0) + eps) + beta


@misconception(
    "root-of-std",
    function=FORWARD,
    en="A root too many: what has np.std already done for you?",
    zh="多开了一次根号：np.std 已经替你做了什么？",
)
def root_of_std(x, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / np.sqrt(x.std(0) + eps) + beta


@misconception(
    "not-centred",
    function=FORWARD,
    en="Your columns do not have mean beta. What happens to the batch mean?",
    zh="你的各列均值不等于 beta。批次的均值应当怎样处理？",
)
def not_centred(x, gamma, beta, eps):
    return gamma * x / np.sqrt(x.var(0) + eps) + beta


@misconception(
    "centred-only",
    function=FORWARD,
    en="The mean is right, the spread is not: how large should the standard deviation of each column be?",
    zh="均值对了，离散程度不对：每一列的标准差应当是多少？",
)
def centred_only(x, gamma, beta, eps):
    return gamma * (x - x.mean(0)) + beta


@misconception(
    "scale-and-shift-exchanged",
    function=FORWARD,
    en="Scale and shift have changed places: which of gamma and beta multiplies?",
    zh="缩放和平移弄反了：gamma 和 beta 中，哪一个是用来相乘的？",
)
def scale_and_shift_exchanged(x, gamma, beta, eps):
    return beta * normalise(x, eps) + gamma


@misconception(
    "shifted-before-scaling",
    function=FORWARD,
    en="You shift before you scale, so that beta gets multiplied as well. Which comes first?",
    zh="你先平移后缩放，beta 也被乘了一遍。两步的先后顺序应当如何？",
)
def shifted_before_scaling(x, gamma, beta, eps):
    return gamma * (normalise(x, eps) + beta)


@misconception(
    "no-scale-and-shift",
    function=FORWARD,
    en="gamma and beta have no effect on your output. Where do they enter?",
    zh="gamma 和 beta 对你的输出没有影响。它们应当在哪一步出现？",
)
def no_scale_and_shift(x, gamma, beta, eps):
    return normalise(x, eps)


@misconception(
    "second-moment",
    function=FORWARD,
    en="You divide by the root of the mean of x^2. When do second moment and variance agree?",
    zh="你除以的是 x^2 均值的平方根。二阶矩和方差在什么情况下才相等？",
)
def second_moment(x, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / np.sqrt((x**2).mean(0) + eps) + beta


@misconception(
    "cancellation",
    function=FORWARD,
    edge="forward: a mean far from zero",
    en="Right, until the mean is much larger than the spread. What is lost when two large numbers are subtracted?",
    zh="一般情况下正确，但均值远大于离散程度时就不准了。两个大数相减会损失什么？",
)
def cancellation(x, gamma, beta, eps):
    var = np.maximum((x**2).mean(0) - x.mean(0) ** 2, 0.0)
    return gamma * (x - x.mean(0)) / np.sqrt(var + eps) + beta


@misconception(
    "overwrites-input",
    function=FORWARD,
    edge=(
        "forward: a new array, the arguments stay as they are",
        "forward: one sample: a new array, the arguments stay as they are",
    ),
    en="The values are right, but the caller's x is centred afterwards. Which of your lines work in place?",
    zh="数值正确，但调用之后调用者的 x 被改掉了。哪几行代码是原地操作？",
)
def overwrites_input(x, gamma, beta, eps):
    centred = x - x.mean(0)
    y = gamma * centred / np.sqrt(x.var(0) + eps) + beta
    x[...] = centred
    return y


@misconception(
    "keeps-integer-type",
    function=FORWARD,
    edge="forward: float32 and integer input",
    en="For integer x your output is cut to whole numbers. Of which type is the array that you fill?",
    zh="x 为整数时，你的输出被截断成了整数。你所填充的数组是什么类型？",
)
def keeps_integer_type(x, gamma, beta, eps):
    y = np.zeros_like(x)
    y[...] = gamma * normalise(x, eps) + beta
    return y


@misconception(
    "variance-path-power",
    function=BACKWARD,
    en="In dx, the path through the variance has a wrong power of the standard deviation. Which power of the variance "
    "comes out when x_hat is differentiated with respect to it?",
    zh="在 dx 中，经过方差的那条路径，标准差的幂次不对。x_hat 对方差求导之后，方差的幂次是多少？",
)
def variance_path_power(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 - x_hat * m2 * std**2), *sums(dout, x, eps)


@together("one-mean-for-all-features", "eps-outside-root", function=FORWARD)
def one_mean_and_eps_outside(x, gamma, beta, eps):
    return gamma * (x - np.mean(x)) / (np.std(x) + eps) + beta


@together("one-mean-for-all-features", "eps-missing", function=FORWARD)
def one_mean_without_eps(x, gamma, beta, eps):
    return gamma * (x - np.mean(x)) / np.std(x) + beta


@together("unbiased-variance", "eps-outside-root", function=FORWARD)
def unbiased_and_eps_outside(x, gamma, beta, eps):
    std = x.std(0, ddof=1) if len(x) > 1 else np.full(x.shape[1], np.nan)
    return gamma * (x - x.mean(0)) / (std + eps) + beta


@together("unbiased-variance", "eps-missing", function=FORWARD)
def unbiased_without_eps(x, gamma, beta, eps):
    std = x.std(0, ddof=1) if len(x) > 1 else np.full(x.shape[1], np.nan)
    return gamma * (x - x.mean(0)) / std + beta


@together("normalises-each-sample", "eps-outside-root", function=FORWARD)
def each_sample_and_eps_outside(x, gamma, beta, eps):
    return gamma * (x - x.mean(1, keepdims=True)) / (x.std(1, keepdims=True) + eps) + beta


@together("divides-by-variance", "eps-missing", function=FORWARD)
def divided_by_the_bare_variance(x, gamma, beta, eps):
    return gamma * (x - x.mean(0)) / x.var(0) + beta


def pieces(dout, x, eps):
    """The usual quantities: std, x_hat, mean of dout, mean of dout x_hat."""
    std = np.sqrt(x.var(0) + eps)
    x_hat = (x - x.mean(0)) / std
    return std, x_hat, dout.mean(0), (dout * x_hat).mean(0)


def sums(dout, x, eps):
    return (dout * normalise(x, eps)).sum(0), dout.sum(0)


@misconception(
    "statistics-as-constants",
    function=BACKWARD,
    en="You treat mean and variance as constants. By how many paths does one x reach the outputs of its column?",
    zh="你把均值和方差当成了常数。一个 x 通过几条路径影响它那一列的输出？",
)
def statistics_as_constants(dout, x, gamma, eps):
    std, *_ = pieces(dout, x, eps)
    return gamma / std * dout, *sums(dout, x, eps)


@misconception(
    "variance-as-constant",
    function=BACKWARD,
    en="Moving one sample changes two statistics of the batch. Does your dx take both into account?",
    zh="移动一个样本会改变批次的两个统计量。你的 dx 把两者都考虑进去了吗？",
)
def variance_as_constant(dout, x, gamma, eps):
    std, _, m1, _ = pieces(dout, x, eps)
    return gamma / std * (dout - m1), *sums(dout, x, eps)


@misconception(
    "mean-as-constant",
    function=BACKWARD,
    en="Shifting a whole column changes no output, so each column of dx sums to 0. Which path is missing?",
    zh="整列平移不会改变输出，所以 dx 的每一列之和应为 0。少了哪一条路径？",
)
def mean_as_constant(dout, x, gamma, eps):
    std, x_hat, _, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - x_hat * m2), *sums(dout, x, eps)


@misconception(
    "sums-instead-of-means",
    function=BACKWARD,
    en="The two corrections inside dx are n times too large. Sums over the batch, or means?",
    zh="dx 中的两个修正项都大了 n 倍。应当对批次求和，还是求平均？",
)
def sums_instead_of_means(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    n = len(x)
    return gamma / std * (dout - n * m1 - n * x_hat * m2), *sums(dout, x, eps)


@misconception(
    "dx-times-n",
    function=BACKWARD,
    en="Your dx is too large by exactly the number of samples: what stands in front of the compact formula?",
    zh="你的 dx 恰好大了“样本数”倍：紧凑公式前面的系数是什么？",
)
def dx_times_n(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return len(x) * gamma / std * (dout - m1 - x_hat * m2), *sums(dout, x, eps)


@misconception(
    "dx-without-gamma",
    function=BACKWARD,
    en="Doubling gamma should double dx; yours does not change. What is the gradient with respect to x_hat?",
    zh="gamma 加倍时 dx 应当加倍，而你的 dx 没有变化。对 x_hat 的梯度是什么？",
)
def dx_without_gamma(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return (dout - m1 - x_hat * m2) / std, *sums(dout, x, eps)


@misconception(
    "variance-path-sign",
    function=BACKWARD,
    en="The path through the variance has the wrong sign: does x_hat grow or shrink as the variance grows?",
    zh="经过方差的那条路径符号反了：方差变大时，x_hat 是变大还是变小？",
)
def variance_path_sign(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 + x_hat * m2), *sums(dout, x, eps)


@misconception(
    "variance-path-doubled",
    function=BACKWARD,
    en="The path through the variance is twice too large. Differentiate (var + eps)^(-1/2) once more.",
    zh="经过方差的路径大了一倍。请再求一次 (var + eps)^(-1/2) 的导数。",
)
def variance_path_doubled(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 - 2 * x_hat * m2), *sums(dout, x, eps)


@misconception(
    "variance-path-halved",
    function=BACKWARD,
    en="The path through the variance is half as large as it should be. Which factor does a square leave behind?",
    zh="经过方差的路径小了一半。对平方求导会留下什么因子？",
)
def variance_path_halved(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 - 0.5 * x_hat * m2), *sums(dout, x, eps)


@misconception(
    "variance-path-unbiased",
    function=BACKWARD,
    en="One of your corrections divides by n - 1. By what does the forward pass divide?",
    zh="你有一个修正项除以了 n - 1。前向计算里除以的是什么？",
)
def variance_path_unbiased(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 - x_hat * m2 * len(x) / max(len(x) - 1, 1)), *sums(dout, x, eps)


@misconception(
    "eps-missing-in-backward",
    function=BACKWARD,
    en="The forward pass contains eps, your backward pass does not: do they belong to the same function?",
    zh="前向计算里有 eps，你的反向计算里却没有：两者对应的是同一个函数吗？",
)
def eps_missing_in_backward(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, 0.0)
    return gamma / std * (dout - m1 - x_hat * m2), *sums(dout, x, 0.0)


@misconception(
    "dgamma-from-output",
    function=BACKWARD,
    en="gamma multiplies something in the forward pass; your dgamma uses another quantity of the same shape.",
    zh="前向计算中 gamma 乘的是某个量；你的 dgamma 用了另一个形状相同的量。",
)
def dgamma_from_output(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 - x_hat * m2), (dout * gamma * x_hat).sum(0), dout.sum(0)


@misconception(
    "dgamma-from-input",
    function=BACKWARD,
    en="Your dgamma uses the raw x. What does gamma multiply in the forward pass?",
    zh="你的 dgamma 用的是原始的 x。前向计算中 gamma 乘的是什么？",
)
def dgamma_from_input(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 - x_hat * m2), (dout * x).sum(0), dout.sum(0)


@misconception(
    "parameter-gradients-averaged",
    function=BACKWARD,
    en="dgamma and dbeta are n times too small. Every sample uses the same gamma: do its contributions add or average?",
    zh="dgamma 和 dbeta 小了 n 倍。所有样本共用同一个 gamma，各自的贡献应当相加还是平均？",
)
def parameter_gradients_averaged(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 - x_hat * m2), m2, m1


@misconception(
    "dbeta-times-gamma",
    function=BACKWARD,
    en="Your dbeta depends on gamma. At which point of the forward pass is beta added?",
    zh="你的 dbeta 与 gamma 有关。beta 是在前向计算的哪一步加上去的？",
)
def dbeta_times_gamma(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 - x_hat * m2), (dout * x_hat).sum(0), (gamma * dout).sum(0)


@misconception(
    "parameter-gradients-not-summed",
    function=BACKWARD,
    en="A gradient has the shape of its parameter: how does one number per feature come out of n rows?",
    zh="梯度与它的参数形状相同：如何由 n 行得到每个特征一个数？",
)
def parameter_gradients_not_summed(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 - x_hat * m2), dout * x_hat, dout


@misconception(
    "parameter-gradients-one-number",
    function=BACKWARD,
    en="dgamma and dbeta are single numbers: over which axes do you sum?",
    zh="dgamma 和 dbeta 只有一个数：你沿哪些轴求了和？",
)
def parameter_gradients_one_number(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    return gamma / std * (dout - m1 - x_hat * m2), np.sum(dout * x_hat), np.sum(dout)


@misconception(
    "backward-overwrites-dout",
    function=BACKWARD,
    edge=(
        "backward: new arrays, the arguments stay as they are",
        "backward: one sample: new arrays, the arguments stay as they are",
    ),
    en="The values are right, but dout comes back changed. Which of your lines work in place?",
    zh="数值正确，但 dout 被改掉了。哪几行代码是原地操作？",
)
def backward_overwrites_dout(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    dgamma, dbeta = sums(dout, x, eps)
    dout *= gamma
    return (dout - gamma * m1 - x_hat * gamma * m2) / std, dgamma, dbeta


@misconception(
    "backward-keeps-integer-type",
    function=BACKWARD,
    edge="backward: float32 and integer input",
    en="For integer x your dx is cut to whole numbers. Of which type is the array that you fill?",
    zh="x 为整数时，你的 dx 被截断成了整数。你所填充的数组是什么类型？",
)
def backward_keeps_integer_type(dout, x, gamma, eps):
    std, x_hat, m1, m2 = pieces(dout, x, eps)
    dx = np.zeros_like(x)
    dx[...] = gamma / std * (dout - m1 - x_hat * m2)
    return dx, *sums(dout, x, eps)


def any_forward(x, gamma, beta, eps, *, axis=0, ddof=0, root="inside", centred=True, affine="gamma x + beta"):
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mean, var = x.mean(axis, keepdims=True), x.var(axis, keepdims=True, ddof=ddof)
        below = {
            "inside": np.sqrt(var + eps),
            "outside": np.sqrt(var) + eps,
            "missing": np.sqrt(var),
            "floor": np.sqrt(np.maximum(var, eps)),
            "variance": var + eps,
            "twice": np.sqrt(np.sqrt(var) + eps),
        }[root]
        x_hat = (x - mean if centred else x) / below
    if affine == "exchanged":
        return beta * x_hat + gamma
    if affine == "shifted first":
        return gamma * (x_hat + beta)
    return x_hat if affine == "none" else gamma * x_hat + beta


PAIRS = pairs(
    FORWARD,
    any_forward,
    {
        "normalises-each-sample": {"axis": 1},
        "one-mean-for-all-features": {"axis": None},
        "unbiased-variance": {"ddof": 1},
        "eps-outside-root": {"root": "outside"},
        "eps-missing": {"root": "missing"},
        "eps-as-floor": {"root": "floor"},
        "divides-by-variance": {"root": "variance"},
        "root-of-std": {"root": "twice"},
        "not-centred": {"centred": False},
        "scale-and-shift-exchanged": {"affine": "exchanged"},
        "shifted-before-scaling": {"affine": "shifted first"},
        "no-scale-and-shift": {"affine": "none"},
    },
)


def any_backward(dout, x, gamma, eps, *, mean=1.0, var=1.0, ddof=0, n=1.0, scale=True, eps_missing=False):
    size = len(x)
    std = np.sqrt(x.var(0) + (0.0 if eps_missing else eps))
    x_hat = (x - x.mean(0)) / std
    dgamma, dbeta = (dout * x_hat).sum(0), dout.sum(0)
    inner = dout - mean * dbeta / size - var * x_hat * dgamma / max(size - ddof, 1)
    times = size if n == "n" else 1
    return (gamma if scale else 1.0) / std * times * inner, dgamma, dbeta


PAIRS_BACKWARD = pairs(
    BACKWARD,
    any_backward,
    {
        "variance-as-constant": {"var": 0.0},
        "mean-as-constant": {"mean": 0.0},
        "dx-times-n": {"n": "n"},
        "dx-without-gamma": {"scale": False},
        "variance-path-sign": {"var": -1.0},
        "variance-path-doubled": {"var": 2.0},
        "variance-path-halved": {"var": 0.5},
        "variance-path-unbiased": {"ddof": 1},
        "eps-missing-in-backward": {"eps_missing": True},
    },
)
