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


@written("pair", function="momentum_step", names=("nesterov", "momentum-in-place|~changed"), later=True)
def nesterov_in_place(w_, g, v, lr, mu):
    prev = v.copy()
    v *= mu
    v -= lr * g
    w_ = w_ + mu * v - lr * g
    return w_, v


@written("pair", function="momentum_step", names=("averaged-gradients", "uphill"), later=True)
def averaged_uphill(w_, g, v, lr, mu):
    v = mu * v + (1 - mu) * g
    return w_ + lr * v, v
