# 高翔
import numpy as np
import torch
from torch import nn


def conv_output_size(size, kernel, stride, padding):
    return (size + 2 * padding - kernel) // stride + 1


def conv_parameters(c_in, c_out, kernel, bias):
    weights = c_in * c_out * kernel * kernel
    if bias:
        return weights + c_out
    return weights


def lenet_parameters(bias):
    def linear(a, b):
        return a * b + (b if bias else 0)

    return {
        "C1": conv_parameters(1, 6, 5, bias),
        "C3": conv_parameters(6, 16, 5, bias),
        "F5": linear(16 * 5 * 5, 120),
        "F6": linear(120, 84),
        "F7": linear(84, 10),
    }


def conv2d_forward(x, w, b, stride, padding):
    n, c, h, wd = x.shape
    f, _, kh, kw = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    oh = (h + 2 * padding - kh) // stride + 1
    ow = (wd + 2 * padding - kw) // stride + 1
    y = np.zeros((n, f, oh, ow))
    for i in range(oh):
        for j in range(ow):
            window = xp[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw]
            for k in range(f):
                y[:, k, i, j] = (window * w[k]).sum(axis=(1, 2, 3)) + b[k]
    return y


def conv2d_backward(dout, x, w, stride, padding):
    n, c, h, wd = x.shape
    f, _, kh, kw = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding))).astype(float)
    dxp = np.zeros(xp.shape)
    dw = np.zeros(w.shape)
    db = np.zeros(f)
    for m in range(n):
        for k in range(f):
            for i in range(dout.shape[2]):
                for j in range(dout.shape[3]):
                    g = dout[m, k, i, j]
                    rows = slice(i * stride, i * stride + kh)
                    cols = slice(j * stride, j * stride + kw)
                    db[k] += g
                    dw[k] += g * xp[m, :, rows, cols]
                    dxp[m, :, rows, cols] += g * w[k]
    return dxp[:, :, padding : padding + h, padding : padding + wd], dw, db


def max_pool2d_forward(x, kernel, stride):
    n, c, h, w = x.shape
    oh, ow = (h - kernel) // stride + 1, (w - kernel) // stride + 1
    y = np.zeros((n, c, oh, ow))
    for i in range(oh):
        for j in range(ow):
            y[:, :, i, j] = x[:, :, i * stride : i * stride + kernel, j * stride : j * stride + kernel].max(axis=(2, 3))
    return y


def max_pool2d_backward(dout, x, kernel, stride):
    dx = np.zeros(x.shape
    n, c, oh, ow = dout.shape
    for a in range(n):
        for b in range(c):
            for i in range(oh):
                for j in range(ow):
                    window = x[a, b, i * stride : i * stride + kernel, j * stride : j * stride + kernel]
                    p, q = np.unravel_index(np.argmax(window), window.shape)
                    dx[a, b, i * stride + p, j * stride + q] += dout[a, b, i, j]
    return dx


def conv_as_matrix(kernel, n):
    k = len(kernel)
    A = np.zeros((n - k + 1, n))
    for i in range(n - k + 1):
        for p in range(k):
            A[i, i + p] = kernel[p]
    return A


def residual_forward(x, W1, W2):
    return x + np.maximum(x @ W1, 0) @ W2.astype(float)


def residual_backward(dout, x, W1, W2):
    z = x @ W1
    dz = (dout @ W2.T) * (z > 0)
    dx = dout + dz @ W1.T
    dW1 = x.T @ dz
    dW2 = np.maximum(z, 0).T @ dout
    return dx, dW1, dW2


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5)
        self.c3 = nn.Conv2d(6, 16, 5)
        self.f5 = nn.Linear(400, 120)
        self.f6 = nn.Linear(120, 84)
        self.f7 = nn.Linear(84, 10)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.c1(x)), 2)
        x = torch.max_pool2d(torch.relu(self.c3(x)), 2)
        x = x.flatten(1)
        x = torch.relu(self.f5(x))
        x = torch.relu(self.f6(x))
        return self.f7(x)


def build_lenet():
    return LeNet()


def sawtooth_network(depth):
    # tent(x) = 2 relu(x) - 4 relu(x - 1/2) maps [0, 1] onto itself, twice
    layers = [(np.array([[1.0, 1.0]]), np.array([0.0, -0.5]))]
    for _ in range(depth - 1):
        layers.append((np.array([[2.0, 2.0], [-4.0, -4.0]]), np.array([0.0, -0.5])))
    layers.append((np.array([[2.0], [-4.0]]), np.array([0.0])))
    return layers
