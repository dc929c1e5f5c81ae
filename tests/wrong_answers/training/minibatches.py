"""Wrong answers to minibatches, on no list."""

import numpy as np

CACHE = {}


def cut(indices, batch_size):
    indices = [int(i) for i in indices]
    return [indices[i : i + batch_size] for i in range(0, len(indices), batch_size)]


def drops_a_full_last_batch_too(n, batch_size, drop_last):
    return -(-n // batch_size) - bool(drop_last)


def large_batch_counts_as_none(n, batch_size, drop_last):
    if batch_size > n:
        return 0
    return n // batch_size if drop_last else -(-n // batch_size)


def batch_of_everything_is_dropped(n, batch_size, drop_last):
    if batch_size >= n:
        return 0 if drop_last else 1
    return n // batch_size if drop_last else -(-n // batch_size)


def starts_somewhere_and_goes_round(n, batch_size, seed):
    return cut(np.roll(np.arange(n), np.random.default_rng(seed).integers(n)), batch_size)


def remembers_a_seed_without_its_sizes(n, batch_size, seed):
    # The first n of a seed is kept for every later one.
    return cut(CACHE.setdefault(seed, np.random.default_rng(seed).permutation(n)), batch_size)


def empty_batch_at_the_end(n, batch_size, seed):
    indices = [int(i) for i in np.random.default_rng(seed).permutation(n)]
    return [indices[i * batch_size : (i + 1) * batch_size] for i in range(n // batch_size + 1)]


def first_sample_stays_first(n, batch_size, seed):
    return cut([0, *(1 + np.random.default_rng(seed).permutation(n - 1))], batch_size)


def _cut(order, batch_size):
    order = [int(i) for i in order]
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


def rounded_up_unless_nearly_whole(n, batch_size, drop_last):
    return n // batch_size if drop_last else int(np.ceil(n / batch_size - 1e-3))


def arithmetic_progression(n, batch_size, seed):
    rng = np.random.default_rng(seed)
    step = int(rng.integers(1, max(n, 2)))
    while np.gcd(step, n) > 1:
        step = int(rng.integers(1, n))
    return _cut((step * np.arange(n) + rng.integers(n)) % n, batch_size)


def every_batch_in_rising_order(n, batch_size, seed):
    return [sorted(batch) for batch in _cut(np.random.default_rng(seed).permutation(n), batch_size)]


def a_single_batch_unshuffled(n, batch_size, seed):
    return _cut(np.random.default_rng(seed).permutation(n) if batch_size < n else np.arange(n), batch_size)


def sixteen_seeds(n, batch_size, seed):
    return _cut(np.random.default_rng(seed % 16).permutation(n), batch_size)


def seed_of_zero_is_no_seed(n, batch_size, seed):
    return _cut(np.random.default_rng(seed or None).permutation(n), batch_size)


def batches_of_one_lose_the_last(n, batch_size, drop_last):
    if not drop_last:
        return -(-n // batch_size)
    return n - 1 if batch_size == 1 < n else n // batch_size


def batch_of_one_at_the_end_dropped(n, batch_size, seed):
    parts = _cut(np.random.default_rng(seed).permutation(n), batch_size)
    return parts[:-1] if len(parts) > 1 and len(parts[-1]) == 1 < batch_size else parts


def seed_of_zero_is_one(n, batch_size, seed):
    return _cut(np.random.default_rng(seed or 1).permutation(n), batch_size)


def seeds_in_pairs(n, batch_size, seed):
    return _cut(np.random.default_rng(seed // 2).permutation(n), batch_size)


def no_sample_swapped_with_itself(n, batch_size, seed):
    # Sattolo's instead of Fisher and Yates's: permutations of a single cycle only.
    rng, order = np.random.default_rng(seed), list(range(n))
    for i in range(n - 1, 0, -1):
        j = int(rng.integers(i))
        order[i], order[j] = order[j], order[i]
    return _cut(order, batch_size)


def batches_of_one_in_order(n, batch_size, seed):
    return _cut(np.random.default_rng(seed).permutation(n) if batch_size > 1 else range(n), batch_size)


def single_sample_makes_no_batch(n, batch_size, seed):
    return _cut(np.random.default_rng(seed).permutation(n) if n > 1 else [], batch_size)


WRONG = {
    "iterations_per_epoch": [
        drops_a_full_last_batch_too,
        large_batch_counts_as_none,
        batch_of_everything_is_dropped,
        rounded_up_unless_nearly_whole,
        batches_of_one_lose_the_last,
    ],
    "minibatch_indices": [
        starts_somewhere_and_goes_round,
        remembers_a_seed_without_its_sizes,
        empty_batch_at_the_end,
        first_sample_stays_first,
        arithmetic_progression,
        every_batch_in_rising_order,
        a_single_batch_unshuffled,
        sixteen_seeds,
        seed_of_zero_is_no_seed,
        batch_of_one_at_the_end_dropped,
        seed_of_zero_is_one,
        seeds_in_pairs,
        no_sample_swapped_with_itself,
        batches_of_one_in_order,
        single_sample_makes_no_batch,
    ],
}
