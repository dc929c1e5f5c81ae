"""Gaussian likelihoods written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="gaussian_nll", names=("without-constant", "summed-over-samples"))
def no_constant_and_a_sum(y, mu, var):
    err = np.sum((y - mu) ** 2)
    return err / (2 * var) + len(y) * np.log(np.sqrt(var))
