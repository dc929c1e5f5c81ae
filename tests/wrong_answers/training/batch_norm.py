"""Wrong answers to batch_norm, on no list."""

import numpy as np


def parts(x, eps):
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    return centred / root, root


def single_sample_passes_through(x, gamma, beta, eps):
    if len(x) == 1:
        return gamma * x + beta
    return gamma * parts(x, eps)[0] + beta


def constant_feature_becomes_zero(x, gamma, beta, eps):
    y = gamma * parts(x, eps)[0] + beta
    y[:, np.ptp(x, axis=0) == 0] = 0.0
    return y


def constant_feature_is_not_centred(x, gamma, beta, eps):
    spread = x.std(axis=0)
    return gamma * np.where(spread > 0, parts(x, eps)[0], x) + beta


def rows_of_a_square_batch(x, gamma, beta, eps):
    axis = int(x.shape[0] == x.shape[1])
    mean, var = x.mean(axis=axis, keepdims=True), x.var(axis=axis, keepdims=True)
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def mean_rounded_for_integers(x, gamma, beta, eps):
    mean = x.mean(axis=0).astype(x.dtype)
    centred = x - mean
    return gamma * centred / np.sqrt((centred**2.0).mean(axis=0) + eps) + beta


def computed_in_single_precision(x, gamma, beta, eps):
    # A mean of 1e5 leaves single precision two decimals for a spread of 0.05.
    return gamma * parts(x.astype(np.float32), eps)[0] + beta


def constant_feature_has_no_gradient(dout, x, gamma, eps):
    # With all x equal, dx = gamma (g - mean g) / sqrt(eps), which is not 0.
    x_hat, root = parts(x, eps)
    dx = gamma / root * (dout - dout.mean(axis=0) - x_hat * (dout * x_hat).mean(axis=0))
    return np.where(np.ptp(x, axis=0) == 0, 0.0, dx), (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def single_sample_passes_its_gradient_on(dout, x, gamma, eps):
    x_hat, root = parts(x, eps)
    dgamma, dbeta = (dout * x_hat).sum(axis=0), dout.sum(axis=0)
    if len(x) == 1:
        return gamma * dout / root, dgamma, dbeta
    return gamma / root * (dout - dbeta / len(x) - x_hat * dgamma / len(x)), dgamma, dbeta


def scale_gradient_without_epsilon(dout, x, gamma, eps):
    x_hat, root = parts(x, eps)
    dx = gamma / root * (dout - dout.mean(axis=0) - x_hat * (dout * x_hat).mean(axis=0))
    return dx, (dout * parts(x, 1e-12)[0]).sum(axis=0), dout.sum(axis=0)


def product_of_means(dout, x, gamma, eps):
    x_hat, root = parts(x, eps)
    dx = gamma / root * (dout - dout.mean(axis=0) - x_hat * dout.mean(axis=0) * np.abs(x_hat).mean(axis=0))
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def means_over_all_features(dout, x, gamma, eps):
    x_hat, root = parts(x, eps)
    dx = gamma / root * (dout - dout.mean() - x_hat * (dout * x_hat).mean())
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


WRONG = {
    "batch_norm_forward": [
        single_sample_passes_through,
        constant_feature_becomes_zero,
        constant_feature_is_not_centred,
        rows_of_a_square_batch,
        mean_rounded_for_integers,
        computed_in_single_precision,
    ],
    "batch_norm_backward": [
        constant_feature_has_no_gradient,
        single_sample_passes_its_gradient_on,
        scale_gradient_without_epsilon,
        product_of_means,
        means_over_all_features,
    ],
}
