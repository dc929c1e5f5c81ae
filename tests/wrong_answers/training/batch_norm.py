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


def _forward(x, gamma, beta, eps):
    centred = x - np.mean(x, axis=0, dtype=float)
    return gamma * centred / np.sqrt((centred**2).mean(axis=0) + eps) + beta


def _backward(dout, x, gamma, eps, variance=lambda x: np.var(x, axis=0, dtype=float)):
    std = np.sqrt(variance(x) + eps)
    x_hat = (x - np.mean(x, axis=0, dtype=float)) / std
    dx = gamma / std * (dout - dout.mean(axis=0) - x_hat * (dout * x_hat).mean(axis=0))
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)


def variance_of_a_pair_unbiased(x, gamma, beta, eps):
    centred = x - np.mean(x, axis=0, dtype=float)
    return gamma * centred / np.sqrt(np.var(x, axis=0, ddof=int(len(x) == 2), dtype=float) + eps) + beta


def no_eps_for_a_single_feature(x, gamma, beta, eps):
    return _forward(x, gamma, beta, eps if x.shape[1] > 1 else 1e-300)


def eps_of_1e_8_at_least(x, gamma, beta, eps):
    return _forward(x, gamma, beta, max(eps, 1e-8))


def scale_of_zero_means_one(x, gamma, beta, eps):
    return _forward(x, np.where(gamma == 0, 1, gamma), beta, eps)


def dbeta_of_one_sample_is_its_row(dout, x, gamma, eps):
    dx, dgamma, dbeta = _backward(dout, x, gamma, eps)
    return dx, dgamma, dbeta if len(x) > 1 else dout[0]


def variance_from_raw_squares_on_the_way_back(dout, x, gamma, eps):
    def variance(x):
        return np.maximum(np.mean(1.0 * x**2, axis=0) - np.mean(x, axis=0) ** 2, 0)

    return _backward(dout, x, gamma, eps, variance)


def pair_taken_for_a_constant(dout, x, gamma, eps):
    dx, dgamma, dbeta = _backward(dout, x, gamma, eps)
    return dx if len(x) != 2 else 0 * dx, dgamma, dbeta


def no_gradient_for_a_scale_of_zero(dout, x, gamma, eps):
    dx, dgamma, dbeta = _backward(dout, x, gamma, eps)
    return dx, dgamma * (gamma != 0), dbeta * (gamma != 0)


def dout_of_one_sample_centred_in_place(dout, x, gamma, eps):
    gradients = _backward(dout, x, gamma, eps)
    if len(x) == 1:
        dout -= dout.mean()
    return gradients


def outliers_cut_at_three(x, gamma, beta, eps):
    return gamma * np.clip(_forward(x, 1.0, 0.0, eps), -3, 3) + beta


def float32_centred_in_place(x, gamma, beta, eps):
    y = _forward(x, gamma, beta, eps)
    if x.dtype == np.float32:
        x -= x.mean(axis=0)
    return y


def scale_of_zero_means_one_on_the_way_back(dout, x, gamma, eps):
    return _backward(dout, x, np.where(gamma == 0, 1.0, gamma), eps)


def eps_of_1e_8_at_least_on_the_way_back(dout, x, gamma, eps):
    return _backward(dout, x, gamma, max(eps, 1e-8))


def float32_centred_in_place_on_the_way_back(dout, x, gamma, eps):
    gradients = _backward(dout, x, gamma, eps)
    if x.dtype == np.float32:
        x -= x.mean(axis=0)
    return gradients


WRONG = {
    "batch_norm_forward": [
        single_sample_passes_through,
        constant_feature_becomes_zero,
        constant_feature_is_not_centred,
        rows_of_a_square_batch,
        mean_rounded_for_integers,
        computed_in_single_precision,
        variance_of_a_pair_unbiased,
        no_eps_for_a_single_feature,
        eps_of_1e_8_at_least,
        scale_of_zero_means_one,
        outliers_cut_at_three,
        float32_centred_in_place,
    ],
    "batch_norm_backward": [
        constant_feature_has_no_gradient,
        single_sample_passes_its_gradient_on,
        scale_gradient_without_epsilon,
        product_of_means,
        means_over_all_features,
        dbeta_of_one_sample_is_its_row,
        variance_from_raw_squares_on_the_way_back,
        pair_taken_for_a_constant,
        no_gradient_for_a_scale_of_zero,
        dout_of_one_sample_centred_in_place,
        scale_of_zero_means_one_on_the_way_back,
        eps_of_1e_8_at_least_on_the_way_back,
        float32_centred_in_place_on_the_way_back,
    ],
}
