"""Reference for backprop/vanishing_gradient."""

import numpy as np
from jaxtyping import Float


def gradient_norms(
    X: Float[np.ndarray, "n d"],
    Y: Float[np.ndarray, "n k"],
    weights: list[Float[np.ndarray, "..."]],
    biases: list[Float[np.ndarray, "..."]],
    activation: str,
) -> list[float]:
    """Frobenius norm of the gradient of every layer's weights.

    Network, loss and gradients are those of `deep_gradients`; biases are left out.

    Args:
        X: samples, shape (n, d).
        Y: targets, shape (n, k).
        weights: W_1..W_L, each of shape (inputs, outputs).
        biases: b_1..b_L, each of shape (outputs,).
        activation: after every layer, the last included: "sigmoid", "relu" (slope 0 at 0) or "tanh".

    Returns:
        L norms, layer 1 first. You may call your own deep_gradients.
    """
    # BEGIN SOLUTION
    phi, slope = {  # the slopes are functions of the output a = phi(z)
        "sigmoid": (lambda z: 0.5 * (1.0 + np.tanh(0.5 * z)), lambda a: a * (1.0 - a)),
        "tanh": (np.tanh, lambda a: 1.0 - a**2),
        "relu": (lambda z: np.maximum(z, 0.0), lambda a: a > 0),
    }[activation]

    A = [X]
    for W, b in zip(weights, biases):
        A.append(phi(A[-1] @ W + b))

    norms = []
    delta = (A[-1] - Y) / len(X) * slope(A[-1])
    for layer in reversed(range(len(weights))):
        norms.append(float(np.linalg.norm(A[layer].T @ delta)))  # without `ord`, norm is the Frobenius norm
        delta = (delta @ weights[layer].T) * slope(A[layer])
    return norms[::-1]
    # END SOLUTION


def vanishing_bound(depth: int) -> float:
    """The largest that a product of `depth` sigmoid slopes can be.

    Args:
        depth: how many sigmoids the gradient goes through, from 0 to 500.

    Returns:
        The bound, 1 for depth 0.
    """
    # BEGIN SOLUTION
    return 0.25**depth
    # END SOLUTION
