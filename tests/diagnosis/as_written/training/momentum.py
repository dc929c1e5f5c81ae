"""Momentum with two faults."""

from tests.diagnosis.verdicts import written

IN_PLACE = "momentum-in-place|~changed|~raises"


@written("pair", function="momentum_step", names=("rate-outside-velocity", IN_PLACE))
def pytorch_in_place(w, g, v, lr, mu):
    v *= mu
    v += g
    w = w - lr * v
    return w, v


@written("pair", function="momentum_step", names=("averaged-gradients", IN_PLACE))
def averaged_in_place(w, g, v, lr, mu):
    v *= mu
    v += (1 - mu) * g
    w -= lr * v
    return w, v


@written("edge", function="sgd_step", names=("sgd-in-place|~changed",))
def minus_equals(w, g, lr):
    w -= lr * g
    return w


@written("pair", function="sgd_step", names=("ascent", "sgd-in-place|~changed|~raises"))
def plus_equals(w, g, lr):
    w += lr * g
    return w
