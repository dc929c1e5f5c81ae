"""Convolutions with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written

FORWARD, BACKWARD = "conv2d_forward", "conv2d_backward"


@written("pair", function=FORWARD, names=("bias-inside-the-sums", "stride-in-the-shape-only"))
def bias_everywhere_no_stride(x, w, b, stride, padding):
    n, c, h, width = x.shape
    f, _, kh, kw = w.shape
    oh, ow = (h + 2 * padding - kh) // stride + 1, (width + 2 * padding - kw) // stride + 1
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((n, f, oh, ow))
    for i in range(oh):
        for j in range(ow):
            for a in range(kh):
                for s in range(kw):
                    for k in range(c):
                        out[:, :, i, j] += np.outer(xp[:, k, i + a, j + s], w[:, k, a, s]) + b
    return out


def gradients(dout, x, w, stride, padding):
    f, _, kh, kw = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp, dw = np.zeros(xp.shape), np.zeros(w.shape)
    for n in range(x.shape[0]):
        for k in range(f):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    rows, columns = slice(i * stride, i * stride + kh), slice(j * stride, j * stride + kw)
                    dw[k] += dout[n, k, i, j] * xp[n, :, rows, columns]
                    dxp[n, :, rows, columns] += dout[n, k, i, j] * w[k]
    return dxp, dw


@written("pair", function=BACKWARD, names=("db-averaged", "backward-padding-zero-empty|~shape|~raises"))
def empty_slice_and_mean_bias(dout, x, w, stride, padding):
    dxp, dw = gradients(dout, x, w, stride, padding)
    return dxp[:, :, padding:-padding, padding:-padding], dw, dout.sum(axis=(2, 3)).mean(axis=0)


@written("edge", function=BACKWARD, names=("backward-padding-zero-empty",), leads=("shape",))
def empty_slice_by_loops(dout, x, w, stride, padding):
    dxp, dw = gradients(dout, x, w, stride, padding)
    dx = np.zeros(x.shape)
    dx[:, :, :, :] = dxp[:, :, padding:-padding, padding:-padding]
    return dx, dw, np.sum(dout, axis=(0, 2, 3))


@written("pair", function=BACKWARD, names=("padding-kept", "dw-averaged"))
def padding_kept_and_mean(dout, x, w, stride, padding):
    dxp, dw = gradients(dout, x, w, stride, padding)
    return dxp, dw / x.shape[0], np.sum(dout, axis=(0, 2, 3))


@written("pair", function=FORWARD, names=("kernel-flipped", "bias-missing"))
def true_convolution_without_bias(x, w, b, stride, padding):
    n, _, h, width = x.shape
    f, _, kh, kw = w.shape
    w = w[:, :, ::-1, ::-1]
    oh, ow = (h + 2 * padding - kh) // stride + 1, (width + 2 * padding - kw) // stride + 1
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    out = np.zeros((n, f, oh, ow))
    for i in range(oh):
        for j in range(ow):
            patch = xp[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            out[:, :, i, j] = np.tensordot(patch, w, axes=((1, 2, 3), (1, 2, 3)))
    return out


@written(
    "pair",
    function="conv2d_backward",
    names=("db-over-the-batch-only", "dw-without-padding"),
    leads=("part", "shape"),
    later=True,
)
def bias_over_the_batch(dout, x, w_, stride, padding):
    _, _, kh, kw = w_.shape
    _, _, oh, ow = dout.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dx = np.zeros(xp.shape)
    dw = np.zeros(w_.shape)
    for i in range(oh):
        for j in range(ow):
            sl = np.s_[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            dw += np.einsum("nf,ncpq->fcpq", dout[:, :, i, j], xp[sl])
            dx[sl] += np.einsum("nf,fcpq->ncpq", dout[:, :, i, j], w_)
    return dx[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]], dw, dout.sum(axis=0)
