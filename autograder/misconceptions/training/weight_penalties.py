"""Wrong steps with L2 and L1 penalties."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs, together

L2 = "l2_step"
L1 = "l1_step"
SOFT = "soft_threshold_step"


def shrink(u, threshold):
    return np.sign(u) * np.maximum(np.abs(u) - threshold, 0.0)


@misconception(
    "half-the-penalty",
    function=L2,
    convention=True,
    en="Your decay belongs to (lam/2)||w||^2, a common form. What is the derivative of the penalty written here?",
    zh="你的衰减对应 (lam/2)||w||^2，这是常见的写法。本题所写的惩罚项，导数是什么？",
)
def half_the_penalty(w, g, lr, lam):
    return (1 - lr * lam) * w - lr * g


@misconception(
    "decay-without-rate",
    function=L2,
    convention=True,
    en="Your decay does not depend on the learning rate, as if it were decoupled. Is it part of the gradient here?",
    zh="你的衰减与学习率无关（解耦的权重衰减是这样）。本题中它是不是梯度的一部分？",
)
def decay_without_rate(w, g, lr, lam):
    return (1 - 2 * lam) * w - lr * g


@misconception(
    "weights-grow",
    function=L2,
    en="Without a gradient your weights grow. What should a penalty on their size do?",
    zh="没有梯度时，你的权重反而变大。惩罚权重的大小应当产生什么效果？",
)
def weights_grow(w, g, lr, lam):
    return (1 + 2 * lr * lam) * w - lr * g


@misconception(
    "decays-the-step-too",
    function=L2,
    en="The gradient step is shrunk as well. At which point is the penalty's gradient taken, before or after the step?",
    zh="梯度那一步也被缩小了。惩罚项的梯度是在走这一步之前还是之后的位置上取的？",
)
def decays_the_step_too(w, g, lr, lam):
    return (1 - 2 * lr * lam) * (w - lr * g)


@misconception(
    "constant-pull",
    function=L2,
    en="Your pull towards 0 is the same for every weight: which of the two penalties does that?",
    zh="你对每个权重的拉力都一样大：两种惩罚中哪一种才是这样？",
)
def constant_pull(w, g, lr, lam):
    return w - lr * (g + lam * np.sign(w))


@misconception(
    "penalty-not-differentiated",
    function=L2,
    en="You subtract the penalty w^2 itself. What does a gradient step subtract?",
    zh="你减去的是惩罚项 w^2 本身。梯度下降应当减去什么？",
)
def penalty_not_differentiated(w, g, lr, lam):
    return w - lr * (g + lam * w**2)


@misconception(
    "rate-on-decay-only",
    function=L2,
    en="The learning rate does not act on the loss gradient. Which sum does it multiply?",
    zh="学习率没有作用在损失的梯度上。它乘的是哪个和？",
)
def rate_on_decay_only(w, g, lr, lam):
    return (1 - 2 * lr * lam) * w - g


@misconception(
    "l2-penalty-ignored",
    function=L2,
    en="lam has no effect on your step. Which term should it add?",
    zh="lam 对你的更新没有影响。它应当带来哪一项？",
)
def l2_penalty_ignored(w, g, lr, lam):
    return w - lr * g


@misconception(
    "l2-in-place",
    function=L2,
    edge=(
        "l2: the arguments stay as they are",
        "l2: a single number stays as it is",
    ),
    en="The values are right, but the caller's weights change as well. What do `*=` and `-=` do to an array?",
    zh="数值正确，但调用者手里的权重也被改掉了。对数组使用 `*=`、`-=` 会发生什么？",
)
def l2_in_place(w, g, lr, lam):
    new = (1 - 2 * lr * lam) * w - lr * g
    w[...] = new
    return new


@misconception(
    "l2-keeps-integer-type",
    function=L2,
    edge="l2: float32 and integer weights",
    en="Integer weights stay integers, and the step is cut off. Of which type should the result be?",
    zh="整数权重更新后仍是整数，更新量被截断了。结果应当是什么类型？",
)
def l2_keeps_integer_type(w, g, lr, lam):
    return ((1 - 2 * lr * lam) * w - lr * g).astype(w.dtype)


@misconception(
    "l2-vectors-only",
    function=L2,
    edge=(
        "l2: a single number, and three axes",
        "l2: a single number stays as it is",
    ),
    en="Your step is right for vectors and matrices only. Can the same line serve an array of any shape?",
    zh="你的更新只对向量和矩阵正确。能否让同一行代码适用于任意形状的数组？",
)
def l2_vectors_only(w, g, lr, lam):
    return np.atleast_1d((1 - 2 * lr * lam) * w - lr * g)


@misconception(
    "no-sign",
    function=L1,
    en="Negative weights are pushed away from 0. Which way does |w| grow there?",
    zh="负的权重被推得离 0 更远了。在那里 |w| 朝哪个方向增大？",
)
def no_sign(w, g, lr, lam):
    return w - lr * (g + lam)


@misconception(
    "absolute-value",
    function=L1,
    en="You subtract |w| itself. What is its derivative?",
    zh="你减去的是 |w| 本身。它的导数是什么？",
)
def absolute_value(w, g, lr, lam):
    return w - lr * (g + lam * np.abs(w))


@misconception(
    "pull-without-rate",
    function=L1,
    en="The pull of your penalty does not depend on the learning rate. What does the rate multiply?",
    zh="你的惩罚拉力与学习率无关。学习率应当乘在什么上？",
)
def pull_without_rate(w, g, lr, lam):
    return w - lr * g - lam * np.sign(w)


@misconception(
    "pushes-away",
    function=L1,
    en="Your penalty pushes the weights away from 0. Which sign does its gradient have in a descent step?",
    zh="你的惩罚把权重推离 0。在下降的一步中，它的梯度应带什么符号？",
)
def pushes_away(w, g, lr, lam):
    return w - lr * (g - lam * np.sign(w))


@misconception(
    "proportional-pull",
    function=L1,
    en="Your pull grows with the weight: which of the two penalties does that?",
    zh="你的拉力随权重增大：两种惩罚中哪一种才是这样？",
)
def proportional_pull(w, g, lr, lam):
    return (1 - 2 * lr * lam) * w - lr * g


@misconception(
    "sign-of-zero-is-one",
    function=L1,
    edge="l1: a weight of exactly 0",
    en="A weight that is exactly 0 gets pushed. Which of its subgradients does the prompt choose?",
    zh="恰好为 0 的权重被推动了。在 0 处，题目选定的是哪一个次梯度？",
)
def sign_of_zero_is_one(w, g, lr, lam):
    return w - lr * (g + lam * np.where(w >= 0, 1.0, -1.0))


@misconception(
    "sign-by-division",
    function=L1,
    edge="l1: a weight of exactly 0",
    en="w / |w| is right except in one place. Which weight makes it 0/0?",
    zh="w / |w| 只在一个地方出错。哪个权重会让它变成 0/0？",
)
def sign_by_division(w, g, lr, lam):
    with np.errstate(all="ignore"):
        return w - lr * (g + lam * w / np.abs(w))


@misconception(
    "proximal-instead",
    function=L1,
    edge="l1: a step across 0",
    en="That is the proximal step, the third function. What does a plain subgradient step do?",
    zh="这是近端步，即第三个函数。普通的次梯度步是怎样的？",
)
def proximal_instead(w, g, lr, lam):
    stepped = w - lr * (g + lam * np.sign(w))
    return np.where(stepped * w < 0, 0.0, stepped)


@misconception(
    "l1-in-place",
    function=L1,
    edge=(
        "l1: the arguments stay as they are",
        "l1: a single number stays as it is",
    ),
    en="The values are right, but the caller's gradient changes as well. What does `+=` do to an array?",
    zh="数值正确，但调用者手里的梯度也被改掉了。对数组使用 `+=` 会发生什么？",
)
def l1_in_place(w, g, lr, lam):
    g += lam * np.sign(w)
    return w - lr * g


@misconception(
    "l1-keeps-integer-type",
    function=L1,
    edge="l1: float32 and integer weights",
    en="Integer weights stay integers, and the step is cut off. Of which type should the result be?",
    zh="整数权重更新后仍是整数，更新量被截断了。结果应当是什么类型？",
)
def l1_keeps_integer_type(w, g, lr, lam):
    return (w - lr * (g + lam * np.sign(w))).astype(w.dtype)


@misconception(
    "l1-vectors-only",
    function=L1,
    edge=(
        "l1: a single number, and three axes",
        "l1: a single number stays as it is",
    ),
    en="Your step is right for vectors and matrices only. Can the same line serve an array of any shape?",
    zh="你的更新只对向量和矩阵正确。能否让同一行代码适用于任意形状的数组？",
)
def l1_vectors_only(w, g, lr, lam):
    return np.atleast_1d(w - lr * (g + lam * np.sign(w)))


@misconception(
    "threshold-without-rate",
    function=SOFT,
    en="Your threshold does not depend on the step size. How far may the penalty pull in a step of length lr?",
    zh="你的阈值与步长无关。步长为 lr 的一步中，惩罚最多能拉多远？",
)
def threshold_without_rate(w, g, lr, lam):
    return shrink(w - lr * g, lam)


@misconception(
    "hard-threshold",
    function=SOFT,
    en="Small weights become 0, but large ones are not shrunk at all. What makes the threshold *soft*?",
    zh="小权重变成了 0，大权重却完全没有缩小。“软”阈值软在哪里？",
)
def hard_threshold(w, g, lr, lam):
    u = w - lr * g
    return np.where(np.abs(u) > lr * lam, u, 0.0)


@misconception(
    "jumps-over-zero",
    function=SOFT,
    en="Small weights change their sign instead of becoming 0. Where should the pull stop?",
    zh="小权重越过 0 变了号，而不是变成 0。拉力应当在哪里停住？",
)
def jumps_over_zero(w, g, lr, lam):
    u = w - lr * g
    return u - lr * lam * np.sign(u)


@misconception(
    "negatives-lost",
    function=SOFT,
    en="All your negative weights become 0. Is the threshold for u or for |u|?",
    zh="你把所有负权重都变成了 0。阈值针对的是 u 还是 |u|？",
)
def negatives_lost(w, g, lr, lam):
    return np.maximum(w - lr * g - lr * lam, 0.0)


@misconception(
    "sign-lost",
    function=SOFT,
    en="All your weights come out positive. What restores the sign after |u|?",
    zh="你的权重全变成了正的。取 |u| 之后，用什么恢复符号？",
)
def sign_lost(w, g, lr, lam):
    return np.maximum(np.abs(w - lr * g) - lr * lam, 0.0)


@misconception(
    "threshold-before-gradient",
    function=SOFT,
    en="You threshold first and step afterwards, so that no weight stays 0. Which comes first?",
    zh="你先取阈值、后走梯度步，权重就留不在 0 上。应当先做哪一步？",
)
def threshold_before_gradient(w, g, lr, lam):
    return shrink(w, lr * lam) - lr * g


@misconception(
    "threshold-doubled",
    function=SOFT,
    en="Your threshold is twice too large. Whose derivative has a factor 2, |w| or w^2?",
    zh="你的阈值大了一倍。导数里带因子 2 的是 |w| 还是 w^2？",
)
def threshold_doubled(w, g, lr, lam):
    return shrink(w - lr * g, 2 * lr * lam)


@misconception(
    "sign-of-the-old-weight",
    function=SOFT,
    edge=(
        "soft threshold: a gradient step across 0",
        "soft threshold: a weight of exactly 0",
    ),
    en="Wrong only where the gradient step crosses 0: whose sign does the shrunk value take?",
    zh="只在梯度步越过 0 时出错：收缩后的值应取谁的符号？",
)
def sign_of_the_old_weight(w, g, lr, lam):
    u = w - lr * g
    return np.sign(w) * np.maximum(np.abs(u) - lr * lam, 0.0)


@misconception(
    "zeros-stay-zeros",
    function=SOFT,
    edge="soft threshold: a weight of exactly 0",
    en="A weight of exactly 0 never moves again in your step, however large its gradient: which quantity is held "
    "against the threshold?",
    zh="在你的实现里，恰好为 0 的权重无论梯度多大都不再变化：与阈值比较的应当是哪个量？",
)
def zeros_stay_zeros(w, g, lr, lam):
    return np.where(w == 0, 0.0, shrink(w - lr * g, lr * lam))


@misconception(
    "multiplicative-shrinking",
    function=SOFT,
    en="A factor never reaches 0 exactly: for which penalty is that the proximal step?",
    zh="乘一个因子永远不会恰好得到 0：那是哪一种惩罚的近端步？",
)
def multiplicative_shrinking(w, g, lr, lam):
    return (w - lr * g) / (1 + 2 * lr * lam)


@misconception(
    "penalty-twice",
    function=SOFT,
    en="The penalty acts twice, in the gradient and in the threshold. Which of the two is the proximal step?",
    zh="惩罚起了两次作用：梯度里一次，阈值里一次。近端步是其中的哪一个？",
)
def penalty_twice(w, g, lr, lam):
    return shrink(w - lr * (g + lam * np.sign(w)), lr * lam)


@misconception(
    "nearly-zero",
    function=SOFT,
    en="Your small weights are tiny but not 0. Does the formula leave a remainder?",
    zh="你的小权重非常小，但不是 0。公式会留下余量吗？",
)
def nearly_zero(w, g, lr, lam):
    u = w - lr * g
    return np.sign(u) * np.maximum(np.abs(u) - lr * lam, 1e-6)


@misconception(
    "soft-in-place",
    function=SOFT,
    edge=(
        "soft threshold: the arguments stay as they are",
        "soft threshold: a single number stays as it is",
    ),
    en="The values are right, but the caller's weights change as well. What does `-=` do to an array?",
    zh="数值正确，但调用者手里的权重也被改掉了。对数组使用 `-=` 会发生什么？",
)
def soft_in_place(w, g, lr, lam):
    u = w - lr * g
    w[...] = u
    return shrink(u, lr * lam)


@misconception(
    "soft-keeps-integer-type",
    function=SOFT,
    edge="soft threshold: float32 and integer weights",
    en="Integer weights stay integers, and the step is cut off. Of which type should the result be?",
    zh="整数权重更新后仍是整数，更新量被截断了。结果应当是什么类型？",
)
def soft_keeps_integer_type(w, g, lr, lam):
    return shrink(w - lr * g, lr * lam).astype(w.dtype)


@misconception(
    "soft-vectors-only",
    function=SOFT,
    edge=(
        "soft threshold: a single number (above it, below it), and three axes",
        "soft threshold: a single number stays as it is",
    ),
    en="Your step is right for vectors and matrices only. Can the same line serve an array of any shape?",
    zh="你的更新只对向量和矩阵正确。能否让同一行代码适用于任意形状的数组？",
)
def soft_vectors_only(w, g, lr, lam):
    return np.atleast_1d(shrink(w - lr * g, lr * lam))


@misconception(
    "negative-side-moves-away",
    function=SOFT,
    en="Positive weights shrink, negative ones grow in size. Towards which number is every weight pulled?",
    zh="正的权重变小了，负的权重绝对值却变大了。每个权重都应当被拉向哪个数？",
)
def negative_side_moves_away(w, g, lr, lam):
    u, t = w - lr * g, lr * lam
    return np.where(np.abs(u) > t, u - t, 0.0)


def probes(rng):
    """A matrix: whoever leaves out the penalty for vectors alone makes another mistake than `l2-penalty-ignored`."""
    return {L2: [(rng.uniform(1.0, 3.0, size=(2, 2)), rng.uniform(0.5, 2.0, size=(2, 2)), 0.1, 0.6)]}


@together("pull-without-rate", "sign-of-zero-is-one", function=L1)
def pull_without_rate_at_zero(w, g, lr, lam):
    return w - lr * g - lam * np.where(w >= 0, 1.0, -1.0)


def any_l2(w, g, lr, lam, *, half=False, rate=True, grows=False):
    pull = (1.0 if half else 2.0) * lam * w * (lr if rate else 1.0)
    return w - lr * g + (pull if grows else -pull)


PAIRS_L2 = pairs(
    L2,
    any_l2,
    {
        "half-the-penalty": {"half": True},
        "decay-without-rate": {"rate": False},
        "weights-grow": {"grows": True},
    },
)


def any_l1(w, g, lr, lam, *, pull="sign", rate=True, away=False, zero=False):
    sign = np.where(w == 0, 1.0, np.sign(w)) if zero else np.sign(w)
    pulled = lam * {"sign": sign, "none": 1.0, "size": np.abs(w)}[pull] * (lr if rate else 1.0)
    return w - lr * g + (pulled if away else -pulled)


PAIRS_L1 = pairs(
    L1,
    any_l1,
    {
        "no-sign": {"pull": "none"},
        "absolute-value": {"pull": "size"},
        "pull-without-rate": {"rate": False},
        "pushes-away": {"away": True},
        "sign-of-zero-is-one": {"zero": True},
    },
)


def any_soft(w, g, lr, lam, *, rate=True, twice=1.0, form="soft", sign=True):
    u, t = w - lr * g, (lr * lam if rate else lam) * twice
    if form == "hard":
        return np.where(np.abs(u) > t, u, 0.0)
    if form == "jumps":
        return u - t * np.sign(u)
    if form == "positive":
        return np.maximum(u - t, 0.0)
    size = np.maximum(np.abs(u) - t, 0.0)
    return np.sign(u) * size if sign else size


PAIRS_SOFT = pairs(
    SOFT,
    any_soft,
    {
        "threshold-without-rate": {"rate": False},
        "threshold-doubled": {"twice": 2.0},
        "hard-threshold": {"form": "hard"},
        "jumps-over-zero": {"form": "jumps"},
        "negatives-lost": {"form": "positive"},
        "sign-lost": {"sign": False},
    },
)
