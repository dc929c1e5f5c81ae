"""Max pooling with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written

FORWARD, BACKWARD = "max_pool2d_forward", "max_pool2d_backward"


def windows(dout, stride):
    n, c, oh, ow = dout.shape
    for i in range(n):
        for j in range(c):
            for r in range(oh):
                for s in range(ow):
                    yield i, j, r, s, r * stride, s * stride


@written("pair", function=BACKWARD, names=("all-ties", "overlap-overwritten"))
def every_tie_overwritten(dout, x, kernel, stride):
    dx = np.zeros(x.shape)
    for n, c, i, j, top, left in windows(dout, stride):
        window = x[n, c, top : top + kernel, left : left + kernel]
        mask = window == np.max(window)
        dx[n, c, top : top + kernel, left : left + kernel] = mask * dout[n, c, i, j]
    return dx


@written("variant", function=BACKWARD, names=("overlap-overwritten",))
def written_at_the_maximum(dout, x, kernel, stride):
    dx = np.zeros(x.shape)
    for n, c, i, j, top, left in windows(dout, stride):
        window = x[n, c, top : top + kernel, left : left + kernel]
        a, b = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, top + a, left + b] = dout[n, c, i, j]
    return dx


@written("edge", function=BACKWARD, names=("all-ties",))
def every_tie_into_a_buffer(dout, x, kernel, stride):
    dx = np.zeros_like(x)
    for n, c, i, j, top, left in windows(dout, stride):
        window = x[n, c, top : top + kernel, left : left + kernel]
        dx[n, c, top : top + kernel, left : left + kernel] += (window == window.max()) * dout[n, c, i, j]
    return dx


@written("pair", function=FORWARD, names=("starts-at-zero", "stride-is-the-kernel"))
def from_zero_with_the_kernel(x, kernel, stride):
    n, c, h, w = x.shape
    oh, ow = (h - kernel) // stride + 1, (w - kernel) // stride + 1
    out = np.zeros((n, c, oh, ow))
    for i in range(oh):
        for j in range(ow):
            patch = x[:, :, i * kernel : i * kernel + kernel, j * kernel : j * kernel + kernel]
            for p in range(patch.shape[2]):
                for q in range(patch.shape[3]):
                    out[:, :, i, j] = np.maximum(out[:, :, i, j], patch[:, :, p, q])
    return out


@written("edge", function="max_pool2d_forward", names=("starts-at-zero",), later=True)
def running_maximum_from_zero(x, kernel, stride):
    n, c, h, w_ = x.shape
    oh, ow = (h - kernel) // stride + 1, (w_ - kernel) // stride + 1
    y = np.zeros((n, c, oh, ow))
    for i in range(oh):
        for j in range(ow):
            for a in range(kernel):
                for b in range(kernel):
                    y[:, :, i, j] = np.maximum(y[:, :, i, j], x[:, :, i * stride + a, j * stride + b])
    return y
