"""Wrong answers to activations, written from the prompt alone."""

import numpy as np


def relu_capped_at_six(z):
    return np.clip(z, 0, 6)


def relu_for_matrices_only(z):
    return np.array([[max(value, 0.0) for value in row] for row in z])


def relu_drops_axes_of_length_one(z):
    return np.maximum(z, 0).squeeze()


def relu_in_whole_numbers(z):
    return np.where(z > 0, z, 0).astype(int)


def relu_rounded_to_two_places(z):
    return np.round(np.maximum(z, 0), 2)


def relu_of_the_whole_row(z):
    return z * (z.sum(axis=-1, keepdims=True) > 0)


def relu_slope_is_the_sign(z, dh):
    return dh * np.sign(z)


def relu_slope_also_looks_at_the_gradient(z, dh):
    return dh * (z > 0) * (dh > 0)


def relu_slope_from_truncated_preactivations(z, dh):
    return dh * (z.astype(int) > 0)  # 0.7 becomes 0


def relu_slope_as_quotient(z, dh):
    return dh * np.maximum(z, 0) / z  # 0/0 at 0


def relu_slope_with_a_dead_zone(z, dh):
    return dh * (z > 1e-2)


def relu_gradient_for_units_open_in_the_batch(z, dh):
    return dh * (z > 0).any(axis=0)


def tanh_without_brackets(z, dh):
    return dh * 1 - np.tanh(z) ** 2


def tanh_square_of_the_difference(z, dh):
    return dh * (1 - np.tanh(z)) ** 2


def tanh_slope_missing_the_square(z, dh):
    return dh * (1 - np.abs(np.tanh(z)))


def tanh_by_one_exponential(z, dh):
    e = np.exp(2.0 * z)  # inf/inf for +1e4, fine for -1e4
    return dh * (1 - ((e - 1) / (e + 1)) ** 2)


def tanh_clipped_at_four(z, dh):
    return dh * (1 - np.tanh(np.clip(z, -4, 4)) ** 2)


def tanh_in_the_type_of_z(z, dh):
    t = np.zeros_like(z)
    t[...] = np.tanh(z)
    return dh * (1 - t**2)


def tanh_gradient_in_the_type_of_z(z, dh):
    return (dh * (1 - np.tanh(z) ** 2)).astype(z.dtype)


def tanh_slope_of_the_sigmoid(z, dh):
    s = 0.5 * (1 + np.tanh(0.5 * z))
    return dh * s * (1 - s)


def tanh_series_near_zero(z, dh):
    return dh * np.where(np.abs(z) < 1, 1 - z**2, 1 - np.tanh(z) ** 2)  # first term of the series only


def relu_hands_back_its_argument_if_nothing_is_negative(z):
    if (z >= 0).all():
        return z
    return np.maximum(z, 0)


def relu_gradient_is_dh_itself_if_all_is_open(z, dh):
    if (z > 0).all():
        return dh
    return np.where(z > 0, dh, 0.0)


def relu_with_a_small_dead_zone(z):
    return np.where(z > 1e-6, z, 0)


def relu_in_place_for_float32(z):
    return np.maximum(z, 0, out=z if z.dtype == np.float32 else None)


def relu_gradient_through_whole_zeros(z, dh):
    return dh * (z > 0) if z.dtype.kind == "f" else dh * (z >= 0)


def relu_gradient_cut_at_a_thousand(z, dh):
    return np.clip(np.where(z > 0, dh, 0.0), -1e3, 1e3)


def tanh_slope_zero_where_it_is_small(z, dh):
    return np.where(np.abs(z) > 4, 0, dh * (1 - np.tanh(z) ** 2))


def relu_gradient_of_units_capped_at_six(z, dh):
    return dh * ((z > 0) & (z < 6))


def tanh_gradient_cut_at_ten(z, dh):
    return np.clip(dh, -10, 10) * (1 - np.tanh(z) ** 2)


WRONG = {
    "relu": [
        relu_hands_back_its_argument_if_nothing_is_negative,
        relu_capped_at_six,
        relu_for_matrices_only,
        relu_drops_axes_of_length_one,
        relu_in_whole_numbers,
        relu_rounded_to_two_places,
        relu_of_the_whole_row,
        relu_with_a_small_dead_zone,
        relu_in_place_for_float32,
    ],
    "relu_backward": [
        relu_gradient_is_dh_itself_if_all_is_open,
        relu_slope_is_the_sign,
        relu_slope_also_looks_at_the_gradient,
        relu_slope_from_truncated_preactivations,
        relu_slope_as_quotient,
        relu_slope_with_a_dead_zone,
        relu_gradient_for_units_open_in_the_batch,
        relu_gradient_through_whole_zeros,
        relu_gradient_cut_at_a_thousand,
        relu_gradient_of_units_capped_at_six,
    ],
    "tanh_backward": [
        tanh_without_brackets,
        tanh_square_of_the_difference,
        tanh_slope_missing_the_square,
        tanh_by_one_exponential,
        tanh_clipped_at_four,
        tanh_in_the_type_of_z,
        tanh_gradient_in_the_type_of_z,
        tanh_slope_of_the_sigmoid,
        tanh_series_near_zero,
        tanh_slope_zero_where_it_is_small,
        tanh_gradient_cut_at_ten,
    ],
}
