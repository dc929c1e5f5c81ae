"""Gaussian likelihoods as students write them."""

import math

import numpy as np

from tests.diagnosis.verdicts import written


def gaussian_pdf(x, mean, sigma):
    return 1.0 / (sigma * math.sqrt(2 * math.pi)) * math.exp(-((x - mean) ** 2) / (2 * sigma**2))


@written("edge", function="gaussian_nll", names=("variance-taken-for-deviation",))
def pdf_of_the_variance(y, mu, var):
    total = 0
    for i in range(len(y)):
        total += math.log(gaussian_pdf(y[i], mu[i], var))
    return -total / len(y)


@written("pair", function="nll_from_mse", names=("constant-without-variance", "slope-without-half"))
def constant_of_a_standard_normal(mse, var):
    return mse / var + 0.5 * np.log(2 * np.pi)
