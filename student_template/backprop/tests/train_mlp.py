import copy

import os

import numpy as np
from otter.test_files import test_case


def say(en: str, zh: str = "") -> str:
    """The message in the student's language; a course in one language has one."""
    language = os.environ.get("HOMEWORK_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return zh if zh and language.startswith("zh") else en


def failure(en: str, zh: str = "") -> AssertionError:
    """What to raise for a wrong answer."""
    return AssertionError(say(en, zh))


def same(a: object, b: object) -> bool:
    """Whether two values are equal to the bit, in lists, tuples and dicts of arrays as well."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and (a == b or a != a)


def arrays(value: object) -> list[np.ndarray]:
    """The arrays in a value."""
    if isinstance(value, np.ndarray):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return [array for one in inside for array in arrays(one)]


def watched_arguments(function: object, *args: object) -> tuple[list[int], list[int]]:
    """Positions of the arguments that a call changes, and of those that it hands back, or a part of them.

    The grader calls in another process, from which nothing comes back into these arguments, and asks there.
    """
    ask = getattr(function, "watched_arguments", None)
    if ask is not None:
        changed, shared = ask(*args)
        return list(changed), list(shared)
    assert callable(function)
    given = copy.deepcopy(args)
    returned = arrays(function(*given))
    changed = [i for i, (now, before) in enumerate(zip(given, args)) if not same(now, before)]
    shared = [i for i, arg in enumerate(given) if any(np.may_share_memory(a, b) for a in arrays(arg) for b in returned)]
    return changed, shared


def unchanged(call: str, function: object, *args: object, new: bool = False) -> None:
    """The arguments stay as they are, with `new` none is handed back; `call` names them, as in "softmax(logits)"."""
    names = call[call.index("(") + 1 : -1].split(", ")
    changed, shared = watched_arguments(function, *args)
    if changed:
        raise failure(f"{call} changes {names[changed[0]]}", f"{call} \u6539\u53d8\u4e86 {names[changed[0]]}")
    if new and shared:
        name = names[shared[0]]
        raise failure(
            f"{call} hands back {name} itself, or a part of it: return a new array",
            f"{call} \u8fd4\u56de\u7684\u5c31\u662f {name} \u672c\u8eab\u6216\u5b83\u7684\u4e00\u90e8\u5206\uff1a\u8bf7\u8fd4\u56de\u65b0\u7684\u6570\u7ec4",
        )


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
        zh = "W1, b1, W2, b2 \u7684\u5f62\u72b6\u5e94\u4e3a (64, h), (h,), (h, 10), (10,)\uff1b\u5f97\u5230"
        raise failure(en, f"{zh} {shapes}")
    share, scaled = recognised(*parts, X_new, y_new), recognised(*parts, X_new / 16.0, y_new)
    if not share >= 0.8:
        en = f"only {share:.2f} of 50 new images are recognised, from raw pixels 0 to 16"
        zh = f"\u65b0\u56fe\u50cf\uff08\u50cf\u7d20 0 \u5230 16\uff09\u8ba4\u51fa\u7684\u6bd4\u4f8b\uff1a{share:.2f}"
        if scaled >= 0.8:
            en += f"; with pixels divided by 16 it would be {scaled:.2f}: fold that factor into the weights"
            zh += f"\uff1b\u5982\u679c\u50cf\u7d20\u5148\u9664\u4ee5 16\uff0c\u5219\u4e3a {scaled:.2f}\uff1a\u8bf7\u628a\u8fd9\u4e2a\u500d\u6570\u6298\u8fdb\u6743\u91cd"
        raise failure(en, zh)


@test_case(name="public: the arguments stay as they are", points=0, hidden=False)
def test_arguments_unchanged(train_mlp):
    (X_train, y_train), (X_val, y_val) = toy_images(1, 2), toy_images(2, 1)
    unchanged("train_mlp(X_train, y_train, X_val, y_val, seed)", train_mlp, X_train, y_train, X_val, y_val, 0)
