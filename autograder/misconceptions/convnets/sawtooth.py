"""Networks with too few pieces, too many, or another form."""

import numpy as np

from autograder.checks.misconceptions import misconception

# More than one answer is right: one that is not the reference's says nothing.
FREE_ANSWER = ("sawtooth_network",)

FUNCTION = "sawtooth_network"


def stack(units, kinks, fold, depth):
    """`depth` times the same fold: value -> relu(value * units + kinks) -> value."""
    units, fold = np.array([units], dtype=float), np.array([fold], dtype=float).T
    hidden = [(units, np.array(kinks, dtype=float))]
    hidden += [(fold @ units, np.array(kinks, dtype=float))] * (depth - 1)
    return [*hidden, (fold, np.zeros(1))]


def tents(depth):
    return stack([1, 1], [0, -0.5], [2, -4], depth)


@misconception(
    "half-height",
    function=FUNCTION,
    en="More layers bring no more pieces: your fold maps [0, 1] onto [0, 1/2]. Where is the kink of the next layer?",
    zh="层数增加，段数却不增加：你的对折把 [0, 1] 映到了 [0, 1/2]。下一层的拐点在哪里？",
)
def half_height(depth):
    return stack([1, 2], [0, -1], [1, -1], depth)


@misconception(
    "ramp-for-tent",
    function=FUNCTION,
    en="Your first layer rises and stays level. Does it come back to 0, so that the next layer sees everything twice?",
    zh="你的第一层上升之后就保持不变。它有没有回到 0，让下一层把一切看两遍？",
)
def ramp_for_tent(depth):
    return stack([1, 1], [0, -0.5], [2, -2], depth)


@misconception(
    "folded-once",
    function=FUNCTION,
    en="Only your first layer folds, the others pass its value on. What should every single layer do?",
    zh="只有你的第一层做了对折，其余各层只是把值传下去。每一层都应当做什么？",
)
def folded_once(depth):
    (W, b), (out, zero) = tents(1)
    passing = [(out, zero)] + [(np.ones((1, 1)), np.zeros(1))] * (depth - 1)
    return [(W, b), *passing]


@misconception(
    "kinks-added",
    function=FUNCTION,
    en="Each of your layers adds one kink. How could a layer double the number of pieces instead?",
    zh="你的每一层只增加一个拐点。怎样才能让一层把段数翻倍？",
)
def kinks_added(depth):
    # the units carry x and the sum so far; layer l bends the sum once more, at l / (depth + 1)
    layers = [(np.ones((1, 3)), np.array([0.0, 0.0, -1 / (depth + 1)]))]
    for level in range(2, depth + 1):
        W = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
        layers.append((W, np.array([0.0, 0.0, -level / (depth + 1)])))
    return [*layers, (np.array([[0.0], [1.0], [1.0]]), np.zeros(1))]


@misconception(
    "biases-of-zero",
    function=FUNCTION,
    en="All your kinks lie at 0. What moves the kink of a unit into the interval?",
    zh="你所有的拐点都在 0 处。靠什么把一个单元的拐点移到区间内部？",
)
def biases_of_zero(depth):
    return stack([1, 1], [0, 0], [2, -4], depth)


@misconception(
    "bias-sign",
    function=FUNCTION,
    en="Your units never switch on [0, 1]: for which x is w x + b equal to 0?",
    zh="你的单元在 [0, 1] 上从不切换：x 取何值时 w x + b 等于 0？",
)
def bias_sign(depth):
    return stack([1, 1], [0, 0.5], [2, -4], depth)


@misconception(
    "folded-at-zero",
    function=FUNCTION,
    en="|x| folds the line at 0, which is the end of the interval. Where should it be folded?",
    zh="|x| 在 0 处对折，而 0 是区间的端点。应当在哪里对折？",
)
def folded_at_zero(depth):
    return stack([1, -1], [0, 0], [1, 1], depth)


@misconception(
    "three-pieces-per-layer",
    function=FUNCTION,
    en="Your layers work and are too good: how many pieces does each of them make out of one?",
    zh="你的各层都起作用，而且过头了：每一层把一段变成了几段？",
)
def three_pieces_per_layer(depth):
    return stack([1, 1, 1], [0, -1 / 3, -2 / 3], [3, -6, 6], depth)


@misconception(
    "one-layer-short",
    function=FUNCTION,
    en="One hidden layer is missing: does `depth` count the output layer?",
    zh="少了一个隐藏层：`depth` 把输出层也算进去吗？",
)
def one_layer_short(depth):
    return tents(depth - 1) if depth > 1 else [(np.ones((1, 1)), np.zeros(1))]


@misconception(
    "one-layer-more",
    function=FUNCTION,
    en="There is one hidden layer too many.",
    zh="多了一个隐藏层。",
)
def one_layer_more(depth):
    return tents(depth + 1)


@misconception(
    "output-layer-missing",
    function=FUNCTION,
    en="The list ends with the last hidden layer. Which pair makes one number out of its units?",
    zh="列表停在了最后一个隐藏层。由哪一对 (W, b) 把它的各个单元合成一个数？",
)
def output_layer_missing(depth):
    return tents(depth)[:-1]


@misconception(
    "weights-transposed",
    function=FUNCTION,
    en="Samples are rows here: which of the two sizes of W comes first?",
    zh="这里每行是一个样本：W 的两个尺寸哪个在前？",
    convention=True,
)
def weights_transposed(depth):
    return [(W.T, b) for W, b in tents(depth)]


@misconception(
    "wide-instead-of-deep",
    function=FUNCTION,
    en="You get the pieces from one wide layer. The point is to get them from narrow ones.",
    zh="你用一个很宽的层得到了这些段。本题的要点是只用很窄的层。",
)
def wide_instead_of_deep(depth):
    m = 2**depth
    out = np.array([[2.0] + [4.0 * (-1) ** i for i in range(1, m)]]).T
    passing = [(out, np.zeros(1))] + [(np.ones((1, 1)), np.zeros(1))] * (depth - 1)
    return [(np.ones((1, m)), -np.arange(m) / m), *passing]
