"""Penalised steps with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="l2_step", names=("half-the-penalty", "l2-in-place|~changed|~raises"))
def halved_in_place(w, g, lr, lam):
    w -= lr * (g + lam * w)
    return w


@written("pair", function="l2_step", names=("decay-without-rate", "l2-in-place|~changed|~raises"))
def shrinks_first_in_place(w, g, lr, lam):
    w *= 1 - 2 * lam
    w -= lr * g
    return w


@written("pair", function="l1_step", names=("pull-without-rate", "sign-of-zero-is-one"))
def pull_at_zero_without_rate(w, g, lr, lam):
    signs = np.where(w >= 0, 1.0, -1.0)
    return w - lr * g - lam * signs
