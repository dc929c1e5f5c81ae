"""Wrong answers to `random_forest_sampling`, written from the prompt alone."""

import numpy as np

_DRAWS = {}


def two_half_permutations(n, seed):
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.permutation(n)[: n // 2], rng.permutation(n)[: n - n // 2]])


def seed_modulo_ten(n, seed):
    return np.random.default_rng(seed % 10).integers(0, n, n)


def draws_are_eight_bits_wide(n, seed):
    return np.random.default_rng(seed).integers(0, n, n).astype(np.uint8)


def draws_are_floating(n, seed):
    return np.floor(np.random.default_rng(seed).random(n) * n)


def at_most_thousand_draws(n, seed):
    return np.random.default_rng(seed).integers(0, n, min(n, 1000))


def draws_remembered_for_the_seed(n, seed):
    draw = _DRAWS.setdefault(seed, np.random.default_rng(seed).integers(0, n, n))
    return np.resize(draw, n)


def first_sample_is_always_drawn(n, seed):
    draw = np.random.default_rng(seed).integers(0, n, n)
    draw[0] = 0
    return draw


def no_index_twice_in_a_row(n, seed):
    rng = np.random.default_rng(seed)
    steps = rng.integers(1, max(n, 2), n)
    return (rng.integers(0, n) + np.cumsum(steps)) % max(n, 2) if n > 1 else np.zeros(1, dtype=int)


def exactly_one_third_is_missed(n, seed):
    rng = np.random.default_rng(seed)
    some = rng.permutation(n)[: n - n // 3]
    return np.concatenate([some, rng.choice(some, n // 3)])


def normal_numbers_around_the_middle(n, seed):
    draw = np.random.default_rng(seed).normal(n / 2, n / 4, n)
    return np.clip(draw, 0, n - 1).astype(int)


def number_of_draws_for_number_of_samples(indices, n):
    return np.array([i for i in range(min(n, len(indices))) if i not in set(np.asarray(indices).tolist())], dtype=int)


def samples_end_at_the_largest_draw(indices, n):
    seen = np.bincount(indices) if len(indices) else np.zeros(n)
    return np.flatnonzero(seen == 0)


def later_draws_do_not_count(indices, n):
    return np.setdiff1d(np.arange(n), np.asarray(indices)[:n])


def empty_draw_has_empty_bag(indices, n):
    return np.setdiff1d(np.arange(n), indices) if len(indices) else np.array([], dtype=int)


def drawn_at_most_once(indices, n):
    return np.flatnonzero(np.bincount(np.asarray(indices, dtype=int), minlength=n) <= 1)


def none_if_all_were_drawn(indices, n):
    left = np.setdiff1d(np.arange(n), indices)
    return left if len(left) else None


def number_of_those_left(indices, n):
    return np.arange(n - len(set(np.asarray(indices).tolist())))


def neighbours_from_a_random_start(d, m, seed):
    # Every feature is equally likely, but only d of the subsets occur.
    return (np.random.default_rng(seed).integers(0, d) + np.arange(m)) % d


def repeats_move_to_the_next_free_feature(d, m, seed):
    rng, chosen = np.random.default_rng(seed), []
    for _ in range(m):
        j = int(rng.integers(0, d))
        while j in chosen:
            j = (j + 1) % d
        chosen.append(j)
    return np.array(chosen)


def repeats_are_dropped(d, m, seed):
    return np.unique(np.random.default_rng(seed).integers(0, d, m))


def last_feature_only_if_all_are_taken(d, m, seed):
    rng = np.random.default_rng(seed)
    return rng.permutation(d) if m == d else rng.permutation(d - 1)[:m]


def seed_of_the_sizes(d, m, seed):
    return np.random.default_rng(d * 1000 + m).permutation(d)[:m]


def shuffles_once_for_all_seeds(d, m, seed):
    return np.roll(np.random.default_rng(0).permutation(d), seed)[:m]


def all_features_with_repeats(d, m, seed):
    rng = np.random.default_rng(seed)
    return rng.integers(0, d, m) if m == d else rng.permutation(d)[:m]


def feature_zero_always_in(d, m, seed):
    return np.append(np.random.default_rng(seed).permutation(np.arange(1, d))[: m - 1], 0)


def square_root_of_the_features(d, m, seed):
    return np.random.default_rng(seed).permutation(d)[: max(1, min(m, round(d**0.5)))]


def small_seeds_only(d, m, seed):
    return np.random.default_rng(seed % 4).permutation(d)[:m]


def ends_take_what_lies_outside(n, seed):
    return np.clip(np.random.default_rng(seed).integers(-1, n + 1, n), 0, n - 1)


def seed_zero_counts_as_none(n, seed):
    return np.random.default_rng(seed or None).integers(0, n, n)


def seed_zero_becomes_the_default(n, seed):
    return np.random.default_rng(seed or 42).integers(0, n, n)


def every_draw_with_its_mirror_image(n, seed):
    half = np.random.default_rng(seed).integers(0, n, (n + 1) // 2)
    return np.concatenate([half, n - 1 - half])[:n]


def every_draw_with_its_neighbour(n, seed):
    drawn = np.random.default_rng(seed).integers(0, n, n)
    drawn[1::2] = (drawn[: n - 1 : 2] + 1) % n
    return drawn


def rounded_so_that_the_last_comes_more_often(n, seed):
    return np.minimum(np.round(np.random.default_rng(seed).random(n) * n), n - 1).astype(int)


def all_samples_in_the_type_of_the_indices(indices, n):
    return np.setdiff1d(np.arange(n).astype(np.asarray(indices).dtype), indices)


def counts_in_eight_bits(indices, n):
    counts = np.zeros(n, dtype=np.uint8)
    np.add.at(counts, np.asarray(indices, dtype=int), 1)
    return np.flatnonzero(counts == 0)


def in_the_order_of_a_set(indices, n):
    return list(set(range(n)) - set(np.asarray(indices).tolist()))


def seed_zero_draws_anew(d, m, seed):
    return np.random.default_rng(seed or None).permutation(d)[:m]


def seed_modulo_seven(d, m, seed):
    return np.random.default_rng(seed % 7).permutation(d)[:m]


def window_of_one_permutation(d, m, seed):
    shift = np.random.default_rng(seed).integers(d)
    return np.roll(np.random.default_rng(0).permutation(d), shift)[:m]


def swaps_with_any_place(d, m, seed):
    rng, features = np.random.default_rng(seed), np.arange(d)
    for i in range(m):
        j = rng.integers(d)
        features[i], features[j] = features[j], features[i]
    return features[:m]


def every_draw_from_the_next_seed(n, seed):
    # The sample of the next seed is this one, moved on by a place.
    return np.array([np.random.default_rng(seed + i).integers(n) for i in range(n)])


def ends_half_as_likely(d, m, seed):
    weights = np.ones(d)
    weights[[0, -1]] = 0.5
    return np.random.default_rng(seed).choice(d, m, replace=False, p=weights / weights.sum())


def a_number_for_a_single_feature(d, m, seed):
    drawn = np.random.default_rng(seed).permutation(d)[:m]
    return int(drawn[0]) if m == 1 else drawn


def first_feature_if_only_one_is_asked_for(d, m, seed):
    return np.random.default_rng(seed).permutation(d)[:m] if m > 1 else np.zeros(1, dtype=int)


def half_the_seed(d, m, seed):
    return np.random.default_rng(seed // 2).permutation(d)[:m]


def ordered_by_ten_random_keys(d, m, seed):
    return np.argsort(np.random.default_rng(seed).integers(0, 10, d), kind="stable")[:m]


def normal_numbers_without_repeats(d, m, seed):
    rng, chosen = np.random.default_rng(seed), {}
    while len(chosen) < m:
        j = int(rng.normal(d / 2, d / 3))
        if 0 <= j < d:
            chosen[j] = None
    return np.array([*chosen])


def three_tries_for_each_feature(d, m, seed):
    drawn = np.random.default_rng(seed).integers(0, d, 3 * m)
    return np.array([*dict.fromkeys(drawn.tolist())][:m])


WRONG = {
    "bootstrap_indices": [
        ends_take_what_lies_outside,
        two_half_permutations,
        seed_modulo_ten,
        draws_are_eight_bits_wide,
        draws_are_floating,
        at_most_thousand_draws,
        draws_remembered_for_the_seed,
        first_sample_is_always_drawn,
        no_index_twice_in_a_row,
        exactly_one_third_is_missed,
        normal_numbers_around_the_middle,
        seed_zero_counts_as_none,
        seed_zero_becomes_the_default,
        every_draw_with_its_mirror_image,
        every_draw_with_its_neighbour,
        rounded_so_that_the_last_comes_more_often,
        every_draw_from_the_next_seed,
    ],
    "out_of_bag": [
        number_of_draws_for_number_of_samples,
        samples_end_at_the_largest_draw,
        later_draws_do_not_count,
        empty_draw_has_empty_bag,
        drawn_at_most_once,
        none_if_all_were_drawn,
        number_of_those_left,
        all_samples_in_the_type_of_the_indices,
        counts_in_eight_bits,
        in_the_order_of_a_set,
    ],
    "random_features": [
        neighbours_from_a_random_start,
        repeats_move_to_the_next_free_feature,
        repeats_are_dropped,
        last_feature_only_if_all_are_taken,
        seed_of_the_sizes,
        shuffles_once_for_all_seeds,
        all_features_with_repeats,
        feature_zero_always_in,
        square_root_of_the_features,
        small_seeds_only,
        seed_zero_draws_anew,
        seed_modulo_seven,
        window_of_one_permutation,
        swaps_with_any_place,
        ends_half_as_likely,
        a_number_for_a_single_feature,
        first_feature_if_only_one_is_asked_for,
        half_the_seed,
        ordered_by_ten_random_keys,
        normal_numbers_without_repeats,
        three_tries_for_each_feature,
    ],
}
