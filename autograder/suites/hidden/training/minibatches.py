"""Oracle: exact integer division, and the properties of a random permutation; no particular permutation is expected."""

from math import ceil

import numpy as np
from otter.test_files import test_case

from autograder.checks import as_integers, as_sequence, assert_count, assert_true, seeded

OK_FORMAT = False
name = "minibatches_hidden"


def batches(result):
    """The student's batches as lists of integers."""
    parts = as_sequence(result)
    assert_true(parts is not None, "expected a list of batches")
    arrays = [as_integers(part) for part in parts]
    assert_true(all(a is not None and a.ndim == 1 for a in arrays), "expected every batch to be a list of integers")
    return [a.tolist() for a in arrays]


def flat(parts):
    return [index for part in parts for index in part]


def assert_partition(parts, n, batch_size):
    """Every sample once, in batches of the right sizes."""
    sizes = [batch_size] * (n // batch_size) + ([n % batch_size] if n % batch_size else [])
    assert_true([len(part) for part in parts] == sizes, "expected full batches, and a smaller last one if needed")
    assert_true(sorted(flat(parts)) == list(range(n)), "expected every index exactly once")


def assert_shuffled(parts, n):
    """Statistics that a random permutation of n >= 97 meets by more than six standard deviations."""
    order = np.array(flat(parts))
    position = np.arange(n)
    steps = np.abs(np.diff(order))
    assert_true(abs(np.corrcoef(order, position)[0, 1]) < 0.65, "expected the order of the samples to be random")
    assert_true(np.count_nonzero(steps == 1) < 20, "expected neighbours to be separated")
    assert_true(np.count_nonzero(order == position) < 15, "expected the samples to move")
    rises = np.count_nonzero(np.diff(order) > 0)  # n / 2 of them, with variance n / 12
    assert_true(abs(rises - n / 2) < 7 * np.sqrt(n / 12), "expected no order within the batches")
    assert_true(len(set(np.diff(order) % n)) > n / 4, "expected more than a rule of arithmetic")


def sizes(rng):
    """Of the samples and of a batch that leaves two or three over, always less than half of it."""
    batch_size = int(rng.integers(8, 13))
    return batch_size * int(rng.integers(14, 20)) + int(rng.integers(2, 4)), batch_size


@test_case(name="iterations: the last batch is kept", points=0.75, hidden=True)
@seeded
def test_kept(iterations_per_epoch, rng):
    n, batch_size = sizes(rng)
    for total, size in (
        (n, batch_size),
        (15 * batch_size + 5, 5 * batch_size + 1),
        (batch_size * 6 + 1, batch_size),
        (8193, 4096),
    ):
        assert_count(iterations_per_epoch(total, size, False), -(-total // size), "iterations")


@test_case(name="iterations: the last batch is dropped", points=0.75, hidden=True)
@seeded
def test_dropped(iterations_per_epoch, rng):
    n, batch_size = sizes(rng)
    for total, size in ((n, batch_size), (batch_size * 7 - 1, batch_size)):
        assert_count(iterations_per_epoch(total, size, True), total // size, "iterations without the last batch")


@test_case(name="iterations: a batch size that divides n", points=0.5, hidden=True)
@seeded
def test_divides(iterations_per_epoch, rng):
    batch_size, count = int(rng.integers(7, 30)), int(rng.integers(5, 30))
    for drop_last in (False, True):
        assert_count(iterations_per_epoch(batch_size * count, batch_size, drop_last), count, "iterations")
        assert_count(iterations_per_epoch(count, 1, drop_last), count, "iterations of one sample each")
        for size in (batch_size, 1):
            assert_count(iterations_per_epoch(size, size, drop_last), 1, "iterations for a single full batch")


@test_case(name="iterations: a batch size above n", points=0.25, hidden=True)
@seeded
def test_larger_than_n(iterations_per_epoch, rng):
    n, batch_size = sizes(rng)
    assert_count(iterations_per_epoch(n, batch_size, False), ceil(n / batch_size), "iterations")
    assert_count(iterations_per_epoch(n, n + batch_size, False), 1, "iterations for a batch size above n")
    for total in (n, 1):
        assert_count(iterations_per_epoch(total, n + batch_size, True), 0, "iterations without the last batch")


@test_case(name="batches: every sample once, in batches of the right size", points=1.25, hidden=True)
@seeded
def test_partition(minibatch_indices, rng):
    n, batch_size = sizes(rng)
    seed = int(rng.integers(10**6))
    for total in (n, 6 * batch_size, 6 * batch_size + 1):  # with the same seed
        assert_partition(batches(minibatch_indices(total, batch_size, seed)), total, batch_size)


@test_case(name="batches: in random order", points=0.75, hidden=True)
@seeded
def test_random_order(minibatch_indices, rng):
    n, batch_size = sizes(rng)
    first = int(rng.integers(10**6))
    orders = []
    for seed in range(first, first + 7):
        parts = batches(minibatch_indices(n, batch_size, seed))
        assert_partition(parts, n, batch_size)
        assert_shuffled(parts, n)
        orders.append(flat(parts))
    # by chance in one of 10^10 cases
    stays = any(len(set(samples)) == 1 for samples in zip(*orders))
    assert_true(not stays, "expected every place to hold different samples for different seeds")
    # two samples come in either order; by chance in only one in one of 10^12 cases
    pairs = {tuple(flat(batches(minibatch_indices(2, 1, seed)))) for seed in range(first, first + 41)}
    assert_true(pairs == {(0, 1), (1, 0)}, "expected two samples in either order, for different seeds")


@test_case(name="batches: the seed decides", points=0.5, hidden=True)
@seeded
def test_seed(minibatch_indices, rng):
    n, batch_size = sizes(rng)
    seed = int(rng.integers(10**6))
    first, again, *others = (batches(minibatch_indices(n, batch_size, seed + s)) for s in (0, 0, 1, 2))
    assert_partition(first, n, batch_size)
    assert_true(first == again, "expected the same batches for the same seed")
    further = batches(minibatch_indices(n, batch_size, seed + 256_000))  # the same last digits, binary and decimal
    different = first not in (*others, further) and others[0] != others[1]
    assert_true(different, "expected other batches for another seed")
    zero, zero_again, one = (batches(minibatch_indices(n, batch_size, s)) for s in (0, 0, 1))
    assert_true(zero != one, "expected other batches for the seed 1 than for the seed 0")
    assert_true(zero == zero_again, "expected the same batches for the seed 0, too")


@test_case(name="batches: a batch size above n", points=0.25, hidden=True)
@seeded
def test_one_batch(minibatch_indices, rng):
    n, batch_size = sizes(rng)
    assert_partition(batches(minibatch_indices(n, batch_size, 5)), n, batch_size)
    parts = batches(minibatch_indices(n, n + batch_size, 5))
    assert_partition(batches(minibatch_indices(1, batch_size, 5)), 1, batch_size)
    assert_true(len(parts) == 1 and sorted(parts[0]) == list(range(n)), "expected one batch with every index")
    assert_shuffled(parts, n)
