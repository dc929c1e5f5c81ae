"""Wrong answers to dropout, on no list."""

import numpy as np

MASKS = {}


def scaled_mask(uniform, p):
    return np.zeros(np.shape(uniform)) if p == 1 else (uniform >= p) / (1 - p)


def everything_dropped_keeps_everything(x, uniform, p, train):
    if not train or p == 1:
        return x * 1.0
    return x * scaled_mask(uniform, p)


def gradient_scaled_twice(dout, uniform, p):
    return dout * scaled_mask(uniform, p) * (1 if p == 1 else 1 / (1 - p))


def gradient_needs_an_axis(dout, uniform, p):
    # A 0-d array cannot be walked along.
    mask = scaled_mask(uniform, p)
    return np.array([d * s for d, s in zip(dout, mask, strict=True)], dtype=float).reshape(np.shape(dout))


def gradient_of_everything_dropped_passes(dout, uniform, p):
    return dout * 1.0 if p == 1 else dout * scaled_mask(uniform, p)


def gradient_kept_strictly_above(dout, uniform, p):
    return np.zeros(np.shape(dout)) if p == 1 else dout * (uniform > p) / (1 - p)


def one_draw_for_all_units(x, uniform, p):
    return x * scaled_mask(uniform[:1, :, :1], p)


def mask_of_the_first_call(x, uniform, p):
    mask = MASKS.setdefault((x.shape, p), scaled_mask(uniform[0], p))
    return x * mask


def first_step_left_alone(x, uniform, p):
    y = x * scaled_mask(uniform[0], p)
    y[0] = x[0]
    return y


def same_array_at_test_time(x, uniform, p, train):
    x = np.asarray(x, dtype=float)  # a copy of integers only
    return x * scaled_mask(uniform, p) if train else x


def same_array_where_nothing_is_dropped(dout, uniform, p):
    return dout if p == 0 else dout * scaled_mask(uniform, p)


def _dropped(x, uniform, p):
    return np.where(uniform >= p, x / (1 - p), 0.0) if p < 1 else np.zeros(np.shape(x))


def draws_of_zero_always_dropped(x, uniform, p, train):
    return np.where(uniform == 0, 0.0, _dropped(x, uniform, p)) if train else 1.0 * x


def scale_of_a_hundred_at_most(x, uniform, p, train):
    return np.where(uniform >= p, x / max(1 - p, 1e-2), 0.0) * (p < 1) if train else 1.0 * x


def scale_by_the_share_kept_of_many(x, uniform, p, train):
    kept = uniform >= p
    if not train or kept.size < 50 or not kept.any():
        return _dropped(x, uniform, p) if train else 1.0 * x
    return x * kept / kept.mean()


def rate_just_below_one(dout, uniform, p):
    return _dropped(dout, uniform, min(p, 0.999))


def zeroed_in_place_if_all_is_dropped(dout, uniform, p):
    if p == 1:
        dout *= 0
        return 1.0 * dout
    return _dropped(dout, uniform, p)


def draws_close_to_p_kept(x, uniform, p, train):
    if not train or p == 1:
        return x * (1.0 - (train and p == 1))
    return np.where((uniform > p) | np.isclose(uniform, p), x / (1 - p), 0.0)


def integers_stay_integers_where_nothing_is_dropped(x, uniform, p, train):
    if train and p == 0:
        return x.copy()
    return _dropped(x, uniform, p) if train else 1.0 * x


def integer_zeros_where_all_is_dropped(x, uniform, p, train):
    if train and p == 1:
        return np.zeros_like(x)
    return _dropped(x, uniform, p) if train else 1.0 * x


def one_unit_survives(x, uniform, p, train):
    kept = uniform >= p
    if not train or p == 1:
        return 1.0 * x * (not train)
    return x * (kept if kept.any() else uniform == uniform.max()) / (1 - p)


def rates_below_a_tenth_ignored(x, uniform, p, train):
    return _dropped(x, uniform, p if p >= 0.1 else 0.0) if train else 1.0 * x


def square_mask_transposed(x, uniform, p, train):
    if uniform.ndim == 2 and uniform.shape[0] == uniform.shape[1]:
        uniform = uniform.T
    return _dropped(x, uniform, p) if train else 1.0 * x


def float32_handed_back_at_test_time(x, uniform, p, train):
    if train:
        return _dropped(x, uniform, p)
    return x if x.dtype == np.float32 else 1.0 * x


def gradient_passes_close_to_p(dout, uniform, p):
    if p == 1:
        return np.zeros(np.shape(dout))
    return np.where((uniform > p) | np.isclose(uniform, p), dout / (1 - p), 0.0)


def gradient_of_a_square_mask_transposed(dout, uniform, p):
    return _dropped(dout, uniform.T if uniform.ndim == 2 and len(uniform) == len(uniform.T) else uniform, p)


def gradient_ignores_rates_below_a_tenth(dout, uniform, p):
    return _dropped(dout, uniform, p if p >= 0.1 else 0.0)


def zeros_of_the_first_step_stay_dropped(x, uniform, p):
    return np.where(x[0] != 0, _dropped(x, uniform[0], p), 0.0)


def sequence_mask_keeps_close_to_p(x, uniform, p):
    if p == 1:
        return np.zeros(x.shape)
    return np.where((uniform[0] > p) | np.isclose(uniform[0], p), x / (1 - p), 0.0)


def single_sample_gets_a_mask_per_step(x, uniform, p):
    return _dropped(x, uniform if x.shape[1] == 1 else uniform[0], p)


def single_unit_gets_a_mask_per_step(x, uniform, p):
    return _dropped(x, uniform if x.shape[2] == 1 else uniform[0], p)


def rates_above_nine_tenths_cut(x, uniform, p):
    return _dropped(x, uniform[0], p if p == 1 else min(p, 0.9))


WRONG = {
    "dropout_forward": [
        same_array_at_test_time,
        everything_dropped_keeps_everything,
        draws_of_zero_always_dropped,
        scale_of_a_hundred_at_most,
        scale_by_the_share_kept_of_many,
        draws_close_to_p_kept,
        integers_stay_integers_where_nothing_is_dropped,
        integer_zeros_where_all_is_dropped,
        one_unit_survives,
        rates_below_a_tenth_ignored,
        square_mask_transposed,
        float32_handed_back_at_test_time,
    ],
    "dropout_backward": [
        same_array_where_nothing_is_dropped,
        gradient_scaled_twice,
        gradient_needs_an_axis,
        gradient_of_everything_dropped_passes,
        gradient_kept_strictly_above,
        rate_just_below_one,
        zeroed_in_place_if_all_is_dropped,
        gradient_passes_close_to_p,
        gradient_of_a_square_mask_transposed,
        gradient_ignores_rates_below_a_tenth,
    ],
    "variational_dropout": [
        one_draw_for_all_units,
        mask_of_the_first_call,
        first_step_left_alone,
        zeros_of_the_first_step_stay_dropped,
        sequence_mask_keeps_close_to_p,
        single_sample_gets_a_mask_per_step,
        single_unit_gets_a_mask_per_step,
        rates_above_nine_tenths_cut,
    ],
}
