"""Networks that are not quite the LeNet of this question."""

import torch
from torch import nn

from autograder.checks.misconceptions import misconception, together

FUNCTION = "build_lenet"


def lenet(act=nn.ReLU, pool=nn.MaxPool2d, hidden_act=nn.ReLU, last=nn.Identity, bias=True, flatten=nn.Flatten):
    """The right network, or one with a part replaced."""
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, bias=bias),
        act(),
        pool(2),
        nn.Conv2d(6, 16, 5, bias=bias),
        act(),
        pool(2),
        flatten(),
        nn.Linear(400, 120, bias=bias),
        hidden_act(),
        nn.Linear(120, 84, bias=bias),
        hidden_act(),
        nn.Linear(84, 10, bias=bias),
        last(),
    )


class OneRow(nn.Module):
    """Lays the whole batch in one row."""

    def forward(self, x):
        return x.reshape(1, -1)


class ChannelsLast(nn.Module):
    """Flattens position by position instead of map by map."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


@misconception(
    "average-pooling",
    function=FUNCTION,
    en="Your network agrees with this LeNet where all pixels are equal: which pooling do you use?",
    zh="所有像素都相同时，你的网络与本题的 LeNet 一致：你用的是哪种池化？",
    convention=True,
)
def average_pooling():
    return lenet(pool=nn.AvgPool2d)


@misconception(
    "tanh-units",
    function=FUNCTION,
    en="Your units saturate, as those of 1998 did. Which activation does the prompt ask for?",
    zh="你的激活函数会饱和，1998 年的网络正是如此。题目要求的是哪种激活？",
    convention=True,
)
def tanh_units():
    return lenet(act=nn.Tanh, hidden_act=nn.Tanh)


@misconception(
    "tanh-and-average-pooling",
    function=FUNCTION,
    en="This is close to the LeNet of 1998. The prompt asks for today's usual activation and pooling.",
    zh="这接近 1998 年的 LeNet。题目要的是如今常用的激活与池化。",
    convention=True,
)
def tanh_and_average_pooling():
    return lenet(act=nn.Tanh, hidden_act=nn.Tanh, pool=nn.AvgPool2d)


@misconception(
    "sigmoid-units",
    function=FUNCTION,
    en="All values between your layers lie between 0 and 1. Which activation does the prompt ask for?",
    zh="你各层之间的值全在 0 与 1 之间。题目要求的是哪种激活？",
)
def sigmoid_units():
    return lenet(act=nn.Sigmoid, hidden_act=nn.Sigmoid)


@misconception(
    "no-relu-after-convolutions",
    function=FUNCTION,
    en="Negative responses of the convolutions reach F5. What stands behind C1 and C3?",
    zh="卷积的负响应传到了 F5。C1 与 C3 之后应当有什么？",
)
def no_relu_after_convolutions():
    return lenet(act=nn.Identity)


@misconception(
    "no-relu-between-linear-layers",
    function=FUNCTION,
    en="Two of your linear layers could be merged into one: what has to stand between them?",
    zh="你的线性层可以合并成一层：它们之间应当隔着什么？",
)
def no_relu_between_linear_layers():
    return lenet(hidden_act=nn.Identity)


@misconception(
    "relu-on-the-logits",
    function=FUNCTION,
    en="Your logits are never negative. Is anything to follow F7?",
    zh="你的 logits 从不为负。F7 之后还应当有别的运算吗？",
)
def relu_on_the_logits():
    return lenet(last=nn.ReLU)


@misconception(
    "softmax-on-the-logits",
    function=FUNCTION,
    en="Your outputs are probabilities; the prompt asks for logits. Where is the softmax of a training loop?",
    zh="你的输出是概率，而题目要的是 logits。训练时 softmax 在哪里计算？",
)
def softmax_on_the_logits():
    return lenet(last=lambda: nn.Softmax(dim=1))


@misconception(
    "log-softmax-on-the-logits",
    function=FUNCTION,
    en="Your outputs are log-probabilities; the prompt asks for logits.",
    zh="你的输出是对数概率，而题目要的是 logits。",
)
def log_softmax_on_the_logits():
    return lenet(last=lambda: nn.LogSoftmax(dim=1))


@misconception(
    "no-biases",
    function=FUNCTION,
    en="Your layers have weights only, 61 470 of them. What is missing?",
    zh="你的各层只有权重，共 61 470 个。还缺什么？",
)
def no_biases():
    return lenet(bias=False)


@misconception(
    "padded-for-28",
    function=FUNCTION,
    en="Padding in C1 is for images of 28 x 28. How large are the images and the maps of S4 here?",
    zh="C1 的补零是给 28 x 28 的图像用的。本题的图像以及 S4 的特征图是多大？",
    convention=True,
)
def padded_for_28():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 6 * 6, 120),
        nn.ReLU(),
        nn.Linear(120, 84),
        nn.ReLU(),
        nn.Linear(84, 10),
    )


@misconception(
    "c3-in-groups",
    function=FUNCTION,
    en="Each filter of your C3 sees only a part of the maps of S2.",
    zh="你的 C3 每个滤波器只看到了 S2 的一部分特征图。",
)
def c3_in_groups():
    network = lenet()
    network[3] = nn.Conv2d(6, 16, 5, groups=2)
    return network


@misconception(
    "f6-missing",
    function=FUNCTION,
    en="A fully connected layer is missing between F5 and the logits.",
    zh="F5 与 logits 之间少了一个全连接层。",
)
def f6_missing():
    network = lenet()
    return nn.Sequential(*network[:9], nn.Linear(120, 10))


@misconception(
    "f5-as-convolution",
    function=FUNCTION,
    en="Your F5 computes the right thing as a 5 x 5 convolution, as in 1998; the prompt asks for a linear layer.",
    zh="你的 F5 用 5 x 5 卷积算出了正确结果，1998 年正是如此；题目要求的是线性层。",
    convention=True,
)
def f5_as_convolution():
    network = lenet()
    return nn.Sequential(*network[:6], nn.Conv2d(16, 120, 5), nn.Flatten(), *network[8:])


@misconception(
    "linear-layers-first",
    function=FUNCTION,
    en="The network is right, but its linear layers are registered before the convolutions: which order is asked for?",
    zh="网络是对的，但线性层先于卷积层注册：题目要求的是什么顺序？",
)
def linear_layers_first():
    class LeNet(nn.Module):
        def __init__(self):
            super().__init__()
            network = lenet()
            self.head, self.body = network[7:], network[:7]

        def forward(self, x):
            return self.head(self.body(x))

    return LeNet()


@misconception(
    "layers-in-a-list",
    function=FUNCTION,
    en="Your module has no parameters: does torch know of layers that lie in a plain Python list?",
    zh="你的模块没有任何参数：放在普通 Python 列表里的层，torch 知道它们吗？",
)
def layers_in_a_list():
    class LeNet(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = list(lenet())

        def forward(self, x):
            for layer in self.layers:
                x = layer(x)
            return x

    return LeNet()


@misconception(
    "class-for-object",
    function=FUNCTION,
    en="You return the class itself. Who makes a network from it?",
    zh="你返回的是类本身。由谁来创建一个网络对象？",
)
def class_for_object():
    return nn.Sequential


@misconception(
    "batch-in-one-row",
    function=FUNCTION,
    en="One image passes, several do not: which axis must survive the flattening?",
    zh="一张图像能通过，多张却不行：展平时哪个轴必须保留？",
)
def batch_in_one_row():
    return lenet(flatten=OneRow)


@misconception(
    "flattened-by-position",
    function=FUNCTION,
    en="The numbers of S4 reach F5 in another order: map by map, or position by position?",
    zh="S4 的数以另一种顺序进入 F5：应当逐张特征图展平，还是逐个位置展平？",
)
def flattened_by_position():
    return lenet(flatten=ChannelsLast)


@misconception(
    "second-pooling-missing",
    function=FUNCTION,
    en="Your F5 takes maps of 10 x 10. Which layer lies between C3 and F5?",
    zh="你的 F5 接的是 10 x 10 的特征图。C3 与 F5 之间还有哪一层？",
)
def second_pooling_missing():
    network = lenet()
    return nn.Sequential(*network[:5], nn.Flatten(), nn.Linear(1600, 120), *network[8:])


@misconception(
    "leaky-relu",
    function=FUNCTION,
    en="A little of every negative value passes through your activation.",
    zh="每个负值都有一小部分通过了你的激活函数。",
)
def leaky_relu():
    return lenet(act=nn.LeakyReLU, hidden_act=nn.LeakyReLU)


@misconception(
    "output-squeezed",
    function=FUNCTION,
    en="For a single image the axis of the batch is gone from your output.",
    zh="只有一张图像时，你的输出丢掉了批次这个轴。",
    edge="logits of one image",
)
def output_squeezed():
    class Squeeze(nn.Module):
        def forward(self, x):
            return torch.squeeze(x)

    return lenet(last=Squeeze)


@misconception(
    "three-input-channels",
    function=FUNCTION,
    en="Your C1 expects colour images, as for CIFAR. How many channels have the images of the prompt?",
    zh="你的 C1 需要的是彩色图像（如 CIFAR）。题目中的图像有几个通道？",
    convention=True,
)
def three_input_channels():
    network = lenet()
    return nn.Sequential(nn.Conv2d(3, 6, 5), *network[1:])


@together("f5-as-convolution", "tanh-and-average-pooling", function=FUNCTION)
def of_1998():
    network = lenet(act=nn.Tanh, hidden_act=nn.Tanh, pool=nn.AvgPool2d)
    return nn.Sequential(*network[:6], nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(), *network[9:])


@together("f5-as-convolution", "average-pooling", function=FUNCTION)
def convolution_and_average_pooling():
    network = lenet(pool=nn.AvgPool2d)
    return nn.Sequential(*network[:6], nn.Conv2d(16, 120, 5), nn.ReLU(), nn.Flatten(), *network[9:])


@together("f5-as-convolution", "tanh-units", function=FUNCTION)
def convolution_and_tanh():
    network = lenet(act=nn.Tanh, hidden_act=nn.Tanh)
    return nn.Sequential(*network[:6], nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(), *network[9:])


@together("sigmoid-units", "average-pooling", function=FUNCTION)
def sigmoid_and_average_pooling():
    return lenet(act=nn.Sigmoid, hidden_act=nn.Sigmoid, pool=nn.AvgPool2d)


@together("tanh-units", "softmax-on-the-logits", function=FUNCTION)
def tanh_and_softmax():
    return lenet(act=nn.Tanh, hidden_act=nn.Tanh, last=lambda: nn.Softmax(dim=1))


@together("average-pooling", "softmax-on-the-logits", function=FUNCTION)
def average_pooling_and_softmax():
    return lenet(pool=nn.AvgPool2d, last=lambda: nn.Softmax(dim=1))


@together("tanh-and-average-pooling", "softmax-on-the-logits", function=FUNCTION)
def tanh_average_pooling_and_softmax():
    return lenet(act=nn.Tanh, hidden_act=nn.Tanh, pool=nn.AvgPool2d, last=lambda: nn.Softmax(dim=1))


def look(shown):
    """What raises for every input, or has no numbers to compare: told by what comes back."""
    shapes, kind = shown
    if kind.result == "class":
        return "class-for-object"
    return "layers-in-a-list" if kind.result == "module" and shapes.result == [] else None


RECOGNISE = {FUNCTION: look}
