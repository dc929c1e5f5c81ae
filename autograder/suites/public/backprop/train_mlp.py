import numpy as np
from otter.test_files import test_case

from autograder.checks.public import failure

OK_FORMAT = False
name = "train_mlp"

CLASSES = 10


def toy_images(seed, per_class):
    """Ten easy classes of 8 x 8 images: a pattern each, with a little noise; pixels 0 to 16."""
    patterns = 16.0 * (np.random.default_rng(7).random((CLASSES, 64)) < 0.4)
    rng = np.random.default_rng(seed)
    labels = rng.permutation(np.repeat(np.arange(CLASSES), per_class))
    return np.clip(patterns[labels] + rng.normal(scale=2.0, size=(len(labels), 64)), 0.0, 16.0), labels


@test_case(name="public: ten easy classes, learned from 80 images", points=0, hidden=False)
def test_toy_images(train_mlp):
    (X_train, y_train), (X_val, y_val), (X_new, y_new) = toy_images(1, 8), toy_images(2, 3), toy_images(3, 5)
    got = train_mlp(X_train, y_train, X_val, y_val, 0)
    parts = [np.asarray(p) for p in got] if isinstance(got, (tuple, list)) else []
    shapes = [p.shape for p in parts]
    if len(parts) != 4 or len(shapes[1]) != 1 or shapes != [(64, *shapes[1]), shapes[1], (*shapes[1], 10), (10,)]:
        en = f"return W1, b1, W2, b2 of the shapes (64, h), (h,), (h, 10), (10,); got {shapes}"
        zh = "W1, b1, W2, b2 的形状应为 (64, h), (h,), (h, 10), (10,)；得到"
        raise failure(en, f"{zh} {shapes}")
    W1, b1, W2, b2 = parts
    logits = (1.0 / (1.0 + np.exp(-(X_new @ W1 + b1)))) @ W2 + b2
    share = (logits.argmax(axis=1) == y_new).mean()
    if not share >= 0.8:
        en = f"only {share:.2f} of 50 new images are recognised, from raw pixels 0 to 16"
        zh = f"新图像（像素 0 到 16）认出的比例：{share:.2f}"
        raise failure(en, zh)
