"""Wrong condition numbers and wrong standardisations."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs


@misconception(
    "kappa-of-X",
    function="hessian_condition_number",
    en="That is the condition number of X. How are the eigenvalues of X^T X related to the singular values of X?",
    zh="这是 X 本身的条件数。X^T X 的特征值与 X 的奇异值是什么关系？",
)
def kappa_of_X(X):
    return float(np.linalg.cond(X))


@misconception(
    "kappa-inverted",
    function="hessian_condition_number",
    en="Your ratio is below 1: which eigenvalue goes on top?",
    zh="你的比值小于 1：哪个特征值应当做分子？",
)
def kappa_inverted(X):
    eigenvalues = np.linalg.eigvalsh(X.T @ X)
    return float(eigenvalues[0] / eigenvalues[-1])


@misconception(
    "kappa-centres-first",
    function="hessian_condition_number",
    en="You take the covariance, which centres X first: then there is nothing left to compare with.",
    zh="你用了协方差矩阵，它会先把 X 零均值化：这样就无从比较处理前后了。",
)
def kappa_centres_first(X):
    centred = X - X.mean(axis=0)
    return float(np.linalg.cond(centred) ** 2)


@misconception(
    "kappa-largest-eigenvalue",
    function="hessian_condition_number",
    en="You return the largest eigenvalue. It limits the step; what limits the progress?",
    zh="返回的是最大特征值。它限制了步长；那么进展受什么限制？",
)
def kappa_largest_eigenvalue(X):
    return float(np.linalg.eigvalsh(X.T @ X / len(X))[-1])


@misconception(
    "kappa-frobenius",
    function="hessian_condition_number",
    en="You use another norm for the condition number. Which one gives the ratio of the extreme eigenvalues?",
    zh="你的条件数用了另一种范数。哪种范数给出的才是最大与最小特征值之比？",
)
def kappa_frobenius(X):
    return float(np.linalg.cond(X.T @ X, "fro"))


@misconception(
    "kappa-of-the-diagonal",
    function="hessian_condition_number",
    en="You compare the diagonal entries of the Hessian. Are those its eigenvalues?",
    zh="你比较的是 Hessian 的对角元。它们是特征值吗？",
)
def kappa_of_the_diagonal(X):
    diagonal = (X**2).sum(axis=0)
    return float(diagonal.max() / diagonal.min())


@misconception(
    "kappa-against-the-mean",
    function="hessian_condition_number",
    en="You compare the largest eigenvalue with the average one. Which axis is the slowest?",
    zh="你拿最大特征值与平均特征值相比。最慢的是哪个主轴？",
)
def kappa_against_the_mean(X):
    eigenvalues = np.linalg.eigvalsh(X.T @ X)
    return float(eigenvalues[-1] / eigenvalues.mean())


@misconception(
    "kappa-centres-in-place",
    function="hessian_condition_number",
    en="The number is right, but X has changed by the call.",
    zh="数值是对的，但调用之后 X 变了。",
    edge=("the argument stays as it is", "float32 and integer inputs"),
)
def kappa_in_place(X):
    kappa = np.linalg.cond(X) ** 2
    X -= X.mean(axis=0)
    return float(kappa)


@misconception(
    "sample-standard-deviation",
    function="standardise",
    en="Your standard deviation is nearly the right one, and nearer the more samples there are: n or n - 1?",
    zh="你的标准差几乎对了，样本越多越接近：除以 n，还是 n - 1？",
    convention=True,
)
def sample_standard_deviation(X):
    centred = X - X.mean(axis=0)
    std = X.std(axis=0, ddof=1)
    return centred / np.where(std > 0, std, 1.0)


@misconception(
    "one-scale-for-all",
    function="standardise",
    en="One mean and one standard deviation for the whole matrix: are the columns on equal terms afterwards?",
    zh="整个矩阵只用了一个均值和一个标准差：这样处理之后，各列的尺度一致了吗？",
)
def one_scale_for_all(X):
    return (X - X.mean()) / X.std()


@misconception(
    "samples-standardised",
    function="standardise",
    en="You standardise each sample over its features. Along which axis do the samples lie?",
    zh="你是对每个样本在各特征上做了标准化。样本沿哪个轴排列？",
)
def samples_standardised(X):
    return (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)


@misconception(
    "only-centred",
    function="standardise",
    en="The means are 0, the scales are still different.",
    zh="均值已经是 0，但各列的尺度仍然不同。",
)
def only_centred(X):
    return X - X.mean(axis=0)


@misconception(
    "only-scaled",
    function="standardise",
    en="You scale the columns, but their means are not 0.",
    zh="你缩放了各列，但它们的均值不是 0。",
)
def only_scaled(X):
    std = X.std(axis=0)
    return X / np.where(std > 0, std, 1.0)


@misconception(
    "divided-by-variance",
    function="standardise",
    en="You divide by the variance: which unit has the result then?",
    zh="你除以的是方差：这样结果的单位是什么？",
)
def divided_by_variance(X):
    variance = X.var(axis=0)
    return (X - X.mean(axis=0)) / np.where(variance > 0, variance, 1.0)


@misconception(
    "min-max-scaling",
    function="standardise",
    en="All your values lie between 0 and 1, so all are positive again.",
    zh="你的值全在 0 与 1 之间，于是又全是正数了。",
)
def min_max_scaling(X):
    width = X.max(axis=0) - X.min(axis=0)
    return (X - X.min(axis=0)) / np.where(width > 0, width, 1.0)


@misconception(
    "epsilon-in-the-root",
    function="standardise",
    en="A small constant under the root makes the variance a little less than 1. What is it to protect against here?",
    zh="根号里加的小常数使方差略小于 1。它在这里是为了防止什么？",
    convention=True,
)
def epsilon_in_the_root(X):
    return (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + 1e-5)


@misconception(
    "epsilon-beside-the-deviation",
    function="standardise",
    en="A small constant in the denominator is not small beside a small deviation: is a constant column its own case?",
    zh="分母里加的小常数，与很小的标准差相比并不小：常数列是否应当单独处理？",
    edge="standardise narrow columns, and one far from 0",
)
def epsilon_beside_the_deviation(X):
    X = np.asarray(X, dtype=float)
    return (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)


@misconception(
    "constant-column-nan",
    function="standardise",
    en="Right except for a constant column, where 0 is divided by 0.",
    zh="除常数列外都正确；在常数列上，0 除以了 0。",
    edge=("standardise a constant column", "standardise one sample"),
)
def constant_column_nan(X):
    return (X - X.mean(axis=0)) / X.std(axis=0)


@misconception(
    "constant-column-kept",
    function="standardise",
    en="Right except for a constant column, which you leave as it was. What is its mean supposed to be?",
    zh="除常数列外都正确；常数列被你原样保留了。它的均值应当是多少？",
    edge=("standardise a constant column", "standardise one sample"),
)
def constant_column_kept(X):
    std = X.std(axis=0)
    return np.where(std > 0, (X - X.mean(axis=0)) / np.where(std > 0, std, 1.0), X)


@misconception(
    "integer-buffer",
    function="standardise",
    en="Right for floating inputs, cut to whole numbers for integer ones: which dtype does zeros_like take over?",
    zh="浮点输入正确，整数输入的结果被截断：zeros_like 沿用的是什么 dtype？",
    edge="float32 and integer inputs",
)
def integer_buffer(X):
    std = X.std(axis=0)
    out = np.zeros_like(X)
    out[...] = (X - X.mean(axis=0)) / np.where(std > 0, std, 1.0)
    return out


@misconception(
    "standardised-in-place",
    function="standardise",
    en="The result is right, but X itself has been overwritten.",
    zh="结果是对的，但 X 本身被覆盖了。",
    edge="the argument stays as it is",
)
def standardised_in_place(X):
    std = X.std(axis=0)
    mean = X.mean(axis=0)
    if X.dtype.kind != "f":
        return (X - mean) / np.where(std > 0, std, 1.0)
    X -= mean
    X /= np.where(std > 0, std, 1.0)
    return X


def any_scaling(X, *, ddof=0, axis=0, centred=True, scale="std"):
    deviation = X.std(axis=axis, keepdims=True, ddof=ddof)
    below = {"std": deviation, "variance": deviation**2, "eps": np.sqrt(deviation**2 + 1e-5)}[scale]
    return (X - X.mean(axis=axis, keepdims=True) if centred else X) / np.where(below > 0, below, 1.0)


PAIRS = pairs(
    "standardise",
    any_scaling,
    {
        "sample-standard-deviation": {"ddof": 1},
        "one-scale-for-all": {"axis": None},
        "samples-standardised": {"axis": 1},
        "only-scaled": {"centred": False},
        "divided-by-variance": {"scale": "variance"},
    },
)
