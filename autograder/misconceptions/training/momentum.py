"""Wrong steps of gradient descent and momentum."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

SGD = "sgd_step"
MOMENTUM = "momentum_step"


@misconception(
    "ascent",
    function=SGD,
    en="Your step increases the loss: which way does a gradient point?",
    zh="你的这一步让损失变大了：梯度指向哪个方向？",
)
def ascent(w, g, lr):
    return w + lr * g


@misconception(
    "no-learning-rate",
    function=SGD,
    en="The learning rate has no effect on your step. What does it scale?",
    zh="学习率对你的更新没有影响。它应当缩放什么？",
)
def no_learning_rate(w, g, lr):
    return w - g


@misconception(
    "normalised-gradient",
    function=SGD,
    en="Your steps all have the same length, however steep the slope is. Does the formula contain a norm?",
    zh="无论坡度多陡，你的步长都一样。公式里有范数吗？",
)
def normalised_gradient(w, g, lr):
    return w - lr * g / np.linalg.norm(g)


@misconception(
    "scales-the-parameters",
    function=SGD,
    en="With a zero gradient your parameters should stay where they are. To which term does the learning rate belong?",
    zh="梯度为零时参数应当保持不变。学习率应当乘在哪一项上？",
)
def scales_the_parameters(w, g, lr):
    return lr * (w - g)


@misconception(
    "averaged-over-entries",
    function=SGD,
    en="Your step is smaller for longer parameter arrays. Is an average over the entries part of the rule?",
    zh="参数数组越长，你的步长越小。更新规则里需要对元素取平均吗？",
)
def averaged_over_entries(w, g, lr):
    return w - lr * g / max(np.size(g), 2)


@misconception(
    "sgd-in-place",
    function=SGD,
    edge=(
        "sgd: the arguments stay as they are",
        "sgd: a single number stays as it is",
    ),
    en="The values are right, but the caller's parameters change as well. What does `-=` do to an array?",
    zh="数值正确，但调用者手里的参数也被改掉了。对数组使用 `-=` 会发生什么？",
)
def sgd_in_place(w, g, lr):
    if w.dtype.kind != "f":
        return w - lr * g
    w -= lr * g
    return w


@misconception(
    "vectors-only",
    function=SGD,
    edge=(
        "sgd: a single number, and three axes",
        "sgd: a single number stays as it is",
    ),
    en="Your step is right for vectors and matrices only. Can the same line serve an array of any shape?",
    zh="你的更新只对向量和矩阵正确。能否让同一行代码适用于任意形状的数组？",
)
def vectors_only(w, g, lr):
    if w.ndim == 0:
        return np.atleast_1d(w - lr * g)
    return w - lr * g


@misconception(
    "sgd-keeps-integer-type",
    function=SGD,
    edge="sgd: float32 and integer parameters",
    en="Integer parameters stay integers, and the step is cut off. Of which type should the result be?",
    zh="整数参数更新后仍是整数，更新量被截断了。结果应当是什么类型？",
)
def sgd_keeps_integer_type(w, g, lr):
    return (w - lr * g).astype(w.dtype)


@misconception(
    "rate-outside-velocity",
    function=MOMENTUM,
    convention=True,
    en="PyTorch's convention: the velocity collects gradients and the rate is applied afterwards. Here it is inside v.",
    zh="这是 PyTorch 的约定：速度只累积梯度，最后再乘学习率。本题中学习率在 v 之内。",
)
def rate_outside_velocity(w, g, v, lr, mu):
    v = mu * v + g
    return w - lr * v, v


@misconception(
    "averaged-gradients",
    function=MOMENTUM,
    convention=True,
    en="Your velocity is a weighted *average* of gradients (another known form). Here past steps add up.",
    zh="你的速度是梯度的加权*平均*（另一种已知形式）。本题中过去的更新量是累加的。",
)
def averaged_gradients(w, g, v, lr, mu):
    v = mu * v + (1 - mu) * g
    return w - lr * v, v


@misconception(
    "averaged-gradients-rate-inside",
    function=MOMENTUM,
    convention=True,
    en="Your new gradient enters with weight 1 - mu, as in an average. Which weight does it have in the formula?",
    zh="你给新梯度的权重是 1 - mu，这是取平均的写法。公式中它的权重是多少？",
)
def averaged_gradients_rate_inside(w, g, v, lr, mu):
    v = mu * v - (1 - mu) * lr * g
    return w + v, v


@misconception(
    "nesterov",
    function=MOMENTUM,
    en="From rest your first step is already longer than lr * g: you look ahead. Which variant is asked for?",
    zh="从静止出发，你的第一步就比 lr * g 长：这是带“前瞻”的变体。题目要的是哪一种？",
)
def nesterov(w, g, v, lr, mu):
    v = mu * v - lr * g
    return w + mu * v - lr * g, v


@misconception(
    "minus-twice",
    function=MOMENTUM,
    en="Your velocity points downhill, yet you walk the other way. How many minus signs are there in all?",
    zh="你的速度指向下坡，更新却往反方向走。式子里一共有几个负号？",
)
def minus_twice(w, g, v, lr, mu):
    v = mu * v - lr * g
    return w - v, v


@misconception(
    "uphill",
    function=MOMENTUM,
    en="Your velocity grows along the gradient: does that lower the loss?",
    zh="你的速度顺着梯度方向增长：这样能让损失下降吗？",
)
def uphill(w, g, v, lr, mu):
    v = mu * v + lr * g
    return w + v, v


@misconception(
    "mu-exchanged",
    function=MOMENTUM,
    en="A mu close to 1 should keep nearly all of the velocity; yours forgets nearly all. Which share is kept?",
    zh="mu 接近 1 时应保留几乎全部速度，你的却几乎全部忘掉。保留的比例应是多少？",
)
def mu_exchanged(w, g, v, lr, mu):
    v = (1 - mu) * v - lr * g
    return w + v, v


@misconception(
    "no-friction",
    function=MOMENTUM,
    en="Your velocity never decays. What does mu act on?",
    zh="你的速度从不衰减。mu 应当作用在什么上？",
)
def no_friction(w, g, v, lr, mu):
    v = v - lr * g
    return w + v, v


@misconception(
    "velocity-ignored",
    function=MOMENTUM,
    en="Right from rest, but the velocity that comes in has no effect later. Where is the memory?",
    zh="从静止出发时正确，但之后传入的速度不起作用。记忆在哪里？",
)
def velocity_ignored(w, g, v, lr, mu):
    v = -lr * g
    return w + v, v


@misconception(
    "old-velocity-moves",
    function=MOMENTUM,
    en="You move with the old velocity and update it afterwards. Which of the two v stands in the second formula?",
    zh="你先用旧速度移动，再更新速度。第二个公式里用的是哪一个 v？",
)
def old_velocity_moves(w, g, v, lr, mu):
    return w + v, mu * v - lr * g


@misconception(
    "rate-times-everything",
    function=MOMENTUM,
    en="The learning rate shrinks the old velocity as well. Which part of the velocity does it scale?",
    zh="学习率把旧速度也缩小了。它应当只缩放速度的哪一部分？",
)
def rate_times_everything(w, g, v, lr, mu):
    v = lr * (mu * v - g)
    return w + v, v


@misconception(
    "exchanged-results",
    function=MOMENTUM,
    en="The two arrays come back in the other order. What does the prompt return first?",
    zh="两个数组的顺序反了。题目要求先返回哪一个？",
)
def exchanged_results(w, g, v, lr, mu):
    v = mu * v - lr * g
    return v, w + v


@misconception(
    "old-velocity-returned",
    function=MOMENTUM,
    en="You return the old velocity: what does the next step start from?",
    zh="你返回的是旧速度：下一步应当从什么出发？",
)
def old_velocity_returned(w, g, v, lr, mu):
    return w + mu * v - lr * g, v


@misconception(
    "momentum-in-place",
    function=MOMENTUM,
    edge=(
        "momentum: the arguments stay as they are",
        "momentum: a single number stays as it is",
    ),
    en="The values are right, but the caller's arrays change as well. What do `*=` and `+=` do to an array?",
    zh="数值正确，但调用者手里的数组也被改掉了。对数组使用 `*=`、`+=` 会发生什么？",
)
def momentum_in_place(w, g, v, lr, mu):
    v *= mu
    v -= lr * g
    w += v
    return w, v


@misconception(
    "momentum-vectors-only",
    function=MOMENTUM,
    edge=(
        "momentum: a single number, and three axes",
        "momentum: a single number stays as it is",
    ),
    en="Your step is right for vectors and matrices only. Can the same lines serve an array of any shape?",
    zh="你的更新只对向量和矩阵正确。能否让同样的代码适用于任意形状的数组？",
)
def momentum_vectors_only(w, g, v, lr, mu):
    v = mu * v - lr * g
    return np.atleast_1d(w + v), np.atleast_1d(v)


def any_momentum(w, g, v, lr, mu, *, rule="mu v - lr g", moves="new", order="w, v", sign=1):
    fresh = {
        "mu v - lr g": mu * v - lr * g,
        "mu v + g": mu * v + g,
        "average": mu * v + (1 - mu) * g,
        "average of lr g": mu * v - (1 - mu) * lr * g,
        "mu exchanged": (1 - mu) * v - lr * g,
        "no friction": v - lr * g,
        "uphill": mu * v + lr * g,
    }[rule]
    step = v if moves == "old" else mu * fresh - lr * g if moves == "nesterov" else fresh
    if rule in ("mu v + g", "average"):
        step = -lr * step
    moved = w + sign * step
    return (fresh, moved) if order == "v, w" else (moved, v if order == "w, old v" else fresh)


PAIRS = pairs(
    MOMENTUM,
    any_momentum,
    {
        "rate-outside-velocity": {"rule": "mu v + g"},
        "averaged-gradients": {"rule": "average"},
        "averaged-gradients-rate-inside": {"rule": "average of lr g"},
        "uphill": {"rule": "uphill"},
        "mu-exchanged": {"rule": "mu exchanged"},
        "no-friction": {"rule": "no friction"},
        "old-velocity-moves": {"moves": "old"},
        "exchanged-results": {"order": "v, w"},
        "old-velocity-returned": {"order": "w, old v"},
    },
)
