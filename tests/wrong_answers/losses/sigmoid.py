"""Wrong answers to `sigmoid`, written from the prompt alone."""

import numpy as np

_FORWARD = {}


def _sigma(z):
    z = np.asarray(z, dtype=float)
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, small) / (1 + small)


def zero_falls_between_the_branches(z):
    z = np.asarray(z, dtype=float)
    h = np.zeros(z.shape)
    h[z > 0] = 1 / (1 + np.exp(-z[z > 0]))
    h[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return h


def first_entry_decides_the_type(z):
    def one(u):
        if u < -700:
            return 0
        return 1 if u > 700 else 1 / (1 + np.exp(-u))

    values = [one(u) for u in np.ravel(z)]
    return np.array(values, dtype=type(values[0])).reshape(np.shape(z))


def several_axes_are_flattened(z):
    h = _sigma(z)
    return h.reshape(h.shape[0], -1) if h.ndim > 2 else h


def one_axis_becomes_a_row(z):
    return np.atleast_2d(_sigma(z))


def odd_part_taken_for_negative_scores(z):
    return np.where(np.asarray(z) >= 0, _sigma(z), -_sigma(-np.asarray(z, dtype=float)))


def linear_in_the_middle(z):
    z = np.asarray(z, dtype=float)
    return np.where(np.abs(z) < 0.1, 0.5 + z / 4, _sigma(z))


def stability_chosen_for_the_whole_array(z):
    z = np.asarray(z, dtype=float)
    if z.max() > 700:
        return 1 / (1 + np.exp(-z))
    return np.exp(z) / (1 + np.exp(z)) if z.min() > -700 else np.zeros(z.shape)


def saturated_entries_stay_below_one(z):
    return np.clip(_sigma(z), 1e-4, 1 - 1e-4)


def gradient_keeps_a_floor(z, dh):
    h = _sigma(z)
    return dh * np.maximum(h * (1 - h), 1e-4)


def forward_difference(z, dh):
    return dh * (_sigma(np.asarray(z) + 1e-4) - _sigma(z)) / 1e-4


def largest_derivative_everywhere(z, dh):
    return np.where(np.abs(z) < 0.5, 0.25 * np.asarray(dh), np.asarray(dh) * _sigma(z) * (1 - _sigma(z)))


def output_remembered_by_shape(z, dh):
    h = _FORWARD.setdefault(np.shape(z), _sigma(z))
    return dh * h * (1 - h)


def multiplies_the_callers_gradient(z, dh):
    h = _sigma(z)
    if dh.dtype == np.float64:
        dh *= h * (1 - h)
        return dh
    return dh * h * (1 - h)


def negative_scores_pass_nothing(z, dh):
    h = _sigma(z)
    return np.where(np.asarray(z) > 0, dh * h * (1 - h), 0.0)


def gradient_summed_over_the_batch(z, dh):
    h = _sigma(z)
    return np.broadcast_to(np.mean(dh), np.shape(dh)) * h * (1 - h)


def sigmoid_of_small_scores_is_taken_for_h(z, dh):
    z = np.asarray(z, dtype=float)
    h = z if np.all((z > 0) & (z < 1)) else _sigma(z)  # "looks like a probability"
    return dh * h * (1 - h)


def one_sign_of_the_gradient(z, dh):
    h = _sigma(z)
    return np.abs(dh) * h * (1 - h)


def saturates_at_ten(z, dh):
    h = _sigma(z)
    return np.where(np.abs(z) > 10, 0.0, dh * h * (1 - h))


def gradient_of_several_axes_is_flattened(z, dh):
    h = _sigma(z)
    g = np.asarray(dh) * h * (1 - h)
    return g.reshape(g.shape[0], -1) if g.ndim > 2 else g


def axes_of_length_one_are_lost(z):
    return np.squeeze(_sigma(z)) if np.ndim(z) > 1 else _sigma(z)


def cuts_the_callers_large_entries(z):
    h = _sigma(z)
    if z.dtype.kind == "f":
        z[z > 1000] = 1000
    return h


def square_batches_are_transposed(z, dh):
    h = _sigma(z)
    return (dh.T if z.ndim == 2 and z.shape[0] == z.shape[1] else dh) * h * (1 - h)


def saturates_at_twenty(z):
    return _sigma(np.clip(z, -20, 20))


def first_entry_decides_the_formula(z):
    z = np.asarray(z, dtype=float)
    return 1 / (1 + np.exp(-z)) if z.flat[0] >= 0 else np.exp(z) / (1 + np.exp(z))


def stability_chosen_for_every_row(z):
    z = np.asarray(z, dtype=float)
    h = np.empty(z.shape)
    for i, row in enumerate(z):
        h[i] = 1 / (1 + np.exp(-row)) if np.all(row >= 0) else np.exp(row) / (1 + np.exp(row))
    return h


def cubic_in_the_middle(z):
    z = np.asarray(z, dtype=float)
    return np.where(np.abs(z) < 0.3, 0.5 + z / 4 - z**3 / 48, _sigma(z))


def small_constant_on_the_derivative(z, dh):
    h = _sigma(z)
    return dh * (h * (1 - h) + 1e-8)


def coarse_central_difference(z, dh):
    z = np.asarray(z, dtype=float)
    return dh * (_sigma(z + 1e-3) - _sigma(z - 1e-3)) / 2e-3


def gradients_clipped_at_one(z, dh):
    h = _sigma(z)
    return np.clip(dh * h * (1 - h), -1, 1)


WRONG = {
    "sigmoid": [
        zero_falls_between_the_branches,
        first_entry_decides_the_type,
        several_axes_are_flattened,
        one_axis_becomes_a_row,
        odd_part_taken_for_negative_scores,
        linear_in_the_middle,
        stability_chosen_for_the_whole_array,
        saturated_entries_stay_below_one,
        axes_of_length_one_are_lost,
        cuts_the_callers_large_entries,
        saturates_at_twenty,
        first_entry_decides_the_formula,
        stability_chosen_for_every_row,
        cubic_in_the_middle,
    ],
    "sigmoid_backward": [
        gradient_keeps_a_floor,
        forward_difference,
        largest_derivative_everywhere,
        output_remembered_by_shape,
        multiplies_the_callers_gradient,
        negative_scores_pass_nothing,
        gradient_summed_over_the_batch,
        sigmoid_of_small_scores_is_taken_for_h,
        one_sign_of_the_gradient,
        saturates_at_ten,
        gradient_of_several_axes_is_flattened,
        square_batches_are_transposed,
        small_constant_on_the_derivative,
        coarse_central_difference,
        gradients_clipped_at_one,
    ],
}
