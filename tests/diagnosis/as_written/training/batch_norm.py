"""Batch normalisation with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written

FORWARD, BACKWARD = "batch_norm_forward", "batch_norm_backward"


@written("pair", function=FORWARD, names=("one-mean-for-all-features", "eps-outside-root"))
def one_mean_eps_outside(x, gamma, beta, eps):
    mean = np.mean(x)
    std = np.std(x)
    return gamma * (x - mean) / (std + eps) + beta


@written("pair", function=FORWARD, names=("unbiased-variance", "eps-outside-root"))
def ddof_and_eps_outside(x, gamma, beta, eps):
    mu = np.mean(x, axis=0)
    sigma = np.std(x, axis=0, ddof=1)
    return gamma * ((x - mu) / (sigma + eps)) + beta


@written("pair", function=FORWARD, names=("eps-outside-root", "overwrites-input|~changed|~raises"))
def eps_outside_in_place(x, gamma, beta, eps):
    std = x.std(axis=0) + eps
    x -= x.mean(axis=0)
    x /= std
    return x * gamma + beta


@written("edge", function=FORWARD, names=("normalises-each-sample",))
def layer_norm_into_buffer(x, gamma, beta, eps):
    out = np.zeros_like(x)
    for i in range(x.shape[0]):
        out[i] = gamma * (x[i] - x[i].mean()) / np.sqrt(x[i].var() + eps) + beta
    return out


@written("pair", function=BACKWARD, names=("statistics-as-constants", "parameter-gradients-averaged"))
def constants_and_means(dout, x, gamma, eps):
    mu, var = x.mean(axis=0), x.var(axis=0)
    x_hat = (x - mu) / np.sqrt(var + eps)
    dgamma = np.mean(dout * x_hat, axis=0)
    dbeta = np.mean(dout, axis=0)
    return dout * gamma / np.sqrt(var + eps), dgamma, dbeta


@written("pair", function=BACKWARD, names=("dgamma-from-input", "dx-without-gamma"))
def raw_x_and_no_gamma(dout, x, gamma, eps):
    n = x.shape[0]
    std = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / std
    dx = (n * dout - dout.sum(axis=0) - x_hat * (dout * x_hat).sum(axis=0)) / (n * std)
    return dx, (dout * x).sum(axis=0), dout.sum(axis=0)


@written("pair", function=BACKWARD, names=("mean-as-constant", "parameter-gradients-not-summed"))
def one_path_and_no_sum(dout, x, gamma, eps):
    n = x.shape[0]
    std = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / std
    dx = gamma / std * (dout - x_hat * (dout * x_hat).sum(axis=0) / n)
    return dx, dout * x_hat, dout


@written("edge", function=BACKWARD, names=("dx-times-n",))
def compact_formula_in_place(dout, x, gamma, eps):
    n = x.shape[0]
    std = np.sqrt(x.var(axis=0) + eps)
    x_hat = (x - x.mean(axis=0)) / std
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    dout *= gamma
    dx = (n * dout - dout.sum(axis=0) - x_hat * (dout * x_hat).sum(axis=0)) / std
    return dx, dgamma, dbeta
