"""Adam written last."""

import numpy as np

from tests.diagnosis.verdicts import written


@written("pair", function="adam_step", names=("betas-exchanged", "eps-inside-root"))
def exchanged_and_inside(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta2 * m + (1 - beta2) * g
    v = beta1 * v + (1 - beta1) * g * g
    mc = m / (1 - beta2**t)
    vc = v / (1 - beta1**t)
    return w - lr * mc / (vc + eps) ** 0.5, m, v


@written("unlisted", function="adam_step", names=("second-moment-corrected-with-beta1|~part",))
def one_beta_in_both_corrections(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
