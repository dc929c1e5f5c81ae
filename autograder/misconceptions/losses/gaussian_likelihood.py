"""Wrong Gaussian likelihoods and mean squared errors."""

import math

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

LOG_2PI = math.log(2 * math.pi)


def terms(y, mu, var):
    return 0.5 * (LOG_2PI + np.log(var) + (y - mu) ** 2 / var)


@misconception(
    "no-log-variance",
    function="gaussian_nll",
    en="A larger variance always lowers your loss. Which term of the density makes a wide bell pay?",
    zh="方差越大，你的损失总是越小。密度里的哪一项会让过宽的钟形付出代价？",
)
def no_log_variance(y, mu, var):
    return np.mean(0.5 * (LOG_2PI + (y - mu) ** 2 / var))


@misconception(
    "log-variance-with-wrong-sign",
    function="gaussian_nll",
    en="The variance enters your constant with the wrong sign: does a wide bell have a high peak or a low one?",
    zh="方差在常数项里的符号反了：越宽的钟形，峰值是越高还是越低？",
)
def log_variance_with_wrong_sign(y, mu, var):
    return np.mean(0.5 * (LOG_2PI - np.log(var) + (y - mu) ** 2 / var))


@misconception(
    "variance-taken-for-deviation",
    function="gaussian_nll",
    en="You square the third argument. Is it sigma, or sigma squared already?",
    zh="你对第三个参数取了平方。它是 sigma，还是已经是 sigma 的平方？",
)
def variance_taken_for_deviation(y, mu, var):
    return np.mean(0.5 * (LOG_2PI + 2 * np.log(var) + (y - mu) ** 2 / var**2))


@misconception(
    "deviation-in-the-exponent",
    function="gaussian_nll",
    en="The quadratic term is divided by the standard deviation. What are the units of a squared error?",
    zh="二次项除以的是标准差。平方误差的单位是什么？",
)
def deviation_in_the_exponent(y, mu, var):
    return np.mean(0.5 * (LOG_2PI + np.log(var)) + (y - mu) ** 2 / (2 * np.sqrt(var)))


@misconception(
    "quadratic-term-without-half",
    function="gaussian_nll",
    en="Your quadratic term is twice too large: what stands below it in the exponent?",
    zh="你的二次项大了一倍：指数里它的分母是什么？",
)
def quadratic_term_without_half(y, mu, var):
    return np.mean(0.5 * (LOG_2PI + np.log(var)) + (y - mu) ** 2 / var)


@misconception(
    "root-forgotten",
    function="gaussian_nll",
    en="Your constant is twice too large: which operation stands around 2 pi sigma^2 in the density?",
    zh="你的常数项大了一倍：密度里的 2 pi sigma^2 外面还有什么运算？",
)
def root_forgotten(y, mu, var):
    return np.mean(LOG_2PI + np.log(var) + 0.5 * (y - mu) ** 2 / var)


@misconception(
    "error-not-squared",
    function="gaussian_nll",
    en="Errors of opposite sign cancel in your loss. Which power of y - mu stands in the exponent?",
    zh="在你的损失里，正负误差相互抵消。指数里 y - mu 是几次方？",
)
def error_not_squared(y, mu, var):
    return np.mean(0.5 * (LOG_2PI + np.log(var)) + (y - mu) / (2 * var))


@misconception(
    "without-constant",
    function="gaussian_nll",
    en="Your loss differs by a constant that does not depend on the predictions. The full likelihood is asked for: "
    "what did you leave out?",
    zh="你的损失差一个与预测无关的常数。这里要求完整的似然：你省掉了什么？",
    convention=True,
)
def without_constant(y, mu, var):
    return np.mean(0.5 * (np.log(var) + (y - mu) ** 2 / var))


@misconception(
    "pi-without-two",
    function="gaussian_nll",
    en="You are off by the same small constant everywhere: look at the factor beside pi.",
    zh="你处处都差同一个不大的常数：看看 pi 旁边的因子。",
)
def pi_without_two(y, mu, var):
    return np.mean(terms(y, mu, var)) - 0.5 * np.log(2.0)


@misconception(
    "summed-over-samples",
    function="gaussian_nll",
    en="Your loss grows with the number of samples: is the sum or the mean asked for?",
    zh="你的损失随样本数成倍增大：题目要的是和还是平均？",
    convention=True,
)
def summed_over_samples(y, mu, var):
    return np.sum(terms(y, mu, var))


@misconception(
    "log-likelihood",
    function="gaussian_nll",
    en="Every sign is flipped: is the likelihood to be maximised or its negative logarithm to be minimised?",
    zh="符号全反了：要最大化的是似然，要最小化的是它的什么？",
)
def log_likelihood(y, mu, var):
    return -np.mean(terms(y, mu, var))


@misconception(
    "density-without-logarithm",
    function="gaussian_nll",
    en="You average the densities themselves. What turns a product over samples into a sum?",
    zh="你平均的是密度本身。是什么把对样本的连乘变成求和？",
)
def density_without_logarithm(y, mu, var):
    return np.mean(np.exp(-terms(y, mu, var)))


@misconception(
    "nll-changes-the-targets",
    function="gaussian_nll",
    en="The number is right, but y is different after the call: which line writes into the argument?",
    zh="数值是对的，但调用之后 y 变了：哪一行写进了参数里？",
    edge=("gaussian_nll of integers and float32", "gaussian_nll leaves its arguments as they are"),
)
def nll_changes_the_targets(y, mu, var):
    y -= mu
    return np.mean(terms(y, 0.0, var))


@misconception(
    "halved",
    function="mse",
    en="Your value is half of what is asked for. Some texts put a 1/2 in front; does this question?",
    zh="你的值是要求的一半。有些书会在前面放 1/2，本题有吗？",
    convention=True,
)
def halved(y, mu):
    return 0.5 * np.mean((y - mu) ** 2)


@misconception(
    "summed",
    function="mse",
    en="Your value grows with the number of samples: what does the M in MSE stand for?",
    zh="你的值随样本数成倍增大：MSE 里的 M 代表什么？",
)
def summed(y, mu):
    return np.sum((y - mu) ** 2)


@misconception(
    "root-of-the-mean",
    function="mse",
    en="You took a square root at the end: what are the units of a squared error?",
    zh="你最后开了平方根：平方误差的单位是什么？",
    convention=True,
)
def root_of_the_mean(y, mu):
    return np.sqrt(np.mean((y - mu) ** 2))


@misconception(
    "absolute-errors",
    function="mse",
    en="You average the absolute errors. Which noise would make that the likelihood?",
    zh="你平均的是绝对误差。什么样的噪声才会让它成为似然？",
)
def absolute_errors(y, mu):
    return np.mean(np.abs(y - mu))


@misconception(
    "square-of-the-mean",
    function="mse",
    en="Errors of opposite sign cancel before you square: in which order do squaring and averaging come?",
    zh="正负误差在平方之前就抵消了：先平方还是先平均？",
)
def square_of_the_mean(y, mu):
    return np.mean(y - mu) ** 2


@misconception(
    "divided-by-n-minus-one",
    function="mse",
    en="You divide by n - 1, which is for a variance around an estimated mean (and is 0 for one sample).",
    zh="你除以了 n - 1，那是均值由样本估计时求方差用的（只有一个样本时它等于 0）。",
)
def divided_by_n_minus_one(y, mu):
    return np.sum((y - mu) ** 2) / (len(y) - 1)


@misconception(
    "variance-of-the-errors",
    function="mse",
    en="You subtract the mean error first. Should a prediction that is always 1 too high count as perfect?",
    zh="你先减去了误差的平均值。如果预测总是偏高 1，难道算完全准确吗？",
)
def variance_of_the_errors(y, mu):
    return np.var(y - mu)


@misconception(
    "mse-changes-the-predictions",
    function="mse",
    en="The number is right, but mu is different after the call: which line writes into the argument?",
    zh="数值是对的，但调用之后 mu 变了：哪一行写进了参数里？",
    edge=("mse of integers and float32", "mse leaves its arguments as they are"),
)
def mse_changes_the_predictions(y, mu):
    mu -= y
    return np.mean(mu**2)


@misconception(
    "proportional-only",
    function="nll_from_mse",
    en="With you a perfect fit has the value 0 for every variance: an affine map has two parts, which one is missing?",
    zh="无论方差多大，完全准确时你都得到 0：仿射映射由两部分组成，你少了哪一部分？",
)
def proportional_only(mse, var):
    return mse / (2 * var)


@misconception(
    "constant-without-variance",
    function="nll_from_mse",
    en="Your constant is the same for every variance. Does the height of the bell depend on its width?",
    zh="你的常数项对任何方差都一样。钟形的高度与宽度有关吗？",
)
def constant_without_variance(mse, var):
    return mse / (2 * var) + 0.5 * LOG_2PI


@misconception(
    "slope-without-half",
    function="nll_from_mse",
    en="The slope of your map is twice too large: what stands below the squared error in the exponent?",
    zh="你的映射斜率大了一倍：指数里平方误差的分母是什么？",
)
def slope_without_half(mse, var):
    return mse / var + 0.5 * (LOG_2PI + math.log(var))


@misconception(
    "slope-without-variance",
    function="nll_from_mse",
    en="Your slope is the same for every variance. Does an error of 1 surprise you equally when the noise is large?",
    zh="你的斜率对任何方差都一样。噪声很大时，误差为 1 还同样令人意外吗？",
)
def slope_without_variance(mse, var):
    return mse / 2 + 0.5 * (LOG_2PI + math.log(var))


@misconception(
    "mse-as-the-variance",
    function="nll_from_mse",
    en="You put the mean squared error in the place of the variance. It is the best variance, but is it the given one?",
    zh="你用均方误差代替了方差。那是最优的方差，但题目给的是哪一个？",
)
def mse_as_the_variance(mse, var):
    return 0.5 * (LOG_2PI + math.log(mse) + 1.0)


@misconception(
    "constant-twice-too-large",
    function="nll_from_mse",
    en="The constant of your map is twice too large: which operation stands around 2 pi sigma^2 in the density?",
    zh="你的映射里常数项大了一倍：密度里的 2 pi sigma^2 外面还有什么运算？",
)
def constant_twice_too_large(mse, var):
    return mse / (2 * var) + LOG_2PI + math.log(var)


@misconception(
    "mse-squared-again",
    function="nll_from_mse",
    en="You square the first argument, which is already a mean of squares.",
    zh="你对第一个参数又取了平方，而它已经是平方的平均了。",
)
def mse_squared_again(mse, var):
    return mse**2 / (2 * var) + 0.5 * (LOG_2PI + math.log(var))


@misconception(
    "log-of-the-product",
    function="gaussian_nll",
    en="Right for few samples, infinite for a thousand: what does a product of a thousand densities look like in "
    "floating point?",
    zh="样本少时正确，样本上千时得到无穷大：一千个密度的乘积，用浮点数算出来是多少？",
    edge="gaussian_nll where likelihoods underflow: a thousand samples, an outlier",
)
def log_of_the_product(y, mu, var):
    densities = np.exp(-((y - mu) ** 2) / (2 * var)) / np.sqrt(2 * np.pi * var)
    return -np.log(np.prod(densities)) / len(y)


@misconception(
    "log-of-an-underflow",
    function="gaussian_nll",
    en="Infinite for a target far off its prediction: can the logarithm be taken before the exponential underflows?",
    zh="观测值离预测很远时得到无穷大：能不能在指数函数下溢之前就取对数？",
    edge="gaussian_nll where likelihoods underflow: a thousand samples, an outlier",
)
def log_of_an_underflow(y, mu, var):
    densities = np.exp(-((y - mu) ** 2) / (2 * var)) / np.sqrt(2 * np.pi * var)
    return -np.mean(np.log(densities))


def any_nll(y, mu, var, *, constant=LOG_2PI, log=1.0, half=0.5, root=0.5, below="var", error="squared", end="mean"):
    width = {"var": var, "std": np.sqrt(var), "var^2": var**2}[below]
    log_width = 2 * np.log(var) if below == "var^2" else np.log(var)
    residual = (y - mu) ** 2 if error == "squared" else np.abs(y - mu) if error == "absolute" else y - mu
    terms = root * (constant + log * log_width) + half * residual / width
    return {"mean": np.mean(terms), "sum": np.sum(terms), "negative": -np.mean(terms)}[end]


PAIRS = pairs(
    "gaussian_nll",
    any_nll,
    {
        "no-log-variance": {"log": 0.0},
        "log-variance-with-wrong-sign": {"log": -1.0},
        "variance-taken-for-deviation": {"below": "var^2"},
        "quadratic-term-without-half": {"half": 1.0},
        "root-forgotten": {"root": 1.0},
        "error-not-squared": {"error": "none"},
        "without-constant": {"constant": 0.0},
        "pi-without-two": {"constant": float(np.log(np.pi))},
        "summed-over-samples": {"end": "sum"},
        "log-likelihood": {"end": "negative"},
    },
)


def any_from_mse(mse, var, *, constant=True, slope="2 var", log=1.0, twice=False):
    below = {"2 var": 2 * var, "var": var, "2": 2.0}[slope]
    return mse / below + (1.0 if twice else 0.5) * ((LOG_2PI if constant else 0.0) + log * math.log(var))


PAIRS_FROM_MSE = pairs(
    "nll_from_mse",
    any_from_mse,
    {
        "constant-without-variance": {"log": 0.0},
        "slope-without-half": {"slope": "var"},
        "slope-without-variance": {"slope": "2"},
        "constant-twice-too-large": {"twice": True},
    },
)
