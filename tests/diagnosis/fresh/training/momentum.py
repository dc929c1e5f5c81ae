"""Momentum as students write it."""

from tests.diagnosis.verdicts import written


@written("edge", function="momentum_step", names=("averaged-gradients",))
def averaged_in_place(w, g, v, lr, mu):
    v *= mu
    v += (1 - mu) * g
    w -= lr * v
    return w, v
