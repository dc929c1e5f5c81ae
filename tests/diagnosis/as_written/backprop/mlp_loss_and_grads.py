"""Two-layer perceptrons with two faults, or right and unstable."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "mlp_loss_and_grads"


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def softmax(x):
    e = np.exp(x)
    return e / np.sum(e, axis=1, keepdims=True)


def stable_softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def gradients(X, H, delta, W2):
    dz1 = np.dot(delta, W2.T) * H * (1 - H)
    return {"W1": X.T.dot(dz1), "b1": dz1.sum(axis=0), "W2": H.T.dot(delta), "b2": delta.sum(axis=0)}


@written("edge", function=FUNCTION, names=("summed-loss-and-gradients",))
def cs224n(X, labels, W1, b1, W2, b2):
    y = np.eye(W2.shape[1])[labels]
    h = sigmoid(X.dot(W1) + b1)
    yhat = softmax(h.dot(W2) + b2)
    cost = -np.sum(y * np.log(yhat))
    return float(cost), gradients(X, h, yhat - y, W2)


@written("edge", function=FUNCTION, names=("summed-loss-and-gradients",))
def cs224n_by_index(X, labels, W1, b1, W2, b2):
    h = sigmoid(X.dot(W1) + b1)
    yhat = stable_softmax(h.dot(W2) + b2)
    cost = -np.log(yhat[np.arange(len(labels)), labels]).sum()
    delta = yhat.copy()
    delta[np.arange(len(labels)), labels] -= 1
    return float(cost), gradients(X, h, delta, W2)


@written("variant", function=FUNCTION, names=("bias-added-to-the-weights",), leads=("value", "raises"))
def bias_in_the_brackets(X, labels, W1, b1, W2, b2):
    n = X.shape[0]
    y = np.eye(W2.shape[1])[labels]
    h = sigmoid(X.dot(W1 + b1))
    p = stable_softmax(h.dot(W2 + b2))
    loss = -np.sum(y * np.log(p)) / n
    return float(loss), gradients(X, h, (p - y) / n, W2)


@written("variant", function=FUNCTION, names=("sigmoid-for-softmax",), leads=("value",))
def sigmoid_output(X, labels, W1, b1, W2, b2):
    n = X.shape[0]
    y = np.eye(W2.shape[1])[labels]
    h = sigmoid(X.dot(W1) + b1)
    p = sigmoid(h.dot(W2) + b2)
    loss = -np.sum(y * np.log(p)) / n
    return float(loss), gradients(X, h, (p - y) / n, W2)


@written("edge", function=FUNCTION, names=("summed-loss",))
def loss_summed_and_logged(X, labels, W1, b1, W2, b2):
    n = X.shape[0]
    y = np.eye(W2.shape[1])[labels]
    h = sigmoid(X @ W1 + b1)
    p = softmax(h @ W2 + b2)
    return float(-(y * np.log(p)).sum()), gradients(X, h, (p - y) / n, W2)


@written("unstable", function=FUNCTION, names=("log-of-zero|softmax-overflows",))
def textbook(X, labels, W1, b1, W2, b2):
    n = X.shape[0]
    y = np.eye(W2.shape[1])[labels]
    h = sigmoid(X @ W1 + b1)
    p = stable_softmax(h @ W2 + b2)
    return float(-np.sum(y * np.log(p)) / n), gradients(X, h, (p - y) / n, W2)


@written("pair", function=FUNCTION, names=("activation-grad-at-h", "summed-gradients"))
def slope_of_the_output_summed(X, labels, W1, b1, W2, b2):
    y = np.eye(W2.shape[1])[labels]
    h = sigmoid(X @ W1 + b1)
    p = stable_softmax(h @ W2 + b2)
    loss = -np.mean(np.log(p[np.arange(len(X)), labels]))
    delta = p - y
    dz1 = (delta @ W2.T) * sigmoid(h) * (1 - sigmoid(h))
    return float(loss), {"W1": X.T @ dz1, "b1": dz1.sum(0), "W2": h.T @ delta, "b2": delta.sum(0)}


@written("pair", function=FUNCTION, names=("no-activation-grad", "bias-gradient-two-dimensional"))
def no_slope_and_an_axis(X, labels, W1, b1, W2, b2):
    n = len(X)
    y = np.eye(W2.shape[1])[labels]
    h = sigmoid(X @ W1 + b1)
    p = stable_softmax(h @ W2 + b2)
    loss = -np.sum(y * np.log(p + 1e-12)) / n
    d2 = (p - y) / n
    d1 = d2 @ W2.T
    return float(loss), {
        "W1": X.T @ d1,
        "b1": d1.sum(axis=0, keepdims=True),
        "W2": h.T @ d2,
        "b2": d2.sum(axis=0, keepdims=True),
    }


@written("pair", function=FUNCTION, names=("summed-loss", "bias-gradient-averaged"))
def loss_summed_bias_averaged(X, labels, W1, b1, W2, b2):
    n = len(X)
    y = np.eye(W2.shape[1])[labels]
    h = sigmoid(X @ W1 + b1)
    p = stable_softmax(h @ W2 + b2)
    loss = -np.sum(np.log(p[np.arange(n), labels]))
    d2 = (p - y) / n
    d1 = (d2 @ W2.T) * h * (1 - h)
    return float(loss), {"W1": X.T @ d1, "b1": d1.mean(axis=0), "W2": h.T @ d2, "b2": d2.mean(axis=0)}
