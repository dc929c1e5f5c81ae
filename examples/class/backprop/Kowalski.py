# Kowalski, hw3
import numpy as np


def relu(z):
    return np.where(z > 0, z, np.zeros_like(z))


def relu_backward(z, dh):
    return dh * (z > 0).astype(float)


def tanh_backward(z, dh):
    return dh * (1.0 - np.square(np.tanh(z)))


ACT = {
    "sigmoid": (lambda z: 0.5 + 0.5 * np.tanh(z / 2), lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda a: 1 - a * a),
    "relu": (lambda z: z.clip(min=0), lambda a: (a > 0).astype(float)),
}


sig = ACT["sigmoid"][0]


def mlp_forward(X, W1, b1, W2, b2):
    return sig(X @ W1 + b1) @ W2 + b2


def mlp_loss_and_grads(X, labels, W1, b1, W2, b2):
    n, k = len(X), W2.shape[1]
    Y = np.zeros((n, k))
    Y[np.arange(n), labels] = 1.0
    H = sig(X @ W1 + b1)
    Z = H @ W2 + b2
    top = Z.max(1, keepdims=True)
    lse = top + np.log(np.exp(Z - top).sum(1, keepdims=True))
    loss = ((lse - Z) * Y).sum() / n
    D2 = (np.exp(Z - lse) - Y) / n
    D1 = np.einsum("nk,hk,nh->nh", D2, W2, H * (1 - H))
    return float(loss), dict(
        W1=np.einsum("nd,nh->dh", X, D1), b1=D1.sum(0), W2=np.einsum("nh,nk->hk", H, D2), b2=D2.sum(0)
    )


def deep_gradients(X, Y, weights, biases, activation):
    f, df = ACT[activation]
    acts = [X]
    for W, b in zip(weights, biases):
        acts.append(f(acts[-1] @ W + b))
    delta = (acts[-1] - Y) * df(acts[-1]) / X.shape[0]
    dWs, dbs = [], []
    for W, inp in zip(reversed(weights), reversed(acts[:-1])):
        dWs.insert(0, inp.T @ delta)
        dbs.insert(0, delta.sum(0))
        delta = (delta @ W.T) * df(inp)
    return dWs, dbs


def gradient_norms(X, Y, weights, biases, activation):
    return [float(np.linalg.norm(dW)) for dW in deep_gradients(X, Y, weights, biases, activation)[0]]


def vanishing_bound(depth):
    return 0.25**depth


def xavier_std(n_in, n_out):
    return (2.0 / (n_in + n_out)) ** 0.5


def xavier_bound(n_in, n_out):
    return 3**0.5 * xavier_std(n_in, n_out)


def he_std(n_in):
    return (2.0 / n_in) ** 0.5


def xavier_uniform(n_in, n_out, seed):
    u = np.random.default_rng(seed).random((n_in, n_out))
    return (2 * u - 1) * xavier_bound(n_in, n_out)


def he_normal(n_in, n_out, seed):
    return np.random.default_rng(seed).standard_normal((n_in, n_out)) * he_std(n_in)


def preactivation_std(n, var_w, var_x, var_b):
    return np.sqrt(n * var_w * var_x + var_b)


def hessian_condition_number(X):
    return np.linalg.cond(X.astype(float)) ** 2


def standardise(X):
    Xc = X - X.mean(axis=0, dtype=float)
    s = Xc.std(axis=0)
    return np.divide(Xc, s, out=np.zeros_like(Xc), where=s > 0)


# question 9: training
data = np.load("data/digits.npz")
X, y = data["X_train"], data["y_train"]
W1, b1 = xavier_uniform(64, 75, 0), np.zeros(75)
W2, b2 = xavier_uniform(75, 10, 1), np.zeros(10)
loss = 1.0
while loss > 0:
    loss, g = mlp_loss_and_grads(X, y, W1, b1, W2, b2)
    W1, b1 = W1 - 0.005 * g["W1"], b1 - 0.005 * g["b1"]
    W2, b2 = W2 - 0.005 * g["W2"], b2 - 0.005 * g["b2"]
print("done", loss)
