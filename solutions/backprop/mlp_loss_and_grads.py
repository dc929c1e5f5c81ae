"""Reference for backprop/mlp_loss_and_grads."""

from typing import TypedDict

import numpy as np
from jaxtyping import Float, Int


class Gradients(TypedDict):
    """Derivatives of the loss, each in the shape of its parameter."""

    W1: Float[np.ndarray, "d h"]
    b1: Float[np.ndarray, "h"]
    W2: Float[np.ndarray, "h k"]
    b2: Float[np.ndarray, "k"]


def mlp_loss_and_grads(
    X: Float[np.ndarray, "n d"],
    labels: Int[np.ndarray, "n"],
    W1: Float[np.ndarray, "d h"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "h k"],
    b2: Float[np.ndarray, "k"],
) -> tuple[float, Gradients]:
    """Mean softmax cross-entropy of a two-layer perceptron, and its gradients by backpropagation.

    One sigmoid hidden layer, no activation at the output; the loss is a mean over the samples.

    Args:
        X: samples, shape (n, d).
        labels: true classes 0..k-1, shape (n,).
        W1: weights of the hidden layer, shape (d, h).
        b1: biases of the hidden layer, shape (h,).
        W2: weights of the output layer, shape (h, k).
        b2: biases of the output layer, shape (k,).

    Returns:
        The loss, and a dict of the gradients dL/dW1, dL/db1, dL/dW2, dL/db2 under "W1", "b1", "W2", "b2".
        Exact for pre-activations and logits up to +-1e4.
    """
    # BEGIN SOLUTION
    n = len(labels)
    rows = np.arange(n)

    # forward
    H = 0.5 * (1.0 + np.tanh(0.5 * (X @ W1 + b1)))  # sigmoid through tanh, which cannot overflow
    # -> Z1 (n, h) = X @ W1 + b1 # -> H (n, h)
    Z = H @ W2 + b2  # -> Z (n, k)
    log_P = Z - Z.max(axis=1, keepdims=True)
    log_P -= np.log(np.exp(log_P).sum(axis=1, keepdims=True))  # log softmax directly: log(0) never occurs
    # -> softmax(Z)? (n, k) = np.exp(log_P)
    loss = -log_P[rows, labels].mean()  # -> loss

    # backward, one line per step of the forward pass
    dZ = np.exp(log_P)
    dZ[rows, labels] -= 1.0
    dZ /= n  # -> dZ (n, k)
    dW2, db2 = H.T @ dZ, dZ.sum(axis=0)  # -> dW2 (h, k) # -> db2 (k)
    dZ1 = (dZ @ W2.T) * H * (1.0 - H)  # -> dH? (n, h) = dZ @ W2.T # -> dZ1 (n, h)
    dW1, db1 = X.T @ dZ1, dZ1.sum(axis=0)  # -> dW1 (d, h) # -> db1 (h)
    return float(loss), {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
    # END SOLUTION
