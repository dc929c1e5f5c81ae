"""Running statistics as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("unlisted", function="update_running_stats", names=("variance-about-the-running-mean|~part",))
def deviations_from_the_new_running_mean(x, running_mean, running_var, momentum):
    if x.shape[0] < 2:
        raise ValueError("batch too small")
    mean = (1 - momentum) * running_mean + momentum * x.mean(axis=0)
    batch_var = np.sum((x - mean) ** 2, axis=0) / (len(x) - 1)
    return mean, (1 - momentum) * running_var + momentum * batch_var


@written("variant", function="batch_norm_inference", names=("eps-outside-root",))
def row_by_row(x, running_mean, running_var, gamma, beta, eps):
    rows = []
    for row in x:
        rows.append((row - running_mean) / (running_var**0.5 + eps) * gamma + beta)
    return np.array(rows)
