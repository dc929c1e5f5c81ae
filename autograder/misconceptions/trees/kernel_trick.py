"""Wrong RBF kernels, and feature maps that do not untie XOR."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

# More than one answer is right: one that is not the reference's says nothing.
FREE_ANSWER = ("lift_xor",)


def squared_distances(X, Z):
    return ((X[:, None, :] - Z[None, :, :]) ** 2).sum(axis=2)


@misconception(
    "distance-not-squared",
    function="rbf_kernel",
    en="Your kernel decays with the distance, not with its square. Where does the root come from?",
    zh="你的核随距离衰减，而不是随距离的平方。开方是从哪里来的？",
)
def distance_not_squared(X, Z, gamma):
    return np.exp(-gamma * np.sqrt(squared_distances(X, Z)))


@misconception(
    "city-block-distance",
    function="rbf_kernel",
    en="You add up absolute differences: that is the Laplacian kernel. Which norm does the formula square?",
    zh="你把坐标差的绝对值相加，那是拉普拉斯核。公式里平方的是哪种范数？",
)
def city_block_distance(X, Z, gamma):
    return np.exp(-gamma * np.abs(X[:, None, :] - Z[None, :, :]).sum(axis=2))


@misconception(
    "gamma-as-width",
    function="rbf_kernel",
    convention=True,
    en="You take gamma for the width of the bell, dividing by 2 gamma^2. Should a larger gamma make the kernel wider?",
    zh="你把 gamma 当成了钟形的宽度，除以了 2γ²。gamma 变大时，核应当变宽吗？",
)
def gamma_as_width(X, Z, gamma):
    return np.exp(-squared_distances(X, Z) / (2 * gamma**2))


@misconception(
    "half-in-the-exponent",
    function="rbf_kernel",
    convention=True,
    en="Your exponent is half of what it should be. Is there a 1/2 in the formula?",
    zh="你的指数只有应有的一半。公式里有 1/2 吗？",
)
def half_in_the_exponent(X, Z, gamma):
    return np.exp(-gamma * squared_distances(X, Z) / 2)


@misconception(
    "growing",
    function="rbf_kernel",
    en="Your kernel grows with the distance. Which points should be most similar?",
    zh="你的核随距离增大。哪些点应当最相似？",
)
def growing(X, Z, gamma):
    return np.exp(gamma * squared_distances(X, Z))


@misconception(
    "gamma-missing",
    function="rbf_kernel",
    en="Your kernel is the same for every gamma.",
    zh="无论 gamma 取多少，你的核都一样。",
)
def gamma_missing(X, Z, gamma):
    return np.exp(-squared_distances(X, Z))


@misconception(
    "exponent-only",
    function="rbf_kernel",
    en="You return squared distances. Which function turns them into similarities?",
    zh="你返回的是距离的平方。用什么函数把它变成相似度？",
)
def exponent_only(X, Z, gamma):
    return -gamma * squared_distances(X, Z)


@misconception(
    "inner-product",
    function="rbf_kernel",
    en="That is a kernel of inner products. Where does the distance of two points enter?",
    zh="你用的是内积核。两点之间的距离体现在哪里？",
)
def inner_product(X, Z, gamma):
    return np.exp(-gamma * (X @ Z.T))


@misconception(
    "cross-term-not-doubled",
    function="rbf_kernel",
    en="The diagonal of your kernel of X with itself is not 1. Expand ||x - z||^2 once more: which term comes twice?",
    zh="X 与自身的核，对角线不为 1。再展开一次 ||x - z||²：哪一项要出现两次？",
)
def cross_term_not_doubled(X, Z, gamma):
    return np.exp(-gamma * ((X**2).sum(1)[:, None] + (Z**2).sum(1) - X @ Z.T))


@misconception(
    "mean-over-features",
    function="rbf_kernel",
    en="Your squared distance is divided by the number of features: is it a sum or a mean?",
    zh="你的距离平方除以了特征数：它是求和还是求平均？",
)
def mean_over_features(X, Z, gamma):
    return np.exp(-gamma * squared_distances(X, Z) / X.shape[1])


@misconception(
    "transposed",
    function="rbf_kernel",
    en="Rows and columns are exchanged: which of the two sets counts the rows?",
    zh="行与列颠倒了：行对应的是哪一组点？",
)
def transposed(X, Z, gamma):
    return np.exp(-gamma * squared_distances(Z, X))


@misconception(
    "z-ignored",
    function="rbf_kernel",
    en="Your result does not depend on Z: you compare X with itself.",
    zh="你的结果与 Z 无关：你拿 X 和它自己做了比较。",
)
def z_ignored(X, Z, gamma):
    return np.exp(-gamma * squared_distances(X, X))


@misconception(
    "row-against-row",
    function="rbf_kernel",
    en="You compare the rows of X and Z in pairs. How many pairs are there of n and m points?",
    zh="你只是把 X 和 Z 的对应行两两比较。n 个点与 m 个点之间一共有多少对？",
)
def row_against_row(X, Z, gamma):
    k = min(len(X), len(Z))
    return np.exp(-gamma * ((X[:k] - Z[:k]) ** 2).sum(axis=1))


@misconception(
    "normalised-rows",
    function="rbf_kernel",
    en="Each of your rows sums to 1. A kernel value belongs to two points alone: what has been divided out?",
    zh="你的每一行之和都为 1。核的值只属于两个点：你除掉了什么？",
)
def normalised_rows(X, Z, gamma):
    K = np.exp(-gamma * squared_distances(X, Z))
    return K / np.maximum(K.sum(axis=1, keepdims=True), 1e-300)


@misconception(
    "integer-buffer",
    function="rbf_kernel",
    edge="float32 points, and integer points beside integers and floats",
    en="Right for floats, zeros and ones for integer points: which dtype has the array you fill?",
    zh="浮点输入正确，整数输入却只得到 0 和 1：你填写的数组是什么 dtype？",
)
def integer_buffer(X, Z, gamma):
    K = np.zeros((len(X), len(Z)), dtype=X.dtype)
    K[:] = np.exp(-gamma * squared_distances(X, Z))
    return K.astype(float)


@misconception(
    "centres-its-arguments",
    function="rbf_kernel",
    edge="rbf_kernel leaves its arguments as they are",
    en="The values are right, but X is changed by the call. Distances do not need centred data.",
    zh="数值正确，但调用改动了 X。计算距离并不需要中心化。",
)
def centres_its_arguments(X, Z, gamma):
    K = np.exp(-gamma * squared_distances(X, Z))
    X -= X.mean(axis=0).astype(X.dtype)
    return K


@misconception(
    "no-lift",
    function="lift_xor",
    en="The points come back where they were. Can any line in the plane separate the two diagonals?",
    zh="点还在原处。平面上有哪条直线能把两条对角线上的点分开吗？",
)
def no_lift(X):
    return X.copy()


@misconception(
    "linear-features-only",
    function="lift_xor",
    en="More features, but all of them linear in x, such as a sum or a constant. Does a plane in that space see more "
    "than a line in the old one?",
    zh="特征变多了，但都是 x 的线性函数（例如和、常数）。在这个空间里，平面能做到原来直线做不到的事吗？",
)
def linear_features_only(X):
    return np.column_stack([X, X.sum(axis=1), X[:, 0] - X[:, 1], np.ones(len(X))])


@misconception(
    "separate-squares",
    function="lift_xor",
    en="Your new features look at one coordinate at a time. What is 0 squared, and 1 squared? XOR is about the two "
    "together.",
    zh="你的新特征每次只看一个坐标。0 的平方、1 的平方各是多少？异或关心的是两个坐标合在一起。",
)
def separate_squares(X):
    return np.column_stack([X, X**2, np.exp(X)])


@misconception(
    "one-dimensional",
    function="lift_xor",
    en="The idea is right, but the result has one dimension. Which shape do n points with one feature have?",
    zh="思路正确，但结果是一维的。n 个只有一个特征的点，形状应当是什么？",
)
def one_dimensional(X):
    return X[:, 0] + X[:, 1] - 2 * X[:, 0] * X[:, 1]


@misconception(
    "centred-by-the-batch",
    function="lift_xor",
    en="The image of a point changes with the other rows of the batch. What does your map compute from all rows?",
    zh="同一个点的像会随批次中的其他行改变。你的映射用所有行计算了什么？",
)
def centred_by_the_batch(X):
    centred = X - X.mean(axis=0)
    return np.column_stack([centred, centred[:, 0] * centred[:, 1]])


@misconception(
    "labels-by-position",
    function="lift_xor",
    en="Your features depend on the row's place in X. Would a point at another place get the same image?",
    zh="你的特征取决于行在 X 中的位置。同一个点换个位置，像还一样吗？",
)
def labels_by_position(X):
    return np.column_stack([X, np.resize([0.0, 1.0, 1.0, 0.0], len(X))])


@misconception(
    "gram-matrix-of-the-batch",
    function="lift_xor",
    en="Your features are kernels with the other rows of the batch, so their number changes with n. Which fixed points "
    "could take the part of the rows?",
    zh="你的特征是与批次中其他行的核，个数会随 n 变化。可以用哪些固定的点来代替这些行？",
)
def gram_matrix_of_the_batch(X):
    return np.exp(-squared_distances(X, X))


@misconception(
    "too-many-features",
    function="lift_xor",
    en="XOR is separable in your space, but it has more than ten dimensions. How many products do you need?",
    zh="在你的空间里异或确实可分，但维数超过了十。你需要几个乘积项？",
)
def too_many_features(X):
    return np.column_stack([X[:, 0] ** i * X[:, 1] ** j for i in range(5) for j in range(5 - i)])


@misconception(
    "writes-into-its-argument",
    function="lift_xor",
    edge="lift_xor leaves its argument as it is",
    en="The lift is right, but the points themselves are changed by the call.",
    zh="映射正确，但调用改动了传入的点。",
)
def writes_into_its_argument(X):
    phi = np.column_stack([X, X[:, 0] * X[:, 1]])
    X -= 0.5
    return phi


def any_kernel(X, Z, gamma, *, distance="squared", width="gamma", sign=-1, cross=2.0):
    d = {
        "squared": (X**2).sum(1)[:, None] + (Z**2).sum(1) - cross * (X @ Z.T),
        "root": np.sqrt(squared_distances(X, Z)),
        "city": np.abs(X[:, None, :] - Z[None, :, :]).sum(axis=2),
        "mean": squared_distances(X, Z) / X.shape[1],
        "product": X @ Z.T,
    }[distance]
    scale = {"gamma": gamma, "width": 1 / (2 * gamma**2), "half": gamma / 2, "one": 1.0}[width]
    return np.exp(sign * scale * d)


PAIRS = pairs(
    "rbf_kernel",
    any_kernel,
    {
        "distance-not-squared": {"distance": "root"},
        "city-block-distance": {"distance": "city"},
        "mean-over-features": {"distance": "mean"},
        "inner-product": {"distance": "product"},
        "gamma-as-width": {"width": "width"},
        "half-in-the-exponent": {"width": "half"},
        "gamma-missing": {"width": "one"},
        "growing": {"sign": 1},
    },
)
