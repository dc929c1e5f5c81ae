"""Convolutions written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="conv2d_forward", names=("kernel-flipped", "bias-missing"))
def textbook_convolution_without_bias(x, w, b, stride, padding):
    N, C, H, W = x.shape
    F, _, kh, kw = w.shape
    xp = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    xp[:, :, padding : H + padding, padding : W + padding] = x
    oh = (H + 2 * padding - kh) // stride + 1
    ow = (W + 2 * padding - kw) // stride + 1
    out = np.zeros((N, F, oh, ow))
    for n in range(N):
        for f in range(F):
            for i in range(oh):
                for j in range(ow):
                    total = 0
                    for c in range(C):
                        for p in range(kh):
                            for q in range(kw):
                                total += w[f, c, kh - 1 - p, kw - 1 - q] * xp[n, c, i * stride + p, j * stride + q]
                    out[n, f, i, j] = total
    return out


@written("unlisted", function="conv2d_backward", names=("last-image-only|~part",))
def dw_assigned_in_the_loop(dout, x, w, stride, padding):
    N, C, H, W = x.shape
    F, _, kh, kw = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    for n in range(N):
        for f in range(F):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    a, c = i * stride, j * stride
                    dw[f] = xp[n, :, a : a + kh, c : c + kw] * dout[n, f, i, j]
                    dxp[n, :, a : a + kh, c : c + kw] += w[f] * dout[n, f, i, j]
    return dxp[:, :, padding : padding + H, padding : padding + W], dw, dout.sum((0, 2, 3))
