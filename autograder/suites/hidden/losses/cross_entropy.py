"""Oracle: torch.nn.functional.cross_entropy, in float64."""

import numpy as np
import torch
from otter.test_files import test_case

from autograder.checks import assert_close, assert_close32, assert_pure, primes, seeded

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


@test_case(name="matches the oracle", points=3, hidden=True)
@seeded
def test_matches(cross_entropy, rng):
    for shape in (*(primes(rng, 2) for _ in range(3)), (2, 3), (5, 2)):
        logits, labels = draw(rng, *shape)
        assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss", rtol=RTOL)
    logits, labels = rng.dirichlet(np.ones(3), size=5), rng.integers(0, 3, size=5)  # no probabilities, but logits
    assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss", rtol=RTOL)


@test_case(name="as many samples as classes", points=1, hidden=True)
@seeded
def test_square(cross_entropy, rng):
    logits, labels = draw(rng, 5, 5)
    assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss", rtol=RTOL)
    logits[4], labels[4] = logits[0], labels[0]  # a sample that comes twice counts twice
    assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss", rtol=RTOL)


@test_case(name="one sample, and one class", points=1, hidden=True)
@seeded
def test_batch_of_one(cross_entropy, rng):
    logits, labels = draw(rng, 1, 7)
    assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss", rtol=RTOL)
    logits, labels = draw(rng, 5, 1)
    assert_close(cross_entropy(logits.copy(), labels.copy()), 0.0, "loss of one class", floor=1e-6)


@test_case(name="+-1e4, the large logit on a wrong class", points=1.5, hidden=True)
@seeded
def test_confidently_wrong(cross_entropy, rng):
    logits, labels = draw(rng, 5, 3)
    logits[1], labels[1:3] = [1e4, -1e4, 0.0], [1, 0]
    logits[3], labels[3] = [-1e4, 1e4, 1e4], 0  # the two largest share the probability
    assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss")
    logits, labels = draw(rng, 3, 5)
    single = (logits + np.array([[100], [-120], [0]])).astype(np.float32)  # beyond the exponentials of float32
    assert_close32(cross_entropy(single.copy(), labels.copy()), oracle(single, labels), "loss of float32 logits")
    for small in (-744.0, -11.0):  # a probability that is not 0 yet, but has lost its digits, and one that counts
        logits, labels = np.array([[0.0, small, -1.0]]), np.array([1])
        assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss")


@test_case(name="+-1e4, the large logit on the right class", points=1, hidden=True)
@seeded
def test_confidently_right(cross_entropy, rng):
    logits, labels = draw(rng, 5, 3)
    logits[1], labels[1:3] = [1e4, -1e4, 0.0], [0, 1]
    logits[2] -= 1e3  # the softmax does not change; exp of the raw logits is 0
    assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss", rtol=RTOL)
    for shift in (9e3, 1e4, -9e3, -1e4):  # nor does it here, where a float32 would lose the difference
        logits, labels = draw(rng, 3, 3)
        got = cross_entropy(logits + shift, labels.copy())
        assert_close(got, oracle(logits + shift, labels), "loss", rtol=RTOL)
    logits, right = draw(rng, 5, 3)[0], rng.integers(0, 3, size=5)
    for largest in (2.5, 6.0, 6.3, 6.6):  # all samples right, and none certain
        logits[np.arange(5), right] = largest
        assert_close(cross_entropy(logits.copy(), right.copy()), oracle(logits, right), "loss", rtol=RTOL)


@test_case(name="float32 and integer logits", points=1, hidden=True)
@seeded
def test_other_types(cross_entropy, rng):
    logits, labels = draw(rng, 7, 5)
    single = logits.astype(np.float32)
    assert_close32(cross_entropy(single.copy(), labels.copy()), oracle(single, labels), "loss of float32 logits")
    whole = np.array([rng.permutation(5) - 2 for _ in range(3)])
    labels = rng.integers(0, 5, size=3)
    assert_close32(cross_entropy(whole.copy(), labels.copy()), oracle(whole, labels), "loss of integer logits")


@test_case(name="labels of a small integer type", points=0.5, hidden=True)
@seeded
def test_small_labels(cross_entropy, rng):
    logits, labels = draw(rng, 90, 3)  # the number of entries does not fit into 8 bits
    for kind in (np.uint8, np.int8, np.int16):
        assert_close(cross_entropy(logits.copy(), labels.astype(kind)), oracle(logits, labels), "loss", rtol=RTOL)
    logits, labels = draw(rng, 300, 3)  # nor does the number of samples
    assert_close(cross_entropy(logits.copy(), labels.astype(np.uint8)), oracle(logits, labels), "loss", rtol=RTOL)
    logits, labels = draw(rng, 7, 211)  # labels beyond 127
    labels[2:4] = [210, 128]
    for kind in (np.uint8, np.uint64):
        assert_close(cross_entropy(logits.copy(), labels.astype(kind)), oracle(logits, labels), "loss", rtol=RTOL)
    logits, labels = draw(rng, 7, 300)  # and beyond 255
    labels[2:4] = [299, 256]
    assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss", rtol=RTOL)


@test_case(name="the arguments stay as they are", points=1, hidden=True)
@seeded
def test_pure(cross_entropy, rng):
    logits, labels = draw(rng, 3, 7)[0], rng.permutation([1, 4, 2])
    labels[0], labels[2] = max(labels[0], labels[2]), min(labels[0], labels[2])  # not in ascending order
    assert_close(cross_entropy(logits.copy(), labels.copy()), oracle(logits, labels), "loss", rtol=RTOL)
    assert_pure(cross_entropy, logits, labels)
