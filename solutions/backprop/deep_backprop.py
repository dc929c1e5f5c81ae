"""Reference for backprop/deep_backprop."""

import numpy as np
from jaxtyping import Float


def deep_gradients(
    X: Float[np.ndarray, "n d"],
    Y: Float[np.ndarray, "n k"],
    weights: list[Float[np.ndarray, "..."]],
    biases: list[Float[np.ndarray, "..."]],
    activation: str,
) -> tuple[list[Float[np.ndarray, "..."]], list[Float[np.ndarray, "..."]]]:
    """Gradients of a network of L layers by the delta recursion.

    The loss is half the squared error, summed over the outputs and averaged over the samples.

    Args:
        X: samples, shape (n, d).
        Y: targets, shape (n, k).
        weights: W_1..W_L, each of shape (inputs, outputs).
        biases: b_1..b_L, each of shape (outputs,).
        activation: phi after every layer, the last included: "sigmoid", "relu" (slope 0 at 0) or "tanh".

    Returns:
        ([dW_1..dW_L], [db_1..db_L]), each in the shape of its parameter.
    """
    # BEGIN SOLUTION
    phi, slope = {  # the slopes are functions of the output a = phi(z)
        "sigmoid": (lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)), lambda a: a * (1.0 - a)),
        "tanh": (np.tanh, lambda a: 1.0 - a**2),
        "relu": (lambda z: np.maximum(z, 0.0), lambda a: a > 0),
    }[activation]

    A = [X]
    for W, b in zip(weights, biases):
        A.append(phi(A[-1] @ W + b))  # -> Z_{len(A) - 1} = A[-2] @ W + b # -> A_{len(A) - 1} = A[-1]

    dWs, dbs = [], []
    delta = (A[-1] - Y) / len(X) * slope(A[-1])
    # -> phi'(Z_{len(weights)})? (n, k) = slope(A[-1]) # -> delta_{len(weights)} (n, k) = delta
    for layer in reversed(range(len(weights))):
        dWs.insert(0, A[layer].T @ delta)  # A[layer] is what goes into this layer
        # -> dW_{layer + 1} = dWs[0]
        dbs.insert(0, delta.sum(axis=0))
        # -> db_{layer + 1} = dbs[0] # -> delta_{layer + 1} W^T? = delta @ weights[layer].T
        if layer > 0:  # X needs no gradient
            delta = (delta @ weights[layer].T) * slope(A[layer])
            # -> phi'(Z_{layer})? = slope(A[layer]) # -> delta_{layer} = delta
    return dWs, dbs
    # END SOLUTION
