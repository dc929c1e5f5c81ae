"""Backpropagation through many layers with two faults."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "deep_gradients"


def act(z, name):
    if name == "sigmoid":
        return 1 / (1 + np.exp(-z))
    if name == "tanh":
        return np.tanh(z)
    return np.maximum(0, z)


def slope(z, name):
    if name == "sigmoid":
        s = 1 / (1 + np.exp(-z))
        return s * (1 - s)
    if name == "tanh":
        return 1 - np.tanh(z) ** 2
    return (z >= 0).astype(float)


def exact_slope(z, name):
    return (z > 0).astype(float) if name == "relu" else slope(z, name)


def forward(X, weights, biases, name):
    a, zs, activations = X, [], [X]
    for W, b in zip(weights, biases):
        z = a @ W + b
        a = act(z, name)
        zs.append(z)
        activations.append(a)
    return zs, activations


@written("pair", function=FUNCTION, names=("summed-over-samples", "relu-slope-one-at-zero"))
def summed_and_slope_one(X, Y, weights, biases, activation):
    zs, a = forward(X, weights, biases, activation)
    nabla_w = [np.zeros(W.shape) for W in weights]
    nabla_b = [np.zeros(b.shape) for b in biases]
    delta = (a[-1] - Y) * slope(zs[-1], activation)
    nabla_w[-1] = a[-2].T @ delta
    nabla_b[-1] = delta.sum(axis=0)
    for layer in range(2, len(weights) + 1):
        delta = (delta @ weights[-layer + 1].T) * slope(zs[-layer], activation)
        nabla_w[-layer] = a[-layer - 1].T @ delta
        nabla_b[-layer] = delta.sum(axis=0)
    return nabla_w, nabla_b


@written("pair", function=FUNCTION, names=("no-output-slope", "bias-gradients-averaged"))
def cross_entropy_error_and_mean_bias(X, Y, weights, biases, activation):
    zs, a = forward(X, weights, biases, activation)
    dws, dbs = [], []
    delta = (a[-1] - Y) / X.shape[0]
    for i in reversed(range(len(weights))):
        dws.append(a[i].T @ delta)
        dbs.append(delta.mean(axis=0))
        if i:
            delta = (delta @ weights[i].T) * exact_slope(zs[i - 1], activation)
    return dws[::-1], dbs[::-1]


@written("variant", function=FUNCTION, names=("mean-over-outputs",))
def mean_of_all_squares(X, Y, weights, biases, activation):
    zs, a = forward(X, weights, biases, activation)
    dws, dbs = [], []
    delta = (a[-1] - Y) / Y.size * exact_slope(zs[-1], activation)
    for i in reversed(range(len(weights))):
        dws.append(a[i].T @ delta)
        dbs.append(delta.sum(axis=0))
        if i:
            delta = (delta @ weights[i].T) * exact_slope(zs[i - 1], activation)
    return dws[::-1], dbs[::-1]
