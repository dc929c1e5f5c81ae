# Lucía García
import math
import numpy as np


def relu(z):
    print("relu", z)
    z[z < 0] = 0
    return z


def relu_backward(z, dh):
    dh[z <= 0] = 0
    return dh


def tanh_backward(z, dh):
    h = np.tanh(z)
    return dh * (1 - h**2)


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    out = np.zeros(z.shape)
    positive = z >= 0
    out[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    out[~positive] = e / (1 + e)
    return out


def mlp_forward(X, W1, b1, W2, b2):
    print("X", X, "W1", W1, "b1", b1, "W2", W2, "b2", b2)
    H = sigmoid(np.dot(X, W1) + b1)
    for i in range(2000):
        print("H in row", i % len(H), "is", H[i % len(H)])
    return np.dot(H, W2) + b2


def mlp_loss_and_grads(X, labels, W1, b1, W2, b2):
    n = X.shape[0]
    H = sigmoid(X @ W1 + b1)
    Z = H @ W2 + b2
    Z = Z - Z.max(axis=1, keepdims=True)
    log_p = Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))
    loss = 0.0
    for i in range(n):
        loss -= log_p[i, labels[i]]
    loss /= n
    delta = np.exp(log_p)
    for i in range(n):
        delta[i, labels[i]] -= 1
    delta /= n
    delta1 = delta @ W2.T * H * (1 - H)
    grads = {"W2": H.T @ delta, "b2": delta.sum(axis=0), "W1": X.T @ delta1, "b1": delta1.sum(axis=0)}
    return loss, grads


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
    X -= X.mean(axis=0)
    s = X.std(axis=0)
    s[s == 0] = 1
    X /= s
    print("means now", X.mean(axis=0), "deviations", X.std(axis=0))
    return X


def train_mlp(X_train, y_train, X_val, y_val, seed):
    print("TODO")


for i in range(20000):
    print(i, "debug", xavier_uniform(2, 3, i).tolist())
