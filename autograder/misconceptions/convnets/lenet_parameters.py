"""Wrong counts of the parameters of a convolution layer and of LeNet."""

from autograder.checks.misconceptions import misconception, pairs

CONV = "conv_parameters"
LENET = "lenet_parameters"


def conv(c_in, c_out, kernel, bias):
    return c_in * c_out * kernel**2 + (c_out if bias else 0)


def linear(n_in, n_out, bias):
    return n_in * n_out + (n_out if bias else 0)


def lenet(bias, **other):
    """The right table with some layers replaced."""
    return {
        "C1": conv(1, 6, 5, bias),
        "C3": conv(6, 16, 5, bias),
        "F5": linear(400, 120, bias),
        "F6": linear(120, 84, bias),
        "F7": linear(84, 10, bias),
    } | other


@misconception(
    "input-maps-forgotten",
    function=CONV,
    en="Right for one input map, too small for more: how deep is a filter that looks at several maps at once?",
    zh="只有一张输入图时是对的，多张时就偏小：同时看多张特征图的滤波器有多“厚”？",
)
def input_maps_forgotten(c_in, c_out, kernel, bias):
    return c_out * kernel**2 + (c_out if bias else 0)


@misconception(
    "output-maps-forgotten",
    function=CONV,
    en="You count the weights of one filter. How many filters does the layer have?",
    zh="你数的是一个滤波器的权重。这一层有多少个滤波器？",
)
def output_maps_forgotten(c_in, c_out, kernel, bias):
    return c_in * kernel**2 + (1 if bias else 0)


@misconception(
    "kernel-side-not-squared",
    function=CONV,
    en="A kernel of side k lies on a plane: how many weights are in it?",
    zh="边长为 k 的卷积核是一个平面上的方块：里面有多少个权重？",
)
def kernel_side_not_squared(c_in, c_out, kernel, bias):
    return c_in * c_out * kernel + (c_out if bias else 0)


@misconception(
    "bias-always-counted",
    function=CONV,
    en="Biases are counted even where the layer has none: does your count depend on `bias`?",
    zh="没有偏置的层也算上了偏置：你的结果随 `bias` 变化吗？",
)
def bias_always_counted(c_in, c_out, kernel, bias):
    return conv(c_in, c_out, kernel, True)


@misconception(
    "bias-never-counted",
    function=CONV,
    en="The count stays the same when biases are switched on.",
    zh="打开偏置以后，参数量却没有变化。",
)
def bias_never_counted(c_in, c_out, kernel, bias):
    return conv(c_in, c_out, kernel, False)


@misconception(
    "bias-per-slice",
    function=CONV,
    en="Too many biases: does each filter have one, or each of its two-dimensional slices?",
    zh="偏置太多：是每个滤波器一个，还是它的每个二维切片一个？",
)
def bias_per_slice(c_in, c_out, kernel, bias):
    return c_in * c_out * (kernel**2 + (1 if bias else 0))


@misconception(
    "bias-per-input-map",
    function=CONV,
    en="You count one bias per input map. On which side of the layer are the biases added?",
    zh="你为每张输入图算了一个偏置。偏置是加在这一层的哪一侧？",
)
def bias_per_input_map(c_in, c_out, kernel, bias):
    return c_in * c_out * kernel**2 + (c_in if bias else 0)


@misconception(
    "one-bias-per-layer",
    function=CONV,
    en="You add a single bias for the whole layer: do all output maps share it?",
    zh="你给整层只加了一个偏置：所有输出特征图共用它吗？",
)
def one_bias_per_layer(c_in, c_out, kernel, bias):
    return c_in * c_out * kernel**2 + (1 if bias else 0)


@misconception(
    "c3-sees-one-map",
    function=LENET,
    en="Your C3 would fit a layer whose input is a single map. How many maps does S2 hand to each filter of C3?",
    zh="你算的 C3 像是只有一张输入图的层。S2 交给 C3 每个滤波器的特征图有多少张？",
)
def c3_sees_one_map(bias):
    return lenet(bias, C3=conv(1, 16, 5, bias))


@misconception(
    "c3-sparse-table",
    function=LENET,
    en="Your C3 follows the sparse table of the 1998 paper; in this question every filter of C3 sees every map of S2.",
    zh="你的 C3 用的是 1998 年论文里的稀疏连接表；本题中 C3 的每个滤波器都连接 S2 的全部特征图。",
    convention=True,
)
def c3_sparse_table(bias):
    return lenet(bias, C3=60 * 25 + (16 if bias else 0))


@misconception(
    "f5-before-pooling",
    function=LENET,
    en="Your F5 takes the maps of C3. Which layer stands between C3 and F5, and how large are its maps?",
    zh="你的 F5 直接接在 C3 的特征图上。C3 与 F5 之间还有哪一层，它的特征图多大？",
)
def f5_before_pooling(bias):
    return lenet(bias, F5=linear(16 * 10 * 10, 120, bias))


@misconception(
    "f5-one-number-per-map",
    function=LENET,
    en="Your F5 takes one number from each map of S4. How many positions does each map still have?",
    zh="你的 F5 只从 S4 的每张特征图取一个数。每张特征图还剩多少个位置？",
)
def f5_one_number_per_map(bias):
    return lenet(bias, F5=linear(16, 120, bias))


@misconception(
    "input-of-28",
    function=LENET,
    en="Your F5 fits an image of 28 x 28 without padding. Follow the sizes from the image of this question.",
    zh="你的 F5 对应的是不补零的 28 x 28 图像。请从本题的图像尺寸开始逐层推算。",
    convention=True,
)
def input_of_28(bias):
    return lenet(bias, F5=linear(16 * 4 * 4, 120, bias))


@misconception(
    "connections-counted",
    function=LENET,
    en="The convolutions come out far too large: is a weight that is used at many positions counted many times?",
    zh="卷积层的数目大得多：同一个权重在许多位置使用时，要算许多次吗？",
)
def connections_counted(bias):
    return lenet(bias, C1=28 * 28 * conv(1, 6, 5, bias), C3=10 * 10 * conv(6, 16, 5, bias))


@misconception(
    "bias-ignored",
    function=LENET,
    en="Both calls give the same table: what should switching on `bias` add to each layer?",
    zh="两次调用得到同一张表：打开 `bias` 之后，每一层应当多出什么？",
)
def bias_ignored(bias):
    return lenet(False)


@misconception(
    "bias-in-every-call",
    function=LENET,
    en="Biases are counted in the table that should hold weights alone.",
    zh="只该统计权重的那张表里也算进了偏置。",
)
def bias_in_every_call(bias):
    return lenet(True)


@misconception(
    "linear-bias-missing",
    function=LENET,
    en="The convolutions have their biases, the fully connected layers do not.",
    zh="卷积层算了偏置，全连接层却没有。",
)
def linear_bias_missing(bias):
    return lenet(bias, F5=48000, F6=10080, F7=840)


@misconception(
    "biases-of-the-inputs",
    function=LENET,
    en="In the fully connected layers you count one bias per input. What is a bias added to?",
    zh="全连接层里你为每个输入算了一个偏置。偏置是加在什么上面的？",
)
def biases_of_the_inputs(bias):
    extra = 1 if bias else 0
    return lenet(bias, F5=48000 + 400 * extra, F6=10080 + 120 * extra, F7=840 + 84 * extra)


def any_count(c_in, c_out, kernel, bias, *, maps=1, side=2, biases="c_out"):
    ins, outs = (1 if maps == "no input" else c_in), (1 if maps == "no output" else c_out)
    per = {"c_out": c_out, "slice": c_in * c_out, "c_in": c_in, "1": 1, "never": 0}
    if biases == "always":
        return ins * outs * kernel**side + c_out
    return ins * outs * kernel**side + (per[biases] if bias else 0)


PAIRS_CONV = pairs(
    CONV,
    any_count,
    {
        "input-maps-forgotten": {"maps": "no input"},
        "output-maps-forgotten": {"maps": "no output", "biases": "1"},
        "kernel-side-not-squared": {"side": 1},
        "bias-always-counted": {"biases": "always"},
        "bias-never-counted": {"biases": "never"},
        "bias-per-input-map": {"biases": "c_in"},
        "one-bias-per-layer": {"biases": "1"},
    },
)


def any_lenet(bias, *, c3=6, f5=5, linear_bias="n_out", conv_bias=True):
    def layer(n_in, n_out):
        return n_in * n_out + ({"n_out": n_out, "n_in": n_in, "none": 0}[linear_bias] if bias else 0)

    return {
        "C1": conv(1, 6, 5, bias and conv_bias),
        "C3": conv(c3, 16, 5, bias and conv_bias) if c3 != "table" else 60 * 25 + (16 if bias and conv_bias else 0),
        "F5": layer(16 * f5 * f5, 120),
        "F6": layer(120, 84),
        "F7": layer(84, 10),
    }


PAIRS_LENET = pairs(
    LENET,
    any_lenet,
    {
        "c3-sees-one-map": {"c3": 1},
        "c3-sparse-table": {"c3": "table"},
        "f5-before-pooling": {"f5": 10},
        "f5-one-number-per-map": {"f5": 1},
        "input-of-28": {"f5": 4},
        "linear-bias-missing": {"linear_bias": "none"},
        "biases-of-the-inputs": {"linear_bias": "n_in"},
    },
)
