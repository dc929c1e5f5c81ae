"""Reference for losses/bernoulli_likelihood."""

import numpy as np
from jaxtyping import Float, Int


def bernoulli_nll(z: Float[np.ndarray, "n"], y: Int[np.ndarray, "n"]) -> float:
    """Mean negative log-likelihood of binary labels, from logits: the binary cross-entropy, in nats.

    Args:
        z: logits of class 1, shape (n,); entries up to +-1e4.
        y: labels, 0 or 1, shape (n,).

    Returns:
        The mean, one number; exact also where the probability rounds to 0 or 1.
    """
    # BEGIN SOLUTION
    # -log sigma(z) = log(1 + e^-z) and -log(1 - sigma(z)) = log(1 + e^z): both are softplus, max(u, 0) + log1p(e^-|u|).
    u = np.where(y == 1, -z, z)
    return float(np.mean(np.maximum(u, 0.0) + np.log1p(np.exp(-np.abs(u)))))
    # END SOLUTION
