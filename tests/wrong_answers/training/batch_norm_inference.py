"""Wrong answers to batch_norm_inference, on no list."""

import numpy as np


def mixed(x, running_mean, running_var, momentum):
    mean = (1 - momentum) * running_mean + momentum * x.mean(axis=0)
    return mean, (1 - momentum) * running_var + momentum * x.var(axis=0, ddof=1)


def refuse_one(x):
    if len(x) < 2:
        raise ValueError("the unbiased variance needs two samples")


def refuses_only_a_single_number(x, running_mean, running_var, momentum):
    # One sample of several features has more than one number.
    if x.size == 1:
        raise ValueError("the unbiased variance needs two samples")
    return mixed(x, running_mean, running_var, momentum)


def refuses_two_samples_too(x, running_mean, running_var, momentum):
    if len(x) <= 2:
        raise ValueError("too few samples")
    return mixed(x, running_mean, running_var, momentum)


def first_batch_replaces_zero_means(x, running_mean, running_var, momentum):
    refuse_one(x)
    if not running_mean.any():
        return x.mean(axis=0), x.var(axis=0, ddof=1)
    return mixed(x, running_mean, running_var, momentum)


def momentum_zero_means_default(x, running_mean, running_var, momentum):
    refuse_one(x)
    return mixed(x, running_mean, running_var, momentum or 0.1)


def deviations_from_the_running_mean(x, running_mean, running_var, momentum):
    refuse_one(x)
    mean, _ = mixed(x, running_mean, running_var, momentum)
    return mean, (1 - momentum) * running_var + momentum * ((x - mean) ** 2).sum(axis=0) / (len(x) - 1)


def averages_standard_deviations(x, running_mean, running_var, momentum):
    refuse_one(x)
    mean, _ = mixed(x, running_mean, running_var, momentum)
    return mean, ((1 - momentum) * np.sqrt(running_var) + momentum * x.std(axis=0, ddof=1)) ** 2


def inference_refuses_one_sample(x, running_mean, running_var, gamma, beta, eps):
    refuse_one(x)
    return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta


def inference_drops_the_axis_of_one_sample(x, running_mean, running_var, gamma, beta, eps):
    return np.squeeze(gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta)


def own_statistics_for_large_batches(x, running_mean, running_var, gamma, beta, eps):
    if len(x) > 10:
        running_mean, running_var = x.mean(axis=0), x.var(axis=0)
    return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta


def unbiased_variance_made_biased_again(x, running_mean, running_var, gamma, beta, eps):
    if len(x) > 1:
        running_var = running_var * (len(x) - 1) / len(x)
    return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta


def statistics_in_the_type_of_the_batch(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - running_mean.astype(x.dtype)) / np.sqrt(running_var + eps) + beta


def old_buffers_handed_back(x, running_mean, running_var, momentum):
    if len(x) < 2:
        raise ValueError("one sample")
    if momentum == 0:
        return running_mean, running_var
    mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var


def _updated(x, running_mean, running_var, momentum, ddof=1):
    mean, var = np.mean(x, axis=0, dtype=float), np.var(x, axis=0, ddof=ddof, dtype=float)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var


def population_variance_if_replaced(x, running_mean, running_var, momentum):
    if len(x) < 2:
        raise ValueError("one sample")
    return _updated(x, running_mean, running_var, momentum, ddof=int(momentum < 1))


def eps_at_least_1e_8(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - running_mean) / np.sqrt(running_var + max(eps, 1e-8)) + beta


def beta_where_the_variance_is_zero(x, running_mean, running_var, gamma, beta, eps):
    return np.where(running_var == 0, beta, gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta)


def variance_raised_in_place_for_one_sample(x, running_mean, running_var, gamma, beta, eps):
    y = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
    if len(x) == 1:
        running_var += eps
    return y


def refuses_a_constant_feature(x, running_mean, running_var, momentum):
    if len(x) < 2 or np.any(np.ptp(x, axis=0) == 0):
        raise ValueError("no variance")
    return _updated(x, running_mean, running_var, momentum)


def refuses_a_single_feature(x, running_mean, running_var, momentum):
    if 1 in x.shape:
        raise ValueError("one sample")
    return _updated(x, running_mean, running_var, momentum)


def population_variance_of_large_batches(x, running_mean, running_var, momentum):
    refuse_one(x)
    return _updated(x, running_mean, running_var, momentum, ddof=int(len(x) < 30))


def variance_of_a_thousandth_at_least(x, running_mean, running_var, momentum):
    refuse_one(x)
    mean, var = _updated(x, running_mean, running_var, momentum)
    return mean, np.maximum(var, 1e-3)


def scale_of_zero_means_one(x, running_mean, running_var, gamma, beta, eps):
    return np.where(gamma == 0, 1.0, gamma) * (x - running_mean) / np.sqrt(running_var + eps) + beta


def single_feature_loses_its_axis(x, running_mean, running_var, gamma, beta, eps):
    y = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
    return y[:, 0] if y.shape[1] == 1 else y


def float32_normalised_in_place(x, running_mean, running_var, gamma, beta, eps):
    y = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
    if x.dtype == np.float32:
        x[...] = y
    return y


WRONG = {
    "update_running_stats": [
        old_buffers_handed_back,
        refuses_only_a_single_number,
        refuses_two_samples_too,
        first_batch_replaces_zero_means,
        momentum_zero_means_default,
        deviations_from_the_running_mean,
        averages_standard_deviations,
        population_variance_if_replaced,
        refuses_a_constant_feature,
        refuses_a_single_feature,
        population_variance_of_large_batches,
        variance_of_a_thousandth_at_least,
    ],
    "batch_norm_inference": [
        inference_refuses_one_sample,
        inference_drops_the_axis_of_one_sample,
        own_statistics_for_large_batches,
        unbiased_variance_made_biased_again,
        statistics_in_the_type_of_the_batch,
        eps_at_least_1e_8,
        beta_where_the_variance_is_zero,
        variance_raised_in_place_for_one_sample,
        scale_of_zero_means_one,
        single_feature_loses_its_axis,
        float32_normalised_in_place,
    ],
}
