"""Oracle: torch.nn.functional.cross_entropy, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import Mismatch, assert_close, assert_close32, assert_pure, seeded

OK_FORMAT = False
name = "cross_entropy_hidden"

# A small constant inside the logarithm is told where it matters, at +-1e4: elsewhere 1e-8 of it passes.
RTOL = 1e-5


def oracle(logits, labels):
    z = torch.tensor(np.asarray(logits, dtype=np.float64))
    return torch.nn.functional.cross_entropy(z, torch.as_tensor(labels.astype(np.int64))).item()


def draw(rng, n, k):
    """Logits in [-2, 2], so no sample is confident; the first label is not the likeliest class, the second another."""
    logits, labels = rng.uniform(-2, 2, size=(n, k)), rng.integers(0, k, size=n)
    if k > 1:
        logits[0, -1] = 2.0
        labels[0] = rng.integers(0, k - 1)
        labels[1:2] = (labels[0] + rng.integers(1, k)) % k
    return logits, labels


def check(cross_entropy, logits, labels):
    got = cross_entropy(logits.copy(), labels.copy())
    assert_close(got, oracle(logits, labels), "loss", rtol=RTOL)


def check_large(cross_entropy, logits, labels):
    """Where the loss is large, to the digits of float64."""
    assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss")


def check32(cross_entropy, logits, labels):
    assert_close32(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss")


def is_summed(got, mean, n):
    """Whether the answer is `n` times the mean."""
    try:
        assert_close(got, n * mean, rtol=RTOL)
    except Mismatch:
        return False
    return True


@test_case(name="the loss, up to the number of samples", points=4.4, hidden=True)
@seeded
def test_up_to_the_number_of_samples(cross_entropy, rng):
    """Whoever sums over the batch keeps these points; the first answer decides which of the two all must be."""
    summed = None
    for n, k in ((3, 7), (11, 5), (5, 13)):
        logits, labels = draw(rng, n, k)
        got, mean = cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels)
        summed = is_summed(got, mean, n) if summed is None else summed
        assert_close(got, n * mean if summed else mean, "loss", rtol=RTOL)


@test_case(name="the mean over the samples", points=0.75, hidden=True)
@seeded
def test_mean(cross_entropy, rng):
    for n, k in ((13, 7), (2, 3), (5, 2)):
        check(cross_entropy, *draw(rng, n, k))


@test_case(name="as many samples as classes", points=0.5, hidden=True)
@seeded
def test_square(cross_entropy, rng):
    check(cross_entropy, *draw(rng, 5, 5))


@test_case(name="a sample that comes twice counts twice", points=0.25, hidden=True)
@seeded
def test_equal_samples(cross_entropy, rng):
    logits, labels = draw(rng, 5, 3)
    logits[4], labels[4] = logits[0], labels[0]
    check(cross_entropy, logits, labels)


@test_case(name="logits that look like probabilities", points=0.25, hidden=True)
@seeded
def test_like_probabilities(cross_entropy, rng):
    check(cross_entropy, rng.dirichlet(np.ones(3), size=5), rng.integers(0, 3, size=5))


@test_case(name="one sample, and one class", points=0.5, hidden=True)
@seeded
def test_one(cross_entropy, rng):
    check(cross_entropy, *draw(rng, 1, 7))
    logits, labels = draw(rng, 5, 1)
    assert_close(cross_entropy(logits.copy(), labels.copy()), 0.0, "loss of one class", floor=1e-6)


@test_case(name="+-1e4, the large logit on a wrong class", points=1, hidden=True)
@seeded
def test_confidently_wrong(cross_entropy, rng):
    logits, labels = draw(rng, 5, 3)
    logits[1], labels[1:3] = [1e4, -1e4, 0.0], [1, 0]
    logits[3], labels[3] = [-1e4, 1e4, 5e3], 0
    check_large(cross_entropy, logits, labels)


@test_case(name="+-1e4, the large logit on the right class", points=0.5, hidden=True)
@seeded
def test_confidently_right(cross_entropy, rng):
    logits, labels = draw(rng, 5, 3)
    logits[1], labels[1:3] = [1e4, -1e4, 0.0], [0, 1]
    logits[2] -= 1e3  # the softmax does not change; exp of the raw logits is 0
    check(cross_entropy, logits, labels)


@test_case(name="all logits near 1e4, or near -1e4, and a loss like any other", points=0.25, hidden=True)
@seeded
def test_shifted(cross_entropy, rng):
    for shift in (9e3, 1e4, -9e3, -1e4):  # a float32 would lose the difference
        logits, labels = draw(rng, 5, 3)
        check(cross_entropy, logits + shift, labels)


@test_case(name="+-100 in float32", points=0.25, hidden=True)
@seeded
def test_large_float32(cross_entropy, rng):
    logits, labels = draw(rng, 3, 5)
    single = (logits + np.array([[100], [-120], [0]])).astype(np.float32)  # beyond the exponentials of float32
    check32(cross_entropy, single, labels)


@test_case(name="a true class of a probability near 0", points=0.25, hidden=True)
@seeded
def test_small_probability(cross_entropy, rng):
    for small in (-744.0, -11.0):  # a probability that is not 0 yet, but has lost its digits, and one that counts
        logits, labels = draw(rng, 3, 5)
        logits[1], labels[1] = [0.0, small, -1.0, 0.5, 1.0], 1
        check_large(cross_entropy, logits, labels)


@test_case(name="all samples right, and none certain", points=0.25, hidden=True)
@seeded
def test_all_right(cross_entropy, rng):
    logits, right = draw(rng, 5, 3)[0], rng.permutation([0, 1, 2, 0, 1])
    for largest in (2.5, 6.0, 6.3, 6.6):
        logits[np.arange(5), right] = largest
        check(cross_entropy, logits, right)


@test_case(name="float32 and integer logits", points=0.25, hidden=True)
@seeded
def test_types(cross_entropy, rng):
    logits, labels = draw(rng, 7, 5)
    check32(cross_entropy, logits.astype(np.float32), labels)
    whole = np.array([rng.permutation(5) - 2 for _ in range(3)])
    labels = rng.integers(0, 5, size=3)
    labels[0] = whole[0].argmin()
    check32(cross_entropy, whole, labels)


@test_case(name="labels of a small integer type, and unsigned ones", points=0.25, hidden=True)
@seeded
def test_small_labels(cross_entropy, rng):
    logits, labels = draw(rng, 90, 3)  # the number of entries does not fit into 8 bits
    for kind in (np.uint8, np.int8, np.int16):
        check(cross_entropy, logits, labels.astype(kind))
    logits, labels = draw(rng, 300, 3)  # nor does the number of samples
    check(cross_entropy, logits, labels.astype(np.uint8))
    logits, labels = draw(rng, 7, 5)
    check(cross_entropy, logits, labels.astype(np.uint64))


@test_case(name="more classes than 8 bits can count", points=0.25, hidden=True)
@seeded
def test_many_classes(cross_entropy, rng):
    logits, labels = draw(rng, 7, 300)
    labels[2:5] = [128, 256, 299]
    check(cross_entropy, logits, labels)


@test_case(name="the arguments stay as they are", points=0.1, hidden=True)
@seeded
def test_pure(cross_entropy, rng):
    logits, labels = draw(rng, 3, 7)[0], np.array([4, 2, 1])  # not in ascending order
    check(cross_entropy, logits, labels)
    assert_pure(cross_entropy, logits, labels)
