"""Wrong steps of Adam."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs, together

FUNCTION = "adam_step"


def moments(g, m, v, beta1, beta2):
    return beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g


@misconception(
    "no-bias-correction",
    function=FUNCTION,
    en="Your first steps have the wrong size: both moments start at 0. What makes up for that?",
    zh="你最初几步的大小不对：两个矩都从 0 开始。用什么来弥补？",
)
def no_bias_correction(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@misconception(
    "only-first-moment-corrected",
    function=FUNCTION,
    en="You correct one of the two moments. Does the other one not start at 0?",
    zh="你只修正了两个矩中的一个。另一个不也是从 0 开始的吗？",
)
def only_first_moment_corrected(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v) + eps), m, v


@misconception(
    "only-second-moment-corrected",
    function=FUNCTION,
    en="You correct the moment in the denominator only. Where does the one in the numerator start?",
    zh="你只修正了分母里的矩。分子里的矩是从哪里开始的？",
)
def only_second_moment_corrected(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * m / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    "step-count-ahead",
    function=FUNCTION,
    en="Your bias correction is one step ahead. What is t at the very first step?",
    zh="你的偏差修正超前了一步。第一步时 t 等于多少？",
)
def step_count_ahead(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    m_hat, v_hat = m / (1 - beta1 ** (t + 1)), v / (1 - beta2 ** (t + 1))
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "step-count-from-zero",
    function=FUNCTION,
    en="The first step divides by zero: your correction lags one step behind. From which number does t count?",
    zh="第一步出现了除以零：你的修正落后了一步。t 从几开始数？",
)
def step_count_from_zero(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    with np.errstate(all="ignore"):
        m_hat, v_hat = m / np.float64(1 - beta1 ** (t - 1)), v / np.float64(1 - beta2 ** (t - 1))
        return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "corrected-as-if-first",
    function=FUNCTION,
    en="Every step is corrected like the first one, so later ones are off. How should the correction change as t "
    "grows?",
    zh="每一步都按第一步来修正，之后的步子就偏了。随着 t 增大，修正应当怎样变化？",
)
def corrected_as_if_first(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * m / (1 - beta1) / (np.sqrt(v / (1 - beta2)) + eps), m, v


@misconception(
    "corrected-with-product",
    function=FUNCTION,
    en="In the first step all is well. Is it beta times t, or beta to the power t?",
    zh="第一步没有问题。应当是 beta 乘以 t，还是 beta 的 t 次方？",
)
def corrected_with_product(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * m / (1 - beta1 * t) / (np.sqrt(np.abs(v / (1 - beta2 * t))) + eps), m, v


@misconception(
    "corrected-moments-returned",
    function=FUNCTION,
    en="You return the corrected moments. Should they enter the next average?",
    zh="你返回的是修正后的矩。它们应当进入下一次平均吗？",
)
def corrected_moments_returned(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    m, v = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m / (np.sqrt(v) + eps), m, v


@misconception(
    "old-moments-returned",
    function=FUNCTION,
    en="The moments come back as they went in. What does the next step start from?",
    zh="两个矩原样返回了。下一步应当从什么出发？",
)
def old_moments_returned(w, g, m, v, t, lr, beta1, beta2, eps):
    new_m, new_v = moments(g, m, v, beta1, beta2)
    m_hat, v_hat = new_m / (1 - beta1**t), new_v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "old-moments-used",
    function=FUNCTION,
    en="You step with the moments of the step before. Which comes first, the averages or the step?",
    zh="你用上一步的矩来更新参数。先更新平均值，还是先走这一步？",
)
def old_moments_used(w, g, m, v, t, lr, beta1, beta2, eps):
    new_m, new_v = moments(g, m, v, beta1, beta2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), new_m, new_v


@misconception(
    "moments-ignored",
    function=FUNCTION,
    en="Every step is like the first: the moments that come in have no effect. Where is the memory?",
    zh="每一步都像第一步：传入的矩不起作用。记忆在哪里？",
)
def moments_ignored(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, 0 * m, 0 * v, beta1, beta2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "eps-inside-root",
    function=FUNCTION,
    en="Right for a tiny eps, wrong for a large one: is it under the root or next to it?",
    zh="eps 很小时正确，较大时就不对：它在根号里面还是外面？",
)
def eps_inside_root(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps), m, v


@misconception(
    "eps-hat",
    function=FUNCTION,
    convention=True,
    en="This is the short form with a corrected learning rate, whose eps means something else. Here eps joins v_hat.",
    zh="这是把修正并入学习率的简写形式，其中 eps 的含义不同。本题中 eps 与 v_hat 的根相加。",
)
def eps_hat(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - lr_t * m / (np.sqrt(v) + eps), m, v


@misconception(
    "eps-missing",
    function=FUNCTION,
    en="eps has no effect, and a parameter without any gradient becomes 0/0. What keeps the denominator positive?",
    zh="eps 没有起作用，从未有梯度的参数会得到 0/0。由什么来保证分母为正？",
)
def eps_missing(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    with np.errstate(all="ignore"):
        return w - lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t)), m, v


@misconception(
    "eps-as-floor",
    function=FUNCTION,
    en="You take the larger of the root and eps. What does the formula do with the two, also when the root is large?",
    zh="你取了根与 eps 中较大的一个。公式对这两者做的是什么运算，根很大时也一样吗？",
)
def eps_as_floor(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / np.maximum(np.sqrt(v / (1 - beta2**t)), eps), m, v


@misconception(
    "no-root",
    function=FUNCTION,
    en="Multiply all gradients by 10: Adam's step should not change, yours does. What is missing in the denominator?",
    zh="把所有梯度乘以 10，Adam 的步长应当不变，你的却变了。分母里少了什么？",
)
def no_root(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (v / (1 - beta2**t) + eps), m, v


@misconception(
    "mean-of-absolute-values",
    function=FUNCTION,
    en="Your second moment averages |g|. Of which power of g does a *second* moment take the mean?",
    zh="你的二阶矩平均的是 |g|。*二阶*矩是对 g 的几次方取平均？",
)
def mean_of_absolute_values(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * np.abs(g)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "squares-of-the-first-moment",
    function=FUNCTION,
    en="Your second moment is built from m. Which quantity is squared in the formula?",
    zh="你的二阶矩是由 m 算出来的。公式中被平方的是哪个量？",
)
def squares_of_the_first_moment(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m * m
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "one-second-moment-for-all",
    function=FUNCTION,
    en="All entries share one second moment. What is adaptive about Adam, the array or each parameter?",
    zh="所有元素共用了一个二阶矩。Adam 的“自适应”针对整个数组，还是每个参数？",
)
def one_second_moment_for_all(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * np.sum(g * g)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "centred-second-moment",
    function=FUNCTION,
    en="You average (g - m)^2, as AdaBelief does. Is Adam's second moment a variance?",
    zh="你平均的是 (g - m)^2，这是 AdaBelief 的做法。Adam 的二阶矩是方差吗？",
)
def centred_second_moment(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g - m) ** 2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "without-momentum",
    function=FUNCTION,
    en="The numerator holds the raw gradient (that is RMSprop). What is the first moment for?",
    zh="分子用的是原始梯度（那是 RMSprop）。一阶矩是做什么用的？",
)
def without_momentum(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    return w - lr * g / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    "gradients-accumulated",
    function=FUNCTION,
    en="Your moments add gradients up instead of averaging them. With which weights should old and new enter?",
    zh="你的矩是把梯度累加起来，而不是取平均。旧值与新值的权重应当各是多少？",
)
def gradients_accumulated(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + g, beta2 * v + g * g
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "weights-of-average-exchanged",
    function=FUNCTION,
    en="Your averages keep 1 - beta of the past. With beta close to 1, should they remember much or little?",
    zh="你的平均只保留了过去的 1 - beta。beta 接近 1 时，应当记住得多还是少？",
)
def weights_of_average_exchanged(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = (1 - beta1) * m + beta1 * g, (1 - beta2) * v + beta2 * g * g
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "betas-exchanged",
    function=FUNCTION,
    en="beta1 and beta2 have changed places: which of the two moments should have the longer memory?",
    zh="beta1 与 beta2 用反了：两个矩中，哪一个的记忆更长？",
)
def betas_exchanged(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta2, beta1)
    m_hat, v_hat = m / (1 - beta2**t), v / (1 - beta1**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "ascent",
    function=FUNCTION,
    en="Your step increases the loss: which way does a gradient point?",
    zh="你的这一步让损失变大了：梯度指向哪个方向？",
)
def ascent(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w + lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@misconception(
    "moments-exchanged",
    function=FUNCTION,
    en="You return the two moments in the other order. Which one does the prompt name first?",
    zh="两个矩的返回顺序反了。题目先列出的是哪一个？",
)
def moments_exchanged(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), v, m


@misconception(
    "in-place",
    function=FUNCTION,
    edge=(
        "the arguments stay as they are",
        "a single number stays as it is",
    ),
    en="The values are right, but the caller's arrays change as well. What do `*=` and `+=` do to an array?",
    zh="数值正确，但调用者手里的数组也被改掉了。对数组使用 `*=`、`+=` 会发生什么？",
)
def in_place(w, g, m, v, t, lr, beta1, beta2, eps):
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g * g
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


@misconception(
    "keeps-integer-type",
    function=FUNCTION,
    edge="float32 and integer parameters",
    en="Integer parameters stay integers, and the step is cut off. Of which type should the result be?",
    zh="整数参数更新后仍是整数，更新量被截断了。结果应当是什么类型？",
)
def keeps_integer_type(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = moments(g, m, v, beta1, beta2)
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return (w - lr * m_hat / (np.sqrt(v_hat) + eps)).astype(w.dtype), m, v


@misconception(
    "vectors-only",
    function=FUNCTION,
    edge=(
        "a single number, and three axes",
        "a single number stays as it is",
    ),
    en="Your step is right for vectors and matrices only. Can the same lines serve an array of any shape?",
    zh="你的更新只对向量和矩阵正确。能否让同样的代码适用于任意形状的数组？",
)
def vectors_only(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = (np.atleast_1d(a) for a in moments(g, m, v, beta1, beta2))
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


@together("no-bias-correction", "eps-inside-root", function=FUNCTION)
def uncorrected_with_eps_inside(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return w - lr * m / np.sqrt(v + eps), m, v


@together("no-bias-correction", "eps-missing", function=FUNCTION)
def uncorrected_without_eps(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return w - lr * m / np.sqrt(v), m, v


@together("corrected-moments-returned", "eps-inside-root", function=FUNCTION)
def corrected_with_eps_inside(w, g, m, v, t, lr, beta1, beta2, eps):
    m = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**t)
    return w - lr * m / np.sqrt(v + eps), m, v


@together("corrected-moments-returned", "eps-missing", function=FUNCTION)
def corrected_without_eps(w, g, m, v, t, lr, beta1, beta2, eps):
    m = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**t)
    return w - lr * m / np.sqrt(v), m, v


def any_adam(
    w, g, m, v, t, lr, beta1, beta2, eps, *, first="t", second="t", root="outside", squares="g", sign=-1, **how
):
    betas = (beta2, beta1) if how.get("exchanged") else (beta1, beta2)
    new = [1 - beta for beta in betas]
    if how.get("accumulated"):
        new = [1.0, 1.0]
    if how.get("weights"):
        betas, new = new, betas
    now_m = betas[0] * m + new[0] * g
    seen = {"g": g, "m": now_m, "g - m": g - now_m}[squares]
    now_v = betas[1] * v + new[1] * seen * seen
    decay = (beta2, beta1) if how.get("exchanged") else (beta1, beta2)
    steps = {"t": t, "t + 1": t + 1, "t - 1": t - 1, "1": 1}
    with np.errstate(all="ignore"):
        m_hat = now_m if first == "no" else now_m / np.float64(1 - decay[0] ** steps[first])
        v_hat = now_v if second == "no" else now_v / np.float64(1 - decay[1] ** steps[second])
        below = {
            "outside": lambda: np.sqrt(v_hat) + eps,
            "inside": lambda: np.sqrt(v_hat + eps),
            "missing": lambda: np.sqrt(v_hat),
            "floor": lambda: np.maximum(np.sqrt(v_hat), eps),
            "no root": lambda: v_hat + eps,
        }[root]()
        moved = w + sign * lr * (g if how.get("no_momentum") else m_hat) / below
    returned = {"corrected": (m_hat, v_hat), "old": (m, v)}.get(how.get("back", ""), (now_m, now_v))
    return moved, *returned


PAIRS = pairs(
    FUNCTION,
    any_adam,
    {
        "no-bias-correction": {"first": "no", "second": "no"},
        "only-first-moment-corrected": {"second": "no"},
        "only-second-moment-corrected": {"first": "no"},
        "step-count-ahead": {"first": "t + 1", "second": "t + 1"},
        "step-count-from-zero": {"first": "t - 1", "second": "t - 1"},
        "corrected-as-if-first": {"first": "1", "second": "1"},
        "corrected-moments-returned": {"back": "corrected"},
        "old-moments-returned": {"back": "old"},
        "eps-inside-root": {"root": "inside"},
        "eps-missing": {"root": "missing"},
        "eps-as-floor": {"root": "floor"},
        "no-root": {"root": "no root"},
        "squares-of-the-first-moment": {"squares": "m"},
        "centred-second-moment": {"squares": "g - m"},
        "without-momentum": {"no_momentum": True},
        "gradients-accumulated": {"accumulated": True},
        "weights-of-average-exchanged": {"weights": True},
        "betas-exchanged": {"exchanged": True},
        "ascent": {"sign": 1},
    },
)
