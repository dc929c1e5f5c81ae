# -- The helpers of every public suite: the same lines in each, so that a suite needs numpy and otter only. --
import os

import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
_LANG = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"


def say(en, zh):
    return zh if _LANG.startswith("zh") else en


def compare(what, got, expected, tolerance=1e-6):
    """The type, then the shape, then the values: the first wrong entry is named."""
    want = np.asarray(expected, dtype=float)
    if got is None:
        raise AssertionError(say(f"{what}: nothing is returned", f"{what}\uff1a\u6ca1\u6709\u8fd4\u56de\u503c"))
    try:
        array = np.asarray(got)
    except ValueError:
        array = np.asarray(None)
    if array.dtype.kind not in "fiu" or (array.dtype.kind != "f" and array.ndim and isinstance(got, np.ndarray)):
        kind = array.dtype if isinstance(got, np.ndarray) else type(got).__name__
        raise AssertionError(
            say(
                f"{what}: expected floating-point numbers, got {kind}",
                f"{what}\uff1a\u5e94\u4e3a\u6d6e\u70b9\u6570\uff0c\u5f97\u5230 {kind}",
            )
        )
    if array.shape != want.shape:
        raise AssertionError(
            say(
                f"{what}: expected shape {want.shape}, got {array.shape}",
                f"{what}\uff1a\u5f62\u72b6\u5e94\u4e3a {want.shape}\uff0c\u5f97\u5230 {array.shape}",
            )
        )
    wrong = ~(np.abs(array - want) <= tolerance * max(1.0, float(np.abs(want).max(initial=0.0))))
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        where = f" at {list(at)}" if at else ""
        place = f"\u5728 {list(at)} \u5904" if at else ""
        raise AssertionError(
            say(
                f"{what}: wrong{where}: got {array[at]:.6g}, expected {want[at]:.6g}",
                f"{what}\uff1a{place}\u4e0d\u5bf9\uff1a\u5f97\u5230 {array[at]:.6g}\uff0c\u5e94\u4e3a {want[at]:.6g}",
            )
        )


# -- End of the helpers. --

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
        zh = "W1, b1, W2, b2 \u7684\u5f62\u72b6\u5e94\u4e3a (64, h), (h,), (h, 10), (10,)\uff1b\u5f97\u5230"
        raise AssertionError(say(en, f"{zh} {shapes}"))
    W1, b1, W2, b2 = parts
    logits = (1.0 / (1.0 + np.exp(-(X_new @ W1 + b1)))) @ W2 + b2
    share = (logits.argmax(axis=1) == y_new).mean()
    if not share >= 0.8:
        en = f"only {share:.2f} of 50 new images are recognised, from raw pixels 0 to 16"
        zh = f"\u65b0\u56fe\u50cf\uff08\u50cf\u7d20 0 \u5230 16\uff09\u8ba4\u51fa\u7684\u6bd4\u4f8b\uff1a{share:.2f}"
        raise AssertionError(say(en, zh))
