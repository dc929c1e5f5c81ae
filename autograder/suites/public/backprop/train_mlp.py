import numpy as np
from otter.test_files import test_case

from autograder.checks.public import failure, unchanged

OK_FORMAT = False
name = "train_mlp"


def toy_images(seed, per_class):
    """Ten easy classes of 8 x 8 images: five patterns, each dim (5) and bright (14), with a little noise.

    A network that is shown pixels 16 times as large as those it learned from does not tell dim from bright.
    """
    patterns = np.random.default_rng(7).random((5, 64)) < 0.4
    images = np.concatenate([5.0 * patterns, 14.0 * patterns])
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.repeat(np.arange(10), per_class))
    return np.clip(images[labels] + rng.normal(size=(len(labels), 64)), 0.0, 16.0), labels


def recognised(W1, b1, W2, b2, images, labels):
    """The share of images whose class has the largest score, image by image and unit by unit."""
    hits = 0
    for image, label in zip(images, labels):
        hidden = np.array([1.0 / (1.0 + np.exp(-(column @ image + b))) for column, b in zip(W1.T, b1)])
        hits += int(np.argmax([column @ hidden + b for column, b in zip(W2.T, b2)]) == label)
    return hits / len(labels)


@test_case(name="public: ten easy classes, learned from 160 images", points=0, hidden=False)
def test_toy_images(train_mlp):
    (X_train, y_train), (X_val, y_val), (X_new, y_new) = toy_images(1, 16), toy_images(2, 3), toy_images(3, 5)
    got = train_mlp(X_train, y_train, X_val, y_val, 0)
    parts = [np.asarray(p) for p in got] if isinstance(got, (tuple, list)) else []
    shapes = [p.shape for p in parts]
    if len(parts) != 4 or len(shapes[1]) != 1 or shapes != [(64, *shapes[1]), shapes[1], (*shapes[1], 10), (10,)]:
        en = f"return W1, b1, W2, b2 of the shapes (64, h), (h,), (h, 10), (10,); got {shapes}"
        zh = "W1, b1, W2, b2 的形状应为 (64, h), (h,), (h, 10), (10,)；得到"
        raise failure(en, f"{zh} {shapes}")
    share, scaled = recognised(*parts, X_new, y_new), recognised(*parts, X_new / 16.0, y_new)
    if not share >= 0.8:
        en = f"only {share:.2f} of 50 new images are recognised, from raw pixels 0 to 16"
        zh = f"新图像（像素 0 到 16）认出的比例：{share:.2f}"
        if scaled >= 0.8:
            en += f"; with pixels divided by 16 it would be {scaled:.2f}: fold that factor into the weights"
            zh += f"；如果像素先除以 16，则为 {scaled:.2f}：请把这个倍数折进权重"
        raise failure(en, zh)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(train_mlp):
    (X_train, y_train), (X_val, y_val) = toy_images(1, 2), toy_images(2, 1)
    unchanged("train_mlp(X_train, y_train, X_val, y_val, seed)", train_mlp, X_train, y_train, X_val, y_val, 0)
