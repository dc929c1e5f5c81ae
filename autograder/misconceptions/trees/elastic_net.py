"""Wrong objectives of the elastic net."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FUNCTION = "elastic_net_objective"


def squares(X, y, w):
    return float(((X @ w - y) ** 2).sum())


def l1(w):
    return float(np.abs(w).sum())


def l2(w):
    return float((w * w).sum())


@misconception(
    "l2-part-times-four",
    function=FUNCTION,
    convention=True,
    en="Your L2 part has the factor 2 alpha (1 - rho) of some texts. Which one has scikit-learn's form?",
    zh="你的 L2 部分用了某些文献中的系数 2α(1-ρ)。scikit-learn 的形式里系数是多少？",
)
def l2_part_times_four(X, y, w, alpha, rho):
    return squares(X, y, w) / (2 * len(y)) + alpha * rho * l1(w) + 2 * alpha * (1 - rho) * l2(w)


@misconception(
    "l2-part-without-half",
    function=FUNCTION,
    convention=True,
    en="Your L2 part is twice as large as in the formula of the prompt. Which constant makes its derivative tidy?",
    zh="你的 L2 部分是题目公式的两倍。哪个常数能使它的导数更简洁？",
)
def l2_part_without_half(X, y, w, alpha, rho):
    return squares(X, y, w) / (2 * len(y)) + alpha * rho * l1(w) + alpha * (1 - rho) * l2(w)


@misconception(
    "data-term-without-half",
    function=FUNCTION,
    convention=True,
    en="Your data term is the mean squared error, twice as large as in the formula of the prompt.",
    zh="你的数据项是均方误差，是题目公式中的两倍。",
)
def data_term_without_half(X, y, w, alpha, rho):
    return squares(X, y, w) / len(y) + alpha * rho * l1(w) + alpha * (1 - rho) / 2 * l2(w)


@misconception(
    "data-term-summed",
    function=FUNCTION,
    convention=True,
    en="Your data term grows with the number of samples: is it a sum or a mean?",
    zh="你的数据项随样本数增大而增大：它是求和还是取平均？",
)
def data_term_summed(X, y, w, alpha, rho):
    return squares(X, y, w) / 2 + alpha * rho * l1(w) + alpha * (1 - rho) / 2 * l2(w)


@misconception(
    "divided-by-features",
    function=FUNCTION,
    en="Your data term is divided by the number of features. Which axis of X counts the samples?",
    zh="你的数据项除以了特征数。X 的哪个轴是样本？",
)
def divided_by_features(X, y, w, alpha, rho):
    return squares(X, y, w) / (2 * X.shape[1]) + alpha * rho * l1(w) + alpha * (1 - rho) / 2 * l2(w)


@misconception(
    "everything-over-2n",
    function=FUNCTION,
    en="The penalty is divided by the number of samples as well. Which terms does the factor 1/(2n) concern?",
    zh="惩罚项也被除以了样本数。系数 1/(2n) 作用于哪些项？",
)
def everything_over_2n(X, y, w, alpha, rho):
    return (squares(X, y, w) + alpha * rho * l1(w) + alpha * (1 - rho) / 2 * l2(w)) / (2 * len(y))


@misconception(
    "norms-exchanged",
    function=FUNCTION,
    en="rho and 1 - rho have changed places: which penalty is left when rho = 1?",
    zh="rho 与 1 - rho 用反了：rho = 1 时剩下的是哪一种惩罚？",
)
def norms_exchanged(X, y, w, alpha, rho):
    return squares(X, y, w) / (2 * len(y)) + alpha * (1 - rho) * l1(w) + alpha * rho / 2 * l2(w)


@misconception(
    "l2-norm-not-squared",
    function=FUNCTION,
    en="Your L2 part grows linearly with the weights. Is the norm squared?",
    zh="你的 L2 部分随权重线性增长。范数平方了吗？",
)
def l2_norm_not_squared(X, y, w, alpha, rho):
    return squares(X, y, w) / (2 * len(y)) + alpha * rho * l1(w) + alpha * (1 - rho) / 2 * np.sqrt(l2(w))


@misconception(
    "residual-norm-not-squared",
    function=FUNCTION,
    en="Your data term is the length of the residual, not its square.",
    zh="你的数据项是残差的长度，而不是它的平方。",
)
def residual_norm_not_squared(X, y, w, alpha, rho):
    return np.sqrt(squares(X, y, w)) / (2 * len(y)) + alpha * rho * l1(w) + alpha * (1 - rho) / 2 * l2(w)


@misconception(
    "no-absolute-value",
    function=FUNCTION,
    en="Positive and negative weights cancel in your L1 part. What makes it a norm?",
    zh="在你的 L1 部分里，正负权重相互抵消了。怎样才算范数？",
)
def no_absolute_value(X, y, w, alpha, rho):
    return squares(X, y, w) / (2 * len(y)) + alpha * rho * float(w.sum()) + alpha * (1 - rho) / 2 * l2(w)


@misconception(
    "no-data-term",
    function=FUNCTION,
    en="Your objective does not depend on the data: what would keep all weights from becoming 0?",
    zh="你的目标函数与数据无关：那么是什么阻止所有权重变成 0？",
)
def no_data_term(X, y, w, alpha, rho):
    return alpha * rho * l1(w) + alpha * (1 - rho) / 2 * l2(w)


@misconception(
    "no-penalty",
    function=FUNCTION,
    en="That is least squares. Where is the penalty?",
    zh="这只是最小二乘。惩罚项在哪里？",
)
def no_penalty(X, y, w, alpha, rho):
    return squares(X, y, w) / (2 * len(y))


@misconception(
    "penalty-subtracted",
    function=FUNCTION,
    en="Your objective rewards large weights. Which sign does a penalty have?",
    zh="你的目标函数在奖励大的权重。惩罚项应当是什么符号？",
)
def penalty_subtracted(X, y, w, alpha, rho):
    return squares(X, y, w) / (2 * len(y)) - alpha * rho * l1(w) - alpha * (1 - rho) / 2 * l2(w)


@misconception(
    "alpha-on-l1-only",
    function=FUNCTION,
    en="alpha scales only one of your two penalties. What should become of both when alpha is 0?",
    zh="alpha 只乘到了两个惩罚中的一个。alpha 为 0 时，两者都应当怎样？",
)
def alpha_on_l1_only(X, y, w, alpha, rho):
    return squares(X, y, w) / (2 * len(y)) + alpha * rho * l1(w) + (1 - rho) / 2 * l2(w)


@misconception(
    "first-weight-not-penalised",
    function=FUNCTION,
    en="The first weight escapes your penalty. Is there an intercept among the weights here?",
    zh="第一个权重没有受到惩罚。这里的权重中有截距项吗？",
)
def first_weight_not_penalised(X, y, w, alpha, rho):
    return squares(X, y, w) / (2 * len(y)) + alpha * rho * l1(w[1:]) + alpha * (1 - rho) / 2 * l2(w[1:])


@misconception(
    "targets-changed",
    function=FUNCTION,
    edge="the arguments stay as they are",
    en="The value is right, but y is changed by the call: where does the residual go?",
    zh="数值正确，但调用改动了 y：残差写到哪里去了？",
)
def targets_changed(X, y, w, alpha, rho):
    value = squares(X, y, w) / (2 * len(y)) + alpha * rho * l1(w) + alpha * (1 - rho) / 2 * l2(w)
    y -= (X @ w).astype(y.dtype)
    return value


@misconception(
    "integer-residual",
    function=FUNCTION,
    edge="float32, integers, and integers beside floats",
    en="Right for floats, wrong for integers: something is rounded down on the way. Which division do you use?",
    zh="浮点输入正确，整数输入出错：中间有结果被向下取整了。你用的是哪种除法？",
)
def integer_residual(X, y, w, alpha, rho):
    r = X @ w - y
    whole = r.dtype.kind in "iu"
    data = float((r * r).sum() // (2 * len(y))) if whole else float((r * r).sum() / (2 * len(y)))
    return data + alpha * rho * l1(w) + alpha * (1 - rho) / 2 * l2(w)


def any_objective(X, y, w, alpha, rho, *, data=0.5, count="n", ridge=0.5, norms=1, sign=1, **how):
    rest = np.sqrt(squares(X, y, w)) if how.get("data_root") else squares(X, y, w)
    n = {"n": len(y), "1": 1, "d": X.shape[1]}[count]
    seen = w[1:] if how.get("skip") else w
    one = float(seen.sum()) if how.get("signed") else l1(seen)
    two = np.sqrt(l2(seen)) if how.get("root") else l2(seen)
    a, b = (rho, 1 - rho) if norms == 1 else (1 - rho, rho)
    penalty = alpha * a * one + (1.0 if how.get("one") else alpha) * ridge * b * two
    return data * rest / n + sign * penalty


PAIRS = pairs(
    FUNCTION,
    any_objective,
    {
        "l2-part-without-half": {"ridge": 1.0},
        "l2-part-times-four": {"ridge": 2.0},
        "data-term-without-half": {"data": 1.0},
        "no-data-term": {"data": 0.0},
        "data-term-summed": {"count": "1"},
        "divided-by-features": {"count": "d"},
        "norms-exchanged": {"norms": -1},
        "penalty-subtracted": {"sign": -1},
        "l2-norm-not-squared": {"root": True},
        "residual-norm-not-squared": {"data_root": True},
        "no-absolute-value": {"signed": True},
        "alpha-on-l1-only": {"one": True},
        "first-weight-not-penalised": {"skip": True},
    },
)
