"""Wrong ways to train on the digits. All train briefly: what they get wrong does not mend with time.

Nobody else's weights are ever the same, so mistakes are told by their symptoms: what the returned network does with
images, and what it would do with them treated otherwise. The thresholds lie far from what any of these shows for any
seed, and from what right answers show.
"""

import numpy as np
from sklearn.datasets import load_digits

from autograder.checks.misconceptions import misconception

FUNCTION = "train_mlp"
CLASSES = 10


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def start(rng, d, hidden, scale):
    W1, W2 = rng.normal(scale=scale, size=(d, hidden)), rng.normal(scale=scale, size=(hidden, CLASSES))
    return W1, np.zeros(hidden), W2, np.zeros(CLASSES)


def fit(X, labels, seed, *, epochs=40, lr=0.02, hidden=40, scale=0.1, mean=False, phi=sigmoid, slope=None):
    """Mini-batch gradient descent, by default with gradients summed over batches of 64: 0.97 after 40 epochs."""
    slope = slope or (lambda h: h * (1.0 - h))
    rng = np.random.default_rng(seed)
    W1, b1, W2, b2 = start(rng, X.shape[1], hidden, scale)
    Y = np.eye(CLASSES)[labels]
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for first in range(0, len(X), 64):
            batch = order[first : first + 64]
            H = phi(X[batch] @ W1 + b1)
            Z = H @ W2 + b2
            E = np.exp(Z - Z.max(axis=1, keepdims=True))
            dZ = E / E.sum(axis=1, keepdims=True) - Y[batch]
            if mean:
                dZ /= len(batch)
            dZ1 = (dZ @ W2.T) * slope(H)
            W2 = W2 - lr * H.T @ dZ
            b2 = b2 - lr * dZ.sum(axis=0)
            W1 = W1 - lr * X[batch].T @ dZ1
            b1 = b1 - lr * dZ1.sum(axis=0)
    return W1, b1, W2, b2


def standardised(X):
    mean, std = X.mean(axis=0), X.std(axis=0)
    std = np.where(std > 0, std, 1.0)  # some pixels at the border are 0 in every image
    return (X - mean) / std, mean, std


# That a plain factor (pixels / 16) is not folded is no misconception here: it sharpens every sigmoid, which changes the
# predictions of few images, and the accuracy stays between 0.94 and 0.98.
@misconception(
    "standardisation-not-folded",
    function=FUNCTION,
    en="Your network is trained on standardised pixels but will be shown raw ones. Which parameters can take up mean "
    "and scale?",
    zh="你的网络是用标准化后的像素训练的，评分时看到的却是原始像素。均值和尺度可以吸收到哪些参数里？",
)
def standardisation_not_folded(X_train, y_train, X_val, y_val, seed):
    return fit(standardised(X_train)[0], y_train, seed)


@misconception(
    "centring-not-folded",
    function=FUNCTION,
    en="The scale is folded into W1, but the means that you subtracted are gone: which parameter can take them up?",
    zh="尺度折进了 W1，但减去的均值不见了：哪个参数可以把它吸收进来？",
)
def centring_not_folded(X_train, y_train, X_val, y_val, seed):
    X, _, std = standardised(X_train)
    W1, b1, W2, b2 = fit(X, y_train, seed)
    return W1 / std[:, None], b1, W2, b2


@misconception(
    "zero-initialisation",
    function=FUNCTION,
    en="All hidden units are equal and stay equal: what must tell them apart at the start?",
    zh="所有隐藏单元完全相同，而且会一直相同：一开始靠什么把它们区分开？",
)
def zero_initialisation(X_train, y_train, X_val, y_val, seed):
    W1, b1, W2, b2 = fit(X_train / 16, y_train, seed, scale=0.0)
    return W1 / 16, b1, W2, b2


@misconception(
    "weights-too-large",
    function=FUNCTION,
    en="With weights of size 1 on raw pixels every hidden unit is saturated before training starts.",
    zh="权重大小约为 1，又直接乘以原始像素，训练还没开始，所有隐藏单元就已经饱和了。",
)
def weights_too_large(X_train, y_train, X_val, y_val, seed):
    return fit(X_train, y_train, seed, scale=3.0, mean=True, lr=0.005)


@misconception(
    "small-steps",
    function=FUNCTION,
    en="Half-way there: training accuracy is still rising when you stop. How large is your step, if the gradient is "
    "averaged over the batch rather than summed?",
    zh="只走到一半：停下来时训练准确率还在上升。梯度若是对批次取平均而不是求和，你的每一步有多大？",
)
def small_steps(X_train, y_train, X_val, y_val, seed):
    # as far as 1000 epochs at 0.005 times the mean gradient go, in a fraction of the time
    W1, b1, W2, b2 = fit(X_train / 16, y_train, seed, epochs=150, lr=0.03, mean=True, hidden=75)
    return W1 / 16, b1, W2, b2


@misconception(
    "one-epoch",
    function=FUNCTION,
    en="Every image was seen once or twice. What does the validation accuracy do if you go on?",
    zh="每张图像只看过一两遍。继续训练下去，验证准确率会怎样？",
)
def one_epoch(X_train, y_train, X_val, y_val, seed):
    W1, b1, W2, b2 = fit(X_train / 16, y_train, seed, epochs=1)
    return W1 / 16, b1, W2, b2


@misconception(
    "learning-rate-too-large",
    function=FUNCTION,
    en="Your loss jumps about or overflows: what happens to it with a smaller learning rate?",
    zh="你的损失来回跳动，甚至溢出：换小一点的学习率会怎样？",
)
def learning_rate_too_large(X_train, y_train, X_val, y_val, seed):
    W1, b1, W2, b2 = fit(X_train / 16, y_train, seed, epochs=20, lr=20.0)
    return W1 / 16, b1, W2, b2


@misconception(
    "labels-off-by-one",
    function=FUNCTION,
    en="The predicted class is always one away from the right one: do the classes start at 0 or at 1?",
    zh="预测的类别总是与正确类别差一：类别从 0 开始，还是从 1 开始？",
)
def labels_off_by_one(X_train, y_train, X_val, y_val, seed):
    W1, b1, W2, b2 = fit(X_train / 16, (y_train + 1) % CLASSES, seed)
    return W1 / 16, b1, W2, b2


@misconception(
    "labels-not-shuffled",
    function=FUNCTION,
    en="The images are shuffled, the labels are not: do the two still belong together?",
    zh="图像打乱了，标签没有打乱：两者还对得上吗？",
)
def labels_not_shuffled(X_train, y_train, X_val, y_val, seed):
    order = np.random.default_rng(seed).permutation(len(X_train))
    W1, b1, W2, b2 = fit(X_train[order] / 16, y_train, seed)
    return W1 / 16, b1, W2, b2


@misconception(
    "climbs-the-loss",
    function=FUNCTION,
    en="Accuracy falls below guessing: does your step go up or down the gradient?",
    zh="准确率比瞎猜还低：你的更新是沿着梯度上升，还是下降？",
)
def climbs_the_loss(X_train, y_train, X_val, y_val, seed):
    W1, b1, W2, b2 = fit(X_train / 16, y_train, seed, epochs=10, lr=-0.005)
    return W1 / 16, b1, W2, b2


@misconception(
    "trained-with-relu",
    function=FUNCTION,
    en="Your hidden layer was trained with another activation than the one that mlp_forward uses.",
    zh="你训练隐藏层用的激活函数，与 mlp_forward 用的不是同一个。",
)
def trained_with_relu(X_train, y_train, X_val, y_val, seed):
    W1, b1, W2, b2 = fit(X_train / 16, y_train, seed, phi=lambda z: np.maximum(z, 0.0), slope=lambda h: h > 0, lr=0.005)
    return W1 / 16, b1, W2, b2


@misconception(
    "hidden-layer-too-narrow",
    function=FUNCTION,
    en="Very few hidden units have to tell ten classes apart. How many does the original homework use?",
    zh="区分十个类别只靠寥寥几个隐藏单元。原作业用了多少个？",
)
def hidden_layer_too_narrow(X_train, y_train, X_val, y_val, seed):
    W1, b1, W2, b2 = fit(X_train / 16, y_train, seed, hidden=2)
    return W1 / 16, b1, W2, b2


@misconception(
    "returns-the-start",
    function=FUNCTION,
    en="The weights you return are the ones you began with: where do the updates go?",
    zh="返回的还是最初的权重：更新都到哪里去了？",
)
def returns_the_start(X_train, y_train, X_val, y_val, seed):
    return start(np.random.default_rng(seed), X_train.shape[1], 40, 0.1)


@misconception(
    "weights-transposed",
    function=FUNCTION,
    en="The weights come back transposed: in this course they have the shape (inputs, outputs).",
    zh="返回的权重是转置过的：本课程中权重的形状是（输入数，输出数）。",
)
def weights_transposed(X_train, y_train, X_val, y_val, seed):
    W1, b1, W2, b2 = fit(X_train / 16, y_train, seed)
    return W1.T / 16, b1, W2.T, b2


@misconception(
    "images-scaled-in-place",
    function=FUNCTION,
    en="The training is right, but X_train is not what it was before the call: a second call would scale it once more.",
    zh="训练是对的，但调用之后 X_train 变了：再调用一次，它又会被缩放一遍。",
    edge="the arguments stay as they are",
)
def images_scaled_in_place(X_train, y_train, X_val, y_val, seed):
    X_train /= 16
    W1, b1, W2, b2 = fit(X_train, y_train, seed)
    return W1 / 16, b1, W2, b2


IMAGES = 300  # to learn from: enough for 0.9, and a thousand epochs take half a second
LEARNT, TREATED = 0.97, 0.87  # accuracy on images learnt from; accuracy on others that only a folded treatment explains
SATURATED, CERTAIN = 0.9, 0.9  # share of hidden units near 0 or 1; mean probability of the predicted class
HUGE, LARGE, NARROW = 10.0, 1.0, 4  # spread of weights on raw pixels; hidden units
SIGNAL, BEGUN = 0.3, 0.35  # accuracy once the classes' mean logits are taken away, and as it is


def probes(rng):
    digits = load_digits()
    order, renumbered = rng.permutation(len(digits.target)), rng.permutation(CLASSES)
    learn, choose = order[:IMAGES], order[IMAGES : 2 * IMAGES]
    y = renumbered[digits.target].astype(np.int64)
    return {FUNCTION: [(digits.data[learn], y[learn], digits.data[choose], y[choose], int(rng.integers(1000)))]}


def look(shown):
    X, y, X_val, y_val, _ = shown[0].args
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in shown[0].result)
    if W1.shape == (b1.size, X.shape[1]) and W2.shape == (CLASSES, b1.size):
        return "weights-transposed"

    def logits(images, phi=sigmoid):
        return phi(images @ W1 + b1) @ W2 + b2

    def accuracy(Z, labels):
        return (Z.argmax(axis=1) == labels).mean()

    learnt = accuracy(logits(X), y)
    if learnt >= LEARNT:
        return "images-scaled-in-place" if 0 in shown[0].changed else None
    mean, std = standardised(X)[1:]
    treated = {
        "standardisation-not-folded": accuracy(logits((X_val - mean) / std), y_val),
        "centring-not-folded": accuracy(logits(X_val - mean), y_val),
        "trained-with-relu": accuracy(logits(X_val, lambda z: np.maximum(z, 0.0)), y_val),
        "labels-off-by-one": accuracy(np.roll(logits(X_val), -1, axis=1), y_val),
    }
    best = max(treated, key=treated.__getitem__)
    if treated[best] >= TREATED and treated[best] > accuracy(logits(X_val), y_val) + 0.02:
        return best
    if np.ptp(W1, axis=1).max() <= 1e-9 * np.abs(W1).max():
        return "zero-initialisation"
    if not b1.any() and not b2.any():
        return "returns-the-start"
    if b1.size <= NARROW:
        return "hidden-layer-too-narrow"
    H, Z = sigmoid(X @ W1 + b1), logits(X)
    saturated = (np.abs(H - 0.5) > 0.49).mean() > SATURATED
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    certain = (E.max(axis=1) / E.sum(axis=1)).mean() > CERTAIN
    if saturated and W1.std() > HUGE:
        return "learning-rate-too-large"
    if saturated and W1.std() > LARGE:
        return "weights-too-large"
    if certain:  # and wrong
        return "climbs-the-loss" if learnt < SIGNAL else None
    if accuracy(Z - Z.mean(axis=0), y) < SIGNAL:
        return "labels-not-shuffled"
    return "small-steps" if learnt >= BEGUN else "one-epoch"


RECOGNISE = {FUNCTION: look}
