"""Two-layer perceptrons as students write them."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "mlp_loss_and_grads"


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(scores):
    scores = scores - np.max(scores, axis=1, keepdims=True)
    e = np.exp(scores)
    return e / np.sum(e, axis=1, keepdims=True)


@written("unlisted", function=FUNCTION, names=("weight-gradients-summed|~part|~factor",))
def weights_summed_biases_averaged(X, labels, W1, b1, W2, b2):
    n = X.shape[0]
    H = sigmoid(X @ W1 + b1)
    P = softmax(H @ W2 + b2)
    loss = np.mean(-np.log(P[np.arange(n), labels]))
    d2 = P.copy()
    d2[np.arange(n), labels] -= 1
    d1 = d2 @ W2.T * H * (1 - H)
    grads = {"W2": H.T @ d2, "b2": np.mean(d2, axis=0), "W1": X.T @ d1, "b1": np.mean(d1, axis=0)}
    return loss, grads


@written("unlisted", function=FUNCTION, names=("regulariser-added",), leads=("part", "argument"))
def with_weight_decay_of_another_course(X, labels, W1, b1, W2, b2, reg=0.05):
    N = X.shape[0]
    h1 = sigmoid(X.dot(W1) + b1)
    probs = softmax(h1.dot(W2) + b2)
    loss = -np.log(probs[range(N), labels]).sum() / N
    loss += 0.5 * reg * (np.sum(W1 * W1) + np.sum(W2 * W2))
    dscores = probs
    dscores[range(N), labels] -= 1
    dscores /= N
    grads = {}
    grads["W2"] = h1.T.dot(dscores) + reg * W2
    grads["b2"] = dscores.sum(axis=0)
    dh = dscores.dot(W2.T) * h1 * (1 - h1)
    grads["W1"] = X.T.dot(dh) + reg * W1
    grads["b1"] = dh.sum(axis=0)
    return loss, grads


@written("unlisted", function=FUNCTION, names=("relu-hidden",))
def the_relu_net_of_another_course(X, labels, W1, b1, W2, b2):
    N = len(X)
    hidden = np.maximum(0, X.dot(W1) + b1)
    scores = hidden.dot(W2) + b2
    probs = softmax(scores)
    loss = np.sum(-np.log(probs[range(N), labels])) / N
    dscores = probs
    dscores[range(N), labels] -= 1
    dscores /= N
    dW2 = np.dot(hidden.T, dscores)
    db2 = np.sum(dscores, axis=0)
    dhidden = np.dot(dscores, W2.T)
    dhidden[hidden <= 0] = 0
    dW1 = np.dot(X.T, dhidden)
    db1 = np.sum(dhidden, axis=0)
    return float(loss), {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
