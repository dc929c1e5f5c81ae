"""Answers as students write them, with their own names and in their own order: right ones, by question and function."""

RIGHT = {
    ("backprop/mlp_loss_and_grads", "mlp_loss_and_grads"): """\
def mlp_loss_and_grads(X, labels, W1, b1, W2, b2):
    m = X.shape[0]
    z1 = X @ W1 + b1
    h = np.exp(-np.logaddexp(0, -z1))
    scores = h @ W2 + b2
    scores = scores - scores.max(axis=1, keepdims=True)
    logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    probs = np.exp(logp)
    loss = -np.mean(logp[np.arange(m), labels])
    dz = probs.copy()
    dz[np.arange(m), labels] -= 1
    dz = dz / m
    dW2 = h.T @ dz
    db2 = dz.sum(axis=0)
    dh = dz @ W2.T
    dz1 = dh * h * (1 - h)
    dW1 = X.T @ dz1
    db1 = dz1.sum(axis=0)
    return loss, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
""",
    ("losses/softmax_cross_entropy_grad", "softmax_cross_entropy_grad"): """\
def softmax_cross_entropy_grad(logits, labels):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    expo = np.exp(shifted)
    probs = expo / np.sum(expo, axis=1, keepdims=True)
    onehot = np.eye(logits.shape[1])[labels]
    grad = probs - onehot
    return grad / len(labels)
""",
    ("losses/linear_backward", "linear_backward"): """\
def linear_backward(X, W, dY):
    n = X.shape[0]
    gx = np.dot(dY, W.T)
    gw = np.dot(X.T, dY)
    gb = np.sum(dY, axis=0)
    return gx, gw, gb
""",
    ("backprop/deep_backprop", "deep_gradients"): """\
def deep_gradients(X, Y, weights, biases, activation):
    def act(z):
        if activation == "sigmoid":
            return 1 / (1 + np.exp(-z))
        if activation == "tanh":
            return np.tanh(z)
        return np.maximum(0, z)
    def slope(a):
        if activation == "sigmoid":
            return a * (1 - a)
        if activation == "tanh":
            return 1 - a ** 2
        return (a > 0).astype(float)
    acts = [X]
    a = X
    for W, b in zip(weights, biases):
        z = a @ W + b
        a = act(z)
        acts.append(a)
    L = len(weights)
    dWs = [None] * L
    dbs = [None] * L
    d = (acts[-1] - Y) * slope(acts[-1]) / X.shape[0]
    for l in range(L - 1, -1, -1):
        dWs[l] = acts[l].T @ d
        dbs[l] = d.sum(axis=0)
        if l > 0:
            d = (d @ weights[l].T) * slope(acts[l])
    return dWs, dbs
""",
    ("training/batch_norm", "batch_norm_forward"): """\
def batch_norm_forward(x, gamma, beta, eps):
    mean = np.mean(x, axis=0)
    variance = np.mean((x - mean) ** 2, axis=0)
    xhat = (x - mean) / np.sqrt(variance + eps)
    out = gamma * xhat + beta
    return out
""",
    ("training/batch_norm", "batch_norm_backward"): """\
def batch_norm_backward(dout, x, gamma, eps):
    N = x.shape[0]
    mu = x.mean(0)
    xmu = x - mu
    var = (xmu ** 2).mean(0)
    ivar = 1 / np.sqrt(var + eps)
    xhat = xmu * ivar
    dbeta = dout.sum(0)
    dgamma = (dout * xhat).sum(0)
    dxhat = dout * gamma
    dvar = np.sum(dxhat * xmu, axis=0) * -0.5 * ivar ** 3
    dmu = -np.sum(dxhat * ivar, axis=0) + dvar * np.mean(-2 * xmu, axis=0)
    dx = dxhat * ivar + dvar * 2 * xmu / N + dmu / N
    return dx, dgamma, dbeta
""",
    ("training/adam", "adam_step"): """\
def adam_step(w, g, m, v, t, lr, beta1, beta2, eps):
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * (g * g)
    mc = m_new / (1 - beta1 ** t)
    vc = v_new / (1 - beta2 ** t)
    step = lr * mc / (np.sqrt(vc) + eps)
    return w - step, m_new, v_new
""",
    ("convnets/conv2d", "conv2d_forward"): """\
def conv2d_forward(x, w, b, stride, padding):
    N, C, H, W = x.shape
    F, _, KH, KW = w.shape
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    padded[:, :, padding:padding + H, padding:padding + W] = x
    h_out = (H + 2 * padding - KH) // stride + 1
    w_out = (W + 2 * padding - KW) // stride + 1
    out = np.zeros((N, F, h_out, w_out))
    for i in range(h_out):
        for j in range(w_out):
            window = padded[:, :, i * stride:i * stride + KH, j * stride:j * stride + KW]
            for f in range(F):
                out[:, f, i, j] = np.sum(window * w[f], axis=(1, 2, 3)) + b[f]
    return out
""",
    ("convnets/conv2d", "conv2d_backward"): """\
def conv2d_backward(dout, x, w, stride, padding):
    N, C, H, W = x.shape
    F, _, KH, KW = w.shape
    _, _, OH, OW = dout.shape
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    dxp = np.zeros_like(xp, dtype=float)
    dw = np.zeros(w.shape)
    db = np.zeros(F)
    for f in range(F):
        db[f] = dout[:, f].sum()
    for i in range(OH):
        for j in range(OW):
            win = xp[:, :, i * stride:i * stride + KH, j * stride:j * stride + KW]
            g = dout[:, :, i, j]
            dw += np.tensordot(g, win, axes=(0, 0))
            dxp[:, :, i * stride:i * stride + KH, j * stride:j * stride + KW] += np.tensordot(g, w, axes=(1, 0))
    dx = dxp[:, :, padding:padding + H, padding:padding + W]
    return dx, dw, db
""",
    ("convnets/residual_block", "residual_forward"): """\
def residual_forward(x, W1, W2):
    a = x.dot(W1)
    r = np.where(a > 0, a, 0.0)
    branch = r.dot(W2)
    y = branch + x
    return y
""",
    ("convnets/residual_block", "residual_backward"): """\
def residual_backward(dout, x, W1, W2):
    z = x @ W1
    h = np.maximum(0, z)
    dW2 = h.T @ dout
    dh = dout @ W2.T
    dz = dh * (z > 0)
    dW1 = x.T @ dz
    dx = dz @ W1.T + dout
    return dx, dW1, dW2
""",
    ("trees/information_gain", "conditional_entropy"): """\
def _entropy(labels):
    n = len(labels)
    return -sum((c / n) * log2(c / n) for c in Counter(labels).values())
def conditional_entropy(values, labels):
    total = len(labels)
    result = 0.0
    for value in set(values):
        part = [y for x, y in zip(values, labels) if x == value]
        weight = len(part) / total
        h = _entropy(part)
        result += weight * h
    return result
def information_gain(values, labels):
    before = _entropy(labels)
    after = conditional_entropy(values, labels)
    return before - after
""",
    ("trees/information_gain", "information_gain"): """\
def _entropy(labels):
    n = len(labels)
    return -sum((c / n) * log2(c / n) for c in Counter(labels).values())
def conditional_entropy(values, labels):
    total = len(labels)
    result = 0.0
    for value in set(values):
        part = [y for x, y in zip(values, labels) if x == value]
        weight = len(part) / total
        h = _entropy(part)
        result += weight * h
    return result
def information_gain(values, labels):
    before = _entropy(labels)
    after = conditional_entropy(values, labels)
    return before - after
""",
    ("trees/best_split", "best_split"): """\
def H(items):
    n = len(items)
    return -sum(c / n * log2(c / n) for c in Counter(items).values())
def best_split(rows, labels, attributes):
    base = H(labels)
    best, best_gain = None, -1
    for a in attributes:
        rest = 0
        for v in {row[a] for row in rows}:
            sub = [y for row, y in zip(rows, labels) if row[a] == v]
            rest += len(sub) / len(labels) * H(sub)
        gain = base - rest
        if gain > best_gain + 1e-9:
            best, best_gain = a, gain
    return best
""",
}

# The same in another style.
OTHER = {
    ("backprop/mlp_loss_and_grads", "mlp_loss_and_grads"): """\
def mlp_loss_and_grads(X, labels, W1, b1, W2, b2):
    n, k = len(X), W2.shape[1]
    A = np.exp(-np.logaddexp(0, -(X @ W1 + b1)))
    S = A @ W2 + b2
    logp = S - S.max(1)[:, None]
    logp = logp - np.log(np.exp(logp).sum(1))[:, None]
    Y = np.eye(k)[labels]
    D = (np.exp(logp) - Y) / n
    D1 = D.dot(W2.T) * (A - A * A)
    grads = {}
    grads["W1"], grads["b1"] = X.T.dot(D1), D1.sum(0)
    grads["W2"], grads["b2"] = A.T.dot(D), D.sum(0)
    return -(Y * logp).sum() / n, grads
""",
    ("losses/softmax_cross_entropy_grad", "softmax_cross_entropy_grad"): """\
def softmax_cross_entropy_grad(logits, labels):
    g = np.zeros(logits.shape)
    for i, row in enumerate(logits):
        e = np.exp(row - row.max())
        g[i] = e / e.sum()
        g[i, labels[i]] -= 1
    g /= len(logits)
    return g
""",
    ("losses/linear_backward", "linear_backward"): """\
def linear_backward(X, W, dY):
    return np.einsum("nm,dm->nd", dY, W), np.einsum("nd,nm->dm", X, dY), np.ones(len(X)) @ dY
""",
    ("backprop/deep_backprop", "deep_gradients"): """\
def deep_gradients(X, Y, weights, biases, activation):
    f = {"sigmoid": lambda z: 0.5 * (1 + np.tanh(z / 2)), "tanh": np.tanh, "relu": lambda z: z * (z > 0)}[activation]
    df = {"sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a * a, "relu": lambda a: 1.0 * (a > 0)}[activation]
    def layer(a, depth):
        if depth == len(weights):
            return (a - Y) / len(X), [], []
        out = f(a @ weights[depth] + biases[depth])
        error, dWs, dbs = layer(out, depth + 1)
        error = error * df(out)
        return error @ weights[depth].T, [a.T @ error, *dWs], [error.sum(0), *dbs]
    _, dWs, dbs = layer(X, 0)
    return dWs, dbs
""",
    ("training/batch_norm", "batch_norm_forward"): """\
def batch_norm_forward(x, gamma, beta, eps):
    x = x - x.mean(axis=0, keepdims=True)
    s = ((x * x).sum(axis=0, keepdims=True) / x.shape[0] + eps) ** -0.5
    return x * s * gamma + beta
""",
    ("training/batch_norm", "batch_norm_backward"): """\
def batch_norm_backward(dout, x, gamma, eps):
    n = len(x)
    xc = x - x.sum(axis=0) / n
    scale = 1 / np.sqrt((xc * xc).sum(axis=0) / n + eps)
    normalised = xc * scale
    g = gamma * dout
    dx = scale / n * (n * g - g.sum(axis=0) - normalised * (g * normalised).sum(axis=0))
    return dx, np.sum(dout * normalised, 0), dout.sum(0)
""",
    ("training/adam", "adam_step"): """\
def adam_step(w, g, m, v, t, lr, beta1, beta2, eps):
    m, v = m + (1 - beta1) * (g - m), v + (1 - beta2) * (g**2 - v)
    root = np.sqrt(v / (1 - beta2**t)) + eps
    return w - lr / (1 - beta1**t) * m / root, m, v
""",
    ("convnets/conv2d", "conv2d_forward"): """\
def conv2d_forward(x, w, b, stride, padding):
    kh, kw = w.shape[2:]
    x = np.pad(x, ((0, 0), (0, 0), (padding,) * 2, (padding,) * 2))
    windows = np.lib.stride_tricks.sliding_window_view(x, (kh, kw), (2, 3))[:, :, ::stride, ::stride]
    return np.einsum("ncijpq,fcpq->nfij", windows, w) + b.reshape(1, -1, 1, 1)
""",
    ("convnets/conv2d", "conv2d_backward"): """\
def conv2d_backward(dout, x, w, stride, padding):
    n, c, h, width = x.shape
    kh, kw = w.shape[2:]
    big = np.zeros((n, c, h + 2 * padding, width + 2 * padding))
    big[:, :, padding : padding + h, padding : padding + width] = x
    windows = np.lib.stride_tricks.sliding_window_view(big, (kh, kw), (2, 3))[:, :, ::stride, ::stride]
    dw = np.einsum("nfij,ncijpq->fcpq", dout, windows)
    back = np.zeros(big.shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            back[:, :, i * stride : i * stride + kh, j * stride : j * stride + kw] += np.einsum(
                "nf,fcpq->ncpq", dout[:, :, i, j], w
            )
    return back[:, :, padding : padding + h, padding : padding + width], dw, dout.sum((0, 2, 3)) * 1.0
""",
    ("convnets/residual_block", "residual_forward"): """\
def residual_forward(x, W1, W2):
    h = x @ W1
    h[h < 0] = 0
    return h @ W2 + x
""",
    ("convnets/residual_block", "residual_backward"): """\
def residual_backward(dout, x, W1, W2):
    pre = np.dot(x, W1)
    on = pre > 0
    back = on * np.dot(dout, W2.T)
    return dout + np.dot(back, W1.T), np.dot(x.T, back), np.dot((on * pre).T, dout)
""",
    ("trees/information_gain", "conditional_entropy"): """\
def conditional_entropy(values, labels):
    groups = defaultdict(list)
    for v, y in zip(values, labels):
        groups[v].append(y)
    bits = 0
    for ys in groups.values():
        for c in Counter(ys).values():
            bits += c * log2(len(ys) / c)
    return bits / len(labels)
""",
    ("trees/best_split", "best_split"): """\
def best_split(rows, labels, attributes):
    def bits(items):
        return sum(c * log2(len(items) / c) for c in Counter(items).values())
    gains = []
    for a in attributes:
        groups = defaultdict(list)
        for row, y in zip(rows, labels):
            groups[row[a]].append(y)
        gains.append(bits(labels) - sum(map(bits, groups.values())))
    top = max(gains)
    return attributes[[g >= top - 1e-9 * len(labels) for g in gains].index(True)]
""",
}
