"""Initialisations as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("unlisted", function="he_normal", names=("normal-without-two",))
def lecun_for_he(n_in, n_out, seed):
    np.random.seed(seed)
    return np.random.randn(n_in, n_out) * np.sqrt(1.0 / n_in)


@written("variant", function="xavier_bound", names=("bound-is-std",), leads=("factor",))
def bound_of_the_normal_law(n_in, n_out):
    fan = (n_in + n_out) / 2
    return (1 / fan) ** 0.5
