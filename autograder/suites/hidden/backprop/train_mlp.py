"""Oracle: the 360 test images that students do not get, from scikit-learn, with the split of data/make_digits.py.

Each case trains once (a second or two) and stands for itself: nothing is kept from one case to the other, so a retry of
one or another order gives the same marks, and the full points need two trainings that both end well.
"""

import numpy as np
from otter.test_files import test_case
from sklearn.datasets import load_digits

from autograder.checks import as_floats, assert_parts, assert_pure, assert_true, seeded

OK_FORMAT = False
name = "train_mlp_hidden"

SPLIT_SEED, TRAIN, VALIDATION, CLASSES = 0, 1078, 359, 10  # as in data/make_digits.py
PAPER = 0.9502  # the test accuracy that the original homework reports


def split():
    """Training, validation and test part, each (images, labels)."""
    digits = load_digits()
    order = np.random.default_rng(SPLIT_SEED).permutation(len(digits.target))
    parts = np.split(order, [TRAIN, TRAIN + VALIDATION])
    return [(digits.data[part], digits.target[part].astype(np.int64)) for part in parts]


def digits(rng, images=None):
    """Arguments of a training (on the first images only), and the test part, with the same classes renumbered."""
    renumbered = rng.permutation(CLASSES)
    (X_train, y_train), (X_val, y_val), (X_test, y_test) = split()
    arguments = X_train[:images], renumbered[y_train][:images], X_val[:images], renumbered[y_val][:images]
    return (*arguments, int(rng.integers(1000))), (X_test, renumbered[y_test])


def trained_accuracy(train_mlp, arguments, test):
    """Test accuracy after one training on digits whose classes are renumbered, so that only training can know them."""
    X_train, *others = arguments
    X_test, y_test = test
    got = train_mlp(X_train.copy(), *(a.copy() for a in others[:3]), others[3])
    W1, b1, W2, b2 = (as_floats(p) for p in assert_parts(got, ["W1", "b1", "W2", "b2"]))
    floats = all(p is not None and np.isfinite(p).all() for p in (W1, b1, W2, b2))
    assert_true(floats, "W1, b1, W2, b2: expected four arrays of finite floats")
    h = b1.size
    shapes = [p.shape for p in (W1, b1, W2, b2)]
    expected = [(X_train.shape[1], h), (h,), (h, CLASSES), (CLASSES,)]
    assert_true(shapes == expected, "expected the shapes (64, h), (h,), (h, 10), (10,)")
    hidden = 0.5 * (1.0 + np.tanh(0.5 * (X_test @ W1 + b1)))
    return float((np.argmax(hidden @ W2 + b2, axis=1) == y_test).mean())


@test_case(name="at least 0.90 of the test images", points=8.25, hidden=True)
@seeded
def test_learns(train_mlp, rng):
    accuracy = trained_accuracy(train_mlp, *digits(rng))
    assert_true(accuracy >= 0.90, f"test accuracy {accuracy:.4f}, expected at least 0.90")


@test_case(name="at least 0.9502 of the test images", points=7.5, hidden=True)
@seeded
def test_as_good_as_the_paper(train_mlp, rng):
    accuracy = trained_accuracy(train_mlp, *digits(rng))
    assert_true(accuracy >= PAPER, f"test accuracy {accuracy:.4f}, expected at least {PAPER}")


@test_case(name="the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_pure(train_mlp, rng):
    arguments, test = digits(rng, 300)
    accuracy = trained_accuracy(train_mlp, arguments, test)
    assert_true(accuracy >= 0.5, f"test accuracy {accuracy:.4f} after 300 images, expected at least 0.5")
    assert_pure(train_mlp, *arguments)
