"""Pooling as students write it."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="max_pool2d_forward", names=("starts-at-zero", "stride-is-the-kernel"))
def maximum_from_zero(x, kernel, stride):
    n, c, h, w = x.shape
    oh = (h - kernel) // stride + 1
    ow = (w - kernel) // stride + 1
    out = np.zeros((n, c, oh, ow))
    for a in range(n):
        for b in range(c):
            for i in range(oh):
                for j in range(ow):
                    m = 0
                    for p in range(kernel):
                        for q in range(kernel):
                            r, s = i * kernel + p, j * kernel + q
                            if r < h and s < w and x[a, b, r, s] > m:
                                m = x[a, b, r, s]
                    out[a, b, i, j] = m
    return out


@written("unlisted", function="max_pool2d_backward", names=("row-and-column-exchanged",), leads=("value",))
def divmod_the_wrong_way(dout, x, kernel, stride):
    dx = np.zeros(x.shape)
    n, c, oh, ow = dout.shape
    for a in range(n):
        for b in range(c):
            for i in range(oh):
                for j in range(ow):
                    window = x[a, b, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
                    k = int(np.argmax(window))
                    row, col = k % kernel, k // kernel
                    dx[a, b, i * stride + row, j * stride + col] += dout[a, b, i, j]
    return dx
