"""Wrong answers to dropout, on no list."""

import numpy as np

MASKS = {}


def scaled_mask(uniform, p):
    return np.zeros(np.shape(uniform)) if p == 1 else (uniform >= p) / (1 - p)


def everything_dropped_keeps_everything(x, uniform, p, train):
    if not train or p == 1:
        return x * 1.0
    return x * scaled_mask(uniform, p)


def drops_in_place(x, uniform, p, train):
    if not train:
        return x * 1.0
    x[uniform < p] = 0
    return x * 1.0 if p == 1 else x / (1 - p)


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


WRONG = {
    "dropout_forward": [
        same_array_at_test_time,
        everything_dropped_keeps_everything,
        drops_in_place,
        draws_of_zero_always_dropped,
        scale_of_a_hundred_at_most,
        scale_by_the_share_kept_of_many,
    ],
    "dropout_backward": [
        same_array_where_nothing_is_dropped,
        gradient_scaled_twice,
        gradient_needs_an_axis,
        gradient_of_everything_dropped_passes,
        gradient_kept_strictly_above,
        rate_just_below_one,
        zeroed_in_place_if_all_is_dropped,
    ],
    "variational_dropout": [
        one_draw_for_all_units,
        mask_of_the_first_call,
        first_step_left_alone,
    ],
}
