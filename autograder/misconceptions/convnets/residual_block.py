"""Wrong residual blocks, and wrong ways back through them."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs

FORWARD = "residual_forward"
BACKWARD = "residual_backward"


def relu(z):
    return np.maximum(z, 0.0)


def gradients(dout, x, W1, W2, mask=None):
    """The right gradients, or those with another mask of the ReLU; also the part of dx that the branch gives."""
    z = x @ W1
    dz = (dout @ W2.T) * ((z > 0) if mask is None else mask(z))
    return dout + dz @ W1.T, x.T @ dz, relu(z).T @ dout, dz @ W1.T


@misconception(
    "shortcut-missing",
    function=FORWARD,
    en="With all weights 0 your block gives 0. What should a residual block do then?",
    zh="权重全为 0 时你的残差块输出 0。这时它应当输出什么？",
)
def shortcut_missing(x, W1, W2):
    return relu(x @ W1) @ W2


@misconception(
    "relu-after-the-sum",
    function=FORWARD,
    en="You apply a ReLU to the sum, as the block of the first ResNet does; here nothing follows the addition.",
    zh="你对相加的结果又做了 ReLU，最初的 ResNet 正是如此；本题相加之后不再有运算。",
    convention=True,
)
def relu_after_the_sum(x, W1, W2):
    return relu(x + relu(x @ W1) @ W2)


@misconception(
    "relu-after-both-layers",
    function=FORWARD,
    en="Your branch can only add: is there a ReLU behind its last layer?",
    zh="你的分支只会往上加：它的最后一层后面有 ReLU 吗？",
)
def relu_after_both_layers(x, W1, W2):
    return x + relu(relu(x @ W1) @ W2)


@misconception(
    "relu-missing",
    function=FORWARD,
    en="Your block is linear in x: what stands between the two weight matrices?",
    zh="你的残差块对 x 是线性的：两个权重矩阵之间应当有什么？",
)
def relu_missing(x, W1, W2):
    return x + x @ W1 @ W2


@misconception(
    "relu-before-the-first-layer",
    function=FORWARD,
    en="You cut off the input of the branch. To which quantity does the formula apply the ReLU?",
    zh="你对分支的输入做了截断。公式里的 ReLU 作用在哪个量上？",
)
def relu_before_the_first_layer(x, W1, W2):
    return x + relu(x) @ W1 @ W2


@misconception(
    "paths-multiplied",
    function=FORWARD,
    en="Shortcut and branch are multiplied. How do the two paths meet in a residual block?",
    zh="你把捷径与分支相乘了。残差块的两条路径是怎样汇合的？",
)
def paths_multiplied(x, W1, W2):
    return x * (relu(x @ W1) @ W2)


@misconception(
    "shortcut-twice",
    function=FORWARD,
    en="The input is added twice.",
    zh="输入被加了两次。",
)
def shortcut_twice(x, W1, W2):
    return 2 * x + relu(x @ W1) @ W2


@misconception(
    "shortcut-subtracted",
    function=FORWARD,
    en="You return the difference to the input. The branch learns that difference; what does the block put out?",
    zh="你返回的是与输入之差。这个差由分支来学，整个残差块输出的是什么？",
)
def shortcut_subtracted(x, W1, W2):
    return relu(x @ W1) @ W2 - x


@misconception(
    "paths-averaged",
    function=FORWARD,
    en="Your answer is half of what it should be: are the two paths averaged?",
    zh="你的结果只有应有的一半：两条路径是求和还是求平均？",
)
def paths_averaged(x, W1, W2):
    return (x + relu(x @ W1) @ W2) / 2


@misconception(
    "input-overwritten",
    function=FORWARD,
    en="The answer is right, but x += ... writes it into the caller's array.",
    zh="结果正确，但 x += ... 把它写进了调用者的数组。",
    edge="forward: a new array, for weights of 0 and one sample, too; the arguments stay",
)
def input_overwritten(x, W1, W2):
    branch = relu(x @ W1) @ W2
    if x.dtype == branch.dtype:
        x += branch
        return x
    return x + branch


@misconception(
    "branch-only",
    function=BACKWARD,
    en="Your dx knows the branch only. How many paths lead from x to y?",
    zh="你的 dx 只考虑了分支。从 x 到 y 有几条路径？",
)
def branch_only(dout, x, W1, W2):
    _, dW1, dW2, branch = gradients(dout, x, W1, W2)
    return branch, dW1, dW2


@misconception(
    "shortcut-only",
    function=BACKWARD,
    en="Your dx knows the shortcut only; that is right for weights of 0.",
    zh="你的 dx 只考虑了捷径；只有权重为 0 时才对。",
)
def shortcut_only(dout, x, W1, W2):
    _, dW1, dW2, _ = gradients(dout, x, W1, W2)
    return dout.copy(), dW1, dW2


@misconception(
    "backward-shortcut-twice",
    function=BACKWARD,
    en="The shortcut is counted twice on the way back.",
    zh="反向时捷径被算了两次。",
)
def backward_shortcut_twice(dout, x, W1, W2):
    dx, dW1, dW2, _ = gradients(dout, x, W1, W2)
    return dx + dout, dW1, dW2


@misconception(
    "shortcut-of-one",
    function=BACKWARD,
    en="The derivative of the shortcut is 1, but what does the chain rule multiply it by?",
    zh="捷径的导数确实是 1，但按链式法则它还要乘上什么？",
)
def shortcut_of_one(dout, x, W1, W2):
    _, dW1, dW2, branch = gradients(dout, x, W1, W2)
    return 1.0 + branch, dW1, dW2


@misconception(
    "gradients-multiplied",
    function=BACKWARD,
    en="You multiply what the two paths give. What does the chain rule do over several paths?",
    zh="你把两条路径的贡献相乘了。有多条路径时，链式法则怎样合并它们？",
)
def gradients_multiplied(dout, x, W1, W2):
    _, dW1, dW2, branch = gradients(dout, x, W1, W2)
    return dout * branch, dW1, dW2


@misconception(
    "mask-missing",
    function=BACKWARD,
    en="Gradient flows through units that are shut: which derivative is missing in the branch?",
    zh="梯度穿过了已经关闭的单元：分支里漏了哪个导数？",
)
def mask_missing(dout, x, W1, W2):
    return gradients(dout, x, W1, W2, np.ones_like)[:3]


@misconception(
    "mask-on-the-shortcut",
    function=BACKWARD,
    en="The shortcut is masked, too. Does the shortcut pass through a ReLU?",
    zh="捷径上也乘了掩码。捷径经过 ReLU 吗？",
)
def mask_on_the_shortcut(dout, x, W1, W2):
    _, dW1, dW2, branch = gradients(dout, x, W1, W2)
    return dout * (x > 0) + branch, dW1, dW2


@misconception(
    "slope-one-at-zero",
    function=BACKWARD,
    en="At exactly 0 the prompt fixes the derivative of ReLU. Is your comparison > or >=?",
    zh="题目约定了 ReLU 在 0 处的导数。你的比较用的是 > 还是 >=？",
    convention=True,
    edge="backward: the derivative of ReLU at 0",
)
def slope_one_at_zero(dout, x, W1, W2):
    return gradients(dout, x, W1, W2, lambda z: z >= 0)[:3]


@misconception(
    "weights-not-transposed",
    function=BACKWARD,
    en="With square matrices nothing warns you: in which order, and how turned, do the weights come on the way back?",
    zh="矩阵是方阵时不会报错提醒你：反向时两个权重按什么顺序、是否转置？",
)
def weights_not_transposed(dout, x, W1, W2):
    z = x @ W1
    dz = (dout @ W1) * (z > 0)
    return dout + dz @ W2, x.T @ dz, relu(z).T @ dout


@misconception(
    "dW2-before-the-relu",
    function=BACKWARD,
    en="Your dW2 takes the values before the ReLU. What is the input of the second layer?",
    zh="你的 dW2 用的是 ReLU 之前的值。第二层的输入是什么？",
)
def dW2_before_the_relu(dout, x, W1, W2):
    dx, dW1, _, _ = gradients(dout, x, W1, W2)
    return dx, dW1, (x @ W1).T @ dout


@misconception(
    "weight-gradients-averaged",
    function=BACKWARD,
    en="Your weight gradients are divided by the number of samples. Is there a mean in y, or is it in dout already?",
    zh="你的权重梯度除以了样本数。y 的公式里有平均吗，还是已经包含在 dout 中？",
)
def weight_gradients_averaged(dout, x, W1, W2):
    dx, dW1, dW2, _ = gradients(dout, x, W1, W2)
    return dx, dW1 / len(x), dW2 / len(x)


@misconception(
    "dW1-without-mask",
    function=BACKWARD,
    en="Your dx respects the ReLU, your dW1 does not.",
    zh="你的 dx 考虑了 ReLU，dW1 却没有。",
)
def dW1_without_mask(dout, x, W1, W2):
    dx, _, dW2, _ = gradients(dout, x, W1, W2)
    return dx, x.T @ (dout @ W2.T), dW2


@misconception(
    "weight-gradients-transposed",
    function=BACKWARD,
    en="The gradient of a matrix has the shape of that matrix; yours are transposed.",
    zh="矩阵的梯度与矩阵本身形状相同；你的是转置过的。",
)
def weight_gradients_transposed(dout, x, W1, W2):
    dx, dW1, dW2, _ = gradients(dout, x, W1, W2)
    return dx, dW1.T, dW2.T


@misconception(
    "dout-overwritten",
    function=BACKWARD,
    en="The gradients are right, but dout += ... writes into the caller's array.",
    zh="梯度正确，但 dout += ... 写进了调用者的数组。",
    edge=("backward: float32 and integers", "backward: new arrays, for weights of 0, too; the arguments stay"),
)
def dout_overwritten(dout, x, W1, W2):
    _, dW1, dW2, branch = gradients(dout, x, W1, W2)
    dout += branch
    return dout, dW1, dW2


@misconception(
    "integer-gradient",
    function=BACKWARD,
    en="For integer inputs your dx is cut down to integers: which dtype does `zeros_like(x)` have?",
    zh="输入为整数时，你的 dx 被截断成了整数：`zeros_like(x)` 的 dtype 是什么？",
    edge="backward: float32 and integers",
)
def integer_gradient(dout, x, W1, W2):
    dx, dW1, dW2, _ = gradients(dout, x, W1, W2)
    return dx.astype(x.dtype), dW1, dW2


@misconception(
    "times-the-output",
    function=BACKWARD,
    en="You multiply by relu(z) where its derivative belongs. Which values does the slope of a ReLU take?",
    zh="该乘 ReLU 的导数的地方，你乘的是 relu(z) 本身。ReLU 的斜率可以取哪些值？",
)
def times_the_output(dout, x, W1, W2):
    return gradients(dout, x, W1, W2, relu)[:3]


def probes(rng):
    """An integer sample: x += ... on it is an error, and not what `input-overwritten` answers."""
    W1, W2 = rng.uniform(0.5, 1.5, size=(2, 1, 1))
    return {FORWARD: [(rng.integers(1, 6, size=(2, 1)), W1, W2)]}


def any_forward(x, W1, W2, *, inner=True, after="", shortcut=1.0, before=False):
    branch = (relu(x) if before else x) @ W1
    branch = (relu(branch) if inner else branch) @ W2
    branch = relu(branch) if after == "branch" else branch
    y = shortcut * x + branch
    return relu(y) if after == "sum" else y


PAIRS = pairs(
    FORWARD,
    any_forward,
    {
        "relu-missing": {"inner": False},
        "relu-after-the-sum": {"after": "sum"},
        "relu-after-both-layers": {"after": "branch"},
        "shortcut-missing": {"shortcut": 0.0},
        "shortcut-twice": {"shortcut": 2.0},
        "shortcut-subtracted": {"shortcut": -1.0},
    },
)


def any_backward(dout, x, W1, W2, *, mask="z > 0", shortcut=1.0, averaged=False, hidden=True, dW1=True):
    z = x @ W1
    h, dh = relu(z), dout @ W2.T
    dz = dh * {"z > 0": z > 0, "none": 1.0, "relu": h}[mask]
    n = len(x) if averaged else 1
    return shortcut * dout + dz @ W1.T, x.T @ (dz if dW1 else dh) / n, (h if hidden else z).T @ dout / n


PAIRS_BACKWARD = pairs(
    BACKWARD,
    any_backward,
    {
        "mask-missing": {"mask": "none"},
        "branch-only": {"shortcut": 0.0},
        "backward-shortcut-twice": {"shortcut": 2.0},
        "weight-gradients-averaged": {"averaged": True},
        "dW2-before-the-relu": {"hidden": False},
        "dW1-without-mask": {"dW1": False},
    },
)
