"""Weight penalties as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="l2_step", names=("half-the-penalty", "decay-without-rate"))
def decay_of_lambda(w, g, lr, lam):
    w = w * (1 - lam)
    return w - lr * g


@written("unlisted", function="soft_threshold_step", names=("negative-side-moves-away",), leads=("place",))
def same_shift_on_both_sides(w, g, lr, lam):
    u = w - lr * g
    t = lr * lam
    out = np.zeros(u.shape)
    out[u > t] = u[u > t] - t
    out[u < -t] = u[u < -t] - t
    return out
