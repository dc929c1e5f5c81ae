"""Two-layer perceptrons written last."""

import numpy as np

from tests.diagnosis.verdicts import written

FUNCTION = "mlp_loss_and_grads"


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def dsigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@written("pair", function=FUNCTION, names=("activation-grad-at-h", "bias-gradient-averaged"))
def derivative_of_the_activation_and_mean_bias(X, labels, W1, b1, W2, b2):
    m = X.shape[0]
    Y = np.zeros((m, W2.shape[1]))
    for i in range(m):
        Y[i, labels[i]] = 1
    a1 = sigmoid(X @ W1 + b1)
    a2 = softmax(a1 @ W2 + b2)
    cost = -1 / m * np.sum(Y * np.log(a2))
    d2 = (a2 - Y) / m
    d1 = d2 @ W2.T * dsigmoid(a1)
    return cost, {"W1": X.T @ d1, "b1": d1.mean(axis=0), "W2": a1.T @ d2, "b2": d2.mean(axis=0)}


@written("unlisted", function=FUNCTION, names=("input-for-hidden|~part",), leads=("raises",))
def hidden_gradient_after_the_update(X, labels, W1, b1, W2, b2):
    m = len(X)
    H = sigmoid(X @ W1 + b1)
    P = softmax(H @ W2 + b2)
    loss = -np.log(P[range(m), labels]).mean()
    P[range(m), labels] -= 1
    P /= m
    dW2 = H.T @ P
    W2_new = W2 - 0.1 * dW2
    d1 = P @ W2_new.T * H * (1 - H)
    return loss, {"W1": X.T @ d1, "b1": d1.sum(0), "W2": dW2, "b2": P.sum(0)}
