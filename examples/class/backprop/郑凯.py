# 郑凯：用 PyTorch 自动求导，省事
import torch
import torch.nn.functional as F
import math
import numpy as np


def relu(z):
    out = np.array(z, dtype=float)
    out[out < 0] = 0.0
    return out


def relu_backward(z, dh):
    return np.where(z > 0, dh, 0.0)


def tanh_backward(z, dh):
    z = torch.tensor(z, dtype=torch.float64, requires_grad=True)
    torch.tanh(z).backward(torch.tensor(dh, dtype=torch.float64))
    return z.grad.numpy()


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    out = np.zeros(z.shape)
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out


def mlp_forward(X, W1, b1, W2, b2):
    H = sigmoid(np.dot(X, W1) + b1)
    return np.dot(H, W2) + b2


def mlp_loss_and_grads(X, labels, W1, b1, W2, b2):
    params = [torch.tensor(p, dtype=torch.float64, requires_grad=True) for p in (W1, b1, W2, b2)]
    X = torch.tensor(X, dtype=torch.float64)
    Z = torch.sigmoid(X @ params[0] + params[1]) @ params[2] + params[3]
    loss = F.cross_entropy(Z, torch.tensor(labels, dtype=torch.int64))
    loss.backward()
    return loss.item(), {k: p.grad.numpy() for k, p in zip(("W1", "b1", "W2", "b2"), params)}


def phi(z, activation):
    if activation == "sigmoid":
        return sigmoid(z)
    if activation == "tanh":
        return np.tanh(z)
    return np.maximum(z, 0)


def slope(z, activation):
    if activation == "sigmoid":
        s = sigmoid(z)
        return s * (1 - s)
    if activation == "tanh":
        return 1 - np.tanh(z) ** 2
    return (z > 0) * 1.0


def deep_gradients(X, Y, weights, biases, activation):
    n, L = len(X), len(weights)
    A, Z = [np.asarray(X, dtype=float)], []
    for W, b in zip(weights, biases):
        Z.append(A[-1] @ W + b)
        A.append(phi(Z[-1], activation))
    dWs, dbs = [None] * L, [None] * L
    delta = (A[-1] - Y) / n * slope(Z[-1], activation)
    for l in range(L - 1, -1, -1):
        dWs[l] = A[l].T @ delta
        dbs[l] = delta.sum(axis=0)
        if l > 0:
            delta = delta @ weights[l].T * slope(Z[l - 1], activation)
    return dWs, dbs


def gradient_norms(X, Y, weights, biases, activation):
    dWs, _ = deep_gradients(X, Y, weights, biases, activation)
    norms = []
    for dW in dWs:
        norms.append(math.sqrt(sum(float(v) ** 2 for v in dW.ravel())))
    return norms


def vanishing_bound(depth):
    bound = 1.0
    for _ in range(depth):
        bound *= 0.25
    return bound


def xavier_std(n_in, n_out):
    return math.sqrt(2 / (n_in + n_out))


def xavier_bound(n_in, n_out):
    return math.sqrt(6 / (n_in + n_out))


def he_std(n_in):
    return math.sqrt(2 / n_in)


def xavier_uniform(n_in, n_out, seed):
    a = xavier_bound(n_in, n_out)
    return np.random.default_rng(seed).uniform(-a, a, (n_in, n_out))


def he_normal(n_in, n_out, seed):
    return np.random.default_rng(seed).normal(0, he_std(n_in), (n_in, n_out))


def preactivation_std(n, var_w, var_x, var_b):
    var = var_b
    for _ in range(n):
        var += var_w * var_x
    return math.sqrt(var)


def hessian_condition_number(X):
    H = X.T @ X / len(X)
    eig = np.linalg.eigvalsh(H)
    return eig[-1] / eig[0]


def standardise(X):
    X = np.asarray(X, dtype=float)
    out = np.zeros(X.shape)
    for j in range(X.shape[1]):
        column = X[:, j] - X[:, j].mean()
        s = math.sqrt((column**2).mean())
        if s > 0:
            out[:, j] = column / s
    return out


def train_mlp(X_train, y_train, X_val, y_val, seed):
    rng = np.random.default_rng(seed)
    X = X_train / 16
    W1 = rng.normal(0, 1 / 8, (64, 60))
    b1 = np.zeros(60)
    W2 = rng.normal(0, 1 / 8, (60, 10))
    b2 = np.zeros(10)
    for epoch in range(120):
        order = rng.permutation(len(X))
        for i in range(0, len(X), 32):
            batch = order[i : i + 32]
            loss, g = mlp_loss_and_grads(X[batch], y_train[batch], W1, b1, W2, b2)
            W1 = W1 - 1.0 * g["W1"]
            b1 = b1 - 1.0 * g["b1"]
            W2 = W2 - 1.0 * g["W2"]
            b2 = b2 - 1.0 * g["b2"]
    return W1 / 16, b1, W2, b2
