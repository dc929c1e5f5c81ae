"""Batch normalisation written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="batch_norm_backward", names=("dx-without-gamma", "parameter-gradients-averaged"))
def gamma_lost_and_means(dout, x, gamma, eps):
    N, D = x.shape
    mu = x.sum(axis=0) / N
    std = np.sqrt(((x - mu) ** 2).sum(axis=0) / N + eps)
    z = (x - mu) / std
    dgamma = (dout * z).sum(axis=0) / N
    dbeta = dout.sum(axis=0) / N
    dx = (N * dout - dout.sum(axis=0) - z * (dout * z).sum(axis=0)) / (N * std)
    return dx, dgamma, dbeta


@written("edge", function="batch_norm_forward", names=("unbiased-variance",))
def statistics_module_style(x, gamma, beta, eps):
    out = np.zeros_like(x)
    n, d = x.shape
    for j in range(d):
        m = sum(x[:, j]) / n
        v = sum((x[:, j] - m) ** 2) / (n - 1)
        out[:, j] = gamma[j] * (x[:, j] - m) / (v + eps) ** 0.5 + beta[j]
    return out
