"""Oracle: the 360 test images that students do not get, from scikit-learn, with the split of data/make_digits.py.

The classes are renumbered, so that only training can know them. A training takes a second or two: both accuracies are
asked of the same one, whose inputs are the same in both cases. So each case stands for itself in whatever order they
run, and what the first has trained is kept for the second. Arguments are watched in another training, on 300 images and
with other numbers, so that weights of an earlier call lose points here, too.
"""

from functools import cache

import numpy as np
from otter.test_files import test_case
from sklearn.datasets import load_digits

from autograder.checks import as_floats, assert_parts, assert_true, call_once, seeded, watched_call

OK_FORMAT = False
name = "train_mlp_hidden"

SPLIT_SEED, TRAIN, VALIDATION, CLASSES = 0, 1078, 359, 10  # as in data/make_digits.py
PAPER = 0.9502  # the test accuracy that the original homework reports


@cache
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


def accuracy_of(got, inputs, test):
    """Test accuracy of the returned network, if it is one."""
    X_test, y_test = test
    W1, b1, W2, b2 = (as_floats(p) for p in assert_parts(got, ["W1", "b1", "W2", "b2"]))
    floats = all(p is not None and np.isfinite(p).all() for p in (W1, b1, W2, b2))
    assert_true(floats, "W1, b1, W2, b2: expected four arrays of finite floats")
    h = b1.size
    shapes = [p.shape for p in (W1, b1, W2, b2)]
    expected = [(inputs, h), (h,), (h, CLASSES), (CLASSES,)]
    assert_true(shapes == expected, "expected the shapes (64, h), (h,), (h, 10), (10,)")
    hidden = 0.5 * (1.0 + np.tanh(0.5 * (X_test @ W1 + b1)))
    return float((np.argmax(hidden @ W2 + b2, axis=1) == y_test).mean())


def trained_accuracy(train_mlp, rng):
    """Test accuracy after the training that the first two cases judge."""
    arguments, test = digits(rng)
    return accuracy_of(call_once(train_mlp, *arguments), arguments[0].shape[1], test)


@test_case(name="at least 0.90 of the test images", points=8.25, hidden=True)
@seeded
def test_learns(train_mlp, shared_rng):
    accuracy = trained_accuracy(train_mlp, shared_rng)
    assert_true(accuracy >= 0.90, f"test accuracy {accuracy:.4f}, expected at least 0.90")


@test_case(name="at least 0.9502 of the test images", points=7.5, hidden=True)
@seeded
def test_as_good_as_the_paper(train_mlp, shared_rng):
    accuracy = trained_accuracy(train_mlp, shared_rng)
    assert_true(accuracy >= PAPER, f"test accuracy {accuracy:.4f}, expected at least {PAPER}")


@test_case(name="the arguments stay as they are", points=0.25, hidden=True)
@seeded
def test_pure(train_mlp, rng):
    arguments, test = digits(rng, 300)
    got, changed, _ = watched_call(train_mlp, *arguments)
    accuracy = accuracy_of(got, arguments[0].shape[1], test)
    assert_true(accuracy >= 0.5, f"test accuracy {accuracy:.4f} after 300 images, expected at least 0.5")
    assert_true(not changed, "an argument is changed by the call; return new arrays instead")
