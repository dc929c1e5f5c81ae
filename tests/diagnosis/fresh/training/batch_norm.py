"""Batch normalisation as students write it."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="batch_norm_forward", names=("unbiased-variance", "eps-outside-root"))
def std_of_a_sample_plus_eps(x, gamma, beta, eps):
    y = np.zeros(x.shape)
    for j in range(x.shape[1]):
        col = x[:, j]
        y[:, j] = gamma[j] * (col - col.mean()) / (col.std(ddof=1) + eps) + beta[j]
    return y


@written("unlisted", function="batch_norm_backward", names=("variance-path-power|~part",))
def exponent_of_the_variance_path(dout, x, gamma, eps):
    m = x.shape[0]
    mu = np.mean(x, axis=0)
    var = np.var(x, axis=0)
    inv = 1 / np.sqrt(var + eps)
    xhat = (x - mu) * inv
    dxhat = dout * gamma
    dvar = np.sum(dxhat * (x - mu) * -0.5 * inv, axis=0)
    dmu = np.sum(-dxhat * inv, axis=0) + dvar * np.mean(-2 * (x - mu), axis=0)
    dx = dxhat * inv + dvar * 2 * (x - mu) / m + dmu / m
    return dx, np.sum(dout * xhat, axis=0), np.sum(dout, axis=0)
