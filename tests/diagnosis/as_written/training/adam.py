"""Adam with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "adam_step"
IN_PLACE = "in-place|~changed|~raises"


@written("pair", function=FUNCTION, names=("eps-hat", IN_PLACE))
def eps_hat_in_place(w, g, m, v, t, lr, beta1, beta2, eps):
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g * g
    lr_t = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - lr_t * m / (np.sqrt(v) + eps), m, v


@written("pair", function=FUNCTION, names=("eps-inside-root", IN_PLACE))
def eps_inside_in_place(w, g, m, v, t, lr, beta1, beta2, eps):
    m[...] = beta1 * m + (1 - beta1) * g
    v[...] = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / np.sqrt(v_hat + eps), m, v


@written("pair", function=FUNCTION, names=("no-bias-correction", IN_PLACE))
def uncorrected_in_place(w, g, m, v, t, lr, beta1, beta2, eps):
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * (g**2)
    w -= lr * m / (np.sqrt(v) + eps)
    return w, m, v


@written("pair", function=FUNCTION, names=("no-bias-correction", "eps-inside-root"))
def uncorrected_eps_inside(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * np.square(g)
    return w - lr * m / np.sqrt(v + eps), m, v


@written("pair", function=FUNCTION, names=("corrected-moments-returned", "eps-inside-root"))
def corrected_returned_eps_inside(w, g, m, v, t, lr, beta1, beta2, eps):
    m = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**t)
    return w - lr * m / np.sqrt(v + eps), m, v


@written("edge", function="adam_step", names=("step-count-ahead",), later=True)
def counts_one_further(w_, g, m, v, t, lr, b1, b2, eps):
    m *= b1
    m += (1 - b1) * g
    v *= b2
    v += (1 - b2) * g**2
    mh = m / (1 - b1 ** (t + 1))
    vh = v / (1 - b2 ** (t + 1))
    return w_ - lr * mh / (np.sqrt(vh) + eps), m, v


@written("pair", function="adam_step", names=("squares-of-the-first-moment", "no-bias-correction"), later=True)
def square_of_the_moment_uncorrected(w_, g, m, v, t, lr, b1, b2, eps):
    m = b1 * m + (1 - b1) * g
    v = b2 * v + (1 - b2) * m**2
    return w_ - lr * m / (np.sqrt(v) + eps), m, v
