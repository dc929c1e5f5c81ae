"""Wrong answers to initialisation, from the prompt alone, but for `normal_seed_zero_...` and `normal_mean_...`."""

import math

import numpy as np


def std_of_the_halved_sum(n_in, n_out):
    return math.sqrt(1 / ((n_in + n_out) // 2))  # wrong for an odd sum


def std_of_the_geometric_mean(n_in, n_out):
    return (n_in * n_out) ** -0.25


def std_with_a_bias_unit(n_in, n_out):
    return math.sqrt(2 / (n_in + 1 + n_out))


def std_at_most_a_half(n_in, n_out):
    return min(0.5, math.sqrt(2 / (n_in + n_out)))


def std_rounded_to_two_places(n_in, n_out):
    return round(math.sqrt(2 / (n_in + n_out)), 2)


def std_of_the_larger_side(n_in, n_out):
    return math.sqrt(1 / max(n_in, n_out))


def bound_of_the_halved_sum(n_in, n_out):
    return math.sqrt(3 / ((n_in + n_out) // 2))


def bound_of_inputs_alone(n_in, n_out):
    return math.sqrt(3 / n_in)


def bound_three_standard_deviations(n_in, n_out):
    return 3 * math.sqrt(2 / (n_in + n_out))


def bound_as_two_ends(n_in, n_out):
    a = math.sqrt(6 / (n_in + n_out))
    return -a, a


def bound_roots_added(n_in, n_out):
    return math.sqrt(6) / (math.sqrt(n_in) + math.sqrt(n_out))


def bound_at_most_one(n_in, n_out):
    return min(1.0, math.sqrt(6 / (n_in + n_out)))


def he_std_root_of_two_over_n(n_in):
    return math.sqrt(2) / n_in


def he_std_with_a_bias_unit(n_in):
    return math.sqrt(2 / (n_in + 1))


def he_std_at_most_one(n_in):
    return min(1.0, math.sqrt(2 / n_in))


def he_std_of_whole_halves(n_in):
    return math.sqrt(1 / max(n_in // 2, 1))  # wrong for odd n_in


def he_std_leaky(n_in):
    return math.sqrt(2 / ((1 + 0.01) * n_in))  # slope 0.1 on the closed side


def _bound(n_in, n_out):
    return math.sqrt(6 / (n_in + n_out))


def uniform_second_half_mirrored(n_in, n_out, seed):
    a = _bound(n_in, n_out)
    draws = np.random.default_rng(seed).uniform(-a, a, size=(n_in * n_out + 1) // 2)
    return np.concatenate([draws, -draws])[: n_in * n_out].reshape(n_in, n_out)


def uniform_last_digit_of_the_seed(n_in, n_out, seed):
    a = _bound(n_in, n_out)
    return np.random.default_rng(seed % 10).uniform(-a, a, size=(n_in, n_out))


_GENERATORS = {}


def uniform_generator_kept_per_seed(n_in, n_out, seed):
    a = _bound(n_in, n_out)
    generator = _GENERATORS.setdefault(seed, np.random.default_rng(seed))
    return generator.uniform(-a, a, size=(n_in, n_out))  # goes on where the last call stopped


def uniform_on_a_grid(n_in, n_out, seed):
    a = _bound(n_in, n_out)
    return a * (np.random.default_rng(seed).integers(-10, 11, size=(n_in, n_out)) / 10)


def uniform_stretched_to_the_bound(n_in, n_out, seed):
    a = _bound(n_in, n_out)
    draws = np.random.default_rng(seed).uniform(-1, 1, size=(n_in, n_out))
    return a * draws / np.abs(draws).max()  # the largest weight is always exactly a


def uniform_shuffled_ladder(n_in, n_out, seed):
    a = _bound(n_in, n_out)
    ladder = np.linspace(-a, a, n_in * n_out)
    return np.random.default_rng(seed).permutation(ladder).reshape(n_in, n_out)  # one draw on every rung


def uniform_sorted(n_in, n_out, seed):
    a = _bound(n_in, n_out)
    return np.sort(np.random.default_rng(seed).uniform(-a, a, size=(n_in, n_out)), axis=0)


def normal_redrawn_beyond_two_deviations(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    draws = rng.normal(size=(n_in, n_out))
    while (np.abs(draws) > 2).any():
        draws = np.where(np.abs(draws) > 2, rng.normal(size=(n_in, n_out)), draws)
    return draws * math.sqrt(2 / n_in)


def normal_by_two_uniforms(n_in, n_out, seed):
    u = np.random.default_rng(seed).uniform(-1, 1, size=(2, n_in, n_out)).sum(axis=0)
    return u * math.sqrt(1.5) * math.sqrt(2 / n_in)  # a triangle of the right spread


def normal_with_heavy_tails(n_in, n_out, seed):
    return np.random.default_rng(seed).laplace(scale=math.sqrt(1 / n_in), size=(n_in, n_out))


def normal_absolute_values(n_in, n_out, seed):
    return np.abs(np.random.default_rng(seed).normal(scale=math.sqrt(2 / n_in), size=(n_in, n_out)))


def normal_random_signs(n_in, n_out, seed):
    return np.random.default_rng(seed).choice([-1.0, 1.0], size=(n_in, n_out)) * math.sqrt(2 / n_in)


def normal_times_normal(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return np.outer(rng.normal(size=n_in), rng.normal(size=n_out)) * math.sqrt(2 / n_in)


def normal_columns_made_exact(n_in, n_out, seed):
    draws = np.random.default_rng(seed).normal(size=(n_in, n_out))
    draws = (draws - draws.mean(axis=0)) / draws.std(axis=0)  # entries of a column are no longer independent
    return draws * math.sqrt(2 / n_in)


def normal_seed_zero_means_no_seed(n_in, n_out, seed):
    return np.random.default_rng(seed or None).normal(scale=math.sqrt(2 / n_in), size=(n_in, n_out))


def normal_mean_taken_out(n_in, n_out, seed):
    draws = np.random.default_rng(seed).normal(size=(n_in, n_out))
    return (draws - draws.mean()) * math.sqrt(2 / n_in)


def normal_symmetric_if_square(n_in, n_out, seed):
    draws = np.random.default_rng(seed).normal(size=(n_in, n_out))
    if n_in == n_out:
        draws = (draws + draws.T) / math.sqrt(2)
    return draws * math.sqrt(2 / n_in)


def one_output_does_not_count(n_in, n_out):
    return math.sqrt(2 / (n_in + n_out)) if n_out > 1 else math.sqrt(1 / n_in)


def one_input_does_not_count(n_in, n_out):
    return math.sqrt(6 / (n_in + n_out)) if n_in > 1 else math.sqrt(3 / n_out)


def bias_counted_in_wide_layers(n_in):
    return math.sqrt(2 / n_in) if n_in < 100 else math.sqrt(2 / (n_in + 1))


def one_draw_from_each_slice(n_in, n_out, seed):
    rng, size = np.random.default_rng(seed), n_in * n_out
    ranks = (rng.permutation(size) + rng.random(size)) / size
    return _bound(n_in, n_out) * (2 * ranks - 1).reshape(n_in, n_out)


def symmetric_if_square(n_in, n_out, seed):
    a = _bound(n_in, n_out)
    W = np.random.default_rng(seed).uniform(-a, a, size=(n_in, n_out))
    return np.triu(W) + np.triu(W, 1).T if n_in == n_out else W


def last_column_is_the_first_again(n_in, n_out, seed):
    a = _bound(n_in, n_out)
    W = np.random.default_rng(seed).uniform(-a, a, size=(n_in, n_out))
    W[:, -1] = W[:, 0]
    return W


def tails_drawn_again(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    Z = rng.normal(size=(n_in, n_out))
    while (np.abs(Z) > 3).any():
        Z = np.where(np.abs(Z) > 3, rng.normal(size=Z.shape), Z)
    return math.sqrt(2 / n_in) * Z


def neighbours_share_a_draw(n_in, n_out, seed):
    Z = np.random.default_rng(seed).normal(size=n_in * n_out + 1)
    return math.sqrt(1 / n_in) * (Z[1:] + Z[:-1]).reshape(n_in, n_out)


def sum_of_four_uniform_draws(n_in, n_out, seed):
    total = np.random.default_rng(seed).random((4, n_in, n_out)).sum(axis=0)
    return math.sqrt(6 / n_in) * (total - 2)


def logistic_with_the_right_spread(n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    return rng.logistic(scale=math.sqrt(6 / n_in) / math.pi, size=(n_in, n_out))


def orthogonal_columns(n_in, n_out, seed):
    long, short = max(n_in, n_out), min(n_in, n_out)
    Q = np.linalg.qr(np.random.default_rng(seed).normal(size=(long, short)))[0] * math.sqrt(2 * long / n_in)
    return Q if n_in >= n_out else Q.T


def uniform_with_a_bias_unit(n_in, n_out, seed):
    return np.random.default_rng(seed).uniform(-1, 1, size=(n_in, n_out)) * _bound(n_in + 1, n_out)


def uniform_of_one_output_without_its_axis(n_in, n_out, seed):
    return np.random.default_rng(seed).uniform(-1, 1, size=(n_in, n_out)).squeeze() * _bound(n_in, n_out)


def normal_with_a_bias_unit(n_in, n_out, seed):
    return np.random.default_rng(seed).normal(0, math.sqrt(2 / (n_in + 1)), size=(n_in, n_out))


def normal_no_wider_than_one(n_in, n_out, seed):
    return np.random.default_rng(seed).normal(0, min(1.0, math.sqrt(2 / n_in)), size=(n_in, n_out))


WRONG = {
    "xavier_std": [
        std_of_the_halved_sum,
        std_of_the_geometric_mean,
        std_with_a_bias_unit,
        std_at_most_a_half,
        std_rounded_to_two_places,
        std_of_the_larger_side,
        one_output_does_not_count,
    ],
    "xavier_bound": [
        bound_of_the_halved_sum,
        bound_of_inputs_alone,
        bound_three_standard_deviations,
        bound_as_two_ends,
        bound_roots_added,
        bound_at_most_one,
        one_input_does_not_count,
    ],
    "he_std": [
        he_std_root_of_two_over_n,
        he_std_with_a_bias_unit,
        he_std_at_most_one,
        he_std_of_whole_halves,
        he_std_leaky,
        bias_counted_in_wide_layers,
    ],
    "xavier_uniform": [
        uniform_second_half_mirrored,
        uniform_last_digit_of_the_seed,
        uniform_generator_kept_per_seed,
        uniform_on_a_grid,
        uniform_stretched_to_the_bound,
        uniform_shuffled_ladder,
        uniform_sorted,
        one_draw_from_each_slice,
        symmetric_if_square,
        last_column_is_the_first_again,
        uniform_with_a_bias_unit,
        uniform_of_one_output_without_its_axis,
    ],
    "he_normal": [
        normal_redrawn_beyond_two_deviations,
        normal_by_two_uniforms,
        normal_with_heavy_tails,
        normal_absolute_values,
        normal_random_signs,
        normal_times_normal,
        normal_columns_made_exact,
        normal_seed_zero_means_no_seed,
        normal_mean_taken_out,
        normal_symmetric_if_square,
        tails_drawn_again,
        neighbours_share_a_draw,
        sum_of_four_uniform_draws,
        logistic_with_the_right_spread,
        orthogonal_columns,
        normal_with_a_bias_unit,
        normal_no_wider_than_one,
    ],
}
