"""Oracle: exact integer division, and the properties of a random permutation; no particular permutation is expected."""

import numpy as np
from otter.test_files import test_case

from autograder.checks import as_integers, as_sequence, assert_count, assert_true, call_many, seeded

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


def sizes(rng):
    """Of the samples, 114 to 231, and of a batch that leaves two or three over, always less than half of it."""
    batch_size = int(rng.integers(8, 13))
    return batch_size * int(rng.integers(14, 20)) + int(rng.integers(2, 4)), batch_size


def a_seed(rng):
    return int(rng.integers(1, 10**6))


def assert_partition(parts, n, batch_size):
    """Every sample once, in batches of the right sizes."""
    sizes = [batch_size] * (n // batch_size) + ([n % batch_size] if n % batch_size else [])
    assert_true([len(part) for part in parts] == sizes, "expected full batches, and a smaller last one if needed")
    assert_true(sorted(flat(parts)) == list(range(n)), "expected every index exactly once")


def assert_shuffled(parts, n):
    """Statistics that a random permutation of n >= 100 meets but for one in 10^10.

    A correlation has the standard deviation 1 / sqrt(n - 1), 0.1 at most. Neighbours that stay neighbours are Poisson
    with mean 2, samples that stay in place with mean 1. Of n - 1 steps about n / 2 rise, with variance n / 12. Steps
    modulo n are random numbers of n, of which 63 percent occur; an arithmetic progression has one of them.
    """
    order = np.array(flat(parts))
    position = np.arange(n)
    steps = np.diff(order)
    assert_true(abs(np.corrcoef(order, position)[0, 1]) < 0.65, "expected the order of the samples to be random")
    assert_true(np.count_nonzero(np.abs(steps) == 1) < 20, "expected neighbours to be separated")
    assert_true(np.count_nonzero(order == position) < 15, "expected the samples to move")
    rises = np.count_nonzero(steps > 0)
    assert_true(abs(rises - n / 2) < 7 * np.sqrt(n / 12), "expected no order within the batches")
    assert_true(len(set(steps % n)) > n / 4, "expected more than a rule of arithmetic")


def assert_iterations(iterations_per_epoch, n, batch_size, kept, dropped):
    """With the last batch kept, and with it dropped."""
    assert_count(iterations_per_epoch(n, batch_size, False), kept, "iterations")
    assert_count(iterations_per_epoch(n, batch_size, True), dropped, "iterations without the last batch")


@test_case(name="iterations: the last batch is kept", points=0.75, hidden=True)
@seeded
def test_kept(iterations_per_epoch, rng):
    n, batch_size = sizes(rng)
    for total in (n, n + batch_size):
        assert_count(iterations_per_epoch(total, batch_size, False), total // batch_size + 1, "iterations")


@test_case(name="iterations: the last batch is dropped", points=0.6, hidden=True)
@seeded
def test_dropped(iterations_per_epoch, rng):
    n, batch_size = sizes(rng)
    for total in (n, batch_size * 7 - 1):  # hardly begun, and nearly full
        count = iterations_per_epoch(total, batch_size, True)
        assert_count(count, total // batch_size, "iterations without the last batch")


@test_case(name="iterations: a batch size that divides n", points=0.4, hidden=True)
@seeded
def test_divides(iterations_per_epoch, rng):
    batch_size, count = int(rng.integers(7, 30)), int(rng.integers(5, 30))
    assert_iterations(iterations_per_epoch, batch_size * count, batch_size, count, count)


@test_case(name="iterations: a single sample left over", points=0.15, hidden=True)
@seeded
def test_one_left(iterations_per_epoch, rng):
    batch_size = sizes(rng)[1]
    for size, count in ((batch_size, 6), (4096, 2)):
        assert_iterations(iterations_per_epoch, size * count + 1, size, count + 1, count)


@test_case(name="iterations: batches of one sample", points=0.1, hidden=True)
@seeded
def test_batches_of_one(iterations_per_epoch, rng):
    n = int(rng.integers(5, 30))
    assert_iterations(iterations_per_epoch, n, 1, n, n)


@test_case(name="iterations: one batch of all samples", points=0.1, hidden=True)
@seeded
def test_batch_of_all(iterations_per_epoch, rng):
    n, batch_size = sizes(rng)
    assert_iterations(iterations_per_epoch, n, batch_size, n // batch_size + 1, n // batch_size)
    assert_iterations(iterations_per_epoch, n, n, 1, 1)


@test_case(name="iterations: a batch size above n", points=0.15, hidden=True)
@seeded
def test_larger_than_n(iterations_per_epoch, rng):
    n, batch_size = sizes(rng)
    assert_iterations(iterations_per_epoch, n, batch_size, n // batch_size + 1, n // batch_size)
    for total in (n, 1):
        assert_iterations(iterations_per_epoch, total, n + batch_size, 1, 0)


@test_case(name="batches: every sample once, in batches of the right size", points=1, hidden=True)
@seeded
def test_partition(minibatch_indices, rng):
    n, batch_size = sizes(rng)
    seed = a_seed(rng)
    for total in (n, n + batch_size):  # nothing is kept from the first call with this seed
        assert_partition(batches(minibatch_indices(total, batch_size, seed)), total, batch_size)


@test_case(name="batches: in random order", points=0.75, hidden=True)
@seeded
def test_random_order(minibatch_indices, rng):
    n, batch_size = sizes(rng)
    first = a_seed(rng)
    orders = []
    for seed in range(first, first + 7):
        parts = batches(minibatch_indices(n, batch_size, seed))
        assert_partition(parts, n, batch_size)
        assert_shuffled(parts, n)
        orders.append(flat(parts))
    # by chance for n / n^6 of all students: one in 10^10
    stays = any(len(set(samples)) == 1 for samples in zip(*orders))
    assert_true(not stays, "expected every place to hold different samples for different seeds")


@test_case(name="batches: the seed decides", points=0.4, hidden=True)
@seeded
def test_seed(minibatch_indices, rng):
    n, batch_size = sizes(rng)
    seed = a_seed(rng)
    # The last one has the same last digits, binary and decimal.
    first, again, *others = (batches(minibatch_indices(n, batch_size, seed + s)) for s in (0, 0, 1, 2, 256_000))
    assert_partition(first, n, batch_size)
    assert_true(first == again, "expected the same batches for the same seed")
    different = first not in others and others[0] != others[1]
    assert_true(different, "expected other batches for another seed")


@test_case(name="batches: the seed 0", points=0.1, hidden=True)
@seeded
def test_seed_zero(minibatch_indices, rng):
    n, batch_size = sizes(rng)
    zero, again, one = (batches(minibatch_indices(n, batch_size, seed)) for seed in (0, 0, 1))
    assert_partition(zero, n, batch_size)
    assert_true(zero == again, "expected the same batches for the seed 0, too")
    assert_true(zero != one, "expected other batches for the seed 1 than for the seed 0")


@test_case(name="batches: a batch size that divides n", points=0.15, hidden=True)
@seeded
def test_batches_divide(minibatch_indices, rng):
    batch_size = sizes(rng)[1]
    parts = batches(minibatch_indices(6 * batch_size, batch_size, a_seed(rng)))
    assert_partition(parts, 6 * batch_size, batch_size)


@test_case(name="batches: a single sample left over", points=0.1, hidden=True)
@seeded
def test_batch_of_one_left(minibatch_indices, rng):
    batch_size = sizes(rng)[1]
    parts = batches(minibatch_indices(6 * batch_size + 1, batch_size, a_seed(rng)))
    assert_partition(parts, 6 * batch_size + 1, batch_size)


@test_case(name="batches: two samples, one at a time, come in either order", points=0.1, hidden=True)
@seeded
def test_two_samples(minibatch_indices, rng):
    first = a_seed(rng)
    # by chance in only one order for one of 10^10 students
    draws = call_many(minibatch_indices, [(2, 1, seed) for seed in range(first, first + 35)])
    orders = {tuple(flat(batches(draw))) for draw in draws}
    assert_true(orders == {(0, 1), (1, 0)}, "expected two samples in either order, for different seeds")


@test_case(name="batches: a batch size above n", points=0.1, hidden=True)
@seeded
def test_one_batch(minibatch_indices, rng):
    n, batch_size = sizes(rng)
    seed = a_seed(rng)
    assert_partition(batches(minibatch_indices(n, batch_size, seed)), n, batch_size)
    parts = batches(minibatch_indices(n, n + batch_size, seed))
    assert_partition(parts, n, n + batch_size)
    assert_shuffled(parts, n)


@test_case(name="batches: a single sample", points=0.05, hidden=True)
@seeded
def test_single_sample(minibatch_indices, rng):
    n, batch_size = sizes(rng)
    for total in (n, 1):
        assert_partition(batches(minibatch_indices(total, batch_size, a_seed(rng))), total, batch_size)
