"""Samples of a forest as students draw them."""

import random

import numpy as np

from tests.diagnosis.verdicts import written


@written("variant", function="bootstrap_indices", names=("without-replacement",))
def sampled_from_a_list(n, seed):
    random.seed(seed)
    return np.array(random.sample(list(range(n)), n))


@written("edge", function="out_of_bag", names=("sample-size-for-n",))
def membership_in_a_loop(indices, n):
    left_out = []
    for i in range(len(indices)):
        if i not in indices:
            left_out.append(i)
    return np.array(left_out, dtype=int)
