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


WRONG = {
    "dropout_forward": [
        same_array_at_test_time,
        everything_dropped_keeps_everything,
        drops_in_place,
    ],
    "dropout_backward": [
        same_array_where_nothing_is_dropped,
        gradient_scaled_twice,
        gradient_needs_an_axis,
        gradient_of_everything_dropped_passes,
        gradient_kept_strictly_above,
    ],
    "variational_dropout": [
        one_draw_for_all_units,
        mask_of_the_first_call,
        first_step_left_alone,
    ],
}
