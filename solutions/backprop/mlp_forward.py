"""Reference for backprop/mlp_forward."""

import numpy as np
from jaxtyping import Float


def mlp_forward(
    X: Float[np.ndarray, "n d"],
    W1: Float[np.ndarray, "d h"],
    b1: Float[np.ndarray, "h"],
    W2: Float[np.ndarray, "h k"],
    b2: Float[np.ndarray, "k"],
) -> Float[np.ndarray, "n k"]:
    """Logits of a perceptron with one sigmoid hidden layer.

    Args:
        X: samples, shape (n, d).
        W1: weights of the hidden layer, shape (d, h).
        b1: biases of the hidden layer, shape (h,).
        W2: weights of the output layer, shape (h, k).
        b2: biases of the output layer, shape (k,).

    Returns:
        The logits Z, shape (n, k): no softmax. Finite for pre-activations up to +-1e4.
    """
    # BEGIN SOLUTION
    H = 0.5 * (1.0 + np.tanh(0.5 * (X @ W1 + b1)))  # sigmoid(z) = (1 + tanh(z/2)) / 2 never overflows; (n, h)
    return H @ W2 + b2
    # END SOLUTION
