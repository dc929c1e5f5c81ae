"""Wrong dropout."""

import numpy as np

from autograder.checks.misconceptions import misconception, pairs, together

FORWARD = "dropout_forward"
BACKWARD = "dropout_backward"
VARIATIONAL = "variational_dropout"


def drop(x, mask, p):
    return np.zeros(x.shape) if p == 1 else x * mask / (1 - p)


@misconception(
    "divided-by-p",
    function=FORWARD,
    en="You divide by the probability to drop. Which probability has to be made up for?",
    zh="你除以的是丢弃概率。需要补偿的是哪个概率？",
)
def divided_by_p(x, uniform, p, train):
    return 1.0 * x if not train else x * (uniform >= p) / max(p, 1e-12)


@misconception(
    "mask-inverted",
    function=FORWARD,
    en="You keep what should be dropped: how probable is it that a uniform draw is below p?",
    zh="你保留了本该丢弃的单元：均匀随机数小于 p 的概率是多少？",
)
def mask_inverted(x, uniform, p, train):
    return 1.0 * x if not train else drop(x, uniform < p, p)


@misconception(
    "p-keeps",
    function=FORWARD,
    convention=True,
    en="In your code p is the probability to *keep* a unit, as in the original paper. What is it here?",
    zh="在你的代码里，p 是*保留*一个单元的概率，原论文是这样。本题中它是什么？",
)
def p_keeps(x, uniform, p, train):
    return 1.0 * x if not train else x * (uniform < p) / max(p, 1e-12)


@misconception(
    "active-at-test-time",
    function=FORWARD,
    en="Your network also drops units at test time. Should two predictions for one input differ?",
    zh="你的网络在推理时也丢弃单元。对同一输入的两次预测应当不同吗？",
)
def active_at_test_time(x, uniform, p, train):
    return drop(x, uniform >= p, p)


@misconception(
    "mode-reversed",
    function=FORWARD,
    en="You drop at test time and not in training. In which mode is `train` true?",
    zh="你在推理时丢弃，训练时反而不丢弃。`train` 为真对应哪种模式？",
)
def mode_reversed(x, uniform, p, train):
    return 1.0 * x if train else drop(x, uniform >= p, p)


@misconception(
    "scaled-twice",
    function=FORWARD,
    en="You scale in training and again at test time. How often does the mean need to be corrected?",
    zh="你在训练时缩放过，推理时又缩放一次。均值需要修正几次？",
)
def scaled_twice(x, uniform, p, train):
    return x * (1 - p) if not train else drop(x, uniform >= p, p)


@misconception(
    "scaled-at-test-time-only",
    function=FORWARD,
    convention=True,
    en="This is the original form, which scales at test time. Where does *inverted* dropout scale?",
    zh="这是原始形式，在推理时缩放。*反向*缩放的 dropout 在哪里缩放？",
)
def scaled_at_test_time_only(x, uniform, p, train):
    return x * (1 - p) if not train else x * (uniform >= p)


@misconception(
    "no-scaling",
    function=FORWARD,
    en="In training the mean of your outputs is smaller than that of x. What makes up for the dropped units?",
    zh="训练时，你的输出均值比 x 的均值小。用什么补偿被丢弃的单元？",
)
def no_scaling(x, uniform, p, train):
    return 1.0 * x if not train else x * (uniform >= p)


@misconception(
    "observed-rate",
    function=FORWARD,
    en="You divide by the fraction that happened to be kept. Which number is fixed in advance?",
    zh="你除以的是碰巧保留下来的比例。事先确定的是哪个数？",
)
def observed_rate(x, uniform, p, train):
    mask = uniform >= p
    return 1.0 * x if not train else x * mask / max(mask.mean(), 1e-12)


@misconception(
    "not-a-number-at-one",
    function=FORWARD,
    edge=(
        "forward: p = 0 and p = 1, in both modes",
        "forward: integer activations and p = 1",
    ),
    en="Everything is right until p = 1. What do you divide there?",
    zh="其他都对，直到 p = 1。此时你在用什么除以什么？",
)
def not_a_number_at_one(x, uniform, p, train):
    with np.errstate(all="ignore"):
        return 1.0 * x if not train else x * (uniform >= p) / np.float64(1 - p)


@misconception(
    "zeros-at-test-time",
    function=FORWARD,
    edge="forward: p = 0 and p = 1, in both modes",
    en="For p = 1 you return zeros at test time, too. What does dropout do at test time?",
    zh="p = 1 时，你在推理时也返回 0。推理时 dropout 做什么？",
)
def zeros_at_test_time(x, uniform, p, train):
    return np.zeros(x.shape) if p == 1 else 1.0 * x if not train else drop(x, uniform >= p, p)


@misconception(
    "strictly-above",
    function=FORWARD,
    edge="forward: a draw of exactly p is kept, one just below is dropped",
    en="Right except for a draw of exactly p. On which side of p does it belong?",
    zh="只有随机数恰好等于 p 时不对。它属于哪一侧？",
)
def strictly_above(x, uniform, p, train):
    return 1.0 * x if not train else drop(x, uniform > p, p)


@misconception(
    "one-mask-for-the-batch",
    function=FORWARD,
    en="All samples lose the same units. How many decisions does one batch need?",
    zh="所有样本丢弃了相同的单元。一个批次需要做多少个决定？",
)
def one_mask_for_the_batch(x, uniform, p, train):
    return 1.0 * x if not train else drop(x, (uniform[:1] if uniform.ndim > 1 else uniform) >= p, p)


@misconception(
    "own-random-numbers",
    function=FORWARD,
    en="You draw random numbers of your own. What are the given ones for?",
    zh="你自己又生成了随机数。题目给出的随机数是做什么用的？",
)
def own_random_numbers(x, uniform, p, train):
    return 1.0 * x if not train else drop(x, np.random.default_rng(0).random(x.shape) >= p, p)


@misconception(
    "forward-in-place",
    function=FORWARD,
    edge="forward: a new array, the arguments stay as they are",
    en="The values are right, but the caller's activations change as well. What does `*=` do to an array?",
    zh="数值正确，但调用者手里的激活值也被改掉了。对数组使用 `*=` 会发生什么？",
)
def forward_in_place(x, uniform, p, train):
    y = 1.0 * x if not train else drop(x, uniform >= p, p)
    x[...] = y
    return y


@misconception(
    "forward-keeps-integer-type",
    function=FORWARD,
    edge=(
        "forward: float32 and integer activations",
        "forward: integer activations and p = 1",
    ),
    en="Integer activations stay integers after the division. Of which type should the result be?",
    zh="整数激活值相除之后仍是整数。结果应当是什么类型？",
)
def forward_keeps_integer_type(x, uniform, p, train):
    return (1.0 * x if not train else drop(x, uniform >= p, p)).astype(x.dtype)


@misconception(
    "integers-at-test-time",
    function=FORWARD,
    edge=(
        "forward: float32 and integer activations",
        "forward: a new array, the arguments stay as they are",
    ),
    en="At test time integer activations come back as integers. Of which type should the result be in either mode?",
    zh="推理时整数激活值返回的仍是整数。两种模式下结果都应当是什么类型？",
)
def integers_at_test_time(x, uniform, p, train):
    return x if not train else drop(x, uniform >= p, p)


@misconception(
    "forward-vectors-only",
    function=FORWARD,
    edge="forward: a single number, and three axes",
    en="Right for vectors and matrices. What does your code do with a single number?",
    zh="对向量和矩阵正确。如果输入只是一个数，你的代码会怎样？",
)
def forward_vectors_only(x, uniform, p, train):
    return np.atleast_1d(1.0 * x if not train else drop(x, uniform >= p, p))


@misconception(
    "passes-everything",
    function=BACKWARD,
    en="Dropped units get a gradient. Did they have any influence on the loss?",
    zh="被丢弃的单元也得到了梯度。它们对损失有影响吗？",
)
def passes_everything(dout, uniform, p):
    return dout / (1 - p) if p < 1 else np.zeros(dout.shape)


@misconception(
    "backward-without-scaling",
    function=BACKWARD,
    en="By which factor does a kept unit's output grow with its input?",
    zh="被保留的单元，其输出随输入变化的系数是多少？",
)
def backward_without_scaling(dout, uniform, p):
    return dout * (uniform >= p)


@misconception(
    "scaling-upside-down",
    function=BACKWARD,
    en="You multiply where the forward pass divides. Does the chain rule turn a factor upside down?",
    zh="前向除的地方你却在乘。链式法则会把系数颠倒过来吗？",
)
def scaling_upside_down(dout, uniform, p):
    return dout * (uniform >= p) * (1 - p)


@misconception(
    "backward-mask-inverted",
    function=BACKWARD,
    en="The gradient flows through the dropped units. Which ones were kept?",
    zh="梯度流过了被丢弃的单元。被保留的是哪些？",
)
def backward_mask_inverted(dout, uniform, p):
    return drop(dout, uniform < p, p)


@misconception(
    "mask-from-the-gradient",
    function=BACKWARD,
    en="Negative gradients are lost. What decides whether a unit was dropped?",
    zh="负的梯度丢失了。一个单元是否被丢弃由什么决定？",
)
def mask_from_the_gradient(dout, uniform, p):
    return drop(dout, (uniform >= p) & (dout > 0), p)


@misconception(
    "new-mask",
    function=BACKWARD,
    en="Your backward pass draws a new mask. Which units did the forward pass drop?",
    zh="你的反向传播重新抽取了掩码。前向传播丢弃的是哪些单元？",
)
def new_mask(dout, uniform, p):
    return drop(dout, np.random.default_rng(1).random(dout.shape) >= p, p)


@misconception(
    "backward-not-a-number-at-one",
    function=BACKWARD,
    edge="backward: p = 0 and p = 1",
    en="Everything is right until p = 1. What do you divide there?",
    zh="其他都对，直到 p = 1。此时你在用什么除以什么？",
)
def backward_not_a_number_at_one(dout, uniform, p):
    with np.errstate(all="ignore"):
        return dout * (uniform >= p) / np.float64(1 - p)


@misconception(
    "backward-in-place",
    function=BACKWARD,
    edge="backward: a new array, the arguments stay as they are",
    en="The values are right, but the caller's dout changes as well. What does `*=` do to an array?",
    zh="数值正确，但调用者手里的 dout 也被改掉了。对数组使用 `*=` 会发生什么？",
)
def backward_in_place(dout, uniform, p):
    dx = drop(dout, uniform >= p, p)
    dout[...] = dx
    return dx


@misconception(
    "backward-vectors-only",
    function=BACKWARD,
    edge="backward: a single number, and three axes",
    en="Right for vectors and matrices. What does your code do with a single number?",
    zh="对向量和矩阵正确。如果输入只是一个数，你的代码会怎样？",
)
def backward_vectors_only(dout, uniform, p):
    return np.atleast_1d(drop(dout, uniform >= p, p))


@misconception(
    "new-mask-at-every-step",
    function=VARIATIONAL,
    en="The dropped units change from step to step, as in ordinary dropout. Which draws should decide?",
    zh="丢弃的单元逐步变化，这是普通 dropout。应当由哪些随机数来决定？",
)
def new_mask_at_every_step(x, uniform, p):
    return drop(x, uniform >= p, p)


@misconception(
    "shared-over-the-batch",
    function=VARIATIONAL,
    en="All samples share one mask, and it changes in time. Which of the three axes should share it?",
    zh="所有样本共用了一个掩码，而它却随时间变化。应当沿三个轴中的哪一个共用？",
)
def shared_over_the_batch(x, uniform, p):
    return drop(x, uniform[:, :1] >= p, p)


@misconception(
    "shared-over-time-and-batch",
    function=VARIATIONAL,
    en="The mask is shared over time, and over the samples as well. Does every sample deserve its own?",
    zh="掩码沿时间共用，但样本之间也共用了。每个样本是否应有自己的掩码？",
)
def shared_over_time_and_batch(x, uniform, p):
    return drop(x, uniform[:1, :1] >= p, p)


@misconception(
    "last-step-decides",
    function=VARIATIONAL,
    en="You take the mask of another step. Which one does the prompt name?",
    zh="你用的是另一步的掩码。题目指定的是哪一步？",
)
def last_step_decides(x, uniform, p):
    return drop(x, uniform[-1] >= p, p)


@misconception(
    "variational-without-scaling",
    function=VARIATIONAL,
    en="The mean of the units gets smaller. What makes up for the dropped ones?",
    zh="各单元的均值变小了。用什么补偿被丢弃的单元？",
)
def variational_without_scaling(x, uniform, p):
    return x * (uniform[0] >= p)


@misconception(
    "variational-mask-inverted",
    function=VARIATIONAL,
    en="You keep what should be dropped: how probable is it that a uniform draw is below p?",
    zh="你保留了本该丢弃的单元：均匀随机数小于 p 的概率是多少？",
)
def variational_mask_inverted(x, uniform, p):
    return drop(x, uniform[0] < p, p)


@misconception(
    "only-step-zero",
    function=VARIATIONAL,
    en="Only step 0 is dropped, the later steps pass untouched. How long does the mask hold?",
    zh="只有第 0 步做了丢弃，后面的步原样通过。这个掩码要用多久？",
)
def only_step_zero(x, uniform, p):
    y = 1.0 * x
    y[0] = drop(x[0], uniform[0] >= p, p)
    return y


@misconception(
    "variational-not-a-number-at-one",
    function=VARIATIONAL,
    edge="variational: p = 0 and p = 1",
    en="Everything is right until p = 1. What do you divide there?",
    zh="其他都对，直到 p = 1。此时你在用什么除以什么？",
)
def variational_not_a_number_at_one(x, uniform, p):
    with np.errstate(all="ignore"):
        return x * (uniform[0] >= p) / np.float64(1 - p)


@misconception(
    "variational-in-place",
    function=VARIATIONAL,
    edge="variational: a new array, the arguments stay as they are",
    en="The values are right, but the caller's sequence changes as well. What does `*=` do to an array?",
    zh="数值正确，但调用者手里的序列也被改掉了。对数组使用 `*=` 会发生什么？",
)
def variational_in_place(x, uniform, p):
    y = drop(x, uniform[0] >= p, p)
    x[...] = y
    return y


@misconception(
    "kept-below-one-minus-p",
    function=FORWARD,
    en="You keep the units whose draw is below 1 - p: about as many as asked for, but others. Which draws does the "
    "prompt drop, the small or the large ones?",
    zh="你保留的是随机数小于 1 - p 的单元：比例没错，但不是题目要保留的那些。题目丢弃的是随机数较小的单元，"
    "还是较大的？",
    convention=True,
)
def kept_below_one_minus_p(x, uniform, p, train):
    if not train:
        return 1.0 * x
    return np.where(uniform < 1 - p, x / (1 - p), 0.0) if p < 1 else np.zeros(x.shape)


@misconception(
    "backward-kept-below-one-minus-p",
    function=BACKWARD,
    en="You let the gradient through where the draw is below 1 - p: at about as many units as asked for, but others. "
    "Which draws are dropped, the small or the large ones?",
    zh="你在随机数小于 1 - p 的单元处放行梯度：比例没错，但不是题目要保留的那些单元。"
    "被丢弃的是随机数较小的单元，还是较大的？",
    convention=True,
)
def backward_kept_below_one_minus_p(dout, uniform, p):
    return np.where(uniform < 1 - p, dout / (1 - p), 0.0) if p < 1 else np.zeros(dout.shape)


def probes(rng):
    """Integers that do not stay whole: an answer cut to integers shows even where it comes back as a list."""
    return {FORWARD: [(np.array([3, 5, -4]), np.array([0.9, 0.1, 0.4]), 0.3, True)]}


@together("divided-by-p", "active-at-test-time", function=FORWARD)
def by_p_at_test_time_too(x, uniform, p, train):
    return x * (uniform >= p) / max(p, 1e-12)


@together("no-scaling", "active-at-test-time", function=FORWARD)
def unscaled_at_test_time_too(x, uniform, p, train):
    return x * (uniform >= p)


@together("mask-inverted", "active-at-test-time", function=FORWARD)
def inverted_at_test_time_too(x, uniform, p, train):
    return drop(x, uniform < p, p)


def any_forward(x, uniform, p, train, *, keep="u >= p", below="1 - p", test="as it is"):
    if not train and test != "dropped":
        return x * (1 - p) if test == "scaled" else 1.0 * x
    mask = {"u >= p": uniform >= p, "u < p": uniform < p, "u < 1 - p": uniform < 1 - p}[keep]
    scale = {"1 - p": 1 - p, "p": p, "1": 1.0}[below]
    return np.where(mask, x / scale, 0.0) if scale else np.zeros(x.shape)


PAIRS = pairs(
    FORWARD,
    any_forward,
    {
        "mask-inverted": {"keep": "u < p"},
        "kept-below-one-minus-p": {"keep": "u < 1 - p"},
        "divided-by-p": {"below": "p"},
        "no-scaling": {"below": "1"},
        "active-at-test-time": {"test": "dropped"},
    },
)


def any_backward(dout, uniform, p, *, keep="u >= p", below="1 - p"):
    return any_forward(dout, uniform, p, True, keep=keep, below=below)


PAIRS_BACKWARD = pairs(
    BACKWARD,
    any_backward,
    {
        "backward-mask-inverted": {"keep": "u < p"},
        "backward-kept-below-one-minus-p": {"keep": "u < 1 - p"},
        "backward-without-scaling": {"below": "1"},
    },
)


def any_variational(x, uniform, p, *, first="0", keep=True, below="1 - p"):
    decides = {"0": uniform[0], "all": uniform, "last": uniform[-1], "row": uniform[0, 0], "unit": uniform[:, :1]}[
        first
    ]
    mask = decides >= p if keep else decides < p
    scale = {"1 - p": 1 - p, "1": 1.0}[below]
    return np.where(mask, x / scale, 0.0) if scale else np.zeros(x.shape)


PAIRS_VARIATIONAL = pairs(
    VARIATIONAL,
    any_variational,
    {
        "new-mask-at-every-step": {"first": "all"},
        "last-step-decides": {"first": "last"},
        "shared-over-time-and-batch": {"first": "row"},
        "shared-over-the-batch": {"first": "unit"},
        "variational-without-scaling": {"below": "1"},
        "variational-mask-inverted": {"keep": False},
    },
)
