"""Wrong answers to conv2d, written from the prompt alone."""

import numpy as np


def _pad(x, p):
    return np.pad(np.asarray(x, dtype=float), ((0, 0), (0, 0), (p, p), (p, p)))


def _forward(x, w, b, stride, xp):
    kh, kw = w.shape[2:]
    oh, ow = (xp.shape[2] - kh) // stride + 1, (xp.shape[3] - kw) // stride + 1
    y = np.zeros((len(xp), len(w), oh, ow))
    for i in range(oh):
        for j in range(ow):
            patch = xp[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            y[:, :, i, j] = np.tensordot(patch, w, axes=([1, 2, 3], [1, 2, 3])) + b
    return y


def _backward(dout, x, w, stride, padding):
    """(gradient of the padded images, dw, db)."""
    xp = _pad(x, padding)
    kh, kw = w.shape[2:]
    dxp, dw = np.zeros_like(xp), np.zeros(w.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            rows, columns = slice(i * stride, i * stride + kh), slice(j * stride, j * stride + kw)
            dw += np.tensordot(dout[:, :, i, j], xp[:, :, rows, columns], axes=(0, 0))
            dxp[:, :, rows, columns] += np.tensordot(dout[:, :, i, j], w, axes=(1, 0))
    return dxp, dw, dout.sum(axis=(0, 2, 3), dtype=float)


def _cut(dxp, x, p):
    return dxp[:, :, p : p + x.shape[2], p : p + x.shape[3]]


def padded_along_the_width_only(x, w, b, stride, padding):
    return _forward(x, w, b, stride, np.pad(np.asarray(x, float), ((0, 0), (0, 0), (0, 0), (padding, padding))))


def depthwise_if_filters_match_channels(x, w, b, stride, padding):
    if w.shape[0] != w.shape[1] or len(w) == 1:
        return _forward(x, w, b, stride, _pad(x, padding))
    own = w * np.eye(len(w))[:, :, None, None]
    return _forward(x, own, b, stride, _pad(x, padding))


def filters_and_channels_swapped_if_equal(x, w, b, stride, padding):
    if w.shape[0] == w.shape[1]:
        w = w.transpose(1, 0, 2, 3)
    return _forward(x, w, b, stride, _pad(x, padding))


def bias_added_along_the_width(x, w, b, stride, padding):
    y = _forward(x, w, np.zeros(len(w)), stride, _pad(x, padding))
    return y + b  # no axes appended


def windows_aligned_with_the_end(x, w, b, stride, padding):
    xp = _pad(x, padding)
    top, left = (xp.shape[2] - w.shape[2]) % stride, (xp.shape[3] - w.shape[3]) % stride
    return _forward(x, w, b, stride, xp[:, :, top:, left:])


def stride_down_but_not_across(x, w, b, stride, padding):
    y = _forward(x, w, b, 1, _pad(x, padding))
    return y[:, :, ::stride]


def square_output_assumed(x, w, b, stride, padding):
    y = _forward(x, w, b, stride, _pad(x, padding))
    side = y.shape[2]
    out = np.zeros((len(x), len(w), side, side))
    out[..., : y.shape[3]] = y[..., :side]
    return out


def kernel_turned_around_along_the_width(x, w, b, stride, padding):
    return _forward(x, w[..., ::-1], b, stride, _pad(x, padding))


def kernel_transposed_if_square(x, w, b, stride, padding):
    if w.shape[2] == w.shape[3]:
        w = w.transpose(0, 1, 3, 2)
    return _forward(x, w, b, stride, _pad(x, padding))


def only_the_first_image(x, w, b, stride, padding):
    y = _forward(x, w, b, stride, _pad(x, padding))
    return np.repeat(y[:1], len(y), axis=0)


def stride_at_most_the_kernel(x, w, b, stride, padding):
    return _forward(x, w, b, min(stride, w.shape[2]), _pad(x, padding))  # no gaps between windows


def single_image_without_its_axis(x, w, b, stride, padding):
    y = _forward(x, w, b, stride, _pad(x, padding))
    return y[0] if len(y) == 1 else y


_SCRATCH = {}


def scratch_kept_between_calls(x, w, b, stride, padding):
    y = _forward(x, w, b, stride, _pad(x, padding))
    out = _SCRATCH.setdefault(y.shape, np.zeros_like(y))
    out += y  # never cleared
    return out.copy()


def leftover_pixels_missing(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    h = (dout.shape[2] - 1) * stride + w.shape[2]
    v = (dout.shape[3] - 1) * stride + w.shape[3]
    return _cut(dxp[:, :, :h, :v], x, padding), dw, db


def bias_gradient_averaged_over_places(dout, x, w, stride, padding):
    dxp, dw, _ = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding), dw, dout.mean(axis=(2, 3)).sum(axis=0)


def bias_gradient_summed_over_the_wrong_axes(dout, x, w, stride, padding):
    dxp, dw, _ = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding), dw, dout.sum(axis=(0, 1, 2))


def image_gradient_in_the_type_of_the_images(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding).astype(x.dtype), dw, db


def weight_gradient_in_the_type_of_the_weights(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding), dw.astype(w.dtype), db


def filters_swapped_with_channels_on_the_way_back(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    if w.shape[0] == w.shape[1]:
        dxp = _backward(dout, x, w.transpose(1, 0, 2, 3), stride, padding)[0]
    return _cut(dxp, x, padding), dw, db


def frame_cut_off_at_the_start_alone(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    top = dxp.shape[2] - x.shape[2]  # all of it at the start
    left = dxp.shape[3] - x.shape[3]
    return dxp[:, :, top:, left:], dw, db


def biases_and_weights_returned_the_other_way(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding), db, dw


def even_kernels_turned_around(x, w, b, stride, padding):
    even = w.shape[2] % 2 == w.shape[3] % 2 == 0
    return _forward(x, w[:, :, ::-1, ::-1] if even else w, b, stride, _pad(x, padding))


def one_pixel_kernels_without_stride(x, w, b, stride, padding):
    y = _forward(x, w, b, stride, _pad(x, padding))
    if w.shape[2:] != (1, 1):
        return y
    return _forward(x, w, b, 1, _pad(x, padding))[:, :, : y.shape[2], : y.shape[3]]


def bias_gradient_of_a_single_filter_per_image(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding), dw, db if len(db) > 1 else db / len(x)


def one_pixel_filters_averaged_over_images(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding), dw / len(x) if w.shape[2:] == (1, 1) else dw, db


def dout_of_one_image_used_up(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    if len(x) == 1:
        dout[...] = 0
    return _cut(dxp, x, padding), dw, db


def maps_in_the_type_of_the_weights(x, w, b, stride, padding):
    return _forward(x, w, b, stride, _pad(x, padding)).astype(w.dtype)


def biases_cast_to_the_type_of_images_and_weights(x, w, b, stride, padding):
    return _forward(x, w, b.astype(np.result_type(x, w)), stride, _pad(x, padding))


def images_cast_to_the_type_of_the_weights(x, w, b, stride, padding):
    return _forward(x, w, b, stride, _pad(x.astype(w.dtype), padding))


def maps_in_the_type_of_the_biases(x, w, b, stride, padding):
    return _forward(x, w, b, stride, _pad(x, padding)).astype(b.dtype)


def single_window_without_its_axes(x, w, b, stride, padding):
    y = _forward(x, w, b, stride, _pad(x, padding))
    return y[:, :, 0, 0] if y.shape[2:] == (1, 1) else y


def single_filter_without_its_axis(x, w, b, stride, padding):
    y = _forward(x, w, b, stride, _pad(x, padding))
    return y[:, 0] if len(w) == 1 and len(x) > 1 else y


def grey_images_see_the_first_filter_only(x, w, b, stride, padding):
    return _forward(x, w if x.shape[1] > 1 else np.repeat(w[:1], len(w), axis=0), b, stride, _pad(x, padding))


def image_gradient_in_the_type_of_dout(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding).astype(dout.dtype), dw, db


def weight_gradient_in_the_type_of_dout(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding), dw.astype(dout.dtype), db


def square_weight_gradient_transposed(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding), dw.swapaxes(2, 3) if w.shape[2] == w.shape[3] else dw, db


def bias_gradient_per_image_if_filters_match_images(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    return _cut(dxp, x, padding), dw, dout.sum(axis=(1, 2, 3)) if len(x) == len(w) else db


def gradient_of_a_single_window_for_the_first_image_only(dout, x, w, stride, padding):
    dxp, dw, db = _backward(dout, x, w, stride, padding)
    if dout.shape[2:] == (1, 1):
        dxp[1:] = 0
    return _cut(dxp, x, padding), dw, db


WRONG = {
    "conv2d_forward": [
        padded_along_the_width_only,
        depthwise_if_filters_match_channels,
        filters_and_channels_swapped_if_equal,
        bias_added_along_the_width,
        windows_aligned_with_the_end,
        stride_down_but_not_across,
        square_output_assumed,
        kernel_turned_around_along_the_width,
        kernel_transposed_if_square,
        only_the_first_image,
        stride_at_most_the_kernel,
        single_image_without_its_axis,
        scratch_kept_between_calls,
        even_kernels_turned_around,
        one_pixel_kernels_without_stride,
        maps_in_the_type_of_the_weights,
        biases_cast_to_the_type_of_images_and_weights,
        images_cast_to_the_type_of_the_weights,
        maps_in_the_type_of_the_biases,
        single_window_without_its_axes,
        single_filter_without_its_axis,
        grey_images_see_the_first_filter_only,
    ],
    "conv2d_backward": [
        leftover_pixels_missing,
        bias_gradient_averaged_over_places,
        bias_gradient_summed_over_the_wrong_axes,
        image_gradient_in_the_type_of_the_images,
        weight_gradient_in_the_type_of_the_weights,
        filters_swapped_with_channels_on_the_way_back,
        frame_cut_off_at_the_start_alone,
        biases_and_weights_returned_the_other_way,
        bias_gradient_of_a_single_filter_per_image,
        one_pixel_filters_averaged_over_images,
        dout_of_one_image_used_up,
        image_gradient_in_the_type_of_dout,
        weight_gradient_in_the_type_of_dout,
        square_weight_gradient_transposed,
        bias_gradient_per_image_if_filters_match_images,
        gradient_of_a_single_window_for_the_first_image_only,
    ],
}
