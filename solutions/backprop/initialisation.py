"""Reference for backprop/initialisation."""

import numpy as np
from jaxtyping import Float


def xavier_std(n_in: int, n_out: int) -> float:
    """Standard deviation of Xavier (Glorot) initialisation.

    Args:
        n_in: units that feed the layer.
        n_out: units of the layer.

    Returns:
        The standard deviation of each weight.

    Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural networks.
    """
    # BEGIN SOLUTION
    return float(np.sqrt(2.0 / (n_in + n_out)))
    # END SOLUTION


def xavier_bound(n_in: int, n_out: int) -> float:
    """Half-width a of the uniform distribution on (-a, a) that has Xavier's variance.

    Args:
        n_in: units that feed the layer.
        n_out: units of the layer.

    Returns:
        The bound a.
    """
    # BEGIN SOLUTION
    return float(np.sqrt(6.0 / (n_in + n_out)))
    # END SOLUTION


def he_std(n_in: int) -> float:
    """Standard deviation of He initialisation, for ReLU layers.

    Args:
        n_in: units that feed the layer.

    Returns:
        The standard deviation of each weight.

    Source: He et al. (2015), Delving deep into rectifiers.
    """
    # BEGIN SOLUTION
    return float(np.sqrt(2.0 / n_in))
    # END SOLUTION


def xavier_uniform(n_in: int, n_out: int, seed: int) -> Float[np.ndarray, "n_in n_out"]:
    """Weights drawn independently and uniformly from (-a, a), a = xavier_bound(n_in, n_out).

    Args:
        n_in: units that feed the layer.
        n_out: units of the layer.
        seed: of numpy.random.default_rng; the same seed gives the same weights, another seed others.

    Returns:
        The weights, shape (n_in, n_out).
    """
    # BEGIN SOLUTION
    a = np.sqrt(6.0 / (n_in + n_out))
    return np.random.default_rng(seed).uniform(-a, a, size=(n_in, n_out))
    # END SOLUTION


def he_normal(n_in: int, n_out: int, seed: int) -> Float[np.ndarray, "n_in n_out"]:
    """Weights drawn independently from a normal distribution with mean 0 and standard deviation he_std(n_in).

    Args:
        n_in: units that feed the layer.
        n_out: units of the layer.
        seed: of numpy.random.default_rng; the same seed gives the same weights, another seed others.

    Returns:
        The weights, shape (n_in, n_out).
    """
    # BEGIN SOLUTION
    return np.random.default_rng(seed).normal(0.0, np.sqrt(2.0 / n_in), size=(n_in, n_out))
    # END SOLUTION
