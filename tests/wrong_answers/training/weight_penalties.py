"""Wrong answers to weight_penalties, on no list."""

import numpy as np


def decay_factor_never_negative(w, g, lr, lam):
    # 1 - 2 lr lam may be negative: the step is what the formula says.
    return max(0.0, 1 - 2 * lr * lam) * w - lr * g


def decay_by_the_norm(w, g, lr, lam):
    return w - lr * (g + 2 * lam * np.sqrt(np.sum(w**2.0)))


def vectors_are_biases(w, g, lr, lam):
    return w - lr * g if w.ndim < 2 else (1 - 2 * lr * lam) * w - lr * g


def decay_truncated_for_integers(w, g, lr, lam):
    return ((1 - 2 * lr * lam) * w).astype(w.dtype) - lr * g


def smoothed_sign(w, g, lr, lam):
    # The pull is lam however small the weight.
    return w - lr * (g + lam * w / np.sqrt(w**2.0 + 1e-4))


def small_weights_count_as_zero(w, g, lr, lam):
    return w - lr * (g + lam * np.where(np.abs(w) < 1e-3, 0.0, np.sign(w)))


def corner_absorbs_the_gradient(w, g, lr, lam):
    # The subgradient at 0 that is nearest to -g instead of 0.
    pull = np.where(w == 0, np.clip(-g, -lam, lam), lam * np.sign(w))
    return w - lr * (g + pull)


def sign_after_the_gradient_step(w, g, lr, lam):
    return w - lr * (g + lam * np.sign(w - lr * g))


def crossing_weights_stop_at_zero(w, g, lr, lam):
    u = w - lr * g
    return np.where(u * w < 0, 0.0, np.sign(u) * np.maximum(np.abs(u) - lr * lam, 0))


def zero_weights_stay_zero(w, g, lr, lam):
    u = w - lr * g
    return np.where(w == 0, 0.0, np.sign(u) * np.maximum(np.abs(u) - lr * lam, 0))


def shrinks_the_whole_vector(w, g, lr, lam):
    u = w - lr * g
    norm = float(np.sqrt(np.sum(u**2)))
    return u * max(1 - lr * lam / norm, 0.0) if norm else u


def almost_zero_is_not_zero(w, g, lr, lam):
    u = w - lr * g
    return np.sign(u) * np.maximum(np.abs(u) - lr * lam, 1e-12)


def decay_in_place_for_float32(w, g, lr, lam):
    new = (1 - 2 * lr * lam) * w - lr * g
    if w.dtype == np.float32:
        w[...] = new
    return new


def what_barely_survives_is_dropped(w, g, lr, lam):
    u = w - lr * g
    rest = np.abs(u) - lr * lam
    return np.sign(u) * np.where(rest > 1e-3, rest, 0)


def small_weights_do_not_decay(w, g, lr, lam):
    return np.where(np.abs(w) > 1e-3, 1 - 2 * lr * lam, 1.0) * w - lr * g


def zero_weights_do_not_move(w, g, lr, lam):
    return np.where(w == 0, 0.0, (1 - 2 * lr * lam) * w - lr * g)


def decay_of_large_weights_cut(w, g, lr, lam):
    return w - lr * (g + 2 * lam * np.clip(w, -10, 10))


def gradient_cut_at_five(w, g, lr, lam):
    return (1 - 2 * lr * lam) * w - lr * np.clip(g, -5, 5)


def single_number_decays_in_place(w, g, lr, lam):
    new = (1 - 2 * lr * lam) * w - lr * g
    if np.ndim(w) == 0 and isinstance(w, np.ndarray) and w.dtype.kind == "f":
        w[...] = new
    return new


def no_pull_without_a_gradient(w, g, lr, lam):
    return np.where(g == 0, w, w - lr * (g + lam * np.sign(w)))


def single_number_taken_for_positive(w, g, lr, lam):
    return w - lr * (g + lam * (np.sign(w) if np.ndim(w) else 1.0))


def zero_is_positive_beyond_vectors(w, g, lr, lam):
    return w - lr * (g + lam * (np.sign(w) if np.ndim(w) < 2 else np.where(w < 0, -1.0, 1.0)))


def pull_of_one_at_most(w, g, lr, lam):
    return w - lr * (g + min(lam, 1.0) * np.sign(w))


def what_survives_below_a_millionth_is_dropped(w, g, lr, lam):
    u = w - lr * g
    rest = np.abs(u) - lr * lam
    return np.sign(u) * np.where(rest > 1e-6, rest, 0)


def threshold_of_the_rate_at_most(w, g, lr, lam):
    u = w - lr * g
    return np.sign(u) * np.maximum(np.abs(u) - lr * min(lam, 1.0), 0)


def single_number_never_stops_at_zero(w, g, lr, lam):
    u = w - lr * g
    shrunk = np.abs(u) - lr * lam
    return np.sign(u) * (np.maximum(shrunk, 0) if np.ndim(w) else shrunk)


def nothing_shrinks_without_a_gradient(w, g, lr, lam):
    u = w - lr * g
    return np.where(g == 0, w, np.sign(u) * np.maximum(np.abs(u) - lr * lam, 0))


WRONG = {
    "l2_step": [
        decay_factor_never_negative,
        decay_by_the_norm,
        vectors_are_biases,
        decay_truncated_for_integers,
        decay_in_place_for_float32,
        small_weights_do_not_decay,
        zero_weights_do_not_move,
        decay_of_large_weights_cut,
        gradient_cut_at_five,
        single_number_decays_in_place,
    ],
    "l1_step": [
        smoothed_sign,
        small_weights_count_as_zero,
        corner_absorbs_the_gradient,
        sign_after_the_gradient_step,
        no_pull_without_a_gradient,
        single_number_taken_for_positive,
        zero_is_positive_beyond_vectors,
        pull_of_one_at_most,
    ],
    "soft_threshold_step": [
        crossing_weights_stop_at_zero,
        zero_weights_stay_zero,
        shrinks_the_whole_vector,
        almost_zero_is_not_zero,
        what_barely_survives_is_dropped,
        what_survives_below_a_millionth_is_dropped,
        threshold_of_the_rate_at_most,
        single_number_never_stops_at_zero,
        nothing_shrinks_without_a_gradient,
    ],
}
