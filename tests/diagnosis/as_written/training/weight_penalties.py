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


@written(
    "pair", function="soft_threshold_step", names=("threshold-without-rate", "threshold-before-gradient"), later=True
)
def threshold_first_without_rate(w_, g, lr, lam):
    return np.sign(w_) * np.maximum(np.abs(w_) - lam, 0) - lr * g


@written("pair", function="l1_step", names=("no-sign", "l1-in-place|~changed|~raises"), later=True)
def no_sign_in_place(w_, g, lr, lam):
    w_ -= lr * (g + lam)
    return w_
