"""Batch normalisation at test time with two faults, or faults at an edge as well."""

import numpy as np

from tests.diagnosis.verdicts import written

STATS, INFERENCE = "update_running_stats", "batch_norm_inference"


@written("edge", function=STATS, names=("biased-variance",))
def np_var(x, running_mean, running_var, momentum):
    mean = np.mean(x, axis=0)
    var = np.var(x, axis=0)
    running_mean = (1 - momentum) * running_mean + momentum * mean
    running_var = (1 - momentum) * running_var + momentum * var
    return running_mean, running_var


@written("pair", function=STATS, names=("biased-variance", "statistics-in-place|~changed"))
def np_var_in_place(x, running_mean, running_var, momentum):
    mu = x.mean(0)
    running_mean *= 1 - momentum
    running_mean += momentum * mu
    running_var *= 1 - momentum
    running_var += momentum * ((x - mu) ** 2).mean(0)
    return running_mean, running_var


@written("edge", function=STATS, names=("other-convention-throughout",))
def cs231n(x, running_mean, running_var, momentum):
    sample_mean = np.mean(x, axis=0)
    sample_var = np.var(x, axis=0)
    running_mean = momentum * running_mean + (1 - momentum) * sample_mean
    running_var = momentum * running_var + (1 - momentum) * sample_var
    return running_mean, running_var


@written("edge", function=STATS, names=("standard-deviation-stored",))
def stored_std(x, running_mean, running_var, momentum):
    std = np.std(x, axis=0, ddof=1)
    return momentum * x.mean(axis=0) + (1 - momentum) * running_mean, momentum * std + (1 - momentum) * running_var


@written("edge", function=STATS, names=("one-sample-accepted",), leads=("missing-error", "unstable"))
def no_question_of_size(x, running_mean, running_var, momentum):
    n = x.shape[0]
    mean = x.sum(axis=0) / n
    var = ((x - mean) ** 2).sum(axis=0) / (n - 1)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var


@written("edge", function=STATS, names=("momentum-weighs-the-old-value",))
def old_value_weighed(x, running_mean, running_var, momentum):
    mean, var = x.mean(axis=0), x.var(axis=0, ddof=1)
    return momentum * running_mean + (1 - momentum) * mean, momentum * running_var + (1 - momentum) * var


@written("pair", function=INFERENCE, names=("variance-taken-for-std", "eps-missing"))
def divided_by_variance(x, running_mean, running_var, gamma, beta, eps):
    x_norm = (x - running_mean) / running_var
    return gamma * x_norm + beta


@written("variant", function=INFERENCE, names=("brackets-forgotten",), leads=("value",))
def brackets(x, running_mean, running_var, gamma, beta, eps):
    x_hat = x - running_mean / np.sqrt(running_var + eps)
    return gamma * x_hat + beta


@written("variant", function=INFERENCE, names=("normalised-value-not-used",), leads=("value",))
def raw_output(x, running_mean, running_var, gamma, beta, eps):
    mean = x.mean(axis=0)
    var = x.var(axis=0)
    x_norm = (x - mean) / np.sqrt(var + eps)
    out = gamma * x + beta
    return out


@written("variant", function=INFERENCE, names=("shift-divided-too",), leads=("value",))
def shifted_before_the_division(x, running_mean, running_var, gamma, beta, eps):
    return (gamma * (x - running_mean) + beta) / np.sqrt(running_var + eps)


@written("pair", function=INFERENCE, names=("eps-missing", "inference-in-place|~changed"))
def no_eps_in_place(x, running_mean, running_var, gamma, beta, eps):
    x -= running_mean
    x /= np.sqrt(running_var)
    return gamma * x + beta


@written("pair", function=INFERENCE, names=("batch-mean-used", "eps-outside-root"))
def batch_mean_and_eps_outside(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - x.mean(axis=0)) / (np.sqrt(running_var) + eps) + beta
