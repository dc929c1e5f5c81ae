"""Deep networks as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "deep_gradients"


def act(z, name):
    if name == "sigmoid":
        return 1 / (1 + np.exp(-z))
    if name == "tanh":
        return np.tanh(z)
    return np.maximum(0, z)


def act_prime(z, name):
    if name == "sigmoid":
        s = act(z, "sigmoid")
        return s * (1 - s)
    if name == "tanh":
        return 1 - np.tanh(z) ** 2
    return (z > 0) * 1.0


@written("unlisted", function=FUNCTION, names=("slope-at-the-output|~place",))
def tanh_slope_of_the_activation(X, Y, weights, biases, activation):
    acts, zs = [X], []
    for W, b in zip(weights, biases):
        zs.append(acts[-1] @ W + b)
        acts.append(act(zs[-1], activation))
    n = X.shape[0]
    L = len(weights)
    dW, db = [0] * L, [0] * L
    grad = (acts[-1] - Y) / n
    for i in range(L - 1, -1, -1):
        if activation == "tanh":
            dz = grad * act_prime(acts[i + 1], "tanh")
        else:
            dz = grad * act_prime(zs[i], activation)
        dW[i] = acts[i].T @ dz
        db[i] = dz.sum(axis=0)
        grad = dz @ weights[i].T
    return dW, db


@written("pair", function=FUNCTION, names=("no-output-slope", "summed-over-samples"))
def nielsen_with_cross_entropy(X, Y, weights, biases, activation):
    a = X
    activations = [X]
    zs = []
    for w, b in zip(weights, biases):
        z = np.dot(a, w) + b
        zs.append(z)
        a = act(z, activation)
        activations.append(a)
    nabla_w = [np.zeros(w.shape) for w in weights]
    nabla_b = [np.zeros(b.shape) for b in biases]
    delta = activations[-1] - Y
    nabla_b[-1] = np.sum(delta, axis=0)
    nabla_w[-1] = np.dot(activations[-2].T, delta)
    for l in range(2, len(weights) + 1):
        delta = np.dot(delta, weights[-l + 1].T) * act_prime(zs[-l], activation)
        nabla_b[-l] = np.sum(delta, axis=0)
        nabla_w[-l] = np.dot(activations[-l - 1].T, delta)
    return nabla_w, nabla_b
