"""Adam as students write it."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("unlisted", function="adam_step", names=("corrected-with-product|~part",), leads=("unstable",))
def multiplied_by_t(w, g, m, v, t, lr, beta1, beta2, eps):
    m = m * beta1 + g * (1 - beta1)
    v = v * beta2 + np.square(g) * (1 - beta2)
    mhat = m / (1 - beta1 * t)
    vhat = v / (1 - beta2 * t)
    w = w - lr * mhat / (np.sqrt(np.abs(vhat)) + eps)
    return w, m, v


@written("pair", function="adam_step", names=("step-count-ahead", "eps-inside-root"))
def one_ahead_and_eps_inside(w, g, m, v, t, lr, beta1, beta2, eps):
    t += 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * (g * g)
    m_hat = m / (1 - np.power(beta1, t))
    v_hat = v / (1 - np.power(beta2, t))
    w = w - lr * m_hat / np.sqrt(v_hat + eps)
    return w, m, v
