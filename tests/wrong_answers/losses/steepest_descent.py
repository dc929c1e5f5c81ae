"""Wrong answers to `steepest_descent`, written from the prompt alone."""

import numpy as np


def _direction(grad):
    g = np.asarray(grad, dtype=float)
    norm = np.sqrt(g @ g)
    return -g / norm if norm > 0 else np.zeros_like(g)


def any_zero_entry_counts_as_zero_gradient(grad):
    return _direction(grad) if np.all(grad) else np.zeros(len(grad))


def long_gradients_are_cut(grad):
    return _direction(np.clip(np.asarray(grad, dtype=float), -1e3, 1e3))


def single_entry_is_negated_only(grad):
    return -np.asarray(grad, dtype=float) if len(grad) == 1 else _direction(grad)


def whole_norm_for_integers(grad):
    norm = np.linalg.norm(grad)
    if norm == 0:
        return np.zeros(len(grad))
    return -grad / (int(norm) if grad.dtype.kind == "i" else norm)


def best_of_many_random_directions(grad):
    if not np.any(grad):
        return np.zeros(len(grad))
    v = np.random.default_rng(0).normal(size=(5000, len(grad)))
    v /= np.linalg.norm(v, axis=1, keepdims=True)
    return v[np.argmin(v @ np.asarray(grad, dtype=float))]


def direction_rounded(grad):
    return np.round(_direction(grad), 4)


def zero_gradient_gets_a_direction(grad):
    g = np.asarray(grad, dtype=float)
    return _direction(g) if g.any() else np.full_like(g, 1 / np.sqrt(len(g)))


def first_entry_always_falls(grad):
    v = _direction(grad)
    return -v if v[0] > 0 else v


def norm_in_single_precision(grad):
    norm = np.linalg.norm(np.asarray(grad, dtype=np.float32))  # the squares overflow beyond 1e19
    return -np.asarray(grad, dtype=float) / float(norm) if norm > 0 else np.zeros(len(grad))


def zero_first_entry_counts_as_zero_gradient(grad):
    return _direction(grad) if grad[0] else np.zeros(len(grad))


def zero_last_entry_counts_as_zero_gradient(grad):
    return _direction(grad) if grad[-1] else np.zeros(len(grad))


def zero_gradient_handed_back(grad):
    g = np.asarray(grad, dtype=np.float64)
    largest = np.max(np.abs(g))
    if largest == 0:
        return g
    g = g / largest
    return -g / np.sqrt(np.sum(g * g))


def very_short_counts_as_zero(grad):
    return _direction(grad) if np.linalg.norm(grad) > 1e-30 else np.zeros(len(grad))


def mostly_zero_means_one_coordinate(grad):
    v = np.zeros(len(grad))
    i = np.abs(grad).argmax()
    v[i] = -np.sign(grad[i])
    return v if (np.asarray(grad) == 0).sum() > len(grad) / 2 else _direction(grad)


def squares_in_32_bits(grad):
    if grad.dtype.kind == "f":
        return _direction(grad)
    length = np.sqrt(np.sum((grad**2).astype(np.int32)))
    return -grad / length if length else np.zeros(len(grad))


def small_entries_are_cut(grad):
    v = _direction(grad)
    return np.where(np.abs(v) < 1e-3, 0.0, v)


def single_entry_by_its_size(grad):
    return -grad / np.abs(grad) if len(grad) == 1 else _direction(grad)


WRONG = {
    "steepest_descent_direction": [
        zero_last_entry_counts_as_zero_gradient,
        zero_first_entry_counts_as_zero_gradient,
        norm_in_single_precision,
        any_zero_entry_counts_as_zero_gradient,
        long_gradients_are_cut,
        single_entry_is_negated_only,
        whole_norm_for_integers,
        best_of_many_random_directions,
        direction_rounded,
        zero_gradient_gets_a_direction,
        first_entry_always_falls,
        zero_gradient_handed_back,
        very_short_counts_as_zero,
        mostly_zero_means_one_coordinate,
        squares_in_32_bits,
        small_entries_are_cut,
        single_entry_by_its_size,
    ]
}
