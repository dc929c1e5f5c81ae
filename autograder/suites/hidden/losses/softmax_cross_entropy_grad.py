"""Oracle: torch.nn.functional.cross_entropy under autograd, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import Mismatch, assert_close, assert_close32, assert_pure, seeded
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "softmax_cross_entropy_grad_hidden"


def oracle(logits, labels):
    target = torch.as_tensor(np.asarray(labels), dtype=torch.int64)
    return torch_gradients(lambda z: torch.nn.functional.cross_entropy(z, target), logits)[0]


def draw(rng, n, k):
    """Logits in [-2, 2], so no sample is certain; the first label is the least likely class, the second another one."""
    logits, labels = rng.uniform(-2, 2, size=(n, k)), rng.integers(0, k, size=n)
    labels[0] = logits[0].argmin()
    labels[1:2] = (labels[0] + rng.integers(1, max(k, 2))) % k
    return logits, labels


def check(softmax_cross_entropy_grad, logits, labels, close=assert_close):
    close(softmax_cross_entropy_grad(logits.copy(), labels.copy()), oracle(logits, labels), "gradient")


def is_summed(got, mean, n):
    """Whether the whole answer is `n` times the gradient of the mean."""
    try:
        assert_close(got, n * mean)
    except Mismatch:
        return False
    return True


@test_case(name="the direction of the gradient, up to the number of samples", points=6.4, hidden=True)
@seeded
def test_direction(softmax_cross_entropy_grad, rng):
    """Whoever sums over the batch keeps these points; the first answer decides which of the two all must be."""
    summed = None
    for n, k in ((3, 7), (11, 5), (5, 13)):
        logits, labels = draw(rng, n, k)
        got, mean = softmax_cross_entropy_grad(logits.copy(), labels.copy()), oracle(logits, labels)
        summed = is_summed(got, mean, n) if summed is None else summed
        assert_close(got, n * mean if summed else mean, "gradient")


@test_case(name="the gradient of the mean", points=3, hidden=True)
@seeded
def test_mean(softmax_cross_entropy_grad, rng):
    for n, k in ((13, 7), (2, 3), (5, 2)):
        check(softmax_cross_entropy_grad, *draw(rng, n, k))


@test_case(name="as many samples as classes", points=0.5, hidden=True)
@seeded
def test_square(softmax_cross_entropy_grad, rng):
    check(softmax_cross_entropy_grad, *draw(rng, 5, 5))


@test_case(name="logits that look like probabilities", points=0.25, hidden=True)
@seeded
def test_like_probabilities(softmax_cross_entropy_grad, rng):
    check(softmax_cross_entropy_grad, rng.dirichlet(np.ones(3), size=5), rng.integers(0, 3, size=5))


@test_case(name="one sample, and one class", points=1, hidden=True)
@seeded
def test_one(softmax_cross_entropy_grad, rng):
    for n, k in ((1, 7), (5, 1)):
        check(softmax_cross_entropy_grad, *draw(rng, n, k))


@test_case(name="all samples of one class", points=0.5, hidden=True)
@seeded
def test_one_label(softmax_cross_entropy_grad, rng):
    for label in (0, 4):
        check(softmax_cross_entropy_grad, draw(rng, 7, 5)[0], np.full(7, label))


@test_case(name="samples that are right and nearly certain", points=0.25, hidden=True)
@seeded
def test_nearly_certain(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 7, 5)
    for sure in range(3):
        logits[sure, labels[sure]] = 8.0
    check(softmax_cross_entropy_grad, logits, labels)


@test_case(name="logits of +-1e4, and of +-100 in float32", points=1, hidden=True)
@seeded
def test_large(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 7, 3)
    logits[0] = [1e4, -1e4, 0.0]
    logits[1] = [-1e4, 1e4, 1e4]
    logits[2] -= 1e3
    labels[:2] = [0, 0]  # once the right class, once the wrong one
    check(softmax_cross_entropy_grad, logits, labels)
    logits, labels = draw(rng, 3, 5)
    single = (logits + np.array([[100], [-120], [0]])).astype(np.float32)  # beyond the exponentials of float32
    check(softmax_cross_entropy_grad, single, labels, assert_close32)


@test_case(name="float32 and integer logits", points=0.5, hidden=True)
@seeded
def test_types(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 7, 5)
    for given in (logits.astype(np.float32), rng.integers(-2, 3, size=(7, 5))):
        check(softmax_cross_entropy_grad, given, labels, assert_close32)


@test_case(name="labels of a small integer type, and unsigned ones", points=0.25, hidden=True)
@seeded
def test_small_labels(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 60, 5)  # the number of entries does not fit into 8 bits
    for kind in (np.uint8, np.int8):
        check(softmax_cross_entropy_grad, logits, labels.astype(kind))
    logits, labels = draw(rng, 300, 3)  # nor does the number of samples
    check(softmax_cross_entropy_grad, logits, labels.astype(np.uint8))
    logits, labels = draw(rng, 7, 5)
    check(softmax_cross_entropy_grad, logits, labels.astype(np.uint64))


@test_case(name="more classes than 8 bits can count", points=0.25, hidden=True)
@seeded
def test_many_classes(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 7, 300)
    labels[2:5] = [128, 256, 299]
    check(softmax_cross_entropy_grad, logits, labels)


@test_case(name="a new array, the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_pure(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 3, 7)
    check(softmax_cross_entropy_grad, logits, labels)
    assert_pure(softmax_cross_entropy_grad, logits, labels, new=True)
