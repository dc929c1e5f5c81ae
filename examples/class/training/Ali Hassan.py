# Ali Hassan
import numpy as np


def batch_norm_forward(x, gamma, beta, eps):
    return gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0, ddof=1) + eps) + beta


def batch_norm_backward(dout, x, gamma, eps):
    n = x.shape[0]
    xc = x - x.mean(axis=0, dtype=np.float64)
    std = np.sqrt(np.mean(xc**2, axis=0) + eps)
    dbeta = np.einsum("nd->d", dout)
    dgamma = np.einsum("nd,nd->d", dout, xc / std)
    # through x_hat, the variance and the mean, one after the other
    dxhat = dout * gamma
    dvar = -0.5 * np.einsum("nd,nd->d", dxhat, xc) / std**3
    dmu = -dxhat.sum(axis=0) / std
    dx = dxhat / std + dvar * 2 * xc / n + dmu / n
    return dx, dgamma, dbeta


def update_running_stats(x, running_mean, running_var, momentum):
    n = x.shape[0]
    if n == 1:
        raise ValueError("batch of 1")
    mu = x.mean(0, dtype=np.float64)
    var = ((x - mu) ** 2).sum(0) / (n - 1)
    blend = lambda old, new: old + momentum * (new - old)
    return blend(running_mean, mu), blend(running_var, var)


def batch_norm_inference(x, running_mean, running_var, gamma, beta, eps):
    scale = gamma / np.sqrt(running_var + eps)
    return x * scale + (beta - running_mean * scale)


def sgd_step(w, g, lr):
    return np.add(w, -lr * g)


def momentum_step(w, g, v, lr, mu):
    new = np.multiply(mu, v) - np.multiply(lr, g)
    return np.add(w, new), new


def adam_step(w, g, m, v, t, lr, beta1, beta2, eps):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    return w - lr * m / (np.sqrt(v) + eps), m, v


def ema(values, beta):
    out, m = [], 0.0
    for t, g in enumerate(values, 1):
        m = beta * m + (1 - beta) * g
        out.append(m / (1 - beta**t))
    return np.array(out)


def ema_weights(beta, k):
    return (1 - beta) * np.power(float(beta), np.arange(k))


def effective_window(beta):
    return 1.0 / (1.0 - beta)


def l2_step(w, g, lr, lam):
    return (1 - lr * lam) * w - lr * g


def l1_step(w, g, lr, lam):
    return w - lr * g - lr * lam * ((w > 0) * 1.0 - (w < 0) * 1.0)


def soft_threshold_step(w, g, lr, lam):
    u = w - lr * g
    return u - np.clip(u, -lr * lam, lr * lam)


def clip_by_global_norm(grads, max_norm):
    norm = np.sqrt(sum(np.sum(np.square(g, dtype=np.float64)) for g in grads))
    factor = max_norm / max(norm, max_norm)
    return [factor * g for g in grads]


def clip_by_value(g, limit):
    return np.clip(g, -limit, limit)


def _mask(uniform, p):
    return (uniform >= p) / (1 - p) if p < 1 else np.zeros_like(uniform)


def dropout_forward(x, uniform, p, train):
    return x * _mask(uniform, p) if train else 1.0 * x


def dropout_backward(dout, uniform, p):
    return dout * _mask(uniform, p)


def variational_dropout(x, uniform, p):
    return x * _mask(uniform[:1], p)


def iterations_per_epoch(n, batch_size, drop_last):
    return n // batch_size if drop_last else -(-n // batch_size)


def minibatch_indices(n, batch_size, seed):
    rng = np.random.default_rng(seed)
    perm = np.arange(n)
    rng.shuffle(perm)
    return [b.tolist() for b in np.split(perm, range(batch_size, n, batch_size))]


def minibatch_gradient_variance(sigma2, batch_size):
    return float(np.divide(sigma2, batch_size))


def scaled_learning_rate(lr, batch_size, new_batch_size):
    return lr * (new_batch_size / batch_size)


def early_stopping(losses, patience):
    x = np.where(np.isfinite(losses), losses, np.inf)
    running = np.minimum.accumulate(x)
    improves = np.r_[np.isfinite(x[0]), running[1:] < running[:-1]]
    last = -1
    for t in range(len(x)):
        if improves[t]:
            last = t
        elif last >= 0 and t - last >= patience:
            return t, last
    return len(x) - 1, last
