"""Wrong losses, gradients and Hessians of the 1-1-1 network."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def forward(w1, w2, x):
    h = sigmoid(w1 * x)
    return h, sigmoid(w2 * h)


def loss_of_output(o, y, loss):
    return 0.5 * (o - y) ** 2 if loss == "mse" else -(y * np.log(o) + (1 - y) * np.log(1 - o))


def right_loss(w1, w2, x, y, loss):
    return loss_of_output(forward(w1, w2, x)[1], y, loss)


def delta_of(o, y, loss):
    return (o - y) * o * (1 - o) if loss == "mse" else o - y


def right_gradient(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    delta = delta_of(o, y, loss)
    return np.array([delta * w2 * h * (1 - h) * x, delta * h])


def kappa_of(o, y, loss):
    do = o * (1 - o)
    return do**2 + (o - y) * do * (1 - 2 * o) if loss == "mse" else do


def hessian(kappa, delta, w2, x, h, second=None, mixed=None):
    """The right assembly, for wrong parts: `second` is sigma''(z1), `mixed` is d2z2/dw1 dw2."""
    dh = h * (1 - h)
    a = w2 * dh * x
    second = dh * (1 - 2 * h) if second is None else second
    mixed = dh * x if mixed is None else mixed
    off = kappa * a * h + delta * mixed
    return np.array([[kappa * a * a + delta * w2 * second * x * x, off], [off, kappa * h * h]])


@misconception(
    "without-half",
    function="tiny_loss",
    en="Your squared error is twice what is asked for: is there a factor in front of the square?",
    zh="你的平方误差是要求的两倍：平方前面有没有一个因子？",
    convention=True,
)
def without_half(w1, w2, x, y, loss):
    return right_loss(w1, w2, x, y, loss) * (2 if loss == "mse" else 1)


@misconception(
    "target-fixed-at-one",
    function="tiny_loss",
    en="Your loss is the same for every target, as if y were always 1.",
    zh="无论目标值是多少，你的损失都一样，好像 y 总是 1。",
)
def target_fixed_at_one(w1, w2, x, y, loss):
    return right_loss(w1, w2, x, 1.0, loss)


@misconception(
    "positive-term-only",
    function="tiny_loss",
    en="Your cross-entropy charges nothing when y = 0. Which second term belongs to it?",
    zh="y = 0 时你的交叉熵不花任何代价。它还应当有哪一项？",
)
def positive_term_only(w1, w2, x, y, loss):
    o = forward(w1, w2, x)[1]
    return 0.5 * (o - y) ** 2 if loss == "mse" else -y * np.log(o)


@misconception(
    "negative-cross-entropy",
    function="tiny_loss",
    en="Your cross-entropy is negative: is the logarithm of a probability above or below 0?",
    zh="你的交叉熵是负数：概率的对数大于 0 还是小于 0？",
)
def negative_cross_entropy(w1, w2, x, y, loss):
    return right_loss(w1, w2, x, y, loss) * (1 if loss == "mse" else -1)


@misconception(
    "linear-output",
    function="tiny_loss",
    en="Your network gives outputs outside (0, 1): does the output unit have a sigmoid of its own?",
    zh="你的网络会输出 (0, 1) 以外的值：输出单元自己有没有 sigmoid？",
)
def linear_output(w1, w2, x, y, loss):
    return loss_of_output(w2 * sigmoid(w1 * x), y, loss)


@misconception(
    "linear-hidden-unit",
    function="tiny_loss",
    en="Your two weights act as their product only: what happens between the layers?",
    zh="你的两个权重只以乘积的形式起作用：两层之间还有什么？",
)
def linear_hidden_unit(w1, w2, x, y, loss):
    return loss_of_output(sigmoid(w2 * w1 * x), y, loss)


@misconception(
    "weights-exchanged",
    function="tiny_loss",
    en="The two weights have changed places: which one does the input meet first?",
    zh="两个权重换了位置：输入先遇到的是哪一个？",
)
def weights_exchanged(w1, w2, x, y, loss):
    return right_loss(w2, w1, x, y, loss)


@misconception(
    "second-weight-as-bias",
    function="tiny_loss",
    en="You add w2 inside a single sigmoid. How many units, and which kind of parameter, does the network have?",
    zh="你在同一个 sigmoid 里加上了 w2。这个网络有几个单元？w2 是哪一种参数？",
)
def second_weight_as_bias(w1, w2, x, y, loss):
    return loss_of_output(sigmoid(w1 * x + w2), y, loss)


@misconception(
    "always-squared-error",
    function="tiny_loss",
    en='Both losses give the same number: where is the argument `loss` looked at, and is the name "ce" spelled so?',
    zh='两种损失给出了同样的数：参数 `loss` 在哪里用到？名字 "ce" 写对了吗？',
)
def always_squared_error(w1, w2, x, y, loss):
    return right_loss(w1, w2, x, y, "mse")


@misconception(
    "no-output-slope",
    function="tiny_gradient",
    en="For the squared error you use the delta of the cross-entropy: does the output's sigmoid cancel here, too?",
    zh="对平方误差，你用的是交叉熵的 delta：输出层 sigmoid 的导数在这里也会消掉吗？",
)
def no_output_slope(w1, w2, x, y, loss):
    return right_gradient(w1, w2, x, y, "ce")


@misconception(
    "output-slope-kept",
    function="tiny_gradient",
    en="For the cross-entropy you use the delta of the squared error: what is left when dL/do meets sigma'(z2)?",
    zh="对交叉熵，你用的是平方误差的 delta：dL/do 乘上 sigma'(z2) 之后还剩下什么？",
)
def output_slope_kept(w1, w2, x, y, loss):
    return right_gradient(w1, w2, x, y, "mse")


@misconception(
    "no-hidden-slope",
    function="tiny_gradient",
    en="dL/dw1 lacks a factor: what lies between z1 and h?",
    zh="dL/dw1 少了一个因子：z1 与 h 之间是什么？",
)
def no_hidden_slope(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    delta = delta_of(o, y, loss)
    return np.array([delta * w2 * x, delta * h])


@misconception(
    "no-second-weight",
    function="tiny_gradient",
    en="dL/dw1 does not feel w2. Through what does the error travel back from the output to the hidden unit?",
    zh="你的 dL/dw1 与 w2 无关。误差从输出回到隐藏单元，要经过什么？",
)
def no_second_weight(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    delta = delta_of(o, y, loss)
    return np.array([delta * h * (1 - h) * x, delta * h])


@misconception(
    "first-weight-for-second",
    function="tiny_gradient",
    en="In dL/dw1 the error comes back through w1. Which weight lies between the hidden unit and the output?",
    zh="在你的 dL/dw1 里，误差是经 w1 传回来的。隐藏单元与输出之间是哪一个权重？",
)
def first_weight_for_second(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    delta = delta_of(o, y, loss)
    return np.array([delta * w1 * h * (1 - h) * x, delta * h])


@misconception(
    "hidden-value-for-input",
    function="tiny_gradient",
    en="dL/dw1 contains h where something else belongs: what does w1 multiply?",
    zh="你的 dL/dw1 里有一处用了 h，那里应当是别的量：w1 乘的是什么？",
)
def hidden_value_for_input(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    delta = delta_of(o, y, loss)
    return np.array([delta * w2 * h * (1 - h) * h, delta * h])


@misconception(
    "no-input",
    function="tiny_gradient",
    en="dL/dw1 does not contain x: what is dz1/dw1?",
    zh="你的 dL/dw1 里没有 x：dz1/dw1 是什么？",
)
def no_input(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    delta = delta_of(o, y, loss)
    return np.array([delta * w2 * h * (1 - h), delta * h])


@misconception(
    "weights-for-inputs",
    function="tiny_gradient",
    en="Your derivatives contain the weights themselves. Is d(w a)/dw equal to w or to a?",
    zh="你的导数里出现了权重本身。d(w a)/dw 是 w 还是 a？",
)
def weights_for_inputs(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    delta = delta_of(o, y, loss)
    return np.array([delta * w2 * h * (1 - h) * w1, delta * w2])


@misconception(
    "gradient-without-half",
    function="tiny_gradient",
    en="Your gradient of the squared error is twice too large: is there a factor in front of the square?",
    zh="你的平方误差梯度大了一倍：平方前面有没有一个因子？",
    convention=True,
)
def gradient_without_half(w1, w2, x, y, loss):
    return right_gradient(w1, w2, x, y, loss) * (2 if loss == "mse" else 1)


@misconception(
    "downhill",
    function="tiny_gradient",
    en="Every sign is flipped: does the gradient point uphill or downhill?",
    zh="所有符号都反了：梯度指向上坡还是下坡？",
)
def downhill(w1, w2, x, y, loss):
    return -right_gradient(w1, w2, x, y, loss)


@misconception(
    "order-of-weights",
    function="tiny_gradient",
    en="The two entries have changed places: in which order are the weights given?",
    zh="两个分量换了位置：权重给出的顺序是什么？",
)
def order_of_weights(w1, w2, x, y, loss):
    return right_gradient(w1, w2, x, y, loss)[::-1].copy()


@misconception(
    "gradient-by-differences",
    function="tiny_gradient",
    en="Right to several digits, as a difference quotient is. Which formula does it approximate?",
    zh="前几位数字是对的，像差商得到的结果。它近似的是哪个公式？",
)
def gradient_by_differences(w1, w2, x, y, loss):
    e = 1e-4
    return np.array(
        [
            (right_loss(w1 + e, w2, x, y, loss) - right_loss(w1 - e, w2, x, y, loss)) / (2 * e),
            (right_loss(w1, w2 + e, x, y, loss) - right_loss(w1, w2 - e, x, y, loss)) / (2 * e),
        ]
    )


@misconception(
    "hessian-of-the-other-loss",
    function="tiny_hessian",
    en="For the squared error you return the Hessian of the cross-entropy: what are delta and kappa of each loss?",
    zh="对平方误差，你返回的是交叉熵的 Hessian：两种损失的 delta 和 kappa 各是什么？",
)
def hessian_of_the_other_loss(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    return hessian(kappa_of(o, y, "ce"), delta_of(o, y, "ce"), w2, x, h)


@misconception(
    "always-hessian-of-squared-error",
    function="tiny_hessian",
    en="For the cross-entropy you return the Hessian of the squared error: where is the argument `loss` looked at?",
    zh="对交叉熵，你返回的是平方误差的 Hessian：参数 `loss` 在哪里用到？",
)
def always_hessian_of_squared_error(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    return hessian(kappa_of(o, y, "mse"), delta_of(o, y, "mse"), w2, x, h)


@misconception(
    "straight-output",
    function="tiny_hessian",
    en="In kappa of the squared error a term is missing: the slope of the output's sigmoid changes with z2, too.",
    zh="平方误差的 kappa 少了一项：输出层 sigmoid 的斜率本身也随 z2 变化。",
)
def straight_output(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    kappa = (o * (1 - o)) ** 2 if loss == "mse" else o * (1 - o)
    return hessian(kappa, delta_of(o, y, loss), w2, x, h)


@misconception(
    "first-term-only",
    function="tiny_hessian",
    en="The determinant of your matrix is always 0: is z2 linear in the weights?",
    zh="你的矩阵的行列式总是 0：z2 关于权重是线性的吗？",
)
def first_term_only(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    return hessian(kappa_of(o, y, loss), 0.0, w2, x, h)


@misconception(
    "no-direct-mixed-term",
    function="tiny_hessian",
    en="The diagonal is right, the mixed derivative is not: h itself depends on w1. Where is the product rule?",
    zh="对角元是对的，混合导数不对：h 本身依赖于 w1。应当对哪个乘积求导？",
)
def no_direct_mixed_term(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    return hessian(kappa_of(o, y, loss), delta_of(o, y, loss), w2, x, h, mixed=0.0)


@misconception(
    "diagonal-only",
    function="tiny_hessian",
    en="Your mixed derivatives are 0: does the slope in w1 stay the same when w2 changes?",
    zh="你的混合导数为 0：w2 改变时，沿 w1 的斜率不变吗？",
)
def diagonal_only(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    return np.diag(np.diag(hessian(kappa_of(o, y, loss), delta_of(o, y, loss), w2, x, h)))


@misconception(
    "second-derivative-of-sigmoid",
    function="tiny_hessian",
    en="Only the entry of w1 is wrong: differentiate h(1 - h) once more, both factors of it.",
    zh="只有 w1 的那个元素不对：对 h(1 - h) 再求一次导，注意两个因子都要求。",
)
def second_derivative_of_sigmoid(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    return hessian(kappa_of(o, y, loss), delta_of(o, y, loss), w2, x, h, second=h * (1 - h) * (1 - h))


@misconception(
    "input-not-squared",
    function="tiny_hessian",
    en="Only the entry of w1 is wrong: how often does x come out when w1 x is differentiated twice inside sigma?",
    zh="只有 w1 的那个元素不对：对 sigma 里的 w1 x 求两次导，x 会出来几次？",
)
def input_not_squared(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    return hessian(kappa_of(o, y, loss), delta_of(o, y, loss), w2, x, h, second=h * (1 - h) * (1 - 2 * h) / x)


@misconception(
    "product-of-first-derivatives",
    function="tiny_hessian",
    en="You multiply first derivatives with each other. Is the second derivative the square of the first?",
    zh="你把一阶导数相乘了。二阶导数等于一阶导数的平方吗？",
)
def product_of_first_derivatives(w1, w2, x, y, loss):
    g = right_gradient(w1, w2, x, y, loss)
    return np.outer(g, g)


@misconception(
    "hessian-without-half",
    function="tiny_hessian",
    en="Your Hessian of the squared error is twice too large: is there a factor in front of the square?",
    zh="你的平方误差 Hessian 大了一倍：平方前面有没有一个因子？",
    convention=True,
)
def hessian_without_half(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    return hessian(kappa_of(o, y, loss), delta_of(o, y, loss), w2, x, h) * (2 if loss == "mse" else 1)


@misconception(
    "order-of-rows",
    function="tiny_hessian",
    en="The two diagonal entries have changed places: in which order are the weights given?",
    zh="两个对角元换了位置：权重给出的顺序是什么？",
)
def order_of_rows(w1, w2, x, y, loss):
    h, o = forward(w1, w2, x)
    return hessian(kappa_of(o, y, loss), delta_of(o, y, loss), w2, x, h)[::-1, ::-1].copy()


@misconception(
    "hessian-by-differences",
    function="tiny_hessian",
    en="Right to several digits, as a difference quotient is. Which formula does it approximate?",
    zh="前几位数字是对的，像差商得到的结果。它近似的是哪个公式？",
)
def hessian_by_differences(w1, w2, x, y, loss):
    e = 1e-4
    first = (right_gradient(w1 + e, w2, x, y, loss) - right_gradient(w1 - e, w2, x, y, loss)) / (2 * e)
    second = (right_gradient(w1, w2 + e, x, y, loss) - right_gradient(w1, w2 - e, x, y, loss)) / (2 * e)
    return np.array([first, second])


@misconception(
    "base-two",
    function="tiny_loss",
    en="Your cross-entropy is in bits. Which logarithm does the prompt ask for?",
    zh="你的交叉熵以比特为单位。题目要求的是哪种对数？",
    convention=True,
)
def base_two(w1, w2, x, y, loss):
    return right_loss(w1, w2, x, y, loss) / (1 if loss == "mse" else np.log(2.0))


@misconception(
    "hidden-slope-at-h",
    function="tiny_gradient",
    en="For dL/dw1 you take the sigmoid's slope at h, but h is already the sigmoid's output. At which value is the "
    "slope needed?",
    zh="算 dL/dw1 时，你在 h 处取了 sigmoid 的斜率，而 h 已经是 sigmoid 的输出。斜率应当在哪个值处取？",
)
def hidden_slope_at_h(w1, w2, x, y, loss):
    return any_gradient(w1, w2, x, y, loss, hidden="of h")


def any_gradient(w1, w2, x, y, loss, *, out=True, hidden="h", back="w2", seen="x", order=1, sign=1, twice=False):
    h, o = forward(w1, w2, x)
    kept = loss == "mse" if out is True else out == "always"
    delta = sign * (o - y) * (o * (1 - o) if kept else 1.0) * (2 if twice and loss == "mse" else 1)
    slope = {"h": h * (1 - h), "none": 1.0, "of h": sigmoid(h) * (1 - sigmoid(h))}[hidden]
    through = {"w2": w2, "w1": w1, "none": 1.0}[back]
    return np.array([delta * through * slope * {"x": x, "h": h, "none": 1.0}[seen], delta * h])[::order].copy()


PAIRS = pairs(
    "tiny_gradient",
    any_gradient,
    {
        "no-output-slope": {"out": "never"},
        "output-slope-kept": {"out": "always"},
        "no-hidden-slope": {"hidden": "none"},
        "no-second-weight": {"back": "none"},
        "first-weight-for-second": {"back": "w1"},
        "hidden-value-for-input": {"seen": "h"},
        "no-input": {"seen": "none"},
        "gradient-without-half": {"twice": True},
        "downhill": {"sign": -1},
        "order-of-weights": {"order": -1},
    },
)
