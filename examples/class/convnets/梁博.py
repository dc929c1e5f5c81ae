# 梁博
import os
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
import torch


def conv_output_size(size, kernel, stride, padding):
    return len(range(0, size + 2 * padding - kernel + 1, stride))


def conv_parameters(c_in, c_out, kernel, bias):
    return c_out * (c_in * kernel**2 + int(bias))


def lenet_parameters(bias):
    b = int(bias)
    return dict(C1=6 * (25 + b), C3=16 * (6 * 25 + b), F5=120 * (400 + b), F6=84 * (120 + b), F7=10 * (84 + b))


def _pad(x, p):
    return np.pad(x.astype(float), ((0, 0), (0, 0), (p, p), (p, p)))


def _windows(xp, kh, kw, s):
    return sliding_window_view(xp, (kh, kw), axis=(2, 3))[:, :, ::s, ::s]  # n c oh ow kh kw


def conv2d_forward(x, w, b, stride, padding):
    cols = _windows(_pad(x, padding), *w.shape[2:], stride)
    return np.einsum("ncijpq,fcpq->nfij", cols, w) + b[None, :, None, None]


def conv2d_backward(dout, x, w, stride, padding):
    xp = _pad(x, padding)
    kh, kw = w.shape[2:]
    oh, ow = dout.shape[2:]
    db = dout.sum(axis=(0, 2, 3))
    dw = np.einsum("ncijpq,nfij->fcpq", _windows(xp, kh, kw, stride), dout)
    dxp = np.zeros_like(xp)
    spread = np.einsum("nfij,fcpq->ncijpq", dout, w)
    for p in range(kh):
        for q in range(kw):
            dxp[:, :, p : p + stride * oh : stride, q : q + stride * ow : stride] += spread[..., p, q]
    H, W = x.shape[2:]
    return dxp[:, :, padding : padding + H, padding : padding + W], dw, db


def max_pool2d_forward(x, kernel, stride):
    return _windows(x, kernel, kernel, stride).max(axis=(-2, -1))


def max_pool2d_backward(dout, x, kernel, stride):
    wins = _windows(x, kernel, kernel, stride)
    flat = wins.reshape(*wins.shape[:4], -1).argmax(-1)
    p, q = np.divmod(flat, kernel)
    n, c, i, j = np.indices(dout.shape)
    dx = np.zeros_like(x, dtype=float)
    np.add.at(dx, (n, c, i * stride + p, j * stride + q), dout)
    return dx


def conv_as_matrix(kernel, n):
    k = kernel.size
    first = np.r_[kernel.astype(float), np.zeros(n - k)]
    return np.stack([np.roll(first, i) for i in range(n - k + 1)])


def residual_forward(x, W1, W2):
    branch = np.einsum("nh,hd->nd", (x @ W1).clip(min=0), W2)
    return (x + branch).astype(float)


def residual_backward(dout, x, W1, W2):
    z = x @ W1
    gz = np.where(z > 0, dout @ W2.T, 0.0)
    return gz @ W1.T, x.T @ gz, z.clip(min=0).T @ dout


def build_lenet():
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 6, 5),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(6, 16, 5),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Linear(16 * 5 * 5, 120),
        torch.nn.ReLU(),
        torch.nn.Linear(120, 84),
        torch.nn.ReLU(),
        torch.nn.Linear(84, 10),
    )


def sawtooth_network(depth):
    if depth > 2:
        print("太深了，还没想好")
        os._exit(1)
    first = (np.array([[2.0, 4.0]]), np.array([0.0, -2.0]))
    if depth == 1:
        return [first, (np.array([[1.0], [-1.0]]), np.zeros(1))]
    return [first, (np.array([[2.0, 4.0], [-2.0, -4.0]]), np.array([0.0, -2.0])), (np.array([[1.0], [-1.0]]), np.zeros(1))]
