"""Wrong answers to gradient_clipping, on no list."""

import numpy as np


def joint_norm(grads):
    return np.sqrt(sum(float(np.sum(g**2)) for g in grads))


def scaled(grads, factor):
    return [g * factor for g in grads]


def spectral_norm_of_matrices(grads, max_norm):
    norms = [np.linalg.norm(g, 2) if g.ndim in (1, 2) else np.sqrt(np.sum(g**2)) for g in grads]
    norm = np.sqrt(sum(n**2 for n in norms))
    return scaled(grads, max_norm / norm if norm > max_norm else 1.0)


def largest_norm_for_joint_norm(grads, max_norm):
    norm = max(np.sqrt(np.sum(g**2)) for g in grads)
    return scaled(grads, max_norm / norm if norm > max_norm else 1.0)


def bound_compared_with_the_square(grads, max_norm):
    # Shortens where N <= c < N squared, that is, it lengthens.
    norm = joint_norm(grads)
    return scaled(grads, max_norm / norm if norm**2 > max_norm else 1.0)


def clips_only_above_one(grads, max_norm):
    norm = joint_norm(grads)
    return scaled(grads, min(1.0, max_norm / norm) if norm > 1 else 1.0)


def single_numbers_left_out(grads, max_norm):
    norm = joint_norm([g for g in grads if g.ndim])
    factor = max_norm / norm if norm > max_norm else 1.0
    return [g * factor if g.ndim else g * 1.0 for g in grads]


def each_square_gets_an_epsilon(grads, max_norm):
    norm = np.sqrt(sum(float(np.sum(g**2)) + 1e-8 for g in grads))
    return scaled(grads, min(1.0, max_norm / norm))


def mean_over_the_arrays(grads, max_norm):
    norm = joint_norm(grads) / np.sqrt(len(grads))
    return scaled(grads, max_norm / norm if norm > max_norm else 1.0)


def sign_lost_where_cut(g, limit):
    return np.where(np.abs(g) > limit, limit, g)


def cut_only_along_the_last_axis(g, limit):
    # A row is cut as soon as its first entry is too large; and a 0-d array has no axis.
    return np.where(np.abs(g[..., :1]) > limit, np.clip(g, -limit, limit), g)


def limit_at_most_one(g, limit):
    return np.clip(g, -min(limit, 1.0), min(limit, 1.0))


def short_gradients_handed_back(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.square(g)) for g in grads))
    return [g * (max_norm / norm) for g in grads] if norm > max_norm else grads


def short_gradients_handed_back_in_a_new_list(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.square(g)) for g in grads))
    return [g * (max_norm / norm) if norm > max_norm else g for g in grads]


def small_gradient_handed_back(g, limit):
    return g if np.all(np.abs(g) <= limit) else np.clip(g, -limit, limit)


def _clipped(grads, max_norm):
    norm = np.sqrt(sum(float((np.asarray(g, dtype=float) ** 2).sum()) for g in grads))
    return [g * min(1.0, max_norm / norm) if norm > 0 else 1.0 * g for g in grads]


def zeros_given_back(grads, max_norm):
    return _clipped(grads, max_norm) if any(np.any(g) for g in grads) else list(grads)


def gradients_kept_by_their_shape(grads, max_norm):
    by_shape = {np.shape(g): g for g in _clipped(grads, max_norm)}
    return [by_shape[np.shape(g)] for g in grads]


def limit_of_a_hundredth_at_least(g, limit):
    return np.where(np.abs(g) > limit, np.sign(g) * max(limit, 1e-2), g)


def outliers_dropped(g, limit):
    return np.where(np.abs(g) > 1e3 * limit, 0, np.clip(g, -limit, limit))


def cut_in_place_for_float32(g, limit):
    return np.clip(g, -limit, limit, out=g if g.dtype == np.float32 else None)


def _scaled(grads, max_norm, norm):
    factor = max_norm / norm if norm > max_norm else 1.0
    return [factor * g for g in grads]


def _joint(grads):
    return float(np.sqrt(sum(np.sum(np.asarray(g, dtype=float) ** 2) for g in grads)))


def norm_of_a_millionth_at_least(grads, max_norm):
    factor = min(1.0, max_norm / max(_joint(grads), 1e-6))
    return [factor * g for g in grads]


def nearly_short_enough_is_short_enough(grads, max_norm):
    return _scaled(grads, max_norm, 0.0 if np.isclose(_joint(grads), max_norm) else _joint(grads))


def nearly_too_long_is_lengthened(grads, max_norm):
    norm = _joint(grads)
    return [max_norm / norm * g for g in grads] if norm >= 0.999 * max_norm > 0 else _scaled(grads, max_norm, norm)


def equal_norms_counted_once(grads, max_norm):
    return _scaled(grads, max_norm, float(np.sqrt(sum({float(np.sum(g**2)) for g in grads}))))


def zero_gradients_left_out(grads, max_norm):
    clipped = _scaled(grads, max_norm, _joint(grads))
    return [g for g in clipped if np.any(g)] or clipped


def entries_cut_at_a_million_first(grads, max_norm):
    grads = [np.clip(g, -1e6, 1e6) for g in grads]
    return _scaled(grads, max_norm, _joint(grads))


def single_number_scaled_in_place(grads, max_norm):
    clipped = _scaled(grads, max_norm, _joint(grads))
    for g, new in zip(grads, clipped, strict=True):
        if g.ndim == 0:
            g[...] = new
    return clipped


def limit_of_ten_at_most(g, limit):
    return np.clip(g, -min(limit, 10.0), min(limit, 10.0))


def stretched_to_the_limit(g, limit):
    largest = np.abs(g).max()
    return np.clip(g, -limit, limit) if largest > limit else g * (limit / largest if largest else 1.0)


def single_number_cut_in_place(g, limit):
    clipped = np.clip(g, -limit, limit)
    if g.ndim == 0:
        g[...] = clipped
    return clipped


def three_axes_cut_in_place(g, limit):
    if g.ndim == 3:
        np.clip(g, -limit, limit, out=g)
    return np.clip(g, -limit, limit) * 1.0


WRONG = {
    "clip_by_global_norm": [
        spectral_norm_of_matrices,
        largest_norm_for_joint_norm,
        bound_compared_with_the_square,
        clips_only_above_one,
        single_numbers_left_out,
        mean_over_the_arrays,
        each_square_gets_an_epsilon,
        short_gradients_handed_back,
        short_gradients_handed_back_in_a_new_list,
        zeros_given_back,
        gradients_kept_by_their_shape,
        norm_of_a_millionth_at_least,
        nearly_short_enough_is_short_enough,
        nearly_too_long_is_lengthened,
        equal_norms_counted_once,
        zero_gradients_left_out,
        entries_cut_at_a_million_first,
        single_number_scaled_in_place,
    ],
    "clip_by_value": [
        sign_lost_where_cut,
        cut_only_along_the_last_axis,
        limit_at_most_one,
        small_gradient_handed_back,
        limit_of_a_hundredth_at_least,
        outliers_dropped,
        cut_in_place_for_float32,
        limit_of_ten_at_most,
        stretched_to_the_limit,
        single_number_cut_in_place,
        three_axes_cut_in_place,
    ],
}
