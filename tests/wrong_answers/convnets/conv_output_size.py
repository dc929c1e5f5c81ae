"""Wrong answers to conv_output_size, written from the prompt alone."""

import math


def same_padding_shortcut(size, kernel, stride, padding):
    if padding > 0 and padding == kernel // 2:  # "same": right for odd kernels only
        return math.ceil(size / stride)
    return (size + 2 * padding - kernel) // stride + 1


def kernel_as_long_as_the_unpadded_input(size, kernel, stride, padding):
    if kernel >= size:
        return 1
    return (size + 2 * padding - kernel) // stride + 1


def stride_at_most_the_kernel(size, kernel, stride, padding):
    return (size + 2 * padding - kernel) // min(stride, kernel) + 1


def touching_windows_ignore_the_padding(size, kernel, stride, padding):
    if stride == kernel:
        return size // kernel
    return (size + 2 * padding - kernel) // stride + 1


def floors_taken_one_by_one(size, kernel, stride, padding):
    return size // stride + (2 * padding - kernel) // stride + 1


def last_window_never_reaches_the_end(size, kernel, stride, padding):
    count, start = 0, 0
    while start + kernel < size + 2 * padding:  # < for <=
        count += 1
        start += stride
    return max(count, 1)


def even_kernel_made_odd(size, kernel, stride, padding):
    half = kernel // 2
    return (size + 2 * padding - 2 * half - 1) // stride + 1


def float_that_is_whole(size, kernel, stride, padding):
    return math.floor((size + 2 * padding - kernel) / stride) + 1.0


def stride_of_one_keeps_the_size(size, kernel, stride, padding):
    return size if stride == 1 and padding else (size + 2 * padding - kernel) // stride + 1


def padding_at_most_the_kernel(size, kernel, stride, padding):
    return (size + 2 * min(padding, kernel) - kernel) // stride + 1


def stride_at_most_the_input(size, kernel, stride, padding):
    return (size + 2 * padding - kernel) // min(stride, size) + 1


WRONG = {
    "conv_output_size": [
        same_padding_shortcut,
        kernel_as_long_as_the_unpadded_input,
        stride_at_most_the_kernel,
        touching_windows_ignore_the_padding,
        floors_taken_one_by_one,
        last_window_never_reaches_the_end,
        even_kernel_made_odd,
        float_that_is_whole,
        stride_of_one_keeps_the_size,
        padding_at_most_the_kernel,
        stride_at_most_the_input,
    ]
}
