"""Dropout with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written

FORWARD, BACKWARD, VARIATIONAL = "dropout_forward", "dropout_backward", "variational_dropout"


@written("pair", function=FORWARD, names=("mask-inverted", "no-scaling"))
def inverted_and_unscaled(x, uniform, p, train):
    if train:
        mask = uniform < p
        return x * mask
    return x * 1.0


@written("pair", function=BACKWARD, names=("backward-mask-inverted", "backward-without-scaling"))
def backward_inverted_and_unscaled(dout, uniform, p):
    mask = (uniform < p).astype(float)
    return dout * mask


@written("edge", function=FORWARD, names=("p-keeps",))
def probability_to_keep(x, uniform, p, train):
    if not train:
        return x
    mask = (uniform < p) / p
    return x * mask


@written("variant", function=FORWARD, names=("own-random-numbers|~random",))
def normal_draws(x, uniform, p, train):
    if not train:
        return x
    mask = (np.random.randn(*x.shape) < p) / p
    return x * mask


@written("variant", function=BACKWARD, names=("new-mask|~random",))
def backward_normal_draws(dout, uniform, p):
    mask = np.random.randn(*dout.shape) > p
    return dout * mask / (1 - p)


@written("edge", function=FORWARD, names=("scaled-at-test-time-only", "strictly-above|scaled-at-test-time-only"))
def of_the_paper(x, uniform, p, train):
    if train:
        return x * (uniform > p)
    return x * (1 - p)


@written("pair", function=FORWARD, names=("no-scaling", "forward-in-place|~changed"))
def unscaled_in_place(x, uniform, p, train):
    if train:
        x[uniform < p] = 0
    return x


@written("pair", function=FORWARD, names=("divided-by-p", "active-at-test-time"))
def always_on_and_by_p(x, uniform, p, train):
    mask = uniform >= p
    return x * mask / p


@written("pair", function=VARIATIONAL, names=("new-mask-at-every-step", "variational-without-scaling"))
def new_masks_unscaled(x, uniform, p):
    return x * (uniform >= p)


@written("pair", function=VARIATIONAL, names=("variational-mask-inverted", "variational-without-scaling"))
def inverted_unscaled_sequence(x, uniform, p):
    out = np.zeros(x.shape)
    for t in range(x.shape[0]):
        out[t] = x[t] * (uniform[0] < p)
    return out
