# 刘洋
import math
import numpy as np


def sgd_step(w, g, lr):
    return w - lr * g


def momentum_step(w, g, v, lr, mu):
    v_new = mu * v - lr * g
    return w + v_new, v_new


def adam_step(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v


def ema(values, beta):
    m, out = 0.0, []
    for g in values:
        m = beta * m + (1 - beta) * float(g)
        out.append(m)
    return np.array(out)


def ema_weights(beta, k):
    return np.array([(1 - beta) * beta**i for i in range(k)])


def effective_window(beta):
    return 1 / (1 - beta)
