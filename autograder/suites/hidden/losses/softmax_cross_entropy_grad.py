"""Oracle: torch.nn.functional.cross_entropy under autograd, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, primes, seeded
from autograder.checks.oracles import torch_gradients

OK_FORMAT = False
name = "softmax_cross_entropy_grad_hidden"


def oracle(logits, labels):
    target = torch.as_tensor(np.asarray(labels), dtype=torch.int64)
    return torch_gradients(lambda z: torch.nn.functional.cross_entropy(z, target), logits)[0]


def draw(rng, n, k):
    """Generic logits and labels: the first is not the likeliest class, the second (if any) is another class."""
    logits, labels = rng.normal(scale=1.7, size=(n, k)), rng.integers(0, k, size=n)
    labels[0] = logits[0].argmin()
    labels[1:2] = (labels[0] + rng.integers(1, max(k, 2))) % k
    return logits, labels


@test_case(name="matches automatic differentiation", points=5, hidden=True)
@seeded
def test_matches_autograd(softmax_cross_entropy_grad, rng):
    for shape in (*(primes(rng, 2) for _ in range(3)), (2, 3), (5, 2)):
        logits, labels = draw(rng, *shape)
        assert_close(softmax_cross_entropy_grad(logits.copy(), labels.copy()), oracle(logits, labels), "gradient")
    logits, labels = rng.dirichlet(np.ones(3), size=5), rng.integers(0, 3, size=5)  # no probabilities, but logits
    assert_close(softmax_cross_entropy_grad(logits.copy(), labels.copy()), oracle(logits, labels), "gradient")


@test_case(name="as many samples as classes", points=3, hidden=True)
@seeded
def test_square(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 5, 5)
    strided = np.asfortranarray(logits)  # the same numbers, stored column by column
    assert_close(softmax_cross_entropy_grad(logits.copy(), labels.copy()), oracle(logits, labels), "gradient")
    assert_close(softmax_cross_entropy_grad(strided, labels.copy()), oracle(logits, labels), "gradient")


@test_case(name="one sample, and one class", points=1, hidden=True)
@seeded
def test_batch_of_one(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 1, 7)
    assert_close(softmax_cross_entropy_grad(logits.copy(), labels.copy()), oracle(logits, labels), "gradient")
    logits, labels = draw(rng, 5, 1)
    assert_close(softmax_cross_entropy_grad(logits.copy(), labels.copy()), np.zeros((5, 1)), "gradient for one class")


@test_case(name="all samples of one class", points=1, hidden=True)
@seeded
def test_one_label(softmax_cross_entropy_grad, rng):
    for label in (0, 4):
        logits, labels = rng.normal(scale=1.7, size=(7, 5)), np.full(7, label)
        logits[0, label] = logits[0].max() + 6  # right, and nearly certain
        assert_close(softmax_cross_entropy_grad(logits.copy(), labels.copy()), oracle(logits, labels), "gradient")


@test_case(name="logits of +-1e4", points=2, hidden=True)
@seeded
def test_extreme_logits(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 7, 3)
    logits[0] = [1e4, -1e4, 0.0]
    logits[1] = [-1e4, 1e4, 1e4]
    logits[2] -= 1e3
    labels[:2] = [0, 0]  # once the right class, once the wrong one
    assert_close(softmax_cross_entropy_grad(logits.copy(), labels.copy()), oracle(logits, labels), "gradient")
    logits, labels = draw(rng, 3, 5)
    single = (logits + np.array([[100], [-120], [0]])).astype(np.float32)  # beyond the exponentials of float32
    assert_close32(softmax_cross_entropy_grad(single.copy(), labels.copy()), oracle(single, labels), "float32 gradient")


@test_case(name="float32 and integer logits, labels of a small integer type", points=1, hidden=True)
@seeded
def test_other_types(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 7, 5)
    single = logits.astype(np.float32)
    assert_close32(softmax_cross_entropy_grad(single.copy(), labels.copy()), oracle(single, labels), "float32 gradient")
    whole, labels = rng.integers(-4, 5, size=(60, 5)), rng.integers(0, 5, size=60)  # too many entries for 8 bits
    for kind in (np.uint8, np.int8):
        got = softmax_cross_entropy_grad(whole.copy(), labels.astype(kind))
        assert_close32(got, oracle(whole, labels), "integer gradient")
    logits, labels = draw(rng, 300, 3)  # too many samples, too
    got = softmax_cross_entropy_grad(logits.copy(), labels.astype(np.uint8))
    assert_close(got, oracle(logits, labels), "gradient for many samples")
    logits, labels = draw(rng, 7, 211)  # labels beyond 127
    labels[2:4] = [210, 128]
    for kind in (np.uint8, np.uint64):
        got = softmax_cross_entropy_grad(logits.copy(), labels.astype(kind))
        assert_close(got, oracle(logits, labels), "gradient for many classes")
    logits, labels = draw(rng, 7, 300)  # and beyond 255
    labels[2:4] = [299, 256]
    got = softmax_cross_entropy_grad(logits.copy(), labels.copy())
    assert_close(got, oracle(logits, labels), "gradient for many classes")


@test_case(name="a new array, the arguments stay as they are", points=1, hidden=True)
@seeded
def test_pure(softmax_cross_entropy_grad, rng):
    logits, labels = draw(rng, 3, 7)
    assert_close(softmax_cross_entropy_grad(logits.copy(), labels.copy()), oracle(logits, labels), "gradient")
    assert_pure(softmax_cross_entropy_grad, logits, labels, new=True)
