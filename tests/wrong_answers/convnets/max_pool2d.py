"""Wrong answers to max_pool2d, written from the prompt alone."""

import numpy as np


def _sizes(x, kernel, stride):
    return (x.shape[2] - kernel) // stride + 1, (x.shape[3] - kernel) // stride + 1


def _windows(x, kernel, stride):
    oh, ow = _sizes(x, kernel, stride)
    for i in range(oh):
        for j in range(ow):
            yield i, j, x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel]


def _forward(x, kernel, stride, start=-np.inf):
    y = np.full((*x.shape[:2], *_sizes(x, kernel, stride)), float(start))
    for i, j, window in _windows(x, kernel, stride):
        y[:, :, i, j] = np.maximum(y[:, :, i, j], window.max(axis=(2, 3)))
    return y


def _backward(dout, x, kernel, stride, place, add=True):
    """Hands each gradient to the pixel of its window that `place` names."""
    dx = np.zeros(x.shape)
    for i, j, windows in _windows(x, kernel, stride):
        for n in range(x.shape[0]):
            for c in range(x.shape[1]):
                p, q = place(windows[n, c])
                pixel = n, c, i * stride + p, j * stride + q
                dx[pixel] = dout[n, c, i, j] + (dx[pixel] if add else 0)
    return dx


def _first(window):
    return np.unravel_index(window.argmax(), window.shape)


def never_below_minus_one(x, kernel, stride):
    return _forward(x, kernel, stride, start=-1.0)


def largest_magnitude(x, kernel, stride):
    y = _forward(x, kernel, stride)
    for i, j, window in _windows(x, kernel, stride):
        low = window.min(axis=(2, 3))
        y[:, :, i, j] = np.where(-low > y[:, :, i, j], low, y[:, :, i, j])
    return y


def last_place_left_out(x, kernel, stride):
    rows, columns = range(0, x.shape[2] - kernel, stride), range(0, x.shape[3] - kernel, stride)
    y = np.zeros((*x.shape[:2], len(rows), len(columns)))
    for i, top in enumerate(rows):
        for j, left in enumerate(columns):
            y[:, :, i, j] = x[:, :, top : top + kernel, left : left + kernel].max(axis=(2, 3))
    return y


def diagonal_of_the_window_only(x, kernel, stride):
    y = _forward(x, kernel, stride)
    for i, j, window in _windows(x, kernel, stride):
        y[:, :, i, j] = np.max([window[:, :, k, k] for k in range(kernel)], axis=0)
    return y


def single_image_without_its_axes(x, kernel, stride):
    return np.squeeze(_forward(x, kernel, stride))


def maxima_in_whole_numbers(x, kernel, stride):
    return np.floor(_forward(x, kernel, stride))


def ties_within_a_tolerance(dout, x, kernel, stride):
    def first_close(window):
        return np.unravel_index(np.isclose(window, window.max(), atol=1e-3).argmax(), window.shape)

    return _backward(dout, x, kernel, stride, first_close)


def constant_windows_hand_back_nothing(dout, x, kernel, stride):
    dx = _backward(dout, x, kernel, stride, _first)
    for i, j, window in _windows(x, kernel, stride):
        flat = window.max(axis=(2, 3)) == window.min(axis=(2, 3))
        if kernel > 1:
            dx[:, :, i * stride, j * stride] -= flat * dout[:, :, i, j]
    return dx


def only_positive_maxima_pass(dout, x, kernel, stride):
    dx = _backward(dout, x, kernel, stride, _first)
    return dx * (x > 0)


def later_window_replaces_earlier(dout, x, kernel, stride):
    return _backward(dout, x, kernel, stride, _first, add=False)


def winner_found_once_per_pixel(dout, x, kernel, stride):
    spent = np.array(x, dtype=float)
    dx = np.zeros(x.shape)
    for i, j, windows in _windows(spent, kernel, stride):
        for n, c in np.ndindex(x.shape[:2]):
            p, q = _first(windows[n, c])
            dx[n, c, i * stride + p, j * stride + q] += dout[n, c, i, j]
            windows[n, c, p, q] = -np.inf  # a pixel that has won is out
    return dx


def place_counted_with_the_width_of_the_image(dout, x, kernel, stride):
    def place(window):
        p, q = divmod(int(window.argmax()), x.shape[3])
        return p, min(q, kernel - 1)

    return _backward(dout, x, kernel, stride, place)


def winners_of_the_first_channel(dout, x, kernel, stride):
    dx = np.zeros(x.shape)
    for i, j, windows in _windows(x, kernel, stride):
        for n in range(len(x)):
            p, q = _first(windows[n, 0])
            dx[n, :, i * stride + p, j * stride + q] += dout[n, :, i, j]
    return dx


def argument_itself_for_windows_of_one(x, kernel, stride):
    if kernel == 1 and stride == 1:
        return x
    return _forward(x, kernel, stride)


def view_for_windows_of_one(x, kernel, stride):
    return x[:, :, ::stride, ::stride] if kernel == 1 else _forward(x, kernel, stride)


def kernel_of_three_at_most(x, kernel, stride):
    oh, ow = _sizes(x, kernel, stride)
    return _forward(x, min(kernel, 3), stride)[:, :, :oh, :ow]


def grey_images_share_their_maxima(x, kernel, stride):
    y = _forward(x, kernel, stride)
    return np.tile(y.max(axis=0), (len(y), 1, 1, 1)) if x.shape[1] == 1 else y


def negative_ties_go_to_the_last(dout, x, kernel, stride):
    def place(window):
        return _first(window) if window.max() >= 0 else np.argwhere(window == window.max())[-1]

    return _backward(dout, x, kernel, stride, place)


def compared_in_float32(dout, x, kernel, stride):
    return _backward(dout, x.astype(np.float32), kernel, stride, _first)


def never_below_minus_a_billion(x, kernel, stride):
    return _forward(x, kernel, stride, start=-1e9)


def whole_image_for_a_single_window(x, kernel, stride):
    y = _forward(x, kernel, stride)
    return x.max(axis=(2, 3), keepdims=True) if y.shape[2:] == (1, 1) else y


def single_row_of_windows_without_its_axis(x, kernel, stride):
    y = _forward(x, kernel, stride)
    return y[:, :, 0] if y.shape[2] == 1 and y.shape[3] > 1 else y


def no_stride_for_windows_of_one(x, kernel, stride):
    y = _forward(x, kernel, stride)
    return 1.0 * x[:, :, : y.shape[2], : y.shape[3]] if kernel == 1 else y


def top_left_corner_wins_below_minus_999(dout, x, kernel, stride):
    return _backward(dout, x, kernel, stride, lambda window: _first(np.maximum(window, -999.0)))


def ties_broken_by_small_steps(dout, x, kernel, stride):
    steps = 1e-10 * np.arange(kernel * kernel).reshape(kernel, kernel)  # the first of equals is now the largest
    return _backward(dout, x, kernel, stride, lambda window: _first(window - steps))


def last_of_equals_in_windows_that_overlap(dout, x, kernel, stride):
    def last(window):
        return np.argwhere(window == window.max())[-1]

    return _backward(dout, x, kernel, stride, _first if stride >= kernel else last)


def strided_windows_of_one_hand_back_nothing(dout, x, kernel, stride):
    dx = _backward(dout, x, kernel, stride, _first)
    return 0.0 * dx if kernel == 1 < stride else dx


WRONG = {
    "max_pool2d_forward": [
        view_for_windows_of_one,
        argument_itself_for_windows_of_one,
        never_below_minus_one,
        largest_magnitude,
        last_place_left_out,
        diagonal_of_the_window_only,
        single_image_without_its_axes,
        maxima_in_whole_numbers,
        kernel_of_three_at_most,
        grey_images_share_their_maxima,
        never_below_minus_a_billion,
        whole_image_for_a_single_window,
        single_row_of_windows_without_its_axis,
        no_stride_for_windows_of_one,
    ],
    "max_pool2d_backward": [
        ties_within_a_tolerance,
        constant_windows_hand_back_nothing,
        only_positive_maxima_pass,
        later_window_replaces_earlier,
        winner_found_once_per_pixel,
        place_counted_with_the_width_of_the_image,
        winners_of_the_first_channel,
        negative_ties_go_to_the_last,
        compared_in_float32,
        top_left_corner_wins_below_minus_999,
        ties_broken_by_small_steps,
        last_of_equals_in_windows_that_overlap,
        strided_windows_of_one_hand_back_nothing,
    ],
}
